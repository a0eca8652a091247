"""A table of small inputs: rows that are asked about, columns that say what."""

from __future__ import annotations

from decimal import Decimal as Exact
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.struct_block import StructBlockValidationError

from forms_builder.errors import AnswerRefused
from forms_builder.exact import exact
from forms_builder.fields.base import QuestionKind, checked_text
from forms_builder.fields.inputs import LineBlock
from forms_builder.fields.named_parts import NamedPartBlock, NamedPartsBlock
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.rules import SameChoiceBlock
from forms_builder.fields.sheet_rows import (
    END,
    choice_rows,
    group_row,
    part_name,
    value_row,
    words_of,
)
from forms_builder.fields.single_choice import ChoicesBlock
from khmer.numbers import parse_decimal

LONGEST = 500
LARGEST = Exact(10) ** 12


class CellInput(TextChoices):
    """What a column asks for."""

    NUMBER = "NUMBER", _("a number")
    TEXT = "TEXT", _("a text")
    CHOICE = "CHOICE", _("one of the choices")


class ColumnBlock(NamedPartBlock):
    label = LineBlock(max_length=120, label=_("Column"))
    input = SameChoiceBlock(
        choices=CellInput.choices, default=CellInput.NUMBER, label=_("What is asked")
    )


class MatrixBlock(QuestionBlock):
    own = ("rows", "columns", "choices")

    rows = NamedPartsBlock(max_num=40, label=_("Rows"))
    columns = NamedPartsBlock(ColumnBlock(), max_num=8, label=_("Columns"))
    choices = ChoicesBlock(
        min_num=0,
        default=[],
        help_text=_("For the columns that ask for one of the choices."),
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        asks = any(column["input"] == CellInput.CHOICE for column in value["columns"])
        if asks and len(value["choices"]) < 2:
            raise StructBlockValidationError(
                {"choices": ValidationError(gettext("Write at least two choices."))}
            )
        return value

    class Meta:
        label = _("Table of answers")
        icon = "grid"
        description = _("Rows and columns of numbers, texts or choices.")
        preview_value: ClassVar[dict] = sample(
            label="សៀវភៅក្នុងថ្នាក់",
            rows=[
                {"label": "ភាសាខ្មែរ", "value": "khmer"},
                {"label": "គណិតវិទ្យា", "value": "mathematics"},
            ],
            columns=[
                {"label": "មាន", "value": "there", "input": "NUMBER"},
                {"label": "ខ្វះ", "value": "missing", "input": "NUMBER"},
            ],
            choices=[],
        )


class Matrix(QuestionKind):
    """Stored as {"row": {"column": value}}; numbers as exact texts, empty cells left out."""

    name = "matrix"
    order = 95
    block_class = MatrixBlock
    xlsform_type = "begin group"
    value_type = "number"
    shape = "parts"

    def config(self, value: Any) -> dict:
        return {
            "rows": [{"value": row["value"]} for row in value["rows"]],
            "columns": [
                {"value": column["value"], "input": column["input"] or CellInput.NUMBER.value}
                for column in value["columns"]
            ],
            "cell_choices": [choice["value"] for choice in value["choices"]],
        }

    def words(self, value: Any) -> dict:
        return {
            **super().words(value),
            **{
                name: {one["value"]: one["label"] for one in value[name]}
                for name in ("rows", "columns", "choices")
            },
        }

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        code = item["code"]
        rows = []
        for row in item["rows"]:
            for column in item["columns"]:
                of_row = words_of(texts, "rows", row["value"])
                of_column = words_of(texts, "columns", column["value"])
                cell: dict[str, Any] = {
                    "type": "decimal" if column["input"] == CellInput.NUMBER else "text",
                    "name": part_name(code, row["value"], column["value"]),
                    "label": {
                        language: f"{of_row[language]} – {of_column[language]}"
                        for language in texts
                    },
                    "needed": True,
                }
                if column["input"] == CellInput.CHOICE:
                    cell["type"] = f"select_one {code}"
                    cell["choices"] = choice_rows(item["cell_choices"], texts, "choices")
                rows.append(cell)
        filled = " + ".join(f"if(${{{cell['name']}}} = '', 0, 1)" for cell in rows)
        answers = ", ".join(f"${{{cell['name']}}}" for cell in rows)
        value = value_row(item, f"if(concat({answers}, '') = '', '', {filled})")
        return [group_row(item, texts), *rows, value, END]

    def typed(self, item: dict, value: Any) -> float:
        """Return how many cells have an answer."""
        return float(sum(len(cells) for cells in value.values()))

    def chosen(self, value: Any) -> list[str]:
        return list(value)

    def worked_out(self, item: dict, result: Any) -> None:
        """Nothing: one value says nothing about a table."""
        return None

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        given = {
            f"{row['value']}__{column['value']}": data.get(
                f"{item['code']}__{row['value']}__{column['value']}", ""
            ).strip()
            for row in item["rows"]
            for column in item["columns"]
        }
        return {name: text for name, text in given.items() if text} or None

    def check(self, item: dict, raw: Any) -> dict[str, dict[str, str]]:
        """Take {"row": {"column": …}} or, as inputs are named, {"row__column": …}."""
        cells = _flat(raw)
        wanted = [(row["value"], column) for row in item["rows"] for column in item["columns"]]
        names = {f"{row}__{column['value']}" for row, column in wanted}
        if cells is None or not set(cells) <= names:
            raise AnswerRefused(gettext("Answer in the cells of the table."))
        value: dict[str, dict[str, str]] = {}
        for row, column in wanted:
            cell = cells.get(f"{row}__{column['value']}")
            if cell is None or (isinstance(cell, str) and not cell.strip()):
                if item["required"]:
                    raise AnswerRefused(gettext("Fill in every cell of the table."))
                continue
            if checked := self._cell(item, column, cell):
                value.setdefault(row, {})[column["value"]] = checked
        return value

    def _cell(self, item: dict, column: dict, raw: Any) -> str:
        if column["input"] == CellInput.TEXT:
            return checked_text(raw, LONGEST)
        if column["input"] == CellInput.CHOICE:
            if isinstance(raw, str) and raw in item["cell_choices"]:
                return raw
            raise AnswerRefused(gettext("Choose one of the answers in each cell."))
        try:
            if isinstance(raw, str):
                number = parse_decimal(raw)
            elif isinstance(raw, (int, float)) and not isinstance(raw, bool):
                number = Exact(repr(raw))
            else:
                raise ValueError
            if not number.is_finite() or abs(number) > LARGEST:
                raise ValueError
        except (ValueError, ArithmeticError):
            raise AnswerRefused(
                gettext("Write numbers in the cells, for example 12 or 12.5.")
            ) from None
        return exact(number)

    def is_empty(self, raw: Any) -> bool:
        cells = _flat(raw)
        return super().is_empty(raw if cells is None else cells)

    def export(self, item: dict, value: Any, texts: dict) -> str:
        rows, columns = texts.get("rows", {}), texts.get("columns", {})
        choices = texts.get("choices", {})
        lines = []
        for row in item["rows"]:
            cells = value.get(row["value"], {})
            said = [
                f"{columns.get(name) or name} {choices.get(cell) or cell}"
                if self._asks_choice(item, name)
                else f"{columns.get(name) or name} {cell}"
                for name, cell in cells.items()
            ]
            if said:
                lines.append(f"{rows.get(row['value']) or row['value']}: {', '.join(said)}")
        return "\n".join(lines)

    def _asks_choice(self, item: dict, column: str) -> bool:
        return any(
            one["value"] == column and one["input"] == CellInput.CHOICE for one in item["columns"]
        )

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        typed = _flat(answer) or {}
        labels = {name: texts.get(name) or {} for name in ("rows", "columns", "choices")}
        columns = [
            {**one, "label": labels["columns"].get(one["value"]) or one["value"]}
            for one in item["columns"]
        ]
        rows: list[dict] = []
        for row in item["rows"]:
            cells: list[dict] = []
            for column in columns:
                name = f"{row['value']}__{column['value']}"
                first = not rows and not cells
                cell = typed.get(name)
                cells.append(
                    {
                        "column": column,
                        "name": f"{item['code']}__{name}",
                        "id": f"id_{item['code']}" + ("" if first else f"__{name}"),
                        "typed": "" if cell is None else str(cell)[: LONGEST * 2],
                    }
                )
            rows.append({"label": labels["rows"].get(row["value"]) or row["value"], "cells": cells})
        return {
            "rows": rows,
            "columns": columns,
            "options": [
                {"value": value, "label": labels["choices"].get(value) or value}
                for value in item["cell_choices"]
            ],
        }


def _flat(raw: Any) -> dict[str, Any] | None:
    """Return the cells by "row__column"; None for what is no table."""
    if not isinstance(raw, dict):
        return None
    cells: dict[str, Any] = {}
    for name, part in raw.items():
        if isinstance(part, dict):
            cells |= {f"{name}__{column}": cell for column, cell in part.items()}
        else:
            cells[name] = part
    return cells
