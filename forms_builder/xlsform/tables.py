"""Kobo's matrices, ratings and rankings as the groups of questions that they stand for."""

from __future__ import annotations

import dataclasses

from django.utils.translation import gettext as _

from forms_builder.xlsform.dialects import CLOSES, TABLES
from forms_builder.xlsform.row import SurveyRow
from forms_builder.xlsform.survey import Survey
from forms_builder.xlsform.words import Words

_LIST_COLUMNS = {
    "begin_kobomatrix": "kobo--matrix_list",
    "begin_score": "kobo--score-choices",
    "begin_rank": "kobo--rank-items",
}


def without_tables(survey: Survey) -> list[SurveyRow]:
    """Return the survey's rows with every table as a group of plain questions."""
    rows: list[SurveyRow] = []
    waiting: list[SurveyRow] = []
    for row in survey.rows:
        if waiting:
            if CLOSES.get(row.type) == waiting[0].type.removeprefix("begin_"):
                rows += _opened(survey, waiting, row)
                waiting = []
            else:
                waiting.append(row)
        elif row.type in TABLES:
            waiting = [row]
        else:
            rows.append(row)
    if waiting:
        waiting[0].wrong("type", _("This group is begun and never ended. Its end was added."))
        rows += _opened(survey, waiting, waiting[-1])
    return rows


def _opened(survey: Survey, inside: list[SurveyRow], end: SurveyRow) -> list[SurveyRow]:
    head, *children = inside
    column = _LIST_COLUMNS[head.type]
    list_name = head.cells.get(column) or head.list_name
    choices = survey.lists.get(list_name, [])
    begin = dataclasses.replace(head, type="begin_group")
    finish = dataclasses.replace(end, type="end_group", cells={})
    if not choices:
        head.wrong(
            column,
            _("The list “%(list)s” is missing or empty. Write its choices.") % {"list": list_name},
        )
        return [begin, finish]
    if head.type == "begin_kobomatrix":
        head.adapted("type", _("The matrix became a group with a question for every cell."))
        asked = [
            dataclasses.replace(
                child,
                name=f"{head.name}_{choice.value}_{child.name}",
                words={**child.words, "label": joined(choice.label, child.label)},
                cells=dict(child.cells),
            )
            for choice in choices
            for child in children
        ]
    elif head.type == "begin_score":
        head.adapted("type", _("The rating table became a question for every row."))
        asked = [
            dataclasses.replace(
                child, type="select_one", list_name=list_name, choices=list(choices)
            )
            for child in children
        ]
    else:
        head.adapted("type", _("The ranking became a question for every place."))
        asked = [
            dataclasses.replace(
                child, type="select_one", list_name=list_name, choices=list(choices)
            )
            for child in children
        ]
    return [begin, *asked, finish]


def joined(first: Words, second: Words) -> Words:
    """Return two texts with a dash between, in every language that either has."""
    return Words(
        {
            code: " – ".join(part for part in (first.get(code), second.get(code)) if part)
            for code in {**first, **second}
        }
    )
