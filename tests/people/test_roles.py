import datetime

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import GroupCollectionPermission, GroupPagePermission, ModelLogEntry

from people import rules
from people.actions.assign_role import assign_role
from people.actions.end_role import end_role
from people.actions.sync_groups import CONTENT_ADMINS, COORDINATORS, sync_groups
from people.choices import Role
from people.models import Place, RoleAssignment, User
from people.signals import role_assigned, role_ended
from tests.factories import RoleAssignmentFactory, make_superuser, make_user

pytestmark = pytest.mark.django_db

NOW = timezone.now
TODAY = timezone.localdate


def day(offset):
    return TODAY() + datetime.timedelta(days=offset)


# The database's own rules


@pytest.mark.parametrize(
    "fields",
    [
        {"end_date": datetime.date(2020, 1, 1)},
        {"place": None},
        {"role": Role.MENTOR, "ended_at": NOW()},
    ],
    ids=["dates", "place", "ended"],
)
def test_database_refuses_a_role_that_makes_no_sense(places, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignmentFactory(**{"place": places.puok_school, **fields})


def test_database_refuses_the_same_open_role_twice(places):
    user = make_user(Role.MENTOR, places.puok_school)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignmentFactory(user=user, role=Role.MENTOR, place=places.puok_school)
    RoleAssignmentFactory(user=user, role=Role.MENTOR, place=places.puok_school2)


def test_content_admin_needs_no_place():
    assert make_user(Role.CONTENT_ADMIN).has_role(Role.CONTENT_ADMIN)


def test_active_counts_both_first_and_last_day(places):
    today = TODAY()
    held = RoleAssignmentFactory(place=places.puok_school, start_date=today, end_date=today)
    active = RoleAssignment.objects.active
    assert held in active(today)
    assert held not in active(day(1))
    assert held not in active(day(-1))


# Giving and ending


def test_assign_role_gives_it_logs_it_and_tells_it(places, heard):
    coordinator = make_user(Role.COORDINATOR, places.puok)
    teacher = make_user(school=places.puok_school)
    told = heard(role_assigned)
    given = assign_role(
        user=teacher,
        role=Role.MENTOR,
        place=places.puok_cluster,
        start_date=TODAY(),
        by=coordinator,
        at=NOW(),
    )
    assert [signal["assignment"] for signal in told] == [given]
    assert teacher.has_role(Role.MENTOR)
    entry = ModelLogEntry.objects.get(action="people.assign_role")
    assert (entry.user_id, entry.object_id) == (coordinator.pk, str(teacher.pk))


def test_end_role_ends_access_at_once_even_on_its_first_day(places, heard):
    coordinator = make_user(Role.COORDINATOR, places.puok)
    teacher = make_user(school=places.puok_school)
    given = RoleAssignmentFactory(
        user=teacher, role=Role.MENTOR, place=places.puok_cluster, start_date=TODAY()
    )
    told = heard(role_ended)
    end_role(assignment=given, by=coordinator, at=NOW())
    assert len(told) == 1
    teacher = User.objects.get(pk=teacher.pk)
    assert not teacher.has_role(Role.MENTOR)
    assert RoleAssignment.objects.filter(pk=given.pk).exists()
    with pytest.raises(ValidationError):
        end_role(assignment=given, by=coordinator, at=NOW())


def test_end_role_on_a_day_to_come_leaves_it_until_then(places):
    coordinator = make_user(Role.COORDINATOR, places.puok)
    given = make_user(Role.MENTOR, places.puok_school).roles.get()
    end_role(assignment=given, last_day=day(7), by=coordinator, at=NOW())
    assert given in RoleAssignment.objects.active(day(7))
    assert given not in RoleAssignment.objects.active(day(8))


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.SCHOOL_LEADER, "puok"), (Role.COORDINATOR, "puok_school"), (Role.MENTOR, None)],
)
def test_assign_role_refuses_a_place_that_does_not_fit(places, role, place):
    with pytest.raises(ValidationError):
        assign_role(
            user=make_user(),
            role=role,
            place=place and getattr(places, place),
            start_date=TODAY(),
            by=make_superuser(),
            at=NOW(),
        )


