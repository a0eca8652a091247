"""Lists in steps for the phone: fetched once, then kept there."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from forms_builder.fields.choice_tree import PlaceSteps, own_list, place_list
from people.requests import SignedInRequest

_PLACES = "places-"
_YEAR = 365 * 24 * 3600
_DAY = 24 * 3600


@require_safe
def choice_list(request: SignedInRequest, key: str) -> HttpResponse:
    """A list by the hash of its content, or places-district, …; schools for people signed in."""
    if key.startswith(_PLACES):
        steps = key.removeprefix(_PLACES).upper()
        if steps not in PlaceSteps.values:
            raise Http404
        if steps == PlaceSteps.SCHOOL and not request.user.is_authenticated:
            raise Http404
        response = JsonResponse(place_list(steps))
        patch_cache_control(response, private=True, max_age=_DAY)
        return response
    content = own_list(key)
    if content is None:
        raise Http404
    response = JsonResponse(content)
    patch_cache_control(response, public=True, max_age=_YEAR, immutable=True)
    return response
