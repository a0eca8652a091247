"""A section: a heading that starts a new screen."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.fields.base import QuestionKind, rule_words
from forms_builder.fields.inputs import CodeBlock, LineBlock, LinesBlock
from forms_builder.fields.rules import RulesBlock
from forms_builder.fields.unopened import UnopenedBlock


class SectionBlock(UnopenedBlock):
    title = LineBlock(label=_("Section title"))
    intro = LinesBlock(label=_("Introduction"))
    rules = RulesBlock()
    code = CodeBlock(label=_("Code"))

    class Meta:
        label = _("Section")
        icon = "title"
        group = _("Structure")
        label_format = "{title}"
        form_layout = blocks.BlockGroup(children=["title", "intro"], settings=["rules", "code"])
        description = _("Starts a new screen with a heading.")
        preview_template = "forms_builder/block_preview.html"
        preview_value = {
            "title": "អំពីម៉ោងរៀន",
            "intro": "សូមបំពេញផ្នែកនេះមុនពេលម៉ោងរៀនចាប់ផ្តើម។",
            "rules": [],
            "code": "preview",
        }


class Section(QuestionKind):
    """Becomes an entry of the schema's `sections`; the questions after it are its items."""

    name = "section"
    order = 0
    block_class = SectionBlock
    answerable = False
    starts_section = True
    code_prefix = "section"
    xlsform_type = "begin group"

    def compile(self, value: Any, block_id: str) -> tuple[dict, dict]:
        return (
            {"id": block_id, "code": value["code"], "items": []},
            {"title": value["title"], "intro": value["intro"], **rule_words(value)},
        )
