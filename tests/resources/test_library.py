"""Files of the library: random names, kept Khmer names, no trace of where a picture was taken."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Picture

from resources.models import LibraryDocument, LibraryImage, without_metadata

pytestmark = pytest.mark.django_db
NAME = "ផែនការបង្រៀន ថ្នាក់ទី៣"


def photo(*, exif: bool) -> bytes:
    picture = Picture.new("RGB", (40, 20), "teal")
    out = io.BytesIO()
    tags = Picture.Exif()
    if exif:
        tags[0x0112] = 6  # turned by 90 degrees
        tags[0x010F] = "PHONE-MAKER"
    picture.save(out, "JPEG", exif=tags)
    return out.getvalue()


def test_photo_loses_its_exif_and_stands_upright():
    sent = photo(exif=True)
    assert b"PHONE-MAKER" in sent
    image = LibraryImage(title=NAME)
    image.file.save("រូបថត.jpg", ContentFile(sent), save=False)
    image.file._committed = False
    image.save()
    stored = image.file.storage.open(image.file.name).read()
    assert b"PHONE-MAKER" not in stored
    assert (image.width, image.height) == (20, 40)


def test_photo_without_exif_stays_to_the_byte():
    sent = photo(exif=False)
    assert without_metadata(sent) == sent


def test_image_lies_under_a_random_ascii_name():
    image = LibraryImage(title=NAME, file=ContentFile(photo(exif=False), name="រូបថត.jpg"))
    image.save()
    assert image.file.name.startswith("original_images/")
    assert image.file.name.isascii()
    assert image.file.name.endswith(".jpg")
    assert image.default_alt_text == NAME


def test_document_keeps_its_khmer_name_for_the_download():
    document = LibraryDocument(title=NAME, file=ContentFile(b"x", name=f"{NAME}.pdf"))
    document.save()
    assert document.file.name.isascii()
    assert document.filename == f"{NAME}.pdf"
    document.save()
    assert document.filename == f"{NAME}.pdf"
