"""Making and keeping accounts, on the coordinators' screens."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from people.actions.deactivate_account import deactivate_account
from people.actions.save_preferences import save_preferences
from people.choices import Role
from people.models import User
from tests.factories import PASSWORD, make_user

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


def test_admin_speaks_the_persons_language_and_khmer_first(coordinator, groups, sign_in):
    client = sign_in(coordinator)
    assert 'lang="km"' in client.get("/admin/").content.decode()
    save_preferences(user=coordinator, language="en")
    assert 'lang="en"' in client.get("/admin/").content.decode()


def test_language_chosen_in_the_admin_is_the_persons_language_everywhere(coordinator, groups):
    profile = UserProfile.get_for_user(coordinator)
    profile.preferred_language = "en"
    profile.save()
    coordinator = User.objects.get(pk=coordinator.pk)
    assert coordinator.language == "en"
    save_preferences(user=coordinator, language="km")
    profile.refresh_from_db()
    assert profile.preferred_language == "km"


# The admin


def test_coordinator_makes_an_account_and_reads_the_password_once(
    places, coordinator, groups, sign_in
):
    client = sign_in(coordinator)
    response = client.post(
        reverse("accounts:add"), form_data(role="MENTEE", place=places.puok_school.pk)
    )
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    person = User.objects.get(username="bopha")
    password = response.context["password"]
    assert password in response.content.decode()
    assert person.check_password(password)
    for name in ("accounts:index", "accounts:inspect", "accounts:edit", "accounts:history"):
        args = [] if name.endswith("index") else [person.pk]
        assert password not in client.get(reverse(name, args=args)).content.decode()


@pytest.mark.parametrize("role", ["COORDINATOR", "CONTENT_ADMIN", "KING"])
def test_coordinator_cannot_give_other_roles_by_post(places, coordinator, groups, sign_in, role):
    response = sign_in(coordinator).post(
        reverse("accounts:add"), form_data(role=role, place=places.puok.pk)
    )
    assert response.status_code == 200
    assert "role" in response.context["form"].errors
    assert "ស៊ឹម" in response.content.decode()
    assert not User.objects.filter(username="bopha").exists()


POWER = {
    "is_superuser": "on",
    "is_staff": "on",
    "is_active": "on",
    "groups": ["1", "2"],
    "user_permissions": ["1"],
    "password": "",
}


def test_extra_fields_in_a_post_change_nothing(places, coordinator, groups, sign_in):
    client = sign_in(coordinator)
    client.post(
        reverse("accounts:add"),
        form_data(role="MENTEE", place=places.puok_school.pk, **POWER),
    )
    person = User.objects.get(username="bopha")
    assert not person.is_superuser
    assert not person.is_staff
    assert not person.groups.exists()
    assert not person.user_permissions.exists()
    deactivate_account(person=person, by=coordinator, at=NOW())
    response = client.post(
        reverse("accounts:edit", args=[person.pk]),
        form_data(first_name="ថ្មី", school=places.puok_school.pk, capacity="៥", **POWER),
    )
    assert response.status_code == 302, response.context["form"].errors
    person = User.objects.select_related("profile").get(username="bopha")
    assert person.first_name == "ថ្មី"
    assert person.profile.capacity == 5
    assert not person.is_superuser
    assert not person.is_staff
    assert not person.is_active
    assert not person.groups.exists()
    assert person.has_usable_password()


def test_edit_form_keeps_what_was_typed_when_it_is_refused(places, coordinator, groups, sign_in):
    person = make_user(Role.MENTEE, places.puok_school, phone="+85512345678")
    make_user(Role.MENTEE, places.puok_school, phone="+85512999999")
    address = reverse("accounts:edit", args=[person.pk])
    client = sign_in(coordinator)
    assert "012 345 678" in client.get(address).content.decode()
    response = client.post(address, form_data(first_name="ថ្មីណាស់", phone="012 999 999"))
    assert response.status_code == 200
    page = response.content.decode()
    assert "ថ្មីណាស់" in page
    assert "012 999 999" in page
    person.refresh_from_db()
    assert person.phone == "+85512345678"


def test_coordinator_sees_but_cannot_edit_another_coordinator_of_their_places(
    places, coordinator, groups, sign_in
):
    colleague = make_user(Role.COORDINATOR, places.puok_cluster)
    client = sign_in(coordinator)
    assert client.get(reverse("accounts:inspect", args=[colleague.pk])).status_code == 200
    for name in ("edit", "reset-password", "deactivate"):
        address = reverse(f"accounts:{name}", args=[colleague.pk])
        assert client.get(address).status_code == 302
        assert client.post(address, form_data()).status_code == 302
    colleague.refresh_from_db()
    assert colleague.is_active
    assert colleague.check_password(PASSWORD)


def test_new_password_and_closing_an_account_ask_first(places, coordinator, groups, sign_in):
    person = make_user(Role.MENTEE, places.puok_school)
    client = sign_in(coordinator)
    reset = reverse("accounts:reset-password", args=[person.pk])
    assert client.get(reset).status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    password = client.post(reset).context["password"]
    person.refresh_from_db()
    assert person.check_password(password)
    client.post(reverse("accounts:deactivate", args=[person.pk]))
    person.refresh_from_db()
    assert not person.is_active
    client.post(reverse("accounts:reactivate", args=[person.pk]))
    person.refresh_from_db()
    assert person.is_active


def test_wagtails_own_user_screens_are_closed_to_coordinators_and_content_admins(
    places, coordinator, groups, sign_in
):
    target = make_user(Role.MENTEE, places.puok_school)
    for person in (coordinator, make_user(Role.CONTENT_ADMIN)):
        client = sign_in(person)
        for address in (
            reverse("wagtailusers_users:index"),
            reverse("wagtailusers_users:add"),
            reverse("wagtailusers_users:edit", args=[target.pk]),
            reverse("wagtailusers_groups:index"),
            f"/admin/bulk/people/user/assign_role/?id={target.pk}",
            f"/admin/bulk/people/user/delete/?id={target.pk}",
        ):
            for method in (client.get, client.post):
                assert method(address).status_code in (302, 403, 404), address
    target.refresh_from_db()
    assert not target.groups.exists()


def test_people_are_found_by_words_of_the_name_and_by_phone(places, coordinator, groups, sign_in):
    make_user(
        Role.MENTEE,
        places.puok_school,
        last_name="ជា",
        first_name="សុភាព",
        phone="+85512345678",
        username="sopheap",
    )
    make_user(Role.MENTEE, places.puok_school, last_name="ជា", first_name="វណ្ណា", username="vanna")
    client = sign_in(coordinator)
    for query in ("ជា សុភាព", "សុភាព", "០១២ ៣៤៥ ៦៧៨", "SOPHEAP"):
        page = client.get(reverse("accounts:index"), {"q": query}).content.decode()
        assert "sopheap" in page, query
        assert "vanna" not in page, query


def test_people_are_filtered_by_the_role_they_hold_today(places, coordinator, groups, sign_in):
    make_user(Role.MENTOR, places.puok_school, username="mentor-now")
    past = make_user(Role.MENTOR, places.puok_school, username="mentor-then")
    past.roles.update(end_date=timezone.localdate() - datetime.timedelta(days=1))
    page = sign_in(coordinator).get(reverse("accounts:index"), {"roles__role": "MENTOR"})
    assert "mentor-now" in page.content.decode()
    assert "mentor-then" not in page.content.decode()
