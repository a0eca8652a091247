"""Rubrics as CASE 1.1 has them (1EdTech, Competencies and Academic Standards Exchange).

One form is one CFRubric, its rubric criteria are the CFRubricCriteria. What CASE has no property
for (codes, evidence, N/A, texts of the other language) stands in `extensions`.
"""

from __future__ import annotations

import datetime
import json
import re
import uuid
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.choices import known_purposes
from forms_builder.exact import exact
from forms_builder.logic.outline import items_of
from forms_builder.models import ObservationForm
from forms_builder.xlsform.draft import Draft
from forms_builder.xlsform.names import Codes, as_code
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.words import Words, list_items
from forms_builder.xlsform.writing import Sheets

MAX_BYTES = 10 * 1024 * 1024
_NAMESPACE = uuid.UUID("5c1f6f3e-7f07-4f0f-8a86-0d3f3b4f9f52")
_KHMER = re.compile("[\u1780-\u17ff]")
_MOST_LEVELS, _HIGHEST = 20, 100


def case_rubrics(form: ObservationForm, changed_at: datetime.datetime) -> dict[str, Any]:
    """Return the rubric criteria of a form as {"CFRubrics": […]}. Identifiers stay the same."""
    sheets = Sheets(form)
    compiled = next(iter(sheets.compiled.values()))
    moment = changed_at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    rubric_id = str(uuid.uuid5(_NAMESPACE, str(form.form_key)))
    criteria = [
        _criterion(sheets, item, place, rubric_id, moment)
        for place, item in enumerate(
            (item for item in items_of(compiled.schema) if item["kind"] == "rubric"), start=1
        )
    ]
    rubric = {
        "identifier": rubric_id,
        "uri": f"urn:uuid:{rubric_id}",
        "title": form.title,
        "lastChangeDateTime": moment,
        "CFRubricCriteria": criteria,
        "extensions": {
            "code": form.code,
            "form_key": str(form.form_key),
            "purposes": known_purposes(form.purposes),
            "titles": {code: one.title for code, one in sheets.languages.items()},
        },
    }
    if form.intro:
        rubric["description"] = form.intro
    return {"CFRubrics": [rubric]}


def _criterion(
    sheets: Sheets, item: dict, place: int, rubric_id: str, moment: str
) -> dict[str, Any]:
    identifier = str(uuid.uuid5(uuid.UUID(rubric_id), item["id"]))
    words = {code: one.texts["items"].get(item["id"], {}) for code, one in sheets.compiled.items()}
    levels = []
    for number, level in enumerate(item["levels"], start=1):
        value = str(level["value"])
        texts = {code: one.get("levels", {}).get(value, {}) for code, one in words.items()}
        first = next(iter(texts.values()))
        level_id = str(uuid.uuid5(uuid.UUID(identifier), value))
        levels.append(
            _filled(
                {
                    "identifier": level_id,
                    "uri": f"urn:uuid:{level_id}",
                    "description": first.get("descriptor", ""),
                    "quality": first.get("label", ""),
                    "score": level["value"],
                    "feedback": first.get("example", ""),
                    "position": number,
                    "rubricCriterionId": identifier,
                    "lastChangeDateTime": moment,
                    # Here the official schema has a list of extensions, unlike above.
                    "extensions": [{"texts": texts}],
                }
            )
        )
    first = next(iter(words.values()))
    return _filled(
        {
            "identifier": identifier,
            "uri": f"urn:uuid:{identifier}",
            "category": item["domain"] or "",
            "description": first.get("label", ""),
            "weight": float(item["weight"]),
            "position": place,
            "rubricId": rubric_id,
            "lastChangeDateTime": moment,
            "CFRubricCriterionLevels": levels,
            "extensions": {
                "code": item["code"],
                "id": item["id"],
                "evidence": item["evidence"],
                "allow_na": item["allow_na"],
                "required": item["required"],
                **{name: item[name] for name in ("reverse", "unscored", "follows") if name in item},
                "texts": {
                    code: {"label": one.get("label", ""), "help": one.get("help", "")}
                    for code, one in words.items()
                },
            },
        }
    )


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    """CASE has no empty texts: what says nothing is absent."""
    return {key: part for key, part in node.items() if part != ""}


# In


