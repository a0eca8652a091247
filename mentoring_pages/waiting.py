"""What waits for those who look after content: drafts, and words of the other language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from forms_builder.models import ObservationForm
from khmer.digits import written

if TYPE_CHECKING:
    from people.models import User

EDIT_FORM = "forms_builder.change_observationform"
TRANSLATE = "wagtail_localize.submit_translation"


@dataclass(frozen=True)
class Waiting:
    """One piece of work: what it is about, what is to be done, and where."""

    title: str
    task: str
    url: str


def looks_after_content(user: User) -> bool:
    """Whether `user` edits forms or translates them."""
    return user.has_perm(EDIT_FORM) or user.has_perm(TRANSLATE)


def waiting_for(user: User) -> list[Waiting]:
    """Drafts first, then translations. Asks the same number of queries however many there are."""
    if not looks_after_content(user):
        return []
    forms = list(ObservationForm.objects.select_related("locale").order_by("code", "locale"))
    found: list[Waiting] = []
    if user.has_perm(EDIT_FORM):
        found += [_draft_of(form, _edit(form)) for form in forms if _is_draft(form)]
    found += [
        _draft_of(page, reverse("wagtailadmin_pages:edit", args=[page.pk]))
        for page in policy_registry.get_by_type(Page)
        .instances_user_has_permission_for(user, "change")
        .filter(Q(has_unpublished_changes=True) | Q(live=False), depth__gt=1)
        .order_by("title")
    ]
    if user.has_perm(TRANSLATE):
        found += _translations(forms)
    return found


def _is_draft(form: ObservationForm) -> bool:
    return form.has_unpublished_changes or not form.live


def _draft_of(thing: Any, url: str) -> Waiting:
    """A page is named as it stands in its draft."""
    title = getattr(thing, "draft_title", "") or str(thing)
    return Waiting(title, _("Draft: look at it again and publish it."), url)


def _edit(form: ObservationForm) -> str:
    name = f"wagtailsnippets_{form._meta.app_label}_{form._meta.model_name}:edit"
    return reverse(name, args=[quote(form.pk)])


def _translations(forms: list[ObservationForm]) -> Iterator[Waiting]:
    """For each published form that is no translation itself, what its other languages lack."""
    there = {(form.translation_key, form.locale_id): form for form in forms}
    known = {(row.source.object_id, row.target_locale_id): row for row in _known_translations()}
    lacking = _words_lacking()
    locales = list(Locale.objects.all())
    for form in forms:
        if not form.live or (form.translation_key, form.locale_id) in known:
            continue
        for locale in locales:
            key = (form.translation_key, locale.pk)
            target, translation = there.get(key), known.get(key)
            if locale.pk == form.locale_id or (target and not translation):
                continue  # its own language, or one that is written by hand
            if not target or not translation:
                task = _("Not yet in %(language)s: begin the translation.")
                url = _begin(form)
            elif _is_newer(form, translation):
                task = _("Changed since it was put into %(language)s: bring that up to date.")
                url = reverse("wagtail_localize:update_translations", args=[translation.source_id])
            elif count := lacking.get((translation.source_id, locale.pk), 0):
                task = ngettext(
                    "%(count)s text is not in %(language)s yet.",
                    "%(count)s texts are not in %(language)s yet.",
                    count,
                )
                task %= {"count": written(count), "language": "%(language)s"}
                url = _edit(target)
            else:
                continue
            yield Waiting(form.title, task % {"language": locale.get_display_name()}, url)


def _begin(form: ObservationForm) -> str:
    options = form._meta
    names = [options.app_label, options.model_name, quote(form.pk)]
    return reverse("wagtail_localize:submit_snippet_translation", args=names)


def _is_newer(form: ObservationForm, translation: Translation) -> bool:
    """Whether the form was published after its words were last handed to the translators."""
    published = form.last_published_at
    return published is not None and published > translation.source.last_updated_at


def _known_translations() -> QuerySet[Translation]:
    forms = ContentType.objects.get_for_model(ObservationForm)
    return Translation.objects.filter(
        enabled=True, source__specific_content_type=forms
    ).select_related("source")


def _words_lacking() -> dict[tuple[int, int], int]:
    """How many texts are untranslated, by source and language."""
    translated = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=OuterRef("source__translations__target_locale"),
        has_error=False,
    )
    rows = (
        StringSegment.objects.filter(source__translations__in=_known_translations())
        .filter(~Exists(translated))
        .values_list("source", "source__translations__target_locale")
        .annotate(count=Count("pk"))
    )
    return {(source, locale): count for source, locale, count in rows}
