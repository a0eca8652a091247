"""A form is a row: its code for ever, its owner, and where it comes from."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import override

from forms_builder.actions.change_code import change_code
from forms_builder.actions.copy_form import copy_form
from forms_builder.actions.import_form import translate
from forms_builder.actions.publish_version import publish_version
from forms_builder.codes import beginning_of, check_code, free_code
from forms_builder.models import Form, ObservationForm
from forms_builder.queries import leading_form, with_titles
from people.choices import PlaceKind
from tests.factories import PlaceFactory, make_places
from tests.forms_builder.samples import NOW, block, locale, make_form, make_version, row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return make_places()


def refused(code: str, **owner) -> str:
    with pytest.raises(ValidationError) as error:
        check_code(code, form_key=uuid.uuid4(), **owner)
    return " ".join(error.value.message_dict["code"])


def test_saving_content_makes_the_row_once_for_all_languages():
    form = make_form()
    translate(form, locale("en"), {"title": "Observation"}, None)
    english = make_form(language="en", code="other", translation_key=make_form(code="b").form_key)
    assert sorted(Form.objects.values_list("code", flat=True)) == ["b", "observation"]
    row = row_of(form)
    assert (row.code, row.place, row.derived_from) == ("observation", None, None)
    assert english.code == "b", "a language has the code of its form"


def test_row_outlives_its_content_and_keeps_the_code():
    form = make_form()
    row = row_of(form)
    form.delete()
    assert Form.objects.get() == row
    with override("en"):
        assert "was deleted" in refused("observation")
    with override("km"):
        assert "លុប" in refused("observation")
    with pytest.raises(ValidationError):
        make_form()
    assert free_code("observation") == "observation_2"
    again = make_form(code="any", translation_key=row.pk)
    assert (again.code, row_of(again)) == ("observation", row)


def test_code_is_unique_says_the_database():
    make_form()
    for code in ("observation", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Form.objects.create(code=code)
    row = Form.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Form.objects.filter(pk=row.pk).update(derived_from=row)


def test_row_is_protected_by_what_points_at_it():
    version = make_version()
    with pytest.raises(ProtectedError):
        version.form.delete()


def test_code_is_corrected_before_the_first_version_and_never_after():
    form = make_form()
    english = make_form(language="en", translation_key=form.form_key)
    change_code(form=form, code="lesson")
    english.refresh_from_db()
    assert (form.code, english.code, row_of(form).code) == ("lesson", "lesson", "lesson")
    make_form()  # the old code is free
    with pytest.raises(ValidationError):
        change_code(form=form, code="observation")
    publish_version(form=ObservationForm.objects.get(pk=form.pk), at=NOW)
    with pytest.raises(ValidationError):
        change_code(form=form, code="visit")
    change_code(form=form, code="lesson")
    assert row_of(form).code == "lesson"


def test_earlier_draft_does_not_bring_an_earlier_code_back():
    form = make_form([block("text", "a", label="ក")])
    earlier = form.save_revision()
    change_code(form=form, code="lesson")
    earlier.publish()
    assert ObservationForm.objects.get().code == row_of(form).code == "lesson"


def test_code_of_a_place_begins_with_its_kind_and_code(places):
    assert beginning_of(places.puok) == "district-1707-"
    assert beginning_of(places.puok_cluster) == "cluster-c1707-"
    odd = PlaceFactory.create(places.puok, PlaceKind.CLUSTER, code="17-07.ខ")
    assert beginning_of(odd) == "cluster-17_07__-"
    check_code("district-1707-visit", form_key=uuid.uuid4(), place=places.puok)
    for code in ("visit", "district-1707-", "district-17070-x", "cluster-1707-visit"):
        with override("en"):
            assert "district-1707-" in refused(code, place=places.puok)


def test_national_code_does_not_look_like_a_local_one():
    for code in ("district-1707-visit", "school-1-x", "province-17-a"):
        assert refused(code)
    for code in ("school-visit", "district", "district-1707", "observation"):
        check_code(code, form_key=uuid.uuid4())


def test_taken_code_of_another_place_tells_nothing(places):
    """Whether it is taken or free, what is told is the same."""
    free = {
        refused("district-2109-visit", **owner)
        for owner in ({}, {"place": places.puok}, {"place": places.tramkak_cluster})
    }
    copy_form(form=make_form(code="visit"), by=None, at=NOW, place=places.tramkak)
    assert Form.objects.filter(code="district-2109-visit").exists()
    taken = {
        refused("district-2109-visit", **owner)
        for owner in ({}, {"place": places.puok}, {"place": places.tramkak_cluster})
    }
    assert free == taken
    # What would tell, and is told to the owner alone:
    assert refused("district-2109-visit", place=places.tramkak) not in free


def test_copy_for_a_place_has_its_owner_origin_and_codes(places):
    form = make_form([block("text", "a", label="ក"), block("text", "b", label="ខ")])
    copy = copy_form(form=form, by=None, at=NOW, place=places.puok)
    row = row_of(copy)
    assert (copy.code, row.code) == ("district-1707-observation", "district-1707-observation")
    assert (row.place, row.derived_from) == (places.puok, row_of(form))
    assert [child.value["code"] for child in leading_form(row.pk).body] == ["a", "b"]
    second = copy_form(form=form, by=None, at=NOW, place=places.puok)
    assert second.code == "district-1707-observation_2"


def test_copy_of_a_local_form_has_the_beginning_of_its_own_owner(places):
    local = copy_form(form=make_form(), by=None, at=NOW, place=places.puok)
    there = copy_form(form=local, by=None, at=NOW, place=places.tramkak)
    national = copy_form(form=local, by=None, at=NOW)
    assert (there.code, national.code) == ("district-2109-observation", "observation_2")
    assert row_of(national).derived_from == row_of(local)


@pytest.mark.parametrize("code", ["x", "a" * 64, "district-1707-" + "b" * 50])
def test_free_code_fits_its_column(places, code):
    for place in (None, places.puok, places.puok_cluster):
        for _number in range(3):
            found = free_code(code, place=place)
            check_code(found, form_key=uuid.uuid4(), place=place)
            Form.objects.create(code=found, place=place)
            assert len(found) <= 64
            assert Form.objects.filter(code=found).count() == 1


def test_title_is_of_the_latest_version_in_the_language_that_is_offered():
    version = make_version()
    draft = make_form(code="draft")
    titles = {row.pk: row.title for row in with_titles(Form.objects.all(), "en")}
    assert titles == {version.form_id: version.texts.get().title, draft.form_key: "draft"}
