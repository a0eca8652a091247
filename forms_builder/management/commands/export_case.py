"""`manage.py export_case CODE OUT.json`: the rubrics of a form as CASE 1.1 CFRubrics."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from forms_builder.xlsform.case import case_rubrics
from forms_builder.xlsform.forms_by_code import form_by_code


class Command(BaseCommand):
    help = "Write the rubric criteria of a form as CASE 1.1 CFRubrics."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("out", metavar="OUT.json")

    def handle(self, *args: Any, **options: Any) -> None:
        form = form_by_code(options["code"])
        if form is None:
            raise CommandError(f"No form has the code {options['code']}.")
        changed = form.latest_revision.created_at if form.latest_revision else timezone.now()
        text = json.dumps(case_rubrics(form, changed), ensure_ascii=False, indent=1)
        try:
            Path(options["out"]).write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"Cannot write {options['out']}: {error.strerror}") from error
        self.stdout.write(f"{options['out']}: {form.title}")
