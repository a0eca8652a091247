"""Keyset pagination: page 10,000 costs what page 1 costs, and nothing is counted.

A cursor holds the ordering values of the row that a page starts behind, and the direction. DRF's
own cursor holds one value and an offset: it loses rows where more than a thousand share that
value, and an invented one ends in a server error.
"""

from __future__ import annotations

import base64
import binascii
import datetime
from functools import reduce
from typing import Any, cast

import orjson
from django.core.exceptions import ValidationError as FieldError
from django.db.models import Field, IntegerField, Model, Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from khmer.digits import written

Values = list[Any]
LONGEST_CURSOR = 2_000


def encode_cursor(values: Values, *, backward: bool = False) -> str:
    """A text for an address from the ordering values of one row."""
    packed = orjson.dumps([int(backward), *values], default=str)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(text: str, model: type[Model], ordering: tuple[str, ...]) -> tuple[Values, bool]:
    """The row's values, each of its column's type, and whether to go backward.

    Raises ValueError for anything that `encode_cursor` did not write.
    """
    if len(text) > LONGEST_CURSOR:
        raise ValueError("too long")
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        packed = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("not base64") from error
    if not isinstance(packed, list) or len(packed) != len(ordering) + 1 or packed[0] not in (0, 1):
        raise ValueError("not a cursor")
    values = []
    for name, value in zip(ordering, packed[1:], strict=True):
        field = column_of(model, name.lstrip("-"))
        # A whole number for a numbered column, else a string: that is all `encode_cursor` writes.
        written = int if isinstance(field, IntegerField) else str
        if type(value) is not written or "\x00" in str(value):
            raise ValueError("not a value")
        try:
            known = field.to_python(value)
            if isinstance(known, datetime.datetime):
                known = known.astimezone(datetime.UTC)  # no year may be left without a number
        except (FieldError, OverflowError, TypeError) as error:
            raise ValueError("not a value of the column") from error
        values.append(known)
    return values, bool(packed[0])


def column_of(model: type[Model], name: str) -> Field:
    """The column that `code` or, of the row it points to, `form__code` names."""
    *steps, last = name.split("__")
    for step in steps:
        model = cast(type[Model], model._meta.get_field(step).related_model)
    return cast(Field, model._meta.get_field(last))


def value_of(row: Model | dict, name: str) -> Any:
    """What a row has there."""
    return row[name] if isinstance(row, dict) else reduce(getattr, name.split("__"), row)


def behind(values: Values, ordering: tuple[str, ...], backward: bool) -> Q:
    """Rows behind those values in the order, or before them when `backward`.

    For (a, b) it is `a <= x AND (a < x OR b < y)`: the first half is what an index starts from.
    """
    condition = Q()
    for name, value in reversed(list(zip(ordering, values, strict=True))):
        column = name.lstrip("-")
        side = "lt" if name.startswith("-") != backward else "gt"
        strictly = Q(**{f"{column}__{side}": value})
        if condition:
            condition = Q(**{f"{column}__{side}e": value}) & (strictly | condition)
        else:
            condition = strictly
    return condition


def turned(ordering: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in ordering)


class KeysetPagination(BasePagination):
    """Views name their `ordering`, unique over its columns; `page_size` from 1 to 200."""

    page_size = 50
    max_page_size = 200
    parameters = ("cursor", "page_size")

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list:
        """One page by one query; reads one row more, to know whether there is a next page."""
        ordering = tuple(view.ordering)
        size = self.get_page_size(request)
        text = request.query_params.get("cursor", "")
        values, backward = None, False
        if text:
            try:
                values, backward = decode_cursor(text, queryset.model, ordering)
            except ValueError as error:
                raise ValidationError(
                    {"cursor": [_("This is not a cursor of this list. Start at its first page.")]}
                ) from error
            queryset = queryset.filter(behind(values, ordering, backward))
        rows = list(queryset.order_by(*(turned(ordering) if backward else ordering))[: size + 1])
        more = len(rows) > size
        rows = rows[:size]
        if backward:
            rows.reverse()
        address = remove_query_param(request.build_absolute_uri(), "cursor")

        def link(row: Model | dict, *, backward: bool) -> str:
            names = [name.lstrip("-") for name in ordering]
            keys = [value_of(row, name) for name in names]
            return replace_query_param(address, "cursor", encode_cursor(keys, backward=backward))

        has_next = more or backward
        has_previous = more if backward else values is not None
        self.next = link(rows[-1], backward=False) if rows and has_next else None
        self.previous = link(rows[0], backward=True) if rows and has_previous else None
        if not rows and values is not None:
            # Everything behind is gone since: the way back leads from the same place.
            keys = encode_cursor(values, backward=not backward)
            back = replace_query_param(address, "cursor", keys)
            self.next, self.previous = (back, None) if backward else (None, back)
        return rows

    def get_page_size(self, request: Request) -> int:
        text = request.query_params.get("page_size")
        if text is None:
            return self.page_size
        try:
            size = int(text)
        except ValueError:
            size = 0
        if not 1 <= size <= self.max_page_size:
            raise ValidationError(
                {
                    "page_size": [
                        _("Write a whole number from 1 to %(most)s.")
                        % {"most": written(self.max_page_size)}
                    ]
                }
            )
        return size

    def get_paginated_response(self, data: list) -> Response:
        return Response({"next": self.next, "previous": self.previous, "results": data})

    def get_paginated_response_schema(self, schema: dict) -> dict:
        link = {
            "type": ["string", "null"],
            "format": "uri",
            "description": "Address of that page, null where there is none.",
        }
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict]:
        size = {"type": "integer", "minimum": 1, "maximum": self.max_page_size}
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "Where the page starts; taken from `next` and `previous`.",
                "schema": {"type": "string"},
            },
            {
                "name": "page_size",
                "in": "query",
                "required": False,
                "description": "Rows a page.",
                "schema": {**size, "default": self.page_size},
            },
        ]
