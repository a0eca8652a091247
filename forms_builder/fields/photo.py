"""Photos, taken with the phone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from forms_builder.fields.inputs import IntegerBlock
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.stored_files import StoredFileKind
from forms_builder.file_types import PHOTO

MOST = 10


class PhotoBlock(QuestionBlock):
    own = ("maximum",)

    maximum = IntegerBlock(
        min_value=1, max_value=MOST, default=3, label=_("How many photos at most")
    )

    class Meta:
        label = _("Photo")
        icon = "image"
        description = _("One or several photos, taken with the phone.")
        preview_value = sample(label="រូបថតក្តារខៀន", help="កុំថតមុខសិស្ស។", maximum=3, required=False)


class Photo(StoredFileKind):
    """Stored as a list of {"file", "name"}."""

    name = "photo"
    order = 200
    block_class = PhotoBlock
    xlsform_type = "image"
    several = True
    accept = "image/*"

    def config(self, value: Any) -> dict:
        return {"maximum": value["maximum"] or 1}

    def takes(self, sort: str) -> bool:
        return sort == PHOTO

    def at_most(self, item: dict) -> int:
        return item["maximum"]
