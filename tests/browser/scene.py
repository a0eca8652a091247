"""What a browser test begins with: a pair, a visit today and its form, and hands that fill it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from forms_builder.actions.publish_version import publish_version
from forms_builder.models import FormVersion, ObservationForm
from mentoring.actions.schedule_session import schedule_session
from mentoring.choices import SessionType
from mentoring.models import MentoringRelationship, MentoringSession
from people.models import User
from tests.factories_mentoring import (
    World,
    days,
    fresh,
    make_relationship,
    make_world,
    now,
)
from tests.forms_builder.samples import make_form, row_of

EVIDENCE = "គ្រូពន្យល់ដោយរូបភាព ហើយសិស្សសួរ"


@dataclass
class Scene:
    world: World
    form: ObservationForm
    version: FormVersion
    relationship: MentoringRelationship
    session: MentoringSession

    @property
    def mentor(self) -> User:
        return fresh(self.world.mentor)

    @property
    def mentee(self) -> User:
        return fresh(self.world.mentee)

    @property
    def path(self) -> str:
        return f"/m/sessions/{self.session.pk}/observe/"

    @property
    def result_path(self) -> str:
        return f"/m/sessions/{self.session.pk}/result/"


def plan_visit(scene: Scene, *, offset: float = 0.01) -> MentoringSession:
    return schedule_session(
        relationship=scene.relationship,
        session_type=SessionType.CLASSROOM_OBSERVATION,
        scheduled_date=now() + days(offset),
        form=row_of(scene.form),
        by=scene.mentor,
        at=now(),
        duration=45,
    )


def make_scene() -> Scene:
    """The form has two sections; see `tests.forms_builder.samples.every_kind`."""
    world = make_world()
    form = make_form(code="visit")
    version = publish_version(form=form, at=now())
    scene = Scene(world, form, version, make_relationship(world), None)
    scene.session = plan_visit(scene)
    return scene


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"label:has(input[name='{name}'][value='{value}'])").click()


def fill_first_section(page: Page) -> None:
    choose(page, "subject", "khmer")
    page.fill("#id_students", "៣២")


def fill_second_section(page: Page) -> None:
    choose(page, "clarity", "3")
    page.fill("#id_clarity__evidence", EVIDENCE)
    choose(page, "questions", "2")


def go_next(page: Page) -> None:
    page.locator("[data-next]").click()


def saved(page: Page) -> None:
    """Wait until the phone says that it keeps what was typed."""
    expect(page.locator("form[data-observation] [data-saved]")).to_contain_text(":")


def fill_all(page: Page) -> None:
    """Everything, up to the last look before sending."""
    fill_first_section(page)
    go_next(page)
    fill_second_section(page)
    go_next(page)
    expect(page.locator("[data-review]")).to_be_visible()
    saved(page)


def send(page: Page) -> None:
    page.locator("[data-send]").click()
