"""What the kinds share whose answers are files: the answer names them, the bytes come apart.

An answer names files by the ids that were made with them: {"file": "<uuid>", "name": "…"}. That
they have arrived is checked where answers are accepted, not here: nothing here asks a database.
"""

from __future__ import annotations

import json
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind, checked_text
from khmer.digits import written

LONGEST_NAME = 255
NO_FILE = uuid.UUID(int=0)


class StoredFileKind(QuestionKind):
    """Stored as {"file", "name"}, or as a list of those where there may be several."""

    several: ClassVar[bool] = False
    # What the browser offers to choose from.
    accept: ClassVar[str] = ""

    def takes(self, sort: str) -> bool:
        """Tell whether a file of this sort (see file_types) answers the question."""
        raise NotImplementedError

    def at_most(self, item: dict) -> int:
        return 1

    def read_post(self, item: dict, data: QueryDict) -> Any:
        """What the hidden input holds, without what was ticked to be dropped."""
        typed = data.get(item["code"], "").strip()
        if not typed:
            return None
        dropped = set(data.getlist(f"{item['code']}__drop"))
        try:
            raw = json.loads(typed)
        except (ValueError, RecursionError):
            return typed
        kept = [one for one in _as_list(raw) if _id_of(one) not in dropped]
        return (kept if self.several else kept[0]) if kept else None

    def check(self, item: dict, raw: Any) -> Any:
        given = _as_list(raw)
        if len(given) > self.at_most(item):
            raise AnswerRefused(
                ngettext(
                    "At most %(limit)s file can be sent here. Delete some.",
                    "At most %(limit)s files can be sent here. Delete some.",
                    self.at_most(item),
                )
                % {"limit": written(self.at_most(item))}
            )
        checked = [_checked(one) for one in given]
        if len({one["file"] for one in checked}) < len(checked):
            raise AnswerRefused(gettext("The same file is named twice. Delete one of the two."))
        return checked if self.several else checked[0]

    def files(self, value: Any) -> list[dict[str, str]]:
        return _as_list(value)

    def typed(self, item: dict, value: Any) -> str:
        return " ".join(one["file"] for one in self.files(value))

    def export(self, item: dict, value: Any, texts: dict) -> str:
        return ", ".join(one["name"] or one["file"] for one in self.files(value))

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        named = [
            {
                "file": _id_of(one),
                "name": str(one.get("name") or ""),
                "url": file_url(_id_of(one)),
            }
            for one in (_as_list(answer) if isinstance(answer, (dict, list)) else [])
            if _id_of(one)
        ]
        kept = named if self.several else named[:1]
        plain = [{"file": one["file"], "name": one["name"]} for one in kept]
        return {
            "typed": json.dumps(plain, ensure_ascii=False) if plain else "",
            "kept": kept,
            "accept": self.accept,
            "at_most": self.at_most(item),
            "limit": max(
                limit for sort, limit in settings.ANSWER_FILE_LIMITS.items() if self.takes(sort)
            ),
            "file_url": file_url(str(NO_FILE)),
        }


def file_url(file_id: str) -> str:
    """Return the address of a file, "" where files have none."""
    try:
        return reverse(settings.ANSWER_FILE_URL, args=[file_id])
    except NoReverseMatch:
        return ""


def _as_list(raw: Any) -> list:
    return raw if isinstance(raw, list) else [raw]


def _id_of(raw: Any) -> str:
    """The id in one part of an answer, "" where there is none that is right."""
    try:
        return str(uuid.UUID(raw["file"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return ""


def _checked(raw: Any) -> dict[str, str]:
    file_id = _id_of(raw)
    if not file_id or not set(raw) <= {"file", "name"}:
        raise AnswerRefused(
            gettext(
                "Name the file as an object with “file” (its id) and “name”, and send it first."
            )
        )
    name = raw.get("name")
    return {"file": file_id, "name": checked_text(name, LONGEST_NAME) if name else ""}
