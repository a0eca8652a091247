"""Content admins bring forms in and take them out; nobody else does."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forms_builder.models import ObservationForm
from forms_builder.xlsform.media_zip import zipped
from people.actions.prepare_groups import prepare_groups
from people.choices import Role
from tests.factories import PlaceFactory, make_user
from tests.forms_builder.samples import every_kind, locale, make_domain, make_form
from tests.forms_builder.xlsform.books import HEAD, survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(client):
    locale("km"), locale("en")
    prepare_groups()
    client.force_login(make_user(Role.CONTENT_ADMIN, username="content"))
    return client


def post(client, data, name="form.xlsx", **fields):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("import_xlsform"), {"file": file, **fields})


def test_upload_makes_a_draft_and_shows_the_report(content):
    assert content.get(reverse("import_xlsform")).status_code == 200
    page = post(content, survey(["text", "Name", "ឈ្មោះ", "Name"])).content.decode()
    form = ObservationForm.objects.get(locale__language_code="km")
    assert not form.live
    assert form.title in page
    assert "Name" in page
    assert reverse("wagtailsnippets_forms_builder_observationform:edit", args=[form.pk]) in page


def test_trying_out_keeps_nothing(content):
    page = post(content, survey(["text", "name", "ឈ្មោះ", "Name"]), dry_run="on")
    assert "ទម្រង់សាក" in page.content.decode()
    assert not ObservationForm.objects.exists()


def test_broken_file_gives_a_report(content):
    page = post(content, b"PK\x03\x04 broken")
    assert page.status_code == 200
    assert "listing" in page.content.decode()
    assert not ObservationForm.objects.exists()


def test_import_is_for_content_admins_alone(client):
    locale("km"), locale("en")
    prepare_groups()
    client.force_login(make_user(Role.COORDINATOR, PlaceFactory.create(), username="other"))
    assert client.get(reverse("import_xlsform")).status_code in (302, 403)
    assert post(client, survey(["text", "name", "ឈ្មោះ", "Name"])).status_code in (302, 403)
    assert not ObservationForm.objects.exists()


@pytest.mark.parametrize("kind, start", [("xlsx", b"PK"), ("xml", b"<"), ("json", b"{")])
def test_form_is_offered_in_other_formats(content, kind, start):
    form = make_form(every_kind(make_domain()))
    form.save_revision()
    address = reverse("wagtailsnippets_forms_builder_observationform:formats", args=[form.pk])
    assert f"?file={kind}" in content.get(address).content.decode()
    answer = content.get(address, {"file": kind})
    assert answer.content.startswith(start)
    assert f"observation.{kind}" in answer["Content-Disposition"]
    listed = content.get(reverse("wagtailsnippets_forms_builder_observationform:list"))
    assert address in listed.content.decode()


def test_form_with_tables_comes_in_and_goes_out_as_a_zip(content):
    data = zipped(
        {
            "trial.xlsx": survey(
                ["text", "village", "ភូមិ", "Village", ""],
                ["text", "found", "ឈ្មោះ", "Name", "pulldata('v', 'name', 'code', ${village})"],
                head=[*HEAD, "calculation"],
            ),
            "v.csv": "code,name\nv1,ភូមិថ្មី\n".encode(),
        }
    )
    post(content, data, "trial.zip")
    form = ObservationForm.objects.get(locale__language_code="km")
    address = reverse("wagtailsnippets_forms_builder_observationform:formats", args=[form.pk])
    assert "?file=zip" in content.get(address).content.decode()
    with zipfile.ZipFile(io.BytesIO(content.get(address, {"file": "zip"}).content)) as archive:
        assert sorted(archive.namelist()) == ["trial.xlsx", "v.csv"]
        assert "ភូមិថ្មី" in archive.read("v.csv").decode()


def test_rubrics_come_in_as_case(content):
    form = make_form(every_kind(make_domain()))
    form.save_revision()
    address = reverse("wagtailsnippets_forms_builder_observationform:formats", args=[form.pk])
    data = content.get(address, {"file": "json"}).content
    assert len(json.loads(data)["CFRubrics"][0]["CFRubricCriteria"]) == 2
    ObservationForm.objects.all().delete()
    post(content, data, "rubric.json")
    assert [c.block_type for c in ObservationForm.objects.get().body] == ["rubric", "rubric"]
