"""`manage.py load_places`: provinces, districts, communes and villages of Cambodia."""

from typing import Any

from django.core.management.base import BaseCommand

from people.actions.load_places import load_places
from people.choices import PlaceKind


class Command(BaseCommand):
    help = "Load the gazetteer of Cambodia. Safe to run again. --verbosity 0 lists no faulty rows."

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_places()
        for kind in PlaceKind:
            total = report.created[kind] + report.updated[kind] + report.unchanged[kind]
            if total:
                self.stdout.write(
                    f"{kind:9} {total:6}  new {report.created[kind]}, "
                    f"renamed {report.updated[kind]}, as before {report.unchanged[kind]}"
                )
        if report.faults:
            self.stdout.write(f"{len(report.faults)} rows of the source were left out:")
            if options["verbosity"] < 1:
                return
            for fault in report.faults:
                self.stdout.write(f"  {fault.kind} {fault.code} {fault.name_km}: {fault.reason}")
