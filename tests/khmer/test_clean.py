"""Cleaning: look-alikes become one, meaning stays, twice is as good as once."""

import tracemalloc
import unicodedata

import pheasa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from khmer.clean import _PLAIN, _put_in_order, clean, clean_line

# What was typed, what it should be stored as, and why they look the same.
LOOK_ALIKES = [
    ("ខែ្មរ", "ខ្មែរ", "vowel before subscript"),
    ("ពៅ្នលិច", "ព្នៅលិច", "two-part vowel before subscript"),
    ("អង្រ្គង", "អង្គ្រង", "subscript រ before another"),
    ("ស្រ្តី", "ស្ត្រី", "subscript រ before another, in a word everyone mistypes"),
    ("ការងា​រ", "ការងារ", "zero width space inside a word"),
    ("\ufeffសាលា", "សាលា", "byte order mark"),
    ("សា\u200eលា", "សាលា", "direction mark"),
    ("ក\u17b4ម្ពុជា", "កម្ពុជា", "invisible vowel aq"),
    ("ក\u17b5ម្ពុជា", "កម្ពុជា", "invisible vowel aa"),
    ("ក\u17c1\u17b8ត", "ក\u17beត", "េ and ី for ើ"),
    ("ក\u17c1\u17b6ះ", "ក\u17c4ះ", "េ and ា for ោ"),
    ("ក\u17b6\u17c1ះ", "ក\u17c4ះ", "ា and េ for ោ"),
    ("ប\u17c1\u17c1ប", "ប\u17c2ប", "two េ for ែ"),
    ("កំពង់់", "កំពង់", "bantoc twice"),
    ("ពោធិ៍៍", "ពោធិ៍", "toandakhiat twice"),
    ("ស\u17b8\u17ca", "ស\u17ca\u17b8", "shifter after vowel"),
    ("ស\u17bb\u17b8", "ស\u17ca\u17b8", "vowel ុ for a shifter under a vowel"),
    ("ប\u17bb\u17b8", "ប\u17c9\u17b8", "vowel ុ for the other shifter"),
    ("ច\u17c6\u17b6", "ច\u17b6\u17c6", "nikahit before ា"),
    ("ន\u17c6\u17bb", "ន\u17bb\u17c6", "nikahit before ុ"),
    ("ណ\u17c7\u17c1", "ណ\u17c1\u17c7", "reahmuk before its vowel"),
    ("ធម\u17b7\u17cc", "ធម\u17cc\u17b7", "robat after vowel"),
    ("ប្\u200dរ", "ប្រ", "joiner inside a subscript"),
    ("ក\u200cម", "កម", "non-joiner between letters"),
    ("ប្្រ", "ប្រ", "coeng twice"),
    ("\u17a3ក្សរ", "អក្សរ", "deprecated letter ឣ"),
    ("\u17a4", "អា", "deprecated letter ឤ"),
    ("៘", "។ល។", "one sign for three"),
]

KHMER = st.text(alphabet=[chr(point) for point in range(0x1780, 0x17DE)], max_size=14)
TYPED = st.text(
    alphabet=st.one_of(
        st.sampled_from([chr(point) for point in range(0x1780, 0x17FA)]),
        st.sampled_from("\u200b\u200c\u200d\ufeff \n\r\t\x00aé1"),
        st.characters(),
    ),
    max_size=24,
)


@pytest.mark.parametrize(("typed", "stored", "why"), LOOK_ALIKES)
def test_clean_unites_look_alikes(typed, stored, why):
    assert typed != stored
    assert clean(typed) == clean(stored) == stored, why


def test_normal_forms_alone_would_not_unite_the_look_alikes():
    united = [
        typed for typed, stored, _ in LOOK_ALIKES if unicodedata.normalize("NFC", typed) == stored
    ]
    assert united == []
    by_package = [typed for typed, stored, _ in LOOK_ALIKES if pheasa.normalize(typed) == stored]
    assert len(by_package) < len(LOOK_ALIKES)


@given(TYPED)
@example("ក\u17b7\u17c9\u17b7\u17c9")
@example("ប\u200d្\u200c្រ\u17c1\u17bb\u17b8")
def test_clean_twice_changes_nothing_more(text):
    once = clean(text)
    assert clean(once) == once
    assert clean_line(clean_line(text)) == clean_line(text)


@given(KHMER)
def test_clean_keeps_every_letter(text):
    gone_or_replaced = dict.fromkeys(range(0x17A3, 0x17A5), "អ")
    letters = [char for char in text.translate(gone_or_replaced) if "\u1780" <= char <= "\u17b3"]
    kept = [char for char in clean(text) if "\u1780" <= char <= "\u17b3"]
    # A sign spelled out (៘) brings a letter of its own.
    assert sorted(letters + ["ល"] * text.count("៘")) == sorted(kept)


@pytest.mark.parametrize(
    "text",
    [
        "ស្ដាប់",  # subscript ដ is a spelling, folded only for comparison
        "ឲ្យ",
        "ទី១២ and 12",
        "ប៊\u200cី",  # the non-joiner keeps the shifter above
        "👩\u200d🏫 គ្រូ",
        "ថ្នាក់\tទី៤\nថ្នាក់ទី៥",
        "café – “quoted” « »",
        "នៅៗ  ពីរដកឃ្លា ",
    ],
)
def test_clean_leaves_what_was_meant(text):
    assert clean(text) == text


def test_clean_takes_out_what_cannot_be_stored():
    assert clean("ក\x00ខ\ud800គ\x1bឃ\x7fង\uffffច\ufdd0") == "កខគឃងច"


def test_clean_makes_every_line_end_one_newline():
    assert clean("ក\r\nខ\rគ\u2028ឃ\x0bង\n") == "ក\nខ\nគ\nឃ\nង\n"


def test_clean_line_leaves_one_line():
    assert clean_line("  សុខ\r\n\tស៊ីណា\u00a0\u200b  ") == "សុខ ស៊ីណា"


def test_clean_stays_fast_on_a_syllable_without_end():
    noise = "ក" + "្រ" * 50_000 + "្ក" * 50_000
    assert clean(noise) == noise


@given(st.from_regex(_PLAIN, fullmatch=True))
@example("សិស្សចូលរួម “ល្អ” ១២ នាក់។")
@example("ខ្ញុំនាំគេទៅ")
def test_clean_passes_over_plain_text_rightly(text):
    assert _put_in_order(text) == text == clean(text)


def test_clean_finds_every_plain_syllable_in_order():
    letters = "កដតថបរសអឥ"  # strong and weak ones, those with a fold, one independent vowel
    subscripts = ["", *(f"\u17d2{letter}" for letter in letters)]
    vowels = ["", *map(chr, range(0x17B6, 0x17C6))]
    for letter in letters:
        for subscript in subscripts:
            for vowel in vowels:
                for sign in ("", "\u17c6", "\u17c7"):
                    syllable = f"{letter}{subscript}{vowel}{sign}"
                    assert _PLAIN.fullmatch(syllable)
                    assert _put_in_order(syllable) == syllable


def test_clean_takes_little_memory_for_a_long_text():
    text = "ក" * 500_000
    tracemalloc.start()
    try:
        assert clean(text) is text
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
