"""A rubric criterion: one level of a scale, with descriptors, a weight and evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import Points, QuestionKind, checked_text, quoted
from forms_builder.fields.levels import LevelsBlock, usual_levels
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.rubric_rows import evidence_rows
from forms_builder.fields.scoring import (
    NOT_APPLICABLE,
    domain_block,
    level_formulas,
    level_points,
    reverse_block,
    scoring_config,
    scoring_options,
    unscored_block,
    weight_block,
)
from khmer.digits import to_ascii

if TYPE_CHECKING:
    from forms_builder.xlsform.row import SurveyRow

LONGEST_EVIDENCE = 5_000
_TONES = 5


class Evidence(TextChoices):
    """Whether a note of what was seen goes with the level."""

    NONE = "NONE", _("not asked")
    OPTIONAL = "OPTIONAL", _("asked, may be left empty")
    REQUIRED = "REQUIRED", _("asked, must not be empty")


class RubricBlock(QuestionBlock):
    """A criterion. Where a shared scale is chosen, its own levels are neither asked nor shown to
    translators; what they say stays, for when the scale is taken away again."""

    own = ("scale", "levels", "domain", "weight", "reverse", "unscored", "evidence", "allow_na")

    scale = SnippetChooserBlock(
        "forms_builder.Scale",
        required=False,
        label=_("Shared scale"),
        help_text=_("Its levels take the place of the levels below."),
    )
    levels = LevelsBlock(label=_("Levels"))
    domain = domain_block()
    weight = weight_block()
    reverse = reverse_block()
    unscored = unscored_block()
    evidence = blocks.ChoiceBlock(
        choices=Evidence.choices, default=Evidence.OPTIONAL, label=_("Evidence note")
    )
    allow_na = blocks.BooleanBlock(
        required=False, default=True, label=_("“Not applicable” may be chosen")
    )

    def clean(self, value: Any) -> Any:
        if not value.get("scale"):
            return super().clean(value)
        cleaned = super().clean(self._without_levels(value))
        cleaned["levels"] = self.child_blocks["levels"].whole(value["levels"])
        return cleaned

    def get_translatable_segments(self, value: Any) -> list:
        shown = self._without_levels(value) if value.get("scale") else value
        extractor = StreamFieldSegmentExtractor(field=None)
        stored = {"value": self.get_prep_value(shown)}
        return extractor.handle_struct_block(shown, raw_value=stored)

    def _without_levels(self, value: Any) -> blocks.StructValue:
        return self._to_struct_value(
            [(name, part) for name, part in value.items() if name != "levels"]
        )

    class Meta:
        label = _("Rubric criterion")
        icon = "tasks"
        description = _("One level of a scale, with points.")
        preview_value: ClassVar[dict] = sample(
            label="សិស្សចូលរួមក្នុងមេរៀន",
            scale=None,
            levels=usual_levels(),
            domain=None,
            weight=Decimal(1),
            reverse=False,
            unscored=False,
            evidence=Evidence.OPTIONAL,
            allow_na=True,
        )


def _levels_of(value: Any) -> list[Any]:
    """Return the levels of the shared scale, where one is chosen, or the criterion's own."""
    scale = value.get("scale")
    return scale.as_levels() if scale else list(value["levels"])


