"""Model fields that store Khmer clean, and the sort key beside it."""

from __future__ import annotations

from typing import Any

from django.db import models

from khmer import formfields
from khmer.clean import clean, clean_line
from khmer.sortkey import sort_key


class KhmerCharField(models.CharField):
    """One line of text, in any language, stored cleaned (`clean_line`).

    Values are cleaned on validation, on saving (`bulk_create` and `update` too) and in exact
    lookups, so that a text typed another way finds what is stored. Lookups by part (`contains`
    and its like) take their text as it comes: clean it first.
    """

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return clean_line(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return clean_line(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean_line(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": formfields.CharField, **kwargs})


class KhmerTextField(models.TextField):
    """Text of many lines, in any language, stored cleaned (`clean`) like `KhmerCharField`."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return clean(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return clean(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(
            **{"form_class": formfields.CharField, "multiline": True, **kwargs}
        )


class SortKeyField(models.CharField):
    """The sort key of another attribute of the row, computed on every save and indexed.

    `source` names a field or property holding the text. Order by this field, never by the text.
    A save with `update_fields`, an `update()` or a `bulk_update()` that changes the source must
    name or set this field too: the database knows nothing of the rule.
    """

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        self.source = source
        kwargs["max_length"] = kwargs.get("max_length", 255)
        kwargs["editable"] = False
        kwargs["blank"] = True
        kwargs.setdefault("default", "")
        self.indexed = kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        usual = {"max_length": 255, "editable": False, "blank": True, "default": ""}
        kwargs = {key: value for key, value in kwargs.items() if usual.get(key, ...) != value}
        kwargs.pop("db_index", None)
        if not self.indexed:
            kwargs["db_index"] = False
        kwargs["source"] = self.source
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = getattr(model_instance, self.source)
        key = sort_key(text)[: self.max_length] if isinstance(text, str) else ""
        setattr(model_instance, self.attname, key)
        return key
