"""Success stories: what changed in a classroom, told with the teacher's consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from khmer.modelfields import KhmerCharField, KhmerTextField
from mentoring_pages.models.body import StoryBodyField
from mentoring_pages.models.public_page import PublicPage, PublicPageForm
from resources.models import LibraryImage

CARD_PICTURES = ("fill-480x270|format-webp", "fill-960x540|format-webp")
STORIES_A_PAGE = 9
CONSENT_MISSING = _(
    "Confirm that everybody named or shown has agreed, then publish. Without that, save a draft."
)


class StoryIndexPage(PublicPage):
    intro = KhmerTextField(_("introduction"), blank=True)

    parent_page_types = ["mentoring_pages.HomePage"]
    subpage_types = ["mentoring_pages.StoryPage"]

    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of stories")
        verbose_name_plural = _("lists of stories")

    def stories(self) -> QuerySet[StoryPage]:
        """Published stories below this page, newest first, with pictures for cards."""
        pictures = LibraryImage.objects.prefetch_renditions(*CARD_PICTURES)
        return (
            StoryPage.objects.child_of(self)
            .live()
            .order_by("-story_date", "-pk")
            .prefetch_related(Prefetch("image", queryset=pictures))
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        paginator = Paginator(self.stories(), STORIES_A_PAGE)
        context["pages"] = paginator.get_page(request.GET.get("page"))
        return context


class StoryForm(PublicPageForm):
    """A draft may lack consent, a published story may not."""

    consent_confirmed = forms.BooleanField(
        label=_("everybody named or shown has agreed to publish"),
        required=True,
        error_messages={"required": CONSENT_MISSING},
    )


class StoryPage(PublicPage):
    """One story. The record of consent is kept elsewhere; here is one line and a confirmation."""

    summary = KhmerCharField(
        _("summary"), max_length=300, help_text=_("One or two sentences, shown in lists too.")
    )
    teacher_line = KhmerCharField(_("teacher"), max_length=200)
    school_line = KhmerCharField(_("school"), max_length=200, blank=True)
    story_date = models.DateField(_("date"), default=timezone.localdate)
    image = models.ForeignKey(
        "resources.LibraryImage",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    image_alt = KhmerCharField(_("text for people who cannot see the picture"), max_length=255)
    body = StoryBodyField(verbose_name=_("story"))
    change_seen = KhmerTextField(_("the change that was seen"))
    consent_line = KhmerCharField(
        _("who agreed to publish"),
        max_length=500,
        help_text=_("A sentence for readers. Keep signed papers and contacts out of it."),
    )
    consent_confirmed = models.BooleanField(
        _("everybody named or shown has agreed to publish"), default=False
    )

    base_form_class = StoryForm
    parent_page_types = ["mentoring_pages.StoryIndexPage"]
    subpage_types: list[str] = []
    show_in_menus_default = False

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("teacher_line"),
                FieldPanel("school_line"),
                FieldPanel("story_date"),
            ],
            heading=_("Whose story"),
        ),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Picture")),
        FieldPanel("body"),
        FieldPanel("change_seen"),
        MultiFieldPanel(
            [
                FieldPanel("consent_line"),
                FieldPanel("consent_confirmed", required_on_save=False),
            ],
            heading=_("Consent"),
        ),
    ]
    override_translatable_fields = [
        SynchronizedField("image"),
        SynchronizedField("story_date", overridable=False),
        SynchronizedField("consent_confirmed", overridable=False),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        """Save; raises ValidationError for a published story without confirmed consent."""
        if clean and self.live and not self.consent_confirmed:
            raise ValidationError({"consent_confirmed": CONSENT_MISSING})
        return super().save(clean=clean, **kwargs)
