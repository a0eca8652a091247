"""The choices of a question: too many, too few, and an “other” that asks for its text."""

from __future__ import annotations

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from forms_builder.xlsform.block_writer import BlockWriter
from forms_builder.xlsform.long_lists import ask_long_list
from forms_builder.xlsform.row import SurveyRow
from forms_builder.xlsform.survey import MOST_CHOICES
from forms_builder.xlsform.words import Words, list_items

_OTHER = gettext_noop("Other")
_NONE = gettext_noop("None of these")
_OTHER_TEXT = gettext_noop("Please write the other answer")


class ChoiceReader(BlockWriter):
    """Reads what the rows of a survey say of choices; see `reading.Reader`."""

    def _has_choices(self, row: SurveyRow) -> bool:
        names = {"list": row.list_name, "limit": MOST_CHOICES}
        if not row.choices:
            if row.list_name.startswith("${"):
                row.wrong("type", _("Choices from answers of a repeat are not known here."))
            else:
                row.wrong(
                    "type", _("The list “%(list)s” is missing or empty. Write its choices.") % names
                )
            return False
        if len(row.choices) > MOST_CHOICES:
            if not ask_long_list(row, self.survey.own_lists):
                return False
            if not row.in_steps:
                self.values.pop(row.cells["mentoring::code"], None)
        elif len(row.choices) < 2:
            row.adapted(
                "type",
                _("The list “%(list)s” has one choice only, so “None of these” was added.") % names,
            )
            first = row.choices[0]
            row.choices = [
                first,
                dataclasses.replace(
                    first, value=f"no_{first.value}"[:60], label=self._ours(_NONE), columns={}
                ),
            ]
        return True

    def _is_named(self, name: str) -> bool:
        sign = f"${{{name}}}"
        return any(
            sign in text
            for row in self.survey.rows
            for text in (*row.cells.values(), *(t for w in row.words.values() for t in w.values()))
        )

    def _add_other(self, row: SurveyRow) -> None:
        other = dataclasses.replace(
            row.choices[-1], value="other", label=self._ours(_OTHER), columns={}
        )
        row.choices = [*row.choices, other]
        known = dict(self.values.get(row.cells["mentoring::code"], {}))
        self.values[row.cells["mentoring::code"]] = {**known, "other": "other"}

    def _ask_other(self, row: SurveyRow) -> None:
        code = row.cells["mentoring::code"]
        rule = {
            "effect": "RELEVANT",
            "join": "AND",
            "question": "",
            "operator": "IS",
            "value": "",
            "expression": f"selected(${{{code}}}, 'other')",
            "message": Words(),
        }
        value = {
            "label": self._ours(_OTHER_TEXT),
            "help": Words(),
            "required": False,
            "multiline": False,
            "max_length": 500,
        }
        block = self._block("text", self.codes.give(f"{code}_other"), value)
        block["value"]["rules"] = list_items(block["id"], "rules", [rule])
        row.adapted("type", _("“Other” became a choice with a question for the text after it."))
