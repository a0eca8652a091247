"""The question blocks that a content admin builds a form from."""

from wagtail import blocks


def question_blocks() -> list[tuple[str, blocks.Block]]:
    """Name and block of every question kind in the registry, in the order of the picker."""
    return []
