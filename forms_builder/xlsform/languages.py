"""Which language a column is in: label::Khmer (km), label::English, label:ភាសាខ្មែរ …"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from forms_builder.xlsform.report import Report
from forms_builder.xlsform.table import Table
from forms_builder.xlsform.words import LANGUAGES

_IN_BRACKETS = re.compile(r"[(\[]\s*([A-Za-z]{2,3})(?:[-_][A-Za-z]+)?\s*[)\]]")
_KHMER = re.compile("[\u1780-\u17ff]")
_NAMES = {
    "km": ("km", "khm", "kh", "khmer", "cambodian", "ខ្មែរ", "ភាសាខ្មែរ", "ខែ្មរ"),
    "en": ("en", "eng", "english", "អង់គ្លេស", "ភាសាអង់គ្លេស"),
}
NAMES = {"km": "Khmer (km)", "en": "English (en)"}


def language_code(name: str) -> str:
    """Return km or en for the name of a language as columns write it, "" for another."""
    bracket = _IN_BRACKETS.search(name)
    word = bracket[1] if bracket else name
    word = re.split("[-_]", word.strip().lower())[0] if not bracket else word.lower()
    return next((code for code, names in _NAMES.items() if word in names), "")


def assign_languages(tables: list[Table], default: str, report: Report) -> dict[str, str]:
    """Return our language for each language name of the columns, "" for columns without one.

    `default` is the settings' default_language. Languages that are not ours are reported; where a
    form has no other, its words stand as English.
    """
    names: dict[str, tuple[str, int, str]] = {}
    for table in tables:
        for column in table.columns:
            if column.words and not (column.for_all or column.name.startswith("mentoring::")):
                names.setdefault(column.language, (table.sheet, table.header_row, column.written))
    found: dict[str, str] = {}
    for name in names:
        if name and (code := language_code(name)):
            found[name] = code
    if "" in names:
        code = _unnamed(tables, default, set(found.values()))
        if code and code not in found.values():
            found[""] = code
    if not any(code in LANGUAGES for code in found.values()) and names:
        wish = default if default in names else next(iter(names))
        found[wish] = "en"
        report.adapt(
            *names[wish],
            _("The language “%(language)s” stands as English, because a form needs one of ours.")
            % {"language": wish or "?"},
        )
    for name, place in names.items():
        if name not in found:
            report.leave_out(
                *place,
                _("Texts in “%(language)s” are left out: forms are in Khmer and English.")
                % {"language": name or "?"},
            )
    return found


def _unnamed(tables: list[Table], default: str, taken: set[str]) -> str:
    """The language of columns that name none: Khmer where Khmer letters stand in them."""
    texts = "".join(
        cells[column.place]
        for table in tables
        for column in table.columns
        if column.words and not column.language and not column.for_all
        for _number, cells in table.rows[:300]
        if column.place < len(cells)
    )
    seen = "km" if _KHMER.search(texts) else ""
    if seen and seen not in taken:
        return seen
    code = language_code(default) if default else ""
    if code and code not in taken and not seen:
        return code
    return "" if seen else next((code for code in ("en",) if code not in taken), "")
