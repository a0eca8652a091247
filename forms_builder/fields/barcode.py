"""The text of a barcode or QR code: scanned where the browser can, or typed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from forms_builder.fields.base import QuestionKind, checked_text
from forms_builder.fields.parts import QuestionBlock, sample
from khmer.digits import to_ascii

LONGEST = 500


class BarcodeBlock(QuestionBlock):
    class Meta:
        label = _("Barcode")
        icon = "code"
        description = _("A barcode or QR code, scanned or typed.")
        preview_value = sample(label="លេខកូដលើសៀវភៅ")


class Barcode(QuestionKind):
    """Stored as text. Khmer digits are written as ASCII ones, as they stand under the bars."""

    name = "barcode"
    order = 98
    block_class = BarcodeBlock
    xlsform_type = "barcode"

    def check(self, item: dict, raw: Any) -> str:
        return to_ascii(checked_text(raw, LONGEST))
