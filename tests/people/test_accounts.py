"""Making and keeping accounts, by actions."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.actions.create_account import create_account
from people.actions.deactivate_account import deactivate_account
from people.actions.reactivate_account import reactivate_account
from people.actions.reset_password import reset_password
from people.actions.save_preferences import save_preferences
from people.actions.update_account import update_account
from people.choices import Role
from people.models import User
from people.signals import account_created, password_reset, preferences_saved
from tests.factories import PASSWORD, make_superuser, make_user

pytestmark = pytest.mark.django_db

NAMES = {"username": "bopha", "first_name": "បូផា", "last_name": "ស៊ឹម"}
NOW = timezone.now


@pytest.fixture
def coordinator(places):
    return make_user(Role.COORDINATOR, places.puok)


def form_data(**changes):
    return {
        **NAMES,
        "honorific": "TEACHER_WOMAN",
        "gender": "FEMALE",
        "language": "km",
        **changes,
    }


# Actions


def test_create_account_makes_a_person_with_role_school_and_password(places, coordinator, heard):
    told = heard(account_created)
    person, password = create_account(
        **NAMES,
        role=Role.MENTEE,
        place=places.puok_school,
        phone="០១២ ៣៤៥ ៦៧៨",
        email="bopha@example.org",
        seniority_years=12,
        by=coordinator,
        at=NOW(),
    )
    assert re.fullmatch(r"([a-z2-9]{4}-){2}[a-z2-9]{4}", password)
    person = User.objects.get(pk=person.pk)
    assert person.check_password(password)
    assert person.has_role(Role.MENTEE)
    assert person.school == places.puok_school
    assert person.phone == "+85512345678"
    assert not person.is_superuser
    assert not person.is_staff
    assert [signal["user"] for signal in told] == [person]
    assert ModelLogEntry.objects.filter(action="people.create_account").count() == 1
    assert password not in str(list(ModelLogEntry.objects.values()))


def test_create_account_makes_another_password_each_time(places, coordinator):
    passwords = {
        create_account(
            **{**NAMES, "username": f"bopha{number}"},
            school=places.puok_school,
            by=coordinator,
            at=NOW(),
        )[1]
        for number in range(5)
    }
    assert len(passwords) == 5


@pytest.mark.parametrize(
    "where",
    [
        {},
        {"school": "tramkak_school"},
        {"role": Role.MENTEE, "place": "tramkak_school"},
        {"role": Role.MENTEE, "place": "siemreap"},
        {"role": Role.MENTEE, "place": "tramkak_school", "school": "puok_school"},
        {"role": Role.MENTEE, "place": "puok_school", "school": "tramkak_school"},
        {"role": Role.COORDINATOR, "place": "puok"},
        {"role": Role.CONTENT_ADMIN, "school": "puok_school"},
    ],
    ids=str,
)
def test_create_account_refuses_a_coordinator_what_is_not_theirs(places, coordinator, where):
    where = {k: getattr(places, v) if k != "role" else v for k, v in where.items()}
    with pytest.raises(PermissionDenied):
        create_account(**NAMES, **where, by=coordinator, at=NOW())
    assert not User.objects.filter(username="bopha").exists()


@pytest.mark.parametrize("field", ["is_superuser", "is_staff", "groups", "is_active", "id"])
def test_accounts_take_no_field_that_carries_power(places, coordinator, field):
    person = make_user(school=places.puok_school)
    with pytest.raises(TypeError):
        create_account(
            **NAMES, school=places.puok_school, **{field: True}, by=coordinator, at=NOW()
        )
    with pytest.raises(TypeError):
        update_account(person=person, **{field: True}, by=coordinator, at=NOW())


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"username": "012345678"}, "username"),
        ({"phone": "12"}, "phone"),
        ({"email": "no"}, "email"),
        ({"password": "123"}, "password"),
        ({"honorific": "KING"}, "honorific"),
    ],
)
def test_create_account_names_the_field_that_is_wrong(places, coordinator, fields, wrong):
    with pytest.raises(ValidationError) as error:
        create_account(**{**NAMES, **fields}, school=places.puok_school, by=coordinator, at=NOW())
    assert wrong in error.value.error_dict


def test_update_account_changes_account_and_profile(places, coordinator):
    person = make_user(Role.MENTEE, places.puok_school)
    changed = update_account(
        person=person,
        first_name="ថ្មី",
        school=places.puok_school2,
        capacity=5,
        by=coordinator,
        at=NOW(),
    )
    person = User.objects.select_related("profile").get(pk=person.pk)
    assert set(changed) == {"first_name", "school", "capacity"}
    assert (person.first_name, person.school, person.profile.capacity) == (
        "ថ្មី",
        places.puok_school2,
        5,
    )
    assert person.sort_key
    assert update_account(person=person, capacity=5, by=coordinator, at=NOW()) == []


def test_update_account_moves_nobody_out_of_the_coordinators_places(places, coordinator):
    person = make_user(Role.MENTEE, places.puok_school)
    with pytest.raises(PermissionDenied):
        update_account(person=person, school=places.tramkak_school, by=coordinator, at=NOW())
    person = User.objects.get(pk=person.pk)
    assert person.school == places.puok_school


def test_reset_password_ends_sessions_and_tells_others(places, coordinator, client, heard):
    person = make_user(Role.MENTEE, places.puok_school)
    client.force_login(person, backend="people.backends.NameMailPhoneBackend")
    told = heard(password_reset)
    password = reset_password(person=person, by=coordinator, at=NOW())
    assert [signal["user"] for signal in told] == [person]
    person = User.objects.get(pk=person.pk)
    assert person.check_password(password)
    assert not person.check_password(PASSWORD)
    request = client.get("/admin/").wsgi_request
    assert not request.user.is_authenticated


def test_deactivated_people_are_out_at_the_next_request_and_can_come_back(
    places, coordinator, client
):
    person = make_user(Role.MENTEE, places.puok_school)
    client.force_login(person, backend="people.backends.NameMailPhoneBackend")
    deactivate_account(person=person, by=coordinator, at=NOW())
    assert not client.get("/admin/").wsgi_request.user.is_authenticated
    reactivate_account(person=User.objects.get(pk=person.pk), by=coordinator, at=NOW())
    assert User.objects.get(pk=person.pk).is_active


@pytest.mark.parametrize(
    "action",
    [
        lambda person, by: reset_password(person=person, by=by, at=NOW()),
        lambda person, by: deactivate_account(person=person, by=by, at=NOW()),
        lambda person, by: reactivate_account(person=person, by=by, at=NOW()),
        lambda person, by: update_account(person=person, first_name="X", by=by, at=NOW()),
    ],
    ids=["reset", "deactivate", "reactivate", "update"],
)
@pytest.mark.parametrize("whom", ["other district", "superuser", "themselves", "coordinator"])
def test_coordinators_touch_nobody_else(places, coordinator, action, whom):
    person = {
        "other district": lambda: make_user(Role.MENTEE, places.tramkak_school),
        "superuser": lambda: make_superuser(school=places.puok_school),
        "themselves": lambda: coordinator,
        "coordinator": lambda: make_user(Role.COORDINATOR, places.puok_cluster),
    }[whom]()
    before = User.objects.values().get(pk=person.pk)
    with pytest.raises(PermissionDenied):
        action(person, coordinator)
    assert User.objects.values().get(pk=person.pk) == before


# Preferences and language


def test_save_preferences_keeps_choices_and_refuses_others(heard):
    person = make_user()
    told = heard(preferences_saved)
    assert save_preferences(user=person, language="en", contrast="HIGH", simple=True) == [
        "language",
        "contrast",
        "simple",
    ]
    assert save_preferences(user=person, language="en") == []
    assert len(told) == 1
    person = User.objects.get(pk=person.pk)
    assert (person.language, person.contrast, person.simple) == ("en", "HIGH", True)
    for wrong in ({"language": "fr"}, {"text_size": "HUGE"}, {"contrast": ""}):
        with pytest.raises(ValidationError):
            save_preferences(user=person, **wrong)
