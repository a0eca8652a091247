"""Tally counters: counts, taps with their moments, minutes watched."""

import pytest
from django.utils import translation

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db

TAPS = [["open", 1, "2026-11-23T08:30:05.123+07:00"], ["open", -1, "2026-11-23T01:30:09Z"]]


def part(value, label):
    return {"type": "item", "id": f"{value}-id", "value": {"value": value, "label": label}}


def question(**value):
    counters = [part("open", "សំណួរបើក"), part("closed", "សំណួរបិទ")]
    return Question(block("tally_counter", "it", label="រាប់សំណួរ", counters=counters, **value))


def test_tally_reads_khmer_and_ascii_digits_and_keeps_every_tap():
    raw = {"counts": {"closed": "2", "open": "១២"}, "taps": TAPS}
    assert question().check(raw) == {
        "counts": {"open": 12, "closed": 2},
        "taps": [["open", 1, "2026-11-23T01:30:05Z"], ["open", -1, "2026-11-23T01:30:09Z"]],
    }


def test_tally_takes_taps_as_the_page_sends_them():
    asked = question()
    raw = asked.post('it__count__open=1&it__taps=[["open",1,"2026-11-23T01:30:05Z"]]')
    assert raw == {"counts": {"open": "1"}, "taps": '[["open",1,"2026-11-23T01:30:05Z"]]'}
    assert asked.check(raw)["taps"] == [["open", 1, "2026-11-23T01:30:05Z"]]
    assert asked.post("it__taps=[]&it__count__open=+") is None


@pytest.mark.parametrize(
    "raw",
    [
        5,
        "5",
        [5],
        {"counts": 5},
        {"counts": {"open": -1}},
        {"counts": {"open": 1.5}},
        {"counts": {"open": True}},
        {"counts": {"open": 10**400}},
        {"counts": {"open": float("nan")}},
        {"counts": {"open": "9" * 10**6}},
        {"counts": {"other": 1}},
        {"counts": {"open": [1]}},
        {"counts": {"open": 1}, "minutes": 5},
        {"counts": {"open": 1}, "more": 5},
        {"counts": {"open": 1}, "taps": 5},
        {"counts": {"open": 1}, "taps": "["},
        {"counts": {"open": 1}, "taps": "[" * 100_000},
        {"counts": {"open": 1}, "taps": [["open", 2, TAPS[0][2]]]},
        {"counts": {"open": 1}, "taps": [[["open"], 1, TAPS[0][2]]]},
        {"counts": {"open": 1}, "taps": [["open", [1], TAPS[0][2]]]},
        {"counts": {"open": 1}, "taps": [["open", 1, "2026-11-23T01:30:05"]]},
        {"counts": {"open": 1}, "taps": [["open", 1, "0001-01-01T00:00:00+14:00"]]},
        {"counts": {"open": 1}, "taps": [["open", 1]]},
    ],
)
def test_tally_refuses_what_is_no_count(raw):
    assert question().refusal(raw)


def test_tally_nought_is_an_answer_and_nothing_is_none():
    assert question().check({"counts": {"open": 0}}) == {"counts": {"open": 0}}
    assert question(required=False).check({"counts": {}, "taps": TAPS}) is None
    assert question(per_minute=True).refusal({"minutes": "10"})


def test_tally_tells_counts_per_minute():
    asked = question(per_minute=True)
    value = asked.check({"counts": {"open": 12, "closed": 0}, "minutes": "១០"})
    kind = registry.get("tally_counter")
    with translation.override("en"):
        exported = kind.export(asked.item, value, asked.words)
    assert exported == "សំណួរបើក: 12 (1.2 a minute); សំណួរបិទ: 0 (0 a minute)"


def test_tally_is_computed_with_as_the_sum():
    assert registry.get("tally_counter").typed({}, {"counts": {"open": 3, "closed": 2}}) == 5.0


def test_tally_can_be_filled_without_scripts_and_shows_what_was_typed():
    html = question().html({"counts": {"open": "ច្រើន"}, "taps": TAPS}, ["ខុស"])
    assert 'name="it__count__open" id="id_it" value="ច្រើន"' in html
    assert 'for="id_it__closed"' in html
    assert html.count("data-step=") == html.count("hidden><span aria-hidden") == 4
    assert "it__minutes" not in html
    assert "it__minutes" in question(per_minute=True).html()
    assert "&quot;open&quot;" in html
    question().html({"counts": 7, "taps": "["})
