"""Runs JavaRosa.java: expressions over the small form's answers, in one Java process."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
import pyxform

from tests.forms_builder.expressions.scope import FORM, HERE, INNER, REPEAT, ZONE

JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
TYPES = {
    "text": "string",
    "integer": "int",
    "decimal": "decimal",
    "date": "date",
    "datetime": "dateTime",
    "choice": "select1",
    "choices": "select",
}


def java() -> str:
    """Return the path of java; without it the test is skipped, in CI it fails."""
    found = shutil.which("java")
    if found is None:
        message = "java is missing: `apt-get install default-jdk-headless` brings these tests in."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


def xform() -> str:
    """The small form as JavaRosa reads it."""
    outer = "".join(f"<{code}/>" for code in FORM["questions"])
    inner = "".join(f"<{code}/>" for code in INNER)
    paths = {f"/data/{code}": kind for code, kind in FORM["questions"].items()}
    paths |= {f"/data/{REPEAT}/{code}": kind for code, kind in INNER.items()}
    # JavaRosa forgets lists that no expression of the form names.
    used = "".join(f" + count(instance('{name}')/root/item)" for name in FORM["lists"])
    binds = f'<bind nodeset="/data/used" type="int" calculate="0{used}"/>'
    binds += "".join(f'<bind nodeset="{at}" type="{TYPES[kind]}"/>' for at, kind in paths.items())
    controls = {at: _control(at, kind) for at, kind in paths.items()}
    lists = ""
    for name, rows in FORM["lists"].items():
        items = "".join(
            "<item>"
            + "".join(f"<{key}>{escape(cell)}</{key}>" for key, cell in row.items())
            + "</item>"
            for row in rows
        )
        lists += f'<instance id="{name}"><root>{items}</root></instance>'
    outside = "".join(text for at, text in controls.items() if REPEAT not in at)
    inside = "".join(text for at, text in controls.items() if REPEAT in at)
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance>'
        f'<data id="t"><used/>{outer}<{REPEAT} jr:template="">{inner}</{REPEAT}></data></instance>'
        f'{lists}{binds}</model></h:head><h:body>{outside}<group ref="/data/{REPEAT}">'
        f'<label>l</label><repeat nodeset="/data/{REPEAT}">{inside}</repeat></group></h:body>'
        "</h:html>"
    )


def _control(path: str, kind: str) -> str:
    tag = {"choice": "select1", "choices": "select"}.get(kind, "input")
    choices = FORM["labels"].get(path.rpartition("/")[2], {}) if tag != "input" else {}
    items = "".join(
        f"<item><label>{label}</label><value>{value}</value></item>"
        for value, label in choices.items()
    )
    return f'<{tag} ref="{path}"><label>q</label>{items}</{tag}>'


def path_of(code: str, lesson: int = 0) -> str:
    if code == REPEAT:
        return f"/data/{REPEAT}"
    if code in INNER:
        return f"/data/{REPEAT}{f'[{lesson}]' if lesson else ''}/{code}"
    return f"/data/{code}"


def in_paths(expression: str, scope: dict) -> str:
    """Write ${code} as the path that pyxform writes for it."""
    if scope.get("lesson"):
        expression = expression.replace(f"count(${{{REPEAT}}})", f"count(../../{REPEAT})")
    return re.sub(r"\$\{(\w+)\}", lambda found: path_of(found[1]), expression)


def _line(expression: str, scope: dict) -> str:
    lessons = scope.get("lessons", [])
    fields = [
        in_paths(expression, scope),
        path_of(scope.get("at", "remark"), scope.get("lesson", 0)),
    ]
    fields += [REPEAT, "count", str(len(lessons))]
    kinds = {**FORM["questions"], **INNER}
    places = [(code, 0, value) for code, value in scope["answers"].items()]
    places += [
        (code, index, value)
        for index, lesson in enumerate(lessons, 1)
        for code, value in lesson.items()
    ]
    for code, index, value in places:
        if value != "":
            plain = next(iter(value.values())) if isinstance(value, dict) else value
            fields += [path_of(code, index), kinds[code], str(plain)]
    for code in scope.get("hidden", ()):
        for index in range(1, len(lessons) + 1) if code in INNER else [0]:
            fields += [path_of(code, index), "hidden", ""]
    return "\t".join(
        field.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
        for field in fields
    )


def javarosa_results(cases: list[tuple[str, dict]], now: dt.datetime, folder: Path) -> list[Any]:
    """Return what JavaRosa says to each (expression, scope), as `scope.told` tells it."""
    form = folder / "form.xml"
    form.write_text(xform())
    done = subprocess.run(
        [
            java(),
            "-Duser.timezone=Asia/Phnom_Penh",
            "-Duser.language=en",
            "-Dfile.encoding=UTF-8",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            "-cp",
            str(JAR),
            str(HERE / "JavaRosa.java"),
            str(form),
            str(int(now.timestamp() * 1000)),
        ],
        input="".join(_line(*case) + "\n" for case in cases),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    lines = done.stdout.split("\n")[:-1]
    assert done.returncode == 0 and len(lines) == len(cases), done.stderr[-3000:]
    return [_told(line) for line in lines]


def _told(line: str) -> Any:
    kind, value = line[0], line[1:]
    if kind == "N":
        if value in ("NaN", "Infinity", "-Infinity"):
            return {"number": value}
        return float(value) + 0.0
    if kind == "B":
        return value == "true"
    if kind == "D":
        if not -6 * 10**13 < int(value) < 25 * 10**13:  # the years of Python
            return {"moment": "far away"}
        moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=int(value))
        return {"moment": moment.astimezone(ZONE).isoformat(timespec="milliseconds")}
    if kind == "E":
        return {"failed": value}
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), value)


def same(ours: Any, javarosas: Any) -> bool:
    """Tell whether a result of ours is JavaRosa's, which has one kind for dates and times."""
    if isinstance(javarosas, dict) and "failed" in javarosas:
        return isinstance(ours, dict) and "failed" in ours
    if isinstance(javarosas, dict) and "moment" in javarosas and isinstance(ours, dict):
        at = ours.get("datetime") or f"{ours.get('date')}T00:00:00.000+07:00"
        return at == javarosas["moment"]
    return type(ours) is type(javarosas) and ours == javarosas
