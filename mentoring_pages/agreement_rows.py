"""Agreement of two observers in words and with denominators, for pages."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.agreement import exact_by_criterion
from forms_builder.logic.outline import items_of
from forms_builder.logic.paths import code_of
from forms_builder.rendering import labelled
from khmer.digits import written


def agreement_rows(agreement: dict[str, Any], texts: dict[str, Any]) -> list[dict[str, Any]]:
    """One row for all criteria together and one a domain (`forms_builder.agreement`)."""
    names = texts.get("domains", {})
    rows = [{"label": _("All criteria together"), **agreement}]
    rows += [
        {"label": names.get(code) or code, **part} for code, part in agreement["domains"].items()
    ]
    return rows


def criterion_rows(
    schema: dict[str, Any], texts: dict[str, Any], own: dict[str, Any], other: dict[str, Any]
) -> list[dict[str, Any]]:
    """Each criterion with what the two said, in the order of the form."""
    items = {item["code"]: (place, item) for place, item in enumerate(items_of(schema))}
    rows = []
    for path in own["criteria"].keys() | other["criteria"].keys():
        place, item = items[code_of(path)]
        words = texts["items"].get(item["id"], {})
        said = [_said(item, words, one["criteria"].get(path)) for one in (own, other)]
        rows.append(
            {
                "place": (path.split(".")[:-1], place),
                "label": labelled(words.get("label") or item["code"], path),
                "own": said[0],
                "other": said[1],
                "same": said[0] == said[1],
            }
        )
    return sorted(rows, key=lambda row: row["place"])


def spread_rows(
    schema: dict[str, Any], texts: dict[str, Any], expert: dict[str, Any], codings: list[dict]
) -> list[dict[str, Any]]:
    """Each criterion with how many of `codings` agree exactly with `expert`, and how many said
    what, the lowest first; in the order of the form. Nobody is named."""
    items = {item["code"]: (place, item) for place, item in enumerate(items_of(schema))}
    rows = []
    for path, (same, out_of) in exact_by_criterion(schema, expert, codings).items():
        if not out_of:
            continue
        place, item = items[code_of(path)]
        words = texts["items"].get(item["id"], {})
        ratings = [coding["criteria"].get(path) for coding in codings]
        said = Counter(_said(item, words, rating) for rating in ratings)
        order = {_said(item, words, rating): _height(rating) for rating in ratings}
        rows.append(
            {
                "place": (path.split(".")[:-1], place),
                "label": labelled(words.get("label") or item["code"], path),
                "exact": same,
                "of": out_of,
                "expert": _said(item, words, expert["criteria"].get(path)),
                "spread": [
                    {"said": text, "count": said[text]}
                    for text in sorted(order, key=order.__getitem__)
                ],
            }
        )
    return sorted(rows, key=lambda row: row["place"])


def _height(rating: dict[str, Any] | None) -> tuple[int, Decimal]:
    """Levels from the lowest; then what does not apply; then what was not answered."""
    if rating is None or (rating["points"] is None and not rating["na"]):
        return (2, Decimal(0))
    if rating["na"]:
        return (1, Decimal(0))
    return (0, Decimal(rating["level"] if rating["level"] is not None else rating["points"]))


def _said(item: dict, words: dict, rating: dict[str, Any] | None) -> str:
    if rating is None or (rating["points"] is None and not rating["na"]):
        return _("not answered")
    if rating["na"]:
        return _("not applicable")
    if rating["level"] is None or "levels" not in item:
        return written(rating["points"])
    label = words.get("levels", {}).get(str(rating["level"]), {}).get("label", "")
    return f"{written(rating['level'])} {label}".strip()
