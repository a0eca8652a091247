"""Circles on the phone: who sees which meeting, and what each may do there."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentoring.actions.agree_steps import agree_steps
from mentoring.actions.end_membership import end_membership
from mentoring.actions.write_reflection import write_reflection
from mentoring.choices import GroupKind, SessionType
from mentoring.models import ActionItem, MentoringSession, Reflection
from people.choices import Role
from tests.factories import make_user
from tests.factories_groups import (
    begin,
    leader_of,
    make_circle,
    make_meeting,
    members_of,
    note_present,
)
from tests.factories_mentoring import days, fresh, now
from tests.khmer_lang import page_language

KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
WORDS = "ខ្ញុំចូលចិត្តឧទាហរណ៍របស់អ្នកគ្រូ"


def address(name: str, *args) -> str:
    return reverse(f"field:{name}", args=args)


@pytest.fixture
def circle(world):
    return make_circle(world)


@pytest.fixture
def meeting(circle):
    """Planned for yesterday, not begun."""
    return make_meeting(circle)


@pytest.fixture
def begun(meeting):
    return begin(meeting)


@pytest.fixture
def colleague(circle):
    """A member besides the world's mentee."""
    return members_of(circle)[1]


def leave(circle, person, *, by):
    """The membership ends at once."""
    membership = circle.memberships.get(person=person, ended_at=None)
    end_membership(membership=membership, by=fresh(by), at=now())


def agree(session, *who, what="សាកល្បងសំណួរបើក"):
    agree_steps(
        session=session,
        next_steps=[{"what": what, "who": person, "due_date": None} for person in who],
        by=leader_of(session.group),
        at=now(),
    )


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


def test_facilitator_holds_a_meeting(signed_in, world, circle, meeting):
    client = signed_in(world.mentor)
    page = address("session", meeting.pk)
    assert address("change", meeting.pk, "start") in client.get(page).content.decode()
    client.post(address("change", meeting.pk, "start"))
    text = client.get(page).content.decode()
    assert text.count('name="present"') == 4 and "<fieldset" in text and "<legend" in text
    here = [world.mentor.pk, world.mentee.pk]
    response = client.post(address("attendance", meeting.pk), {"present": here})
    assert response.url == page
    assert response.cookies["field_stored"].value == f"attendance-{meeting.pk}"
    there = meeting.participants.filter(attended=True).values_list("person", flat=True)
    assert set(there) == set(here)
    assert client.get(page).content.decode().count(" checked") == 2
    client.post(address("change", meeting.pk, "complete"))
    meeting.refresh_from_db()
    assert meeting.status == "COMPLETED"


def test_attendance_before_the_beginning_is_refused_and_stays_ticked(signed_in, world, meeting):
    client = signed_in(world.mentor)
    page = address("attendance", meeting.pk)
    assert client.get(page).url == address("session", meeting.pk)
    response = client.post(page, {"present": [world.mentee.pk]})
    assert response.status_code == 409
    assert not meeting.participants.filter(attended=True).exists()


@pytest.mark.parametrize("wrong", ["9999999", "x", "-1", "៣", "9" * 40])
def test_somebody_foreign_is_not_noted_as_present(signed_in, world, begun, wrong):
    response = signed_in(world.mentor).post(
        address("attendance", begun.pk), {"present": [world.mentee.pk, wrong]}
    )
    assert response.status_code == 422
    text = response.content.decode()
    assert text.count(" checked") == 1  # what was ticked comes back
    assert 'href="#attendance"' in text
    assert not begun.participants.filter(attended=True).exists()


@pytest.mark.parametrize("who", ["mentee", "coordinator", "other_mentor"])
def test_only_who_leads_notes_anything(signed_in, world, begun, who):
    client = signed_in(getattr(world, who))
    for page in (address("attendance", begun.pk), address("agreed", begun.pk)):
        assert client.post(page, {"present": [world.mentee.pk]}).status_code == 404
    assert client.post(address("change", begun.pk, "complete")).status_code == 404
    assert not begun.participants.filter(attended=True).exists()


def typed(*rows, **changes) -> dict:
    data = {"rows": "3", **changes}
    for number, (what, who, due) in enumerate(rows):
        data |= {
            f"step{number}-what": what,
            f"step{number}-who": getattr(who, "pk", who),
            f"step{number}-due_date": due,
        }
    return data


