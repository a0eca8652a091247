"""A sort key that puts names in the order of the Khmer dictionary, in any database.

The order is that of ICU's collation for `km`, where a consonant is followed by words with plain
consonants, then vowels, then subscripts; a robat sorts as a subscript under រ; independent vowels
sort as អ with their vowel; register shifters and other signs only break ties. Blanks and
punctuation come first, then numbers, Khmer, Latin letters without regard to case or accents, and
other scripts. Two choices are ours: numbers count by value (ទី២ before ទី១០), and subscript ដ
sorts as subscript ត, because nobody can see them apart.

The key is made of 0-9 and a-z alone, so that byte order and every database collation agree on it.
"""

from __future__ import annotations

import re
import unicodedata

from khmer.clean import clean_line
from khmer.digits import to_ascii

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

_PUNCTUATION = " _-–—,;:៖!?.…។៕'’\"“”«»()[]{}@*/\\&#%៙៚`^+<=>|~ៗ$៛"
_LETTERS = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរឫឬលឭឮវឝឞសហឡអ"
_VOWELS = (
    *"ៜ\u17b6\u17b7\u17b8\u17b9\u17ba\u17bb\u17bc\u17bd\u17be\u17bf\u17c0\u17c1\u17c2\u17c3\u17c4\u17c5",
    "\u17bb\u17c6",  # om
    "\u17c6",  # am
    "\u17b6\u17c6",  # aam
    "\u17c7",  # ah
    "\u17b7\u17c7",
    "\u17bb\u17c7",
    "\u17c1\u17c7",
    "\u17c4\u17c7",
)
_COENG = "\u17d2"
_ROBAT = "\u17cc"
# Signs that break ties only, the lightest first.
_SIGNS = "\u17ce\u17cf\u17d1\u17d0\u17c8\u17dd\u17cb\u17c9\u17ca\u17cd\u17d3"
_INDEPENDENT = {
    "ឥ": "អិ",
    "ឦ": "អី",
    "ឧ": "អុ",
    "ឨ": "អុក",
    "ឩ": "អូ",
    "ឪ": "អូវ",
    "ឯ": "អែ",
    "ឰ": "អៃ",
    "ឱ": "អោ",
    "ឲ": "អោ",
    "ឳ": "អៅ",
}

# First digit of a weight: the block. 0 punctuation (0z any other), 1 numbers, 2-3 Khmer,
# 5 Latin, 6 other letters. "00" parts the levels and is below every weight.
_OTHER_SYMBOL, _NUMBER, _OTHER_LETTER = "0z", "1", "6"
_LEVEL = "00"
_PLAIN, _LIGHTEST_SIGN, _INDEPENDENT_MARK, _ROBAT_MARK, _ACCENT_MARK = "0", 1, "w", "x", "y"


def _two(number: int) -> str:
    return _DIGITS[number // 36] + _DIGITS[number % 36]


_PRIMARY = {
    **{sign: _two(1 + place) for place, sign in enumerate(_PUNCTUATION)},
    **{unit: _two(72 + place) for place, unit in enumerate((*_LETTERS, *_VOWELS, _COENG))},
    **{letter: "5" + letter for letter in _DIGITS[10:]},
}
_SECONDARY = {sign: _DIGITS[_LIGHTEST_SIGN + place] for place, sign in enumerate(_SIGNS)}

_UNIT = re.compile(
    "[0-9]+|[\u1780-\u17a2]\u17cc|[\u17bb\u17b6]\u17c6|[\u17b7\u17bb\u17c1\u17c4]\u17c7|.",
    re.DOTALL,
)


def sort_key(text: str) -> str:
    """Return the key of `text`: keys compared as plain strings give the order of the texts.

    Texts that look alike, or differ in case or joiners only, have the same key.
    """
    primary: list[str] = []
    secondary: list[str] = []
    text = to_ascii(clean_line(text)).replace(_COENG + "ដ", _COENG + "ត").casefold()
    for unit in _UNIT.findall(unicodedata.normalize("NFD", text)):
        weights, marks = _weigh(unit)
        primary += weights
        secondary += marks
    ties = "".join(secondary).rstrip(_PLAIN)
    return "".join(primary) + (_LEVEL + ties if ties else "")


def _weigh(unit: str) -> tuple[list[str], list[str]]:
    """Return the weights of one unit on the first level, and on the second, where ties break."""
    if unit in _PRIMARY:
        return [_PRIMARY[unit]], [_PLAIN]
    if unit in _SECONDARY:
        return [], [_SECONDARY[unit]]
    if unit in _INDEPENDENT:
        spelled = [_PRIMARY[letter] for letter in _INDEPENDENT[unit]]
        return spelled, [_PLAIN] * len(spelled) + [_INDEPENDENT_MARK]
    if unit.endswith(_ROBAT) and len(unit) == 2:
        spelled = [_PRIMARY["រ"], _PRIMARY[_COENG], _PRIMARY[unit[0]]]
        return spelled, [_PLAIN] * 3 + [_ROBAT_MARK]
    if unit.isascii() and unit.isdigit():
        return [_number(unit)], [_PLAIN]
    if unicodedata.category(unit)[0] == "M":
        return [], [_ACCENT_MARK]
    if unicodedata.category(unit) == "Cf":
        return [], []
    block = _OTHER_LETTER if unit.isalpha() else _OTHER_SYMBOL
    point = ord(unit)
    return [block + _two(point // 1296) + _two(point % 1296)], [_PLAIN]


def _number(digits: str) -> str:
    """Weigh a whole number by value: how many digits it has, then the digits."""
    value = digits.lstrip("0") or "0"
    length = min(len(value), 35)
    return _NUMBER + _DIGITS[length] + value[:length]
