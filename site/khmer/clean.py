"""Normalising text for storage: what looks the same becomes the same, what was meant stays.

Unicode lets one written Khmer syllable be typed as several sequences, and NFC unites none of
them. `pheasa` puts the signs of a syllable in the order of Unicode Technical Note 61 and replaces
the sequences that note calls "do not use". Five rules of ours stand beside it:

1. characters that nobody sees and nobody means in stored text go: zero width space, byte order
   and direction marks, soft hyphens, controls, lone surrogates, non-characters;
2. joiners next to Khmer go, except the one that keeps a register shifter upright;
3. a sign above or below that was typed twice counts once;
4. two vowels េ typed for ែ become ែ;
5. deprecated characters give way to those that replaced them (ឣ អ, ឤ អា, ៘ ។ល។), and the two
   invisible vowels go.
"""

from __future__ import annotations

import re
import unicodedata

import pheasa

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

_PLANES = range(0, 0x110000, 0x10000)
_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls but \t and \n
    "\u00ad\u180e"  # soft hyphen, Mongolian vowel separator
    "\u200b\u200e\u200f\u061c\u202a-\u202e"  # zero width space, direction marks
    "\u2060-\u206f"  # word joiner, invisible operators, direction isolates
    "\ufeff\ufff9-\ufffb"  # byte order mark, interlinear annotation
    "\ud800-\udfff"  # lone surrogates
    "\ufdd0-\ufdef"  # non-characters, here and at the end of each plane
    + "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in _PLANES)
    + "]+"
)

_ZWNJ = "\u200c"
_SHIFTERS = ("\u17c9", "\u17ca")
_ABOVE = {*map(chr, range(0x17B6, 0x17C6)), "\u17d0"}  # vowels and the sign samyok sannya
_JOINERS = re.compile("[\u200c\u200d]+")
_REPEATED_SIGN = re.compile("([\u17b7-\u17bd\u17c6\u17c9-\u17d3\u17dd])\\1+")

# Ordering takes time that grows with the square of a syllable's length, and no syllable of any
# word comes near this many signs. A text with a longer one is noise and keeps its order.
_LONGEST_SYLLABLE = 40
_OVERLONG = re.compile(
    f"[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d3\u17dd]){{{_LONGEST_SYLLABLE}}}"
)

# Text in which nothing can be out of order: each syllable has at most one subscript, one vowel
# and one of ំ and ះ, and around them stand only digits and signs that never change. Most text is so.
_LETTER = "[\u1780-\u17a2\u17a5-\u17b3]"
_PLAIN = re.compile(
    f"(?:{_LETTER}(?:\u17d2{_LETTER})?[\u17b6-\u17c5]?[\u17c6\u17c7]?"
    "|[\t\n -~\u17d4-\u17d7\u17db\u17e0-\u17e9\u2013\u2014\u2018-\u201d\u2026])*+"
)

# One round is enough for nearly every text; a rule may lay bare work for an earlier one.
_MOST_ROUNDS = 8


def clean(text: str) -> str:
    """Return `text` as we store it: one spelling for one look, nothing invisible.

    Line ends become \\n; tabs, spaces and everything that can be seen stay. Cleaning twice
    changes nothing more. Run it on every text that comes in by form, API, import or submission.
    """
    return text if _PLAIN.fullmatch(text) else _put_in_order(text)


def _put_in_order(text: str) -> str:
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    for _ in range(_MOST_ROUNDS):
        result = _in_order(_JOINERS.sub(_meant_joiner, text))
        result = _REPEATED_SIGN.sub(r"\1", result).replace("\u17c1\u17c1", "\u17c2")
        if result == text:
            break
        text = result
    return text


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line: each run of blanks is one space, none at the ends."""
    return " ".join(clean(text).split())


def _in_order(text: str) -> str:
    if _OVERLONG.search(text):
        return unicodedata.normalize("NFC", text)
    return pheasa.normalize(text, preserve_coeng_da=True, fold_deprecated=True)


def _meant_joiner(run: re.Match[str]) -> str:
    """What to keep of a run of joiners: all of it in other scripts, next to Khmer hardly any."""
    text, start, end = run.string, run.start(), run.end()
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if _ZWNJ in run.group() and before in _SHIFTERS and after in _ABOVE:
        return _ZWNJ
    if "\u1780" <= before <= "\u17dd" or "\u1780" <= after <= "\u17dd":
        return ""
    return run.group()
