"""Word lists as snippets: content admins edit and translate them."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from people.models import ExpertiseArea, Subject


class ExpertiseAreaViewSet(SnippetViewSet):
    model = ExpertiseArea
    icon = "tag"
    menu_label = _("Expertise areas")
    list_display = ["name", "code"]
    search_fields = ["name", "code"]


class SubjectViewSet(SnippetViewSet):
    model = Subject
    icon = "tag"
    menu_label = _("Subjects")
    list_display = ["name", "code"]
    search_fields = ["name", "code"]
