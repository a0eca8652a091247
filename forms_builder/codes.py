"""Codes of forms: one for each form, for ever; a local form's code begins with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_builder.models import Form, ObservationForm
from people.choices import PlaceKind

if TYPE_CHECKING:
    from people.models import Place

LONGEST = 64
_KINDS = "|".join(kind.lower() for kind in PlaceKind.values)
_LOCAL = re.compile(f"(?:{_KINDS})-[a-z0-9_]+-")
# Left for the number that makes a taken code another one.
_ROOM = 5


def beginning_of(place: Place) -> str:
    """Return what the code of every form of `place` begins with: `district-1707-`.

    Codes of places are unique within a kind only, so the kind is in it. The code of a place has no
    hyphen here, so that no beginning is the beginning of another.
    """
    return f"{place.kind.lower()}-{re.sub('[^a-z0-9]', '_', place.code.lower())}-"


def check_code(code: str, *, form_key: UUID | str, place: Place | None = None) -> None:
    """Raise ValidationError if the form with that key, of that owner, may not have `code`.

    Its beginning is looked at first: whether a code of another place is taken is not told.
    """
    if message := _wrong_beginning(code, place):
        raise ValidationError({"code": message})
    taken = Form.objects.filter(code=code).exclude(pk=form_key).first()
    if taken is None:
        return
    if ObservationForm.objects.filter(translation_key=taken.pk).exists():
        message = _("The code “%(code)s” is already used. Choose another one.")
    else:
        message = _("The code “%(code)s” belongs to a form that was deleted. Choose another one.")
    raise ValidationError({"code": message % {"code": code}})


def _wrong_beginning(code: str, place: Place | None) -> str:
    if place is None:
        if _LOCAL.match(code):
            return _(
                "Codes that begin like this are for forms of one place. Choose another one for a "
                "national form."
            )
        return ""
    beginning = beginning_of(place)
    if code.startswith(beginning) and code != beginning:
        return ""
    return _("The code of a form of %(place)s begins with “%(beginning)s”, then a name.") % {
        "place": place.name,
        "beginning": beginning,
    }


def free_code(wish: str, *, place: Place | None = None, form_key: UUID | str | None = None) -> str:
    """Return `wish` as a code of that owner that no other form has or had; a number makes it so.

    The beginning of another owner is taken off.
    """
    beginning = beginning_of(place) if place else ""
    name = wish.removeprefix(beginning)
    name = (_LOCAL.sub("", name, count=1) if _LOCAL.match(name) else name) or "form"
    name = name[: LONGEST - _ROOM - len(beginning)]
    others = Form.objects.filter(code__startswith=beginning + name)
    if form_key is not None:
        others = others.exclude(pk=form_key)
    taken = set(others.values_list("code", flat=True))
    number, code = 1, beginning + name
    while code in taken:
        number += 1
        code = f"{beginning}{name}_{number}"
    return code
