"""Ours → XLSForm → ours: the same structure, letter for letter."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from openpyxl import load_workbook

from forms_builder.actions.import_form import import_form
from forms_builder.models import ChoiceList, ChoiceListContent, Domain, ObservationForm
from forms_builder.schema import compile_form, items_of
from forms_builder.xlsform.spreadsheet import xlsform_bytes
from tests.forms_builder.fields.test_cascading_choice import own_list
from tests.forms_builder.samples import block, every_kind, make_domain, make_form, rubric, rule
from tests.forms_builder.test_scales import make_scale
from tests.forms_builder.test_scoring import bands, formula
from tests.forms_builder.xlsform.books import bring, form_of, survey

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
                        rule("DEFAULT", "'5'"),
                    ],
                ),
                block("decimal", "sum", label="ផលបូក", rules=[rule("CALCULATION", "${age} * 2")]),
                block("integer", "first", label="ដំបូង", rules=[rule("DEFAULT", "5 + 1")]),
            ]
        )
    )


def test_rubric_with_a_shared_scale_comes_back_with_its_levels():
    form = make_form([rubric("clarity", "ការពន្យល់", scale=make_scale().pk, reverse=True)])
    before = compile_form(form)
    again = moved(form)
    after = compile_form(again)
    assert after.schema == before.schema
    assert after.texts == before.texts
    assert again.body[0].value["scale"] is None


def test_rubrics_that_are_reversed_unscored_or_follow_another_come_back():
    same(
        make_form(
            [
                rubric("calm", "ភាពស្ងប់ស្ងាត់", reverse=True, follows="old_calm"),
                rubric("room", "បន្ទប់រៀន", unscored=True, evidence="NONE", allow_na=False),
            ]
        )
    )


def test_scores_and_bands_come_back():
    form = make_form(
        [rubric("clarity", "ការពន្យល់", domain=make_domain().pk)],
        scoring=[
            formula("whole", "form_points() + domain_points('teaching')"),
            bands(),
            bands(make_domain()),
            bands(make_domain("climate", "បរិយាកាស")),
            bands(score="whole"),
        ],
    )
    assert len(compile_form(form).schema["bands"]) == 4
    same(form)


def test_what_a_form_says_of_itself_comes_back():
    form = make_form(offer_incomplete=True, calibration_required=True, calibration_percent=85)
    again = moved(form)
    assert (again.offer_incomplete, again.calibration_required) == (True, True)
    assert again.calibration_percent == 85


def test_what_a_form_is_for_comes_back():
    form = make_form(purposes=["SURVEY", "SELF_ASSESSMENT"])
    again = moved(form)
    assert again.purposes == ["SELF_ASSESSMENT", "SURVEY"]
    assert compile_form(again).schema["purposes"] == again.purposes


def test_workbook_of_others_leaves_scores_as_they_are():
    form = form_of(bring(survey(["integer", "a", "អាយុ", "Age"])))
    form.scoring = [("score", {"label": "ក", "expression": "1", "out_of": "2", "code": "one"})]
    form.save_revision()
    report = bring(survey(["integer", "a", "អាយុថ្មី", "Age"]))
    assert report.form_id == form.pk
    draft = form_of(report).get_latest_revision_as_object()
    assert draft.body[0].value["label"] == "អាយុថ្មី"
    assert [child.value["code"] for child in draft.scoring] == ["one"]


def asks_list():
    return make_form([block("cascading_choice", "school", label="សាលាណា?", list=own_list().pk)])


def test_list_in_steps_comes_back_where_it_is_known():
    same(asks_list())


def test_list_in_steps_is_made_where_it_is_missing():
    form = asks_list()
    before, content = compile_form(form).schema, own_list().content.content
    data = xlsform_bytes(form)
    for model in (ObservationForm, ChoiceList, ChoiceListContent):
        model.objects.all().delete()
    report = bring(data)
    assert report.errors == []
    assert compile_form(form_of(report)).schema == before
    assert ChoiceList.objects.get(code="schools").content.content == content


def test_list_that_says_something_else_here_stays_and_is_reported():
    form = asks_list()
    data = xlsform_bytes(form)
    ObservationForm.objects.all().delete()
    other = own_list("ខេត្ត\nកំពត\n")
    report = bring(data)
    assert [entry.what for entry in report.entries] == ["adapted"]
    (item,) = items_of(compile_form(form_of(report)).schema)
    assert item["list"] == other.content_id


def test_question_whose_list_is_nowhere_is_left_out():
    form = make_form(
        [
            block("text", "name", label="ឈ្មោះ"),
            block("cascading_choice", "school", label="សាលាណា?", list=own_list().pk),
        ]
    )
    workbook = load_workbook(io.BytesIO(xlsform_bytes(form)))
    del workbook["mentoring_lists"]
    stream = io.BytesIO()
    workbook.save(stream)
    for model in (ObservationForm, ChoiceList):
        model.objects.all().delete()
    report = bring(stream.getvalue())
    assert report.ok
    assert [(entry.row, entry.what) for entry in report.entries] == [(3, "wrong")]
    assert [child.block_type for child in form_of(report).body] == ["text"]


@pytest.mark.parametrize(
    "row, cell",
    [
        (3, ("parent", "7")),
        (3, ("parent", "x")),
        (4, ("step", "2")),
        (4, ("name", None)),
        (4, ("name", "<b>")),
    ],
)
def test_damaged_list_is_not_read(row, cell):
    workbook = load_workbook(io.BytesIO(xlsform_bytes(asks_list())))
    sheet = workbook["mentoring_lists"]
    heads = [one.value for one in sheet[1]]
    sheet.cell(row + 1, heads.index(cell[0]) + 1).value = cell[1]
    stream = io.BytesIO()
    workbook.save(stream)
    for model in (ObservationForm, ChoiceList):
        model.objects.all().delete()
    report = bring(stream.getvalue())
    assert [entry.sheet for entry in report.errors] == ["mentoring_lists", "survey"]
    assert report.questions == 0
    assert not ChoiceList.objects.exists()
