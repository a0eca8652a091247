"""Lists with more choices than a question shows: they become lists in steps, of one step."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forms_builder.xlsform.names import as_code
from forms_builder.xlsform.own_sheets import OwnList
from forms_builder.xlsform.row import SurveyRow
from forms_builder.xlsform.survey import MOST_CHOICES, MOST_LISTED
from khmer.digits import written


def ask_long_list(row: SurveyRow, lists: dict[str, OwnList]) -> bool:
    """Let a row ask its many choices in another way, told in its report; False for not at all.

    One choice is asked from a list in steps, which is added to `lists`; several as a text.
    """
    names = {"list": row.list_name, "limit": written(MOST_CHOICES)}
    if len(row.choices) > MOST_LISTED:
        names["limit"] = written(MOST_LISTED)
        row.wrong(
            "type",
            _(
                "The list “%(list)s” has more than %(limit)s choices, so the question was left "
                "out. Keep only the choices that the form needs."
            )
            % names,
        )
        return False
    if row.type != "select_one":
        row.adapted(
            "type",
            _(
                "The list “%(list)s” has more than %(limit)s choices, so the question asks for a "
                "text. Shorten the list, or ask for one choice."
            )
            % names,
        )
        row.type, row.choices = "text", []
        return True
    row.in_steps = as_code(row.list_name.rsplit("/", 1)[-1].removesuffix(".csv"))
    lists.setdefault(row.in_steps, _in_steps(row))
    row.choices = []
    row.adapted(
        "type",
        _(
            "The list “%(list)s” has more than %(limit)s choices, so it became a choice list of "
            "its own, which editors change under “Choice lists”."
        )
        % names,
    )
    if row.cells.pop("choice_filter", ""):
        row.adapted(
            "choice_filter",
            _(
                "So long a list is not filtered: all of it is offered. To narrow it down, make a "
                "list with a column for each step under “Choice lists”, and ask that."
            ),
        )
    if row.or_other:
        row.or_other = False
        row.adapted("type", _("So long a list has no “other”. Add it to the list itself."))
    return True


def _in_steps(row: SurveyRow) -> OwnList:
    label = row.label
    title = label.get("km") or label.any() or row.list_name
    return OwnList(
        title[:255],
        {
            "steps": [{"code": "choice", "km": title, "en": label.get("en", "")}],
            "nodes": [
                [0, -1, choice.value, choice.label.get("km") or choice.label.any(), english]
                for choice in row.choices
                for english in (choice.label.get("en", ""),)
            ],
        },
    )
