"""`manage.py import_xlsform FILE…`: forms from XLSForm workbooks, with a report by row."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forms_builder.actions.import_xlsform import import_xlsform
from forms_builder.xlsform.media_zip import PICTURES
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.workbook import MAX_BYTES

_MARKS = {"adapted": "~", "left_out": "-", "wrong": "!"}


class Command(BaseCommand):
    help = "Make draft forms of XLSForm workbooks (.xlsx), with a report by sheet, row and column."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="report only, keep nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object a file")
        parser.add_argument(
            "--language", choices=("en", "km"), default="en", help="language of the report"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        well = True
        with override(options["language"]):
            for name in options["files"]:
                report = self._import(Path(name), options["dry_run"])
                well = well and report.ok
                if options["json"]:
                    self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
                else:
                    self._print(report, options["dry_run"])
        if not well:
            raise SystemExit(1)

    def _import(self, path: Path, dry_run: bool) -> Report:
        try:
            with path.open("rb") as file:
                # One byte more than is read tells that there is too much.
                data = file.read(MAX_BYTES + 1)
            beside = _beside(path) if data.startswith(b"PK") else {}
        except OSError as error:
            report = Report(file=path.name)
            report.refuse(_("The file cannot be opened: %(reason)s.") % {"reason": error.strerror})
            return report
        return import_xlsform(
            data=data, name=path.name, by=None, at=timezone.now(), dry_run=dry_run, files=beside
        )

    def _print(self, report: Report, dry_run: bool) -> None:
        self.stdout.write(
            f"{report.file}: {report.title} ({report.code})" if report.ok else f"{report.file}:"
        )
        for entry in report.entries:
            place = " ".join(
                part for part in (entry.sheet, str(entry.row or ""), entry.column) if part
            )
            self.stdout.write(f"  {_MARKS[entry.what]} {place}: {entry.message}")
        counts = _(
            "%(questions)s questions; %(taken)s rows taken, %(adapted)s adaptations, "
            "%(left_out)s left out"
        ) % {
            "questions": report.questions,
            "taken": report.taken,
            "adapted": report.adapted,
            "left_out": report.left_out,
        }
        self.stdout.write(f"  {counts}{' (dry run)' if dry_run else ''}")


def _beside(path: Path) -> dict[str, bytes]:
    """The CSV files in the folder of a workbook, and the pictures in its own folder of media."""
    media = path.parent / f"{path.stem}-media"
    pictures = [one for one in media.glob("*") if one.name.lower().endswith(PICTURES)]
    return {
        found.name: found.read_bytes()
        for found in [*path.parent.glob("*.csv"), *pictures]
        if found.is_file() and found.stat().st_size <= MAX_BYTES
    }
