"""Who is put together with whom, and how many a mentor takes on."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections
from django.utils import timezone, translation

from mentoring.choices import RelationshipStatus
from mentoring.models import MentoringRelationship
from people.choices import Role
from people.models import Profile
from tests.factories import RoleAssignmentFactory, make_superuser, make_user
from tests.factories_mentoring import days, fresh, make_relationship, make_world, now


def test_relationship_stands_at_the_mentees_school(world):
    relationship = make_relationship(world)
    assert relationship.place == world.places.puok_school2
    assert relationship.coordinator == world.coordinator
    assert (relationship.status, relationship.mentor_slot) == (RelationshipStatus.ACTIVE, 1)


@pytest.mark.parametrize(
    ("mentor_role", "mentee_role", "allowed"),
    [
        (Role.MENTOR, Role.MENTEE, True),
        (Role.MASTER_MENTOR, Role.MENTEE, True),
        (Role.MASTER_MENTOR, Role.MENTOR, True),
        (Role.MENTOR, Role.MENTOR, False),
        (Role.MENTOR, Role.MASTER_MENTOR, False),
        (Role.MASTER_MENTOR, Role.MASTER_MENTOR, False),
        (Role.MENTEE, Role.MENTEE, False),
        (Role.SCHOOL_LEADER, Role.MENTEE, False),
        (Role.COORDINATOR, Role.MENTEE, False),
        (Role.MENTOR, Role.SCHOOL_LEADER, False),
        (None, Role.MENTEE, False),
        (Role.MENTOR, None, False),
    ],
)
def test_roles_decide_who_may_be_paired(world, mentor_role, mentee_role, allowed):
    place = world.places.puok_school
    mentor = make_user(mentor_role, place)
    mentee = make_user(mentee_role, place)
    if allowed:
        assert make_relationship(world, mentor=mentor, mentee=mentee).pk
    else:
        with pytest.raises(ValidationError):
            make_relationship(world, mentor=mentor, mentee=mentee)
        assert not MentoringRelationship.objects.exists()


@pytest.mark.parametrize("ended", [1, 0])
def test_roles_count_on_the_day(world, ended):
    """The end date of a role is its last day."""
    world.mentor.roles.update(end_date=timezone.localdate() - days(ended))
    if ended:
        with pytest.raises(ValidationError) as refusal:
            make_relationship(world)
        assert "mentor" in refusal.value.message_dict
    else:
        make_relationship(world)


def test_role_that_begins_tomorrow_does_not_count(world):
    mentee = make_user(None, None, school=world.places.puok_school)
    RoleAssignmentFactory(
        user=mentee,
        role=Role.MENTEE,
        place=world.places.puok_school,
        start_date=timezone.localdate() + days(1),
    )
    with pytest.raises(ValidationError):
        make_relationship(world, mentee=mentee)


def test_coordinator_pairs_own_people_only(world):
    for changes in (
        {"mentor": world.other_mentor},
        {"mentee": world.other_mentee},
        {"by": world.other_coordinator},
        {"by": world.mentor},
        {"by": world.leader},
        {"by": world.mentee},
    ):
        with pytest.raises(PermissionDenied):
            make_relationship(world, **changes)
    assert not MentoringRelationship.objects.exists()


def test_role_given_here_lets_a_mentor_from_elsewhere_be_paired_but_no_mentee(world):
    """The relationship stands at the mentee's school, so that has to be the coordinator's."""
    RoleAssignmentFactory(user=world.other_mentor, role=Role.MENTOR, place=world.places.puok)
    RoleAssignmentFactory(user=world.other_mentee, role=Role.MENTEE, place=world.places.puok)
    with pytest.raises(PermissionDenied):
        make_relationship(world, mentee=world.other_mentee)
    relationship = make_relationship(world, mentor=world.other_mentor)
    assert relationship.place == world.places.puok_school2


def test_former_coordinator_pairs_nobody(world):
    world.coordinator.roles.update(end_date=timezone.localdate() - days(1))
    with pytest.raises(PermissionDenied):
        make_relationship(world)


def test_superuser_pairs_across_districts(world):
    relationship = make_relationship(world, mentor=world.other_mentor, by=make_superuser())
    assert relationship.coordinator is None


def test_mentee_needs_a_school(world):
    mentee = make_user(None)
    RoleAssignmentFactory(user=mentee, role=Role.MENTEE, place=world.places.puok_cluster)
    with pytest.raises(ValidationError) as refusal:
        make_relationship(world, mentee=mentee)
    assert "mentee" in refusal.value.message_dict


def test_end_before_start_is_refused_beside_the_field(world):
    with pytest.raises(ValidationError) as refusal:
        make_relationship(world, start=3, end=1)
    assert list(refusal.value.message_dict) == ["end_date"]


def test_second_open_relationship_of_the_pair_is_refused(world):
    make_relationship(world)
    with pytest.raises(ValidationError) as refusal:
        make_relationship(world)
    assert "mentee" in refusal.value.message_dict


def test_capacity_is_never_exceeded_and_freed_slots_are_used_again(world):
    from mentoring.actions.end_relationship import end_relationship

    Profile.objects.filter(user=world.mentor).update(capacity=2)
    mentees = [make_user(Role.MENTEE, world.places.puok_school) for _ in range(4)]
    first = make_relationship(world, mentee=mentees[0])
    make_relationship(world, mentee=mentees[1], status=RelationshipStatus.PROPOSED)
    with pytest.raises(ValidationError) as refusal:
        make_relationship(world, mentee=mentees[2])
    assert "mentor" in refusal.value.message_dict
    end_relationship(relationship=first, reason="ប្តូរ", by=fresh(world.coordinator), at=now())
    assert make_relationship(world, mentee=mentees[2]).mentor_slot == 1
    with pytest.raises(ValidationError):
        make_relationship(world, mentee=mentees[3])


@pytest.mark.parametrize(("language", "digit"), [("km", "១"), ("en", "1")])
def test_capacity_is_told_in_the_readers_digits(world, language, digit):
    Profile.objects.filter(user=world.mentor).update(capacity=1)
    make_relationship(world)
    mentee = make_user(Role.MENTEE, world.places.puok_school)
    with translation.override(language), pytest.raises(ValidationError) as refusal:
        make_relationship(world, mentee=mentee)
    (told,) = refusal.value.message_dict["mentor"]
    told = told.replace(world.mentor.respectful_name, "")
    assert digit in told
    assert not ({"1", "១"} - {digit}) & set(told)


def test_mentor_without_capacity_takes_nobody(world):
    Profile.objects.filter(user=world.mentor).update(capacity=0)
    with pytest.raises(ValidationError):
        make_relationship(world)


@pytest.mark.django_db(transaction=True)
def test_capacity_holds_when_coordinators_pair_at_the_same_moment():
    """Six threads with connections of their own want the two places of one mentor."""
    world = make_world()
    Profile.objects.filter(user=world.mentor).update(capacity=2)
    mentees = [make_user(Role.MENTEE, world.places.puok_school) for _ in range(6)]
    together = threading.Barrier(len(mentees))
    outcomes = []

    def pair(mentee):
        try:
            together.wait()
            relationship = make_relationship(world, mentee=mentee)
            outcomes.append(relationship.mentor_slot)
        except ValidationError as refusal:
            outcomes.append(next(iter(refusal.message_dict)))
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=pair, args=(mentee,)) for mentee in mentees]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["1", "2", *["mentor"] * 4]
    open_ones = MentoringRelationship.objects.open().filter(mentor=world.mentor)
    assert sorted(open_ones.values_list("mentor_slot", flat=True)) == [1, 2]


def test_lost_race_for_a_slot_is_tried_again(world, monkeypatch):
    """The slot looked free, and another transaction has taken it by the time we insert."""
    rival = make_user(Role.MENTEE, world.places.puok_school)
    make_relationship(world, mentee=rival)
    real = MentoringRelationship.save
    tried = []

    def save(self, **kwargs):
        if not tried:
            self.mentor_slot = 1
        tried.append(self.mentor_slot)
        return real(self, **kwargs)

    monkeypatch.setattr(MentoringRelationship, "save", save)
    assert make_relationship(world).mentor_slot == 2
    assert tried == [1, 2]
