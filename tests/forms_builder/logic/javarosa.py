"""Runs FilledForms.java: whole forms with answers, in one Java process."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote_plus

from forms_builder.fields import registry
from forms_builder.logic.outline import items_of
from tests.forms_builder.expressions.javarosa import JAR, java

HERE = Path(__file__).parent
MOST_SECONDS = 300

Said = dict[str, dict[str, Any]]


class Filled(NamedTuple):
    """One filled form: stored values by path, and how many instances are added by hand."""

    values: dict[str, Any]
    counts: dict[str, int]


def _line(filled: Filled, kinds: dict[str, str]) -> str:
    fields: list[str] = []
    for path, count in filled.counts.items():
        fields += [path, "count", str(count)]
    for path, value in filled.values.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        fields += [path, kinds[path.rsplit(".", 1)[-1]], text]
    return " ".join(["case", *(quote(field, safe="") for field in fields)])


def javarosa_says(forms: Sequence[tuple[dict, str, list[Filled]]], folder: Path) -> list[Said]:
    """Return what JavaRosa says of every case of every (schema, XForm, cases).

    It is as `FilledForms.java` prints it: objects by path, by "asked", "value", "constraint" (of
    what is answered), "required", "readonly", "offered", "count"; or "failed".
    """
    given = [
        ({item["code"]: item["kind"] for item in items_of(schema)}, xform, cases)
        for schema, xform, cases in forms
    ]
    schemas = [schema for schema, _xform, cases in forms for _case in cases]
    told = javarosa_tells(given, folder)
    return [_known(one, schema) for one, schema in zip(told, schemas, strict=True)]


def javarosa_tells(
    forms: Sequence[tuple[dict[str, str], str, list[Filled]]], folder: Path
) -> list[Said]:
    """Return the same of every node of every (kinds by name, XForm, cases)."""
    lines = []
    for number, (kinds, xform, cases) in enumerate(forms):
        file = folder / f"form{number}.xml"
        file.write_text(xform)
        lines.append(f"form {quote(str(file), safe='')}")
        lines += [_line(case, kinds) for case in cases]
    done = subprocess.run(
        [
            java(),
            # Many small forms in a short time: nothing is worth a longer look.
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Duser.timezone=Asia/Phnom_Penh",
            "-Duser.language=en",
            "-Dfile.encoding=UTF-8",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            "-cp",
            str(JAR),
            str(HERE / "FilledForms.java"),
        ],
        input="\n".join(lines) + "\n",
        capture_output=True,
        encoding="utf-8",
        timeout=MOST_SECONDS,
    )
    said = done.stdout.split("\n")[:-1]
    wanted = sum(len(cases) for _kinds, _xform, cases in forms)
    assert done.returncode == 0 and len(said) == wanted, done.stderr[-3000:]
    return [_told(line) for line in said]


def _told(line: str) -> Said:
    fields = [unquote_plus(field) for field in line.split(" ")]
    told: Said = {}
    for what, path, text in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
        told.setdefault(what, {})[path] = text
    return told


def _known(told: Said, schema: dict) -> Said:
    if "failed" in told:
        return told
    items = {item["code"]: item for item in _all(schema)}
    kept: Said = {}
    for what, by_path in told.items():
        for path, text in by_path.items():
            # An XForm has nodes of its own, as the number of the filled form.
            if (item := items.get(path.rsplit(".", 1)[-1])) is not None:
                text = _written(item, text) if what == "value" else text
                kept.setdefault(what, {})[path] = text
    return kept


def in_javarosas_words(said: dict[str, Any], schema: dict) -> Said:
    """Return what Python or the phone says of a filled form as JavaRosa tells it.

    Counts of 0 and what is not asked are left out. A constraint is about an answer: where there
    is none JavaRosa does not look, as neither the server nor the phone does.
    """
    told: Said = {}
    items = {item["code"]: item for item in _all(schema)}
    for path, asked in said["asked"].items():
        item = items[path.rsplit(".", 1)[-1]]
        if not asked or item.get("kind") == "repeat":
            continue
        told.setdefault("asked", {})[path] = ""
        rules = {
            effect: said["rules"].get(f"{path} {effect}", effect == "constraint")
            for effect in ("constraint", "required", "read_only")
        }
        if path in said["values"]:
            told.setdefault("value", {})[path] = _written(item, said["values"][path])
            told.setdefault("constraint", {})[path] = "true" if rules["constraint"] else "false"
        if item.get("required") or rules["required"]:
            told.setdefault("required", {})[path] = ""
        if rules["read_only"]:
            told.setdefault("readonly", {})[path] = ""
        if "choices" in item:
            every = [choice["value"] for choice in item["choices"]]
            told.setdefault("offered", {})[path] = " ".join(said["offered"].get(path, every))
    if counts := {path: str(count) for path, count in said["counts"].items() if count}:
        told["count"] = counts
    return told


def _all(schema: dict) -> list[dict]:
    return [*schema["sections"], *items_of(schema)]


def _written(item: dict, text: str) -> str:
    """JavaRosa writes 2.0 where we write 2."""
    number = "kind" in item and registry.get(item["kind"]).value_type == "number"
    return str(float(text)) if number else text
