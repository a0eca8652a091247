"""Places: typed or from GPS, within range, rounded for privacy."""

import pytest
from django.utils import translation

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(block("place", "it", label="ទីតាំងសាលា", **value))


@pytest.mark.parametrize(
    "raw",
    [
        {"latitude": "11.5564", "longitude": "104.9282"},
        {"latitude": "១១.៥៥៦៤", "longitude": "១០៤.៩២៨២"},
        {"latitude": 11.5564, "longitude": 104.9282},
        {"latitude": "11.5564°", "longitude": "104.92820", "accuracy": ""},
        "11.5564 104.9282",
        "11.5564 104.9282 0 0",
    ],
)
def test_place_reads_khmer_and_ascii_digits_and_geopoints(raw):
    assert question().check(raw) == {"latitude": "11.5564", "longitude": "104.9282"}


def test_place_keeps_the_accuracy_of_the_phone():
    raw = {"latitude": "-11.5", "longitude": "104", "accuracy": 12.5312}
    assert question().check(raw) == {"latitude": "-11.5", "longitude": "104", "accuracy": "12.5"}
    assert question().check("11.5 104 0 12.5")["accuracy"] == "12.5"


@pytest.mark.parametrize(
    ("precision", "stored"),
    [
        ("METRES", ("11.55643", "104.92822")),
        ("STREET", ("11.556", "104.928")),
        ("VILLAGE", ("11.56", "104.93")),
    ],
)
def test_place_is_rounded_as_the_form_says(precision, stored):
    raw = {"latitude": "11.556432", "longitude": "104.928217"}
    value = question(precision=precision).check(raw)
    assert (value["latitude"], value["longitude"]) == stored


@pytest.mark.parametrize(
    "raw",
    [
        "ភ្នំពេញ",
        11.5,
        ["11.5", "104.9"],
        {"latitude": "11.5"},
        {"latitude": "", "longitude": "104.9"},
        {"latitude": "11,5564", "longitude": "104.9"},
        {"latitude": "91", "longitude": "104.9"},
        {"latitude": "11", "longitude": "181"},
        {"latitude": True, "longitude": "104.9"},
        {"latitude": [11], "longitude": "104.9"},
        {"latitude": float("nan"), "longitude": 104.9},
        {"latitude": float("inf"), "longitude": 104.9},
        {"latitude": 10**400, "longitude": 104.9},
        {"latitude": "9" * 10**6, "longitude": "104.9"},
        {"latitude": "11", "longitude": "104", "accuracy": "-1"},
        {"latitude": "11", "longitude": "104", "accuracy": 10**8},
        {"latitude": "11", "longitude": "104", "altitude": 5},
        "1 2 3 4 5",
    ],
)
def test_what_is_no_place_is_refused(raw):
    assert question().refusal(raw)


def test_exchanged_coordinates_are_named():
    with translation.override("en"):
        message = question().refusal({"latitude": "104.9282", "longitude": "11.5564"})
    assert "change places" in message


def test_place_left_empty_is_no_answer():
    assert question(required=False).check({"latitude": "", "accuracy": "5"}) is None
    assert question().post("it__accuracy=5&it__latitude=+") is None


def test_place_is_read_from_a_post_and_shown_again():
    raw = question().post("it__latitude=១១&it__longitude=x")
    assert raw == {"latitude": "១១", "longitude": "x"}
    html = question(precision="STREET").html(raw, ["ខុស"])
    assert 'name="it__latitude" id="id_it" value="១១"' in html and 'value="x"' in html
    assert 'data-decimals="3"' in html
    assert 'value="11.5"' in question().html("11.5 104.9")


def test_place_is_exported_and_computed_with_as_a_geopoint():
    kind, value = registry.get("place"), {"latitude": "11.5", "longitude": "104.9"}
    with translation.override("en"):
        assert kind.export({}, value, {}) == "11.5, 104.9"
        exported = kind.export({}, {**value, "accuracy": "12.5"}, {})
    assert exported == "11.5, 104.9 (within 12.5 metres)"
    assert kind.typed({}, value) == "11.5 104.9 0 0"
    assert kind.worked_out({"decimals": 5}, "11.5 104.9 0 0") == value
