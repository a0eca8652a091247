"""The messages are looked at in English."""

import pytest
from django.utils import translation


@pytest.fixture(scope="module", autouse=True)
def english():
    with translation.override("en"):
        yield
