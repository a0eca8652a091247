"""Photos hold pixels and nothing else."""

import io

import pytest
from PIL import Image

from forms_builder.errors import FileRefused
from forms_builder.pictures import LONGEST_SIDE, plain_photo
from tests.forms_builder.file_samples import bomb, photo


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_photo_stands_upright_and_tells_nothing_of_its_place():
    sent = photo(place=True)
    assert b"PHONE-MAKER" in sent and b"SECRET-COMMENT" in sent
    stored = plain_photo(sent)
    assert opened(stored).size == (40, 60)
    assert not opened(stored).getexif()
    assert b"PHONE-MAKER" not in stored and b"SECRET-COMMENT" not in stored


def test_what_hangs_after_the_end_of_a_photo_is_gone():
    assert b"<script>" not in plain_photo(photo() + b"<script>alert(1)</script>")


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("PNG", "LA"),
        ("WEBP", "RGBA"),
        ("JPEG", "CMYK"),
    ],
)
def test_every_kind_of_picture_becomes_a_plain_jpeg(form, mode):
    stored = opened(plain_photo(photo(form, mode=mode)))
    assert (stored.format, stored.mode) == ("JPEG", "RGB")


def test_large_photo_is_made_smaller():
    assert max(opened(plain_photo(photo(size=(5_000, 300)))).size) == LONGEST_SIDE


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bomb(), FileRefused.TOO_LARGE),
        (photo(size=(400, 400))[:700], FileRefused.BROKEN),
        (photo("PNG")[:60], FileRefused.BROKEN),
        (b"\xff\xd8\xff" + b"\0" * 100, FileRefused.BROKEN),
    ],
)
def test_bomb_and_broken_photo_are_refused(content, reason):
    with pytest.raises(FileRefused) as refused:
        plain_photo(content)
    assert refused.value.reason == reason
