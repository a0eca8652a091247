"""A master mentor observes beside the mentor; both, and nobody else, see how far they agree."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms_builder.models import Submission
from mentoring.models import MentoringSession, Observation
from tests.factories_mentoring import (
    ANSWERS,
    draft,
    fresh,
    make_relationship,
    make_session,
    observe,
    reflect,
    release,
)

POST = {
    "version": "1",
    "clarity": "3",
    "clarity__evidence": "គ្រូសួរសំណួរបើក",
    "questions": "2",
    "warmth": "2",
    "rules": "na",
}
OTHER = {**ANSWERS, "warmth": {"level": 2}}


@pytest.fixture
def training(world):
    return make_relationship(world, mentor=world.master, mentee=world.mentor)


@pytest.fixture
def beside(world, session, training):
    """Both have sent their records."""
    observe(world, session)
    observe(world, session, by=fresh(world.master), answers=OTHER)
    return session


def page_of(session, name=""):
    return f"/m/sessions/{session.pk}/{name}"


def test_master_mentor_finds_the_lesson_and_sends_a_record_of_their_own(
    world, session, training, signed_in
):
    master = signed_in(world.master)
    person = master.get(f"/m/people/{world.mentor.pk}/").content.decode()
    assert page_of(session) in person and world.mentee.respectful_name in person
    assert page_of(session, "observe/") in master.get(page_of(session)).content.decode()
    form = master.get(page_of(session, "observe/"))
    assert form.context["is_beside"]
    assert master.post(page_of(session, "observe/"), POST).url == page_of(session, "result/")
    assert Observation.objects.get().filled_by == world.master
    assert page_of(session, "observe/") not in master.get(page_of(session)).content.decode()


def test_mentors_visit_goes_on_as_if_nobody_else_had_sent_anything(
    world, session, training, signed_in
):
    observe(world, session, by=fresh(world.master))
    assert MentoringSession.objects.get().status == "SCHEDULED"
    mentor = signed_in(world.mentor)
    assert mentor.get(page_of(session, "result/")).status_code == 404
    assert mentor.get(page_of(session, "observe/")).status_code == 200
    mentor.post(page_of(session, "observe/"), POST)
    assert MentoringSession.objects.get().status == "COMPLETED"
    assert Submission.objects.count() == 2


@pytest.mark.parametrize("who", ["mentor", "master"])
def test_both_observers_see_how_far_they_agree(world, beside, signed_in, who):
    page = signed_in(getattr(world, who)).get(page_of(beside, "result/"))
    [row] = page.context["comparisons"]
    assert row["observer"] == {"mentor": world.master, "master": world.mentor}[who]
    whole, *domains = row["agreement"]
    assert (whole["exact"], whole["adjacent"], whole["of"]) == (3, 3, 4)
    assert [(part["exact"], part["of"]) for part in domains] == [(2, 2), (1, 2)]
    assert row["observer"].respectful_name in page.content.decode()


def test_teacher_sees_the_mentors_record_alone(world, beside, signed_in):
    reflect(beside)
    draft(beside)
    release(beside)
    teacher = signed_in(world.mentee)
    page = teacher.get(page_of(beside, "result/"))
    assert [one.filled_by for one in page.context["observations"]] == [world.mentor]
    assert page.context["comparisons"] == []
    assert len(teacher.get(page_of(beside, "letter/")).context["observations"]) == 1


@pytest.mark.parametrize("who", ["coordinator", "leader", "other_mentor"])
def test_nobody_else_sees_the_comparison(world, beside, signed_in, who):
    assert signed_in(getattr(world, who)).get(page_of(beside, "result/")).status_code == 404


def test_second_observer_fills_the_version_that_the_mentor_filled(
    world, session, training, signed_in
):
    observe(world, session)
    world.version.is_current = False
    world.version.save(update_fields=["is_current"])
    form = signed_in(world.master).get(page_of(session, "observe/"))
    assert form.context["version"] == world.version


def test_person_page_costs_the_same_for_one_and_three_lessons(
    world, relationship, session, training, signed_in
):
    master = signed_in(world.master)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            master.get(f"/m/people/{world.mentor.pk}/")
        return len(queries)

    cost()
    one = cost()
    for offset in (-3, -5):
        make_session(world, relationship, offset=offset)
    assert cost() == one
