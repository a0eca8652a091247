"""A form page of 40 questions and the sending of its answers, against wagtail.contrib.forms.

Peer: a form page of Wagtail's own package with the same 40 fields (radio buttons, checkboxes, text,
numbers) in the same base template. Reading: the whole page through the whole application.
Accepting: the answers as they came are validated and stored; ours also scores them. The whole
record: the peer's POST of the same, and our PUT, which also signs a token in, closes the visit,
adds to the sums and answers with the record.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory, override_settings
from django.urls import path, re_path
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.views import serve

from api.actions.issue_token import issue_token
from config.urls import urlpatterns as ours
from forms_builder.actions.accept_submission import accept_submission
from forms_builder.queries import current_version
from mentoring.models import MentoringSession, SessionParticipant
from mentoring_pages.actions.load_demo_pages import load_demo_pages
from mentoring_pages.models import HomePage, ObservationFormPage
from tests.benchmarks.benchmark import Benchmark, Finding
from tests.benchmarks.measure import Times, interleaved
from tests.factories_mentoring import make_relationship, make_session, make_world
from tests.forms_builder.samples import block, choices, locale, make_form, rubric

RUBRICS, SINGLES, MULTIPLES, TEXTS, NUMBERS = 20, 5, 5, 5, 5
OPTIONS = {"a": "សៀវភៅសិក្សាគោល", "b": "ក្តារខៀន", "c": "ក្តារឆ្នួន"}
VISITS = 3_000
TOKEN = "a" * 32  # of the protection against forged requests
LEVELS = "កំពុងចាប់ផ្តើម|កំពុងរីកចម្រើន|រឹងមាំ|ជាគំរូល្អ|មិនពាក់ព័ន្ធ"


def bare(_request) -> HttpResponse:
    return HttpResponse("<!doctype html><title>.</title>")


# The peer is served as Wagtail alone does it.
urlpatterns = [path("bare/", bare), *i18n_patterns(re_path(r"^(peer/)$", serve)), *ours]
handler404 = "config.urls.handler404"


def body() -> list[dict]:
    made = [block("section", "lesson", title="អំពីម៉ោងរៀន")]
    made += [rubric(f"r{n}", f"លក្ខណៈវិនិច្ឆ័យទី {n}") for n in range(RUBRICS)]
    made += [choices("single_choice", f"s{n}", f"សំណួរ {n}", OPTIONS) for n in range(SINGLES)]
    made += [choices("multiple_choice", f"m{n}", f"សម្ភារ {n}", OPTIONS) for n in range(MULTIPLES)]
    made += [block("text", f"t{n}", label=f"មតិ {n}") for n in range(TEXTS)]
    made += [
        block("integer", f"n{n}", label=f"ចំនួន {n}", minimum=0, maximum=90) for n in range(NUMBERS)
    ]
    return made


def answers() -> dict[str, Any]:
    given: dict[str, Any] = {f"r{n}": {"level": 3, "evidence": "គ្រូសួរ"} for n in range(RUBRICS)}
    given |= {f"s{n}": "a" for n in range(SINGLES)}
    given |= {f"m{n}": ["a", "b"] for n in range(MULTIPLES)}
    given |= {f"t{n}": "សិស្សចូលរួម" for n in range(TEXTS)}
    return given | {f"n{n}": 32 for n in range(NUMBERS)}


def make_peer(home: Page) -> Page:
    # Only the benchmarks' own settings know the app of these.
    from tests.benchmarks.peer_forms.models import PeerField, PeerFormPage

    page = home.add_child(instance=PeerFormPage(title="Peer", slug="peer", locale=home.locale))

    def add(kind: str, label: str, options: str = "") -> None:
        PeerField.objects.create(
            page=page, label=label, field_type=kind, choices=options.replace("|", "\n")
        )

    options = "|".join(OPTIONS.values())
    for n in range(RUBRICS):
        add("radio", f"r{n}", LEVELS)
    for n in range(SINGLES):
        add("radio", f"s{n}", options)
    for n in range(MULTIPLES):
        add("checkboxes", f"m{n}", options)
    for n in range(TEXTS):
        add("singleline", f"t{n}")
    for n in range(NUMBERS):
        add("number", f"n{n}")
    return page


class Application:
    """The whole application in this process, middleware and all, without a network."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()
        self.requests = RequestFactory()
        self.requests.cookies["csrftoken"] = TOKEN

    def ask(self, request: Any, wanted: str) -> bytes:
        told: list[str] = []
        answer = self.handler(request.environ, lambda status, headers: told.append(status))
        try:
            content = b"".join(answer)
        finally:
            answer.close()
        if not told[0].startswith(wanted):
            raise RuntimeError(f"{request.path}: {told} {content[:300]!r}")
        return content

    def get(self, address: str) -> bytes:
        return self.ask(self.requests.get(address), "200")


def run(full: bool) -> Iterator[Finding]:
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # as a server that keeps its connections
    with override_settings(ROOT_URLCONF=__name__):
        yield from measured()


