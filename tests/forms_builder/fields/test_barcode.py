"""Barcodes: scanned or typed, Khmer digits as ASCII ones."""

import pytest

from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(block("barcode", "it", label="លេខកូដសៀវភៅ", **value))


def test_barcode_is_stored_with_ascii_digits():
    assert question().check(" ៩៧៨៩៩៩៦៣១\u200b ") == "978999631"
    assert question().check("https://example.org/ក?a=១") == "https://example.org/ក?a=1"


@pytest.mark.parametrize("raw", [978, True, ["978"], {"code": "978"}, "9" * 501, "9\x00", "\ud800"])
def test_barcode_refuses_what_is_no_text(raw):
    assert question().refusal(raw)


def test_barcode_can_be_typed_without_scripts():
    html = question().html("៩៧៨", ["ខុស"])
    assert 'type="text" name="it" id="id_it" value="៩៧៨"' in html
    assert "<p data-with-script hidden>" in html and "data-camera hidden" in html
    assert question().post("it=+978+") == "978"
