"""`manage.py import_schools FILE`: schools and clusters from a spreadsheet."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.actions.import_schools import REFUSED, import_schools
from people.models import User


class Command(BaseCommand):
    help = "Create and update schools from an .xlsx or .csv file, with a report by row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="report only, keep nothing")
        parser.add_argument("--by", help="username in whose places; else the first superuser")

    def handle(self, *args: Any, **options: Any) -> None:
        people = User.objects.filter(is_active=True).order_by("pk")
        if options["by"]:
            by = people.filter(username=User.normalize_username(options["by"])).first()
        else:
            by = people.filter(is_superuser=True).first()
        if by is None:
            raise CommandError("Nobody to act for. Make a superuser first, or give --by USERNAME.")
        try:
            with open(options["file"], "rb") as file:
                report = import_schools(
                    file=file, by=by, at=timezone.now(), dry_run=options["dry_run"]
                )
        except OSError as error:
            raise CommandError(f"Cannot open {options['file']}: {error.strerror}") from error
        except (ValidationError, PermissionDenied) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error
        for result in report.rows:
            if result.status == REFUSED:
                self.stdout.write(f"row {result.row} {result.code}: {result.message}")
        counts = ", ".join(f"{status.lower()} {n}" for status, n in sorted(report.counts.items()))
        kept = " (dry run: nothing was kept)" if options["dry_run"] else ""
        self.stdout.write(f"{len(report.rows)} rows: {counts or 'none'}{kept}")
