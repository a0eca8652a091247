"""Points as people read them: what they are out of, how much was rated, which band they reach."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms_builder.models import Submission
from khmer.digits import written

# The sign that goes with each tone: a band is never told by colour alone.
_ICONS = {"GREEN": "check", "BLUE": "growth", "YELLOW": "waiting", "RED": "book"}


def points_of(submission: Submission, texts: dict[str, Any]) -> dict[str, Any]:
    """Return what points.html shows: `whole`, the rows of domains and scores, and the version.

    `texts` are the words of the submission's own version.
    """
    scores, schema = submission.scores, submission.version.schema
    words = texts.get("scoring", {})
    bands = {
        one["id"]: _limited(part["bands"])
        for part in schema.get("bands", ())
        for one in part["bands"]
    }
    names = {one["code"]: words.get(one["id"], {}).get("label") for one in schema.get("scores", ())}

    def row(label: str, total: dict[str, Any], note: str) -> dict[str, Any]:
        return {"label": label, **_bar(total), "note": note, "band": band_of(total)}

    def band_of(total: dict[str, Any]) -> dict[str, str] | None:
        id = total.get("band") or ""
        return {**bands[id][id], **words.get(id, {})} if id in bands else None

    whole = scores.get("form", {})
    return {
        "version": submission.version.number,
        "rated": whole.get("answered", 0),
        "whole": row(_("All criteria together"), whole, _rated(whole)),
        "rows": [
            *(
                row(texts.get("domains", {}).get(code) or code, total, _rated(total))
                for code, total in scores.get("domains", {}).items()
            ),
            *(
                row(names.get(code) or code, total, "")
                for code, total in scores.get("scores", {}).items()
                if total["points"] is not None and total["out_of"] is not None
            ),
        ],
    }


def _limited(bands: list[dict]) -> dict[str, dict[str, str]]:
    """The bands of one set by id, each with the percents that it reaches from and to."""
    ends = [*(band["from"] for band in bands[1:]), "100"]
    return {
        band["id"]: {
            "from": band["from"],
            "to": end,
            "tone": band["tone"].lower(),
            "icon": f"icons/{_ICONS[band['tone']]}.svg",
        }
        for band, end in zip(bands, ends, strict=True)
    }


def _bar(total: dict[str, Any]) -> dict[str, Any]:
    points, out_of = Decimal(total.get("points", "0")), Decimal(total.get("out_of", "0"))
    percent = int(points * 100 / out_of) if out_of else 0
    return {
        "points": total.get("points", "0"),
        "out_of": total.get("out_of", "0"),
        "percent": max(0, min(percent, 100)),
    }


def _rated(total: dict[str, Any]) -> str:
    answered, asked = total.get("answered", 0), total.get("asked", 0)
    return ngettext(
        "%(answered)s of %(asked)s criterion rated",
        "%(answered)s of %(asked)s criteria rated",
        asked,
    ) % {"answered": written(answered), "asked": written(asked)}
