"""Which words of a form are missing in a language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from forms_builder.comparison.entries import name_of
from forms_builder.comparison.wordings import flat_words
from forms_builder.logic.outline import items_of
from forms_builder.models import FormVersion, ObservationForm
from forms_builder.queries import leading_form
from forms_builder.schema import compile_form
from forms_builder.strings import plain

# What a translation may leave empty where the form's own language says something.
_OPTIONAL = ("intro", "help", "descriptor", "example", "hint", "message")


class Missing(NamedTuple):
    """One text without its translation: the question that it belongs to, and the text."""

    block_id: str
    question: str
    text: str


def missing_in_version(version: FormVersion, language: str, leading: str) -> list[Missing]:
    """Return what `version` lacks in `language`, against its words in the language `leading`."""
    texts = {row.language: row.texts for row in version.texts.all()}
    if leading not in texts:
        return []
    return _missing(
        version.form_id, version.schema, texts.get(language, {}), texts[leading], language
    )


def missing_in_drafts(form: ObservationForm) -> dict[str, list[Missing]]:
    """Return what each translation of the leading `form` lacks, by language, as drafts are now."""
    compiled = compile_form(form.get_latest_revision_as_object())
    missing = {}
    for other in form.get_translations().select_related("locale").order_by("locale_id"):
        language = other.locale.language_code
        own = compile_form(other.get_latest_revision_as_object()).texts
        missing[language] = _missing(form.form_key, compiled.schema, own, compiled.texts, language)
    return missing


def missing_counts(form: ObservationForm) -> list[tuple[str, int]]:
    """Return the name of each language in which the leading `form` lacks texts, and how many.

    A form that follows another has none of its own.
    """
    leading = leading_form(form.form_key)
    if leading is None or leading.pk != form.pk:
        return []
    names = {
        other.locale.language_code: other.locale.get_display_name()
        for other in form.get_translations().select_related("locale")
    }
    return [
        (names[language], len(missing))
        for language, missing in missing_in_drafts(form).items()
        if missing
    ]


def _missing(
    form_key: UUID,
    schema: dict[str, Any],
    own: dict[str, Any],
    leading: dict[str, Any],
    language: str,
) -> list[Missing]:
    names = _names(schema, leading)
    found: dict[tuple[str, str], Missing] = {}
    for block_id, text in [
        *_empty(own, leading, names),
        *_untranslated(form_key, language),
    ]:
        if block_id in names:
            found.setdefault((block_id, text), Missing(block_id, names[block_id], text))
    return list(found.values())


def _names(schema: dict[str, Any], texts: dict[str, Any]) -> dict[str, str]:
    """Names of all sections and questions by block id, in their order, and of the form itself."""
    names = {"": texts.get("title", "")}
    for section in schema["sections"]:
        names[section["id"]] = name_of(section, texts["sections"].get(section["id"], {}))
    for item in items_of(schema):
        names[item["id"]] = name_of(item, texts["items"].get(item["id"], {}))
    return names


def _empty(
    own: dict[str, Any], leading: dict[str, Any], names: dict[str, str]
) -> Iterator[tuple[str, str]]:
    if leading.get("title") and not own.get("title"):
        yield "", leading["title"]
    for part in ("sections", "items"):
        for block_id in names:
            words = leading.get(part, {}).get(block_id)
            if not words:
                continue
            mine = own.get(part, {}).get(block_id)
            there = dict(flat_words(mine or {}))
            for path, text in flat_words(words):
                may_be_empty = mine is not None and path.rsplit(".", 1)[-1].endswith(_OPTIONAL)
                if text and not there.get(path) and not may_be_empty:
                    yield block_id, text


def _untranslated(form_key: UUID, language: str) -> Iterator[tuple[str, str]]:
    """What wagtail-localize fills in from the source, because nobody has translated it."""
    translation = (
        Translation.objects.filter(
            source__object_id=form_key, target_locale__language_code=language, enabled=True
        )
        .select_related("source")
        .first()
    )
    if translation is None:
        return
    done = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=translation.target_locale_id,
        has_error=False,
    )
    rows = StringSegment.objects.filter(~Exists(done), source=translation.source)
    for path, text in rows.order_by("order").values_list("context__path", "string__data"):
        parts = path.split(".")
        yield parts[1] if parts[0] == "body" and len(parts) > 1 else "", plain(text)