def measured() -> Iterator[Finding]:
    world = make_world()
    form = make_form(body(), code="forty")
    form.save_revision().publish()
    load_demo_pages(at=timezone.now())
    home = HomePage.objects.get(locale=locale("km"))
    Site.objects.update(hostname="testserver")
    page = home.add_child(
        instance=ObservationFormPage(title="ទម្រង់", slug="forty", form=form, locale=home.locale)
    )
    peer = make_peer(home)
    application = Application()
    mine, theirs = (_address(one) for one in (page, peer))
    for address in (mine, theirs):
        content = application.get(address).decode()
        if content.count("<input") + content.count("<textarea") < 100:
            raise RuntimeError(f"{address} does not ask 40 questions")
    for remembered in ("forms", "pages"):
        caches[remembered].clear()
    cold = application.get(mine)
    if _without_token(application.get(mine)) != _without_token(cold):
        raise RuntimeError("the remembered page differs from the first")
    times = interleaved(
        {
            "ours": lambda: application.get(mine),
            "peer": lambda: application.get(theirs),
            "bare": lambda: application.get("/bare/"),
        }
    )
    yield _finding("page of 40 questions", times, "peer", goal=30.0)
    yield _finding("the same, against a bare view", times, "bare", goal=0.3)
    yield _finding("answers to 40 questions accepted", _accepting(world, form, peer), "peer", 4.0)
    yield _finding(
        "whole record of a visit", _sending(application, world, form, theirs), "peer", None
    )


def _without_token(content: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", content)


def _address(page: Page) -> str:
    return page.specific.get_url() or ""


def _posted() -> QueryDict:
    """The same answers as a browser posts them to the peer."""
    posted = QueryDict(mutable=True)
    posted.update({f"r{n}": "រឹងមាំ" for n in range(RUBRICS)})
    posted.update({f"s{n}": OPTIONS["a"] for n in range(SINGLES)})
    for n in range(MULTIPLES):
        posted.setlist(f"m{n}", [OPTIONS["a"], OPTIONS["b"]])
    posted.update({f"t{n}": "សិស្សចូលរួម" for n in range(TEXTS)})
    posted.update({f"n{n}": "32" for n in range(NUMBERS)})
    return posted


def _accepting(world: Any, form: Any, peer: Page) -> dict[str, Times]:
    version = current_version(form.form_key)
    sent, posted = json.dumps(answers()), _posted()

    def ours() -> None:
        accept_submission(
            id=uuid.uuid4(),
            version=version,
            language="km",
            answers=json.loads(sent),
            by=world.mentor,
            at=timezone.now(),
        )

    def theirs() -> None:
        filled = peer.get_form(posted, page=peer, user=world.mentor)
        if not filled.is_valid():
            raise RuntimeError(f"the peer refused the answers: {filled.errors}")
        with transaction.atomic():
            peer.process_form_submission(filled)

    return interleaved({"ours": ours, "peer": theirs})


def _sending(application: Application, world: Any, form: Any, peer: str) -> dict[str, Times]:
    relationship = make_relationship(world)
    world.form = form
    visits = iter(_visits(make_session(world, relationship)))
    token = issue_token(person=world.mentor, by=None, at=timezone.now())
    headers = {"Authorization": f"Token {token}"}
    record = {"form": "forty", "version": 1, "language": "km", "answers": answers()}

    def ours() -> bytes:
        content = json.dumps(record | {"session": str(next(visits))})
        request = application.requests.put(
            f"/api/v1/submissions/{uuid.uuid4()}/",
            content,
            content_type="application/json",
            headers=headers,
        )
        return application.ask(request, "201")

    posted = {**dict(_posted().lists()), "csrfmiddlewaretoken": TOKEN}

    def theirs() -> bytes:
        return application.ask(application.requests.post(peer, posted), "200")

    return interleaved({"ours": ours, "peer": _stored(theirs)})


def _visits(first: MentoringSession) -> list[uuid.UUID]:
    """Enough visits like this one for all rounds, each to be recorded once."""
    names = [field.attname for field in MentoringSession._meta.fields if not field.primary_key]
    same = {name: getattr(first, name) for name in names}
    visits = MentoringSession.objects.bulk_create(
        MentoringSession(**same) for _number in range(VISITS)
    )
    SessionParticipant.objects.bulk_create(
        SessionParticipant(session=visit, person=row.person, part=row.part)
        for visit in visits
        for row in first.roster
    )
    return [visit.pk for visit in visits]


def _stored(send: Callable[[], bytes]) -> Callable[[], bytes]:
    """Sends once and makes sure that it was stored, not sent back with errors."""
    from wagtail.contrib.forms.models import FormSubmission

    send()
    if not FormSubmission.objects.exists():
        raise RuntimeError("the peer refused the answers")
    return send


def _finding(case: str, times: dict[str, Times], peer: str, goal: float | None) -> Finding:
    mine, theirs = times["ours"], times[peer]
    return Finding(
        "form_page",
        case,
        "time",
        mine.median,
        "ms",
        low=mine.low,
        high=mine.high,
        peer=theirs.median,
        ratio=mine.faster_than(theirs),
        goal=goal,
    )


BENCHMARK = Benchmark("form_page", "Is a form quickly there, and its answers quickly taken?", run)
