from django.core.management.base import BaseCommand, CommandError

from insights.actions.rebuild_rollups import rebuild_rollups

MOST_SHOWN = 20


class Command(BaseCommand):
    help = "Makes the sums over observations again from the stored scores."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only compare; exit with an error where stored sums are not right.",
        )

    def handle(self, *args, check: bool, **options) -> None:
        result = rebuild_rollups(write=not check)
        for key, stored, right in result.differences[:MOST_SHOWN]:
            self.stdout.write(f"{' '.join(map(str, key))}: {stored} -> {right}")
        summary = f"{result.observations} observations, {len(result.differences)} rows differed."
        if check and result.differences:
            raise CommandError(summary)
        self.stdout.write(self.style.SUCCESS(summary))
