"""Nobody meets the records of another district, under any address, method or role."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from forms_builder.models import Attachment, Submission
from mentoring.models import (
    ActionItem,
    Feedback,
    Filling,
    Goal,
    MentoringGroup,
    MentoringRelationship,
    MentoringSession,
    Reflection,
)
from people.choices import PlaceKind
from people.models import Place, RoleAssignment, User
from tests.addresses import PARAMETER, fill, routes

MARK = "MARKED៚សម្ងាត់"
ROLES = ["coordinator", "master", "mentor", "mentee", "leader", "content"]
METHODS = ["get", "post", "put", "patch", "delete"]
OURS = ("/admin/accounts/", "/admin/mentoring/", "/admin/places/", "/admin/roles/", "/api/", "/m/")
# What the walk must not do: end its own session, or start a long job.
NEVER = ("/sign-out/", "/admin/logout/", "/admin/failwhale/", "/api/v1/schema/", "/style/")


pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.xdist_group("leaks")]


@pytest.fixture
def _django_db_helper():
    """No transaction for each test, as pytest-django has it: the module has one of its own."""


@pytest.fixture(scope="module")
def two_districts(django_db_setup, django_db_blocker):
    """The demonstration, every record of the second district marked. Yields foreign ids.

    Loaded once for the module, inside a transaction that is undone at its end; every request
    of the walk is undone by itself.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO_PASSWORD="only-for-this-walk"):
            call_command("demo", yes_really=True, stdout=io.StringIO())
        yield mark_second_district()
        transaction.set_rollback(True)


def mark_second_district() -> list:
    district = Place.objects.get(kind=PlaceKind.DISTRICT, code="2109")
    places = Place.objects.filter(
        path__startswith=district.path, kind__in=[PlaceKind.SCHOOL, PlaceKind.CLUSTER]
    )
    people = User.objects.filter(roles__place__path__startswith=district.path).distinct()
    relationships = MentoringRelationship.objects.filter(place__in=places)
    sessions = MentoringSession.objects.filter(place__in=places)
    for person in people:
        User.objects.filter(pk=person.pk).update(
            first_name=person.first_name + MARK, name_latin=person.name_latin + MARK
        )
    for place in places:
        Place.objects.filter(pk=place.pk).update(name_km=place.name_km + MARK, name_en=MARK)
    sessions.update(location=MARK, pre_session_notes=MARK, status_reason=MARK)
    relationships.update(focus_areas=[MARK], ending_reason=MARK)
    groups = MentoringGroup.objects.filter(place__path__startswith=district.path)
    groups.update(name=MARK)
    Goal.objects.filter(relationship__in=relationships).update(statement=MARK)
    Reflection.objects.filter(session__in=sessions).update(went_well=MARK)
    Feedback.objects.filter(session__in=sessions).update(strengths=MARK, focus=MARK)
    ActionItem.objects.filter(session__in=sessions).update(what=MARK)
    submissions = Submission.objects.filter(filling__session__in=sessions)
    for submission in submissions:
        words = next(key for key, value in submission.answers.items() if isinstance(value, str))
        submission.answers[words] = MARK
        submission.save()
    attach(submissions.first())
    foreign = [
        people.get(username="mentee2").pk,
        people.get(username="mentor2").pk,
        RoleAssignment.objects.filter(user__username="mentee2").first().pk,
        places.filter(kind=PlaceKind.SCHOOL).first().pk,
        ActionItem.objects.filter(session__in=sessions).first().pk,
        Goal.objects.filter(relationship__in=relationships).first().pk,
        relationships.get(mentee__username="mentee2").pk,
        Feedback.objects.filter(session__in=sessions).first().session_id,
        sessions.filter(status="SCHEDULED").first().pk,
        submissions.first().pk,
        groups.get().pk,
        sessions.get(group__in=groups, status="COMPLETED").pk,
        sessions.get(group__in=groups, status="SCHEDULED").pk,
    ]
    assert people.count() >= 8
    assert sessions.count() >= 8
    return foreign


def attach(submission: Submission) -> None:
    """A file with the submission's own id: where an address has both, one value fills it."""
    words = MARK.encode()
    Attachment.objects.create(
        id=submission.pk,
        meant_for=submission.pk,
        submission=submission,
        file=ContentFile(words, name="words.txt"),
        name=f"{MARK}.txt",
        sha256="0" * 64,
        size=len(words),
        content_type="text/plain",
        sent_by=submission.submitted_by,
        received_at=submission.received_at,
    )


