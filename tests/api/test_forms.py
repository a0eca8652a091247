"""Forms by version: structure, words, and an ETag that spares a second reading."""

from __future__ import annotations

import pytest
from django.utils import timezone

from forms_builder.actions.publish_version import publish_version
from forms_builder.actions.unpublish_form import unpublish_form
from forms_builder.models import FormVersion, FormVersionText
from people.choices import Role
from tests.api.client import ApiClient, problem
from tests.factories import make_user
from tests.factories_mentoring import make_published_form
from tests.forms_builder.samples import make_form, rubric

VERSION = "forms/observation/versions/1/"


@pytest.fixture
def form(db):
    return make_published_form()[0]


@pytest.fixture
def client(form) -> ApiClient:
    return ApiClient(make_user(Role.CONTENT_ADMIN))


def publish_again(form, label: str = "ចំណុចថ្មី") -> FormVersion:
    """The same form with one question more."""
    extra = make_form([rubric("extra", label)], code="extra").body.raw_data[0]
    form.body = [*form.body.raw_data, extra]
    form.save()
    return publish_version(form=form, at=timezone.now())


def test_form_tells_structure_and_words(client):
    body = client.get("forms/observation/").json()
    assert (body["code"], body["version"], body["languages"]) == ("observation", 1, ["km"])
    assert body["title"] == {"km": FormVersionText.objects.get().title}
    items = [item for section in body["schema"]["sections"] for item in section["items"]]
    assert [item["code"] for item in items] == ["clarity", "questions", "warmth", "rules"]
    assert body["texts"]["km"]["items"][items[0]["id"]]["label"] == "ការពន្យល់ច្បាស់លាស់"


def test_list_has_current_versions_without_questions(client, form):
    publish_again(form)
    rows = client.rows("forms/")
    assert [(row["code"], row["version"]) for row in rows] == [("observation", 2)]
    assert "schema" not in rows[0] and "texts" not in rows[0]


def test_older_version_stays_as_it_was(client, form):
    before = client.get(VERSION).json()
    publish_again(form)
    assert client.get(VERSION).json() == before
    assert client.get("forms/observation/").json()["version"] == 2


@pytest.mark.parametrize("path", ["forms/observation/", VERSION])
def test_etag_spares_a_second_reading(client, path):
    first = client.get(path)
    etag = first["ETag"]
    assert etag.startswith('"') and etag.endswith('"') and len(etag) > 10
    for held in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = client.get(path, If_None_Match=held)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == etag
        assert "no-cache" in again["Cache-Control"] and "private" in again["Cache-Control"]


@pytest.mark.parametrize(
    "held", ['"other"', "", "no quotes", '"', ",,,", "ក".encode().decode("latin-1")]
)
def test_other_etag_gets_the_form(client, held):
    assert client.get(VERSION, If_None_Match=held).status_code == 200


def test_etag_changes_with_the_words_and_with_the_structure(client, form):
    first = client.get("forms/observation/")["ETag"]
    form.title = "ទម្រង់សង្កេតថ្មី"
    form.save()
    publish_version(form=form, at=timezone.now())
    words = client.get("forms/observation/", If_None_Match=first)
    assert words.status_code == 200
    assert words.json()["version"] == 1 and words.json()["title"] == {"km": "ទម្រង់សង្កេតថ្មី"}
    publish_again(form)
    structure = client.get("forms/observation/", If_None_Match=words["ETag"])
    assert structure.status_code == 200 and structure.json()["version"] == 2


def test_form_taken_back_is_offered_no_more_but_its_versions_stay(client, form):
    unpublish_form(form=form)
    assert client.rows("forms/") == []
    problem(client.get("forms/observation/"), 404)
    assert client.get(VERSION).status_code == 200


@pytest.mark.parametrize(
    "path", ["forms/other/", "forms/observation/versions/2/", "forms/observation/versions/0/"]
)
def test_unknown_form_or_version_is_not_found(client, path):
    problem(client.get(path), 404)


def test_form_takes_two_queries(client):
    assert len(client.queries("forms/observation/")) == 2
