"""Publishing a form: its structure becomes a version, its words a text of that version."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from forms_builder.choices import known_purposes
from forms_builder.completeness import missing_in_version
from forms_builder.logic.table_problems import table_errors
from forms_builder.models import Form, FormVersion, FormVersionText, ObservationForm
from forms_builder.queries import answered_schemas, known_codes, leading_form
from forms_builder.schema import Compiled, canonical_hash, compile_form, form_tables, ids_of
from forms_builder.scoring import scoring_errors
from forms_builder.signals import version_published
from forms_builder.structure import (
    complete_codes,
    follows_errors,
    frozen_code_errors,
    structure_errors,
)
from forms_builder.texts import completed


@transaction.atomic
def publish_version(*, form: ObservationForm, at: datetime.datetime) -> FormVersion:
    """Make what `form` says now the current version, and return that version.

    The leading form (see `queries.leading_form`) decides on the structure: if it is the current
    version's, only its words are renewed; otherwise the next version is made, and words of other
    languages go along for every question that stays. A translation only renews its words, for
    the questions that the current version has; so a translation that lags behind never brings an
    old structure back. Only where no version exists yet, a translation makes the first.

    Raises ValidationError if codes or conditions are wrong, or if a code changed that answers
    hold fast. Sends `version_published` if another version became current.
    """
    # One at a time: the form's row is the lock.
    row = Form.objects.select_for_update().get(pk=form.form_key)
    versions = FormVersion.objects.filter(form=row)
    latest = versions.order_by("-number").first()
    leading = leading_form(form.form_key)
    if latest and leading and leading.pk != form.pk:
        _renew_words(latest, compile_form(form), form, at, keep_missing=True)
        _offer(latest, leading)
        return latest

    _check_structure(form)
    compiled = compile_form(form)
    current = versions.filter(is_current=True).first()
    if latest and latest.structure_hash == compiled.structure_hash:
        version, created = latest, False
        if current is None:
            FormVersion.objects.filter(pk=version.pk).update(is_current=True)
            version.is_current = True
    else:
        if current:
            FormVersion.objects.filter(pk=current.pk).update(is_current=False)
        version, created = (
            FormVersion.objects.create(
                form=row,
                number=latest.number + 1 if latest else 1,
                structure_hash=compiled.structure_hash,
                schema=compiled.schema,
                purposes=known_purposes(form.purposes),
                is_current=True,
                created_at=at,
            ),
            True,
        )
        if latest:
            _carry_words(latest, version, at)
    _renew_words(version, compiled, form, at, keep_missing=False)
    _offer(version, form)
    if created or current is None:
        version_published.send(sender=FormVersion, version=version, created=created)
    return version


def _check_structure(form: ObservationForm) -> None:
    known = known_codes(form.form_key)
    complete_codes(form.body, known)
    errors = [
        *structure_errors(form.body).values(),
        *frozen_code_errors(form.body, answered_schemas(form.form_key)),
        *follows_errors(form.body, set(known.values())),
        *table_errors(form.body, form_tables(form)),
    ]
    if errors:
        raise ValidationError({"body": errors})
    if errors := scoring_errors(form.body, form.scoring):
        raise ValidationError({"scoring": errors})


def _renew_words(
    version: FormVersion,
    compiled: Compiled,
    form: ObservationForm,
    at: datetime.datetime,
    *,
    keep_missing: bool,
) -> None:
    """Write the words of one language; with `keep_missing`, over those that are there."""
    language = form.locale.language_code
    row = FormVersionText.objects.filter(version=version, language=language).first()
    texts = compiled.texts
    if keep_missing and row:
        texts = completed(texts, row.texts)
    _write_words(version, language, _only(texts, version.schema), at)


def _offer(version: FormVersion, leading: ObservationForm) -> None:
    """Offer each language in which no word is missing, or all if the leading form says so."""
    for row in version.texts.all():
        offered = (
            leading.offer_incomplete
            or row.language == leading.locale.language_code
            or not missing_in_version(version, row.language, leading.locale.language_code)
        )
        if row.offered != offered:
            FormVersionText.objects.filter(pk=row.pk).update(offered=offered)


def _carry_words(old: FormVersion, new: FormVersion, at: datetime.datetime) -> None:
    for row in old.texts.all():
        _write_words(new, row.language, _only(row.texts, new.schema), at)


def _write_words(
    version: FormVersion, language: str, texts: dict[str, Any], at: datetime.datetime
) -> None:
    text_hash = canonical_hash(texts)
    if FormVersionText.objects.filter(
        version=version, language=language, text_hash=text_hash
    ).exists():
        return
    FormVersionText.objects.update_or_create(
        version=version,
        language=language,
        defaults={
            "title": texts["title"],
            "texts": texts,
            "text_hash": text_hash,
            "updated_at": at,
        },
    )


def _only(texts: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Return `texts` without the words of questions that `schema` does not have."""
    ids = ids_of(schema)
    return {
        **texts,
        **{
            part: {key: words for key, words in texts[part].items() if key in ids}
            for part in ("items", "sections")
        },
    }
