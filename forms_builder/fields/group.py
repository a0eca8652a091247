"""A group: questions that belong together, shown and hidden as one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.fields.base import QuestionKind
from forms_builder.fields.inputs import CodeBlock, LineBlock, LinesBlock
from forms_builder.fields.rules import RulesBlock
from forms_builder.fields.unopened import UnopenedBlock


class GroupBlock(UnopenedBlock):
    label = LineBlock(required=False, label=_("Heading"))
    help = LinesBlock(label=_("Help text"))
    rules = RulesBlock()
    code = CodeBlock(label=_("Code"))

    class Meta:
        label = _("Group begins")
        icon = "folder-open-inverse"
        group = _("Structure")
        label_format = "{label}"
        form_layout = blocks.BlockGroup(children=["label", "help"], settings=["rules", "code"])
        description = _("The questions up to the end of the group belong together.")
        preview_template = "forms_builder/block_preview.html"
        preview_value = {"label": "អំពីសិស្ស", "help": "", "rules": [], "code": "preview"}


class Group(QuestionKind):
    name = "group"
    order = 3
    block_class = GroupBlock
    answerable = False
    opens = "group"
    code_prefix = "group"
    xlsform_type = "begin group"


class GroupEndBlock(UnopenedBlock):
    code = CodeBlock(label=_("Code"))

    class Meta:
        label = _("Group ends")
        icon = "folder"
        group = _("Structure")
        description = _("Ends the group that was begun last.")
        preview_template = "forms_builder/block_preview.html"
        preview_value = {"code": "preview"}


class GroupEnd(QuestionKind):
    """Stands only in the editor: in a version, questions name the groups that they are in."""

    name = "group_end"
    order = 4
    block_class = GroupEndBlock
    answerable = False
    closes = "group"
    code_prefix = "group_end"
    xlsform_type = "end group"

    def words(self, value: Any) -> dict:
        return {}
