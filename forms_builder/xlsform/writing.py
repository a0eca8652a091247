"""From a form to the sheets of an XLSForm workbook."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.images import get_image_model

from forms_builder.choices import known_purposes
from forms_builder.expressions import ExpressionRefused, parse, to_xpath
from forms_builder.fields import registry
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.note import picture_name
from forms_builder.fields.rules import Effect
from forms_builder.logic.outline import items_of
from forms_builder.models import Domain, ObservationForm
from forms_builder.schema import compile_form, form_tables
from forms_builder.xlsform.formulas import default_expression, yes_or_no
from forms_builder.xlsform.languages import NAMES
from forms_builder.xlsform.lookup_tables import SHEET, sheet_rows
from forms_builder.xlsform.own_sheets import (
    LISTS,
    OPTIONS,
    SCORING,
    lists_table,
    scoring_table,
)
from forms_builder.xlsform.part_rows import add_limits, arranged
from forms_builder.xlsform.points import points_rows, total_rows
from forms_builder.xlsform.words import as_cell, collected

# What stands in the usual columns, not in mentoring::settings.
_IN_COLUMNS = {"label", "help", "required", "rules", "code", "count", "calculation"}
_IN_LABEL = {"section": {"title", "intro"}, "note": {"text"}}
_LOGIC = {
    "relevant": "relevant",
    "constraint": "constraint",
    "calculation": "calculation",
    "choice_filter": "choice_filter",
    "count": "repeat_count",
    "read_only": "readonly",
}
_PART_OF = "mentoring::part_of"
_FIRST = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "required_message",
    "calculation",
    "choice_filter",
    "default",
    "readonly",
    "repeat_count",
    "appearance",
    "parameters",
)


class Sheets:
    """The sheets of one form, as rows of cells by column; cells with words by language."""

    def __init__(self, form: ObservationForm) -> None:
        self.form = form
        self.languages = {form.locale.language_code: form}
        for other in ObservationForm.objects.filter(
            translation_key=form.translation_key
        ).select_related("locale"):
            if other.locale.language_code in NAMES:
                self.languages.setdefault(other.locale.language_code, other)
        self.compiled = {code: compile_form(one) for code, one in self.languages.items()}
        schema = self.compiled[form.locale.language_code].schema
        self.items = {item["id"]: item for item in items_of(schema)}
        self.items |= {section["id"]: section for section in schema["sections"]}
        # What expressions look things up in, by the name of the CSV file that goes along.
        self.lookups = {
            name: table
            for name, table in form_tables(form).items()
            if name in (schema.get("lists") or {})
        }
        self.survey: list[dict[str, Any]] = []
        self.choices: list[dict[str, Any]] = []
        self.criteria: list[dict] = []
        self._write_survey(schema)

    def _is_repeated(self, item: dict) -> bool:
        around = item.get("within") or ()
        return any(
            one.get("kind") == "repeat" and one["code"] in around for one in self.items.values()
        )

    def _write_survey(self, schema: dict) -> None:
        open_section = False
        for child in self.form.body:
            kind = registry.get(child.block_type)
            if kind.closes:
                self.survey.append({"type": f"end {kind.closes}"})
                continue
            if kind.starts_section:
                if open_section:
                    self.survey.append({"type": "end group"})
                open_section = True
            if child.id in self.items:
                self.survey += self._rows(child, kind)
        if open_section:
            self.survey.append({"type": "end group"})
        self.survey += total_rows(self.criteria, schema.get("scores", ()), self._is_repeated)
        self.survey += [{"type": "csv-external", "name": name} for name in sorted(self.lookups)]

    def _rows(self, child: Any, kind: QuestionKind) -> list[dict[str, Any]]:
        item = self.items[child.id]
        words = {
            code: compiled.texts["sections" if kind.starts_section else "items"].get(child.id, {})
            for code, compiled in self.compiled.items()
        }
        first, *parts = kind.to_xlsform(item, words)
        if formulas := kind.points_formulas(item):
            parts += points_rows(item, formulas)
            self.criteria.append(item)
        if kind.starts_section:
            first["label"] = {code: one.get("title", "") for code, one in words.items()}
            first["hint"] = {code: one.get("intro", "") for code, one in words.items()}
        first |= self._logic(item, kind, child.value)
        for effect in Effect:
            name = f"{effect.value.lower()}_message"
            message = {code: one[name] for code, one in words.items() if one.get(name)}
            if message:
                plain = effect in (Effect.CONSTRAINT, Effect.REQUIRED)
                first[name if plain else f"mentoring::{name}"] = message
        if limits := kind.limits(item):
            add_limits(first, limits, item)
        first |= {"mentoring::kind": kind.name, "mentoring::id": child.id}
        if settings := self._settings(child, kind):
            first["mentoring::settings"] = json.dumps(
                as_cell(settings), ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder
            )
        return [self._with_list(row, kind, item) for row in arranged(first, parts, item)]

    def _settings(self, child: Any, kind: QuestionKind) -> dict[str, Any]:
        same = {code: self._same_block(form, child) for code, form in self.languages.items()}
        value = collected(child.block, {code: one for code, one in same.items() if one})
        left = {*_IN_COLUMNS, *_IN_LABEL.get(kind.name, ()), *kind.xlsform_columns}
        return {name: part for name, part in value.items() if name not in left}

    def _same_block(self, form: ObservationForm, child: Any) -> Any:
        if form is self.form:
            return child.value
        return next((one.value for one in form.body if one.id == child.id), None)

    def _logic(self, item: dict, kind: QuestionKind, value: Any) -> dict[str, Any]:
        """The columns of rules; what XLSForm would read otherwise, in a column of its own."""
        logic = dict(item.get("logic") or {})
        cells: dict[str, Any] = {}
        exact: dict[str, str] = {}
        if item.get("required"):
            cells["required"] = "yes"
        if "calculation" in kind.block_class.base_blocks:
            logic.pop("calculation", None)
            if source := (value.get("calculation") or "").strip():
                cells["calculation"] = source
        for effect, tree in logic.items():
            source = to_xpath(tree)
            if effect in _LOGIC:
                cells[_LOGIC[effect]] = source
                if effect in ("relevant", "read_only") and yes_or_no(source) is not None:
                    exact[effect] = source
            elif effect == "required":
                cells.setdefault("required", source)
                if item.get("required") or yes_or_no(source) is not None:
                    exact[effect] = source
                    cells["mentoring::required"] = "yes" if item.get("required") else "no"
            elif effect == "default":
                cells["default"] = plain = tree[1] if tree[0] in ("text", "number") else source
                number = kind.value_type == "number"
                if _tree(default_expression(plain, number=number)) != tree:
                    exact[effect] = source
            else:
                exact[effect] = source
        if exact:
            cells["mentoring::logic"] = json.dumps(exact, ensure_ascii=False, sort_keys=True)
        return cells

    def _with_list(self, row: dict[str, Any], kind: QuestionKind, item: dict) -> dict[str, Any]:
        """Move the choices of a row to the choices sheet."""
        choices = row.pop("choices", None)
        name, _space, list_name = row["type"].partition(" ")
        if name in ("select_one", "select_multiple", "rank") and not list_name:
            values = kind.condition_values(item)
            if not choices and not values:
                row["type"] = "text"
                return row
            choices = choices or [
                {"name": value, "label": dict.fromkeys(self.languages, value)}
                for value in values or ()
            ]
            list_name = row["name"]
            row["type"] = f"{name} {list_name}"
        known = {choice["list_name"] for choice in self.choices}
        if choices and list_name not in known:
            of_part = {"mentoring::part_of": owner} if (owner := row.get(_PART_OF)) else {}
            self.choices += [{"list_name": list_name, **choice, **of_part} for choice in choices]
        return row

    def pictures(self) -> dict[str, bytes]:
        """Return the pictures of notes by the names that the survey has."""
        shown = {
            words["image"]
            for compiled in self.compiled.values()
            for words in compiled.texts["items"].values()
            if words.get("image")
        }
        found = {}
        for image in get_image_model().objects.filter(pk__in=shown):
            with contextlib.suppress(OSError), image.file.open("rb") as file:
                found[picture_name(image)] = file.read()
        return found

    # Sheets

    def settings(self) -> dict[str, Any]:
        default = self.form.locale.language_code
        cells: dict[str, Any] = {
            "form_title": self.form.title,
            "form_id": self.form.code,
            "default_language": NAMES.get(default, default),
            "version": self.compiled[default].structure_hash[:12],
            "mentoring::form_key": str(self.form.form_key),
            "mentoring::source": self.form.source,
            "mentoring::purposes": " ".join(known_purposes(self.form.purposes)),
            "allow_choice_duplicates": "yes" if self._same_names() else "",
            **{f"mentoring::{name}": str(getattr(self.form, name)) for name in OPTIONS},
        }
        for code, form in self.languages.items():
            cells[f"mentoring::title::{code}"] = form.title
            cells[f"mentoring::intro::{code}"] = form.intro
        return {key: cell for key, cell in cells.items() if cell}

    def _same_names(self) -> bool:
        """Whether a list has a name twice, told apart by what its filter leaves."""
        names = [(choice["list_name"], choice["name"]) for choice in self.choices]
        return len(set(names)) < len(names)

    def domains(self) -> list[dict[str, Any]]:
        codes = {item["domain"] for item in self.items.values() if item.get("domain")}
        codes |= {
            child.value["domain"].code
            for child in self.form.scoring
            if child.block_type == "bands" and child.value["domain"]
        }
        rows = []
        for code in sorted(codes):
            names = {
                domain.locale.language_code: domain.name
                for domain in Domain.objects.filter(code=code).select_related("locale")
            }
            rows.append({"name": code, "label": names})
        return rows

    def tables(self, *, own: bool = True) -> dict[str, list[list[str]]]:
        """Return the sheets as rows of cells, the header first; without `own`, pure XLSForm."""
        sheets = {
            "survey": self._table(self.survey, _FIRST, own),
            "choices": self._table(self.choices, ("list_name", "name", "label"), own),
            "settings": self._table([self.settings()], ("form_title", "form_id"), own),
        }
        if own and (domains := self.domains()):
            sheets["mentoring_domains"] = self._table(domains, ("name", "label"), own)
        if own and (scoring := scoring_table(self.languages)):
            sheets[SCORING] = scoring
        if own and (lists := lists_table(self.form)):
            sheets[LISTS] = lists
        if own and (tables := sheet_rows(self.lookups)):
            sheets[SHEET] = tables
        return sheets

    def _table(
        self, rows: list[dict[str, Any]], first: tuple[str, ...], own: bool
    ) -> list[list[str]]:
        names = [name for name in first if any(name in row for row in rows)]
        names += sorted({name for row in rows for name in row} - set(names))
        columns: list[tuple[str, str, str]] = []
        for name in names:
            if name.startswith("mentoring::") and not own:
                continue
            if any(isinstance(row.get(name), dict) for row in rows):
                columns += [
                    (name, code, f"{name}::{NAMES[code]}")
                    for code in self.languages
                    if any((row.get(name) or {}).get(code) for row in rows)
                ]
            else:
                columns.append((name, "", name))
        return [
            [written for _name, _code, written in columns],
            *([_cell(row.get(name), code) for name, code, _w in columns] for row in rows),
        ]


def _cell(cell: Any, language: str) -> str:
    return str((cell.get(language) if isinstance(cell, dict) else cell) or "")


def _tree(source: str) -> Any:
    try:
        return parse(source)
    except ExpressionRefused:
        return None
