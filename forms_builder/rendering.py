"""The one renderer of forms: field app, public page, preview and block picker all use it."""

from __future__ import annotations

import json
from typing import Any

from django.core.cache import caches
from django.db.models import prefetch_related_objects
from django.template.loader import get_template, render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from forms_builder.fields import registry
from forms_builder.fields.signature import HEIGHT, WIDTH, svg_path
from forms_builder.fields.stored_files import file_url
from forms_builder.logic.outline import Branch, items_of, outline
from forms_builder.logic.paths import by_path, code_of
from forms_builder.logic.phone import phone_logic
from forms_builder.logic.state import FormState
from forms_builder.models import Attachment, FormVersion, Submission
from forms_builder.points import points_of
from forms_builder.queries import etag_of, text_of
from khmer.digits import written

# The sheet that is signed, as the view box of an SVG.
SHEET = f"0 0 {WIDTH} {HEIGHT}"


def render_question(
    item: dict, words: dict, answer: Any = None, errors: list[str] | None = None
) -> SafeString:
    """Return one question as HTML: `answer` as typed or stored, `errors` under the label.

    `item["code"]` names the inputs: of a question in a repeat it is the path.
    """
    kind = registry.get(item["kind"])
    code = item["code"]
    described_by = [f"{code}__help"] if words.get("help") else []
    if errors:
        described_by.append(f"{code}__error")
    return _rendered(
        kind.template,
        {
            "item": item,
            "words": words,
            "errors": errors or [],
            "described_by": " ".join(described_by),
            "shape": kind.shape,
            "value_type": kind.value_type,
            "ui_language": get_language() or "km",
            **kind.context(item, words, answer),
        },
    )


def _rendered(template: str, context: dict[str, Any]) -> SafeString:
    # The template escaped its parts.
    return mark_safe(get_template(template).render(context))  # noqa: S308


def render_fields(
    schema: dict,
    texts: dict,
    answers: dict[str, Any] | None = None,
    errors: dict[str, list[str]] | None = None,
) -> SafeString:
    """Return all sections of a form as HTML.

    `answers` are by question code as in `check_answers`, `errors` by path as it returns them.
    """
    fields = _Fields(texts, errors or {})
    sections = [
        {
            "code": section["code"],
            "words": texts["sections"].get(section["id"], {}),
            "questions": fields.render(outline(section["items"]), answers or {}),
        }
        for section in schema["sections"]
    ]
    logic = phone_logic(schema, texts)
    return render_to_string(
        "forms_builder/sections.html",
        {
            "sections": sections,
            "title": texts.get("title", ""),
            "logic": json.dumps(logic, ensure_ascii=False) if logic else "",
        },
    )


def blank_fields(version: FormVersion, language: str) -> SafeString:
    """Return all sections of a version without answers: rendered once, then remembered."""
    prefetch_related_objects([version], "texts")
    key = f"{etag_of(version)}:{language}:{get_language()}"
    remembered = caches["forms"]
    html = remembered.get(key)
    if html is None:
        html = render_fields(version.schema, text_of(version, language).texts)
        remembered.set(key, str(html))
    return mark_safe(html)  # noqa: S308 - the templates escaped its parts


class _Fields:
    """Questions with their groups and repeats as HTML."""

    def __init__(self, texts: dict, errors: dict[str, list[str]]) -> None:
        self.texts, self.errors = texts, errors

    def render(
        self, branches: list[Branch], answers: dict[str, Any], prefix: str = "", depth: int = 0
    ) -> SafeString:
        parts = []
        for item, children in branches:
            path = f"{prefix}{item['code']}"
            words = self.texts["items"].get(item["id"], {})
            named = {**item, "code": path}
            if item["kind"] == "repeat":
                parts.append(self._repeat(named, words, children, answers.get(item["code"]), depth))
            elif item["kind"] == "group":
                questions = self.render(children, answers, prefix, depth)
                template = registry.get("group").template
                parts.append(
                    _rendered(template, {"item": named, "words": words, "questions": questions})
                )
            else:
                answer = answers.get(item["code"])
                parts.append(render_question(named, words, answer, self.errors.get(path)))
        return mark_safe("".join(parts))  # noqa: S308 - the templates escaped their parts

    def _repeat(
        self, item: dict, words: dict, children: list[Branch], answer: Any, depth: int
    ) -> SafeString:
        given = [one for one in answer if isinstance(one, dict)] if isinstance(answer, list) else []
        counted = "count" in (item.get("logic") or {})
        given += [{} for _ in range((0 if counted else item["minimum"]) - len(given))]
        context = {"item": item, "words": words, "depth": depth, "counted": counted}

        def instance(index: int | str, answers: dict[str, Any]) -> SafeString:
            path = f"{item['code']}.{index}"
            return _rendered(
                "forms_builder/fields/_instance.html",
                {
                    **context,
                    "path": path,
                    "number": index + 1 if isinstance(index, int) else "",
                    "questions": self.render(children, answers, f"{path}.", depth + 1),
                },
            )

        return _rendered(
            registry.get("repeat").template,
            {
                **context,
                "errors": self.errors.get(item["code"], []),
                "instances": [instance(index, one) for index, one in enumerate(given)],
                # The phone puts the number of a new instance in place of this.
                "blank": instance(f"__n{depth}__", {}),
            },
        )


