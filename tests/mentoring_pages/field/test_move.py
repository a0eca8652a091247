"""A visit gets another day or time on the phone."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.choices import RelationshipStatus
from mentoring.models import MentoringRelationship, MentoringSession
from tests.factories_mentoring import days, observe
from tests.khmer_lang import page_language

KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


@pytest.fixture
def page(session):
    return reverse("field:move", args=[session.pk])


def typed(**changes) -> dict:
    day = timezone.localdate() + days(3)
    khmer = day.strftime("%d/%m/%Y").translate(KHMER_DIGITS)
    return {"scheduled_date": khmer, "time": "១៤:៣០", "reason": "ភ្លៀងខ្លាំង", **changes}


def test_visit_offers_its_move_to_those_who_may(signed_in, world, session, page):
    visit = reverse("field:session", args=[session.pk])
    assert page in signed_in(world.mentor).get(visit).content.decode()
    assert page not in signed_in(world.mentee).get(visit).content.decode()
    MentoringRelationship.objects.update(status=RelationshipStatus.PAUSED)
    assert page not in signed_in(world.mentor).get(visit).content.decode()


def test_mentor_moves_the_visit_with_khmer_digits(signed_in, world, session, page):
    client = signed_in(world.mentor)
    assert "field__error" not in client.get(page).content.decode()
    response = client.post(page, typed())
    moved = MentoringSession.objects.get(status="SCHEDULED")
    assert response["Location"] == reverse("field:session", args=[moved.pk])
    assert response.cookies["field_stored"].value == f"move-{session.pk}"
    assert moved.rescheduled_from == session
    planned = timezone.localtime(moved.scheduled_date)
    assert planned.date() == timezone.localdate() + days(3)
    assert planned.time() == datetime.time(14, 30)
    session.refresh_from_db()
    assert session.status_reason == "ភ្លៀងខ្លាំង"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"scheduled_date": "ថ្ងៃស្អែក"}, "scheduled_date"),
        ({"scheduled_date": ""}, "scheduled_date"),
        ({"time": "២៥:០០"}, "time"),
        ({"scheduled_date": "០១/០១/២០២០"}, "scheduled_date"),  # before the mentoring begins
    ],
)
def test_mistake_is_named_in_khmer_and_keeps_what_was_typed(signed_in, world, page, wrong, field):
    response = signed_in(world.mentor).post(page, typed(**wrong))
    text = response.content.decode()
    assert response.status_code == 422 and page_language(text) == "km"
    assert f'href="#id_{field}"' in text
    assert "ភ្លៀងខ្លាំង" in text and wrong[field] in text
    assert MentoringSession.objects.count() == 1


def test_same_day_and_time_is_no_move(signed_in, world, session, page):
    session.scheduled_date = session.scheduled_date.replace(second=0)
    session.save()
    planned = timezone.localtime(session.scheduled_date)
    same = typed(scheduled_date=f"{planned:%d/%m/%Y}", time=f"{planned:%H:%M}")
    assert signed_in(world.mentor).post(page, same).status_code == 422
    assert MentoringSession.objects.count() == 1


def test_visit_that_took_place_is_not_moved(signed_in, world, session, page):
    observe(world, session)
    client = signed_in(world.mentor)
    assert client.get(page)["Location"] == reverse("field:session", args=[session.pk])
    response = client.post(page, typed())
    assert response.status_code == 409 and "ភ្លៀងខ្លាំង" in response.content.decode()
    assert MentoringSession.objects.count() == 1


@pytest.mark.parametrize("who", ["mentee", "other_mentor", "leader", "other_coordinator"])
def test_move_does_not_exist_for_others(signed_in, world, page, who):
    client = signed_in(getattr(world, who))
    assert client.get(page).status_code == 404
    assert client.post(page, typed()).status_code == 404
    assert MentoringSession.objects.count() == 1
