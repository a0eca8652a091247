"""Who sees a person's ratings: every surface against a table written by hand.

The cells are not worked out from `mentoring.models.ratings`, which they test.
"""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.db.models import Q

from mentoring.models import MentoringSession, Observation, ratings
from mentoring.models.filling import FillingQuerySet, ObservationQuerySet
from mentoring.models.sight import Sight
from mentoring_pages.templatetags import pages_tags
from people.models import User
from tests.mentoring.rating_scene import CLOSE, PEOPLE, STEPS, Scene, make_scene
from tests.mentoring.rating_surfaces import scopes, surfaces

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# The states with most to see: here those further away are asked at every surface too.
WHOLE = ("both records, shared", "draft")

# State: what has happened, and who sees whose record. Whoever is not named sees nothing.
STATES: dict[str, tuple[str, dict[str, str]]] = {
    "planned": ("", {}),
    "sent": ("observe", {"mentor": "M"}),
    "reflected": ("observe reflect", {"mentor": "M"}),
    "draft": ("observe reflect draft", {"mentor": "M"}),
    "released": ("observe reflect draft release", {"mentor": "M", "mentee": "M"}),
    "acknowledged": (
        "observe reflect draft release acknowledge",
        {"mentor": "M", "mentee": "M"},
    ),
    "shared by the mentor": (
        "observe reflect draft release mentor_shares",
        {"mentor": "M", "mentee": "M"},
    ),
    "shared by the mentee": (
        "observe reflect draft release mentee_shares",
        {"mentor": "M", "mentee": "M"},
    ),
    "shared by both": (
        "observe reflect draft release mentor_shares mentee_shares",
        {"mentor": "M", "mentee": "M", "master": "M", "other_master": "M"},
    ),
    "taken back by the mentor": (
        "observe reflect draft release mentor_shares mentee_shares mentor_withdraws",
        {"mentor": "M", "mentee": "M"},
    ),
    "taken back by the mentee": (
        "observe reflect draft release mentor_shares mentee_shares mentee_withdraws",
        {"mentor": "M", "mentee": "M"},
    ),
    "second record alone": ("beside", {"master": "S"}),
    "both records": ("observe beside", {"mentor": "MS", "master": "MS"}),
    "both records, released": (
        "observe beside reflect draft release",
        {"mentor": "MS", "mentee": "M", "master": "MS"},
    ),
    "both records, shared": (
        "observe beside reflect draft release mentor_shares mentee_shares",
        {"mentor": "MS", "mentee": "M", "master": "MS", "other_master": "M"},
    ),
    "relationship ended": (
        "observe beside reflect draft release mentor_shares mentee_shares end",
        {"mentee": "M"},
    ),
    "relationship ended before the release": ("observe beside end", {}),
    "training ended": (
        "observe beside reflect draft release mentor_shares mentee_shares end_training",
        {"mentor": "MS", "mentee": "M", "other_master": "M"},
    ),
}


@pytest.fixture
def _django_db_helper():
    """No transaction for each test: the module has one, in which each state is undone."""


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_scene()
        transaction.set_rollback(True)


@contextmanager
def brought_to(scene: Scene, state: str):
    """The scene in this state; undone afterwards."""
    with transaction.atomic():
        scene.records, scene.files = {}, {}
        scene.session = MentoringSession.objects.get(pk=scene.session.pk)
        for step in STATES[state][0].split():
            STEPS[step](scene)
        try:
            yield
        finally:
            transaction.set_rollback(True)


# Where nobody ever sees a rating, whatever the state: not the place for it, or not the people.
NEVER = {
    "visit, visits, today, notices",
    "API sessions",
    "admin screens",
    "admin search",
    "messages",
}
# The admin's answers are for content admins and superusers, whom the table opens nothing.
NEVER |= {f"admin {kind}" for kind in ("csv", "json", "xlsx")}
OF_THE_TWO = {"letter", "growth"}  # pages of mentor and mentee, drawn from the mentor's record


def expected(state: str, who: str, surface: str) -> str:
    seen = STATES[state][1].get(who, "")
    if surface in NEVER or (surface in OF_THE_TWO and who not in ("mentor", "mentee")):
        return ""
    if surface == "letter" and "release" not in STATES[state][0].split():
        return ""
    return "M" if surface in OF_THE_TWO and "M" in seen else seen


