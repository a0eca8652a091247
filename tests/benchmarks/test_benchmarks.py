"""The benchmarks measure what they say: the same work, the same rows, judged by the ratio."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from django.utils import timezone

from api.actions.issue_token import issue_token
from mentoring.models import MentoringSession
from tests.benchmarks import api_list, place_scope
from tests.benchmarks.__main__ import ROOT, names
from tests.benchmarks.benchmark import Benchmark, Finding, all_benchmarks
from tests.benchmarks.country import Size, make_country
from tests.benchmarks.measure import Times, interleaved, memory_peak


def test_every_benchmark_is_found_by_its_file():
    found = all_benchmarks()
    assert "api_list" in found
    assert names() == list(found)
    assert all(isinstance(benchmark, Benchmark) for benchmark in found.values())


def test_unknown_benchmark_is_told():
    command = [sys.executable, "-m", "tests.benchmarks", "no_such"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 2 and "no_such" in result.stderr


def test_goal_is_judged_by_the_ratio_alone():
    finding = Finding("x", "case", "time", 900.0, "ms", peer=4_600.0, ratio=5.1, goal=5.0)
    assert finding.is_reached
    assert not replace(finding, ratio=4.9).is_reached
    assert replace(finding, goal=None).is_reached
    assert finding.as_json()["ratio"] == 5.1


def test_ratio_is_the_median_of_the_rounds():
    mine, theirs = Times([1.0, 10.0, 2.0]), Times([5.0, 50.0, 2.0])
    assert mine.faster_than(theirs) == 5.0
    assert (mine.median, mine.low, mine.high) == (2.0, 1.0, 10.0)


def test_calls_are_interleaved_and_counted(monkeypatch):
    monkeypatch.setattr("tests.benchmarks.measure.ROUND_SECONDS", 0)
    called: list[str] = []
    calls = {"a": lambda: called.append("a"), "b": lambda: called.append("b")}
    times = interleaved(calls, rounds=5)
    assert called == ["a", "a", "b", "b"] + ["a", "b"] * 15
    assert len(times["a"].rounds) == len(times["b"].rounds) == 5


def test_memory_of_a_call_is_told():
    assert memory_peak(lambda: bytes(5_000_000)) > 4_900
    assert memory_peak(lambda: None) < 1_000


@pytest.fixture
def server(db):
    make_country(Size(400))
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with override_settings(ROOT_URLCONF="tests.benchmarks.api_list"):
        yield api_list.Server()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_peer_tells_the_same_rows_in_every_case(server):
    tokens = {
        name: issue_token(person=person, by=None, at=timezone.now())
        for name, person in api_list.people().items()
    }
    for _case, who, query, peer_query in api_list.cases():
        mine = server.get(f"/api/v1/sessions/?{query}", tokens[who])
        theirs = server.get(f"/peer/sessions/?{peer_query}", tokens[who])
        assert api_list.check_same_rows(mine, theirs) > 0
    far = server.get(api_list.deep_address(7), tokens["national"])
    theirs = server.get("/peer/sessions/?page=7", tokens["national"])
    assert api_list.check_same_rows(far, theirs) == 50
    with pytest.raises(RuntimeError, match="different rows"):
        api_list.check_same_rows(far, mine)


def test_country_is_whole(server):
    assert MentoringSession.objects.count() == 400
    session = MentoringSession.objects.select_related("place", "relationship").first()
    assert session.place.get_parent().kind == "DISTRICT"
    assert session.place_id == session.relationship.place_id


def test_place_scope_finds_the_same_rows_as_its_peers(db):
    make_country(Size(400))
    seen = []
    for name, code in place_scope.COORDINATORS.items():
        for case, calls in place_scope.cases(name, place_scope.coordinator(name, code)):
            place_scope.check_same(case, calls)
            seen.append(case)
    for goals in place_scope.GOALS.values():
        assert set(goals) <= set(seen)
    with pytest.raises(RuntimeError, match="different rows"):
        place_scope.check_same(case, {**calls, "peer": list})


def test_place_scope_runs_on_both_databases():
    assert names("ON_BOTH") == ["place_scope"]
