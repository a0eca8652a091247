"""A teacher sees who has opened their results and letters."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentoring.actions.note_readings import note_readings
from mentoring.choices import RecordKind
from mentoring.models import RecordReading
from tests.factories_mentoring import make_relationship, make_released_session


@pytest.fixture
def released(world, relationship):
    return make_released_session(world, relationship)


def page_of(client) -> str:
    return client.get(reverse("field:readings")).content.decode()


def test_opening_result_and_letter_is_noted_for_the_teacher(signed_in, world, released):
    client = signed_in(world.mentor)
    for name in ("result", "letter", "result"):
        assert client.get(reverse(f"field:{name}", args=[released.pk])).status_code == 200
    noted = RecordReading.objects.order_by("pk").values_list("reader", "record", "session")
    assert list(noted) == [
        (world.mentor.pk, "RESULT", released.pk),
        (world.mentor.pk, "LETTER", released.pk),
    ]
    text = page_of(signed_in(world.mentee))
    assert text.count("agenda__when") == 2
    assert world.mentor.respectful_name in text


def test_points_over_time_are_a_reading_of_every_lesson_in_them(
    signed_in, world, relationship, released
):
    earlier = make_released_session(world, relationship, offset=-3)
    client = signed_in(world.mentor)
    for _time in range(2):
        assert client.get(reverse("field:person", args=[world.mentee.pk])).status_code == 200
    noted = RecordReading.objects.values_list("reader", "record", "session")
    assert set(noted) == {
        (world.mentor.pk, "RESULT", session.pk) for session in (released, earlier)
    }
    signed_in(world.mentee).get(reverse("field:growth"))
    assert len(noted.all()) == 2


def test_own_reading_and_a_closed_door_note_nothing(signed_in, world, released):
    for who, status in (("mentee", 200), ("leader", 404), ("other_mentor", 404)):
        client = signed_in(getattr(world, who))
        for name in ("result", "letter"):
            address = reverse(f"field:{name}", args=[released.pk])
            assert client.get(address).status_code == status
    assert not RecordReading.objects.exists()
    assert "agenda__when" not in page_of(signed_in(world.mentee))


def test_other_people_see_nothing_of_it(signed_in, world, released):
    signed_in(world.mentor).get(reverse("field:result", args=[released.pk]))
    for who in ("mentor", "leader", "coordinator", "other_mentee"):
        assert "agenda__when" not in page_of(signed_in(getattr(world, who)))


def test_growth_leads_to_the_page(signed_in, world):
    text = signed_in(world.mentee).get(reverse("field:growth")).content.decode()
    assert reverse("field:readings") in text


def test_page_costs_the_same_for_one_row_and_three(signed_in, world, relationship, released):
    def queries() -> int:
        client = signed_in(world.mentee)
        page_of(client)
        with CaptureQueriesContext(connection) as captured:
            page_of(client)
        return len(captured)

    def note(reader, session):
        note_readings(sessions=[session.pk], record=RecordKind.RESULT, by=reader, at=timezone.now())

    note(world.mentor, released)
    one = queries()
    make_relationship(world, mentor=world.master, mentee=world.mentor)
    note(world.master, released)
    note(world.mentor, make_released_session(world, relationship, offset=-3))
    assert RecordReading.objects.count() == 3
    assert queries() == one
