"""What a file is follows from its bytes."""

import pytest

from forms_builder.file_types import ENDINGS, sniff
from tests.forms_builder.file_samples import NOT_TAKEN, TAKEN


def test_every_type_has_a_sample():
    assert set(TAKEN) == set(ENDINGS)


@pytest.mark.parametrize("content_type", sorted(TAKEN))
def test_type_is_told_from_the_bytes(content_type):
    assert sniff(TAKEN[content_type]) == content_type


@pytest.mark.parametrize("what", sorted(NOT_TAKEN))
def test_other_types_are_unknown(what):
    assert sniff(NOT_TAKEN[what]) is None
