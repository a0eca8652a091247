"""The tables of a form in the admin: brought as CSV, renewed, taken away."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forms_builder.models import ObservationForm
from forms_builder.queries import current_version
from forms_builder.schema import form_tables
from people.actions.prepare_groups import prepare_groups
from people.choices import Role
from tests.factories import PlaceFactory, make_user
from tests.forms_builder.samples import block, locale, make_form, rule

pytestmark = pytest.mark.django_db

CSV = "code,នាយក\n12,អ្នកគ្រូ សុខា\n34,លោកគ្រូ ដារា\n"
LOOK_UP = "pulldata('schools', 'នាយក', 'code', ${school})"


def a_form(*rules):
    return make_form(
        [
            block("text", "school", label="សាលា"),
            block("text", "director", label="នាយក", rules=list(rules)),
        ]
    )


def address(form, name="tables"):
    return reverse(f"wagtailsnippets_forms_builder_observationform:{name}", args=[form.pk])


def send(client, form, text, name="schools.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    response = client.post(address(form), {"file": SimpleUploadedFile(name, data)}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def draft_of(form):
    return ObservationForm.objects.get(pk=form.pk).get_latest_revision_as_object()


def test_table_is_brought_shown_and_given_back(content):
    form = a_form()
    assert "schools" in send(content, form, CSV)
    assert form_tables(draft_of(form))["schools"]["rows"][0] == ["12", "អ្នកគ្រូ សុខា"]
    page = content.get(address(form)).content.decode()
    assert "schools" in page and "នាយក" in page and "២" in page
    out = content.get(address(form), {"download": "schools"})
    assert out.content.decode().replace("\r\n", "\n") == CSV
    assert 'filename="schools.csv"' in out.headers["Content-Disposition"]
    assert content.get(address(form), {"download": "other"}).status_code == 404


def test_rule_of_the_editor_looks_a_table_up_after_publishing(content):
    form = a_form(rule("CALCULATION", LOOK_UP))
    send(content, form, CSV)
    draft_of(form).save_revision().publish()
    lists = current_version(form.form_key).schema["lists"]
    assert lists["schools"][1] == {"code": "34", "នាយក": "លោកគ្រូ ដារា"}
    send(content, form, CSV.replace("34", "35"))
    assert current_version(form.form_key).schema["lists"] == lists
    draft_of(form).save_revision().publish()
    assert current_version(form.form_key).schema["lists"]["schools"][1]["code"] == "35"


def test_table_that_a_rule_needs_stays(content):
    form = a_form(rule("CALCULATION", LOOK_UP))
    send(content, form, CSV)
    send(content, form, "code,other\n12,x\n")
    assert form_tables(draft_of(form))["schools"]["columns"] == ["code", "នាយក"]
    page = content.post(address(form), {"delete": "schools"}, follow=True).content.decode()
    assert "schools" in form_tables(draft_of(form))
    assert "«នាយក»" in page


def test_table_that_no_rule_needs_is_taken_out(content):
    form = a_form()
    send(content, form, CSV)
    content.post(address(form), {"delete": "schools"})
    assert form_tables(draft_of(form)) == {}


def test_larger_table_than_a_phone_carries_is_refused(content):
    form = a_form(rule("CALCULATION", LOOK_UP))
    send(content, form, "code,នាយក\n" + f"1,{'ក' * 600}\n" * 900)
    assert form_tables(draft_of(form)) == {}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("schools.csv", b""),
        ("schools.csv", b"code\n"),
        ("schools.csv", b"\xff\xfe\x00"),
        ("schools.csv", b"code\n" + b"1\n" * 10_001),
        (".csv", CSV.encode()),
        ('a"b.csv', CSV.encode()),
    ],
)
def test_file_that_is_no_table_gets_a_message_and_changes_nothing(content, name, data):
    form = a_form()
    assert 'class="messages' in send(content, form, data, name)
    assert form_tables(draft_of(form)) == {}
    assert content.post(address(form), {}, follow=True).status_code == 200


def test_tables_of_a_translation_are_changed_in_its_own_form(content):
    form = a_form()
    form.save_revision().publish()
    other = form.copy_for_translation(locale("en"))
    other.save()
    send(content, other, CSV)
    assert form_tables(draft_of(other)) == form_tables(draft_of(form)) == {}


def test_tables_are_for_those_who_may_change_forms(client):
    prepare_groups()
    client.force_login(make_user(Role.COORDINATOR, PlaceFactory.create(), username="coordinator"))
    form = a_form()
    client.post(address(form), {"file": SimpleUploadedFile("schools.csv", CSV.encode())})
    assert form_tables(draft_of(form)) == {}
