"""`manage.py export_xform CODE OUT.xml`: a form as an ODK XForm."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms_builder.xlsform.forms_by_code import form_by_code
from forms_builder.xlsform.lookup_tables import csv_files
from forms_builder.xlsform.writing import Sheets
from forms_builder.xlsform.xform import NoXForm, xform_text


class Command(BaseCommand):
    help = (
        "Write a form as an ODK XForm, through pyxform, and beside it the CSV files that it looks "
        "things up in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("out", metavar="OUT.xml")
        parser.add_argument(
            "--validate", action="store_true", help="ask ODK Validate as well (needs Java)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        form = form_by_code(options["code"])
        if form is None:
            raise CommandError(f"No form has the code {options['code']}.")
        try:
            text = xform_text(form, validate=options["validate"])
            out = Path(options["out"])
            out.write_text(text, encoding="utf-8")
            for name, data in csv_files(Sheets(form).lookups).items():
                (out.parent / name).write_bytes(data)
        except NoXForm as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Cannot write {options['out']}: {error.strerror}") from error
        self.stdout.write(f"{options['out']}: {form.title}")
