"""The submissions of a form as tables: one row a submission, and a table of its own a repeat.

All versions stand in one table. A column is a question's code, so a question that was removed
keeps its column, and one that changed its words does, too.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, override

from forms_builder.answers import answers_by_code
from forms_builder.expressions import to_text
from forms_builder.fields import registry
from forms_builder.fields.base import QuestionKind
from forms_builder.logic.outline import items_of
from forms_builder.logic.paths import by_path
from forms_builder.models import FormVersion, Submission
from forms_builder.queries import text_of

Cell = str | int | float

# The table of what stands outside every repeat. No question's code is empty.
MAIN = ""

_EVIDENCE = "__evidence"


class Column(NamedTuple):
    """`code` is the same for ever; `label` what the newest version calls it."""

    code: str
    label: str


class Row(NamedTuple):
    """One row of one table; `cells` has as many cells as the table has columns."""

    table: str
    cells: list[Cell]


class AnswerTables:
    """The columns of a form's tables, and the rows of each submission.

    `labels` puts words in `language` in place of codes. Every version of the form is read at
    once, in two queries; rows need none.
    """

    def __init__(self, form_key: UUID, *, language: str, labels: bool) -> None:
        self.language, self.labels = language, labels
        versions = FormVersion.objects.filter(form=form_key).prefetch_related("texts")
        self.versions = {version.pk: version for version in versions.order_by("-number")}
        self._texts = {pk: self._texts_of(version) for pk, version in self.versions.items()}
        self.names: dict[str, str] = {}
        self.domains: dict[str, str] = {}
        self.columns: dict[str, list[Column]] = {}
        with override(language):
            self._find_columns()

    def _texts_of(self, version: FormVersion) -> dict[str, Any]:
        if not version.texts.all():
            return {"items": {}, "domains": {}}
        return text_of(version, self.language).texts

    def _find_columns(self) -> None:
        found: dict[str, dict[str, Column]] = {MAIN: {}}
        for pk, version in self.versions.items():
            words, items = self._texts[pk], {one["code"]: one for one in items_of(version.schema)}
            for item in items.values():
                if domain := item.get("domain"):
                    self.domains.setdefault(domain, words.get("domains", {}).get(domain) or domain)
                table = found.setdefault(_repeat_around(item, items), {})
                label = words["items"].get(item["id"], {}).get("label") or item["code"]
                if item["kind"] == "repeat":
                    self.names.setdefault(item["code"], label)
                    found.setdefault(item["code"], {})
                elif not registry.get(item["kind"]).answerable:
                    continue
                table.setdefault(item["code"], Column(item["code"], label))
                if _has_evidence(item):
                    code = f"{item['code']}{_EVIDENCE}"
                    table.setdefault(code, Column(code, _evidence_of(label)))
        self.columns = {
            table: [*(self._own_columns() if table == MAIN else _keys()), *columns.values()]
            for table, columns in found.items()
        }

    def _own_columns(self) -> list[Column]:
        columns = [
            Column("_submission", gettext("Submission")),
            Column("_version", gettext("Version")),
            Column("_revision", gettext("Revision")),
            Column("_language", gettext("Language")),
            Column("_filled_by", gettext("Filled by")),
            Column("_started_at", gettext("Started")),
            Column("_finished_at", gettext("Finished")),
            Column("_received_at", gettext("Received")),
            Column("_points", gettext("Points")),
            Column("_out_of", gettext("Points out of")),
        ]
        for code, name in self.domains.items():
            columns += [
                Column(f"_points__{code}", f"{gettext('Points')}: {name}"),
                Column(f"_out_of__{code}", f"{gettext('Points out of')}: {name}"),
            ]
        return columns

    def heading(self, table: str) -> list[str]:
        """Return the first row of a table: codes or labels."""
        return [one.label if self.labels else one.code for one in self.columns[table]]

    def rows_of(self, submission: Submission) -> Iterator[Row]:
        """Yield the row of a submission, then those of its repeats' instances."""
        with override(self.language):
            rows = list(self._rows_of(submission))
        yield from rows

    def _rows_of(self, submission: Submission) -> Iterator[Row]:
        schema = self.versions[submission.version_id].schema
        words = self._texts[submission.version_id]["items"]
        items = {item["code"]: item for item in items_of(schema)}
        values, counts = by_path(schema, submission.answers)
        rows: dict[str, dict[str, Cell]] = {"": self._own_cells(submission)}
        for path, count in counts.items():
            before, code = _split(path)
            rows.setdefault(before, {})[code] = count
            for index in range(count):
                rows.setdefault(f"{path}.{index}.", {}).update(
                    _key=_key(submission.pk, f"{path}.{index}."),
                    _parent=_key(submission.pk, before),
                    _number=index + 1,
                )
        for path, value in values.items():
            prefix, code = _split(path)
            item = items[code]
            rows[prefix][code] = self._cell(item, value, words.get(item["id"], {}))
            if _has_evidence(item) and isinstance(value, dict):
                rows[prefix][f"{code}{_EVIDENCE}"] = value.get("evidence", "")
        for prefix, cells in rows.items():
            table = prefix.split(".")[-3] if prefix else MAIN
            yield Row(table, [cells.get(column.code, "") for column in self.columns[table]])

    def _own_cells(self, submission: Submission) -> dict[str, Cell]:
        whole = submission.scores.get("form", {})
        cells: dict[str, Cell] = {
            "_submission": str(submission.pk),
            "_version": self.versions[submission.version_id].number,
            "_revision": submission.revision,
            "_language": submission.language,
            "_filled_by": submission.submitted_by_id,
            "_started_at": _moment(submission.started_at),
            "_finished_at": _moment(submission.finished_at),
            "_received_at": _moment(submission.received_at),
            "_points": _number(whole.get("points", "")),
            "_out_of": _number(whole.get("out_of", "")),
        }
        for code, total in submission.scores.get("domains", {}).items():
            cells[f"_points__{code}"] = _number(total.get("points", ""))
            cells[f"_out_of__{code}"] = _number(total.get("out_of", ""))
        return cells

    def _cell(self, item: dict, value: Any, words: dict) -> Cell:
        kind = registry.get(item["kind"])
        if self.labels and kind.value_type != "number":
            return kind.export(item, value, words)
        return coded(kind, item, value)

    def as_json(self, submission: Submission) -> dict[str, Any]:
        """Return a submission as one object; repeats stand in `answers` as lists of objects."""
        schema = self.versions[submission.version_id].schema
        answers = answers_by_code(schema, submission.answers)
        if self.labels:
            items = {item["code"]: item for item in items_of(schema)}
            with override(self.language):
                answers = self._worded(answers, items, self._texts[submission.version_id]["items"])
        return {
            "submission": str(submission.pk),
            "version": self.versions[submission.version_id].number,
            "revision": submission.revision,
            "language": submission.language,
            "filled_by": submission.submitted_by_id,
            "started_at": _moment(submission.started_at) or None,
            "finished_at": _moment(submission.finished_at),
            "received_at": _moment(submission.received_at),
            "scores": submission.scores,
            "answers": answers,
        }

    def _worded(self, answers: dict[str, Any], items: dict, words: dict) -> dict[str, Any]:
        worded: dict[str, Any] = {}
        for code, value in answers.items():
            item = items[code]
            if item["kind"] == "repeat":
                worded[code] = [self._worded(one, items, words) for one in value]
                continue
            worded[code] = self._cell(item, value, words.get(item["id"], {}))
            if isinstance(value, dict) and value.get("evidence"):
                worded[f"{code}{_EVIDENCE}"] = value["evidence"]
        return worded


