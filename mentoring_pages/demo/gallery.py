"""The gallery of questions, with the picture of its note."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.files.images import ImageFile

from forms_builder.actions.import_form import import_form
from forms_builder.models import ObservationForm
from mentoring_pages.demo.source import FOLDER, read
from resources.models import LibraryImage

if TYPE_CHECKING:
    from people.models import User


def load_gallery(*, by: User | None, at: datetime.datetime) -> ObservationForm:
    """Load the gallery form; its pictures are taken into the library once."""
    data = read("gallery_form")
    credit = read("pages")["picture_credit"]["km"]
    images = {}
    for question in data["body"]:
        if name := question.get("image"):
            alt = question["image_alt"]["km"]
            image = LibraryImage.objects.filter(title=alt).first()
            if image is None:
                path = FOLDER / name
                with path.open("rb") as file:
                    image = LibraryImage.objects.create(
                        title=alt,
                        alt_text=alt,
                        credit=credit,
                        file=ImageFile(file, name=path.name),
                    )
            images[name] = image.pk
    return import_form(data=data, by=by, at=at, images=images)
