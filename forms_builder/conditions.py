"""Which questions are asked, given the answers so far.

A condition looks at one earlier question. A question that is hidden, and one without an answer,
counts as not answered: IS and ANSWERED are then false, IS_NOT is true.
"""

from __future__ import annotations

from typing import Any

from forms_builder.fields import registry


def is_asked(item: dict, questions: dict[str, dict], values: dict[str, Any]) -> bool:
    """Tell whether `item` is asked.

    `questions` maps codes of earlier questions to their items; `values` maps block ids to stored
    values and must hold none for hidden questions.
    """
    condition = item.get("shown_if")
    if not condition:
        return True
    other = questions.get(condition["question"])
    if other is None:
        return True
    value = values.get(other["id"])
    if condition["operator"] == "ANSWERED":
        return value is not None
    same = value is not None and registry.get(other["kind"]).matches(
        value, condition["value"] or ""
    )
    return same if condition["operator"] == "IS" else not same
