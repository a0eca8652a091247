"""The first page that a visitor sees."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from khmer.modelfields import KhmerCharField, KhmerTextField
from mentoring_pages.models.body import HomeBodyField
from mentoring_pages.models.public_page import PublicPage


class HomePage(PublicPage):
    """What the system is, in one sentence; then stories, steps and what editors add."""

    hero = KhmerCharField(
        _("what it is, in one sentence"),
        max_length=255,
        help_text=_("The first words people read."),
    )
    lead = KhmerTextField(_("a few words more"), blank=True)
    image = models.ForeignKey(
        "resources.LibraryImage",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    image_alt = KhmerCharField(
        _("text for people who cannot see the picture"), max_length=255, blank=True
    )
    body = HomeBodyField(verbose_name=_("parts of the page"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["mentoring_pages.StoryIndexPage", "mentoring_pages.ObservationFormPage"]
    max_count = 2  # one for each language

    content_panels = [
        *PublicPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero"),
                FieldPanel("lead"),
                FieldPanel("image"),
                FieldPanel("image_alt"),
            ],
            heading=_("First words"),
        ),
        FieldPanel("body"),
    ]
    override_translatable_fields = [SynchronizedField("image")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @cached_property
    def story_index(self) -> Any:
        """The index of stories below this page, or None."""
        from mentoring_pages.models.story_pages import StoryIndexPage

        return StoryIndexPage.objects.child_of(self).live().first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        index = self.story_index
        context["story_index"] = index
        context["stories"] = index.stories()[:3] if index else []
        return context
