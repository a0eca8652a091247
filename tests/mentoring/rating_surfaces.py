"""Everywhere a rating could be shown, asked as one person."""

from __future__ import annotations

import io
import uuid
import zipfile

from django.urls import reverse

from forms_builder.models import Submission
from mentoring.models import Observation
from messaging.models import OutboxMessage
from tests.factories_mentoring import fresh
from tests.mentoring.rating_scene import MENTORS, WORDS, Scene


def body(response) -> str:
    """What a response tells, unpacked where it is a workbook; nothing where it is no success."""
    if response.status_code != 200:
        return ""
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            raw = b"".join(book.read(name) for name in book.namelist())
    return raw.decode()


def told(text: str) -> str:
    """The records whose words stand in `text`."""
    return "".join(record for record, words in WORDS.items() if words in text)


def scopes(scene: Scene, who: str) -> dict[str, str]:
    """Whose records the scopes open to this person, from which every surface starts."""
    person = fresh(scene.people[who])
    by_id = {id: record for record, id in scene.records.items()}

    def of(queryset) -> str:
        return "".join(sorted(by_id[pk] for pk in queryset.values_list("pk", flat=True)))

    return {
        "scope": of(Observation.objects.visible_to(person)),
        "submissions": of(Submission.objects.visible_to(person)),
    }


def surfaces(scene: Scene, who: str) -> dict[str, str]:
    """By surface: whose records it shows to this person."""
    person, session = scene.people[who], scene.session
    client, api = scene.clients[who], scene.api[who]
    by_id = {id: record for record, id in scene.records.items()}

    def page(name, *args, query=None):
        return client.get(reverse(name, args=args), query)

    def opened(addresses) -> str:
        return "".join(record for record, found in addresses if found.status_code == 200)

    def lines(*pages) -> str:
        drawn = [one.context["lines"] for one in pages if one.status_code == 200]
        return MENTORS if any(drawn) else ""

    result = page("field:result", session.pk)
    letter = page("field:letter", session.pk)
    files = list(scene.files.items())
    listed = api.get("submissions/")
    details = [(one, api.get(f"submissions/{pk}/")) for one, pk in scene.records.items()]
    answers = reverse(
        "wagtailsnippets_forms_builder_observationform:answers", args=[scene.world.form.pk]
    )
    wish = {"words": "codes", "language": "km"}
    shown = {
        **scopes(scene, who),
        "result page": told(body(result)),
        "letter": "".join(
            sorted(by_id[one.pk] for one in letter.context["observations"])
            if letter.status_code == 200
            else ""
        ),
        "growth": lines(
            page("field:growth"),
            page("field:person", scene.world.mentee.pk),
            page("field:person", scene.world.mentor.pk),
        ),
        "visit, visits, today, notices": told(
            body(page("field:session", session.pk))
            + body(page("field:visits"))
            + body(page("field:today"))
            + body(page("field:notices"))
        ),
        "file": opened((one, page("field:file", pk)) for one, pk in files),
        "API file": opened(
            (one, api.get(f"submissions/{scene.records[one]}/files/{pk}/")) for one, pk in files
        ),
        "API list": "".join(
            sorted(by_id[uuid.UUID(row["id"])] for row in listed.json()["results"])
        ),
        "API detail": opened(details),
        "API words": told(body(listed) + "".join(body(found) for _one, found in details)),
        "API sessions": told(body(api.get("sessions/")) + body(api.get(f"sessions/{session.pk}/"))),
        "admin screens": told(
            body(page("sessions:inspect", session.pk))
            + body(page("sessions:history", session.pk))
            + body(page("relationships:inspect", session.relationship_id))
            + body(page("sessions:index"))
            + body(page("sessions:index", query={"export": "csv"}))
        ),
        "admin search": told(
            "".join(
                body(page(name, query={"q": scene.world.mentee.last_name}))
                for name in ("sessions:index", "relationships:index", "accounts:index")
            )
        ),
        "messages": told(
            str(list(OutboxMessage.objects.filter(recipient=person).values_list("payload")))
        ),
    }
    for kind in ("csv", "json", "xlsx"):
        shown[f"API {kind}"] = told(body(api.get(f"forms/lesson/answers.{kind}")))
        shown[f"admin {kind}"] = told(body(client.get(answers, {**wish, "file": kind})))
    return shown
