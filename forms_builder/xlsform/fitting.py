"""What of a draft a form can hold: its blocks as the editor would save them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_builder.fields import registry
from forms_builder.models import ObservationForm
from forms_builder.structure import structure_errors
from forms_builder.xlsform.draft import Draft
from forms_builder.xlsform.own_sheets import SCORING
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.words import LANGUAGES, in_language

# Taking a block or a rule out can make another one unfit; what still does not fit then stays.
_ROUNDS = 50


def valid_body(draft: Draft, report: Report, language: str, domains: dict[str, int]) -> Any:
    """Return the stream of the draft's blocks; what does not fit is taken out and reported."""
    stream = ObservationForm.body.field.stream_block
    other = next((code for code in LANGUAGES if code != language), language)
    for _round in range(_ROUNDS):
        body = stream.to_python(
            [
                {**block, "value": _stored(block["value"], language, other, domains)}
                for block in draft.blocks
            ]
        )
        unfit = {child.id: error for child in body if (error := _block_error(child)) is not None}
        if unfit:
            changed = _take_out(draft, report, unfit)
        else:
            errors = structure_errors(body)
            if not errors:
                return stream.clean(body)
            changed = _drop_rules(draft, {body[index].id: text for index, text in errors.items()})
        if not changed:
            break
    return body


def valid_scoring(
    draft: Draft, report: Report, language: str, domains: dict[str, int]
) -> list[dict[str, Any]]:
    """Return the scores and bands of the draft; what does not fit is left out and reported."""
    stream = ObservationForm.scoring.field.stream_block
    other = next((code for code in LANGUAGES if code != language), language)
    kept = []
    for number, block in enumerate(draft.scoring or (), start=2):
        try:
            stored = {**block, "value": _stored(block["value"], language, other, domains)}
            kept += stream.get_prep_value(stream.clean(stream.to_python([stored])))
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
            report.wrong(
                SCORING,
                number,
                "value",
                _("This score or band could not be read. Enter it in the editor."),
            )
    return kept


def _stored(value: dict, language: str, other: str, domains: dict[str, int]) -> dict:
    stored = in_language(value, language, other)
    if isinstance(stored.get("domain"), str):
        stored["domain"] = domains.get(stored["domain"])
    return stored


def _drop_rules(draft: Draft, errors: dict[str, str]) -> bool:
    """Take the rules away that the form's structure does not allow."""
    changed = False
    for block in draft.blocks:
        value, message = block["value"], errors.get(block["id"])
        if message is None or not (value.get("rules") or value.get("count")):
            continue
        value["rules"] = []
        if "count" in value:
            value["count"] = ""
        changed = True
        if (row := draft.rows.get(block["id"])) is not None:
            row.wrong("relevant", f"{_('The rule was left out.')} {message}")
    return changed


def _block_error(child: Any) -> str | None:
    try:
        child.block.clean(child.value)
    except ValidationError as error:
        return _first_message(error)
    return None


def _first_message(error: Any) -> str:
    """Return the first plain sentence in an error of nested blocks."""
    inner = getattr(error, "block_errors", None)
    parts = list(inner.values()) if isinstance(inner, dict) else list(inner or ())
    parts += list(getattr(error, "non_block_errors", None) or ())
    for part in parts:
        if part and (message := _first_message(part)):
            return message
    return " ".join(getattr(error, "messages", None) or []) if not parts else ""


def _take_out(draft: Draft, report: Report, unfit: dict[str, str]) -> bool:
    """Take blocks out that could not be saved; a group that goes takes only itself along."""
    kept = []
    for block in draft.blocks:
        message = unfit.get(block["id"])
        kind = registry.get(block["type"])
        if message is None or kind.opens or kind.closes or kind.starts_section:
            kept.append(block)
            continue
        row = draft.rows.get(block["id"])
        if row is not None:
            row.wrong("type", _("The question was left out. %(reason)s") % {"reason": message})
            report.taken -= 1
    changed = len(kept) != len(draft.blocks)
    draft.blocks[:] = kept
    return changed
