"""The columns of a table of schools, under Khmer or English headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from khmer.digits import to_ascii
from khmer.fold import fold
from people.choices import SchoolPhase
from people.spreadsheets import Row

# The first heading of each is the one that messages and the sample file use.
HEADINGS = {
    "code": ("EMIS code", "EMIS", "school code", "លេខកូដ EMIS", "លេខកូដសាលា", "កូដសាលា"),
    "name_km": (
        "Khmer name",
        "name in Khmer",
        "school name",
        "school",
        "ឈ្មោះសាលា",
        "ឈ្មោះសាលារៀន",
        "ឈ្មោះជាភាសាខ្មែរ",
        "ឈ្មោះខ្មែរ",
    ),
    "name_en": (
        "English name",
        "name in English",
        "Latin name",
        "ឈ្មោះជាភាសាអង់គ្លេស",
        "ឈ្មោះអង់គ្លេស",
        "ឈ្មោះជាអក្សរឡាតាំង",
        "ឈ្មោះឡាតាំង",
    ),
    "phase": ("phase", "school phase", "school type", "level", "កម្រិតសាលា", "កម្រិតសិក្សា", "កម្រិត"),
    "cluster_code": ("cluster code", "លេខកូដកម្រងសាលា", "លេខកូដកម្រង", "កូដកម្រង"),
    "cluster_name": ("cluster name", "cluster", "កម្រងសាលា", "ឈ្មោះកម្រងសាលា", "ឈ្មោះកម្រង"),
    "commune_code": ("commune code", "លេខកូដឃុំ", "លេខកូដឃុំសង្កាត់", "កូដឃុំ"),
    "district_code": ("district code", "លេខកូដស្រុក", "លេខកូដស្រុកខណ្ឌក្រុង", "កូដស្រុក"),
    "phone": ("phone", "telephone", "phone number", "លេខទូរស័ព្ទ", "ទូរស័ព្ទ"),
}
KHMER_HEADINGS = {
    "code": "លេខកូដសាលា",
    "name_km": "ឈ្មោះសាលា",
    "name_en": "ឈ្មោះអង់គ្លេស",
    "phase": "កម្រិតសិក្សា",
    "cluster_code": "លេខកូដកម្រង",
    "cluster_name": "កម្រងសាលា",
    "commune_code": "លេខកូដឃុំ",
    "district_code": "លេខកូដស្រុក",
    "phone": "លេខទូរស័ព្ទ",
}
_NEEDED = ("code", "name_km", "phase")
_WHERE = ("commune_code", "district_code")

_PHASES = {
    SchoolPhase.PRESCHOOL: ("preschool", "kindergarten", "មត្តេយ្យសិក្សា", "សាលាមត្តេយ្យ", "មត្តេយ្យ"),
    SchoolPhase.PRIMARY: ("primary school", "primary", "បឋមសិក្សា", "សាលាបឋមសិក្សា", "បឋម"),
    SchoolPhase.LOWER_SECONDARY: (
        "lower secondary school",
        "lower secondary",
        "secondary school",
        "អនុវិទ្យាល័យ",
        "មធ្យមសិក្សាបឋមភូមិ",
    ),
    SchoolPhase.UPPER_SECONDARY: (
        "upper secondary school",
        "upper secondary",
        "high school",
        "វិទ្យាល័យ",
        "មធ្យមសិក្សាទុតិយភូមិ",
    ),
}


@dataclass(frozen=True)
class SchoolRow:
    """One row as typed. Codes have ASCII digits; everything may still be wrong."""

    number: int
    code: str
    name_km: str
    name_en: str
    phase: str
    cluster_code: str
    cluster_name: str
    commune_code: str
    district_code: str
    phone: str


def school_rows(table: list[Row]) -> list[SchoolRow]:
    """Return the rows below the headings; the headings may stand below a title or two.

    Raises ValidationError where no headings are found, or a column that is needed is missing.
    """
    columns, start = _headings(table)
    missing = [HEADINGS[name][0] for name in _NEEDED if name not in columns]
    if not any(name in columns for name in _WHERE):
        missing.append(f"{HEADINGS['commune_code'][0]} / {HEADINGS['district_code'][0]}")
    if missing:
        raise ValidationError(
            _("These columns are missing: %(columns)s. Add them and choose the file again.")
            % {"columns": ", ".join(missing)}
        )
    rows = []
    for number, cells in table[start:]:
        values = {
            name: cells[columns[name]] if columns.get(name, len(cells)) < len(cells) else ""
            for name in HEADINGS
        }
        for name in ("code", "cluster_code", "commune_code", "district_code", "phone"):
            values[name] = to_ascii(values[name])
        # Spreadsheets take the zero from the front of a code that they hold for a number.
        values["commune_code"] = _padded(values["commune_code"], 6)
        values["district_code"] = _padded(values["district_code"], 4)
        rows.append(SchoolRow(number=number, **values))
    return rows


def phase_of(text: str) -> SchoolPhase | None:
    """The phase meant by a word in Khmer or English, or by its code."""
    key = _key(text)
    for phase, words in _PHASES.items():
        if key in {_key(phase.value), *map(_key, words)}:
            return phase
    return None


def _headings(table: list[Row]) -> tuple[dict[str, int], int]:
    known = {_key(word): name for name, words in HEADINGS.items() for word in words}
    best: tuple[dict[str, int], int] = ({}, 0)
    for place, (_number, cells) in enumerate(table[:10]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            if name := known.get(_key(cell)):
                columns.setdefault(name, column)
        if len(columns) > len(best[0]):
            best = (columns, place + 1)
    return best


def _key(text: str) -> str:
    """A heading without spaces, case, brackets and dashes."""
    return re.sub(r"[\s_()/.:*៖-]+", "", fold(text))


def _padded(code: str, digits: int) -> str:
    return code.zfill(digits) if code.isdigit() and len(code) == digits - 1 else code
