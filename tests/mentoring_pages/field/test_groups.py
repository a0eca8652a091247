"""Circles on the phone: who sees which meeting, and what each may do there."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentoring.actions.end_membership import end_membership
from mentoring.actions.write_reflection import write_reflection
from mentoring.choices import GroupKind, SessionType
from mentoring.models import ActionItem, MentoringSession
from people.choices import Role
from tests.factories import make_user
from tests.factories_groups import (
    agree,
    begin,
    make_circle,
    make_meeting,
    members_of,
)
from tests.factories_mentoring import days, fresh, now
from tests.khmer_lang import page_language

KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
WORDS = "ខ្ញុំចូលចិត្តឧទាហរណ៍របស់អ្នកគ្រូ"


def address(name: str, *args) -> str:
    return reverse(f"field:{name}", args=args)


def leave(circle, person, *, by):
    """The membership ends at once."""
    membership = circle.memberships.get(person=person, ended_at=None)
    end_membership(membership=membership, by=fresh(by), at=now())


OF_MEETING = ("session", "reflect", "agreed", "move", "observe", "result", "letter", "feedback")


@pytest.mark.parametrize(
    ("who", "opened"),
    [
        ("mentor", {"session", "agreed", "move"}),  # who leads it
        ("mentee", {"session", "reflect"}),  # a member
        ("coordinator", {"session", "move"}),
        ("leader", set()),
        ("master", set()),
        ("other_mentor", set()),
        ("other_mentee", set()),
        ("other_coordinator", set()),
    ],
)
def test_meeting_opens_to_its_people_with_no_result_and_no_letter(
    signed_in, world, meeting, begun, who, opened
):
    MentoringSession.objects.update(status="SCHEDULED")  # so that it may still be moved
    client = signed_in(getattr(world, who))
    found = {
        name for name in OF_MEETING if client.get(address(name, meeting.pk)).status_code in (200,)
    }
    if who == "mentor":
        assert client.get(address("agreed", meeting.pk)).status_code == 302  # not begun
        found.add("agreed")
    assert found == opened
    expected = 200 if "session" in opened else 404
    assert client.get(address("group", meeting.group_id)).status_code == expected


@pytest.mark.parametrize("name", [*OF_MEETING, "attendance"])
def test_visitor_is_asked_to_sign_in(client, meeting, name):
    response = client.get(address(name, meeting.pk))
    assert response.status_code == 302 and response.url.startswith(reverse("sign_in"))


@pytest.mark.parametrize("name", ["group", "plan_meeting"])
def test_visitor_is_asked_to_sign_in_for_a_group(client, circle, name):
    assert client.get(address(name, circle.pk)).status_code == 302


def test_meeting_names_the_group_and_everybody_with_honorific_and_part(
    signed_in, world, circle, meeting
):
    page = signed_in(world.mentee).get(address("session", meeting.pk)).content.decode()
    assert circle.name in page and page_language(page) == "km"
    for person in (world.mentor, *members_of(circle)):
        assert person.respectful_name in page
    assert str(GroupKind.CIRCLE.label) in page
    for name in ("result", "letter", "observe", "feedback"):
        assert address(name, meeting.pk) not in page


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_meeting_stands_among_visits_on_today_and_in_the_list(signed_in, world, circle, who):
    coming = make_meeting(circle, offset=2)
    client = signed_in(getattr(world, who))
    for page in (client.get("/m/"), client.get("/m/visits/")):
        text = page.content.decode()
        assert address("session", coming.pk) in text and circle.name in text
    today = client.get("/m/").content.decode()
    assert address("group", circle.pk) in today
    assert f'data-keep-page="{address("session", coming.pk)}"' in today


def test_former_member_finds_nothing_at_the_next_request(signed_in, world, circle, begun):
    agree(begun, world.mentee)
    write_reflection(session=begun, by=fresh(world.mentee), at=now(), went_well=WORDS)
    client = signed_in(world.mentee)
    pages = [address("session", begun.pk), address("group", circle.pk)]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    leave(circle, world.mentee, by=world.coordinator)
    pages += [address("reflect", begun.pk)]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    item = ActionItem.objects.get()
    assert client.post(address("finish_item", item.pk)).status_code == 404
    for page in ("/m/", "/m/visits/"):
        assert circle.name not in client.get(page).content.decode()


def test_former_facilitator_finds_nothing_at_the_next_request(signed_in, world, circle, begun):
    from mentoring.actions.add_member import add_member

    other = make_user(Role.MENTOR, world.places.puok_school)
    add_member(
        group=circle,
        person=fresh(other),
        part="FACILITATOR",
        start_date=timezone.localdate(),
        by=fresh(world.coordinator),
        at=now(),
    )
    write_reflection(session=begun, by=fresh(world.mentee), at=now(), went_well=WORDS)
    client = signed_in(world.mentor)
    assert WORDS in client.get(address("session", begun.pk)).content.decode()
    leave(circle, world.mentor, by=world.coordinator)
    for name in ("session", "agreed", "attendance"):
        assert client.get(address(name, begun.pk)).status_code == 404
        assert client.post(address(name, begun.pk)).status_code in (404, 405)
    for name in ("group", "plan_meeting"):
        assert client.get(address(name, circle.pk)).status_code == 404
    assert circle.name not in client.get("/m/").content.decode()


def planned(**changes) -> dict:
    day = (timezone.localdate() + days(3)).strftime("%d/%m/%Y").translate(KHMER_DIGITS)
    return {
        "scheduled_date": day,
        "time": "១៤:៣០",
        "duration": "៩០",
        "location": "បណ្ណាល័យ",
        "pre_session_notes": "យកសៀវភៅមកជាមួយ",
        **changes,
    }


def test_facilitator_plans_the_next_meeting(signed_in, world, circle):
    client = signed_in(world.mentor)
    page = address("plan_meeting", circle.pk)
    assert page in client.get(address("group", circle.pk)).content.decode()
    assert client.get(page).status_code == 200
    response = client.post(page, planned())
    session = MentoringSession.objects.get()
    assert response.url == address("session", session.pk)
    assert response.cookies["field_stored"].value == f"plan-{circle.pk}"
    assert session.session_type == SessionType.PEER_LEARNING_CIRCLE
    assert (session.duration, session.location) == (90, "បណ្ណាល័យ")
    assert session.participants.count() == 4


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"scheduled_date": "ស្អែក"}, "scheduled_date"),
        ({"time": "២៥:០០"}, "time"),
        ({"duration": "០"}, "duration"),
        ({"scheduled_date": "០១/០១/២០២០"}, "scheduled_date"),  # before anybody led it
    ],
)
def test_wrong_plan_is_named_and_keeps_what_was_typed(signed_in, world, circle, wrong, field):
    response = signed_in(world.mentor).post(address("plan_meeting", circle.pk), planned(**wrong))
    text = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_{field}"' in text and "យកសៀវភៅមកជាមួយ" in text
    assert not MentoringSession.objects.exists()


@pytest.mark.parametrize("who", ["mentee", "leader", "other_mentor", "other_coordinator"])
def test_others_do_not_plan(signed_in, world, circle, who):
    client = signed_in(getattr(world, who))
    page = address("plan_meeting", circle.pk)
    assert client.get(page).status_code == 404
    assert client.post(page, planned()).status_code == 404
    assert not MentoringSession.objects.exists()


def test_meeting_moves_and_is_marked_as_not_held(signed_in, world, meeting):
    client = signed_in(world.mentor)
    move = address("move", meeting.pk)
    assert meeting.group.name in client.get(move).content.decode()
    day = planned()["scheduled_date"]
    client.post(move, {"scheduled_date": day, "time": "១៤:៣០", "reason": "ភ្លៀង"})
    moved = MentoringSession.objects.get(status="SCHEDULED")
    assert moved.participants.count() == 4
    MentoringSession.objects.filter(pk=moved.pk).update(scheduled_date=now() - days(1))
    client.post(address("change", moved.pk, "missed"))
    moved.refresh_from_db()
    assert moved.status == "MISSED"


def test_closed_group_is_planned_no_more(signed_in, world, circle):
    from mentoring.actions.close_group import close_group

    close_group(group=circle, by=fresh(world.coordinator), at=now())
    for person in (world.mentor, world.mentee):
        assert signed_in(person).get(address("group", circle.pk)).status_code == 404
    client = signed_in(world.coordinator)
    assert client.get(address("group", circle.pk)).status_code == 200
    assert client.get(address("plan_meeting", circle.pk)).status_code == 404


def cost(client, page) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_pages_cost_the_same_for_one_and_three_rows(signed_in, world, circle, begun, who):
    """Meetings, agreed steps, reflections and groups: one of each, then three."""
    agree(begun, world.mentee)
    write_reflection(session=begun, by=fresh(world.mentee), at=now(), went_well=WORDS)
    make_meeting(circle, offset=2)
    pages = ["/m/", "/m/visits/", address("group", circle.pk), address("session", begun.pk)]
    client = signed_in(getattr(world, who))
    for page in pages:
        client.get(page)
    one = [cost(client, page) for page in pages]
    for number in range(2):
        make_meeting(circle, offset=3 + number)
        begin(make_meeting(circle, offset=-2 - number))
        make_circle(world, members=[world.mentee])
    agree(begun, *members_of(circle))
    for person in members_of(circle)[1:]:
        write_reflection(session=begun, by=person, at=now(), went_well=WORDS)
    assert [cost(client, page) for page in pages] == one
