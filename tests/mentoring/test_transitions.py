"""The tables, and that the actions keep to them: every state with every action."""

import importlib

import pytest

from mentoring.choices import FeedbackStatus, RelationshipStatus, SessionStatus
from mentoring.errors import NotPossibleNow
from mentoring.models import Feedback, MentoringRelationship, MentoringSession
from mentoring.sending import Result
from mentoring.transitions import (
    FEEDBACK,
    RELATIONSHIP,
    SESSION,
    START,
    check_transition,
    is_possible,
    state_diagrams,
)
from tests.factories_mentoring import (
    days,
    draft,
    fresh,
    make_relationship,
    make_session,
    now,
    observe,
    reflect,
    release,
    send_observation,
)

TABLES = {
    "RELATIONSHIP": (RELATIONSHIP, RelationshipStatus),
    "SESSION": (SESSION, SessionStatus),
    "FEEDBACK": (FEEDBACK, FeedbackStatus),
}


@pytest.mark.parametrize("name", TABLES)
def test_table_reaches_every_state_once_an_action(name):
    table, states = TABLES[name]
    assert {row.target for row in table} == set(states.values)
    pairs = [(row.source, row.action, row.target) for row in table]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("name", TABLES)
def test_table_names_actions_that_exist(name):
    for row in TABLES[name][0]:
        module = importlib.import_module(f"mentoring.actions.{row.action}")
        assert callable(getattr(module, row.action))


def test_check_transition_returns_the_target():
    assert check_transition(SESSION, "SCHEDULED", "start_session") == "IN_PROGRESS"
    assert (
        check_transition(RELATIONSHIP, START, "start_relationship", target="PROPOSED") == "PROPOSED"
    )


def test_check_transition_names_the_state_it_refuses():
    with pytest.raises(NotPossibleNow, match=str(RelationshipStatus.ENDED.label)):
        check_transition(RELATIONSHIP, "ENDED", "resume_relationship")


def test_check_transition_refuses_an_unknown_beginning():
    with pytest.raises(NotPossibleNow):
        check_transition(RELATIONSHIP, START, "start_relationship", target="COMPLETED")


def test_state_diagrams_draw_every_row():
    text = state_diagrams()
    assert text.count("stateDiagram-v2") == 3
    for table, _states in TABLES.values():
        for row in table:
            assert any(
                line.strip().startswith(f"{row.source or '[*]'} --> {row.target}:")
                and row.action in line
                for line in text.splitlines()
            ), row


# Every action against every state, on stored rows.


def put_in_state(relationship, status):
    end = relationship.start_date if status in ("COMPLETED", "ENDED") else None
    MentoringRelationship.objects.filter(pk=relationship.pk).update(status=status, end_date=end)
    relationship.refresh_from_db()


def actions_of(table):
    return sorted({row.action for row in table if row.source != START})


def call(action, **arguments):
    function = getattr(importlib.import_module(f"mentoring.actions.{action}"), action)
    return function(at=now(), **arguments)


RELATIONSHIP_EXTRA = {"end_relationship": {"reason": "ប្តូរសាលា"}}


@pytest.mark.parametrize("action", actions_of(RELATIONSHIP))
@pytest.mark.parametrize("status", RelationshipStatus.values)
def test_relationship_action_keeps_to_the_table(world, relationship, action, status):
    put_in_state(relationship, status)
    arguments = {
        "relationship": relationship,
        "by": fresh(world.coordinator),
        **RELATIONSHIP_EXTRA.get(action, {}),
    }
    if is_possible(RELATIONSHIP, status, action):
        call(action, **arguments)
        expected = check_transition(RELATIONSHIP, status, action)
    else:
        with pytest.raises(NotPossibleNow):
            call(action, **arguments)
        expected = status
    assert MentoringRelationship.objects.get(pk=relationship.pk).status == expected


SESSION_EXTRA = {
    "cancel_session": lambda: {"reason": "សាលាសម្រាក"},
    "reschedule_session": lambda: {"scheduled_date": now() + days(2)},
}


@pytest.mark.parametrize(
    "action", [name for name in actions_of(SESSION) if name != "submit_filling"]
)
@pytest.mark.parametrize("status", SessionStatus.values)
def test_session_action_keeps_to_the_table(world, session, action, status):
    MentoringSession.objects.filter(pk=session.pk).update(
        status=status, actual_date=now(), status_reason="ហេតុផល"
    )
    session.refresh_from_db()
    arguments = {
        "session": session,
        "by": fresh(world.mentor),
        **SESSION_EXTRA.get(action, dict)(),
    }
    if is_possible(SESSION, status, action):
        call(action, **arguments)
        expected = check_transition(SESSION, status, action)
    else:
        with pytest.raises(NotPossibleNow):
            call(action, **arguments)
        expected = status
    assert MentoringSession.objects.get(pk=session.pk).status == expected


@pytest.mark.parametrize("status", [s for s in SessionStatus.values if s != "RESCHEDULED"])
def test_submit_filling_keeps_to_the_table(world, session, status):
    MentoringSession.objects.filter(pk=session.pk).update(
        status=status, actual_date=now(), status_reason="ហេតុផល"
    )
    if is_possible(SESSION, status, "submit_filling"):
        observe(world, session)
        expected = "COMPLETED"
    else:
        assert send_observation(world, session).result == Result.NOT_POSSIBLE
        expected = status
    assert MentoringSession.objects.get(pk=session.pk).status == expected


@pytest.mark.parametrize("action", ["save_feedback", "release_feedback", "acknowledge_feedback"])
@pytest.mark.parametrize("status", FeedbackStatus.values)
def test_feedback_action_keeps_to_the_table(world, session, action, status):
    observe(world, session)
    reflect(session)
    draft(session)
    if status != "DRAFT":
        release(session)
    if status == "ACKNOWLEDGED":
        call("acknowledge_feedback", session=session, by=fresh(world.mentee))
    extra = {
        "save_feedback": {"strengths": "ថ្មី", "focus": "ថ្មី", "next_steps": []},
    }.get(action, {})
    by = fresh(world.mentee if action == "acknowledge_feedback" else world.mentor)
    if is_possible(FEEDBACK, status, action):
        call(action, session=session, by=by, **extra)
        expected = check_transition(FEEDBACK, status, action)
    else:
        with pytest.raises(NotPossibleNow):
            call(action, session=session, by=by, **extra)
        expected = status
    assert Feedback.objects.get(session=session).status == expected


def test_schedule_session_needs_an_active_relationship(world):
    relationship = make_relationship(world, status=RelationshipStatus.PROPOSED)
    with pytest.raises(NotPossibleNow):
        make_session(world, relationship, by=fresh(world.coordinator))
    assert not MentoringSession.objects.exists()
