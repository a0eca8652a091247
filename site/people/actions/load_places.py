"""Loading the gazetteer into the tree of places."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F

from people.choices import PlaceKind
from people.gazetteer import COUNTRY_CODE, Entry, Fault, read_gazetteer
from people.models import Place
from people.signals import places_loaded

Key = tuple[str, str]  # kind and code

_BATCH = 2000


@dataclass
class LoadReport:
    """How many places of each kind are new, renamed or as before, and the rows left out."""

    created: Counter = field(default_factory=Counter)
    updated: Counter = field(default_factory=Counter)
    unchanged: Counter = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)


@transaction.atomic
def load_places() -> LoadReport:
    """Bring the tree in line with the gazetteer. Safe to run again; nothing is removed or moved.

    Paths are computed here and written in bulk, since treebeard asks several queries a node.
    """
    entries, faults = read_gazetteer()
    report = LoadReport(faults=faults)
    known = {(place.kind, place.code): place for place in Place.objects.all()}
    country = known.get((PlaceKind.COUNTRY, COUNTRY_CODE)) or _add_country(report)
    known[(country.kind, country.code)] = country
    tree = _Growth(known)

    renamed = []
    for entry in entries:
        place = known.get((entry.kind, entry.code))
        if place is None:
            known[(entry.kind, entry.code)] = tree.add(entry)
            report.created[entry.kind] += 1
        elif (place.name_km, place.name_en) != (entry.name_km, entry.name_en):
            place.name_km, place.name_en = entry.name_km, entry.name_en
            renamed.append(place)
            report.updated[entry.kind] += 1
        else:
            report.unchanged[entry.kind] += 1

    Place.objects.bulk_create(tree.new, batch_size=_BATCH)
    for place in renamed:
        place.save(update_fields=["name_km", "name_en", "sort_key"])
    for path, added in tree.grown.items():
        Place.objects.filter(path=path).update(numchild=F("numchild") + added)
    places_loaded.send(Place, report=report)
    return report


def _add_country(report: LoadReport) -> Place:
    report.created[PlaceKind.COUNTRY] += 1
    return Place.add_root(
        kind=PlaceKind.COUNTRY, code=COUNTRY_CODE, name_km="កម្ពុជា", name_en="Cambodia"
    )


class _Growth:
    """Gives new places their paths, after the children that their parents have already."""

    def __init__(self, known: dict[Key, Place]) -> None:
        self.known = known
        self.new: list[Place] = []
        self.grown: Counter = Counter()  # path of a stored parent → children added
        self._last_step: dict[str, int] = defaultdict(int)
        for place in known.values():
            parent, step = place.path[: -Place.steplen], place.path[-Place.steplen :]
            self._last_step[parent] = max(self._last_step[parent], Place._str2int(step))

    def add(self, entry: Entry) -> Place:
        parent = self.known[entry.above]
        self._last_step[parent.path] += 1
        depth = parent.depth + 1
        place = Place(
            kind=entry.kind,
            code=entry.code,
            name_km=entry.name_km,
            name_en=entry.name_en,
            depth=depth,
            path=Place._get_path(parent.path, depth, self._last_step[parent.path]),
            numchild=0,
        )
        if parent.pk:
            self.grown[parent.path] += 1
        else:
            parent.numchild += 1
        self.new.append(place)
        return place
