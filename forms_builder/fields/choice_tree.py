"""Lists in steps as questions ask them: the places of Cambodia, and lists of one's own."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.choices import PlaceKind


class PlaceSteps(TextChoices):
    """How far down the tree of places a question asks."""

    DISTRICT = "DISTRICT", _("Provinces and districts")
    COMMUNE = "COMMUNE", _("Provinces, districts and communes")
    VILLAGE = "VILLAGE", _("Provinces, districts, communes and villages")
    SCHOOL = "SCHOOL", _("Provinces, districts and schools")


_KINDS = {
    PlaceSteps.DISTRICT: (PlaceKind.PROVINCE, PlaceKind.DISTRICT),
    PlaceSteps.COMMUNE: (PlaceKind.PROVINCE, PlaceKind.DISTRICT, PlaceKind.COMMUNE),
    PlaceSteps.VILLAGE: (
        PlaceKind.PROVINCE,
        PlaceKind.DISTRICT,
        PlaceKind.COMMUNE,
        PlaceKind.VILLAGE,
    ),
    PlaceSteps.SCHOOL: (PlaceKind.PROVINCE, PlaceKind.DISTRICT, PlaceKind.SCHOOL),
}


class Option(NamedTuple):
    code: str
    km: str
    en: str

    @property
    def label(self) -> str:
        """The words in the reader's language, Khmer where there is no English."""
        return self.en if get_language() == "en" and self.en else self.km


def place_steps(steps: str) -> list[str]:
    """Return the codes of the steps of a kind of place list."""
    return [kind.value.lower() for kind in _KINDS[PlaceSteps(steps)]]


def tree_of(item: dict) -> dict:
    """Return the steps of a question and all their nodes."""
    return place_list(item["places"]) if item.get("places") else _own(item)


def step_titles(item: dict) -> list[str]:
    """Return what the steps of a question are called, in the reader's language."""
    if places := item.get("places"):
        return [str(kind.label) for kind in _KINDS[PlaceSteps(places)]]
    return [Option(step["code"], step["km"], step["en"]).label for step in _own(item)["steps"]]


def options(item: dict, chosen: list[str]) -> list[Option]:
    """Return what the step after `chosen` offers; nothing where `chosen` is no path."""
    if places := item.get("places"):
        return _places_below(PlaceSteps(places), chosen)
    tree = _branches(item["list"])
    parent = -1
    for code in chosen:
        found = tree.get(parent, {}).get(code)
        if found is None:
            return []
        parent = found[0]
    return [option for _place, option in tree.get(parent, {}).values()]


def path_of(item: dict, codes: list[str]) -> list[Option] | None:
    """Return the options that a path of codes names, None if it names none."""
    path: list[Option] = []
    for depth, code in enumerate(codes):
        option = next((one for one in options(item, codes[:depth]) if one.code == code), None)
        if option is None:
            return None
        path.append(option)
    return path


def own_list(hash: str) -> dict | None:
    """Return the tree of a list of one's own, as `choice_table` makes it."""
    row = apps.get_model("forms_builder", "ChoiceListContent").objects.filter(pk=hash).first()
    return row.content if row else None


def place_list(steps: str) -> dict:
    """Return the places as a tree of the same form."""
    kinds = _KINDS[PlaceSteps(steps)]
    nodes: list[list[Any]] = []
    above: list[dict[str, int]] = [{} for _kind in kinds]
    depth_of = {kind.value: depth for depth, kind in enumerate(kinds)}
    model = apps.get_model("people", "Place")
    rows = model.objects.filter(kind__in=kinds).order_by("depth", "sort_key", "path")
    for path, kind, code, km, en in rows.values_list("path", "kind", "code", "name_km", "name_en"):
        depth = depth_of[kind]
        parent = -1
        if depth:
            ends = range(len(path) - model.steplen, 0, -model.steplen)
            parent = next(
                (above[depth - 1][path[:n]] for n in ends if path[:n] in above[depth - 1]), -1
            )
            if parent < 0:
                continue
        above[depth][path] = len(nodes)
        nodes.append([depth, parent, code, km, en])
    return {
        "steps": [{"code": kind.value.lower(), "km": "", "en": ""} for kind in kinds],
        "nodes": nodes,
    }


def _own(item: dict) -> dict:
    return own_list(item["list"]) or {"steps": [], "nodes": []}


@lru_cache(maxsize=8)
def _branches(hash: str) -> dict[int, dict[str, tuple[int, Option]]]:
    """The options below each node, by code. A list's content never changes under its hash."""
    tree: dict[int, dict[str, tuple[int, Option]]] = {}
    for place, (_depth, parent, code, km, en) in enumerate(
        (own_list(hash) or {"nodes": []})["nodes"]
    ):
        tree.setdefault(parent, {})[code] = (place, Option(code, km, en))
    return tree


def _places_below(steps: PlaceSteps, chosen: list[str]) -> list[Option]:
    kinds = _KINDS[steps]
    if len(chosen) >= len(kinds):
        return []
    model = apps.get_model("people", "Place")
    below = model.objects.all()
    for kind, code in zip(kinds, chosen, strict=False):
        place = below.filter(kind=kind, code=code).first()
        if place is None:
            return []
        below = model.objects.within([place.path])
    rows = below.filter(kind=kinds[len(chosen)]).order_by("sort_key", "path")
    return [Option(*row) for row in rows.values_list("code", "name_km", "name_en")]
