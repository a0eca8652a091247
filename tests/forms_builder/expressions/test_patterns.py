"""The patterns of `regex`: what is taken, what is refused, and that none runs away."""

from __future__ import annotations

import time

import pytest

from forms_builder.expressions import ExpressionFailed, ExpressionRefused
from forms_builder.expressions.patterns import LONGEST_TEXT, matches, read_pattern


@pytest.mark.parametrize(
    ("pattern", "fitting", "others"),
    [
        ("^0[0-9]{8,9}$", ["012345678", "0123456789"], ["12345678", "01234567890", "០១២៣៤៥៦៧៨"]),
        ("[ក-៿ ]+", ["សុខ សុភា"], ["Sok", "", "សុខ1"]),
        (r"\u1780+", ["កក"], ["ខ"]),
        (r"\d+(?:\.\d{1,2})?", ["3", "3.14"], ["3.", "3.141", ".5"]),
        ("a|b|", ["a", "b", ""], ["c", "ab"]),
        ("(yes|no)(,(yes|no))*", ["yes", "no,yes,no"], ["yes,", "maybe"]),
        (r"[^\s,]+", ["a-b"], ["a b", "a,b", ""]),
        (r"[\w.-]+@[\w-]+\.kh", ["sok@moeys.kh"], ["sok@moeys", "សុខ@moeys.kh"]),
        (".{2}", ["😀ក", "ab"], ["a", "a\n", "abc"]),
        (r"\(a\)\*", ["(a)*"], ["a"]),
        ("a{2,}?", ["aa", "aaa"], ["a"]),
        (r"[\D]+", ["abc"], ["a1"]),
        ("()", [""], ["a"]),
        ("", [""], ["a"]),
    ],
)
def test_pattern_is_held_against_the_whole_text(pattern, fitting, others):
    shape = read_pattern(pattern)
    assert [text for text in [*fitting, *others] if matches(shape, text)] == fitting


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("(?i)yes", "“(?i”"),
        ("(?=a)a", "“(?=”"),
        ("(?<!a)b", "“(?<”"),
        (r"(a)\1", "“\\1”"),
        (r"\bword\b", "“\\b”"),
        (r"\p{L}+", "“\\p”"),
        (r"\Qa\E", "“\\Q”"),
        ("a++", "“++”"),
        ("a{2}{3}", "“{2}{”"),
        ("a{3,2}", "“{3,2}”"),
        ("a{,2}", "“{”"),
        ("*a", "“*”"),
        ("a^b", "“^”"),
        ("a$b", "“$”"),
        ("(^a$)", "“^”"),
        ("[a-z&&[^b]]", "“&”"),
        ("[[:alpha:]]", "“[”"),
        ("[z-a]", "“z-a”"),
        ("[]", "“[]”"),
        ("[a", "“a”"),
        ("(a", "“(”"),
        ("a)", "“)”"),
        ("a\\", "“\\”"),
        (r"\ud800", "“\\ud800”"),
        ("a" * 501, "500"),
        ("((a*)*)*", "repeats"),
        ("((a{100}){100})", "repeats"),
    ],
)
def test_pattern_outside_is_refused_by_name(pattern, named):
    with pytest.raises(ExpressionRefused) as refused:
        read_pattern(pattern)
    assert named in str(refused.value)


@pytest.mark.parametrize(
    "pattern", ["(a*)*b", "(a|a)*b", "(a|aa)+b", "(.*)*(.*)*b", "(a?){999}b", "(([a-z]+ ?)+,?)b"]
)
def test_no_pattern_runs_away(pattern):
    shape = read_pattern(pattern)
    began = time.perf_counter()
    assert not matches(shape, "a" * LONGEST_TEXT)
    assert time.perf_counter() - began < 5


def test_text_that_is_too_long_fails_in_words():
    with pytest.raises(ExpressionFailed, match="1000"):
        matches(read_pattern(".*"), "ក" * (LONGEST_TEXT + 1))
