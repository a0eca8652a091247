"""Folding: what counts as the same when it is looked up."""

import pytest
from hypothesis import given

from khmer.clean import clean
from khmer.fold import fold
from tests.khmer.test_clean import TYPED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("កណ្ដាល", "កណ្តាល"),
        ("ឲ្យ", "ឱ្យ"),
        ("ទី១២", "ទី12"),
        ("Kampong Cham", "KAMPONG  cham "),
        ("ប៊\u200cី", "ប៊ី"),
        ("ខែ្មរ", "ខ្មែរ"),
    ],
)
def test_fold_unites(one, other):
    assert one != other
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("កណ្ដាល", "កណដាល"), ("ដា", "តា"), ("ប៉ា", "បា"), ("ស៊ី", "ស៉ី"), ("ទី១", "ទី២")],
)
def test_fold_keeps_different_words_apart(one, other):
    assert fold(one) != fold(other)


@given(TYPED)
def test_fold_is_stable(text):
    assert fold(clean(text)) == fold(text)
    assert fold(fold(text)) == fold(text)
