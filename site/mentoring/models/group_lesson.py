"""Reference lessons that a master mentor sets for the mentors of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_builder.models import CalibrationLesson
from mentoring.models.group import MentoringGroup

if TYPE_CHECKING:
    from people.models import User


class GroupLessonQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> GroupLessonQuerySet:
        """Those of the groups that one sees."""
        return self.filter(group__in=MentoringGroup.objects.visible_to(user).values("pk"))


class GroupLesson(models.Model):
    """A reference lesson that everybody in a training codes, by `due_date` if one is named.

    The codings stay each person's own; they are compared as a group.
    """

    group = models.ForeignKey(
        MentoringGroup,
        on_delete=models.PROTECT,
        related_name="lessons",
        verbose_name=_("group"),
    )
    lesson = models.ForeignKey(
        CalibrationLesson,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("reference lesson"),
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("set by"),
    )
    set_at = models.DateTimeField(_("set"))
    due_date = models.DateField(_("by when"), null=True, blank=True)

    objects = GroupLessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson set for a group")
        verbose_name_plural = _("lessons set for groups")
        ordering = ["set_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "lesson"], name="lesson_once_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.lesson} · {self.group}"
