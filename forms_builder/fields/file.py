"""A document, such as the lesson plan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.stored_files import StoredFileKind
from forms_builder.file_types import ENDINGS


class FileBlock(QuestionBlock):
    class Meta:
        label = _("File")
        icon = "doc-full"
        description = _("A document from the phone, for example a lesson plan.")
        preview_value = sample(label="កិច្ចតែងការបង្រៀន", help="ឯកសារ PDF ឬ Word", required=False)


class File(StoredFileKind):
    """Stored as {"file", "name"}."""

    name = "file"
    order = 220
    block_class = FileBlock
    xlsform_type = "file"
    accept = ",".join(sorted({*ENDINGS.values(), ".jpeg"}))

    def takes(self, sort: str) -> bool:
        return True
