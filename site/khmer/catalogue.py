"""The catalogues of our own words below `locale/`: read, filled, checked and compiled.

`locale/<language>/LC_MESSAGES/<domain>.po` holds our texts in both languages; English entries may
stay empty, since the msgid is English. `locale/packages` holds the words of installed packages
and is only compiled here.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import polib

from khmer.clean import clean

if TYPE_CHECKING:
    from khmer.extraction import Text

DOMAINS = ("django", "djangojs")
PLURALS = {
    "km": "nplurals=1; plural=0;",
    "en": "nplurals=2; plural=(n != 1);",
}
_FORMS = {"km": 1, "en": 2}

_NAMED = re.compile(r"%\(\w+\)[a-zA-Z]|\{\w+[^{}]*\}")
_POSITIONAL = re.compile(r"%[sdifr]|\{\}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def path_of(root: Path, language: str, domain: str) -> Path:
    """Return where the catalogue of a language and domain is, below the project's folder."""
    return root / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def collect(root: Path, language: str, domain: str, texts: Mapping[Text, Iterable[str]]) -> bool:
    """Write a catalogue with exactly these texts, keeping the translations it has.

    The file depends on nothing but the texts and translations: no dates, no line numbers, sorted.
    A catalogue without texts is not made. Returns whether the file changed.
    """
    path = path_of(root, language, domain)
    old = {_key(entry): entry for entry in read(path)}
    if not texts and not path.exists():
        return False
    new = _empty_catalogue(language)
    for text, files in texts.items():
        entry = polib.POEntry(
            msgid=text.msgid,
            msgctxt=text.context or None,
            msgid_plural=text.plural,
            occurrences=[(name, "") for name in sorted(files)],
        )
        _keep_translation(entry, old.get(_key(entry)), _FORMS[language])
        new.append(entry)
    return _write(path, new)


def merge(root: Path, translations: Mapping[str, str]) -> set[str]:
    """Put Khmer translations, by msgid or plural msgid, into the catalogues.

    Texts are cleaned. Returns the msgids that no catalogue has.
    """
    unknown = set(translations)
    for domain in DOMAINS:
        path = path_of(root, "km", domain)
        catalogue = read(path)
        for entry in catalogue:
            keys = [key for key in (entry.msgid, entry.msgid_plural) if key in translations]
            if not keys:
                continue
            unknown -= set(keys)
            # One form serves for any number, so the one worded for many is the fuller.
            _set_translation(entry, clean(translations[keys[-1]]))
        if catalogue:
            _write(path, catalogue)
    return unknown


def problems(root: Path, domain: str, texts: Iterable[Text]) -> Iterator[str]:
    """Yield a line for everything wrong with the catalogues of a domain.

    Texts of the code that a catalogue lacks; Khmer entries that are empty or fuzzy; Khmer whose
    placeholders or HTML tags differ from the English; Khmer that is not clean.
    """
    texts = list(texts)
    for language in PLURALS:
        known = {_key(entry): entry for entry in read(path_of(root, language, domain))}
        for text in texts:
            entry = known.get((text.msgid, text.context))
            if entry is None or entry.msgid_plural != text.plural:
                yield f"{language}/{domain}: not in the catalogue: {text.msgid!r}"
    for entry in read(path_of(root, "km", domain)):
        for problem in _problems_of(entry):
            yield f"km/{domain}: {problem}: {entry.msgid!r}"


def compile_all(root: Path) -> list[Path]:
    """Compile each catalogue below `locale/` that is newer than its compiled file.

    Returns the files written. Needs no gettext on the machine.
    """
    written = []
    for source in sorted((root / "locale").rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        # A process that starts meanwhile reads the old file or the new one, never half of it.
        half = target.with_name(f".{target.name}.{os.getpid()}")
        polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(half))
        half.replace(target)
        written.append(target)
    return written


def read(path: Path) -> polib.POFile:
    """Return the catalogue at `path`, empty if there is none."""
    if not path.exists():
        return polib.POFile()
    return polib.pofile(str(path), encoding="utf-8", wrapwidth=0)


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgid, entry.msgctxt or ""


def _forms_of(entry: polib.POEntry) -> dict[int, str]:
    """Return the translations of an entry by plural form; one without plural has form 0 alone."""
    return dict(entry.msgstr_plural) if entry.msgid_plural else {0: entry.msgstr}


def _empty_catalogue(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    return catalogue


def _write(path: Path, catalogue: polib.POFile) -> bool:
    text = f"{catalogue}".rstrip("\n") + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def _keep_translation(entry: polib.POEntry, old: polib.POEntry | None, forms: int) -> None:
    kept = _forms_of(old) if old else {}
    if old:
        entry.tcomment, entry.flags = old.tcomment, old.flags
    if entry.msgid_plural:
        entry.msgstr_plural = {form: kept.get(form, "") for form in range(forms)}
    else:
        entry.msgstr = kept.get(0, "")


def _set_translation(entry: polib.POEntry, translation: str) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: translation}
    else:
        entry.msgstr = translation
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]


def _problems_of(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    if not entry.translated() and not entry.fuzzy:
        yield "not translated"
        return
    english = entry.msgid_plural or entry.msgid
    for khmer in _forms_of(entry).values():
        if _placeholders(khmer) != _placeholders(english):
            yield "other placeholders than the English"
        if Counter(_TAG.findall(khmer)) != Counter(_TAG.findall(english)):
            yield "other HTML tags than the English"
        if clean(khmer) != khmer:
            yield "Khmer that is not clean"


def _placeholders(text: str) -> tuple[set[str], list[str]]:
    """Return the named placeholders, which may stand anywhere, and the others in their order."""
    text = text.replace("%%", "")
    return set(_NAMED.findall(text)), _POSITIONAL.findall(text)
