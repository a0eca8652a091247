"""How many girls and boys there are, with a total that must add up."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.inputs import IntegerBlock
from forms_builder.fields.integer import LARGEST
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.sheet_rows import END, group_row, in_languages, part_name
from khmer.digits import written
from khmer.numbers import parse_integer

PARTS = ("girls", "boys", "total")
MOST = 100_000


class HeadCountBlock(QuestionBlock):
    own = ("maximum",)

    maximum = IntegerBlock(
        required=False, min_value=1, max_value=MOST, default=200, label=_("Most altogether")
    )

    class Meta:
        label = _("Head count")
        icon = "group"
        description = _("Girls, boys and their total.")
        preview_value: ClassVar[dict] = sample(label="សិស្សមានវត្តមាន", maximum=200)


class HeadCount(QuestionKind):
    """Stored as {"girls": 12, "boys": 14, "total": 26}. A total that was left out is added up."""

    name = "head_count"
    order = 65
    block_class = HeadCountBlock
    xlsform_type = "begin group"
    value_type = "number"
    shape = "parts"

    def config(self, value: Any) -> dict:
        return {"maximum": value["maximum"] or MOST}

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        code = item["code"]
        girls, boys = part_name(code, "girls"), part_name(code, "boys")
        rows = [
            {
                "type": "integer",
                "name": name,
                "label": in_languages(texts, label),
                "constraint": ". >= 0",
                "needed": True,
            }
            for name, label in ((girls, "Girls"), (boys, "Boys"), (code, "Total"))
        ]
        rows[-1] |= {
            "constraint": f". = ${{{girls}}} + ${{{boys}}} and . <= {item['maximum']}",
            "constraint_message": in_languages(
                texts, "Girls and boys do not make the total. Correct one of the three numbers."
            ),
        }
        return [group_row(item, texts), *rows, END]

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        typed = {part: data.get(f"{item['code']}__{part}", "").strip() for part in PARTS}
        return {part: text for part, text in typed.items() if text} or None

    def typed(self, item: dict, value: Any) -> float:
        return float(value["total"])

    def worked_out(self, item: dict, result: Any) -> None:
        """Nothing: one number says nothing about girls and boys."""
        return None

    def check(self, item: dict, raw: Any) -> dict:
        if not isinstance(raw, dict) or not set(raw) <= set(PARTS):
            raise AnswerRefused(gettext("Write how many girls and how many boys there are."))
        counts = {part: self._number(raw.get(part)) for part in PARTS}
        girls, boys, total = (counts[part] for part in PARTS)
        if girls is None or boys is None:
            raise AnswerRefused(gettext("Write both numbers, girls and boys. Write 0 for none."))
        if total is not None and girls + boys != total:
            raise AnswerRefused(
                gettext(
                    "Girls and boys make %(sum)s, but the total says %(total)s. "
                    "Correct one of the three numbers."
                )
                % {"sum": written(girls + boys), "total": written(total)}
            )
        if girls + boys > item["maximum"]:
            raise AnswerRefused(
                gettext("Altogether there can be at most %(limit)s. Correct the numbers.")
                % {"limit": written(item["maximum"])}
            )
        return {"girls": girls, "boys": boys, "total": girls + boys}

    def _number(self, raw: Any) -> int | None:
        if raw is None or raw == "":
            return None
        try:
            if isinstance(raw, str):
                number = parse_integer(raw)
            elif isinstance(raw, (int, float)) and not isinstance(raw, bool):
                number = int(raw)
                if number != raw:
                    raise ValueError
            else:
                raise ValueError
        except (ValueError, OverflowError):
            raise AnswerRefused(gettext("Write whole numbers, for example 25.")) from None
        if not 0 <= number <= LARGEST:
            raise AnswerRefused(gettext("Write whole numbers, for example 25."))
        return number

    def export(self, item: dict, value: Any, texts: dict) -> str:
        return gettext("%(girls)s girls, %(boys)s boys, %(total)s altogether") % {
            part: written(value[part]) for part in PARTS
        }

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        answer = answer if isinstance(answer, dict) else {}
        labels = (gettext("Girls"), gettext("Boys"), gettext("Total"))
        return {
            "parts": [
                {
                    "name": f"{item['code']}__{part}",
                    "id": f"id_{item['code']}" + (f"__{part}" if number else ""),
                    "label": label,
                    "part": part,
                    "typed": "" if answer.get(part) is None else str(answer[part])[:40],
                }
                for number, (part, label) in enumerate(zip(PARTS, labels, strict=True))
            ]
        }