def signed_in(username: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(
        User.objects.get(username=username), backend="people.backends.NameMailPhoneBackend"
    )
    return client


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return unescape(content.decode("utf-8", errors="replace"))


class Undo(Exception):
    pass


def ask(client: Client, method: str, address: str):
    """One request whose effects are undone. A second district's words must not come back."""
    try:
        with transaction.atomic():
            data = {} if method in ("post", "get") else "{}"
            extra = {} if method in ("post", "get") else {"content_type": "application/json"}
            response = getattr(client, method)(address, data, **extra)
            response.told = body_of(response)
            raise Undo
    except Undo:
        return response


def walk(foreign: list, roles=ROLES, methods=METHODS) -> Iterator[tuple[str, str, str, int, bool]]:
    """Role, method, address, status and whether the mark was seen, for every request."""
    every = [route for route in routes() if not route.startswith(NEVER)]
    for role in roles:
        client = signed_in(role)
        in_admin = client.get("/admin/").status_code == 200
        for route in every:
            of_ours = route.startswith(OURS)
            if route.startswith("/admin/") and not in_admin:
                if PARAMETER.search(route):
                    continue
                addresses = [route]
            elif PARAMETER.search(route):
                ids = foreign if of_ours else foreign[:2]
                addresses = sorted({a for value in ids if (a := fill(route, value))})
            else:
                addresses = [route, f"{route}?q=Arun&search=Arun&p=1", f"{route}?export=csv"]
            for number, address in enumerate(addresses):
                for method in methods if of_ours and "?" not in address else ["get"]:
                    if method in METHODS[2:] and number and not route.startswith("/api/"):
                        continue  # one address shows that a page knows no such method
                    response = ask(client, method, address)
                    yield role, method, address, response.status_code, MARK in response.told


def test_no_record_of_another_district_under_any_address(two_districts):
    """0 hits and no server error; forbidden object addresses answer as if they did not exist."""
    asked, hits, errors, ghosts = 0, [], [], []
    for role, method, address, status, marked in walk(two_districts):
        asked += 1
        if marked:
            hits.append(f"{role} {method} {address} {status}")
        if status >= 500:
            errors.append(f"{role} {method} {address} {status}")
        if method == "get" and address.startswith(("/m/", "/api/v1/")) and status == 403:
            ghosts.append(f"{role} {address}")
    print(f"{asked} requests")
    assert (hits, errors) == ([], [])
    assert ghosts == []
    assert asked > 3_000


LINK = re.compile(r'href="(/[^"#]*)"')
STARTS = {
    "coordinator": "/admin/",
    "content": "/admin/",
    "mentor": "/m/",
    "mentee": "/m/",
    "master": "/m/",
    "leader": "/m/",
}
LISTS = ["me", "people", "places", "relationships", "sessions", "submissions", "forms"]


def own_addresses(client: Client, start: str) -> Iterator[tuple[str, int, str]]:
    """Addresses that the system itself shows to this person, two clicks deep, and API objects."""
    seen, waiting = {start}, [(start, 0)]
    while waiting and len(seen) < 160:
        address, depth = waiting.pop(0)
        response = ask(client, "get", address)
        yield address, response.status_code, response.told
        if depth < 3 and response.status_code == 200:
            for link in LINK.findall(response.told):
                shut = link.startswith((*NEVER, "/admin/sprite", "/admin/jsi18n"))
                inside = link.startswith(("/admin/", "/m/", "/api/", "/km/", "/en/"))
                if inside and not shut and link not in seen:
                    seen.add(link)
                    waiting.append((link, depth + 1))
    for name in LISTS:
        response = ask(client, "get", f"/api/v1/{name}/")
        yield f"/api/v1/{name}/", response.status_code, response.told
        rows = response.json().get("results", []) if response.status_code == 200 else []
        for row in rows[:5]:
            if "id" in row:
                address = f"/api/v1/{name}/{row['id']}/"
                one = ask(client, "get", address)
                yield address, one.status_code, one.told


@pytest.mark.parametrize("role", sorted(STARTS))
def test_own_addresses_answer(two_districts, role):
    """What is one's own is really there: the walk above is not silent because all is shut."""
    answers = list(own_addresses(signed_in(role), STARTS[role]))
    good = [address for address, status, _told in answers if status == 200]
    bad = [(address, status) for address, status, _told in answers if status != 200]
    assert len(answers) >= 12
    assert len(good) / len(answers) >= 0.9, bad
    assert [address for address, _status, told in answers if MARK in told] == []


@pytest.mark.parametrize(
    "model",
    [
        User,
        Place,
        MentoringRelationship,
        MentoringGroup,
        MentoringSession,
        Filling,
        Attachment,
    ],
)
def test_walk_notices_when_one_scope_is_taken_away(two_districts, model, monkeypatch):
    """Negative control: with one `visible_to` open, the same walk finds marked records."""
    queryset = type(model.objects.all())
    monkeypatch.setattr(queryset, "visible_to", lambda self, user: self.all())
    steps = walk(two_districts, roles=["coordinator", "mentor", "leader"], methods=["get"])
    assert any(marked for _role, _method, _address, _status, marked in steps)
