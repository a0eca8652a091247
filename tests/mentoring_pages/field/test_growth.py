"""Growth: one's own past in a sentence, a line and a table; goals."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from mentoring.models import Goal
from tests.factories_mentoring import ANSWERS, make_relationship, make_released_session, now


@pytest.fixture
def long_relationship(world):
    return make_relationship(world, start=-200)


def seen(world, relationship, offset: int, level: int):
    return make_released_session(
        world,
        relationship,
        offset=offset,
        answers={**ANSWERS, "clarity": {"level": level}},
        finished_at=now() + datetime.timedelta(days=offset),
    )


def test_growth_begins_empty(signed_in, world):
    text = signed_in(world.mentee).get(reverse("field:growth")).content.decode()
    assert '<svg class="growth__chart"' not in text and "empty" in text


def test_growth_shows_line_and_table_of_one_s_own_past(signed_in, world, long_relationship):
    seen(world, long_relationship, -100, 1)
    seen(world, long_relationship, -50, 3)
    text = signed_in(world.mentee).get(reverse("field:growth")).content.decode()
    assert text.count("growth__dot") >= 2 and "<table" in text
    assert "៩ ក្នុង ១៦" in text or "៩ of ១៦" in text
    assert "១១ ក្នុង ១៦" in text or "១១ of ១៦" in text
    assert "ការបង្រៀន" in text


def test_mentor_sees_the_same_on_the_persons_page(signed_in, world, long_relationship):
    seen(world, long_relationship, -100, 1)
    seen(world, long_relationship, -50, 3)
    page = reverse("field:person", args=[world.mentee.pk])
    text = signed_in(world.mentor).get(page).content.decode()
    assert "growth__chart" in text and world.mentee.respectful_name in text


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_both_partners_set_goals(signed_in, world, long_relationship, who):
    page = (
        reverse("field:growth")
        if who == "mentee"
        else reverse("field:person", args=[world.mentee.pk])
    )
    client = signed_in(getattr(world, who))
    mistake = client.post(page, {"statement": "", "due_date": "ស្អែក"})
    assert mistake.status_code == 422 and "ស្អែក" in mistake.content.decode()
    goal = {"statement": "សិស្សពន្យល់ចម្លើយ", "target": "", "due_date": "១/១/២០២៧"}
    assert client.post(page, goal).status_code == 302
    stored = Goal.objects.get()
    assert stored.due_date.isoformat() == "2027-01-01"
    assert client.post(reverse("field:goal_reached", args=[stored.pk])).status_code == 302
    stored.refresh_from_db()
    assert stored.reached_at is not None


def test_goal_of_another_pair_does_not_exist(signed_in, world, long_relationship):
    signed_in(world.mentee).post(reverse("field:growth"), {"statement": "គោលដៅ"})
    page = reverse("field:goal_reached", args=[Goal.objects.get().pk])
    assert signed_in(world.other_mentee).post(page).status_code == 404


def test_school_figures_of_few_people_are_not_shown(signed_in, world, long_relationship):
    seen(world, long_relationship, -50, 3)
    text = signed_in(world.leader).get(reverse("field:school")).content.decode()
    assert world.mentee.full_name not in text
    assert "score__fill" not in text
