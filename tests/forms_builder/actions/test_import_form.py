"""The demonstration form, brought in with its translation."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Revision
from wagtail_localize.models import Translation

from forms_builder.actions.import_form import import_form
from forms_builder.models import Domain, FormVersion, ObservationForm
from forms_builder.queries import current_version, text_of
from forms_builder.schema import compile_form, items_of

pytestmark = pytest.mark.django_db

SOURCE = Path(settings.BASE_DIR) / "mentoring_pages" / "demo" / "observation_form.json"


@pytest.fixture
def data():
    """The demonstration form cut down to the first question of each kind, for speed."""
    data = json.loads(SOURCE.read_text())
    kinds = set()
    data["body"] = [
        question
        for question in data["body"]
        if question["kind"] not in kinds and not kinds.add(question["kind"])
    ]
    data["domains"] = data["domains"][:1]
    return data


@pytest.fixture
def form(data):
    return import_form(data=data, by=None, at=timezone.now())


def test_import_form_publishes_the_whole_demonstration_in_both_languages():
    data = json.loads(SOURCE.read_text())
    form = import_form(data=data, by=None, at=timezone.now())
    version = current_version(form.form_key)
    assert version.number == 1
    assert FormVersion.objects.count() == 1
    khmer, english = text_of(version, "km"), text_of(version, "en")
    assert (khmer.language, english.language) == ("km", "en")
    assert (khmer.title, english.title) == (data["title"]["km"], data["title"]["en"])
    for question in data["body"]:
        words = question.get("label") or question.get("text")
        if not words:
            continue
        labels = [
            {item["label"] for item in text.texts["items"].values()} for text in (khmer, english)
        ]
        assert words["km"] in labels[0]
        assert words["en"] in labels[1]


def test_import_form_translates_levels_choices_and_domains(form, data):
    version = current_version(form.form_key)
    english = text_of(version, "en").texts
    rubric = next(q for q in data["body"] if q["kind"] == "rubric")
    item = next(i for i in items_of(version.schema) if i["code"] == rubric["code"])
    for level in rubric["levels"]:
        words = english["items"][item["id"]]["levels"][str(level["value"])]
        assert words["descriptor"] == level["descriptor"]["en"]
    assert english["domains"] == {d["code"]: d["name"]["en"] for d in data["domains"]}
    assert Domain.objects.filter(locale__language_code="en").count() == len(data["domains"])


def test_import_form_gives_both_languages_the_same_structure(form):
    english = ObservationForm.objects.get(locale__language_code="en")
    assert english.translation_key == form.translation_key
    assert compile_form(english).structure_hash == compile_form(form).structure_hash
    assert [child.id for child in english.body] == [child.id for child in form.body]
    assert Translation.objects.filter(
        source__object_id=form.translation_key, target_locale=english.locale, enabled=True
    ).exists()


def test_import_form_again_changes_nothing(form, data):
    revisions = Revision.objects.count()
    texts = sorted(current_version(form.form_key).texts.values_list("text_hash", flat=True))
    again = import_form(data=data, by=None, at=timezone.now())
    assert again.pk == form.pk
    assert Revision.objects.count() == revisions
    assert FormVersion.objects.count() == 1
    assert Locale.objects.count() == 2
    assert sorted(current_version(form.form_key).texts.values_list("text_hash", flat=True)) == texts


def test_import_form_with_other_words_keeps_the_version(form, data):
    data["title"]["en"] = "Observing a lesson"
    data["body"][1]["label"]["km"] = "មុខវិជ្ជាដែលបង្រៀន"
    import_form(data=data, by=None, at=timezone.now())
    version = current_version(form.form_key)
    assert version.number == 1
    assert text_of(version, "en").title == "Observing a lesson"
    labels = {item["label"] for item in text_of(version, "km").texts["items"].values()}
    assert "មុខវិជ្ជាដែលបង្រៀន" in labels


def test_import_form_with_another_question_makes_the_next_version(form, data):
    data["body"].append(
        {
            "kind": "text",
            "code": "one_more",
            "label": {"km": "មតិបន្ថែម", "en": "Anything else"},
            "help": {"km": "", "en": ""},
            "required": False,
            "multiline": True,
        }
    )
    import_form(data=data, by=None, at=timezone.now())
    version = current_version(form.form_key)
    assert version.number == 2
    labels = {item["label"] for item in text_of(version, "en").texts["items"].values()}
    assert "Anything else" in labels
