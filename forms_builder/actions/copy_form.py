"""A form once more, with all its languages, to be changed into another one."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from forms_builder.actions.import_form import translate
from forms_builder.actions.register_form import register_form
from forms_builder.codes import free_code
from forms_builder.duplicates import copied
from forms_builder.models import Form, ObservationForm
from forms_builder.queries import leading_form
from forms_builder.strings import plain

if TYPE_CHECKING:
    from people.models import Place, User


@transaction.atomic
def copy_form(
    *,
    form: ObservationForm,
    by: User | None,
    at: datetime.datetime,
    place: Place | None = None,
) -> ObservationForm:
    """Make a new form from the latest drafts of `form` in every language; all stay drafts.

    It is for `place`, or for the whole country. The copy has a code of its own, made from that of
    `form`, knows what it is `derived_from`, and has no versions; its questions keep their codes,
    so that answers to both can be laid beside each other in exports. Returns the leading form of
    the copy.
    """
    original = Form.objects.get(pk=form.form_key)
    leading = leading_form(form.form_key) or form
    draft = leading.get_latest_revision_as_object()
    body, ids = copied(list(draft.body.get_prep_value()), set())
    scoring, ids_of_scoring = copied(list(draft.scoring.get_prep_value()), set())
    ids |= ids_of_scoring
    new = ObservationForm(
        code=free_code(original.code, place=place),
        title=_copy_of(draft.title, leading.locale.language_code),
        intro=draft.intro,
        source=draft.source,
        tables=draft.tables,
        purposes=draft.purposes,
        offer_incomplete=draft.offer_incomplete,
        calibration_required=draft.calibration_required,
        calibration_percent=draft.calibration_percent,
        locale=leading.locale,
        body=ObservationForm.body.field.to_python(body),
        scoring=ObservationForm.scoring.field.to_python(scoring),
        live=False,
    )
    register_form(form=new, place=place, derived_from=original)
    new.save()
    new.save_revision(user=by, clean=False)
    for other in leading.get_translations().select_related("locale"):
        words = {
            ".".join(ids.get(step, step) for step in path.split(".")): text
            for path, text in _words(leading, other).items()
        }
        if words.get("title"):
            words["title"] = _copy_of(words["title"], other.locale.language_code)
        translate(new, other.locale, words, by, publish=False)
    log(
        instance=new,
        action="forms_builder.copy_form",
        user=by,
        timestamp=at,
        data={"form": original.code, "place": str(place) if place else ""},
    )
    return new


def _copy_of(title: str, language: str) -> str:
    with translation.override(language):
        return (_("%(title)s (copy)") % {"title": title})[:255]


def _words(leading: ObservationForm, other: ObservationForm) -> dict[str, str]:
    """The words of a translation by content path, without what nobody has translated."""
    if Translation.objects.filter(
        source__object_id=leading.form_key, target_locale=other.locale_id, enabled=True
    ).exists():
        rows = StringTranslation.objects.filter(
            context__object_id=leading.form_key, locale=other.locale_id, has_error=False
        ).order_by("updated_at")
        return {path: plain(html) for path, html in rows.values_list("context__path", "data")}
    draft = other.get_latest_revision_as_object()
    return {
        segment.path: segment.string.render_text()
        for segment in extract_segments(draft)
        if isinstance(segment, StringSegmentValue)
    }
