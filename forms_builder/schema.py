"""From an edited form to what answers bind to: a structure without words, and the words.

The structure is canonical JSON, equal for every language of a form; see `FormVersion`.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from forms_builder.choices import known_purposes, only_observation
from forms_builder.fields import registry
from forms_builder.logic.lookups import lists_of
from forms_builder.logic.order import Circle, evaluation_order
from forms_builder.logic.outline import items_of
from forms_builder.logic.sources import compiled_logic, kinds_by_code
from forms_builder.models.choice_list import ChoiceListContent
from forms_builder.models.domain import Domain
from forms_builder.models.form import ObservationForm
from forms_builder.scoring import compiled_scoring
from forms_builder.structure import complete_codes
from khmer.jsontext import clean_json, utf8_json

FORMAT = 1

# Questions before the first section stand in this one. No code of an editor's can be the same.
FIRST_SECTION = "_start"


class Compiled(NamedTuple):
    """What `compile_form` returns."""

    schema: dict
    texts: dict

    @property
    def structure_hash(self) -> str:
        return canonical_hash(self.schema)


def canonical(value: Any) -> str:
    """Return JSON that is the same text for the same value: sorted keys, no spaces."""
    try:
        return utf8_json(value, sort_keys=True)
    except TypeError:
        return json.dumps(
            value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        )


def canonical_hash(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def compile_form(form: ObservationForm) -> Compiled:
    """Return structure and words of a form as it stands, saved or not.

    Blocks that were never saved get ids and codes by position, for previews.
    """
    children = list(form.body)
    complete_codes(children, {})
    kinds = kinds_by_code(children)
    sections: list[dict] = []
    within: list[str] = []
    texts: dict[str, Any] = {
        "title": form.title,
        "intro": form.intro,
        "domains": {},
        "items": {},
        "sections": {},
    }
    for index, child in enumerate(children):
        block_id = child.id or f"new-{index}"
        kind = registry.get(child.block_type)
        if kind.closes:
            within = within[:-1]
            continue
        item, words = kind.compile(child.value, block_id)
        if logic := compiled_logic(child.value, kind, kinds):
            item["logic"] = logic
        if kind.starts_section:
            sections.append(item)
            texts["sections"][block_id] = words
            within = []
            continue
        if within:
            item["within"] = list(within)
        if kind.opens:
            within = [*within, item["code"]]
        if not sections:
            sections.append({"id": FIRST_SECTION, "code": FIRST_SECTION, "items": []})
            texts["sections"][FIRST_SECTION] = {"title": "", "intro": ""}
        sections[-1]["items"].append(item)
        texts["items"][block_id] = words
    schema = {
        "format": FORMAT,
        "form_key": str(form.form_key),
        "code": form.code,
        "sections": sections,
        "order": _order(sections),
    }
    purposes = known_purposes(form.purposes)
    if purposes != only_observation():
        schema["purposes"] = purposes
    everything = [one for section in sections for one in (section, *section["items"])]
    if lists := lists_of(everything, form_tables(form)):
        schema["lists"] = lists
    scoring, scoring_words = compiled_scoring(form.scoring)
    if scoring:
        schema |= scoring
        texts["scoring"] = scoring_words
    texts["domains"] = _domain_names(schema, form.locale_id)
    return Compiled(schema, clean_json(texts))


def form_tables(form: ObservationForm) -> dict[str, dict]:
    """Return the tables that a form has to look things up in, by name."""
    if not form.tables:
        return {}
    contents = ChoiceListContent.objects.in_bulk(form.tables.values())
    return {name: contents[hash].content for name, hash in form.tables.items() if hash in contents}


def _order(sections: list[dict]) -> list[str]:
    """The order of evaluation; the form's own where a draft depends on itself in a circle."""
    everything = [one for section in sections for one in (section, *section["items"])]
    try:
        return evaluation_order(everything)
    except Circle:
        return [one["code"] for one in everything]


def _domain_names(schema: dict, locale_id: int) -> dict[str, str]:
    """Names of the domains in use, in the form's language where that exists."""
    codes = {item["domain"] for item in items_of(schema) if item.get("domain")}
    if not codes:
        return {}
    names: dict[str, str] = {}
    for domain in Domain.objects.filter(code__in=codes).order_by("pk"):
        if domain.locale_id == locale_id or domain.code not in names:
            names[domain.code] = domain.name
    return names


def ids_of(schema: dict) -> set[str]:
    """Return the block ids of all sections and items."""
    return {section["id"] for section in schema["sections"]} | {
        item["id"] for item in items_of(schema)
    }
