"""A form says what it is for; a version keeps what it was for when it was published."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from forms_builder.actions.copy_form import copy_form
from forms_builder.actions.publish_version import publish_version
from forms_builder.choices import Purpose
from forms_builder.models import FormVersion, ObservationForm
from forms_builder.queries import current_version
from forms_builder.schema import compile_form
from tests.forms_builder.posting import form_data
from tests.forms_builder.samples import every_kind, locale, make_form, make_version
from tests.forms_builder.test_admin import address, edited, publish

pytestmark = pytest.mark.django_db


def republished(form: ObservationForm, *purposes: str) -> FormVersion:
    form.purposes = list(purposes)
    form.save()
    return publish_version(form=form, at=timezone.now())


def test_form_observes_lessons_unless_it_says_otherwise():
    version = make_version()
    assert ObservationForm.objects.get().purposes == version.purposes == ["OBSERVATION"]
    assert "purposes" not in version.schema
    assert version.serves(Purpose.OBSERVATION) and not version.serves(Purpose.SURVEY)


def test_other_purposes_make_the_next_version_and_the_older_one_keeps_its_own():
    first = make_version()
    form = ObservationForm.objects.get()
    second = republished(form, "SURVEY", "PROFILE")
    assert (first.number, second.number) == (1, 2)
    assert second.schema["purposes"] == second.purposes == ["SURVEY", "PROFILE"]
    assert FormVersion.objects.get(pk=first.pk).serves(Purpose.OBSERVATION)
    assert republished(form, "PROFILE", "SURVEY") == second  # the order says nothing


@pytest.mark.parametrize("purpose", Purpose)
def test_versions_are_found_by_what_they_serve(purpose):
    for code in ("one", "two"):
        make_form(code=code, purposes=[purpose.value])
    others = [other.value for other in Purpose if other != purpose]
    make_form(code="others", purposes=others)
    for form in ObservationForm.objects.all():
        publish_version(form=form, at=timezone.now())
    found = FormVersion.objects.current().serving(purpose)
    assert {version.form.code for version in found} == {"one", "two"}


@pytest.mark.parametrize("purposes", [[], ["APPRAISAL"], ["SURVEY", "SURVEY"], "SURVEY"])
def test_form_is_for_known_purposes_each_once(purposes):
    form = ObservationForm(title="ការស្ទង់មតិ", code="survey", locale=locale("km"), body=every_kind())
    form.purposes = purposes
    with pytest.raises(ValidationError) as refusal:
        form.clean_fields()
    assert "purposes" in refusal.value.message_dict


def test_content_admin_ticks_what_the_form_is_for(content):
    form = make_form()
    page = content.get(address("edit", form.pk)).content.decode()
    assert page.count('type="checkbox" name="purposes"') == len(Purpose)
    response = publish(content, form, purposes=["SELF_ASSESSMENT", "OBSERVATION"])
    assert response.status_code == 302, response.context["form"].errors
    assert set(edited(form).purposes) == {"OBSERVATION", "SELF_ASSESSMENT"}
    assert current_version(form.form_key).purposes == ["OBSERVATION", "SELF_ASSESSMENT"]
    response = content.post(
        address("edit", form.pk), form_data(form, purposes=[]) | {"action-publish": "publish"}
    )
    assert "purposes" in response.context["form"].errors


def test_copy_is_for_the_same(content):
    form = make_form(purposes=["SURVEY"])
    form.save_revision()
    copy = copy_form(form=form, by=None, at=timezone.now())
    assert copy.purposes == ["SURVEY"]
    assert compile_form(copy).schema["purposes"] == ["SURVEY"]
