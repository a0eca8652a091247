"""The one font file: every Khmer sign in it, both weights, small, with its licence beside it."""

import unicodedata

import pytest
from django.conf import settings

TTFont = pytest.importorskip("fontTools.ttLib").TTFont
FONTS = settings.BASE_DIR / "site" / "static" / "fonts"


@pytest.fixture(scope="module")
def font():
    return TTFont(FONTS / "noto-sans-khmer.woff2")


def test_font_has_every_sign_of_khmer_and_ascii(font):
    points = [*range(0x20, 0x7F), *range(0x1780, 0x17FA), *map(ord, "\u200b\u200c«»–—…’“”·")]
    assigned = [point for point in points if unicodedata.category(chr(point)) != "Cn"]
    assert len(assigned) > 200
    assert [hex(point) for point in assigned if point not in font.getBestCmap()] == []


def test_font_shapes_khmer(font):
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"pref", "blwf", "abvf", "pstf", "pres", "blws", "abvs", "psts"} <= features


def test_font_varies_from_regular_to_bold(font):
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [
        ("wght", 400, 700)
    ]


def test_font_is_small_and_licensed():
    assert (FONTS / "noto-sans-khmer.woff2").stat().st_size < 45_000
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