def render_block(kind_name: str, value: Any) -> SafeString:
    """Return one block of the editor as HTML, without a form around it."""
    item, words = registry.get(kind_name).compile(value, "preview")
    if "items" in item:
        section = {"code": item["code"], "words": words, "questions": ""}
        return render_to_string("forms_builder/sections.html", {"sections": [section]})
    if registry.get(kind_name).closes:
        return mark_safe("")
    return _Fields({"items": {"preview": words}}, {}).render([Branch(item, [])], {})


def error_links(schema: dict, texts: dict, errors: dict[str, list[str]]) -> list[dict[str, str]]:
    """Return errors for the error summary, in the order of the form: href and text."""
    links = [{"href": "", "text": message} for message in errors.get("", [])]
    position = {item["code"]: number for number, item in enumerate(items_of(schema))}
    items = {item["code"]: item for item in items_of(schema)}

    def place(path: str) -> tuple:
        steps = path.split(".")
        return tuple(
            int(step) if step.isdigit() else position.get(step, len(position)) for step in steps
        )

    for path in sorted(filter(None, errors), key=place):
        item = items.get(path.rsplit(".", 1)[-1])
        label = path
        if item:
            label = labelled(texts["items"].get(item["id"], {}).get("label", path), path)
        links += [
            {"href": f"#id_{path}" if item else "", "text": f"{label}: {message}"}
            for message in errors[path]
        ]
    return links


def labelled(label: str, path: str) -> str:
    """Return the words of a question with the numbers of the instances that it stands in."""
    numbers = [written(int(step) + 1) for step in path.split(".") if step.isdigit()]
    return f"{label} ({', '.join(numbers)})" if numbers else label


def render_result(submission: Submission, language: str) -> SafeString:
    """Return scores by domain with what they are out of, and all answers, as HTML."""
    version = submission.version
    texts = text_of(version, language).texts
    state = FormState(
        version.schema,
        *by_path(version.schema, submission.answers),
        now=submission.finished_at,
        texts=texts,
    )
    criteria, others = [], []
    files = _Files(submission)
    for item, path in state.asked_questions():
        kind = registry.get(item["kind"])
        if not kind.visible:
            continue
        value = state.values.get(path)
        words = texts["items"].get(item["id"], {})
        row = {
            "label": labelled(words.get("label") or item["code"], path),
            "answer": "" if value is None else _in_words(item, value, words),
            "evidence": value.get("evidence", "") if isinstance(value, dict) else "",
            **files.row(item, value),
        }
        points = submission.scores.get("criteria", {}).get(path)
        if points:
            criteria.append({**row, **points})
        else:
            others.append(row)
    return render_to_string(
        "forms_builder/result.html",
        {
            **points_of(submission, texts),
            "criteria": criteria,
            "others": others,
            "sheet": SHEET,
        },
    )


def _in_words(item: dict, value: Any, words: dict) -> str:
    """An answer as tables have it, with a level or number in the reader's digits. What people
    wrote stays as they wrote it."""
    kind = registry.get(item["kind"])
    told = kind.export(item, value, words)
    return written(told) if kind.value_type == "number" or "levels" in item else told


def render_files(submission: Submission, language: str) -> SafeString:
    """Return the photos, recordings, files and signatures of a submission as HTML, or nothing."""
    version = submission.version
    items = {item["code"]: item for item in items_of(version.schema)}
    files = _Files(submission)
    found = [
        (path, files.row(items[code_of(path)], value))
        for path, value in by_path(version.schema, submission.answers)[0].items()
    ]
    words = text_of(version, language).texts["items"]
    rows = [
        {"label": labelled(words.get(item["id"], {}).get("label") or path, path), **more}
        for path, more in found
        if any(more.values()) and (item := items[code_of(path)])
    ]
    context = {"rows": rows, "sheet": SHEET}
    return render_to_string("forms_builder/files.html", context) if rows else SafeString()


def render_points(submission: Submission, language: str) -> SafeString:
    """Return the points alone, with what they are out of and the bands they reach, as HTML."""
    texts = text_of(submission.version, language).texts
    context = points_of(submission, texts)
    return (
        render_to_string("forms_builder/points.html", context) if context["rated"] else SafeString()
    )


class _Files:
    """The files of a submission, read once and only if an answer names one."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission

    @cached_property
    def stored(self) -> dict[str, Attachment]:
        return {str(one.pk): one for one in self.submission.attachments.all()}

    def row(self, item: dict, value: Any) -> dict[str, Any]:
        """What an answer shows beside its words: files, and a drawing as the path of an SVG."""
        if value is None:
            return {"files": [], "signature": ""}
        drawn = item["kind"] == "signature" and "strokes" in value
        return {
            "files": self._of(registry.get(item["kind"]).files(value)),
            "signature": svg_path(value["strokes"]) if drawn else "",
        }

    def _of(self, named: list[dict[str, str]]) -> list[dict[str, Any]]:
        found = [self.stored[one["file"]] for one in named if one["file"] in self.stored]
        return [
            {
                "url": file_url(str(one.pk)),
                "name": one.filename,
                "sort": one.sort,
                "kilobytes": max(one.size // 1_000, 1),
            }
            for one in found
        ]
