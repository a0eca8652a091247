"""`manage.py diagrams`: draws the transition tables as state diagrams in ARCHITECTURE.md."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mentoring.transitions import state_diagrams

BEGIN = "<!-- state diagrams: written by ./run manage diagrams -->\n"
END = "<!-- end of state diagrams -->"


class Command(BaseCommand):
    help = "Writes the state diagrams of the transition tables into ARCHITECTURE.md."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only compare; exit 1 if they differ"
        )

    def handle(self, *args, check: bool, **options) -> None:
        path = settings.BASE_DIR / "ARCHITECTURE.md"
        text = path.read_text(encoding="utf-8")
        before, found, rest = text.partition(BEGIN)
        old, closed, after = rest.partition(END)
        if not (found and closed):
            raise CommandError(
                "ARCHITECTURE.md has lost the marks between which the diagrams stand."
            )
        new = "\n" + state_diagrams() + "\n"
        if old == new:
            return
        if check:
            raise CommandError(
                "The state diagrams in ARCHITECTURE.md are old. Run: ./run manage diagrams"
            )
        path.write_text(before + found + new + closed + after, encoding="utf-8")