def coded(kind: QuestionKind, item: dict, value: Any) -> Cell:
    """Return a stored value for tables that are computed with, as expressions see it.

    Several choices are one text with spaces between; an object that expressions do not take
    apart is JSON.
    """
    if isinstance(value, (dict, list)) and type(kind).typed is QuestionKind.typed:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return " ".join(value)
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    typed = kind.typed(item, value)
    if isinstance(typed, float):
        return int(typed) if typed.is_integer() else typed
    return typed if isinstance(typed, str) else to_text(typed)


def _keys() -> list[Column]:
    """What names a row of a repeat's table, and the row that it belongs to."""
    return [
        Column("_key", gettext("Key")),
        Column("_parent", gettext("Key of the row it belongs to")),
        Column("_number", gettext("Number")),
    ]


def _evidence_of(label: str) -> str:
    return gettext("%(question)s: evidence") % {"question": label}


def _repeat_around(item: dict, items: dict[str, dict]) -> str:
    """The code of the innermost repeat that an item stands in, MAIN for none."""
    around = [code for code in item.get("within") or () if items[code]["kind"] == "repeat"]
    return around[-1] if around else MAIN


def _has_evidence(item: dict) -> bool:
    return item.get("evidence", "NONE") != "NONE"


def _split(path: str) -> tuple[str, str]:
    """lessons.0.clarity is "lessons.0." and "clarity"."""
    code = path.rsplit(".", 1)[-1]
    return path[: len(path) - len(code)], code


def _key(id: UUID, prefix: str) -> str:
    """The key of an instance: the submission, and which time of each repeat, from 1."""
    steps = prefix.split(".")[:-1]
    places = zip(steps[::2], steps[1::2], strict=True)
    return "/".join([str(id), *(f"{code}[{int(index) + 1}]" for code, index in places)])


def _moment(at: datetime.datetime | None) -> str:
    return timezone.localtime(at).isoformat() if at else ""


def _number(exact: str) -> Cell:
    """Points, which are exact decimals in text, as a number."""
    if not exact:
        return ""
    number = float(exact)
    return int(number) if number.is_integer() else number
