"""The coordinator's part of Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from mentoring.viewsets.group import GroupViewSet
from mentoring.viewsets.relationship import RelationshipViewSet
from mentoring.viewsets.session import SessionViewSet


class MentoringMenu(ModelViewSetGroup):
    menu_label = _("Mentoring")
    menu_icon = "group"
    menu_order = 150
    items = (RelationshipViewSet(), GroupViewSet(), SessionViewSet())
