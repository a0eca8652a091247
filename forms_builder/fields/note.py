"""A note: words to read, perhaps a picture and a link to a film, nothing to answer."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.models import AbstractImage

from forms_builder.fields.base import QuestionKind, rule_words
from forms_builder.fields.inputs import CodeBlock, LineBlock, LinesBlock
from forms_builder.fields.rules import RulesBlock
from forms_builder.fields.unopened import UnopenedBlock

# Wide enough for a phone's screen, small enough for its connection.
_PICTURE = "max-800x800|format-jpeg"


class NoteBlock(UnopenedBlock):
    text = LinesBlock(required=False, label=_("Text"), rows=3)
    image = ImageChooserBlock(required=False, label=_("Picture"))
    image_alt = LineBlock(
        required=False,
        max_length=250,
        label=_("What the picture shows"),
        help_text=_("For people who do not see it. Empty: the picture adds nothing to the text."),
    )
    video = blocks.URLBlock(
        required=False,
        default="",
        label=_("Link to a film"),
        help_text=_("It opens in a page of its own and needs the internet."),
    )
    rules = RulesBlock()
    code = CodeBlock(label=_("Code"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["text"].strip() and not cleaned["image"]:
            message = ValidationError(gettext("Write a text or choose a picture."))
            raise StructBlockValidationError({"text": message})
        return cleaned

    class Meta:
        label = _("Note")
        icon = "info-circle"
        group = _("Structure")
        label_format = "{text}"
        form_layout = blocks.BlockGroup(
            children=["text", "image", "image_alt", "video"], settings=["rules", "code"]
        )
        description = _("Words for the observer to read.")
        preview_template = "forms_builder/block_preview.html"
        preview_value: ClassVar[dict] = {
            "text": "សូមអរគុណលោកគ្រូ អ្នកគ្រូ មុនពេលចាកចេញពីថ្នាក់។",
            "image": None,
            "image_alt": "",
            "video": "",
            "rules": [],
            "code": "preview",
        }


def picture_name(image: AbstractImage) -> str:
    """Return the name of a picture's file, without folders."""
    return PurePosixPath(image.file.name).name


class Note(QuestionKind):
    name = "note"
    order = 1
    block_class = NoteBlock
    answerable = False
    code_prefix = "note"
    xlsform_type = "note"

    def words(self, value: Any) -> dict:
        words = {"label": value["text"], "help": "", **rule_words(value)}
        if image := value.get("image"):
            words |= {"image": image.pk, "image_alt": value.get("image_alt") or ""}
        if video := value.get("video"):
            words["video"] = video
        return words

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        row = self.xlsform_row(item, texts, self.xlsform_type)
        shown = next((words["image"] for words in texts.values() if words.get("image")), None)
        if shown and (image := get_image_model().objects.filter(pk=shown).first()):
            row["media::image"] = picture_name(image)
        return [row]

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        """The picture may be gone from the library by now; then the note does without it."""
        image = None
        if texts.get("image"):
            image = get_image_model().objects.filter(pk=texts["image"]).first()
        return {
            **super().context(item, texts, answer),
            "picture": image and image.get_rendition(_PICTURE),
        }
