"""Coding a reference lesson on the phone; planning warns of observers without a pass."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forms_builder.actions.code_lesson import set_expert_codes
from forms_builder.models import CalibrationCoding, CalibrationLesson, Submission
from mentoring.models import MentoringSession
from tests.factories import make_superuser
from tests.factories_mentoring import ANSWERS, days

POST = {
    "clarity": "3",
    "clarity__evidence": "គ្រូពន្យល់ដោយរូបភាព",
    "questions": "2",
    "warmth": "3",
    "rules": "na",
}


@pytest.fixture
def lesson(world):
    return CalibrationLesson.objects.create(
        version=world.version, title="មេរៀនគំរូ", video="https://example.org/lesson"
    )


@pytest.fixture
def ready(lesson):
    set_expert_codes(lesson=lesson, answers=ANSWERS, by=make_superuser(), at=timezone.now())
    return lesson


def test_mentor_codes_a_lesson_and_sees_the_agreement(world, ready, client):
    client.force_login(world.mentor)
    assert "មេរៀនគំរូ" in client.get("/m/calibration/").content.decode()
    address = f"/m/calibration/{ready.pk}/"
    page = client.get(address).content.decode()
    assert 'name="clarity"' in page and "https://example.org/lesson" in page
    response = client.post(address, POST)
    assert response.url == f"{address}result/"
    coding = CalibrationCoding.objects.get()
    assert (coding.exact, coding.of) == (3, 4)
    page = client.get(response.url).content.decode()
    assert "៣" in page and "ភាពកក់ក្តៅ" in page
    assert not Submission.objects.exists()


def test_what_was_typed_stays_when_an_answer_is_missing(world, ready, client):
    client.force_login(world.mentor)
    response = client.post(f"/m/calibration/{ready.pk}/", {**POST, "warmth": ""})
    assert response.status_code == 422
    assert "គ្រូពន្យល់ដោយរូបភាព" in response.content.decode()
    assert not CalibrationCoding.objects.exists()


def test_expert_enters_codes_through_the_same_form(lesson, client):
    client.force_login(make_superuser())
    address = f"/m/calibration/{lesson.pk}/expert/"
    assert client.get(address).status_code == 200
    assert client.post(address, POST).url == "/m/calibration/"
    lesson.refresh_from_db()
    assert lesson.expert_scores["criteria"]["warmth"]["level"] == 3


def test_others_find_nothing(world, ready, client):
    for person in (world.mentee, world.coordinator):
        client.force_login(person)
        assert client.get("/m/calibration/").status_code == 404
        assert client.get(f"/m/calibration/{ready.pk}/").status_code == 404
    client.force_login(world.mentor)
    assert client.get(f"/m/calibration/{ready.pk}/expert/").status_code == 404
    assert client.get(f"/m/calibration/{ready.pk}/result/").status_code == 404


@pytest.mark.parametrize("required", [True, False])
def test_planning_warns_of_a_mentor_without_a_pass(world, relationship, client, required):
    world.form.calibration_required = required
    world.form.save()
    world.form.refresh_from_db()
    client.force_login(world.coordinator)
    address = reverse("relationships:plan", args=[relationship.pk])
    day = timezone.localdate() + days(3)
    response = client.post(
        address,
        {
            "session_type": "CLASSROOM_OBSERVATION",
            "form": world.version.form_id,
            "scheduled_date": day.strftime("%d/%m/%Y"),
            "time": "08:00",
            "duration": "45",
        },
        follow=True,
    )
    assert MentoringSession.objects.count() == 1, response.content.decode()[:3000]
    tags = {message.level_tag for message in response.context["messages"]}
    assert ("warning" in tags) is required


def test_list_of_lessons_costs_the_same_for_one_and_three(world, ready, client):
    client.force_login(world.mentor)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/m/calibration/").status_code == 200
        return len(queries)

    cost()
    one = cost()
    for number in (2, 3):
        CalibrationLesson.objects.create(
            version=world.version, title=f"មេរៀន {number}", expert_scores=ready.expert_scores
        )
    assert cost() == one


def test_today_links_the_lessons_while_there_are_any_to_code(world, lesson, client):
    def today(person) -> str:
        client.force_login(person)
        return client.get("/m/").content.decode()

    link = 'href="/m/calibration/"'
    assert link not in today(world.mentor)
    set_expert_codes(lesson=lesson, answers=ANSWERS, by=make_superuser(), at=timezone.now())
    assert link in today(world.mentor) and link in today(world.master)
    client.force_login(world.mentor)
    assert client.get("/m/").context["lessons_waiting"] == 1
    client.post(f"/m/calibration/{lesson.pk}/", POST)
    page = client.get("/m/")
    assert link in page.content.decode()
    assert page.context["lessons_waiting"] == 0
    for person in (world.mentee, world.coordinator, world.leader):
        assert link not in today(person)
