from rest_framework.renderers import JSONRenderer

__all__ = ["JSONRenderer"]
