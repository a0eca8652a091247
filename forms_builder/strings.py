"""Between the texts that people write and the HTML that wagtail-localize keeps of them."""

from __future__ import annotations

from wagtail_localize.strings import StringValue


def plain(html: str) -> str:
    """Return a kept string as the text that it stands for."""
    return StringValue(html).render_text()


def kept(text: str) -> str:
    """Return a text as wagtail-localize keeps it."""
    return StringValue.from_plaintext(text).data
