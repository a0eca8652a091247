"""What mentor, mentee and coordinator are shown, and with how many queries."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms_builder.actions.publish_version import publish_version
from forms_builder.choices import Purpose
from forms_builder.models import FormVersionText
from mentoring.actions.acknowledge_feedback import acknowledge_feedback
from mentoring.choices import RelationshipStatus, SessionStatus, SessionType, Step
from mentoring.models import MentoringRelationship, MentoringSession
from mentoring.queries import (
    needs_attention,
    next_step,
    observable_forms,
    overdue_sessions,
    progress_of,
    sessions_of,
    upcoming_sessions,
    work_of_leading,
    work_of_learning,
)
from people.choices import Role
from tests.factories import make_superuser, make_user
from tests.factories_mentoring import (
    ANSWERS,
    days,
    draft,
    fresh,
    make_published_form,
    make_relationship,
    make_released_session,
    make_session,
    now,
    observe,
    reflect,
    release,
)
from tests.forms_builder.samples import make_form, row_of


def test_upcoming_are_of_today_and_later_soonest_first(world, relationship):
    yesterday = make_session(world, relationship, offset=-1)
    later = make_session(world, relationship, offset=5)
    soon = make_session(world, relationship, offset=1)
    earlier_today = make_session(world, relationship, offset=0)
    today = timezone.localtime(now()).replace(hour=0, minute=1)
    MentoringSession.objects.filter(pk=earlier_today.pk).update(scheduled_date=today)
    cancelled = make_session(world, relationship, offset=2)
    MentoringSession.objects.filter(pk=cancelled.pk).update(
        status=SessionStatus.CANCELLED, status_reason="ភ្លៀង"
    )
    for who in (world.mentor, world.mentee):
        assert list(upcoming_sessions(fresh(who), now())) == [earlier_today, soon, later]
        assert list(overdue_sessions(fresh(who), now())) == [yesterday]


def test_own_sessions_are_those_of_a_partner_not_of_a_coordinator(world, session):
    assert list(sessions_of(fresh(world.mentor))) == [session]
    assert list(sessions_of(fresh(world.coordinator))) == []
    assert list(sessions_of(fresh(world.other_mentor))) == []


def steps(user):
    return [work.step for work in work_of_leading(fresh(user), now())]


def mentee_steps(user):
    return [work.step for work in work_of_learning(fresh(user), now())]


def test_next_steps_of_both_follow_the_session(world, session):
    mentor, mentee = world.mentor, world.mentee
    assert (steps(mentor), mentee_steps(mentee)) == ([Step.OBSERVE], [])
    observe(world, session)
    assert (steps(mentor), mentee_steps(mentee)) == ([Step.WAIT_FOR_REFLECTION], [Step.REFLECT])
    reflect(session)
    assert (steps(mentor), mentee_steps(mentee)) == (
        [Step.WRITE_FEEDBACK],
        [Step.WAIT_FOR_FEEDBACK],
    )
    draft(session)
    assert (steps(mentor), mentee_steps(mentee)) == (
        [Step.WRITE_FEEDBACK],
        [Step.WAIT_FOR_FEEDBACK],
    )
    release(session)
    assert (steps(mentor), mentee_steps(mentee)) == ([Step.WAIT_FOR_READING], [Step.READ_LETTER])
    acknowledge_feedback(session=session, by=fresh(mentee), at=now())
    assert (steps(mentor), mentee_steps(mentee)) == ([], [])


def test_next_step_of_one_session_is_the_same_without_the_list(world, session):
    observe(world, session)
    stored = MentoringSession.objects.get(pk=session.pk)
    assert next_step(stored, world.mentor) == Step.WAIT_FOR_REFLECTION
    assert next_step(stored, world.mentee) == Step.REFLECT
    assert next_step(stored, world.coordinator) == Step.NOTHING


def test_session_of_another_kind_is_held(world, relationship):
    make_session(world, relationship, session_type=SessionType.LESSON_PLANNING)
    (work,) = work_of_leading(fresh(world.mentor), now())
    assert (work.step, work.is_overdue) == (Step.HOLD, True)


def test_nobody_waits_for_reflection_and_feedback_after_another_session(world, relationship):
    session = make_session(world, relationship, session_type=SessionType.LESSON_PLANNING)
    MentoringSession.objects.update(status=SessionStatus.COMPLETED, actual_date=now() - days(9))
    assert (steps(world.mentor), mentee_steps(world.mentee)) == ([], [])
    assert attention(world.coordinator)["feedback_late"] == 0
    reflect(session)
    assert (steps(world.mentor), mentee_steps(world.mentee)) == (
        [Step.WRITE_FEEDBACK],
        [Step.WAIT_FOR_FEEDBACK],
    )


def test_cancelled_sessions_are_no_work(world, session):
    MentoringSession.objects.update(status=SessionStatus.CANCELLED, status_reason="ភ្លៀង")
    assert steps(world.mentor) == []


def test_work_is_of_sessions_in_which_one_has_that_part(world, session):
    """A mentor who is mentored too sees each list for itself."""
    training = make_relationship(world, mentor=world.master, mentee=world.mentor)
    trained = make_session(world, training, by=fresh(world.master))
    observe(world, trained)
    assert [work.session for work in work_of_leading(fresh(world.mentor), now())] == [session]
    assert [work.session for work in work_of_learning(fresh(world.mentor), now())] == [trained]


# Progress


def test_progress_of_a_mentee_has_denominators_and_leaves_na_out(world, relationship):
    session = make_released_session(world, relationship)
    progress = progress_of(world.mentee, fresh(world.mentee), language="km")
    (point,) = progress.points
    assert point.session_id == session.pk
    assert (point.form.points, point.form.out_of) == (Decimal(11), Decimal(16))
    assert (point.domains["teaching"].points, point.domains["teaching"].out_of) == (7, 12)
    assert point.domains["climate"].share == Decimal(1)
    assert set(point.criteria) == {"clarity", "questions", "warmth"}
    assert progress.domain_names == {"teaching": "ការបង្រៀន", "climate": "បរិយាកាសថ្នាក់"}
    assert progress.criterion_names["observation", "warmth"] == "ភាពកក់ក្តៅ"
    assert progress.form_titles == {"observation": "ការសង្កេតក្នុងថ្នាក់រៀន"}
    assert progress.domain_codes() == ["teaching", "climate"]


def test_progress_shows_the_mentee_released_sessions_and_the_mentor_all(world, relationship):
    make_released_session(world, relationship, offset=-5)
    observe(world, make_session(world, relationship, offset=-1))

    def count(viewer):
        return len(progress_of(world.mentee, fresh(viewer)).points)

    assert (count(world.mentee), count(world.mentor)) == (1, 2)
    for stranger in (world.coordinator, world.leader, world.other_mentor, make_superuser()):
        assert count(stranger) == 0


def test_progress_runs_from_the_oldest_to_the_newest(world, relationship):
    for offset in (-1, -9, -4):
        make_released_session(world, relationship, offset=offset, finished_at=now() + days(offset))
    points = progress_of(world.mentee, fresh(world.mentee)).points
    moments = [point.observed_at for point in points]
    assert moments == sorted(moments)
    assert len(set(moments)) == 3


def test_progress_without_any_observation_is_empty(world):
    progress = progress_of(world.mentee, fresh(world.mentee))
    assert (progress.points, progress.domain_codes()) == ([], [])


# Attention


def attention(user):
    return {item.key: item.count for item in needs_attention(fresh(user), now())}


NOTHING = {
    "proposals_waiting": 0,
    "without_coming_session": 0,
    "past_their_end": 0,
    "overdue": 0,
    "feedback_late": 0,
}


def test_attention_counts_what_stands_still(world):
    assert attention(world.coordinator) == NOTHING
    relationship = make_relationship(world)
    assert attention(world.coordinator) == {**NOTHING, "without_coming_session": 1}
    session = make_session(world, relationship, offset=-1)
    assert attention(world.coordinator)["overdue"] == 1
    make_session(world, relationship, offset=3)
    assert attention(world.coordinator)["without_coming_session"] == 0
    observe(world, session)
    MentoringSession.objects.filter(pk=session.pk).update(actual_date=now() - days(7))
    assert attention(world.coordinator) == {**NOTHING, "feedback_late": 1}
    reflect(session)
    draft(session)
    assert attention(world.coordinator)["feedback_late"] == 1
    release(session)
    assert attention(world.coordinator) == NOTHING


def test_feedback_of_six_days_is_not_late_yet(world, relationship):
    session = make_session(world, relationship)
    observe(world, session)
    MentoringSession.objects.filter(pk=session.pk).update(actual_date=now() - days(6))
    assert attention(world.coordinator)["feedback_late"] == 0


def test_attention_counts_proposals_and_pairs_past_their_end(world, relationship):
    MentoringRelationship.objects.update(
        end_date=timezone.localdate() - days(1),
    )
    mentee = make_user(Role.MENTEE, world.places.puok_school)
    make_relationship(world, mentee=mentee, status=RelationshipStatus.PROPOSED)
    assert attention(world.coordinator) == {
        **NOTHING,
        "proposals_waiting": 1,
        "past_their_end": 1,
    }


def test_attention_is_of_ones_own_places(world, relationship):
    assert attention(world.other_coordinator) == NOTHING
    assert attention(make_superuser())["without_coming_session"] == 1
    for who in (world.mentor, world.mentee, world.leader, world.master):
        assert needs_attention(fresh(who), now()) == []


def test_observable_forms_are_published_and_each_only_once(world):
    make_form(code="draft")
    other, _version = make_published_form("other")
    both = {world.version.form, row_of(other)}
    assert set(observable_forms("km")) == set(observable_forms("en")) == both
    english = make_form([], language="en", title="Observation", translation_key=world.form.form_key)
    publish_version(form=english, at=now())
    FormVersionText.objects.update(offered=True)
    assert set(observable_forms("en")) == set(observable_forms("km")) == both
    titles = {form.pk: form.title for form in observable_forms("en")}
    assert titles == {world.form.form_key: "Observation", other.form_key: other.title}
    assert {form.title for form in observable_forms("km")} == {other.title}


def test_observable_forms_take_one_query_with_their_titles(world):
    def titles():
        return [form.title for form in observable_forms("km")]

    assert count_queries(titles) == 1
    make_published_form("other")
    make_published_form("third")
    assert count_queries(titles) == 1
    assert len(titles()) == 3


@pytest.mark.parametrize("language", ["km", "en"])
def test_observable_forms_are_for_observations(world, language):
    both, _version = make_published_form("both", Purpose.OBSERVATION, Purpose.SURVEY)
    make_published_form("survey", Purpose.SURVEY)
    assert set(observable_forms(language)) == {world.version.form, row_of(both)}


# Query counts


def count_queries(function) -> int:
    with CaptureQueriesContext(connection) as queries:
        function()
    return len(queries)


LISTS = {
    "upcoming": lambda mentor, mentee: [
        (row.mentee.respectful_name, row.place.name_km, next_step(row, mentor))
        for row in upcoming_sessions(mentor, now())
    ],
    "work of the mentor": lambda mentor, mentee: work_of_leading(mentor, now()),
    "work of the mentee": lambda mentor, mentee: work_of_learning(mentee, now()),
    "progress": lambda mentor, mentee: progress_of(mentee, mentor),
}


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_the_same_queries_for_one_row_and_three(world, relationship, name):
    def add(offset):
        make_session(world, relationship, offset=-offset + 20)
        observe(world, make_session(world, relationship, offset=-offset))
        make_released_session(world, relationship, offset=-offset - 10, answers=ANSWERS)

    def people():
        return fresh(world.mentor), fresh(world.mentee)

    add(1)
    pair = people()
    one = count_queries(lambda: LISTS[name](*pair))
    rows = LISTS[name](*people())
    add(2)
    add(3)
    pair = people()
    assert count_queries(lambda: LISTS[name](*pair)) == one
    more = LISTS[name](*people())
    assert len(getattr(more, "points", more)) >= 3 * len(getattr(rows, "points", rows)) > 0


def test_attention_asks_one_query_a_list(world, relationship):
    user = fresh(world.coordinator)
    assert user.coordinated_paths
    assert count_queries(lambda: needs_attention(user, now())) == 5
