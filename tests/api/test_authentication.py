"""Who may call: tokens that end with the account and the password, and the field app's session."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from knox.models import get_token_model

from people.actions.deactivate_account import deactivate_account
from people.actions.reactivate_account import reactivate_account
from people.actions.reset_password import reset_password
from tests.api.client import ApiClient, problem
from tests.factories import PASSWORD, make_superuser


@pytest.fixture
def admin(db):
    return make_superuser()


def test_token_opens_the_api(mentor):
    assert mentor.get("me/").json()["username"] == mentor.person.username


def test_nobody_is_asked_to_sign_in(nobody):
    response = nobody.get("me/")
    problem(response, 401)
    assert response["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize(
    "header",
    [
        "Token",
        "Token " + "0" * 64,
        "Token one two",
        "Token \xff\xfe",
        "Token " + "០១២".encode().decode("latin-1"),  # as a server hands UTF-8 on
        "token " + "x" * 5000,
    ],
)
def test_wrong_token_is_refused(db, header):
    client = Client(raise_request_exception=False)
    response = client.get("/api/v1/me/", HTTP_AUTHORIZATION=header)
    assert problem(response, 401)["type"] == "urn:problem:authentication-failed"


def test_other_kinds_of_authorization_are_nobody(db):
    response = Client().get("/api/v1/me/", HTTP_AUTHORIZATION="Bearer abc")
    assert problem(response, 401)["type"] == "urn:problem:not-authenticated"


def test_token_past_its_expiry_is_refused(mentor):
    get_token_model().objects.update(expiry=timezone.now() - datetime.timedelta(seconds=1))
    problem(mentor.get("me/"), 401)
    get_token_model().objects.update(expiry=timezone.now() + datetime.timedelta(hours=1))
    assert mentor.get("me/").status_code == 200


def test_token_ends_with_the_account_and_does_not_come_back(mentor, admin):
    deactivate_account(person=mentor.person, by=admin, at=timezone.now())
    problem(mentor.get("me/"), 401)
    reactivate_account(person=mentor.person, by=admin, at=timezone.now())
    problem(mentor.get("me/"), 401)


def test_token_is_refused_where_only_the_flag_was_taken(mentor):
    type(mentor.person).objects.filter(pk=mentor.person.pk).update(is_active=False)
    problem(mentor.get("me/"), 401)


def test_token_ends_with_a_password_reset(mentor, admin):
    reset_password(person=mentor.person, by=admin, at=timezone.now())
    problem(mentor.get("me/"), 401)


def test_token_ends_with_a_password_set_by_any_way(mentor):
    mentor.person.set_password("ផ្កាឈូក-ថ្មី-២០២៧")
    mentor.person.save()
    problem(mentor.get("me/"), 401)


def test_token_stays_when_something_else_of_the_account_changes(mentor):
    mentor.person.first_name = "ដារ៉ា"
    mentor.person.save()
    assert mentor.get("me/").status_code == 200


def test_token_stays_when_a_password_is_hashed_anew_at_sign_in(mentor, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    before = mentor.person.password
    assert mentor.person.check_password(PASSWORD)
    mentor.person.refresh_from_db()
    assert mentor.person.password != before
    assert mentor.get("me/").status_code == 200


def test_tokens_of_others_stay(mentor, world, admin):
    mentee = ApiClient(world.mentee)
    reset_password(person=mentor.person, by=admin, at=timezone.now())
    assert mentee.get("me/").status_code == 200


@pytest.fixture
def phone(world) -> Client:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.mentor, backend="people.backends.NameMailPhoneBackend")
    return client


def test_session_of_the_field_app_reads(phone, world):
    assert phone.get("/api/v1/me/").json()["username"] == world.mentor.username


@pytest.mark.parametrize("language", ["km", "en"])
def test_session_without_csrf_token_is_refused_with_words(phone, session, language):
    response = phone.put(
        f"/api/v1/submissions/{session.pk}/",
        "{}",
        content_type="application/json",
        headers={"Accept-Language": language},
    )
    body = problem(response, 403)
    assert body["type"] == "urn:problem:csrf"
    assert "X-CSRFToken" in body["detail"]


def test_session_with_csrf_token_writes(phone, session):
    phone.cookies["csrftoken"] = "a" * 32
    response = phone.put(
        f"/api/v1/submissions/{session.pk}/",
        "{}",
        content_type="application/json",
        headers={"X-CSRFToken": "a" * 32},
    )
    problem(response, 400)


def test_session_ends_with_the_account(phone, world, admin):
    deactivate_account(person=world.mentor, by=admin, at=timezone.now())
    problem(phone.get("/api/v1/me/"), 401)


def test_one_query_finds_the_token(mentor, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):  # the token with its person, the roles
        mentor.get("me/")
