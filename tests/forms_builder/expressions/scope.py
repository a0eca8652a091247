"""A small form with answers, as both evaluators and JavaRosa see it: the scope of all tests here.

A case's scope is JSON: `now`; `answers` by code; `lessons`, a list of answers by code; `hidden`,
codes; `at`, the code that the expression belongs to; `lesson`, from 1, if that is in the repeat.
Dates are {"date": "2026-11-22"}, date-times {"datetime": "2026-11-22T07:30:00.000+07:00"}.
`scope.js` is the same for the browser.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
FORM = json.loads((HERE / "form.json").read_text())
REPEAT = FORM["repeat"]["code"]
INNER = FORM["repeat"]["questions"]
ZONE = ZoneInfo("Asia/Phnom_Penh")


def typed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "date" in value:
        return dt.date.fromisoformat(value["date"])
    return dt.datetime.fromisoformat(value["datetime"])


class SmallScope:
    def __init__(self, case: dict) -> None:
        self.case = case
        self.now = dt.datetime.fromisoformat(case["now"]).astimezone(ZONE)
        self.lesson = case.get("lesson", 0)
        self.self = self.value(case.get("at", "remark"))

    def _instances(self, code: str) -> list:
        if code in self.case.get("hidden", ()):
            return []
        return [typed(lesson.get(code, "")) for lesson in self.case.get("lessons", ())]

    def value(self, code: str) -> Any:
        if code not in INNER:
            return (
                []
                if code in self.case.get("hidden", ())
                else typed(self.case["answers"].get(code, ""))
            )
        found = self._instances(code)
        return found[self.lesson - 1 : self.lesson] if self.lesson else found

    def values_at(self, code: str, places: list[tuple[str, int]]) -> Any:
        [(repeat, index)] = places
        assert repeat == REPEAT
        return self._instances(code)[index - 1 : index]

    def position(self, of: str | int) -> int:
        if of == REPEAT or (of == 1 and self.lesson):
            return self.lesson or 1
        return 1

    def count(self, code: str) -> int:
        if code == REPEAT:
            return len(self.case.get("lessons", ()))
        value = self.value(code)
        return len(value) if isinstance(value, list) else 1

    def choice_label(self, code: str, value: str) -> str:
        return FORM["labels"].get(code, {}).get(value, "")

    def rows(self, list_name: str) -> list[dict[str, str]]:
        return FORM["lists"][list_name]

    def lookup(self, list_name: str, column: str, key_column: str, key: str) -> str:
        found = (row for row in self.rows(list_name) if row.get(key_column) == key)
        return next(found, {}).get(column, "")


def told(value: Any) -> Any:
    """Return a result as the vectors have it: JSON that tells its kind."""
    if isinstance(value, dt.datetime):
        return {"datetime": value.isoformat(timespec="milliseconds")}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, float) and not isinstance(value, bool):
        if not math.isfinite(value):
            return {"number": "NaN" if math.isnan(value) else f"{'-' * (value < 0)}Infinity"}
        return value + 0.0  # JavaRosa's zero has a sign that nobody sees
    return value
