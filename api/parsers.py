"""JSON in: limited in size and depth, and free of what no text can hold."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

from khmer.digits import written

MAX_DEPTH = 32


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"


def check_shape(value: Any) -> None:
    """Refuses nesting deeper than MAX_DEPTH and the NUL character; raises ParseError.

    Walks without recursion, so that no input can exhaust the stack.
    """
    waiting = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, str):
            if "\x00" in item:
                raise ParseError(
                    _("The text holds a NUL character. Take it out and send it again.")
                )
        elif isinstance(item, (dict, list)):
            if depth > MAX_DEPTH:
                raise ParseError(
                    _("The JSON is nested deeper than %(depth)s levels.")
                    % {"depth": written(MAX_DEPTH)}
                )
            if isinstance(item, dict):
                waiting += [(key, depth) for key in item]
                waiting += [(child, depth + 1) for child in item.values()]
            else:
                waiting += [(child, depth + 1) for child in item]


class JSONParser(BaseParser):
    """orjson refuses NaN, infinities and lone surrogates by itself."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge(
                _("The message is larger than %(limit)s kB. Send it in smaller parts.")
                % {"limit": written(limit // 1000)}
            )
        try:
            value = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(
                _("This is not valid JSON: %(reason)s.") % {"reason": str(error)}
            ) from error
        check_shape(value)
        return value
