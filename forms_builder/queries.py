"""What is published, in which words, and which of a form's languages leads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import Translation

from forms_builder.comparison.changes import Changes, compare
from forms_builder.comparison.entries import Side
from forms_builder.comparison.verdicts import same_scale
from forms_builder.logic.outline import items_of
from forms_builder.models import (
    Form,
    FormVersion,
    FormVersionText,
    ObservationForm,
    Submission,
)
from forms_builder.schema import canonical_hash, compile_form
from forms_builder.structure import complete_codes
from forms_builder.texts import completed


def current_version(form_key: UUID | str) -> FormVersion | None:
    """Return the version of a form that is published now, with its texts fetched."""
    return FormVersion.objects.current().filter(form=form_key).prefetch_related("texts").first()


def draft_to_change(form: ObservationForm) -> ObservationForm:
    """Lock a form and return its latest draft, for a change of what all its languages share.

    Raises ValidationError if the form is a translation.
    """
    ObservationForm.objects.select_for_update().get(pk=form.pk)
    leading = leading_form(form.form_key)
    if leading and leading.pk != form.pk:
        raise ValidationError(
            _("This form follows “%(title)s” in another language. Change it there.")
            % {"title": leading.title}
        )
    return form.get_latest_revision_as_object()


def text_of(version: FormVersion, language: str) -> FormVersionText:
    """Return the words of a version in `language`, or in the language that there is.

    A language in which words are missing is not offered: the whole form is then shown in the
    other. Where its editors offer it all the same, what it lacks is taken from the other language,
    so that no question is without words. `language` of the result says which it is in the main.
    The returned row is for reading, not for saving. Raises FormVersionText.DoesNotExist if there
    are no words.
    """
    rows = sorted(
        version.texts.all(),
        key=lambda row: (not row.offered, row.language != language, row.pk),
    )
    if not rows:
        raise FormVersionText.DoesNotExist(f"{version} has no words")
    chosen, *others = rows
    if not others:
        return chosen
    texts = chosen.texts
    for other in others:
        texts = completed(texts, other.texts)
    return FormVersionText(
        pk=chosen.pk,
        version=version,
        language=chosen.language,
        title=chosen.title,
        offered=chosen.offered,
        texts=texts,
        text_hash=chosen.text_hash,
        updated_at=chosen.updated_at,
    )


def with_titles(forms: QuerySet[Form], language: str) -> QuerySet[Any]:
    """Return forms with `title`: of their latest version, in the language `text_of` would choose.

    A form that was never published has its code for a title. No row costs a query of its own.
    """
    words = FormVersionText.objects.filter(version__form=OuterRef("pk")).order_by(
        "-version__number",
        "-offered",
        Case(When(language=language, then=0), default=1),
        "pk",
    )
    return forms.annotate(
        title=Coalesce(Subquery(words.values("title")[:1]), F("code"), output_field=CharField())
    )


def etag_of(version: FormVersion) -> str:
    """Return an entity tag, without quotes, that changes with structure and words of a version."""
    words = sorted((row.language, row.text_hash, row.offered) for row in version.texts.all())
    return canonical_hash([version.structure_hash, words])[:32]


def leading_form(form_key: UUID | str) -> ObservationForm | None:
    """Return the form whose structure counts, of those that share `form_key`.

    It is the one that is not made by translating another; of several such, the one in the
    default language, else the oldest.
    """
    forms = list(
        ObservationForm.objects.filter(translation_key=form_key)
        .annotate(
            is_translation=Exists(
                Translation.objects.filter(
                    source__object_id=OuterRef("translation_key"),
                    target_locale_id=OuterRef("locale_id"),
                    enabled=True,
                )
            )
        )
        .order_by("pk")
    )
    default = Locale.get_default().pk
    return min(
        forms,
        key=lambda form: (form.is_translation, form.locale_id != default, form.pk),
        default=None,
    )


def known_codes(form_key: UUID | str) -> dict[str, str]:
    """Return the code of every block id that any version of the form had."""
    codes: dict[str, str] = {}
    for schema in (
        FormVersion.objects.filter(form=form_key)
        .order_by("number")
        .values_list("schema", flat=True)
    ):
        for section in schema["sections"]:
            codes[section["id"]] = section["code"]
            codes |= {item["id"]: item["code"] for item in section["items"]}
    return codes


def answered_schemas(form_key: UUID | str) -> list[dict[str, Any]]:
    """Return the schemas of all versions of the form that have answers, oldest first."""
    return list(
        FormVersion.objects.filter(
            Exists(Submission.objects.filter(version=OuterRef("pk"))), form=form_key
        )
        .order_by("number")
        .values_list("schema", flat=True)
    )


def successors(schemas: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return, for each code that a later question continues, the code that it goes on under.

    `schemas` are versions of one form, in any order. Where the later one has another scale it
    does not go on: ratings of both mean different things.
    """
    items = [item for schema in schemas for item in items_of(schema)]
    by_code = {item["code"]: item for item in items}
    follows = {
        earlier: item["code"]
        for item in items
        if (earlier := item.get("follows"))
        and earlier in by_code
        and same_scale(by_code[earlier], item)
    }
    newest: dict[str, str] = {}
    for code in follows:
        last, seen = code, {code}
        while (following := follows.get(last)) and following not in seen:
            seen.add(following)
            last = following
        newest[code] = last
    return newest


class Publishing(NamedTuple):
    """What publishing a draft does: to which version, with how many answers, and what changes."""

    version: FormVersion
    answers: int
    changes: Changes
    leads: bool


def publishing_of(form: ObservationForm) -> Publishing | None:
    """Return what publishing the latest draft of `form` changes; None before the first version.

    A translation changes words only: the leading form decides on the structure.
    """
    version = current_version(form.form_key)
    if version is None:
        return None
    draft = form.get_latest_revision_as_object()
    complete_codes(draft.body, known_codes(form.form_key))
    schema, texts = compile_form(draft)
    language = draft.locale.language_code
    row = next((row for row in version.texts.all() if row.language == language), None)
    leading = leading_form(form.form_key)
    leads = leading is None or leading.pk == form.pk
    return Publishing(
        version,
        Submission.objects.filter(version__form=form.form_key).count(),
        compare(
            Side(version.schema, row.texts if row else text_of(version, language).texts),
            Side(schema if leads else version.schema, texts),
        ),
        leads,
    )


def drafted_texts(form: ObservationForm) -> dict[str, dict[str, Any]]:
    """Return the words of the latest drafts of `form` and its translations, its own first."""
    forms = [form, *form.get_translations().select_related("locale").order_by("locale_id")]
    return {
        one.locale.language_code: compile_form(one.get_latest_revision_as_object()).texts
        for one in forms
    }


def versions_with_counts(form_key: UUID | str) -> QuerySet[FormVersion]:
    """Return the versions of a form, newest first, with `submission_count` and `last_used_at`."""
    return (
        FormVersion.objects.filter(form=form_key)
        .defer("schema")
        .annotate(
            submission_count=Count("submissions"), last_used_at=Max("submissions__received_at")
        )
        .order_by("-number")
    )