class Rubric(QuestionKind):
    """Stored as {"level": 3, "evidence": "…"} or {"na": true, "evidence": "…"}."""

    name = "rubric"
    order = 10
    block_class = RubricBlock
    xlsform_type = "select_one"
    shape = "rubric"

    def config(self, value: Any) -> dict:
        return {
            "levels": [
                {"value": number}
                for number in sorted(
                    level["value"] for level in _levels_of(value) if level["value"] is not None
                )
            ],
            **scoring_config(value),
            "allow_na": bool(value["allow_na"]),
            "evidence": value["evidence"] or Evidence.OPTIONAL.value,
            **scoring_options(value),
        }

    def words(self, value: Any) -> dict:
        return {
            **super().words(value),
            "levels": {
                str(level["value"]): {
                    name: level[name] for name in ("label", "descriptor", "example")
                }
                for level in _levels_of(value)
            },
        }

    def condition_values(self, item: dict) -> list[str]:
        values = [str(level["value"]) for level in item["levels"]]
        return [*values, NOT_APPLICABLE] if item["allow_na"] else values

    def literal(self, value: str) -> str:
        return quoted(value) if value == NOT_APPLICABLE else to_ascii(value).strip()

    def typed(self, item: dict, value: Any) -> str | float:
        return NOT_APPLICABLE if value.get("na") else float(value["level"])

    # XLSForm

    # A shared scale goes out as the levels that it has now.
    xlsform_columns = ("levels", "scale")

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        row = self.xlsform_row(item, texts, f"{self.xlsform_type} {item['code']}")
        row["choices"] = []
        for level in item["levels"]:
            value = str(level["value"])
            words = {code: text.get("levels", {}).get(value, {}) for code, text in texts.items()}
            row["choices"].append(
                {
                    "name": value,
                    "label": {code: one.get("label", "") for code, one in words.items()},
                    "mentoring::descriptor": {
                        code: one.get("descriptor", "") for code, one in words.items()
                    },
                    "mentoring::example": {
                        code: one.get("example", "") for code, one in words.items()
                    },
                }
            )
        if item["allow_na"]:
            labels = {}
            for language in texts:
                with override(language):
                    labels[language] = gettext("not applicable")
            row["choices"].append({"name": NOT_APPLICABLE, "label": labels})
        return [row, *evidence_rows(item, texts)]

    def from_xlsform(self, row: SurveyRow) -> dict | None:
        if row.kind != self.name:
            return None
        return {
            "levels": [
                {
                    "value": int(choice.value),
                    "label": choice.label,
                    "descriptor": choice.descriptor,
                    "example": choice.example,
                }
                for choice in row.choices
                if choice.value.isdecimal()
            ]
        }

    def points_formulas(self, item: dict) -> tuple[str, str] | None:
        return level_formulas(item)

    # Answers

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        answer: dict[str, Any] = {}
        choice = data.get(item["code"], "")
        if choice == NOT_APPLICABLE:
            answer["na"] = True
        elif choice:
            answer["level"] = choice
        evidence = data.get(f"{item['code']}__evidence", "")
        if evidence.strip():
            answer["evidence"] = evidence
        return answer or None

    def check(self, item: dict, raw: Any) -> dict:
        if not isinstance(raw, dict) or not set(raw) <= {"level", "na", "evidence"}:
            raise AnswerRefused(gettext("Choose one of the levels."))
        not_applicable, level = raw.get("na") or False, raw.get("level")
        if not isinstance(not_applicable, bool):
            raise AnswerRefused(gettext("Choose one of the levels."))
        if not_applicable and level not in (None, ""):
            raise AnswerRefused(gettext("Choose either a level or “not applicable”, not both."))
        if not_applicable and not item["allow_na"]:
            raise AnswerRefused(gettext("“Not applicable” cannot be chosen here. Choose a level."))
        value: dict[str, Any] = {"na": True} if not_applicable else {}
        if not not_applicable:
            value["level"] = self._level(item, level)
        evidence = self._evidence(item, raw.get("evidence"))
        if evidence:
            value["evidence"] = evidence
        elif item["evidence"] == Evidence.REQUIRED and not not_applicable:
            raise AnswerRefused(gettext("Write what you saw or heard that shows this level."))
        return value

    def _level(self, item: dict, raw: Any) -> int:
        if raw is None or raw == "":
            raise AnswerRefused(gettext("Choose a level for your note, or delete the note."))
        typed = to_ascii(raw[:20].strip()) if isinstance(raw, str) else None
        is_number = isinstance(raw, (int, float)) and not isinstance(raw, bool)
        for level in item["levels"]:
            number = level["value"]
            if (is_number and raw == number) or typed == str(number):
                return number
        raise AnswerRefused(gettext("Choose one of the levels."))

    def _evidence(self, item: dict, raw: Any) -> str:
        if raw is None or raw == "":
            return ""
        evidence = checked_text(raw, LONGEST_EVIDENCE)
        if evidence and item["evidence"] == Evidence.NONE:
            raise AnswerRefused(gettext("No note is asked for here. Delete it."))
        return evidence

    # Results

    def score(self, item: dict, value: Any) -> Points | None:
        return level_points(item, None if value is None or value.get("na") else value["level"])

    def export(self, item: dict, value: Any, texts: dict) -> str:
        if value.get("na"):
            return gettext("not applicable")
        level = str(value["level"])
        label = texts.get("levels", {}).get(level, {}).get("label")
        return f"{level} {label}" if label else level

    def _tone(self, number: int, count: int) -> int:
        """Return which of the stylesheet's five steps of one hue a level has."""
        return number + 1 if count <= _TONES else 1 + number * (_TONES - 1) // (count - 1)

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        answer = answer if isinstance(answer, dict) else {}
        chosen = to_ascii(str(answer.get("level", ""))[:20].strip())
        words = texts.get("levels", {})
        levels = []
        for number, level in enumerate(item["levels"]):
            value = str(level["value"])
            levels.append(
                {
                    "value": value,
                    "id": f"id_{item['code']}" + (f"__{number}" if number else ""),
                    "checked": value == chosen and not answer.get("na"),
                    "tone": self._tone(number, len(item["levels"])),
                    **{
                        name: words.get(value, {}).get(name, "")
                        for name in ("label", "descriptor", "example")
                    },
                }
            )
        evidence = answer.get("evidence")
        return {
            "levels": levels,
            "not_applicable": bool(answer.get("na")),
            "evidence": evidence if isinstance(evidence, str) else "",
        }
