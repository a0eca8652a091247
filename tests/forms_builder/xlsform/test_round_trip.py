"""Ours → XLSForm → ours: the same structure, letter for letter."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from forms_builder.actions.import_form import import_form
from forms_builder.models import Domain, ObservationForm
from forms_builder.schema import compile_form
from forms_builder.xlsform.writing import xlsform_bytes
from tests.forms_builder.samples import block, every_kind, make_domain, make_form, rule
from tests.forms_builder.xlsform.books import bring, form_of

pytestmark = pytest.mark.django_db

DEMO = Path(settings.BASE_DIR) / "mentoring_pages" / "demo"


def moved(form):
    """Export a form, forget it, and bring the file in again."""
    data = xlsform_bytes(form)
    ObservationForm.objects.all().delete()
    Domain.objects.all().delete()
    report = bring(data)
    assert report.ok, report.errors
    assert report.errors == []
    return form_of(report)


def same(form):
    before = compile_form(form)
    after = compile_form(moved(form))
    assert after.schema == before.schema
    assert after.structure_hash == before.structure_hash
    assert after.texts == before.texts


def test_every_kind_comes_back():
    same(make_form(every_kind(make_domain())))


@pytest.mark.parametrize("name", ["observation_form.json", "gallery_form.json"])
def test_demonstration_form_comes_back_in_both_languages(name):
    form = import_form(data=json.loads((DEMO / name).read_text()), by=None, at=timezone.now())
    english = compile_form(form.get_translations().get())
    before = compile_form(form)
    again = moved(form)
    after = compile_form(again)
    assert after.schema == before.schema
    assert after.structure_hash == before.structure_hash
    assert after.texts == before.texts
    translated = again.get_translations().get().get_latest_revision_as_object()
    assert compile_form(translated).texts["items"] == english.texts["items"]
    assert not again.live


def test_rules_of_every_effect_come_back():
    same(
        make_form(
            [
                block("integer", "age", label="អាយុ", rules=[rule("CONSTRAINT", ". > 3")]),
                block(
                    "text",
                    "why",
                    label="ហេតុអ្វី",
                    rules=[
                        rule("RELEVANT", "${age} > 5 and not(${age} = 7)"),
                        rule("REQUIRED", "${age} < 9"),
                        rule("READ_ONLY", "true()"),
                        rule("WARNING", "string-length(.) > 2", message="ខ្លីពេក"),
                        rule("DEFAULT", "'it''s'" if False else "'5'"),
                    ],
                ),
                block("decimal", "sum", label="ផលបូក", rules=[rule("CALCULATION", "${age} * 2")]),
                block("integer", "first", label="ដំបូង", rules=[rule("DEFAULT", "5 + 1")]),
            ]
        )
    )
