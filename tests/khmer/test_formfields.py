"""Form fields: Khmer digits are read, bad input is told in plain words, text is cleaned."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from khmer import formfields


class VisitForm(forms.Form):
    school = formfields.CharField(max_length=20)
    notes = formfields.CharField(multiline=True, required=False)
    date = formfields.DateField()
    time = formfields.TimeField()
    pupils = formfields.IntegerField(min_value=0, max_value=100)
    score = formfields.DecimalField(max_digits=4, decimal_places=1, required=False)


GOOD = {
    "school": " សាលា\u200bបឋម ",
    "notes": "ជួរ១\r\nជួរ២",
    "date": "២១/១១/២០២៦",
    "time": "១៤:៣០",
    "pupils": "៤២",
    "score": "៣.៥",
}


def test_form_reads_what_is_typed_in_khmer():
    form = VisitForm(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "school": "សាលាបឋម",
        "notes": "ជួរ១\nជួរ២",
        "date": datetime.date(2026, 11, 21),
        "time": datetime.time(14, 30),
        "pupils": 42,
        "score": Decimal("3.5"),
    }


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("date", "១១/២១/២០២៦"),
        ("date", "ថ្ងៃស្អែក"),
        ("time", "២៥:០០"),
        ("pupils", "ពីរ"),
        ("pupils", "៤.៥"),
        ("pupils", "១០១"),
        ("pupils", "-១"),
        ("score", "៣,៥"),
        ("score", "NaN"),
        ("score", "១២៣៤.៥"),
        ("school", "ក" * 21),
        ("school", "\u200b"),
    ],
)
def test_form_refuses_and_keeps_what_was_typed(name, typed):
    form = VisitForm({**GOOD, name: typed})
    assert list(form.errors) == [name]
    assert form[name].value() == typed


@pytest.mark.parametrize("field", [formfields.DateField(), formfields.TimeField()])
def test_message_shows_an_example(field):
    with override("en"), pytest.raises(ValidationError, match="for example"):
        field.clean("?")


def test_values_are_shown_as_they_are_typed():
    form = VisitForm(initial={"date": datetime.date(2026, 4, 3), "time": datetime.time(8, 5)})
    assert 'value="03/04/2026"' in str(form["date"])
    assert 'value="08:05"' in str(form["time"])


def test_inputs_take_khmer():
    html = VisitForm().as_p()
    assert html.count('lang="km"') == 6
    assert html.count('spellcheck="false"') == 6
    assert 'type="number"' not in html
    assert 'inputmode="numeric"' in html
    assert 'inputmode="decimal"' in html


def test_text_may_be_of_another_language():
    assert "lang" not in formfields.CharField(lang=None).widget.attrs
    assert formfields.CharField(lang="en").widget.attrs["lang"] == "en"


def test_unchanged_values_count_as_unchanged():
    initial = {**VisitForm(GOOD).fields, "school": "សាលាបឋម", "notes": "ជួរ១\nជួរ២"}
    initial |= {"date": datetime.date(2026, 11, 21), "time": datetime.time(14, 30)}
    initial |= {"pupils": 42, "score": Decimal("3.5")}
    assert VisitForm(GOOD, initial=initial).changed_data == []
