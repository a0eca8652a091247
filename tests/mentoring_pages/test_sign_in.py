"""Signing in and out by the form that everybody uses."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from people.choices import Role
from tests.factories import PASSWORD, RoleAssignmentFactory, UserFactory, make_places
from tests.khmer_lang import inline_parts, stray_khmer


@pytest.fixture
def teacher(db):
    return UserFactory(username="chenda", language="km")


@pytest.fixture
def places(db):
    return make_places()


def sign_in(client, username="chenda", password=PASSWORD, **data):
    return client.post("/sign-in/", {"username": username, "password": password, **data})


def test_right_password_leads_to_the_page_that_was_wanted(client, teacher):
    response = sign_in(client, next="/m/growth/")
    assert response.status_code == 302
    assert response.headers["Location"] == "/m/growth/"
    assert client.session["_auth_user_id"] == str(teacher.pk)


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_signing_in_never_leads_out_of_the_site(client, teacher, address):
    assert sign_in(client, next=address).headers["Location"] == "/m/"


def test_wrong_password_keeps_the_name_and_says_what_to_do(client, teacher):
    response = sign_in(client, username="លោកគ្រូ ចាន់", password="ខុស-ពាក្យ", next="/m/")
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="លោកគ្រូ ចាន់"' in html
    assert "ខុស-ពាក្យ" not in html
    assert 'name="next" value="/m/"' in html
    assert 'class="error-summary" role="alert" tabindex="-1" autofocus' in html
    assert 'href="#id_username"' in html
    assert 'aria-invalid="true"' in html
    assert inline_parts(html) == []


def test_empty_form_names_what_is_missing(client, db):
    html = sign_in(client, username="", password="").content.decode()
    assert 'href="#id_username"' in html
    assert 'href="#id_password"' in html


def test_closed_account_does_not_get_in(client, teacher):
    teacher.is_active = False
    teacher.save()
    assert sign_in(client).status_code == 422
    assert "_auth_user_id" not in client.session


def test_signing_in_brings_the_persons_own_language_and_modes(client, teacher):
    teacher.language, teacher.contrast = "en", "HIGH"
    teacher.save()
    sign_in(client)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert client.cookies["modes"].value == "contrast-high"


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.MENTOR, "/m/"),
        (Role.MENTEE, "/m/"),
        (Role.COORDINATOR, "/admin/"),
        (Role.CONTENT_ADMIN, "/admin/"),
    ],
)
def test_signing_in_leads_to_where_the_work_is(client, teacher, places, role, address):
    place = None if role == Role.CONTENT_ADMIN else places.puok
    RoleAssignmentFactory(user=teacher, role=role, place=place)
    assert sign_in(client).headers["Location"] == address


def test_a_role_that_ended_opens_nothing(client, teacher):
    today = timezone.localdate()
    RoleAssignmentFactory(
        user=teacher,
        role=Role.CONTENT_ADMIN,
        place=None,
        end_date=today - datetime.timedelta(days=1),
    )
    assert sign_in(client).headers["Location"] == "/m/"


def test_too_many_wrong_passwords_close_the_name_for_a_while(client, teacher):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(client, password="ខុស")
    html = response.content.decode()
    assert response.status_code == 429
    assert "chenda" in html
    assert stray_khmer(html) == []
    assert sign_in(client).status_code == 429
    assert "_auth_user_id" not in client.session


def test_signing_out_is_asked_first_and_clears_what_the_browser_kept(client, teacher):
    client.force_login(teacher, backend="people.backends.NameMailPhoneBackend")
    assert 'method="post" action="/sign-out/"' in client.get("/sign-out/").content.decode()
    assert "_auth_user_id" in client.session
    response = client.post("/sign-out/")
    assert response.headers["Location"] == "/"
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert "_auth_user_id" not in client.session


def test_who_is_signed_in_goes_on_to_work(client, teacher):
    client.force_login(teacher, backend="people.backends.NameMailPhoneBackend")
    assert client.get("/sign-in/").headers["Location"] == "/m/"
    assert client.get("/sign-in/?next=//evil.example").headers["Location"] == "/m/"