def draft_of_case(data: bytes, report: Report) -> Draft | None:
    """Return the first rubric of a CASE document as a draft; None with the reason in the report."""
    if len(data) > MAX_BYTES:
        report.refuse(_("The file is too large."))
        return None
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        report.refuse(_("This is no JSON file in UTF-8."))
        return None
    rubrics = found.get("CFRubrics") if isinstance(found, dict) else None
    if isinstance(found, dict) and rubrics is None and "CFRubricCriteria" in found:
        rubrics = [found]
    if not isinstance(rubrics, list) or not rubrics or not isinstance(rubrics[0], dict):
        report.refuse(_("The file has no “CFRubrics”. Is it a CASE document?"))
        return None
    for place in range(1, len(rubrics)):
        report.leave_out(
            "CFRubrics", place + 1, "", _("Only the first rubric of the file was taken.")
        )
    rubric = rubrics[0]
    extensions = _extensions(rubric)
    title = _words(extensions.get("titles"), rubric.get("title") or "CASE")
    purposes = known_purposes(extensions.get("purposes"))
    codes, blocks = Codes(), []
    criteria = rubric.get("CFRubricCriteria")
    for place, criterion in enumerate(criteria if isinstance(criteria, list) else [], start=1):
        if isinstance(criterion, dict):
            block = _block(criterion, place, codes, report, str(rubric.get("identifier") or ""))
            if block is not None:
                blocks.append(block)
    languages = [code for code in ("km", "en") if any(_has(code, block) for block in blocks)]
    return Draft(
        title=Words({code: title.get(code) or title.any() for code in languages or ["en"]}),
        code=as_code(str(extensions.get("code") or title.any())),
        form_key=None,
        languages=languages or ["en"],
        blocks=blocks,
        rows={},
        domains={},
        intro=_words(None, rubric.get("description") or ""),
        options={"purposes": purposes} if purposes else {},
    )


def _block(
    criterion: dict, place: int, codes: Codes, report: Report, rubric_id: str
) -> dict[str, Any] | None:
    extensions = _extensions(criterion)
    texts = _object(extensions.get("texts"))
    label = _texts(texts, "label") or _words(None, criterion.get("description") or f"{place}")
    levels: dict[int, dict[str, Any]] = {}
    rows = criterion.get("CFRubricCriterionLevels")
    for number, level in enumerate(rows if isinstance(rows, list) else [], start=1):
        if not isinstance(level, dict):
            continue
        score = level.get("score")
        whole = isinstance(score, (int, float)) and 0 <= score <= _HIGHEST and score == int(score)
        points = int(score) if whole else number  # type: ignore[arg-type]
        if not whole:
            report.adapt(
                "CFRubricCriteria",
                place,
                "score",
                _("Levels have whole points up to 100 here; this one counts by its position."),
            )
        if points in levels or len(levels) >= _MOST_LEVELS:
            report.leave_out(
                "CFRubricCriteria", place, "score", _("Another level has the same points.")
            )
            continue
        own = _object(_extensions(level).get("texts"))
        levels[points] = {
            "value": points,
            "label": _texts(own, "label") or _words(None, level.get("quality") or str(points)),
            "descriptor": _texts(own, "descriptor") or _words(None, level.get("description") or ""),
            "example": _texts(own, "example") or _words(None, level.get("feedback") or ""),
        }
    if len(levels) < 2:
        report.wrong(
            "CFRubricCriteria",
            place,
            "",
            _("A criterion needs two levels or more. It was left out."),
        )
        return None
    category = str(criterion.get("category") or "")
    code = codes.give(str(extensions.get("code") or f"c{place}"))
    block_id = _uuid(extensions.get("id")) or uuid.uuid5(_NAMESPACE, f"{rubric_id}/{code}")
    report.taken += 1
    value = {
        "code": code,
        "label": label,
        "help": _texts(texts, "help") or Words(),
        "required": bool(extensions.get("required", False)),
        "rules": [],
        "levels": list_items(str(block_id), "levels", list(levels.values())),
        "domain": as_code(category) if category else None,
        "weight": _weight(criterion.get("weight")),
        "evidence": extensions.get("evidence", "OPTIONAL"),
        "allow_na": bool(extensions.get("allow_na", True)),
        "reverse": bool(extensions.get("reverse", False)),
        "unscored": bool(extensions.get("unscored", False)),
        "follows": as_code(str(extensions["follows"])) if extensions.get("follows") else "",
    }
    if value["evidence"] not in ("NONE", "OPTIONAL", "REQUIRED"):
        value["evidence"] = "OPTIONAL"
    return {"type": "rubric", "id": str(block_id), "value": value}


def _weight(raw: Any) -> str:
    try:
        weight = Decimal(str(1 if raw is None else raw))
    except InvalidOperation:
        weight = Decimal(1)
    return exact(weight) if weight.is_finite() and 0 <= weight <= 1000 else "1"


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _extensions(node: dict[str, Any]) -> dict[str, Any]:
    """What a node has beyond CASE: an object, or a list of objects as levels have it."""
    found = node.get("extensions")
    parts = found if isinstance(found, list) else [found]
    return {key: part for one in parts for key, part in _object(one).items()}


def _words(texts: Any, plain: Any) -> Words:
    """Texts by language; a plain text is Khmer where it has Khmer letters."""
    if isinstance(texts, dict) and any(texts.values()):
        return Words({c: str(texts[c]) for c in ("km", "en") if texts.get(c)})
    text = str(plain)
    return Words({"km" if _KHMER.search(text) else "en": text}) if text else Words()


def _texts(texts: dict[str, Any], name: str) -> Words:
    return Words(
        {c: str(texts[c][name]) for c in texts if c in ("km", "en") and _object(texts[c]).get(name)}
    )


def _has(language: str, block: dict[str, Any]) -> bool:
    return bool(block["value"]["label"].get(language))


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
