import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.backends import NameMailPhoneBackend, attempted_name
from people.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

BACKEND = "people.backends.NameMailPhoneBackend"


@pytest.fixture
def dara():
    return UserFactory(username="សុខ.ដារ៉ា", email="Dara.Sok@example.org", phone="+85512345678")


def sign_in(name, password=PASSWORD):
    return NameMailPhoneBackend().authenticate(None, username=name, password=password)


@pytest.mark.parametrize(
    "name",
    [
        "សុខ.ដារ៉ា",
        " សុខ.ដារ៉ា​ ",
        "dara.sok@EXAMPLE.org",
        "Dara.Sok@example.org",
        "012 345 678",
        "012345678",
        "០១២ ៣៤៥ ៦៧៨",
        "+855 12 345 678",
        "85512345678",
    ],
)
def test_people_sign_in_by_username_email_or_phone(dara, name):
    assert sign_in(name) == dara


@pytest.mark.parametrize(
    "name", ["", "nobody", "nobody@example.org", "099 999 999", "0", "\x00", "'; --", "អ" * 5000]
)
def test_unknown_names_are_refused(dara, name):
    assert sign_in(name) is None


def test_wrong_password_and_closed_account_are_refused(dara):
    assert sign_in("012345678", "wrong") is None
    assert sign_in("012345678", None) is None
    User.objects.update(is_active=False)
    assert sign_in("012345678") is None
    assert NameMailPhoneBackend().get_user(dara.pk) is None


def test_each_attempt_costs_one_query_and_one_hash(dara, django_assert_num_queries, monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw))
    monkeypatch.setattr(User, "check_password", lambda self, raw: hashed.append(raw) or False)
    for name in ("សុខ.ដារ៉ា", "dara.sok@example.org", "012345678", "nobody", "a@b.c", "011111111"):
        with django_assert_num_queries(1):
            assert sign_in(name) is None
    assert len(hashed) == 6


def test_authenticate_goes_through_the_backend(dara, rf):
    assert authenticate(rf.post("/sign-in/"), username="០១២៣៤៥៦៧៨", password=PASSWORD) == dara


def test_attempts_are_counted_under_one_name_however_it_is_written(rf):
    names = ["012 345 678", "+85512345678", "០១២៣៤៥៦៧៨"]
    assert {attempted_name(None, {"username": name}) for name in names} == {"+85512345678"}
    assert attempted_name(rf.post("/", {"username": "DARA"}), None) == "dara"
    assert attempted_name(rf.get("/"), None) == ""


@pytest.mark.parametrize("username", ["012345678", "a b", "a@b", "", "....", "<b>", "១២៣"])
def test_user_clean_refuses_usernames_that_could_be_taken_for_something_else(username):
    user = User(username=username, password="x")
    with pytest.raises(ValidationError) as error:
        user.full_clean()
    assert "username" in error.value.error_dict


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("សុខ_ដារ៉ា១២", "សុខ_ដារ៉ា12"), ("Dara-1.KH", "dara-1.kh"), ("ក", "ក")],
)
def test_user_clean_takes_khmer_and_latin_usernames(typed, stored):
    user = User(username=typed, password="x")
    user.full_clean()
    assert user.username == stored


@pytest.mark.parametrize("phone", ["0123", "+44 20 7946 0958", "abc", "០១២"])
def test_user_clean_refuses_numbers_that_are_not_cambodian(phone):
    with pytest.raises(ValidationError) as error:
        User(username="dara", password="x", phone=phone).full_clean()
    assert "phone" in error.value.error_dict


def test_user_phone_is_stored_international_and_shown_national():
    user = User(username="dara", password="x", phone="០១២ ៣៤៥ ៦៧៨")
    user.full_clean()
    assert user.phone == "+85512345678"
    assert user.phone_display == "012 345 678"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"username": "dara"}, {"username": "dara"}),
        ({"email": "a@example.org"}, {"email": "A@EXAMPLE.ORG"}),
        ({"phone": "+85512345678"}, {"phone": "+85512345678"}),
    ],
)
def test_database_keeps_sign_in_names_apart(first, second):
    UserFactory(**first)
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(**second)


def test_database_refuses_a_phone_that_is_not_international():
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(phone="012345678")


def test_many_people_may_have_no_phone_and_no_email():
    UserFactory(phone="", email="")
    UserFactory(phone="", email="")
