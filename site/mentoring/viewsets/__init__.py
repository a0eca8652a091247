"""The coordinator's part of Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from mentoring.viewsets.relationship import RelationshipViewSet
from mentoring.viewsets.session import SessionViewSet


class MentoringGroup(ModelViewSetGroup):
    menu_label = _("Mentoring")
    menu_icon = "group"
    menu_order = 150
    items = (RelationshipViewSet(), SessionViewSet())
