"""From the editor's scores and bands to what a version keeps, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.exact import exact
from forms_builder.expressions import (
    ExpressionRefused,
    list_references,
    parse,
    references,
    uses_self,
)
from forms_builder.fields import registry

# Points stand in expressions as answers do, under names that no question can have: these have a
# full stop. domain_points('teaching') is read as ${domain.teaching.points}.
FORM_POINTS, FORM_OUT_OF = "form.points", "form.out_of"
_OF_FORM = re.compile(r"\bform_(points|out_of)\(\s*\)")
_OF_DOMAIN = re.compile(r"""\bdomain_(points|out_of)\(\s*(['"])([A-Za-z0-9_-]+)\2\s*\)""")


def domain_reference(code: str, part: str) -> str:
    """Return the name under which an expression knows `points` or `out_of` of a domain."""
    return f"domain.{code}.{part}"


def parse_score(source: str) -> Any:
    """Return the tree of a score's expression. Raises ExpressionRefused."""
    source = _OF_FORM.sub(r"${form.\1}", source)
    return parse(_OF_DOMAIN.sub(r"${domain.\3.\1}", source))


def compiled_scoring(scoring: Iterable[Any]) -> tuple[dict[str, list], dict[str, dict]]:
    """Return the parts of the schema, `scores` and `bands`, as far as there are any, and the words.

    Words are by block id: label of a score; name and text of a band. Scores that cannot be read,
    which only drafts have, are left out.
    """
    scores, bands, words = [], [], {}
    for index, child in enumerate(scoring):
        value, id = child.value, child.id or f"new-scoring-{index}"
        if child.block_type == "score":
            try:
                trees = {part: parse_score(value[part]) for part in ("expression", "out_of")}
            except ExpressionRefused:
                continue
            scores.append({"id": id, "code": value["code"], **trees})
            words[id] = {"label": value["label"]}
            continue
        rows = []
        for number, one in enumerate(value["bands"].bound_blocks):
            band_id = one.id or f"{id}-{number}"
            start = exact(Decimal(one.value["start"] or 0))
            rows.append({"id": band_id, "from": start, "tone": str(one.value["tone"])})
            words[band_id] = {"name": one.value["name"], "text": one.value["text"]}
        rows.sort(key=lambda row: Decimal(row["from"]))
        bands.append({"id": id, "of": _subject(value), "bands": rows})
    parts = {"scores": scores, "bands": bands}
    return {name: part for name, part in parts.items() if part}, words


def _subject(value: Any) -> list[str]:
    if value["score"]:
        return ["score", value["score"]]
    return ["domain", value["domain"].code] if value["domain"] else ["form"]


def scoring_errors(body: Iterable[Any], scoring: Iterable[Any]) -> list[str]:
    """Return what keeps the scores and bands of a form from being published."""
    form = _Form(list(body))
    errors: list[str] = []
    codes: set[str] = set()
    subjects: list[list[str]] = []
    for child in scoring:
        value = child.value
        if child.block_type == "bands":
            subjects.append(_subject(value))
            continue
        errors += form.problems_of(value)
        if value["code"] in codes:
            errors.append(
                _("Two scores have the code “%(code)s”. Give one of them another code.")
                % {"code": value["code"]}
            )
        codes.add(value["code"])
    for number, subject in enumerate(subjects):
        if subject[0] == "score" and subject[1] not in codes:
            errors.append(
                _("There are bands for the score “%(code)s”, but no such score.")
                % {"code": subject[1]}
            )
        if subject in subjects[:number]:
            errors.append(_("There are two sets of bands for the same points. Delete one."))
    return errors


class _Form:
    """What an expression may name."""

    def __init__(self, children: list[Any]) -> None:
        self.repeated: dict[str, bool] = {}
        self.domains: set[str] = set()
        repeats: list[str] = []
        for child in children:
            kind = registry.get(child.block_type)
            if kind.closes:
                repeats = repeats[:-1]
                continue
            self.repeated[child.value["code"]] = "repeat" in repeats
            if kind.starts_section:
                repeats = []
            elif kind.opens:
                repeats = [*repeats, kind.opens]
            if domain := child.value.get("domain"):
                self.domains.add(domain.code)

    def problems_of(self, value: Any) -> Iterator[str]:
        for part in ("expression", "out_of"):
            names = {"score": value["label"] or value["code"], "expression": value[part]}
            try:
                tree = parse_score(value[part])
            except ExpressionRefused as refused:
                names["reason"] = str(refused)
                yield _("The score “%(score)s” cannot be read. %(reason)s") % names
                continue
            if uses_self(tree):
                yield (
                    _("The score “%(score)s” has no answer of its own: take the dot away.") % names
                )
            for name in sorted(references(tree)):
                if problem := self._problem(name, name in list_references(tree)):
                    yield problem % {**names, "code": name.removeprefix("domain.").split(".")[0]}

    def _problem(self, name: str, in_list: bool) -> str:
        if name in (FORM_POINTS, FORM_OUT_OF):
            return ""
        if name.startswith("domain."):
            if name.split(".")[1] in self.domains:
                return ""
            return _(
                "The score “%(score)s” uses the domain “%(code)s”, but no criterion of the form "
                "belongs to it."
            )
        if name not in self.repeated:
            return _("The score “%(score)s” uses “%(code)s”, but no question has that code.")
        if self.repeated[name] and not in_list:
            return _(
                "The score “%(score)s” uses “%(code)s”, which is asked several times. Say which "
                "is meant, for example with sum()."
            )
        return ""
