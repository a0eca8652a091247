"""The one renderer of forms: field app, public page, preview and block picker all use it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from forms_builder.conditions import is_asked
from forms_builder.fields import registry
from forms_builder.models import Submission
from forms_builder.queries import text_of
from forms_builder.schema import items_of
from khmer.digits import written


def render_question(
    item: dict, words: dict, answer: Any = None, errors: list[str] | None = None
) -> SafeString:
    """Return one question as HTML: `answer` as typed or stored, `errors` under the label."""
    kind = registry.get(item["kind"])
    code = item["code"]
    described_by = [f"{code}__help"] if words.get("help") else []
    if errors:
        described_by.append(f"{code}__error")
    html = get_template(kind.template).render(
        {
            "item": item,
            "words": words,
            "errors": errors or [],
            "described_by": " ".join(described_by),
            "shown_if": json.dumps(item["shown_if"], ensure_ascii=False)
            if item.get("shown_if")
            else "",
            "ui_language": get_language() or "km",
            **kind.context(item, words, answer),
        }
    )
    return mark_safe(html)  # noqa: S308 - the template escaped its parts


def render_fields(
    schema: dict,
    texts: dict,
    answers: dict[str, Any] | None = None,
    errors: dict[str, list[str]] | None = None,
) -> SafeString:
    """Return all sections of a form as HTML, with answers and errors by question code."""
    answers, errors = answers or {}, errors or {}
    sections = []
    for section in schema["sections"]:
        questions = [
            render_question(
                item,
                texts["items"].get(item["id"], {}),
                answers.get(item["code"]),
                errors.get(item["code"]),
            )
            for item in section["items"]
        ]
        sections.append(
            {
                "code": section["code"],
                "words": texts["sections"].get(section["id"], {}),
                # The parts were escaped by their own templates.
                "questions": mark_safe("".join(questions)),  # noqa: S308
            }
        )
    return render_to_string(
        "forms_builder/sections.html", {"sections": sections, "title": texts.get("title", "")}
    )


def render_block(kind_name: str, value: Any) -> SafeString:
    """Return one block of the editor as HTML, without a form around it."""
    item, words = registry.get(kind_name).compile(value, "preview")
    if kind_name == "section":
        section = {"code": item["code"], "words": words, "questions": ""}
        return render_to_string("forms_builder/sections.html", {"sections": [section]})
    return render_question(item, words)


def error_links(schema: dict, texts: dict, errors: dict[str, list[str]]) -> list[dict[str, str]]:
    """Return errors for the error summary, in the order of the form: href and text."""
    links = [{"href": "", "text": message} for message in errors.get("", [])]
    known = {""}
    for item in items_of(schema):
        known.add(item["code"])
        label = texts["items"].get(item["id"], {}).get("label", item["code"])
        links += [
            {"href": f"#id_{item['code']}", "text": f"{label}: {message}"}
            for message in errors.get(item["code"], [])
        ]
    for code, messages in errors.items():
        if code not in known:
            links += [{"href": "", "text": f"{code}: {message}"} for message in messages]
    return links


def render_result(submission: Submission, language: str) -> SafeString:
    """Return scores by domain with what they are out of, and all answers, as HTML."""
    version = submission.version
    texts = text_of(version, language).texts
    domains = [
        {
            "label": texts["domains"].get(code) or code,
            **_bar(total),
        }
        for code, total in submission.scores.get("domains", {}).items()
    ]
    criteria, others, questions = [], [], {}
    for item in items_of(version.schema):
        questions[item["code"]] = item
        kind = registry.get(item["kind"])
        if not kind.answerable:
            continue
        value = submission.answers.get(item["id"])
        words = texts["items"].get(item["id"], {})
        row = {
            "label": words.get("label") or item["code"],
            "answer": "" if value is None else kind.export(item, value, words),
            "evidence": value.get("evidence", "") if isinstance(value, dict) else "",
        }
        points = submission.scores.get("criteria", {}).get(item["code"])
        if points:
            criteria.append({**row, **points})
        elif value is not None or is_asked(item, questions, submission.answers):
            others.append(row)
    return render_to_string(
        "forms_builder/result.html",
        {
            "whole": _bar(submission.scores.get("form", {})),
            "domains": domains,
            "criteria": criteria,
            "others": others,
        },
    )


def _bar(total: dict[str, Any]) -> dict[str, Any]:
    points, out_of = Decimal(total.get("points", "0")), Decimal(total.get("out_of", "0"))
    answered, asked = total.get("answered", 0), total.get("asked", 0)
    return {
        "points": total.get("points", "0"),
        "out_of": total.get("out_of", "0"),
        "percent": int(points * 100 / out_of) if out_of else 0,
        "rated": answered,
        "note": ngettext(
            "%(answered)s of %(asked)s criterion rated",
            "%(answered)s of %(asked)s criteria rated",
            asked,
        )
        % {"answered": written(answered), "asked": written(asked)},
    }
