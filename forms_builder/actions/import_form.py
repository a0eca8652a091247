"""Bringing in a form with its translation, as content that editors go on working with."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale, TranslatableMixin
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.strings import StringValue

from forms_builder.codes import check_code
from forms_builder.interchange import (
    body_in,
    scale_in,
    scale_words_by_path,
    scoring_in,
    words_by_path,
)
from forms_builder.models import (
    ChoiceList,
    ChoiceListContent,
    Domain,
    ObservationForm,
    Scale,
)
from forms_builder.schema import canonical_hash

if TYPE_CHECKING:
    from people.models import User

SOURCE, TARGET = "km", "en"


@transaction.atomic
def import_form(
    *,
    data: dict[str, Any],
    by: User | None,
    at: datetime.datetime,
    images: dict[str, int] | None = None,
) -> ObservationForm:
    """Make or renew the form with the code `data["code"]`, in Khmer and English, and publish it.

    `data` is as `forms_builder.interchange` says. The English form is a translation of
    wagtail-localize, and so are the domains. A form of that code becomes what `data` says; what
    it said before stays in its history. Loading the same again changes nothing. `images` are
    the pictures of notes by the name that `data` gives them; a note does without one that is not
    there. Who may import is the caller's to check. Raises ValidationError if the form is not fit
    for publishing or its code is not to be had (also that of a form that was deleted), and
    KeyError if `data` is incomplete.

    Returns the Khmer form.
    """
    source, target = (
        Locale.objects.get_or_create(language_code=code)[0] for code in (SOURCE, TARGET)
    )
    domains = {
        entry["code"]: _import_domain(entry, source, target, by) for entry in data["domains"]
    }
    others = {
        "scale": {
            entry["code"]: _import_scale(entry, source, target, by)
            for entry in data.get("scales", ())
        },
        "list": {entry["code"]: _import_list(entry) for entry in data.get("lists", ())},
        "image": images or {},
    }
    form = ObservationForm.objects.filter(code=data["code"], locale=source).first()
    if form is None:
        form = ObservationForm(code=data["code"], locale=source, live=False)
        check_code(form.code, form_key=form.form_key)
    stream = ObservationForm.body.field.stream_block
    scoring = ObservationForm.scoring.field.stream_block
    wanted = {
        "title": data["title"][SOURCE],
        "intro": data.get("intro", {}).get(SOURCE, ""),
        "source": data.get("source", ""),
        "body": stream.clean(stream.to_python(body_in(data, SOURCE, domains, others))),
        "scoring": scoring.clean(scoring.to_python(scoring_in(data, SOURCE, domains))),
    }
    if "purposes" in data:
        wanted["purposes"] = data["purposes"]
    if not form.live or _differs(form, wanted):
        for name, value in wanted.items():
            setattr(form, name, value)
        if form.pk is None:
            form.save()
        form.save_revision(user=by).publish(user=by, skip_permission_checks=True)
        form.refresh_from_db()
        log(instance=form, action="forms_builder.import_form", user=by, timestamp=at)
    translate(form, target, words_by_path(data, TARGET), by)
    return form


def _differs(form: ObservationForm, wanted: dict[str, Any]) -> bool:
    stored = ObservationForm.objects.get(pk=form.pk)
    fields = {field.name: field for field in ObservationForm._meta.fields if field.name in wanted}
    before, after = (
        json.dumps(
            {name: field.get_prep_value(content[name]) for name, field in fields.items()},
            cls=DjangoJSONEncoder,
            sort_keys=True,
        )
        for content in ({name: getattr(stored, name) for name in wanted}, wanted)
    )
    return before != after


def _import_domain(entry: dict[str, Any], source: Locale, target: Locale, by: User | None) -> int:
    domain, _created = Domain.objects.update_or_create(
        code=entry["code"], locale=source, defaults={"name": entry["name"][SOURCE]}
    )
    translate(domain, target, {"name": entry["name"][TARGET]}, by)
    return domain.pk


def _import_scale(entry: dict[str, Any], source: Locale, target: Locale, by: User | None) -> int:
    levels = Scale.levels.field.stream_block
    scale, _created = Scale.objects.update_or_create(
        code=entry["code"],
        locale=source,
        defaults={
            "name": entry["name"][SOURCE],
            "levels": levels.clean(levels.to_python(scale_in(entry, SOURCE))),
        },
    )
    translate(scale, target, scale_words_by_path(entry, TARGET), by)
    return scale.pk


def _import_list(entry: dict[str, Any]) -> int:
    content, _made = ChoiceListContent.objects.get_or_create(
        hash=canonical_hash(entry["content"]), defaults={"content": entry["content"]}
    )
    own, _created = ChoiceList.objects.update_or_create(
        code=entry["code"], defaults={"title": entry["title"], "content": content}
    )
    return own.pk


def translate(
    instance: TranslatableMixin,
    target: Locale,
    words: dict[str, str],
    by: User | None,
    *,
    publish: bool = True,
) -> None:
    """Translate what was not translated, or otherwise, by wagtail-localize's own means.

    `words` are the texts in the language of `target` by content path. Without `publish` the
    translation of a form stays a draft.
    """
    source, renewed = TranslationSource.update_or_create_from_instance(instance)
    changed = renewed or not source.translations.filter(target_locale=target).exists()
    if changed:
        Translation.objects.update_or_create(
            source=source, target_locale=target, defaults={"enabled": True}
        )
    known = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            locale=target, context__object_id=instance.translation_key
        )
    }
    missing = []
    for segment in StringSegment.objects.filter(source=source).select_related("context"):
        text = words.get(segment.context.path)
        if not text:
            continue
        html = StringValue.from_plaintext(text).data
        row = known.get((segment.string_id, segment.context_id))
        if row is None:
            missing.append(
                StringTranslation(
                    translation_of_id=segment.string_id,
                    locale=target,
                    context=segment.context,
                    data=html,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                    last_translated_by=by,
                )
            )
        elif row.data != html:
            row.data, row.last_translated_by = html, by
            row.has_error, row.field_error = False, ""
            row.save()
            changed = True
    StringTranslation.objects.bulk_create(missing)
    changed = changed or bool(missing)
    if not changed:
        return
    if not isinstance(instance, ObservationForm):
        source.create_or_update_translation(target, user=by, fallback=True)
        return
    # wagtail-localize publishes when the transaction is over; here it is published inside.
    translated, _created = source.create_or_update_translation(
        target, user=by, publish=False, fallback=True
    )
    if publish:
        translated.latest_revision.publish(user=by, skip_permission_checks=True)
