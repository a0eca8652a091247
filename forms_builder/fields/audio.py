"""A recording, made with the phone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from forms_builder.fields.inputs import IntegerBlock
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.stored_files import StoredFileKind
from forms_builder.file_types import AUDIO


class AudioBlock(QuestionBlock):
    own = ("minutes",)

    minutes = IntegerBlock(
        min_value=1, max_value=60, default=5, label=_("Longest recording, in minutes")
    )

    class Meta:
        label = _("Sound recording")
        icon = "media"
        description = _("A recording of voices, made with the phone.")
        preview_value = sample(
            label="ការអានរបស់សិស្ស", help="សូមសុំការអនុញ្ញាតជាមុន។", minutes=5, required=False
        )


class Audio(StoredFileKind):
    """Stored as {"file", "name"}."""

    name = "audio"
    order = 210
    block_class = AudioBlock
    xlsform_type = "audio"
    accept = "audio/*"

    def config(self, value: Any) -> dict:
        return {"minutes": value["minutes"] or 5}

    def takes(self, sort: str) -> bool:
        return sort == AUDIO
