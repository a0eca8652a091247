"""A block that nobody opened in the editor comes back as it was stored."""

import pytest
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils import timezone

from forms_builder.blocks import FormBodyBlock
from forms_builder.fields import registry
from forms_builder.fields.unopened import STORED, UnopenedBlock
from mentoring_pages.demo.gallery import load_gallery


def posted(*parts: tuple[str, dict]) -> QueryDict:
    """What the editor sends: of each block its kind and what stands in its fields."""
    data = QueryDict(mutable=True)
    data["body-count"] = str(len(parts))
    for number, (kind, fields) in enumerate(parts):
        prefix = f"body-{number}"
        data.update({f"{prefix}-deleted": "", f"{prefix}-order": str(number)})
        data.update({f"{prefix}-type": kind, f"{prefix}-id": f"id-{number}"})
        data.update({f"{prefix}-value-{name}": text for name, text in fields.items()})
    return data


def stored(child) -> str:
    return child.block.get_form_state(child.value)[STORED]


def read(data: QueryDict):
    return FormBodyBlock().value_from_datadict(data, {}, "body")


@pytest.mark.parametrize("kind", registry.all(), ids=lambda kind: kind.name)
def test_every_kind_is_drawn_only_when_it_is_opened(kind):
    assert isinstance(FormBodyBlock().child_blocks[kind.name], UnopenedBlock)


def test_unopened_blocks_of_every_kind_come_back_as_they_were(db):
    body = load_gallery(by=None, at=timezone.now()).body
    again = read(posted(*((child.block_type, {STORED: stored(child)}) for child in body)))
    assert [child.get_prep_value()["value"] for child in again] == [
        child.get_prep_value()["value"] for child in body
    ]


def test_opened_block_is_read_from_its_fields():
    fields = {"label": "ហេតុអ្វី", "code": "why", "help": "", "rules-count": "0"}
    fields |= {"follows": "", "rows": "3", "max_length": "500"}
    [child] = read(posted(("text", fields)))
    assert (child.value["label"], child.value["code"]) == ("ហេតុអ្វី", "why")


@pytest.mark.parametrize(
    "change", [lambda sent: sent[:-1], lambda sent: f"x{sent}", lambda _: "{}"]
)
def test_unopened_block_that_was_changed_is_refused(change):
    block = FormBodyBlock().child_blocks["text"]
    sent = block.get_form_state(block.get_default())[STORED]
    read(posted(("text", {STORED: sent})))
    with pytest.raises(BadRequest):
        read(posted(("text", {STORED: change(sent)})))


def test_unopened_block_counts_as_sent():
    block = FormBodyBlock().child_blocks["text"]
    assert not block.value_omitted_from_data({f"it-{STORED}": ""}, {}, "it")
