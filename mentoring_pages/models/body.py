"""Stream fields whose block definitions stay out of migrations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from mentoring_pages.blocks import HomeBody, StoryBody


class BodyField(StreamField):
    """A StreamField of the blocks named by its class: editing them makes no migration."""

    body: ClassVar[type[StreamBlock]]

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or self.body(), **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = models.Field.deconstruct(self)
        return name, path, [], kwargs


class HomeBodyField(BodyField):
    body = HomeBody


class StoryBodyField(BodyField):
    body = StoryBody
