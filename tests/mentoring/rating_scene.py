"""A pair, a lesson and everybody around it, for the tests of who sees ratings; and its steps."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from forms_builder.actions.publish_version import publish_version
from forms_builder.actions.receive_file import receive_file
from mentoring.actions.acknowledge_feedback import acknowledge_feedback
from mentoring.actions.share_for_training import share_for_training
from mentoring.actions.withdraw_sharing import withdraw_sharing
from mentoring.models import MentoringRelationship, MentoringSession
from people.actions.prepare_groups import prepare_groups
from people.choices import Role
from people.models import User
from tests.api.client import ApiClient
from tests.factories import make_superuser, make_user
from tests.factories_mentoring import (
    World,
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
from tests.forms_builder.file_samples import TAKEN
from tests.forms_builder.samples import block, make_domain, make_form, rubric

MENTORS, SECOND = "M", "S"  # the record of the mentor; that of the master mentor beside them
WORDS = {MENTORS: "គ្រូសួរសំណួរបើកប្រាំ", SECOND: "សិស្សឆ្លើយជាក្រុមតូច"}
CLOSE = "mentor mentee master other_master".split()
FURTHER = (
    "stranger_master coordinator other_coordinator leader content_admin superuser colleague "
    "other_mentor other_mentee"
).split()
PEOPLE = CLOSE + FURTHER


@dataclass
class Scene:
    """Our pair, a lesson, two master mentors who train the mentor, and one who trains another."""

    world: World
    people: dict[str, User]
    training: MentoringRelationship
    session: MentoringSession
    clients: dict[str, Client] = field(default_factory=dict)
    api: dict[str, ApiClient] = field(default_factory=dict)
    records: dict[str, uuid.UUID] = field(default_factory=dict)
    files: dict[str, uuid.UUID] = field(default_factory=dict)


def make_scene() -> Scene:
    prepare_groups()
    world = make_world()
    world.form = make_form(
        [
            rubric("clarity", "ការពន្យល់ច្បាស់លាស់", domain=make_domain("method", "វិធី").pk),
            block("file", "plan", label="កិច្ចតែង", required=False),
        ],
        code="lesson",
    )
    world.version = publish_version(form=world.form, at=now())
    people = {name: getattr(world, name) for name in PEOPLE if hasattr(world, name)}
    people |= {
        "other_master": make_user(Role.MASTER_MENTOR, world.places.puok),
        "stranger_master": make_user(Role.MASTER_MENTOR, world.places.puok),
        "content_admin": make_user(Role.CONTENT_ADMIN),
        "superuser": make_superuser(),
        "colleague": make_user(Role.MENTOR, world.places.puok_school2),
    }
    training = make_relationship(world, mentor=world.master, mentee=world.mentor)
    make_relationship(world, mentor=people["other_master"], mentee=world.mentor)
    make_relationship(world, mentor=people["stranger_master"], mentee=people["colleague"])
    session = make_session(world, make_relationship(world))
    scene = Scene(world, people, training, session)
    for name, person in people.items():
        person.user_permissions.add(Permission.objects.get(codename="access_admin"))
        scene.clients[name] = signed_in(person)
        scene.api[name] = ApiClient(person)
    return scene


def send(scene: Scene, record: str, by: User) -> None:
    id = uuid.uuid4()
    stored = receive_file(
        id=uuid.uuid4(),
        submission_id=id,
        content=TAKEN["application/pdf"],
        by=by,
        at=timezone.now(),
    ).attachment
    level = {"level": 3, "evidence": WORDS[record]}
    plan = {"file": str(stored.pk), "name": "កិច្ចតែង"}
    observe(
        scene.world,
        scene.session,
        id=id,
        by=fresh(by),
        answers={"clarity": level, "plan": plan},
    )
    scene.records[record], scene.files[record] = id, stored.pk


def end(relationship: MentoringRelationship) -> None:
    MentoringRelationship.objects.filter(pk=relationship.pk).update(
        end_date=timezone.localdate() - days(1)
    )


def share(scene: Scene, who: str) -> None:
    share_for_training(session=scene.session, by=fresh(scene.people[who]), at=now())


def withdraw(scene: Scene, who: str) -> None:
    withdraw_sharing(session=scene.session, by=fresh(scene.people[who]), at=now())


STEPS = {
    "observe": lambda scene: send(scene, MENTORS, scene.world.mentor),
    "beside": lambda scene: send(scene, SECOND, scene.world.master),
    "reflect": lambda scene: reflect(scene.session),
    "draft": lambda scene: draft(scene.session),
    "release": lambda scene: release(scene.session),
    "acknowledge": lambda scene: acknowledge_feedback(
        session=scene.session, by=fresh(scene.world.mentee), at=now()
    ),
    "mentor_shares": lambda scene: share(scene, "mentor"),
    "mentee_shares": lambda scene: share(scene, "mentee"),
    "mentor_withdraws": lambda scene: withdraw(scene, "mentor"),
    "mentee_withdraws": lambda scene: withdraw(scene, "mentee"),
    "end": lambda scene: end(scene.session.relationship),
    "end_training": lambda scene: end(scene.training),
}


def signed_in(person: User) -> Client:
    client = Client(headers={"accept-language": "km"})
    client.force_login(fresh(person), backend="people.backends.NameMailPhoneBackend")
    return client
