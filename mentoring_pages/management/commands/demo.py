"""`manage.py demo`: loads the demonstration content and accounts, once."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from forms_builder.actions.import_form import import_form
from mentoring_pages.actions.load_demo_pages import load_demo_pages
from mentoring_pages.demo.gallery import load_gallery
from mentoring_pages.demo.groups import load_groups
from mentoring_pages.demo.mentoring import load_relationships
from mentoring_pages.demo.people import load_accounts, load_schools, load_word_lists
from mentoring_pages.demo.source import read
from people.choices import PlaceKind
from people.models import Place, User

ACCOUNTS = [
    "admin",
    "content",
    "coordinator",
    "coordinator2",
    "master",
    "mentor",
    "mentor2",
    "mentee",
    "mentee2",
    "leader",
    "api",
]


def demo_password() -> str:
    """`DEMO_PASSWORD`, else one made up for this data folder and kept there."""
    if settings.DEMO_PASSWORD:
        return settings.DEMO_PASSWORD
    path = Path(settings.DATA_DIR) / "demo_password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9))
    return path.read_text().strip()


class Command(BaseCommand):
    help = "Loads the demonstration: a real form, two districts, fictional people, two stories."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="with content of one's own, load nothing"
        )
        parser.add_argument(
            "--yes-really", action="store_true", help="load it although DEBUG is off"
        )

    def handle(self, *args, once: bool, yes_really: bool, **options) -> None:
        loaded = User.objects.filter(username="mentor", roles__isnull=False).exists()
        if not loaded:
            if once and (User.objects.exists() or not (settings.DEBUG or yes_really)):
                return
            if not settings.DEBUG and not yes_really:
                raise CommandError(
                    "DEBUG is off: this looks like a real installation. "
                    "Say --yes-really to load the demonstration all the same."
                )
            try:
                self._load()
            except ValidationError as error:
                reasons = " ".join(error.messages)
                raise CommandError(f"The demonstration could not be loaded. {reasons}") from error
        elif not once:
            self.stdout.write("The demonstration is loaded already; nothing was changed.")
        self._print_accounts()

    def _load(self) -> None:
        self.stdout.write("Loading the demonstration ...")
        if not Place.objects.filter(kind=PlaceKind.PROVINCE).exists():
            call_command("load_places", verbosity=0, stdout=self.stdout)
        data = read("people")
        now = timezone.now()
        with transaction.atomic():
            places = load_schools(data)
            load_word_lists(data)
            load_accounts(data, places, demo_password())
            admin = User.objects.get_by_natural_key("admin")
            form = import_form(data=read("observation_form"), by=admin, at=now)
            load_gallery(by=admin, at=now)
            observed = [
                session["answers"]
                for row in data["relationships"]
                for session in row["sessions"]
                if "answers" in session
            ]
            load_groups(read("groups")["groups"], places, form, observed, now)
            load_relationships(data["relationships"], form, now)
            load_demo_pages(at=now)

    def _print_accounts(self) -> None:
        if not (settings.DEBUG or settings.DEMO_PASSWORD):
            return
        people = {
            user.username: user
            for user in User.objects.filter(username__in=ACCOUNTS).prefetch_related("roles")
        }
        self.stdout.write(f"\nDemonstration accounts, password: {demo_password()}")
        for name in ACCOUNTS:
            if user := people.get(name):
                roles = ", ".join(str(role.get_role_display()) for role in user.roles.all())
                self.stdout.write(f"  {name:<13} {user.full_name:<16} {roles}")
