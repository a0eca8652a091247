"""Checks on finished HTML: Khmer stands inside lang="km", and nothing is inline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

KHMER = re.compile("[\u1780-\u17f9]")
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
SPOKEN = ("alt", "aria-label", "title", "placeholder")
INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "javascript address": re.compile(r"""(?:href|src|action)\s*=\s*["']?\s*javascript:""", re.I),
}


@dataclass
class _Reader(HTMLParser):
    stray: list[str] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)
    runs: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        language = self.language
        for name, value in attrs:
            if name == "lang" and value:
                language = value
        for name, value in attrs:
            if name in SPOKEN and value:
                self.judge(f"<{tag} {name}> {value}", language)
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self.open) - 1, -1, -1):
            if self.open[position][0] == tag:
                del self.open[position:]
                return

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] in ("script", "style"):
            return
        self.judge(data.strip(), self.language)

    @property
    def language(self) -> str:
        return self.open[-1][1] if self.open else ""

    def judge(self, text: str, language: str) -> None:
        if not KHMER.search(text):
            return
        self.runs += 1
        if language.split("-")[0] != "km":
            self.stray.append(text)


def stray_khmer(html: str) -> list[str]:
    """Return every Khmer text of a page whose nearest lang is not km, attributes included."""
    reader = _Reader()
    reader.feed(html)
    return reader.stray


def khmer_runs(html: str) -> int:
    """Return how many Khmer texts a page holds, so that a check can tell that it read some."""
    reader = _Reader()
    reader.feed(html)
    return reader.runs


def inline_parts(html: str) -> list[str]:
    """Return the kinds of inline script and style found in a page, each once."""
    return [name for name, pattern in INLINE.items() if pattern.search(html)]


def page_language(html: str) -> str:
    """Return the lang of the html element, or nothing."""
    match = re.search(r"""<html[^>]*\slang=["']([^"']+)""", html)
    return match[1] if match else ""
