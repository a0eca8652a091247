"""A place on earth: from the phone's GPS with its accuracy, or coordinates that are typed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP
from decimal import Decimal as Exact
from typing import Any, ClassVar

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.errors import AnswerRefused
from forms_builder.exact import exact
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.parts import QuestionBlock, sample
from khmer.digits import written
from khmer.numbers import parse_decimal

_LONGEST = 40
_MOST_METRES = 100_000
_LIMITS = {"latitude": 90, "longitude": 180}


class Precision(TextChoices):
    """How exactly a place is kept, to protect who lives there."""

    METRES = "METRES", _("as exactly as the phone knows it")
    STREET = "STREET", _("rounded to about 100 metres")
    VILLAGE = "VILLAGE", _("rounded to about 1 kilometre")


# Places after the point; a degree is about 111 km.
DECIMALS = {Precision.METRES: 5, Precision.STREET: 3, Precision.VILLAGE: 2}


class PlaceBlock(QuestionBlock):
    own = ("precision",)

    precision = blocks.ChoiceBlock(
        choices=Precision.choices,
        default=Precision.METRES,
        label=_("How exactly"),
        help_text=_("A rounded place never leaves the phone in its exact form."),
    )

    class Meta:
        label = _("Place")
        icon = "site"
        description = _("Where something is, from the phone or typed as coordinates.")
        preview_value: ClassVar[dict] = sample(label="ទីតាំងសាលារៀន", precision=Precision.METRES)


class Place(QuestionKind):
    """Stored as {"latitude": "11.5564", "longitude": "104.9282", "accuracy": "12.5"}.

    Degrees (WGS 84) and metres, exact decimals in text; accuracy only where GPS told it.
    Expressions see what XLSForm calls a geopoint: "latitude longitude 0 accuracy".
    """

    name = "place"
    order = 96
    block_class = PlaceBlock
    xlsform_type = "geopoint"
    shape = "parts"

    def config(self, value: Any) -> dict:
        return {"decimals": DECIMALS[Precision(value["precision"] or Precision.METRES)]}

    def typed(self, item: dict, value: Any) -> str:
        accuracy = value.get("accuracy", "0")
        return f"{value['latitude']} {value['longitude']} 0 {accuracy}"

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        parts = {
            part: typed
            for part in ("latitude", "longitude", "accuracy")
            if (typed := data.get(f"{item['code']}__{part}", "").strip())
        }
        return parts if parts.keys() & _LIMITS.keys() else None

    def is_empty(self, raw: Any) -> bool:
        if isinstance(raw, dict):
            raw = {key: value for key, value in raw.items() if key != "accuracy"}
        return super().is_empty(raw)

    def check(self, item: dict, raw: Any) -> dict:
        if isinstance(raw, str):
            raw = self._geopoint(raw)
        if not isinstance(raw, dict) or not set(raw) <= {"latitude", "longitude", "accuracy"}:
            raise AnswerRefused(_example())
        value = {part: self._degrees(item, part, raw.get(part)) for part in _LIMITS}
        if raw.get("accuracy") not in (None, ""):
            metres = _number(raw["accuracy"])
            if not 0 <= metres <= _MOST_METRES:
                raise AnswerRefused(
                    gettext("The accuracy cannot be right. Take the place once more.")
                )
            value["accuracy"] = exact(metres.quantize(Exact("0.1"), ROUND_HALF_UP))
        return value

    def _geopoint(self, raw: str) -> dict:
        parts = raw[: 4 * _LONGEST].split()
        if not 2 <= len(parts) <= 4:
            raise AnswerRefused(_example())
        value = {"latitude": parts[0], "longitude": parts[1]}
        if len(parts) == 4 and parts[3] != "0":
            value["accuracy"] = parts[3]
        return value

    def _degrees(self, item: dict, part: str, raw: Any) -> str:
        if raw in (None, ""):
            raise AnswerRefused(gettext("Write both latitude and longitude, or take the place."))
        degrees = _number(raw)
        if abs(degrees) > _LIMITS[part]:
            if part == "latitude" and abs(degrees) <= 180:
                raise AnswerRefused(
                    gettext(
                        "Latitude lies between -90 and 90. "
                        "Did latitude and longitude change places?"
                    )
                )
            raise AnswerRefused(
                gettext("Latitude lies between -90 and 90, longitude between -180 and 180.")
            )
        step = Exact(1).scaleb(-item["decimals"])
        return exact(degrees.quantize(step, ROUND_HALF_UP))

    def export(self, item: dict, value: Any, texts: dict) -> str:
        place = f"{value['latitude']}, {value['longitude']}"
        if "accuracy" not in value:
            return place
        return gettext("%(place)s (within %(metres)s metres)") % {
            "place": place,
            "metres": written(value["accuracy"]),
        }

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        if isinstance(answer, str):
            parts = answer[: 4 * _LONGEST].split()
            answer = dict(zip(("latitude", "longitude"), parts, strict=False))
        answer = answer if isinstance(answer, dict) else {}
        return {
            part: "" if answer.get(part) is None else str(answer[part])[:_LONGEST]
            for part in ("latitude", "longitude", "accuracy")
        }


def _number(raw: Any) -> Exact:
    try:
        if isinstance(raw, str) and len(raw) <= _LONGEST:
            return parse_decimal(raw.replace("°", ""))
        # Far beyond any number of degrees or metres; also refuses infinity and what is none.
        if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) <= 10**9:
            return Exact(repr(raw))
    except ValueError:
        pass
    raise AnswerRefused(_example())


def _example() -> str:
    return gettext("Write latitude and longitude in degrees, for example 11.5564 and 104.9282.")
