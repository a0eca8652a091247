"""Django's own fields and filters read and write dates and decimals our way in both languages."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.conf.locale import LANG_INFO
from django.utils import formats
from django.utils.translation import get_language_info, override


@pytest.fixture(autouse=True, params=["km", "en"])
def language(request):
    formats.reset_format_cache()
    with override(request.param):
        yield request.param
    formats.reset_format_cache()


def test_dates_are_read_day_first():
    assert forms.DateField().clean("03/04/2026") == datetime.date(2026, 4, 3)
    assert forms.DateField().clean("2026-04-03") == datetime.date(2026, 4, 3)


def test_date_inputs_show_the_day_first():
    assert 'value="03/04/2026"' in forms.DateInput().render("d", datetime.date(2026, 4, 3))


def test_decimals_have_a_point():
    assert formats.localize(Decimal("3.5")) == "3.5"
    assert forms.DecimalField(localize=True).clean("3.5") == Decimal("3.5")


def test_short_dates_are_day_month_year():
    assert formats.date_format(datetime.date(2026, 4, 3), "SHORT_DATE_FORMAT") == "03/04/2026"
    assert formats.time_format(datetime.time(14, 30), "TIME_FORMAT") == "14:30"


def test_long_dates_name_the_day_first(language):
    text = formats.date_format(datetime.date(2026, 4, 3))
    assert text.startswith("ថ្ងៃទី3 ខែ" if language == "km" else "3 April")


def test_weeks_begin_on_monday():
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_khmer_names_itself_in_khmer():
    assert LANG_INFO["km"]["name_local"] == get_language_info("km")["name_local"] == "ភាសាខ្មែរ"
