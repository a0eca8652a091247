"""Who may code reference lessons, and who has passed."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, QuerySet

from forms_builder.models import CalibrationCoding, CalibrationLesson, Form
from forms_builder.queries import leading_form
from people.choices import Role

if TYPE_CHECKING:
    from people.models import User


def may_set_codes(user: User) -> bool:
    """Those who edit reference lessons."""
    return user.is_active and user.has_perm("forms_builder.change_calibrationlesson")


def may_code(user: User, lesson: CalibrationLesson) -> bool:
    """Those who observe, once expert codes are there."""
    return user.is_active and user.has_role(Role.MENTOR, Role.MASTER_MENTOR) and lesson.is_ready


def check_may_set_codes(user: User) -> None:
    """Raises PermissionDenied."""
    if not may_set_codes(user):
        raise PermissionDenied


def check_may_code(user: User, lesson: CalibrationLesson) -> None:
    """Raises PermissionDenied."""
    if not may_code(user, lesson):
        raise PermissionDenied


def lessons_for(user: User) -> QuerySet[CalibrationLesson]:
    """The reference lessons that `user` may open: all for editors, else those with codes."""
    lessons = CalibrationLesson.objects.select_related("version")
    if may_set_codes(user):
        return lessons
    if user.has_role(Role.MENTOR, Role.MASTER_MENTOR):
        return lessons.exclude(expert_scores={})
    return lessons.none()


def lessons_to_code(user: User) -> QuerySet:
    """The reference lessons that `user` may code, each with `is_coded`: whether they have."""
    own = CalibrationCoding.objects.filter(lesson=OuterRef("pk"), observer=user)
    lessons = CalibrationLesson.objects.annotate(is_coded=Exists(own))
    if not user.has_role(Role.MENTOR, Role.MASTER_MENTOR):
        return lessons.none()
    return lessons.exclude(expert_scores={})


def has_passed_calibration(user: User, form: Form, on: datetime.date) -> bool:
    """Whether `user` has reached the form's share of exact agreement by the day `on`.

    Any reference lesson of the form counts, and the best coding of each person. The share is what
    the form's content says now; without content nobody has.
    """
    content = leading_form(form.pk)
    if content is None:
        return False
    return _has_reached(content.calibration_percent, user, form, on)


def _has_reached(percent: int, user: User, form: Form, on: datetime.date) -> bool:
    codings = CalibrationCoding.objects.filter(
        lesson__version__form=form, observer=user, coded_at__date__lte=on
    )
    shares = codings.annotate(reached=F("exact") * 100, asked=F("of") * percent)
    return shares.filter(of__gt=0, reached__gte=F("asked")).exists()


def needs_calibration(user: User, form: Form | None, on: datetime.date) -> bool:
    """Whether the form, as it is written now, asks observers to have passed, and `user` has not."""
    content = leading_form(form.pk) if form else None
    if form is None or content is None or not content.calibration_required:
        return False
    return not _has_reached(content.calibration_percent, user, form, on)
