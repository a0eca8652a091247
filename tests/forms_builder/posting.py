"""What the browser would post for the blocks of a form."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from forms_builder.models import ObservationForm


def form_data(form: ObservationForm, **changed: Any) -> dict[str, Any]:
    """The editor's post of `form` as it stands (saved or not)."""
    body = changed.pop("body", form.body)
    data: dict[str, Any] = {"purposes": changed.pop("purposes", form.purposes)}
    data |= {"title": form.title, "intro": form.intro, "code": form.code, "source": form.source}
    if form.offer_incomplete:
        data["offer_incomplete"] = "on"
    data["calibration_percent"] = str(form.calibration_percent)
    scoring = ObservationForm.scoring.field.stream_block
    data |= block_data("scoring", scoring, scoring.normalize(form.scoring))
    stream = ObservationForm.body.field.stream_block
    data |= {key: str(value) for key, value in changed.items()}
    return data | block_data("body", stream, stream.normalize(body))


def block_data(prefix: str, block: blocks.Block, value: Any) -> dict[str, str]:
    data: dict[str, str] = {}
    if isinstance(block, (blocks.StreamBlock, blocks.ListBlock)):
        children = list(value) if isinstance(block, blocks.StreamBlock) else value.bound_blocks
        data[f"{prefix}-count"] = str(len(children))
        for index, child in enumerate(children):
            own = f"{prefix}-{index}"
            data |= {f"{own}-deleted": "", f"{own}-order": str(index), f"{own}-id": child.id or ""}
            if isinstance(block, blocks.StreamBlock):
                data[f"{own}-type"] = child.block_type
            data |= block_data(f"{own}-value", child.block, child.value)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            data |= block_data(f"{prefix}-{name}", child, value.get(name))
    elif isinstance(block, blocks.BooleanBlock):
        if value:
            data[prefix] = "on"
    elif isinstance(block, blocks.ChooserBlock):
        data[prefix] = "" if value is None else str(getattr(value, "pk", value))
    else:
        data[prefix] = "" if value is None else str(value)
    return data
