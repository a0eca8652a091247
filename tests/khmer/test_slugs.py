"""Slugs: ASCII, never empty."""

import re

import pytest
from hypothesis import given

from khmer.slugs import slug
from tests.khmer.place_names import commune_names
from tests.khmer.test_clean import TYPED


@given(TYPED)
def test_slug_is_ascii_and_never_empty(text):
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug(text))
    assert len(slug(text, max_length=10)) <= 10
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug(text, max_length=10))


def test_slug_reads_khmer_aloud():
    assert slug("សាលាបឋមសិក្សា Angkor ២") == "salabthmseksa-angkor-2"


def test_slug_tells_most_names_apart():
    names = commune_names()
    assert len({slug(name) for name in names}) > 0.97 * len(names)


@pytest.mark.parametrize("text", ["", "!!!", "\u200b", "…"])
def test_slug_of_nothing_is_a_short_hash(text):
    assert re.fullmatch("[0-9a-f]{8}", slug(text))


def test_slug_ends_at_a_word():
    assert slug("ka kha ko kho ngo", max_length=8) == "ka-kha"
    assert slug("kakhakokhongo", max_length=8) == "kakhakok"
