"""A form that was answered and deleted: its records stay whole, and its code stays its own."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from forms_builder.actions.import_form import import_form
from forms_builder.actions.publish_version import publish_version
from forms_builder.models import Form, FormVersion, ObservationForm
from forms_builder.xlsform.spreadsheet import xlsform_bytes
from people.actions.prepare_groups import prepare_groups
from people.choices import Role
from tests.api.client import ApiClient
from tests.factories import make_user
from tests.factories_mentoring import make_released_session, observe
from tests.forms_builder.posting import form_data
from tests.forms_builder.samples import block, locale, make_form
from tests.forms_builder.xlsform.books import bring, form_of, pure_workbook

ADD = "wagtailsnippets_forms_builder_observationform:add"
OTHER = [block("text", "remark", label="កំណត់សម្គាល់", required=False)]


@pytest.fixture
def record(world, session):
    return observe(world, session).submission


@pytest.fixture
def workbook(record, world) -> bytes:
    """The form as XLSForm, with its key, written before it is deleted."""
    return xlsform_bytes(world.form)


@pytest.fixture
def deleted(workbook, world) -> Form:
    world.form.delete()
    return world.version.form


def remake(code: str) -> FormVersion:
    return publish_version(form=make_form(OTHER, code=code), at=timezone.now())


def faults(mentor: ApiClient, record, world) -> list[str]:
    """What is wrong with the records and the structure that are served under the form's code."""
    found = []
    raw = b"".join(mentor.get("forms/observation/answers.csv").streaming_content)
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    if [row["_submission"] for row in rows] != [str(record.pk)]:
        found.append(f"{len(rows)} of 1 records are exported")
    served = mentor.get("forms/observation/versions/1/").json()
    if served["structure_hash"] != world.version.structure_hash:
        found.append("another form's structure is served")
    return found


def test_records_of_a_deleted_form_are_exported_whole_and_with_their_structure(
    mentor, record, deleted, world
):
    assert faults(mentor, record, world) == []
    remake("observation_2")
    assert faults(mentor, record, world) == []


def test_the_faults_are_found_where_a_code_could_be_had_again(mentor, record, deleted, world):
    """The control: codes that are not for ever, as they were once."""
    Form.objects.filter(pk=deleted.pk).update(code="gone")
    remake("observation")
    assert faults(mentor, record, world) == [
        "0 of 1 records are exported",
        "another form's structure is served",
    ]


def test_deleted_form_is_not_made_again_under_its_code(deleted, client):
    with pytest.raises(ValidationError):
        remake("observation")
    data = {
        "code": "observation",
        "title": {"km": "ក", "en": "A"},
        "domains": [],
        "body": [{"kind": "text", "code": "remark", "label": {"km": "ខ", "en": "B"}}],
    }
    with override("en"), pytest.raises(ValidationError, match="was deleted"):
        import_form(data=data, by=None, at=timezone.now())
    prepare_groups()
    client.force_login(make_user(Role.CONTENT_ADMIN))
    form = ObservationForm(title="ថ្មី", code="observation", locale=locale("km"), body=OTHER)
    response = client.post(reverse(ADD) + "?locale=km", form_data(form))
    assert response.status_code == 200
    assert "លុប" in str(response.context["form"].errors["code"])
    assert not ObservationForm.objects.exists()
    assert Form.objects.get() == deleted


def test_content_comes_back_by_its_key_onto_the_same_form(workbook, deleted, world):
    with override("en"):
        report = bring(workbook)
    assert report.ok and not report.adapted, report.entries
    form = form_of(report)
    assert (form.form_key, form.code) == (deleted.pk, "observation")
    assert Form.objects.get() == deleted
    form.save_revision().publish()
    version = FormVersion.objects.current().get()
    assert version.form == deleted
    assert version.schema["sections"] == world.version.schema["sections"]


def test_workbook_without_the_key_becomes_another_form(record, world):
    data = pure_workbook(world.form)
    world.form.delete()
    with override("en"):
        report = bring(data)
    assert report.ok and report.code == "observation_2", report.entries
    assert [entry for entry in report.entries if "was deleted" in entry.message]
    assert form_of(report).form_key != world.version.form_id


def test_key_of_a_deleted_form_takes_no_other_questions(workbook, deleted):
    """The key alone is not enough: what comes back is what answers were given to."""
    other = make_form(OTHER, code="other")
    key = str(other.form_key)
    data = xlsform_bytes(other)
    other.delete()
    Form.objects.filter(pk=key).delete()  # as it is in another installation
    foreign = ObservationForm(
        title="ផ្សេង", code="other", locale=locale("km"), body=OTHER, translation_key=deleted.pk
    )
    report = bring(xlsform_bytes(foreign))
    assert form_of(report).form_key != deleted.pk
    assert str(form_of(bring(data)).form_key) == key


def test_visits_letters_and_sums_stand_without_the_content(world, relationship, client):
    session = make_released_session(world, relationship)
    world.form.delete()
    client.force_login(world.mentee)
    for name in ("field:session", "field:result", "field:letter"):
        assert client.get(reverse(name, args=[session.pk])).status_code == 200
    client.force_login(world.coordinator)
    page = client.get(reverse("sessions:inspect", args=[session.pk])).content.decode()
    assert world.form.title in page
