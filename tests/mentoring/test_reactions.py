"""What follows from what: a row for every signal, one message for every event."""

import pytest
from django.dispatch import Signal

from mentoring import reactions, signals
from mentoring.actions.accept_relationship import accept_relationship
from mentoring.actions.acknowledge_feedback import acknowledge_feedback
from mentoring.actions.cancel_session import cancel_session
from mentoring.actions.end_relationship import end_relationship
from mentoring.actions.pause_relationship import pause_relationship
from mentoring.actions.reschedule_session import reschedule_session
from mentoring.actions.resume_relationship import resume_relationship
from mentoring.choices import RelationshipStatus
from mentoring.queries import sessions_of
from messaging.choices import MessageKind
from messaging.models import Notice, OutboxMessage
from messaging.tasks import sweep_outbox
from messaging.wording import words_of
from tests.factories_mentoring import (
    FOCUS,
    STRENGTHS,
    days,
    draft,
    fresh,
    make_relationship,
    make_session,
    make_world,
    now,
    observe,
    reflect,
    release,
)

ALL_SIGNALS = {name: s for name, s in vars(signals).items() if isinstance(s, Signal)}


def test_every_signal_has_a_row():
    assert set(reactions.REACTIONS) == set(ALL_SIGNALS.values())
    assert len(ALL_SIGNALS) >= 20


def test_every_row_without_reaction_says_why():
    import inspect

    source = inspect.getsource(reactions)
    for name, signal in ALL_SIGNALS.items():
        row = next(line for line in source.splitlines() if f"signals.{name}:" in line)
        if not reactions.REACTIONS[signal]:
            assert "#" in row, f"{name}: say why nothing follows"


def test_every_reaction_is_connected():
    for signal, rows in reactions.REACTIONS.items():
        keys = [key[0] for key, *_ in signal.receivers]
        for reaction in rows:
            assert f"mentoring.{reaction.__name__}" in keys


def told() -> list[tuple[str, str]]:
    """Kind and recipient of every message since the last call."""
    rows = [
        (message.kind, message.recipient.username)
        for message in OutboxMessage.objects.order_by("pk").select_related("recipient")
    ]
    OutboxMessage.objects.all().delete()
    return rows


def test_the_whole_cycle_tells_each_the_right_thing(world):
    mentor, mentee = world.mentor.username, world.mentee.username
    kind = MessageKind
    relationship = make_relationship(world, status=RelationshipStatus.PROPOSED)
    assert told() == [(kind.RELATIONSHIP_PROPOSED, mentor), (kind.RELATIONSHIP_PROPOSED, mentee)]
    accept_relationship(relationship=relationship, by=fresh(world.mentor), at=now())
    assert told() == [(kind.RELATIONSHIP_STARTED, mentee)]
    session = make_session(world, relationship, offset=-1)
    assert told() == [(kind.SESSION_SCHEDULED, mentee)]
    session = reschedule_session(
        session=session,
        scheduled_date=now() - days(0.5),
        by=fresh(world.coordinator),
        at=now(),
    )
    assert told() == [(kind.SESSION_RESCHEDULED, mentor), (kind.SESSION_RESCHEDULED, mentee)]
    observe(world, session)
    assert told() == [(kind.OBSERVATION_SUBMITTED, mentee)]
    reflect(session)
    assert told() == [(kind.REFLECTION_WRITTEN, mentor)]
    draft(session)
    assert told() == []
    release(session)
    assert told() == [(kind.FEEDBACK_RELEASED, mentee)]
    acknowledge_feedback(session=session, by=fresh(world.mentee), at=now())
    assert told() == [(kind.FEEDBACK_ACKNOWLEDGED, mentor)]
    coordinator = fresh(world.coordinator)
    pause_relationship(relationship=relationship, by=coordinator, at=now())
    resume_relationship(relationship=relationship, by=coordinator, at=now() + days(0.01))
    pause_relationship(relationship=relationship, by=coordinator, at=now() + days(0.02))
    assert [row[0] for row in told()] == [
        kind.RELATIONSHIP_PAUSED,
        kind.RELATIONSHIP_PAUSED,
        kind.RELATIONSHIP_RESUMED,
        kind.RELATIONSHIP_RESUMED,
        kind.RELATIONSHIP_PAUSED,
        kind.RELATIONSHIP_PAUSED,
    ]
    end_relationship(relationship=relationship, reason="ប្តូរ", by=coordinator, at=now())
    assert told() == [(kind.RELATIONSHIP_ENDED, mentor), (kind.RELATIONSHIP_ENDED, mentee)]


def test_early_reflection_tells_the_mentor_nothing_before_feedback_is_possible(world, session):
    told()
    reflect(session)
    assert told() == []
    observe(world, session)
    assert told() == []  # the mentee has reflected already


def test_reflection_by_way_of_a_page_is_told(world, session):
    observe(world, session)
    told()
    reflect(sessions_of(fresh(world.mentee)).get(pk=session.pk))  # as pages fetch it
    assert [row[0] for row in told()] == [MessageKind.REFLECTION_WRITTEN]


def test_reflection_is_told_once(world, session):
    observe(world, session)
    told()
    reflect(session)
    reflect(session, went_well="ថ្មី")
    assert [row[0] for row in told()] == [MessageKind.REFLECTION_WRITTEN]


def test_cancelling_names_the_reason(world, session):
    told()
    cancel_session(session=session, reason="សាលាសម្រាក", by=fresh(world.mentor), at=now())
    message = OutboxMessage.objects.get()
    assert message.recipient == world.mentee
    words = words_of(message, "km")
    assert "សាលាសម្រាក" in words.body
    assert world.mentor.respectful_name in words.body


def test_no_message_holds_a_rating_or_a_word_of_feedback(world, session):
    observe(world, session)
    reflect(session)
    draft(session)
    release(session)
    text = str(list(OutboxMessage.objects.values_list("payload", flat=True)))
    for secret in (STRENGTHS, FOCUS, "សិស្សរីករាយ", "level", "points"):
        assert secret not in text


def test_message_goes_with_the_transaction(world, session):
    """What is rolled back is not told."""
    from django.db import transaction

    told()
    with pytest.raises(RuntimeError), transaction.atomic():
        cancel_session(session=session, reason="ភ្លៀង", by=fresh(world.mentor), at=now())
        raise RuntimeError
    assert told() == []


def test_notice_is_there_after_the_commit(world, session, django_capture_on_commit_callbacks):
    Notice.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        cancel_session(session=session, reason="ភ្លៀង", by=fresh(world.mentor), at=now())
        assert not Notice.objects.exists()
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (world.mentee, MessageKind.SESSION_CANCELLED)


@pytest.mark.django_db(transaction=True)
def test_queue_out_of_order_fails_nothing_and_the_sweeper_delivers(monkeypatch):
    world = make_world()
    relationship = make_relationship(world)
    sweep_outbox.call_local()
    Notice.objects.all().delete()

    def broken(*_):
        raise OSError("queue file is gone")

    monkeypatch.setattr(reactions, "deliver_queued_message", broken)
    make_session(world, relationship)
    assert OutboxMessage.objects.filter(sent_at=None).count() == 1
    assert sweep_outbox.call_local() == 1
    assert Notice.objects.get().kind == MessageKind.SESSION_SCHEDULED
