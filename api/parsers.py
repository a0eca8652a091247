from rest_framework.parsers import JSONParser

__all__ = ["JSONParser"]
