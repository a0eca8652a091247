"""Bringing in an XLSForm: a draft in Khmer and English, and a report of what became of each row."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from forms_builder.actions.bring_list import bring_list
from forms_builder.actions.bring_picture import bring_picture
from forms_builder.actions.import_form import translate
from forms_builder.models import ChoiceListContent, Domain, Form, ObservationForm
from forms_builder.queries import known_codes
from forms_builder.schema import canonical_hash
from forms_builder.xlsform.case import draft_of_case
from forms_builder.xlsform.draft import Draft
from forms_builder.xlsform.fitting import valid_body, valid_scoring
from forms_builder.xlsform.media_zip import opened
from forms_builder.xlsform.reading import Reader
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.survey import Survey
from forms_builder.xlsform.words import Words, words_by_path
from forms_builder.xlsform.workbook import WorkbookRefused, read_workbook

if TYPE_CHECKING:
    from people.models import User


class _DryRun(Exception):
    pass


def import_xlsform(
    *,
    data: bytes,
    name: str,
    by: User | None,
    at: datetime.datetime,
    dry_run: bool = False,
    files: Mapping[str, bytes] | None = None,
) -> Report:
    """Make a draft form of the workbook `data`, or renew the draft that came from it before.

    `name` is the file's name, for the report; `files` are the CSV files and pictures beside it, by
    name; `data` may be a ZIP file with the workbook and these, too. What is published stays as it
    is. Whatever is wrong with the file stands in the report, which is what is returned; `ok` tells
    whether there is (with `dry_run`: would be) a form. Who may import is the caller's to check.
    """
    report = Report(file=name)
    try:
        data, files = opened(data, files or {})
        workbook = read_workbook(data)
    except WorkbookRefused as refused:
        report.refuse(str(refused))
        return report
    if workbook.has_macros:
        report.leave_out("", 0, "", _("The macros of the workbook were left out and not run."))
    survey = Survey(workbook, report, files)
    if report.errors and not hasattr(survey, "languages"):
        return report
    reader = Reader(survey, report, name)
    draft = reader.read()
    if not draft.blocks:
        report.refuse(_("The sheet “survey” has no question that could be taken."))
        return report
    _keep(draft, report, by, at, dry_run)
    return report


def import_case(
    *,
    data: bytes,
    name: str,
    by: User | None,
    at: datetime.datetime,
    dry_run: bool = False,
) -> Report:
    """Make a draft form of the first rubric of a CASE 1.1 document, as `import_xlsform` does."""
    report = Report(file=name)
    draft = draft_of_case(data, report)
    if draft is None:
        return report
    if not draft.blocks:
        report.refuse(_("The rubric has no criterion that could be taken."))
        return report
    _keep(draft, report, by, at, dry_run)
    return report


def _keep(
    draft: Draft, report: Report, by: User | None, at: datetime.datetime, dry_run: bool
) -> None:
    try:
        with transaction.atomic():
            form = _store(draft, report, by, at)
            report.ok = True
            report.title, report.code = form.title, form.code
            report.languages, report.questions = draft.languages, draft.questions
            report.form_id = form.pk
            if dry_run:
                raise _DryRun
    except _DryRun:
        report.form_id = None
        for image in draft.new_pictures:
            image.file.storage.delete(image.file.name)


def _store(draft: Draft, report: Report, by: User | None, at: datetime.datetime) -> ObservationForm:
    leading, *others = draft.languages
    locales = {
        code: Locale.objects.get_or_create(language_code=code)[0] for code in draft.languages
    }
    form = _form_for(draft, locales[leading], report)
    domains = {
        code: _domain(code, words, locales[leading], draft.languages, by)
        for code, words in _domains_in_use(draft).items()
    }
    _bring_lists(draft)
    _bring_pictures(draft, by)
    body = valid_body(draft, report, leading, domains)
    if draft.scoring is not None:
        form.scoring = ObservationForm.scoring.field.to_python(
            valid_scoring(draft, report, leading, domains)
        )
    for name, value in draft.options.items():
        setattr(form, name, value)
    form.title = draft.title[leading][:255]
    form.intro = draft.intro.get(leading, "") or form.intro
    form.source = draft.source or form.source
    form.body = body
    form.tables = _kept_tables(draft)
    if form.pk is None:
        form.save()
    form.save_revision(user=by)
    log(instance=form, action="forms_builder.import_xlsform", user=by, timestamp=at)
    for language in others:
        words = {"title": draft.title.get(language, ""), "intro": draft.intro.get(language, "")}
        for block in draft.blocks:
            words |= words_by_path(block["value"], language, f"body.{block['id']}")
        for block in draft.scoring or ():
            words |= words_by_path(block["value"], language, f"scoring.{block['id']}")
        translate(form, locales[language], {k: v for k, v in words.items() if v}, by, publish=False)
    return form


def _form_for(draft: Draft, locale: Locale, report: Report) -> ObservationForm:
    """Return the form to write to: the one the workbook came from, or a new one.

    A form whose content was deleted comes back by its key, and by nothing else.
    """
    forms = ObservationForm.objects.filter(locale=locale)
    ids = {block["id"] for block in draft.blocks}
    if draft.form_key and (form := forms.filter(translation_key=draft.form_key).first()):
        if _frozen(form, ids):
            return form.get_latest_revision_as_object() if form.latest_revision_id else form
        draft.form_key = None
    elif draft.form_key and (row := _deleted_form(draft.form_key, ids)):
        return ObservationForm(code=row.code, locale=locale, live=False, translation_key=row.pk)
    code, number = draft.code, 1
    while row := Form.objects.filter(code=code).first():
        same = forms.filter(translation_key=row.pk).first()
        if same is not None and draft.form_key is None and _shared(same, ids):
            return same.get_latest_revision_as_object() if same.latest_revision_id else same
        number += 1
        code = f"{draft.code[:58]}_{number}"
    if code != draft.code:
        report.adapt("settings", 0, "form_id", _why_not(draft.code, code))
    key = {"translation_key": draft.form_key} if draft.form_key else {}
    if draft.form_key and Form.objects.filter(pk=draft.form_key).exists():
        key = {}
    return ObservationForm(code=code, locale=locale, live=False, **key)


def _why_not(code: str, new: str) -> str:
    """Say why a form could not have the code of its file."""
    if ObservationForm.objects.filter(code=code).exists():
        message = _("There is another form “%(code)s”, so this one became “%(new)s”.")
    else:
        message = _(
            "The code “%(code)s” belongs to a form that was deleted, so this one became “%(new)s”."
        )
    return message % {"code": code, "new": new}


def _deleted_form(key: uuid.UUID, ids: set[str]) -> Form | None:
    """The form with that key if no content of it is left, and the file is what it was made of."""
    if ObservationForm.objects.filter(translation_key=key).exists():
        return None
    known = known_codes(key)
    return Form.objects.filter(pk=key).first() if not known or known.keys() & ids else None


def _frozen(form: ObservationForm, ids: set[str]) -> bool:
    """Whether the form still is the one that the workbook was made of."""
    return not form.body or _shared(form, ids)


def _shared(form: ObservationForm, ids: set[str]) -> bool:
    return any(child.id in ids for child in form.body)


def _domains_in_use(draft: Draft) -> dict[str, Words]:
    found = [block["value"].get("domain") for block in [*draft.blocks, *(draft.scoring or ())]]
    codes = {code for code in found if isinstance(code, str) and code}
    return {
        code: draft.domains.get(code) or Words({draft.languages[0]: code}) for code in sorted(codes)
    }


def _bring_lists(draft: Draft) -> None:
    """Put lists in steps in the place of their codes; without its list a question cannot ask."""
    for block in list(draft.blocks):
        code = block["value"].get("list")
        if block["type"] != "cascading_choice" or not code:
            continue
        row, names = draft.rows[block["id"]], {"list": code}
        found, same = bring_list(code=str(code), brought=draft.lists.get(str(code)))
        block["value"]["list"] = found.pk if found else None
        if found is None:
            draft.blocks.remove(block)
            row.wrong(
                "mentoring::settings",
                _(
                    "The list “%(list)s” is not here, so the question was left out. Add it under "
                    "“Choice lists”, then import the form again."
                )
                % names,
            )
        elif not same:
            row.adapted(
                "mentoring::settings",
                _("The list “%(list)s” says something else here; the question asks the one here.")
                % names,
            )


def _bring_pictures(draft: Draft, by: User | None) -> None:
    """Give notes the pictures that came along; a note with nothing but a bad picture goes."""
    for block in list(draft.blocks):
        if block["id"] not in draft.pictures:
            continue
        name, data = draft.pictures[block["id"]]
        try:
            image, is_new = bring_picture(name=name, data=data, by=by)
        except ValidationError as error:
            draft.rows[block["id"]].left_out("image", " ".join(error.messages))
            if not block["value"]["text"].any():
                draft.blocks.remove(block)
            continue
        block["value"]["image"] = image.pk
        if is_new:
            draft.new_pictures.append(image)


def _kept_tables(draft: Draft) -> dict[str, str]:
    """Keep the tables that expressions look things up in; return the hash of each by its name."""
    hashes = {}
    for name, table in draft.tables.items():
        hashes[name] = canonical_hash(table)
        ChoiceListContent.objects.get_or_create(hash=hashes[name], defaults={"content": table})
    return hashes


def _domain(code: str, words: Words, locale: Locale, languages: list[str], by: User | None) -> int:
    """Return the domain with a code, made if it is missing; one that exists keeps its name."""
    domain, created = Domain.objects.get_or_create(
        code=code, locale=locale, defaults={"name": words.get(locale.language_code) or words.any()}
    )
    if created:
        for language in languages[1:]:
            target = Locale.objects.get(language_code=language)
            translate(domain, target, {"name": words.get(language, "")}, by)
    return domain.pk
