"""How a person wants the screens: language, text size, contrast, simple screens."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.choices import Contrast, TextSize
from people.models import User
from people.signals import preferences_saved

_CHOICES = {
    "language": dict(settings.LANGUAGES),
    "text_size": TextSize.values,
    "contrast": Contrast.values,
}


@transaction.atomic
def save_preferences(
    *,
    user: User,
    language: str | None = None,
    text_size: str | None = None,
    contrast: str | None = None,
    simple: bool | None = None,
) -> list[str]:
    """Keep a person's own choices; None leaves one as it is. Returns the names that changed.

    Raises ValidationError for a value that is no choice.
    """
    given: dict[str, Any] = {
        "language": language,
        "text_size": text_size,
        "contrast": contrast,
        "simple": simple,
    }
    changed = []
    for name, value in given.items():
        if value is None or getattr(user, name) == value:
            continue
        choices = _CHOICES.get(name)
        if choices is not None and value not in choices:
            raise ValidationError(_("There is no such choice. Choose one from the list."))
        setattr(user, name, value)
        changed.append(name)
    if changed:
        user.save(update_fields=changed)
        preferences_saved.send(User, user=user, changed=changed)
    return changed
