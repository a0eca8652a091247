"""Feedback that saves face: the gates, the draft, the release, the answer."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from mentoring.actions.acknowledge_feedback import acknowledge_feedback
from mentoring.actions.complete_session import complete_session
from mentoring.actions.finish_action_item import finish_action_item
from mentoring.actions.start_session import start_session
from mentoring.choices import ActionStatus, FeedbackStatus, GateReason, SessionType
from mentoring.errors import NotPossibleNow, StaleEdit
from mentoring.models import (
    ActionItem,
    Feedback,
    MentoringRelationship,
    MentoringSession,
    Reflection,
)
from mentoring.queries import feedback_gate
from mentoring.queries.work import with_state
from tests.factories_mentoring import (
    FOCUS,
    STRENGTHS,
    days,
    draft,
    fresh,
    make_released_session,
    make_session,
    now,
    observe,
    reflect,
    release,
)


def gate(session):
    return feedback_gate(MentoringSession.objects.get(pk=session.pk)).reason


def test_gate_opens_step_by_step(world, session):
    assert gate(session) == GateReason.NOT_HELD
    observe(world, session)
    assert gate(session) == GateReason.NO_REFLECTION
    reflect(session)
    assert gate(session) == GateReason.OPEN
    draft(session)
    assert gate(session) == GateReason.OPEN
    release(session)
    assert gate(session) == GateReason.RELEASED


def test_gate_waits_for_the_record_of_an_observation(world, session):
    start_session(session=session, by=fresh(world.mentor), at=now())
    complete_session(session=session, by=fresh(world.mentor), at=now())
    reflect(session)
    assert gate(session) == GateReason.NO_OBSERVATION
    with pytest.raises(NotPossibleNow):
        draft(session)


def test_session_without_a_form_needs_no_record(world, relationship):
    session = make_session(world, relationship, session_type=SessionType.LESSON_PLANNING)
    start_session(session=session, by=fresh(world.mentor), at=now())
    complete_session(session=session, by=fresh(world.mentor), at=now())
    assert gate(session) == GateReason.NO_REFLECTION
    reflect(session)
    assert draft(session).pk


@pytest.mark.parametrize("action", [draft, release])
def test_mentor_neither_writes_nor_releases_before_the_mentee_has_spoken(world, session, action):
    observe(world, session)
    with pytest.raises(NotPossibleNow) as refusal:
        action(session)
    assert refusal.value.message == GateReason.NO_REFLECTION.label
    assert not Feedback.objects.exists()


def test_pass_opens_the_gate(world, session):
    observe(world, session)
    reflection = reflect(session, went_well="", passed=True)
    assert reflection.passed
    assert gate(session) == GateReason.OPEN


def test_words_count_more_than_a_pass(world, session):
    observe(world, session)
    reflection = reflect(session, passed=True)
    assert (reflection.passed, reflection.went_well) == (False, "សិស្សរីករាយ។")


@pytest.mark.parametrize("words", ["", "   ", "\u200b"])
def test_empty_reflection_is_refused(world, session, words):
    observe(world, session)
    with pytest.raises(ValidationError):
        reflect(session, went_well=words, try_next=words)
    assert not Reflection.objects.exists()


def test_reflection_may_change_until_the_release_and_not_after(world, session):
    observe(world, session)
    reflect(session)
    draft(session)
    reflect(session, went_well="សិស្សសប្បាយរៀន")
    assert Reflection.objects.get().went_well == "សិស្សសប្បាយរៀន"
    release(session)
    with pytest.raises(NotPossibleNow):
        reflect(session, went_well="ផ្សេង")


def test_reflection_on_a_session_to_come_is_refused(world, relationship):
    session = make_session(world, relationship, offset=1)
    with pytest.raises(NotPossibleNow):
        reflect(session)


def test_reflection_does_not_wait_for_the_mentors_phone(world, session):
    """The lesson was yesterday; the record is still on a phone without a network."""
    assert reflect(session).pk
    assert gate(session) == GateReason.NOT_HELD


@pytest.mark.parametrize("who", ["mentor", "coordinator", "other_mentee"])
def test_only_the_mentee_reflects(world, session, who):
    observe(world, session)
    with pytest.raises(PermissionDenied):
        reflect(session, by=fresh(getattr(world, who)))


@pytest.mark.parametrize("who", ["mentee", "coordinator", "master", "other_mentor"])
def test_only_the_mentor_writes_and_releases(world, session, who):
    observe(world, session)
    reflect(session)
    by = fresh(getattr(world, who))
    with pytest.raises(PermissionDenied):
        draft(session, by=by)
    draft(session)
    with pytest.raises(PermissionDenied):
        release(session, by=by)


@pytest.fixture
def ready(world, session):
    """A session whose gate is open."""
    observe(world, session)
    reflect(session)
    return session


def test_draft_keeps_unfinished_words_and_steps(world, ready):
    due = timezone.localdate() + days(7)
    draft(
        ready,
        focus="",
        next_steps=[
            {"what": "  សួរសំណួរបើក ", "who": world.mentee, "due_date": due},
            {"what": "   ", "who": None, "due_date": None},
            {"what": "ផ្ញើឧទាហរណ៍", "who": world.mentor, "due_date": None},
        ],
    )
    items = list(ActionItem.objects.order_by("pk").values_list("what", "who", "due_date"))
    assert items == [
        ("សួរសំណួរបើក", world.mentee.pk, due),
        ("ផ្ញើឧទាហរណ៍", world.mentor.pk, None),
    ]
    draft(ready, next_steps=[])
    assert not ActionItem.objects.exists()


@pytest.mark.parametrize("who", ["coordinator", "other_mentee"])
def test_next_step_is_for_one_of_the_two(world, ready, who):
    steps = [{"what": "ជួយ", "who": getattr(world, who), "due_date": None}]
    with pytest.raises(ValidationError) as refusal:
        draft(ready, next_steps=steps)
    assert list(refusal.value.message_dict) == ["next_steps"]
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("field", ["strengths", "focus"])
def test_text_of_five_megabytes_is_refused_beside_its_field(ready, field):
    with pytest.raises(ValidationError) as refusal:
        draft(ready, **{field: "ក" * 5_000_000})
    assert list(refusal.value.message_dict) == [field]


def test_stale_edit_is_not_stored_and_carries_what_is(ready):
    first = draft(ready, base_revision=0)
    assert first.revision == 1
    draft(ready, strengths="ពីទូរសព្ទ", base_revision=1)
    with pytest.raises(StaleEdit) as refusal:
        draft(ready, strengths="ពីកុំព្យូទ័រ", base_revision=1)
    assert refusal.value.current.strengths == "ពីទូរសព្ទ"
    assert refusal.value.current.revision == 2
    assert Feedback.objects.get().strengths == "ពីទូរសព្ទ"


def test_two_windows_that_both_begin_make_one_stale(ready):
    draft(ready, strengths="មួយ", base_revision=0)
    with pytest.raises(StaleEdit):
        draft(ready, strengths="ពីរ", base_revision=0)


def test_same_words_again_are_no_conflict(ready):
    draft(ready, base_revision=0)
    assert draft(ready, base_revision=0).revision == 1


@pytest.mark.parametrize("action", [draft, release])
def test_what_a_list_knew_of_the_session_opens_no_gate(world, ready, action):
    listed = with_state(MentoringSession.objects.filter(pk=ready.pk), world.mentor).get()
    draft(ready)
    release(ready)
    with pytest.raises(NotPossibleNow):
        action(listed)


def test_release_of_an_older_draft_is_refused(ready):
    draft(ready)
    draft(ready, strengths="ថ្មី")
    with pytest.raises(StaleEdit):
        release(ready, base_revision=1)
    assert release(ready, base_revision=2).status == FeedbackStatus.RELEASED


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"strengths": ""}, ["strengths"]),
        ({"focus": " "}, ["focus"]),
        ({"strengths": "", "focus": ""}, ["strengths", "focus"]),
    ],
)
def test_release_names_what_is_missing(ready, changes, fields):
    draft(ready, **changes)
    with pytest.raises(ValidationError) as refusal:
        release(ready)
    assert list(refusal.value.message_dict) == fields
    assert Feedback.objects.get().status == FeedbackStatus.DRAFT


def test_release_without_any_draft_names_both(ready):
    with pytest.raises(ValidationError) as refusal:
        release(ready)
    assert set(refusal.value.message_dict) == {"strengths", "focus"}


def test_mentee_sees_the_letter_only_after_its_release(world, ready):
    mentee = fresh(world.mentee)
    draft(ready)
    assert not Feedback.objects.visible_to(mentee).exists()
    assert not ActionItem.objects.visible_to(mentee).exists()
    with pytest.raises(NotPossibleNow):
        acknowledge_feedback(session=ready, by=mentee, at=now())
    release(ready)
    letter = Feedback.objects.visible_to(mentee).get()
    assert (letter.strengths, letter.focus) == (STRENGTHS, FOCUS)
    assert ActionItem.objects.visible_to(mentee).count() == 1


def test_mentee_acknowledges_once_with_an_answer(world, ready):
    draft(ready)
    release(ready)
    acknowledge_feedback(session=ready, by=fresh(world.mentee), at=now(), reply="សូមអរគុណលោកគ្រូ")
    feedback = Feedback.objects.get()
    assert feedback.status == FeedbackStatus.ACKNOWLEDGED
    assert feedback.mentee_reply == "សូមអរគុណលោកគ្រូ"
    with pytest.raises(NotPossibleNow):
        acknowledge_feedback(session=ready, by=fresh(world.mentee), at=now(), reply="ទៀត")
    assert Feedback.objects.get().mentee_reply == "សូមអរគុណលោកគ្រូ"


@pytest.mark.parametrize("who", ["mentor", "coordinator", "other_mentee"])
def test_only_the_mentee_acknowledges(world, ready, who):
    draft(ready)
    release(ready)
    with pytest.raises(PermissionDenied):
        acknowledge_feedback(session=ready, by=fresh(getattr(world, who)), at=now())


def test_released_feedback_never_changes(ready):
    draft(ready)
    release(ready)
    with pytest.raises(NotPossibleNow):
        draft(ready, strengths="ផ្សេង")
    assert Feedback.objects.get().strengths == STRENGTHS


def test_mentor_writes_nothing_after_the_end(world, ready):
    MentoringRelationship.objects.update(end_date=timezone.localdate() - days(1))
    with pytest.raises(PermissionDenied):
        draft(MentoringSession.objects.get(pk=ready.pk))


# Next steps


def test_open_steps_are_carried_to_the_next_release(world, relationship):
    first = make_released_session(world, relationship, offset=-9)
    kept = ActionItem.objects.get(session=first)
    done = ActionItem.objects.create(session=first, what="អានសៀវភៅ", who=world.mentee)
    finish_action_item(item=done, by=fresh(world.mentee), at=now())
    second = make_released_session(world, relationship, offset=-2)
    kept.refresh_from_db()
    done.refresh_from_db()
    assert (kept.status, done.status) == (ActionStatus.CARRIED_OVER, ActionStatus.DONE)
    copy = ActionItem.objects.get(carried_from=kept)
    assert (copy.session, copy.what, copy.who, copy.status) == (
        second,
        kept.what,
        kept.who,
        ActionStatus.OPEN,
    )
    third = make_released_session(world, relationship, offset=-1)
    copy.refresh_from_db()
    assert copy.status == ActionStatus.CARRIED_OVER
    carried = ActionItem.objects.filter(session=third, carried_from__isnull=False)
    assert carried.count() == 2


def test_steps_of_a_draft_and_of_later_sessions_are_not_carried(world, relationship):
    later = make_released_session(world, relationship, offset=-1)
    waiting = make_session(world, relationship, offset=-8)
    observe(world, waiting)
    reflect(waiting)
    draft(waiting)
    make_released_session(world, relationship, offset=-4)
    assert not ActionItem.objects.filter(carried_from__isnull=False).exists()
    assert ActionItem.objects.filter(session=later, status=ActionStatus.OPEN).count() == 1


def test_carried_steps_stay_when_the_draft_is_saved_again(world, relationship):
    """Only the steps written with the draft are replaced."""
    first = make_released_session(world, relationship, offset=-9)
    item = ActionItem.objects.get(session=first)
    session = make_session(world, relationship)
    ActionItem.objects.create(session=session, what=item.what, who=item.who, carried_from=item)
    observe(world, session)
    reflect(session)
    draft(session)
    draft(session, next_steps=[])
    assert ActionItem.objects.get(session=session).carried_from == item


def test_step_is_finished_by_those_who_see_it(world, relationship):
    session = make_released_session(world, relationship)
    item = ActionItem.objects.get(session=session)
    for who in ("coordinator", "other_mentee", "leader"):
        with pytest.raises(PermissionDenied):
            finish_action_item(item=item, by=fresh(getattr(world, who)), at=now())
    finish_action_item(item=item, by=fresh(world.mentee), at=now())
    done_at = ActionItem.objects.get().done_at
    finish_action_item(item=item, by=fresh(world.mentor), at=now() + datetime.timedelta(hours=1))
    assert ActionItem.objects.get().done_at == done_at


def test_step_of_a_draft_is_not_the_mentees_to_finish(world, ready):
    draft(ready)
    with pytest.raises(PermissionDenied):
        finish_action_item(item=ActionItem.objects.get(), by=fresh(world.mentee), at=now())


def test_carried_step_is_finished_where_it_went(world, relationship):
    first = make_released_session(world, relationship, offset=-9)
    make_released_session(world, relationship, offset=-1)
    with pytest.raises(NotPossibleNow):
        finish_action_item(
            item=ActionItem.objects.get(session=first), by=fresh(world.mentee), at=now()
        )
