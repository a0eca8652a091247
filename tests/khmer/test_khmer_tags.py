"""Template filters follow the active language."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override


def render(source: str, **context: object) -> str:
    return Template("{% load khmer_tags %}" + source).render(Context(context))


MOMENT = datetime.datetime(2026, 11, 20, 18, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("source", "khmer", "english"),
    [
        ("{{ x|khmer_date }}", "ថ្ងៃសៅរ៍ ទី២១ ខែវិច្ឆិកា ឆ្នាំ២០២៦", "Saturday 21 November 2026"),
        ("{{ x|khmer_date:'short' }}", "២១/១១/២០២៦", "21/11/2026"),
        ("{{ x|khmer_datetime:'short' }}", "២១/១១/២០២៦ ០១:៣០", "21/11/2026 01:30"),
        ("{{ x|khmer_time }}", "០១:៣០", "01:30"),
        ("{{ 12|khmer_digits }}", "១២", "12"),
    ],
)
def test_filters_follow_the_language(source, khmer, english):
    with timezone.override("Asia/Phnom_Penh"):
        with override("km"):
            assert render(source, x=MOMENT) == khmer
        with override("en"):
            assert render(source, x=MOMENT) == english


@pytest.mark.parametrize(
    "name", ["khmer_date", "khmer_datetime", "khmer_time", "khmer_digits", "truncate_graphemes:3"]
)
def test_filters_show_nothing_for_nothing(name):
    assert render("{{ x|" + name + " }}", x=None) == ""


def test_midnight_is_a_time():
    with override("en"):
        assert render("{{ x|khmer_time }}", x=datetime.time(0, 0)) == "00:00"


def test_truncate_graphemes_cuts_between_clusters_and_escapes():
    assert render("{{ x|truncate_graphemes:3 }}", x="ស្ត្រីខ្មែររៀន") == "ស្ត្រីខ្មែ…"
    assert render("{{ x|truncate_graphemes:9 }}", x="<b>ក") == "&lt;b&gt;ក"


@pytest.mark.parametrize(
    ("text", "language"),
    [("សាលា A", "km"), ("School", "en"), ("ឥ", "km"), ("១២", "km"), ("", "en")],
)
def test_lang_of_tells_khmer_by_its_letters(text, language):
    assert render('<p lang="{{ x|lang_of }}">', x=text) == f'<p lang="{language}">'
