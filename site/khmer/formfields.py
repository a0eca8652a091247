"""Form fields and inputs that take what people type in Khmer: Khmer digits and uncleaned text.

Dates are typed in a text box, because browsers without Khmer data show their own calendar and
format; an ISO date from such a calendar is understood as well.
"""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khmer.clean import clean, clean_line
from khmer.dates import parse_date, parse_time
from khmer.numbers import parse_decimal, parse_integer

_TYPED = {"lang": "km", "spellcheck": "false", "autocomplete": "off"}


class DateInput(forms.DateInput):
    """A text box for a date, showing it as day/month/year."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={**_TYPED, **(attrs or {})}, format="%d/%m/%Y")


class TimeInput(forms.TimeInput):
    """A text box for a time of day, showing it as 14:30."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={**_TYPED, **(attrs or {})}, format="%H:%M")


class NumberInput(forms.TextInput):
    """A text box for a number. An input of type number would refuse Khmer digits."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={**_TYPED, **(attrs or {})})


class CharField(forms.CharField):
    """Text, cleaned: to one line unless `multiline`. `lang` marks the input; None leaves it out."""

    def __init__(self, *, multiline: bool = False, lang: str | None = "km", **kwargs: Any) -> None:
        self.multiline = multiline
        self.lang = lang
        if multiline:
            kwargs.setdefault("widget", forms.Textarea)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value not in self.empty_values:
            value = clean(value) if self.multiline else clean_line(value)
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        if isinstance(widget, (forms.TextInput, forms.Textarea)):
            attrs.setdefault("spellcheck", "false")
            if self.lang:
                attrs.setdefault("lang", self.lang)
        return attrs


class DateField(forms.DateField):
    """A date in any form `khmer.dates.parse_date` reads."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("Enter a date as day/month/year, for example 21/11/2026."),
    }

    def to_python(self, value: Any) -> datetime.date | None:
        if not isinstance(value, str) or value in self.empty_values:
            return super().to_python(value)
        try:
            return parse_date(value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class TimeField(forms.TimeField):
    """A time of day in any form `khmer.dates.parse_time` reads."""

    widget = TimeInput
    default_error_messages = {
        "invalid": _("Enter a time as hours:minutes, for example 14:30."),
    }

    def to_python(self, value: Any) -> datetime.time | None:
        if not isinstance(value, str) or value in self.empty_values:
            return super().to_python(value)
        try:
            return parse_time(value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class IntegerField(forms.IntegerField):
    """A whole number in Khmer or ASCII digits."""

    widget = NumberInput
    default_error_messages = {"invalid": _("Enter a whole number, for example 25.")}

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and value not in self.empty_values:
            try:
                value = parse_integer(value)
            except ValueError as error:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "numeric"}


class DecimalField(forms.DecimalField):
    """A Decimal with a point as decimal mark, in Khmer or ASCII digits."""

    widget = NumberInput
    default_error_messages = {"invalid": _("Enter a number, for example 12.5.")}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value not in self.empty_values:
            try:
                value = parse_decimal(value)
            except ValueError as error:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal"}
