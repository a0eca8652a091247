"""Copies: of questions from the library into a form, and of a whole form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from forms_builder.actions.copy_form import copy_form
from forms_builder.actions.insert_from_library import insert_from_library
from forms_builder.logic.problems import question_name
from forms_builder.models import LibraryPart
from forms_builder.views.base import FormView
from khmer.digits import written
from people.choices import PlaceKind
from people.forms import PlaceChoiceField
from people.models import Place

# Questions of a part that are named in the list.
_NAMED = 8
# Who, beside the whole country, may have forms of their own.
OWNERS = (PlaceKind.PROVINCE, PlaceKind.DISTRICT, PlaceKind.CLUSTER)


class LibraryView(FormView):
    """The parts in the form's language; posting appends one of them to the draft."""

    page_title = _("Insert from the library")
    template_name = "forms_builder/admin/library.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = LibraryPart.objects.filter(locale=self.object.locale).order_by("title", "pk")
        return super().get_context_data(
            **kwargs,
            parts=[
                (part, [question_name(child) for child in part.body][:_NAMED], len(part.body))
                for part in parts
            ],
            add_url=reverse("wagtailsnippets_forms_builder_librarypart:add"),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.get("part", "")
        part = get_object_or_404(LibraryPart, pk=chosen if chosen.isdecimal() else 0)
        lock = self.object.get_lock()
        if lock and lock.for_user(request.user):
            messages.error(
                request, gettext("The form is locked. Unlock it, then insert the questions.")
            )
            return redirect(self.url("edit"))
        try:
            count = insert_from_library(
                form=self.live_object, part=part, by=self.person, at=timezone.now()
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self.url("library"))
        messages.success(
            request,
            ngettext(
                "%(count)s question of “%(title)s” was added at the end of the draft.",
                "%(count)s questions of “%(title)s” were added at the end of the draft.",
                count,
            )
            % {"count": written(count), "title": part.title},
        )
        return redirect(self.url("edit"))


class OwnerForm(forms.Form):
    """Whose form the copy is."""

    place = PlaceChoiceField(
        label=_("Owner"),
        queryset=Place.objects.filter(kind__in=OWNERS).order_by("kind", "sort_key", "pk"),
        required=False,
        empty_label=_("National: for the whole country"),
        help_text=_(
            "A form of one place has a code that begins with that place. The owner stays the same."
        ),
    )


class CopyFormView(FormView):
    """Asks for whom, then copies the form with all its languages and opens the copy."""

    page_title = _("Copy this form")
    template_name = "forms_builder/admin/copy.html"
    permission_required = "add"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = self.object.get_translations().select_related("locale")
        form = kwargs.pop("form", None) or OwnerForm()
        return super().get_context_data(
            **kwargs,
            form=form,
            media=form.media,
            languages=[self.object.locale, *(other.locale for other in others)],
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = OwnerForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        copy = copy_form(
            form=self.live_object,
            by=self.person,
            at=timezone.now(),
            place=form.cleaned_data["place"],
        )
        messages.success(
            request,
            gettext("“%(title)s” was made, as a draft in every language.") % {"title": copy.title},
        )
        return redirect(reverse(self.edit_url_name, args=[copy.pk]))
