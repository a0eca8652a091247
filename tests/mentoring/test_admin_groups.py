"""The coordinator's screens of circles and trainings."""

import pytest
from django.urls import reverse

from mentoring.choices import SessionType
from mentoring.models import MentoringGroup
from people.choices import Role
from tests.factories import make_user
from tests.factories_mentoring import make_group
from tests.mentoring.test_admin import signed_in


@pytest.fixture
def desk(world):
    return signed_in(world.coordinator)


def test_circle_is_made_and_its_meeting_planned(desk, world):
    page = desk.get(reverse("groups:add"))
    form = page.context["form"]
    assert set(form.fields["facilitators"].queryset) == {world.mentor, world.master}
    assert set(form.fields["members"].queryset) == {world.mentee, world.mentor}
    values = {
        "name": "វង់ផ្កាឈូក",
        "kind": "CIRCLE",
        "place": world.places.puok_cluster.pk,
        "start_date": "១/១១/២០២៦",
        "facilitators": [world.mentor.pk],
        "members": [world.other_mentee.pk],
    }
    refused = desk.post(reverse("groups:add"), values)
    assert "members" in refused.context["form"].errors
    assert "វង់ផ្កាឈូក" in refused.content.decode()
    desk.post(reverse("groups:add"), {**values, "members": [world.mentee.pk]})
    (circle,) = MentoringGroup.objects.all()
    assert circle.memberships.count() == 2
    plan = {"scheduled_date": "30/12/2026", "time": "8:30", "duration": "90"}
    planned = desk.post(reverse("groups:plan", args=[circle.pk]), plan, follow=True)
    assert planned.status_code == 200
    (meeting,) = circle.sessions.all()
    assert meeting.session_type == SessionType.PEER_LEARNING_CIRCLE
    listed = desk.get(reverse("sessions:index")).content.decode()
    assert circle.name in listed and world.mentor.respectful_name in listed
    inspected = desk.get(reverse("sessions:inspect", args=[meeting.pk])).content.decode()
    assert world.mentee.respectful_name in inspected


def test_members_come_and_go_and_the_group_closes(desk, world):
    circle = make_group(world)
    address = reverse("groups:inspect", args=[circle.pk])
    teacher = make_user(Role.MENTEE, world.places.puok_school)
    values = {"person": teacher.pk, "part": "MEMBER", "start_date": "1/11/2026"}
    desk.post(reverse("groups:add_member", args=[circle.pk]), values)
    assert teacher.respectful_name in desk.get(address).content.decode()
    membership = circle.memberships.get(person=teacher)
    desk.post(reverse("groups:end_membership", args=[circle.pk]), {"membership": membership.pk})
    membership.refresh_from_db()
    assert membership.ended_at is not None
    alone = circle.memberships.get(person=world.mentor)
    refused = desk.post(
        reverse("groups:end_membership", args=[circle.pk]), {"membership": alone.pk}
    )
    assert refused.status_code == 200 and refused.context["form"].errors
    desk.post(reverse("groups:close", args=[circle.pk]))
    circle.refresh_from_db()
    assert circle.closed_at is not None
    assert desk.get(reverse("groups:close", args=[circle.pk])).status_code in (302, 403)


@pytest.mark.parametrize("action", ["inspect", "plan", "add_member", "end_membership", "close"])
def test_group_of_another_district_does_not_exist(world, action):
    circle = make_group(world)
    other = signed_in(world.other_coordinator)
    for method in (other.get, other.post):
        assert method(reverse(f"groups:{action}", args=[circle.pk])).status_code == 404
