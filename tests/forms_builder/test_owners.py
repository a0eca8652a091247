"""Codes and owners of forms as a content admin meets them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from forms_builder.actions.copy_form import copy_form
from forms_builder.models import ObservationForm
from tests.factories import make_places
from tests.forms_builder.posting import form_data
from tests.forms_builder.samples import NOW, make_form, row_of

pytestmark = pytest.mark.django_db


def address(name: str, *args) -> str:
    return reverse(f"wagtailsnippets_forms_builder_observationform:{name}", args=args)


def test_code_of_a_draft_is_corrected_and_the_old_one_is_free(content):
    form = make_form()
    form.save_revision()
    response = content.post(address("edit", form.pk), form_data(form, code="lesson"))
    assert response.status_code == 302
    form = ObservationForm.objects.get()
    assert form.get_latest_revision_as_object().code == "lesson"
    assert (row_of(form).code, form.code) == ("lesson", "lesson")
    make_form()
    response = content.post(address("edit", form.pk), form_data(form, code="observation"))
    assert response.status_code == 200
    assert row_of(form).code == "lesson"


def test_code_of_a_local_form_keeps_its_beginning(content):
    form = copy_form(form=make_form(), by=None, at=NOW, place=make_places().puok)
    response = content.post(address("edit", form.pk), form_data(form, code="visit"))
    assert "district-1707-" in str(response.context["form"].errors["code"])
    response = content.post(address("edit", form.pk), form_data(form, code="district-1707-visit"))
    assert response.status_code == 302
    assert row_of(form).code == "district-1707-visit"
    content.post(address("edit", form.pk), form_data(form, code="", title="Lesson"))
    assert row_of(form).code == "district-1707-lesson"


def test_content_admin_copies_a_form_for_a_district(content):
    form, places = make_form(), make_places()
    page = content.get(address("copy", form.pk)).content.decode()
    assert "find-in-select.js" in page and 'name="place"' in page
    for place in (places.siemreap, places.puok, places.puok_cluster):
        assert f'<option value="{place.pk}"' in page
    for place in (places.country, places.puok_commune, places.puok_school):
        assert f'<option value="{place.pk}"' not in page
        assert content.post(address("copy", form.pk), {"place": place.pk}).status_code == 200
    assert ObservationForm.objects.count() == 1
    content.post(address("copy", form.pk), {"place": places.puok.pk})
    new = ObservationForm.objects.exclude(pk=form.pk).get()
    assert (new.code, row_of(new).place) == ("district-1707-observation", places.puok)
    listed = content.get(address("list")).content.decode()
    assert "ពួក" in listed and gettext("National") in listed
    report = content.get(address("report", new.pk)).content.decode()
    assert "ពួក" in report and "observation" in report and new.code in report


def test_list_of_forms_costs_the_same_for_one_and_three_owners(content):
    form, places = make_form(), make_places()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert content.get(address("list")).status_code == 200
        return len(queries)

    copy_form(form=form, by=None, at=NOW, place=places.puok)
    cost()  # content types are looked up once
    before = cost()
    copy_form(form=form, by=None, at=NOW, place=places.takeo)
    copy_form(form=form, by=None, at=NOW, place=places.tramkak_cluster)
    assert cost() == before
