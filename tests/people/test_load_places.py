import time
from collections import Counter

import pytest
from django.core.management import call_command

from people.actions.load_places import load_places
from people.choices import PlaceKind
from people.models import Place
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db


def assert_tree_is_sound():
    """What treebeard's `find_problems` asks node by node, in one query."""
    nodes = list(Place.objects.values_list("path", "depth", "numchild"))
    children = Counter(path[: -Place.steplen] for path, _depth, _numchild in nodes)
    paths = {path for path, _depth, _numchild in nodes}
    assert len(paths) == len(nodes) > 1000
    for path, depth, numchild in nodes:
        assert len(path) == depth * Place.steplen
        assert depth == 1 or path[: -Place.steplen] in paths
        assert children[path] == numchild


def test_load_places_loads_the_whole_gazetteer_in_seconds():
    started = time.process_time()
    report = load_places()
    assert time.process_time() - started < 10
    counts = Counter(Place.objects.values_list("kind", flat=True))
    assert counts[PlaceKind.COUNTRY] == 1
    assert counts[PlaceKind.PROVINCE] == 25
    assert counts[PlaceKind.DISTRICT] == 210
    assert counts[PlaceKind.COMMUNE] == 1661
    faults = Counter(fault.reason for fault in report.faults)
    assert faults == {"malformed code": 9, "code taken": 42, "no place above": 13}
    assert counts[PlaceKind.VILLAGE] == 14576 - len(report.faults)
    assert_tree_is_sound()
    puok = Place.objects.get(kind=PlaceKind.DISTRICT, code="1707")
    assert puok.name_km == "ពួក"
    assert puok.get_parent().code == "17"
    assert puok.sort_key


def test_load_places_again_changes_nothing_and_restores_a_renamed_place():
    load_places()
    first = list(Place.objects.values_list("path", "code", "name_km", "numchild"))
    Place.objects.filter(kind=PlaceKind.PROVINCE, code="17").update(name_km="ខុស")
    report = load_places()
    assert not report.created
    assert report.updated == {PlaceKind.PROVINCE: 1}
    assert list(Place.objects.values_list("path", "code", "name_km", "numchild")) == first


def test_load_places_grows_round_schools_that_are_there_already():
    country = PlaceFactory.create(None, PlaceKind.COUNTRY, code="KH", name_km="កម្ពុជា")
    province = PlaceFactory.create(country, PlaceKind.PROVINCE, code="17", name_km="សៀមរាប")
    district = PlaceFactory.create(province, PlaceKind.DISTRICT, code="1707", name_km="ពួក")
    school = PlaceFactory.create(district, PlaceKind.SCHOOL, code="17070100001")
    load_places()
    school.refresh_from_db()
    assert school.get_parent().pk == district.pk
    assert_tree_is_sound()


def test_load_places_command_reports_the_rows_left_out(capsys):
    call_command("load_places")
    out = capsys.readouterr().out
    assert "64 rows of the source were left out" in out
    assert "0506140-" in out
