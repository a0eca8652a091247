"""The outbox: told once, also when tasks are lost, doubled or fail."""

import threading

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from messaging import channels, tasks
from messaging.actions.deliver_message import deliver_message
from messaging.actions.mark_notices_read import mark_notices_read
from messaging.actions.queue_message import queue_message
from messaging.choices import Channel, MessageKind
from messaging.models import Notice, OutboxMessage
from messaging.queries import notices_of, unread_count
from tests.factories import UserFactory
from tests.factories_mentoring import days, now

pytestmark = pytest.mark.django_db


def queue(recipient=None, key="event:1", **changes) -> OutboxMessage:
    arguments = {
        "recipient": recipient or UserFactory(),
        "kind": MessageKind.FEEDBACK_RELEASED,
        "payload": {"mentor": "លោកគ្រូ សុខ"},
        "dedupe_key": key,
        "at": now(),
        **changes,
    }
    return queue_message(**arguments)


def test_same_event_is_queued_once():
    first = queue()
    again = queue(first.recipient, payload={"mentor": "ផ្សេង"})
    assert again == first
    assert OutboxMessage.objects.get().payload == {"mentor": "លោកគ្រូ សុខ"}


def test_dedupe_key_is_unique_in_the_database():
    first = queue()
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_queue_rolls_back_with_its_cause():
    recipient = UserFactory()
    with pytest.raises(RuntimeError), transaction.atomic():
        queue(recipient)
        raise RuntimeError
    assert not OutboxMessage.objects.exists()


def test_delivery_puts_one_notice():
    message = queue()
    assert deliver_message(message_id=message.pk, at=now())
    assert not deliver_message(message_id=message.pk, at=now())
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.payload) == (
        message.recipient,
        message.kind,
        message.payload,
    )
    message.refresh_from_db()
    assert message.sent_at is not None


def test_message_that_is_gone_is_no_error():
    assert deliver_message(message_id=999_999, at=now()) is False


def test_message_waits_until_it_is_due():
    message = queue(at=now() + days(1))
    assert not deliver_message(message_id=message.pk, at=now())
    assert deliver_message(message_id=message.pk, at=now() + days(1))


def test_failure_waits_longer_each_time_and_never_gives_up(monkeypatch):
    message = queue()

    def broken(*_):
        raise OSError("no connection")

    monkeypatch.setitem(channels.CHANNELS, Channel.IN_APP, broken)
    waits = []
    moment = now()
    for _ in range(9):
        with pytest.raises(OSError):
            deliver_message(message_id=message.pk, at=moment)
        message.refresh_from_db()
        waits.append((message.due_at - moment).total_seconds() / 60)
        moment = message.due_at
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert (message.attempts, message.last_error) == (9, "OSError: no connection")
    monkeypatch.undo()
    assert deliver_message(message_id=message.pk, at=moment)
    message.refresh_from_db()
    assert message.last_error == ""


def test_task_keeps_a_failure_to_itself(monkeypatch):
    message = queue()
    monkeypatch.setitem(channels.CHANNELS, Channel.IN_APP, lambda *_: 1 / 0)
    tasks.deliver_queued_message.call_local(message.pk)
    message.refresh_from_db()
    assert message.last_error.startswith("ZeroDivisionError")
    assert message.due_at > timezone.now()


def test_sweeper_finds_what_a_lost_task_did_not_deliver(monkeypatch):
    lost = [queue(key=f"event:{number}") for number in range(3)]
    queue(key="event:later", at=now() + days(1))
    assert tasks.sweep_outbox.call_local() == 3
    assert tasks.sweep_outbox.call_local() == 0
    assert Notice.objects.count() == len(lost)


def test_sweeper_goes_on_after_one_that_fails(monkeypatch):
    bad, good = queue(key="bad"), queue(key="good")
    real = channels.put_in_app

    def picky(message, at):
        if message.pk == bad.pk:
            raise OSError
        real(message, at)

    monkeypatch.setitem(channels.CHANNELS, Channel.IN_APP, picky)
    assert tasks.sweep_outbox.call_local() == 1
    assert Notice.objects.get().message == good


def test_sweeper_runs_every_minute():
    task = tasks.sweep_outbox.task_class()
    assert all(task.validate_datetime(now().replace(minute=minute)) for minute in range(60))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_deliver_once():
    message = queue()
    together = threading.Barrier(4)
    delivered = []

    def work():
        try:
            together.wait()
            delivered.append(deliver_message(message_id=message.pk, at=now()))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(delivered) == [False, False, False, True]
    assert Notice.objects.count() == 1


def test_notices_are_ones_own_newest_first():
    recipient, stranger = UserFactory(), UserFactory()
    for number in range(3):
        message = queue(recipient, key=f"event:{number}", at=now() - days(number))
        deliver_message(message_id=message.pk, at=now())
    deliver_message(message_id=queue(stranger, key="other").pk, at=now())
    moments = [notice.created_at for notice in notices_of(recipient)]
    assert moments == sorted(moments, reverse=True)
    assert (len(moments), unread_count(recipient), unread_count(stranger)) == (3, 3, 1)


def test_reading_marks_ones_own_notices_only():
    recipient, stranger = UserFactory(), UserFactory()
    for user in (recipient, stranger):
        deliver_message(message_id=queue(user, key=f"to {user.pk}").pk, at=now())
    foreign = list(Notice.objects.filter(recipient=stranger).values_list("pk", flat=True))
    assert mark_notices_read(user=recipient, at=now(), notice_ids=foreign) == 0
    assert mark_notices_read(user=recipient, at=now()) == 1
    assert mark_notices_read(user=recipient, at=now()) == 0
    assert (unread_count(recipient), unread_count(stranger)) == (0, 1)


def test_people_see_no_notices_of_others():
    message = queue()
    deliver_message(message_id=message.pk, at=now())
    assert Notice.objects.visible_to(message.recipient).count() == 1
    assert not Notice.objects.visible_to(UserFactory()).exists()
