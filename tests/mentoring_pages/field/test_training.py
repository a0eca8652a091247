"""The training page: one's own row or all, the group's codes without names, no rating."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forms_builder.actions.code_lesson import code_lesson, set_expert_codes
from forms_builder.models import CalibrationLesson
from mentoring.actions.complete_session import complete_session
from mentoring.actions.end_membership import end_membership
from mentoring.actions.set_lesson import set_lesson
from mentoring.choices import SessionType
from mentoring.models import GroupLesson
from people.choices import Role
from people.models import RoleAssignment
from tests.factories import make_superuser, make_user
from tests.factories_groups import (
    begin,
    make_circle,
    make_meeting,
    make_training,
    members_of,
    note_present,
)
from tests.factories_mentoring import (
    ANSWERS,
    days,
    fresh,
    make_relationship,
    make_session,
    now,
    observe,
)


@pytest.fixture
def group(world):
    return make_training(world)


@pytest.fixture
def page(group):
    return reverse("field:training", args=[group.pk])


def make_lesson(world, title="មេរៀនប្រភាគ") -> CalibrationLesson:
    lesson = CalibrationLesson.objects.create(version=world.version, title=title)
    set_expert_codes(lesson=lesson, answers=ANSWERS, by=make_superuser(), at=now())
    return lesson


@pytest.fixture
def lesson(world, group):
    """Set for the group."""
    made = make_lesson(world)
    set_lesson(group=group, lesson=made, by=fresh(world.master), at=now())
    return made


def code(lesson, person, level=3, ago=0):
    answers = {**ANSWERS, "clarity": {"level": level, "evidence": "ឃើញ"}}
    return code_lesson(lesson=lesson, answers=answers, by=fresh(person), at=now() - days(ago))


def words(response) -> str:
    """What the main part of a page says, without its marks."""
    text = response.content.decode().partition("<main")[2].partition("</main")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("master", 200),
        ("mentor", 200),  # a member
        ("coordinator", 404),
        ("mentee", 404),
        ("leader", 404),
        ("other_mentor", 404),
        ("other_coordinator", 404),
    ],
)
def test_training_opens_to_its_people_alone(signed_in, world, group, page, who, status):
    client = signed_in(getattr(world, who))
    assert client.get(page).status_code == status
    if who != "master":
        assert client.post(page, {"lesson": "x"}).status_code == 404


def test_visitor_is_asked_to_sign_in(client, page):
    assert client.get(page).status_code == 302


def test_circle_has_no_training_page(signed_in, world):
    circle = make_circle(world)
    for person in (world.mentor, world.mentee):
        page = reverse("field:training", args=[circle.pk])
        assert signed_in(person).get(page).status_code == 404


def test_page_needs_the_role_of_today(signed_in, world, page):
    yesterday = timezone.localdate() - days(1)
    RoleAssignment.objects.filter(user=world.master).update(end_date=yesterday)
    assert signed_in(world.master).get(page).status_code == 404


def test_page_needs_a_membership_that_lasts(signed_in, world, group, page):
    other = make_user(Role.MASTER_MENTOR, world.places.puok)
    from mentoring.actions.add_member import add_member

    add_member(
        group=group,
        person=fresh(other),
        part="FACILITATOR",
        start_date=timezone.localdate(),
        by=fresh(world.coordinator),
        at=now(),
    )
    for person in (world.master, world.mentor):
        assert signed_in(person).get(page).status_code == 200
        membership = group.memberships.get(person=person)
        end_membership(membership=membership, by=fresh(world.coordinator), at=now())
        assert signed_in(person).get(page).status_code == 404


def test_leader_sees_who_was_there_held_and_coded(signed_in, world, group, page, lesson):
    first, second, _third = members_of(group)
    session = begin(make_meeting(group, session_type=SessionType.LESSON_PLANNING))
    note_present(session, [first])
    complete_session(session=session, by=fresh(world.master), at=now())
    relationship = make_relationship(world)
    observe(world, make_session(world, relationship))
    code(lesson, first)
    code(lesson, first)
    response = signed_in(world.master).get(page)
    rows = response.context["rows"]
    assert [one["row"].held for one in rows] == [1, 0, 0]
    assert [one["coded"][0]["count"] for one in rows] == [2, 0, 0]
    assert [[there for _session, there in one["row"].sessions] for one in rows] == [
        [True],
        [False],
        [False],
    ]
    text = words(response)
    assert first.respectful_name in text and second.respectful_name in text
    assert world.mentee.respectful_name not in text  # no teacher


def test_session_held_before_the_training_does_not_count(signed_in, world, group, page):
    relationship = make_relationship(world, start=-90)
    session = make_session(world, relationship, offset=-50)
    observe(world, session)
    type(session).objects.filter(pk=session.pk).update(actual_date=now() - days(50))
    rows = signed_in(world.master).get(page).context["rows"]
    assert [one["row"].held for one in rows] == [0, 0, 0]


def test_member_sees_their_own_row_alone(signed_in, world, group, page, lesson):
    first, second, third = members_of(group)
    code(lesson, second)
    response = signed_in(first).get(page)
    text = words(response)
    assert first.respectful_name in text
    assert second.respectful_name not in text and third.respectful_name not in text
    assert 'name="lesson"' not in response.content.decode()


@pytest.mark.parametrize(("coders", "shown"), [(2, False), (3, True)])
def test_spread_is_shown_from_three_coders_on_and_names_nobody(
    signed_in, world, group, page, lesson, coders, shown
):
    levels = [3, 3, 1]
    people = members_of(group)
    for person, level in list(zip(people, levels, strict=True))[:coders]:
        code(lesson, person, level)
    for viewer in (world.master, people[0]):
        response = signed_in(viewer).get(page)
        [one] = response.context["lessons"]
        assert bool(one["criteria"]) is shown
        if not shown:
            continue
        clarity = one["criteria"][0]
        assert (clarity["label"], clarity["exact"], clarity["of"]) == ("ការពន្យល់ច្បាស់លាស់", 2, 3)
        assert [code["count"] for code in clarity["spread"]] == [1, 2]  # the lowest first
        tables = response.content.decode().split("<table")[2:]
        for person in people:
            assert all(person.respectful_name not in table for table in tables)


def test_member_codes_before_they_see_how_the_group_sees_it(signed_in, world, page, lesson, group):
    from mentoring.actions.add_member import add_member

    for person in members_of(group):
        code(lesson, person)
    late = make_user(Role.MENTOR, world.places.puok_school)
    add_member(
        group=group,
        person=fresh(late),
        part="MEMBER",
        start_date=timezone.localdate(),
        by=fresh(world.coordinator),
        at=now(),
    )
    [one] = signed_in(late).get(page).context["lessons"]
    assert (one["criteria"], one["waits_for_own"]) == ([], True)
    code(lesson, late)
    [one] = signed_in(late).get(page).context["lessons"]
    assert one["criteria"]


def test_codes_of_a_person_outside_the_training_do_not_count(signed_in, world, page, lesson, group):
    for person in (*members_of(group)[:2], world.master, world.other_mentor):
        code(lesson, person)
    [one] = signed_in(world.master).get(page).context["lessons"]
    assert (one["coders"], one["criteria"]) == (2, [])


def test_latest_codes_of_each_count_once(signed_in, world, page, lesson, group):
    first, *others = members_of(group)
    code(lesson, first, 1, ago=1)
    for person in (first, *others):
        code(lesson, person, 3)
    [one] = signed_in(world.master).get(page).context["lessons"]
    assert (one["criteria"][0]["exact"], one["criteria"][0]["of"]) == (3, 3)


def test_leader_sets_a_lesson_and_takes_it_back(signed_in, world, group, page):
    lesson = make_lesson(world)
    client = signed_in(world.master)
    assert lesson.title in client.get(page).content.decode()
    response = client.post(page, {"lesson": lesson.pk, "due_date": "១២/១២/២០៣០"})
    assert response.url == page
    assert response.cookies["field_stored"].value == f"lesson-{group.pk}"
    row = GroupLesson.objects.get()
    assert (row.lesson, row.due_date.year) == (lesson, 2030)
    assert 'name="lesson"' not in client.get(page).content.decode()  # there is no other
    today = signed_in(world.mentor).get("/m/").content.decode()
    assert lesson.title in today and f"/m/calibration/{lesson.pk}/" in today
    code(lesson, world.mentor)
    assert lesson.title not in signed_in(world.mentor).get("/m/").content.decode()
    back = reverse("field:take_back", args=[row.pk])
    for person in (world.mentor, world.coordinator, world.other_mentor):
        assert signed_in(person).post(back).status_code == 404
    assert signed_in(world.master).post(back).url == page
    assert not GroupLesson.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"lesson": "", "due_date": "១២/១២/២០៣០"}, "id_lesson"),
        ({"lesson": "00000000-0000-0000-0000-000000000000"}, "id_lesson"),
        ({"due_date": "០១/០១/២០២០"}, "id_due_date"),
        ({"due_date": "ស្អែក"}, "id_due_date"),
    ],
)
def test_mistake_is_named_and_what_was_typed_comes_back(signed_in, world, page, typed, field):
    lesson = make_lesson(world)
    response = signed_in(world.master).post(page, {"lesson": lesson.pk, **typed})
    text = response.content.decode()
    assert response.status_code == 422 and f'href="#{field}"' in text
    assert typed.get("due_date", "") in text
    assert not GroupLesson.objects.exists()


@pytest.mark.parametrize("who", ["master", "mentor"])
def test_page_costs_the_same_for_one_and_three_rows(signed_in, world, group, page, lesson, who):
    """People, meetings, lessons set and codings: one of each, then three."""
    client = signed_in(getattr(world, who))

    def cost(address) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def hold(offset) -> None:
        session = begin(make_meeting(group, offset=offset))
        complete_session(session=session, by=fresh(world.master), at=now())

    hold(-1)
    for person in members_of(group):
        code(lesson, person)
    for address in (page, "/m/"):
        client.get(address)
    one = [cost(address) for address in (page, "/m/")]
    for number in (2, 3):
        hold(-number)
        other = make_lesson(world, f"មេរៀនទី {number}")
        set_lesson(group=group, lesson=other, by=fresh(world.master), at=now())
        for person in members_of(group):
            code(other, person)
    assert [cost(address) for address in (page, "/m/")] == one


def test_observation_type_in_a_training_asks_nobody_for_a_record(signed_in, world, group):
    session = make_meeting(group, session_type=SessionType.CLASSROOM_OBSERVATION)
    for person in (world.master, world.mentor):
        client = signed_in(person)
        assert client.get(reverse("field:observe", args=[session.pk])).status_code == 404
        response = client.get(reverse("field:session", args=[session.pk]))
        assert response.status_code == 200
        assert f"/m/sessions/{session.pk}/observe/" not in response.content.decode()
