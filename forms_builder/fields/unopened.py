"""Blocks that the editor draws when somebody opens them, so that a form of hundreds opens at once.

Until then the page holds a block's stored value, signed, in one hidden input, and sends that back.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import BadSignature, Signer
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

# Beside the states of a block's parts, and the end of the hidden input's name.
STORED = "unopened"


_signer = Signer(salt="forms_builder.unopened")


class UnopenedBlock(blocks.StructBlock):
    """A block of the stream that is a form."""

    def get_form_state(self, value: Any) -> dict[str, Any]:
        prepared = self.get_prep_value(value)
        stored = json.dumps(prepared, cls=DjangoJSONEncoder, ensure_ascii=False)
        return {**super().get_form_state(value), STORED: _signer.sign(stored)}

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Raises BadRequest where the hidden input holds something that we did not give."""
        stored = data.get(f"{prefix}-{STORED}")
        if stored is None:
            return super().value_from_datadict(data, files, prefix)
        try:
            return self.to_python(json.loads(_signer.unsign(stored)))
        except BadSignature as error:
            raise BadRequest("a block of the form was changed on its way") from error

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-{STORED}" not in data and super().value_omitted_from_data(data, files, name)


class UnopenedBlockAdapter(StructBlockAdapter):
    js_constructor = "forms_builder.UnopenedBlock"

    @cached_property
    def media(self) -> forms.Media:
        script = versioned_static("js/admin/unopened-blocks.js")
        return super().media + forms.Media(js=[script])


register(UnopenedBlockAdapter(), UnopenedBlock)
