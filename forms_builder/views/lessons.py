"""Reference lessons in the admin; their expert codes are entered in the field app."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.chooser import SnippetChosenView
from wagtail.snippets.views.snippets import EditView, IndexView

from forms_builder.models import CalibrationLesson


def codes_button(lesson: CalibrationLesson) -> Button:
    """The way to the form in which an expert codes the lesson."""
    return Button(
        _("Enter expert codes"),
        reverse("field:expert_codes", args=[lesson.pk]),
        icon_name="edit",
        priority=20,
    )


class LessonIndexView(IndexView):
    def get_list_more_buttons(self, instance: CalibrationLesson) -> list:
        return [*super().get_list_more_buttons(instance), codes_button(instance)]


class LessonEditView(EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, codes_button(self.object)]


class LessonChosenView(SnippetChosenView):
    """An address with what is no UUID leads nowhere, as any unknown one."""

    def get_object(self, pk: str) -> CalibrationLesson:
        try:
            return super().get_object(pk)
        except ValidationError as error:
            raise Http404 from error
