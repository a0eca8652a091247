"""Moments that programs send, within years that every time zone and database can hold."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def check_year(value: datetime.datetime) -> None:
    """Raises ValidationError. A phone whose clock was reset to 1970 is within."""
    if not 1970 <= value.year <= 2999:
        raise ValidationError(_("Write a year from 1970 to 2999."))
