"""Cutting text between clusters and never inside one."""

import re
from collections.abc import Callable
from itertools import accumulate

import pytest
from django.utils.text import Truncator
from hypothesis import given
from hypothesis import strategies as st

from khmer.clusters import clusters, graphemes, truncate
from tests.khmer.place_names import commune_names
from tests.khmer.test_clean import TYPED

# A Khmer letter, what is subscribed to it, and its signs: written apart from the code under test.
UNIT = re.compile("[ក-ឳ](?:\u17d2[ក-ឳ]|[\u17b6-\u17d1\u17d3\u17dd])*")


def cuts_a_unit(text: str, end: int) -> bool:
    return any(unit.start() < end < unit.end() for unit in UNIT.finditer(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ស្ត្រី", ["ស្ត្រី"]),
        ("ភ្នំពេញ", ["ភ្នំ", "ពេ", "ញ"]),
        ("ធម៌", ["ធ", "ម៌"]),
        ("ប៉ុន្តែ", ["ប៉ុ", "ន្តែ"]),
        ("ឧត្តម", ["ឧ", "ត្ត", "ម"]),
        ("ថ្នាក់ទី១២ Grade 12!", ["ថ្នា", "ក់", "ទី", "១២", " ", "Grade", " ", "12", "!"]),
    ],
)
def test_clusters_are_what_a_reader_sees(text, expected):
    assert clusters(text) == expected


@given(TYPED)
def test_clusters_and_graphemes_lose_nothing(text):
    assert "".join(clusters(text)) == text
    assert "".join(graphemes(text)) == text


def test_clusters_never_cut_a_place_name_inside_a_unit():
    names = commune_names()
    assert len(names) > 1000
    for name in names:
        for cut in (clusters, graphemes):
            assert not any(cuts_a_unit(name, end) for end in accumulate(map(len, cut(name))))


@given(TYPED, st.integers(min_value=1, max_value=12))
def test_truncate_is_no_longer_than_asked(text, length):
    cut = truncate(text, length)
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1].rstrip()))
    assert len(graphemes(text)) > length or cut == text


def test_truncate_never_cuts_a_cluster_where_django_does():
    def broken(cut: Callable[[str, int], str]) -> int:
        pairs = [(name, cut(name, length)) for name in commune_names() for length in range(2, 8)]
        return sum(short != name and cuts_a_unit(name, len(short) - 1) for name, short in pairs)

    assert broken(truncate) == 0
    assert broken(lambda name, length: Truncator(name).chars(length)) > 1000


def test_truncate_keeps_a_text_that_fits():
    assert truncate("ស្ត្រីខ្មែរ", 3) == "ស្ត្រីខ្មែរ"
    assert truncate("ស្ត្រី ខ្មែរ", 3) == "ស្ត្រី…"


def test_truncate_refuses_a_length_below_the_ellipsis():
    with pytest.raises(ValueError, match="ellipsis"):
        truncate("ខ្មែរ", 0)
