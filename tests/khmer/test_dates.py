"""Dates and times, read and written in both languages."""

import datetime
from itertools import product

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from khmer.clean import clean
from khmer.dates import (
    MONTHS,
    WEEKDAYS,
    format_date,
    format_datetime,
    format_time,
    parse_date,
    parse_time,
)

DAY = datetime.date(2026, 11, 21)


@pytest.mark.parametrize(
    "text",
    [
        "21/11/2026",
        "២១/១១/២០២៦",
        "21-11-2026",
        "21.11.2026",
        "2026-11-21",
        "២០២៦-១១-២១",
        " 21/11/2026\u200b ",
        "ថ្ងៃសៅរ៍ ទី២១ ខែវិច្ឆិកា ឆ្នាំ២០២៦",
        "ថ្ងៃទី២១ ខែវិច្ឆិកា ឆ្នាំ២០២៦",
        "ថ្ងៃទី ២១ ខែ វិច្ឆិកា ឆ្នាំ ២០២៦",
        "២១ វិច្ឆិកា ២០២៦",
        "21 November 2026",
        "Saturday, 21 Nov 2026",
        "21 NOV. 2026",
    ],
)
def test_parse_date_reads(text):
    assert parse_date(text) == DAY


def test_parse_date_puts_the_day_first():
    assert parse_date("03/04/2026") == datetime.date(2026, 4, 3)


@pytest.mark.parametrize(
    "text",
    ["", "11/21/2026", "29/02/2026", "21/11/26", "21/11/2570", "21/11-2026", "២១ វិច្ឆ ២០២៦", "today",
     "21/11/2026 08:00", "2026", "٢١/١١/٢٠٢٦", "21//2026"],
)  # fmt: skip
def test_parse_date_refuses(text):
    with pytest.raises(ValueError):
        parse_date(text)


@given(
    st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2199, 12, 31)),
    st.sampled_from(list(product(("km", "en"), ("long", "short")))),
)
def test_written_dates_are_read_again(day, form):
    language, style = form
    assert parse_date(format_date(day, language, style)) == day


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14:30", (14, 30)),
        ("១៤:៣០", (14, 30)),
        ("14.30", (14, 30)),
        ("14:30:00", (14, 30)),
        ("8", (8, 0)),
        ("8h30", (8, 30)),
        ("ម៉ោង ៨:៣០", (8, 30)),
        ("ម៉ោង ៨ ៣០ នាទី", (8, 30)),
        ("8:30 AM", (8, 30)),
        ("2:30 pm", (14, 30)),
        ("12:15 am", (0, 15)),
        ("12:15 pm", (12, 15)),
        ("៨ ព្រឹក", (8, 0)),
        ("ម៉ោង ២:៣០ រសៀល", (14, 30)),
        ("៥ ល្ងាច", (17, 0)),
        ("១១ យប់", (23, 0)),
        ("១២ យប់", (0, 0)),
        ("២ យប់", (2, 0)),
        ("14:30 រសៀល", (14, 30)),
    ],
)
def test_parse_time_reads(text, time):
    assert parse_time(text) == datetime.time(*time)


@pytest.mark.parametrize("text", ["", "25:00", "8:60", "830", "14:30 am", "0 ល្ងាច", "ព្រឹក", "8:3"])
def test_parse_time_refuses(text):
    with pytest.raises(ValueError):
        parse_time(text)


@given(st.times(), st.sampled_from(["km", "en"]))
def test_written_times_are_read_again(time, language):
    assert parse_time(format_time(time, language)) == time.replace(second=0, microsecond=0)


def test_format_date_in_both_languages():
    assert format_date(DAY, "km") == "ថ្ងៃសៅរ៍ ទី២១ ខែវិច្ឆិកា ឆ្នាំ២០២៦"
    assert format_date(DAY, "en") == "Saturday 21 November 2026"
    assert format_date(datetime.date(2026, 4, 3), "km", "short") == "០៣/០៤/២០២៦"
    assert format_date(datetime.date(2026, 4, 3), "en-gb", "short") == "03/04/2026"


def test_format_datetime_in_both_languages():
    moment = datetime.datetime(2026, 11, 21, 14, 5)
    assert format_datetime(moment, "km") == "ថ្ងៃសៅរ៍ ទី២១ ខែវិច្ឆិកា ឆ្នាំ២០២៦ ម៉ោង ១៤:០៥"
    assert format_datetime(moment, "en") == "Saturday 21 November 2026 at 14:05"
    assert format_datetime(moment, "km", "short") == "២១/១១/២០២៦ ១៤:០៥"
    assert format_datetime(moment, "en", "short") == "21/11/2026 14:05"


def test_aware_datetimes_are_told_in_the_current_time_zone():
    moment = datetime.datetime(2026, 11, 20, 18, 30, tzinfo=datetime.UTC)
    with timezone.override("Asia/Phnom_Penh"):
        assert format_date(moment, "en", "short") == "21/11/2026"
        assert format_time(moment, "km") == "០១:៣០"
    with timezone.override("UTC"):
        assert format_datetime(moment, "en", "short") == "20/11/2026 18:30"


def test_names_of_days_and_months_are_complete_and_clean():
    assert {language: len(set(names)) for language, names in MONTHS.items()} == {"km": 12, "en": 12}
    assert {language: len(set(names)) for language, names in WEEKDAYS.items()} == {"km": 7, "en": 7}
    for name in (*MONTHS["km"], *WEEKDAYS["km"]):
        assert clean(name) == name
