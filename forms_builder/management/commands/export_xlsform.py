"""`manage.py export_xlsform CODE OUT.xlsx`: a form as an XLSForm workbook."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms_builder.xlsform.forms_by_code import form_by_code
from forms_builder.xlsform.lookup_tables import csv_files
from forms_builder.xlsform.spreadsheet import xlsform_bytes
from forms_builder.xlsform.writing import Sheets


class Command(BaseCommand):
    help = (
        "Write a form as an XLSForm workbook, in Khmer and English, and beside it the CSV files "
        "that it looks things up in and, in a folder OUT-media, its pictures."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("out", metavar="OUT.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        form = form_by_code(options["code"])
        if form is None:
            raise CommandError(f"No form has the code {options['code']}.")
        try:
            out = Path(options["out"])
            out.write_bytes(xlsform_bytes(form))
            sheets = Sheets(form)
            for name, data in csv_files(sheets.lookups).items():
                (out.parent / name).write_bytes(data)
            if pictures := sheets.pictures():
                folder = out.parent / f"{out.stem}-media"
                folder.mkdir(exist_ok=True)
                for name, data in pictures.items():
                    (folder / name).write_bytes(data)
        except OSError as error:
            raise CommandError(f"Cannot write {options['out']}: {error.strerror}") from error
        self.stdout.write(f"{options['out']}: {form.title}")
