"""One row of a survey, as a kind of question reads it."""

from __future__ import annotations

import dataclasses
from typing import Any

from forms_builder.xlsform.report import Report
from forms_builder.xlsform.words import Words


@dataclasses.dataclass
class Choice:
    """A row of the choices sheet, its value already one of ours."""

    value: str
    label: Words
    columns: dict[str, str]
    row: int
    descriptor: Words = dataclasses.field(default_factory=Words)
    example: Words = dataclasses.field(default_factory=Words)

    def as_item(self) -> dict[str, Any]:
        """Return the value of the block of a choice."""
        item: dict[str, Any] = {"label": self.label, "value": self.value}
        if self.columns:
            item["columns"] = "; ".join(f"{key}={cell}" for key, cell in self.columns.items())
        return item


@dataclasses.dataclass
class SurveyRow:
    """A row of the survey sheet.

    `type` is XLSForm's, without the list's name; `cells` the cells that are no words, by column;
    `words` the texts by column; `settings` what stood in `mentoring::settings`.
    """

    sheet: str
    number: int
    type: str
    list_name: str
    name: str
    cells: dict[str, str]
    words: dict[str, Words]
    report: Report
    written: dict[str, str] = dataclasses.field(default_factory=dict)
    choices: list[Choice] = dataclasses.field(default_factory=list)
    or_other: bool = False
    kind: str = ""
    settings: dict[str, Any] = dataclasses.field(default_factory=dict)
    # The name of the file with the row's picture, where it is here.
    picture: str = ""
    # The code of the list in steps that the row's choices became, see `long_lists`.
    in_steps: str = ""

    @property
    def label(self) -> Words:
        return self.words.get("label") or Words()

    @property
    def appearance(self) -> set[str]:
        return set(self.cells.get("appearance", "").lower().split())

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters column: start=0 end=10; also with ; or , between."""
        found = {}
        text = self.cells.get("parameters", "")
        for piece in text.replace(";", " ").replace(",", " ").replace(" = ", "=").split():
            key, sign, cell = piece.partition("=")
            if sign:
                found[key.strip().lower()] = cell.strip()
        return found

    def column(self, name: str) -> str:
        """Return what the file calls a column."""
        return self.written.get(name, name)

    def adapted(self, column: str, message: str) -> None:
        self.report.adapt(self.sheet, self.number, self.column(column), message)

    def left_out(self, column: str, message: str) -> None:
        self.report.leave_out(self.sheet, self.number, self.column(column), message)

    def wrong(self, column: str, message: str) -> None:
        self.report.wrong(self.sheet, self.number, self.column(column), message)
