"""Forms for tests: one question of each kind in Khmer, and the same as a schema."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from forms_builder.actions.publish_version import publish_version
from forms_builder.models import Domain, Form, FormVersion, ObservationForm
from forms_builder.schema import compile_form

NOW = datetime.datetime(2026, 11, 23, 8, 30, tzinfo=datetime.UTC)
LEVELS = ("កំពុងចាប់ផ្តើម", "កំពុងរីកចម្រើន", "រឹងមាំ", "ជាគំរូល្អ")


def locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def block(kind: str, code: str = "", **value: Any) -> dict:
    """A block as it is stored; its id follows from kind and code."""
    name = code or value.get("label") or value.get("text") or value.get("title") or ""
    return {
        "type": kind,
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind} {name}")),
        "value": {"code": code, **value},
    }


def rule(effect: str, expression: str = "", **value: Any) -> dict:
    """A rule as it is stored, by an expression or by question, operator and value."""
    row = {"effect": effect, "expression": expression, "operator": "IS", "value": "", **value}
    name = f"{effect} {expression} {value}"
    return {"type": "item", "id": str(uuid.uuid5(uuid.NAMESPACE_OID, name)), "value": row}


def only_if(question: str, value: str = "", operator: str = "IS") -> dict:
    """The rule that a question is asked only after a certain answer."""
    return rule("RELEVANT", question=question, operator=operator, value=value)


def rubric(code: str, label: str, **value: Any) -> dict:
    levels = [
        {
            "type": "item",
            "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{code} {number}")),
            "value": {
                "value": number,
                "label": name,
                "descriptor": f"សិស្ស {number} ក្រុមកំពុងរៀន។",
                "example": "",
            },
        }
        for number, name in enumerate(value.pop("names", LEVELS), start=1)
    ]
    return block("rubric", code, label=label, levels=levels, **value)


def choices(kind: str, code: str, label: str, options: dict[str, str], **value: Any) -> dict:
    return block(
        kind,
        code,
        label=label,
        choices=[
            {
                "type": "item",
                "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{code} {key}")),
                "value": {"value": key, "label": words},
            }
            for key, words in options.items()
        ],
        **value,
    )


SUBJECTS = {"khmer": "ភាសាខ្មែរ", "mathematics": "គណិតវិទ្យា", "other": "ផ្សេងទៀត"}
MATERIALS = {"textbook": "សៀវភៅ", "board": "ក្តារខៀន", "slates": "ក្តារឆ្នួន"}


def make_domain(code: str = "teaching", name: str = "ការបង្រៀន", language: str = "km") -> Domain:
    return Domain.objects.get_or_create(
        code=code, locale=locale(language), defaults={"name": name}
    )[0]


def every_kind(domain: Domain | None = None) -> list[dict]:
    """A body with a question of every kind, and one that depends on another."""
    return [
        block("section", "lesson", title="អំពីម៉ោងរៀន", intro="សូមបំពេញមុនម៉ោងរៀន។"),
        choices("single_choice", "subject", "មុខវិជ្ជា", SUBJECTS),
        block(
            "text",
            "subject_other",
            label="ឈ្មោះមុខវិជ្ជា",
            rules=[only_if("subject", "other")],
        ),
        block("integer", "students", label="ចំនួនសិស្ស", minimum=0, maximum=80),
        block("decimal", "hours", label="ចំនួនម៉ោង", required=False, minimum="0", maximum="8"),
        block("date", "day", label="ថ្ងៃបង្រៀន", required=False),
        block("time", "start", label="ម៉ោងចាប់ផ្តើម", required=False),
        choices("multiple_choice", "materials", "សម្ភារ", MATERIALS, required=False),
        block("section", "teaching", title="ការបង្រៀន"),
        rubric("clarity", "ការពន្យល់ច្បាស់លាស់", domain=domain.pk if domain else None),
        rubric("questions", "សំណួរបើក", domain=domain.pk if domain else None, weight="2"),
        block("note", "thanks", text="សូមអរគុណលោកគ្រូ អ្នកគ្រូ។"),
    ]


ANSWERS = {
    "subject": "khmer",
    "students": 32,
    "clarity": {"level": 3, "evidence": "គ្រូពន្យល់ដោយរូបភាព"},
    "questions": {"level": 2},
}


def make_form(
    body: list[dict] | None = None,
    *,
    code: str = "observation",
    title: str = "ការសង្កេតក្នុងថ្នាក់រៀន",
    language: str = "km",
    **fields: Any,
) -> ObservationForm:
    """A saved draft."""
    return ObservationForm.objects.create(
        code=code,
        title=title,
        locale=locale(language),
        body=every_kind(make_domain(language=language)) if body is None else body,
        live=False,
        **fields,
    )


def row_of(form: ObservationForm) -> Form:
    """The form that the content is of."""
    return Form.objects.get(pk=form.form_key)


def make_version(body: list[dict] | None = None, **fields: Any) -> FormVersion:
    """A published version, made without Wagtail's revisions."""
    form = make_form(body, **fields)
    return publish_version(form=form, at=timezone.now())


def one_question(*body: dict) -> tuple[dict, dict]:
    """Schema and texts of an unsaved form with `body`."""
    form = ObservationForm(
        code="one", title="គំរូ", locale=locale("km"), body=list(body), translation_key=uuid.uuid4()
    )
    return compile_form(form)
