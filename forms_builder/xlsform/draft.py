"""A form as it was read, before it is kept."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from forms_builder.fields import registry
from forms_builder.xlsform.own_sheets import OwnList
from forms_builder.xlsform.row import SurveyRow
from forms_builder.xlsform.words import Words


@dataclasses.dataclass
class Draft:
    """A form as read: `blocks` as they are stored, with `Words` for texts."""

    title: Words
    code: str
    form_key: uuid.UUID | None
    languages: list[str]
    blocks: list[dict[str, Any]]
    # The row that each block comes from, by block id.
    rows: dict[str, SurveyRow]
    domains: dict[str, Words]
    intro: Words = dataclasses.field(default_factory=Words)
    source: str = ""
    # Scores and bands as they are stored; None for a file that says nothing of them.
    scoring: list[dict[str, Any]] | None = None
    lists: dict[str, OwnList] = dataclasses.field(default_factory=dict)
    options: dict[str, Any] = dataclasses.field(default_factory=dict)
    # Name and content of the picture of each note that has one, by block id.
    pictures: dict[str, tuple[str, bytes]] = dataclasses.field(default_factory=dict)
    # Those that the library did not have.
    new_pictures: list[Any] = dataclasses.field(default_factory=list)
    # What expressions look things up in, see `lookup_tables`.
    tables: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)

    @property
    def questions(self) -> int:
        return sum(registry.get(block["type"]).answerable for block in self.blocks)
