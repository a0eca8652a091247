"""What a person sees when something went wrong."""

from django.http import HttpResponse


def csrf_failure(request, reason=""):
    return HttpResponse("csrf", status=403)


def not_found(request, exception=None):
    return HttpResponse("404", status=404)


def server_error(request):
    return HttpResponse("500", status=500)
