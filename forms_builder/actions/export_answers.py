"""The answers to a form leave the system as a file."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from forms_builder.answer_files import CONTENT_TYPES, csv_file, json_file, xlsx_file
from forms_builder.answer_tables import MAIN, AnswerTables
from forms_builder.models import FormVersion, Submission
from forms_builder.queries import leading_form
from forms_builder.signals import answers_exported

if TYPE_CHECKING:
    from people.models import User

ROWS_AT_ONCE = 200


class AnswersFile(NamedTuple):
    """A file to download: its name, its type, and its bytes as they are made."""

    name: str
    content_type: str
    pieces: Iterator[bytes]


@transaction.atomic
def export_answers(
    *,
    form_key: uuid.UUID,
    file: str,
    by: User,
    at: datetime.datetime,
    language: str = "km",
    labels: bool = False,
    table: str = MAIN,
) -> AnswersFile:
    """Return the answers that `by` may see (`Submission.visible_to`) as csv, xlsx or json.

    `labels` gives words in `language` in place of codes. `table` is the code of a repeat whose
    instances are the rows of a CSV file. The export is in the form's log before the first byte is
    made. Sends `answers_exported`, so that readings of people's records can be noted.

    Raises ValidationError for a kind of file or a table that there is not, and
    FormVersion.DoesNotExist for a form that was never published.
    """
    if file not in CONTENT_TYPES:
        raise ValidationError({"file": _("Choose CSV, XLSX or JSON.")})
    latest = FormVersion.objects.filter(form=form_key).defer("schema").latest("number")
    tables = AnswerTables(form_key, language=language, labels=labels)
    if table not in tables.columns or (table and file != "csv"):
        raise ValidationError(
            {
                "table": _(
                    "The form has no such repeat. Leave this out, or name the code of a repeat "
                    "for a CSV file."
                )
            }
        )
    submissions = Submission.objects.visible_to(by).filter(version__form=form_key)
    log(
        leading_form(form_key) or latest,
        "forms_builder.export_answers",
        user=by,
        timestamp=at,
        uuid=uuid.uuid4(),
        data={"file": file, "submissions": submissions.count()},
    )
    answers_exported.send(sender=Submission, submissions=submissions, by=by, at=at)
    rows = submissions.order_by("received_at", "pk").iterator(chunk_size=ROWS_AT_ONCE)
    if file == "csv":
        pieces = csv_file(tables, rows, table=table)
    elif file == "xlsx":
        pieces = xlsx_file(tables, rows)
    else:
        pieces = json_file(tables, rows, form=latest.form.code, language=language, labels=labels)
    end = f"-{table}" if table else ""
    return AnswersFile(f"{latest.form.code}{end}.{file}", CONTENT_TYPES[file], pieces)
