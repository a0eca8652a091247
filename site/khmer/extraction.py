"""Finding every text of our own code that gettext is asked for.

Needs Babel, a development requirement, and so is imported only where a catalogue is made or
checked.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation import templatize

SOURCE_FOLDERS = ("site", "forms_builder", "resources", "mentoring_pages", "api")
_SKIPPED_FOLDERS = {"migrations", "tests", "vendor", "node_modules", "__pycache__"}
_TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg", ".json", ".js"}

_CONTEXT_FIRST = (1, "c")
_KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": (_CONTEXT_FIRST, 2),
    "npgettext": (_CONTEXT_FIRST, 2, 3),
}
_KEYWORDS |= {f"{name}_lazy": spec for name, spec in _KEYWORDS.items() if name.endswith("gettext")}


@dataclass(frozen=True, order=True)
class Text:
    """One text to translate. `plural` and `context` are empty where there is none."""

    msgid: str
    context: str = ""
    plural: str = ""


def texts_of(root: Path, domain: str) -> dict[Text, list[str]]:
    """Return each text that the code below `root` asks for and the files that do.

    `domain` is "django" for Python and templates or "djangojs" for scripts. File names are
    relative to `root` and sorted. A text asked for with and without plural counts once, with it.
    Raises SyntaxError, naming the file, where a file cannot be read as what it is.
    """
    found: dict[Text, set[str]] = {}
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        for text in _texts_in(path, domain, name):
            found.setdefault(text, set()).add(name)
    # gettext looks a text up by context and msgid alone; the last of these has the plural, if any.
    chosen = {(text.context, text.msgid): text for text in sorted(found)}
    files: dict[Text, set[str]] = {}
    for text, names in found.items():
        files.setdefault(chosen[text.context, text.msgid], set()).update(names)
    return {text: sorted(files[text]) for text in sorted(files)}


def _files(root: Path) -> Iterator[Path]:
    for folder in SOURCE_FOLDERS:
        for path in sorted((root / folder).rglob("*.*")):
            if path.is_file() and not _SKIPPED_FOLDERS & set(path.relative_to(root).parts):
                yield path


def _texts_in(path: Path, domain: str, name: str) -> Iterable[Text]:
    is_template = "templates" in path.parts and path.suffix in _TEMPLATE_SUFFIXES
    try:
        if domain == "djangojs":
            if path.suffix in (".js", ".mjs") and not is_template:
                return list(_extract("javascript", path.read_text(encoding="utf-8")))
        elif is_template:
            return list(_extract("python", _as_python(path.read_text(encoding="utf-8"), name)))
        elif path.suffix == ".py":
            source = path.read_text(encoding="utf-8")
            return [
                text
                for part in (source, _in_f_strings(source))
                for text in _extract("python", part)
            ]
    except (SyntaxError, UnicodeDecodeError) as error:
        raise SyntaxError(f"{name}: {error}") from error
    return []


def _in_f_strings(source: str) -> str:
    """What stands in the braces of f-strings, a line each: Babel takes them for plain text."""
    return "\n".join(
        ast.unparse(node.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FormattedValue)
    )


def _as_python(source: str, name: str) -> str:
    # Django writes each call on one line; the lines' indentation is the template's, not Python's.
    return "\n".join(line.strip() for line in templatize(source, origin=name).splitlines())


def _extract(method: str, source: str) -> Iterator[Text]:
    for _line, message, _comments, context in extract(
        method, io.BytesIO(source.encode()), keywords=_KEYWORDS, options={"encoding": "utf-8"}
    ):
        msgid, plural = message if isinstance(message, tuple) else (message, "")
        yield Text(msgid, context or "", plural)