# Who may


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("superuser", set(Role)),
        ("coordinator", set(rules.GIVEN_BY_COORDINATORS)),
        ("other coordinator", set()),
        ("content admin", set()),
        ("mentor", set()),
        ("master mentor", set()),
        ("leader", set()),
        ("mentee", set()),
        ("former coordinator", set()),
        ("closed coordinator", set()),
    ],
)
def test_who_may_give_which_role(places, who, may, role):
    by = {
        "superuser": lambda: make_superuser(),
        "coordinator": lambda: make_user(Role.COORDINATOR, places.puok),
        "other coordinator": lambda: make_user(Role.COORDINATOR, places.tramkak),
        "content admin": lambda: make_user(Role.CONTENT_ADMIN),
        "mentor": lambda: make_user(Role.MENTOR, places.puok_school),
        "master mentor": lambda: make_user(Role.MASTER_MENTOR, places.puok),
        "leader": lambda: make_user(Role.SCHOOL_LEADER, places.puok_school),
        "mentee": lambda: make_user(Role.MENTEE, places.puok_school),
        "former coordinator": lambda: former(places),
        "closed coordinator": lambda: make_user(Role.COORDINATOR, places.puok, is_active=False),
    }[who]()
    place = {Role.COORDINATOR: places.puok, Role.CONTENT_ADMIN: None}.get(role, places.puok_school)
    teacher = make_user(school=places.puok_school)
    assert rules.can_assign_role(by, role, place) is (role in may)
    if role in may:
        assign_role(user=teacher, role=role, place=place, start_date=TODAY(), by=by, at=NOW())
    else:
        with pytest.raises(PermissionDenied):
            assign_role(user=teacher, role=role, place=place, start_date=TODAY(), by=by, at=NOW())
    assert teacher.roles.exists() is (role in may)


def former(places):
    user = make_user(Role.COORDINATOR, places.puok)
    user.roles.update(end_date=day(-1))
    return user


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (lambda p: make_user(Role.MENTEE, p.puok_school), True),
        (lambda p: make_user(Role.MENTOR, p.puok_cluster), True),
        (lambda p: make_user(school=p.puok_school), True),
        (lambda p: make_user(Role.MENTEE, p.tramkak_school), False),
        (lambda p: make_user(), False),
        (lambda p: make_user(Role.COORDINATOR, p.puok_cluster), False),
        (lambda p: make_user(Role.CONTENT_ADMIN, school=p.puok_school), False),
        (lambda p: make_user(is_superuser=True, school=p.puok_school), False),
    ],
    ids=[
        "mentee",
        "mentor of the cluster",
        "teacher without role",
        "other district",
        "nowhere",
        "coordinator",
        "content admin",
        "superuser",
    ],
)
def test_whom_a_coordinator_may_manage(places, person, may):
    coordinator = make_user(Role.COORDINATOR, places.puok)
    assert rules.can_manage_person(coordinator, person(places)) is may


def test_home_school_decides_who_manages_a_person_with_roles_in_two_districts(places):
    ours = make_user(Role.COORDINATOR, places.puok)
    theirs = make_user(Role.COORDINATOR, places.tramkak)
    mentor = make_user(Role.MENTOR, places.tramkak_school)
    RoleAssignmentFactory(user=mentor, role=Role.MENTOR, place=places.puok_cluster)
    assert mentor in User.objects.visible_to(ours)
    assert not rules.can_manage_person(ours, mentor)
    assert rules.can_manage_person(theirs, mentor)


def test_nobody_manages_themselves_but_a_superuser(places):
    coordinator = make_user(Role.COORDINATOR, places.puok, school=places.puok_school)
    assert not rules.can_manage_person(coordinator, coordinator)


# Who sees what


