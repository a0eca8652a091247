"""`manage.py export_xlsform CODE OUT.xlsx`: a form as an XLSForm workbook."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms_builder.xlsform.forms_by_code import form_by_code
from forms_builder.xlsform.writing import xlsform_bytes


class Command(BaseCommand):
    help = "Write a form as an XLSForm workbook, in Khmer and English."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("out", metavar="OUT.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        form = form_by_code(options["code"])
        if form is None:
            raise CommandError(f"No form has the code {options['code']}.")
        try:
            Path(options["out"]).write_bytes(xlsform_bytes(form))
        except OSError as error:
            raise CommandError(f"Cannot write {options['out']}: {error.strerror}") from error
        self.stdout.write(f"{options['out']}: {form.title}")
