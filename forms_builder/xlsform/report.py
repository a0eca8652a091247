"""What became of a workbook: by sheet, row and column, in the reader's language."""

from __future__ import annotations

import dataclasses
from typing import Any

TAKEN, ADAPTED, LEFT_OUT, WRONG = "taken", "adapted", "left_out", "wrong"
# A report is read by people: after so many entries it only counts.
MOST_ENTRIES = 2_000


@dataclasses.dataclass(frozen=True)
class Entry:
    """One thing that was adapted, left out or wrong. Row 0 and column "" mean the whole."""

    what: str
    sheet: str
    row: int
    column: str
    message: str

    @property
    def place(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "message": self.message,
        }


@dataclasses.dataclass
class Report:
    """The report of one file. `taken` counts rows of the survey that became part of the form."""

    file: str
    ok: bool = False
    title: str = ""
    code: str = ""
    languages: list[str] = dataclasses.field(default_factory=list)
    questions: int = 0
    taken: int = 0
    adapted: int = 0
    left_out: int = 0
    entries: list[Entry] = dataclasses.field(default_factory=list)
    # The primary key of the form that was made, None where nothing was kept.
    form_id: int | None = None

    def adapt(self, sheet: str, row: int, column: str, message: str) -> None:
        """Note what was taken in another way than the file says."""
        self.adapted += 1
        self._add(Entry(ADAPTED, sheet, row, column, message))

    def leave_out(self, sheet: str, row: int, column: str, message: str) -> None:
        """Note what this system does not have, or does not need."""
        self.left_out += 1
        self._add(Entry(LEFT_OUT, sheet, row, column, message))

    def wrong(self, sheet: str, row: int, column: str, message: str) -> None:
        """Note a fault of the file. What is at fault is left out too."""
        self.left_out += 1
        self._add(Entry(WRONG, sheet, row, column, message))

    def refuse(self, message: str, sheet: str = "", row: int = 0, column: str = "") -> None:
        """Note why nothing can be made of the file."""
        self.ok = False
        self._add(Entry(WRONG, sheet, row, column, message))

    def _add(self, entry: Entry) -> None:
        if len(self.entries) < MOST_ENTRIES and entry not in self.entries[-20:]:
            self.entries.append(entry)

    @property
    def errors(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.what == WRONG]

    def as_json(self) -> dict[str, Any]:
        """Return what `import_xlsform --json` prints."""
        return {
            "file": self.file,
            "ok": self.ok,
            "title": self.title,
            "code": self.code,
            "languages": self.languages,
            "questions": self.questions,
            "taken": self.taken,
            "adapted": self.adapted,
            "left_out": self.left_out,
            "errors": [entry.place for entry in self.errors],
            "details": [
                {"what": entry.what, **entry.place} for entry in self.entries if entry.what != WRONG
            ],
        }
