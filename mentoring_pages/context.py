"""What every page's frame needs to know: display modes and languages. No query for visitors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from people.choices import Contrast, TextSize

MODES_COOKIE = "modes"
LANGUAGE_NAMES = {"km": "ភាសាខ្មែរ", "en": "English"}
ONE_YEAR = 60 * 60 * 24 * 365


@dataclass(frozen=True)
class Modes:
    """How the reader wants the screens."""

    text_size: str = TextSize.NORMAL
    contrast: str = Contrast.NORMAL
    simple: bool = False

    @property
    def classes(self) -> str:
        """Classes for the html element: contrast-high, text-large, simple, or none."""
        chosen = []
        if self.contrast == Contrast.HIGH:
            chosen.append("contrast-high")
        if self.text_size == TextSize.LARGE:
            chosen.append("text-large")
        if self.simple:
            chosen.append("simple")
        return " ".join(chosen)

    @classmethod
    def from_classes(cls, classes: str) -> Modes:
        """The modes that a list of class names, parted by spaces or points, stands for."""
        chosen = classes.replace(".", " ").split()
        return cls(
            text_size=TextSize.LARGE if "text-large" in chosen else TextSize.NORMAL,
            contrast=Contrast.HIGH if "contrast-high" in chosen else Contrast.NORMAL,
            simple="simple" in chosen,
        )


def modes_of(request: HttpRequest) -> Modes:
    """A signed-in person's own choices; for anybody else, those kept in this browser."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return Modes(user.text_size, user.contrast, user.simple)
    return Modes.from_classes(request.COOKIES.get(MODES_COOKIE, ""))


def keep_in_browser(
    request: HttpRequest, response: HttpResponse, *, language: str | None, modes: Modes
) -> None:
    """Remember language and modes in this browser, for pages seen without signing in."""
    kept: dict[str, Any] = {
        "max_age": ONE_YEAR,
        "samesite": "Lax",
        "secure": request.is_secure(),
        "httponly": True,
    }
    if language and language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **kept)
    response.set_cookie(MODES_COOKIE, modes.classes.replace(" ", "."), **kept)


def language_choices() -> list[dict[str, Any]]:
    """Every language with its own name; `active` marks the one on the screen."""
    active = get_language()
    return [
        {"code": code, "name": LANGUAGE_NAMES.get(code, str(name)), "active": code == active}
        for code, name in settings.LANGUAGES
    ]


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor for base.html; nothing is looked up until a template asks."""
    return {
        "modes": SimpleLazyObject(lambda: modes_of(request)),
        "language_switch": language_choices(),
    }