def test_visible_to_matrix(places):
    people = {
        "coordinator": make_user(Role.COORDINATOR, places.puok),
        "province": make_user(Role.COORDINATOR, places.siemreap),
        "mentor": make_user(Role.MENTOR, places.puok_school),
        "mentee": make_user(Role.MENTEE, places.puok_school2),
        "leader": make_user(Role.SCHOOL_LEADER, places.puok_school),
        "content": make_user(Role.CONTENT_ADMIN),
        "other": make_user(Role.COORDINATOR, places.tramkak),
        "stranger": make_user(Role.MENTEE, places.tramkak_school),
    }
    district = {"coordinator", "mentor", "mentee", "leader"}
    expected = {
        "coordinator": district,
        "province": {"province", *district},
        "mentor": {"mentor"},
        "mentee": {"mentee"},
        "leader": {"leader"},
        "content": {"content"},
        "other": {"other", "stranger"},
        "stranger": {"stranger"},
    }
    names = {person.pk: name for name, person in people.items()}
    for name, sees in expected.items():
        person = people[name]
        seen = User.objects.visible_to(person)
        assert {names[pk] for pk in seen.values_list("pk", flat=True)} == sees, name
        assert seen.count() == len(sees), f"{name}: rows come twice"
        roles = RoleAssignment.objects.visible_to(person)
        assert {names[role.user_id] for role in roles} == sees, name
    assert User.objects.visible_to(make_superuser()).count() == len(people) + 1


def test_place_visible_to(places):
    def seen(person):
        return set(Place.objects.visible_to(person).values_list("code", flat=True))

    puok = {"1707", "170710", "C1707", "17070100001", "17070100002"}
    assert seen(make_user(Role.COORDINATOR, places.puok)) == puok
    assert seen(make_user(Role.COORDINATOR, places.siemreap)) == {"17", *puok}
    assert seen(make_user(Role.SCHOOL_LEADER, places.puok_school)) == {"17070100001"}
    assert seen(make_user(Role.MENTEE, places.puok_school)) == {"17070100001"}
    assert seen(make_user(Role.CONTENT_ADMIN)) == set()


def test_visible_to_shows_an_anonymous_visitor_nothing(places):
    make_user(Role.MENTEE, places.puok_school)
    for model in (User, Place, RoleAssignment):
        assert not model.objects.visible_to(AnonymousUser()).exists()


# Groups


def test_groups_carry_content_permissions_and_none_on_people(groups):
    admins, coordinators = (Group.objects.get(name=n) for n in (CONTENT_ADMINS, COORDINATORS))
    assert [p.codename for p in coordinators.permissions.all()] == ["access_admin"]
    assert not GroupPagePermission.objects.filter(group=coordinators).exists()
    codenames = set(admins.permissions.values_list("codename", flat=True))
    assert {
        "access_admin",
        "submit_translation",
        "change_expertisearea",
        "add_subject",
    } <= codenames
    apps = set(admins.permissions.values_list("content_type__app_label", flat=True))
    assert not apps & {"auth", "wagtailusers", "mentoring", "messaging", "insights"}
    models = admins.permissions.filter(content_type__app_label="people")
    assert set(models.values_list("content_type__model", flat=True)) == {
        "expertisearea",
        "subject",
    }
    assert GroupPagePermission.objects.filter(group=admins).count() == 6
    files = GroupCollectionPermission.objects.filter(group=admins)
    assert {"add_image", "change_document", "choose_image"} <= {
        permission.permission.codename for permission in files
    }
    assert not Permission.objects.filter(group=admins, codename__endswith="_user").exists()


def test_sync_groups_follows_the_roles_and_leaves_other_groups(places, groups):
    user = make_user(Role.COORDINATOR, places.puok)
    user.groups.add(Group.objects.create(name="Editors of the newsletter"))
    assert sync_groups(user=user)
    assert user.has_perm("wagtailadmin.access_admin")
    assert not sync_groups(user=user)
    user.roles.update(end_date=day(-1))
    user.forget_roles()
    assert sync_groups(user=user)
    assert [group.name for group in user.groups.all()] == ["Editors of the newsletter"]
    assert not user.has_perm("wagtailadmin.access_admin")


def test_sync_groups_asks_two_queries_where_nothing_changes(
    places, groups, django_assert_num_queries
):
    user = make_user(Role.COORDINATOR, places.puok)
    sync_groups(user=user)
    user = User.objects.get(pk=user.pk)
    with django_assert_num_queries(2):
        sync_groups(user=user)
