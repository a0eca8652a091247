from django.core.management.base import BaseCommand, CommandError

from forms_builder.actions.rescore_submissions import rescore_submissions
from insights.actions.rebuild_rollups import rebuild_rollups


class Command(BaseCommand):
    help = (
        "Works out all scores again from the answers, and the sums over observations from them. "
        "Answers that were corrected since stay as they were kept: nothing is summed from them."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only compare; exit with an error where anything stored is not right.",
        )

    def handle(self, *args, check: bool, **options) -> None:
        scores = rescore_submissions(write=not check)
        for id in scores.named:
            self.stdout.write(f"submission {id}: scores differ from its answers")
        sums = rebuild_rollups(write=not check)
        summary = (
            f"{scores.submissions} submissions, {scores.different} scores differed; "
            f"{sums.observations} observations, {len(sums.differences)} rows of sums differed."
        )
        if check and (scores.different or sums.differences):
            raise CommandError(summary)
        self.stdout.write(self.style.SUCCESS(summary))