def mistakes(scene: Scene, state: str, people=PEOPLE) -> list[str]:
    """What differs from the table in this state."""
    with brought_to(scene, state):
        return [
            f"{state}: {who} sees “{shown}” at {surface}, not “{expected(state, who, surface)}”"
            for who in people
            for surface, shown in asked(state, who)(scene, who).items()
            if shown != expected(state, who, surface)
        ]


def asked(state: str, who: str):
    return surfaces if who in CLOSE or state in WHOLE else scopes


@pytest.mark.parametrize("state", STATES)
def test_every_surface_shows_what_the_table_says(scene, state):
    assert mistakes(scene, state) == []


def test_table_has_no_people_or_states_of_its_own_making():
    """Whom a state names is somebody who is asked."""
    for _steps, seen in STATES.values():
        assert set(seen) <= set(PEOPLE)
    assert set(STEPS) == {step for steps, _seen in STATES.values() for step in steps.split()}


# Negative controls: a row is taken away, or opens more than it says; the state shows it.
CONTROLS = {
    "mentor": ("sent", "mentor"),
    "mentee": ("released", "mentee"),
    "training": ("shared by both", "master"),
    "two_observers": ("both records", "master"),
}
OPENED_WIDE = {
    "mentor": ("relationship ended", "mentor"),
    "mentee": ("draft", "mentee"),
    "training": ("shared by the mentor", "master"),
    "two_observers": ("second record alone", "mentor"),
}


def test_every_row_has_its_controls():
    names = {row.name for row in ratings.RATINGS}
    assert set(CONTROLS) == set(OPENED_WIDE) == names


@pytest.mark.parametrize("name", CONTROLS)
def test_table_notices_a_row_that_is_gone(scene, monkeypatch, name):
    rows = [row for row in ratings.RATINGS if row.name != name]
    monkeypatch.setattr(ratings, "RATINGS", rows)
    state, who = CONTROLS[name]
    assert mistakes(scene, state, [who])


def broken(row: Sight) -> Sight:
    """The row without its conditions: it opens every record of a session of one's own or one's
    mentor's."""

    def opens(user: User):
        own = Observation.objects.filter(session__participants__person=user)
        of_trainees = Observation.objects.filter(
            session__relationship__mentor__relationships_as_mentee__mentor=user
        )
        return Q(pk__in=own.values("pk")) | Q(pk__in=of_trainees.values("pk"))

    return row._replace(opens=opens)


@pytest.mark.parametrize("name", OPENED_WIDE)
def test_table_notices_a_row_that_opens_too_much(scene, monkeypatch, name):
    rows = [broken(row) if row.name == name else row for row in ratings.RATINGS]
    monkeypatch.setattr(ratings, "RATINGS", rows)
    state, who = OPENED_WIDE[name]
    assert mistakes(scene, state, [who])


def open_the_scope(monkeypatch) -> None:
    for queryset in (FillingQuerySet, ObservationQuerySet):
        monkeypatch.setattr(queryset, "visible_to", lambda self, user: self.all())


def test_surfaces_notice_when_the_scope_is_open(scene, monkeypatch):
    """Every surface that can show a rating would show it: none of them is silent by chance."""
    open_the_scope(monkeypatch)
    found = "\n".join(mistakes(scene, "both records, shared", ["mentee", "superuser"]))
    can_show = {"scope", "submissions", "result page", "file", "API file", "API list"}
    can_show |= {"API detail", "API words", "API csv", "API json", "API xlsx"}
    can_show |= {f"admin {kind}" for kind in ("csv", "json", "xlsx")}
    assert {name for name in can_show if f"at {name}," not in found} == set()


def test_growth_notices_when_the_scope_is_open(scene, monkeypatch):
    open_the_scope(monkeypatch)
    assert any("at growth," in line for line in mistakes(scene, "draft", ["mentee"]))


def test_sentences_are_made_from_the_table(monkeypatch):
    """A row that is gone is gone from the screen too."""
    before = pages_tags.who_sees("ratings")["rows"]
    assert before == [row.words for row in ratings.RATINGS]
    monkeypatch.setattr(ratings, "RATINGS", ratings.RATINGS[:2])
    assert pages_tags.who_sees("ratings")["rows"] == before[:2]
