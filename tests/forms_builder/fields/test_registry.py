"""Kinds are found by themselves; the next twenty are one file each."""

import pytest
from django.template.loader import get_template
from wagtail.admin.icons import get_icons

from forms_builder.blocks import question_blocks
from forms_builder.fields import registry

KINDS = {
    "section",
    "note",
    "rubric",
    "single_choice",
    "multiple_choice",
    "text",
    "integer",
    "decimal",
    "date",
    "time",
}


def test_every_module_is_found():
    assert {kind.name for kind in registry.all()} >= KINDS
    assert [name for name, _block in question_blocks()] == [kind.name for kind in registry.all()]


@pytest.mark.parametrize("name", sorted(KINDS))
def test_kind_has_what_the_house_asks_of_it(name):
    kind = registry.get(name)
    meta = kind.block_class._meta_class
    assert meta.icon and str(meta.label) and str(meta.group) and meta.description
    assert kind.xlsform_type
    if name != "section":
        get_template(kind.template)


def test_unknown_kind_is_a_key_error():
    with pytest.raises(KeyError):
        registry.get("hologram")


def test_new_kind_needs_one_module(tmp_path, monkeypatch):
    """A module dropped into the package is a kind, without a line changed elsewhere."""
    import sys

    from forms_builder import fields

    (tmp_path / "sketch.py").write_text(
        "from forms_builder.fields.text import Text\n"
        "class Sketch(Text):\n    name = 'sketch'\n    order = 41\n"
    )
    monkeypatch.setattr(fields, "__path__", [*fields.__path__, str(tmp_path)])
    registry._kinds.cache_clear()
    try:
        assert "sketch" in {kind.name for kind in registry.all()}
    finally:
        registry._kinds.cache_clear()
        monkeypatch.undo()
        sketch = sys.modules.pop("forms_builder.fields.sketch").Sketch
        sketch.name = ""
        registry._kinds.cache_clear()
    assert "sketch" not in {kind.name for kind in registry.all()}


def test_every_kind_has_an_icon_that_is_there():
    icons = get_icons()
    wanted = {name: block.meta.icon for name, block in question_blocks()}
    assert [name for name, icon in wanted.items() if f'id="icon-{icon}"' not in icons] == []