def test_facilitator_writes_down_what_was_agreed(signed_in, world, circle, begun):
    client = signed_in(world.mentor)
    page = address("agreed", begun.pk)
    assert "<select" in client.get(page).content.decode()  # more people than buttons
    response = client.post(page, typed(("សរសេរសំណួរបើកបី", world.mentee, "១២/១២/២០៣០")))
    assert response.url == address("session", begun.pk)
    assert response.cookies["field_stored"].value == f"steps-{begun.pk}"
    item = ActionItem.objects.get()
    assert (item.what, item.who, item.due_date.year) == ("សរសេរសំណួរបើកបី", world.mentee, 2030)
    assert item.what in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (("ពិភាក្សាមេរៀន", "", ""), "id_step0-who"),
        (("ពិភាក្សាមេរៀន", "99999", ""), "id_step0-who"),
        (("ពិភាក្សាមេរៀន", "", "ថ្ងៃស្អែក"), "id_step0-due_date"),
    ],
)
def test_mistake_is_named_and_words_come_back(signed_in, world, begun, row, field):
    response = signed_in(world.mentor).post(address("agreed", begun.pk), typed(row))
    text = response.content.decode()
    assert response.status_code == 422 and page_language(text) == "km"
    assert f'href="#{field}"' in text
    assert "ពិភាក្សាមេរៀន" in text and "data-unsaved" in text
    assert not ActionItem.objects.exists()


def test_another_row_keeps_what_was_typed(signed_in, world, begun):
    data = typed(("ពិភាក្សាមេរៀន", world.mentee, ""), more="1")
    text = signed_in(world.mentor).post(address("agreed", begun.pk), data).content.decode()
    assert "ពិភាក្សាមេរៀន" in text and 'name="step3-what"' in text
    assert not ActionItem.objects.exists()


def test_steps_wait_for_the_meeting_to_begin(signed_in, world, meeting):
    client = signed_in(world.mentor)
    assert client.get(address("agreed", meeting.pk)).url == address("session", meeting.pk)
    response = client.post(address("agreed", meeting.pk), typed(("អាន", world.mentee, "")))
    assert response.status_code == 409 and "អាន" in response.content.decode()


def test_open_step_goes_on_to_the_next_meeting(signed_in, world, circle, begun):
    agree(begun, world.mentee, what="ជំហានចាស់")
    later = begin(make_meeting(circle, offset=-0.1))
    client = signed_in(world.mentor)
    assert "ជំហានចាស់" in client.get(address("agreed", later.pk)).content.decode()
    client.post(address("agreed", later.pk), typed(("ជំហានថ្មី", world.mentee, "")))
    text = client.get(address("session", later.pk)).content.decode()
    assert "ជំហានចាស់" in text and "ជំហានថ្មី" in text


def test_member_ticks_off_their_own_step_alone(signed_in, world, circle, begun, colleague):
    agree(begun, world.mentee, colleague)
    own, others = ActionItem.objects.order_by("pk")
    client = signed_in(world.mentee)
    for page in (address("session", begun.pk), address("group", circle.pk)):
        text = client.get(page).content.decode()
        assert text.count(own.what) >= 2  # both are seen
        assert address("finish_item", own.pk) in text
        assert address("finish_item", others.pk) not in text
    assert address("finish_item", own.pk) in client.get("/m/").content.decode()
    assert client.post(address("finish_item", others.pk)).status_code == 404
    response = client.post(address("finish_item", own.pk))
    assert response.url == address("session", begun.pk)
    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.status, others.status) == ("DONE", "OPEN")
    # Who leads may tick off for somebody who has done it.
    signed_in(world.mentor).post(address("finish_item", others.pk))
    others.refresh_from_db()
    assert others.status == "DONE"


def test_member_reflects_in_words_for_a_meeting(signed_in, world, begun):
    client = signed_in(world.mentee)
    assert address("reflect", begun.pk) in client.get("/m/").content.decode()
    page = address("reflect", begun.pk)
    client.cookies["django_language"] = "en"
    text = client.get(page, headers={"accept-language": "en"}).content.decode()
    assert "lesson" not in text.partition("<main")[2].partition("</main")[0]
    response = client.post(page, {"went_well": "", "try_next": "", "send": "1"})
    assert response.status_code == 422
    response = client.post(page, {"went_well": WORDS, "try_next": "", "send": "1"})
    assert response.url == address("session", begun.pk)
    assert response.cookies["field_stored"].value == f"reflection-{begun.pk}"
    assert WORDS in client.get(response.url).content.decode()  # one's own, as it was
    assert WORDS in client.get(page).content.decode()


def test_words_are_read_by_oneself_and_who_leads(signed_in, world, begun, colleague):
    write_reflection(session=begun, by=fresh(world.mentee), at=now(), went_well=WORDS)
    page = address("session", begun.pk)
    for person, reads in (
        (world.mentee, True),
        (world.mentor, True),
        (colleague, False),
        (world.coordinator, False),
    ):
        assert (WORDS in signed_in(person).get(page).content.decode()) is reads


def test_member_who_was_not_there_is_not_asked_to_reflect(signed_in, world, begun):
    note_present(begun, [world.mentor])
    today = signed_in(world.mentee).get("/m/").content.decode()
    assert address("reflect", begun.pk) not in today


def test_passing_needs_no_words(signed_in, world, begun):
    signed_in(world.mentee).post(address("reflect", begun.pk), {"passed": "1"})
    assert Reflection.objects.get().passed


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
