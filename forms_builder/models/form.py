"""An observation form as content: edited, previewed, translated and published in Wagtail."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from forms_builder.blocks import FormBodyBlock
from forms_builder.choices import Purpose, known_purposes, only_observation
from forms_builder.scoring_blocks import ScoringBlock
from khmer.modelfields import KhmerCharField, KhmerTextField


class BodyField(StreamField):
    """A StreamField of questions whose block definitions stay out of migrations."""

    def __init__(self, block_types=None, **kwargs):
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or FormBodyBlock(), **kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = models.Field.deconstruct(self)
        return name, path, [], kwargs


class ScoringField(StreamField):
    """A StreamField of scores and bands whose block definitions stay out of migrations."""

    def __init__(self, block_types=None, **kwargs):
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or ScoringBlock(), **kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = models.Field.deconstruct(self)
        return name, path, [], kwargs


class PurposesField(models.JSONField):
    """Codes of `Purpose`, one or more; ticked in the editor."""

    def formfield(self, **kwargs):
        defaults = {
            "form_class": forms.MultipleChoiceField,
            "choices": Purpose.choices,
            "widget": forms.CheckboxSelectMultiple,
            "show_hidden_initial": False,
        }
        return models.Field.formfield(self, **{**defaults, **kwargs})

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if sorted(known_purposes(value)) != sorted(value):
            raise ValidationError(_("Choose one or more of the purposes."))


class ObservationForm(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    models.Model,
):
    """A form's content in one language; its translations share `translation_key`, the form's key.

    Nothing that lasts points here: it stands for no longer than it is kept. The form itself is a
    row (`Form`), and publishing compiles the body into a `FormVersion`. `code` repeats the row's.
    """

    code = models.SlugField(
        _("code"),
        max_length=64,
        help_text=_(
            "A short name in Latin letters for exports and other software. It never changes."
        ),
    )
    title = KhmerCharField(_("title"), max_length=255)
    intro = KhmerTextField(_("introduction"), blank=True)
    body = BodyField(verbose_name=_("questions"), blank=True)
    scoring = ScoringField(
        verbose_name=_("scores and bands"),
        blank=True,
        help_text=_("What the points mean. A change here makes a new version."),
    )
    purposes = PurposesField(
        _("what the form is for"),
        default=only_observation,
        help_text=_(
            "The form can be sent only for what is ticked here. A change makes a new version."
        ),
    )
    offer_incomplete = models.BooleanField(
        _("offer translations that are not finished"),
        default=False,
        help_text=_(
            "Otherwise the form is shown whole in its own language until its translation is "
            "complete."
        ),
    )
    calibration_required = models.BooleanField(
        _("observers must have passed calibration"),
        default=False,
        help_text=_("Whoever plans a visit is warned if the observer has not passed."),
    )
    calibration_percent = models.PositiveSmallIntegerField(
        _("percent of exact agreement to pass"),
        default=70,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Of the criteria of a reference lesson, coded as the expert did."),
    )
    source = models.TextField(
        _("source"), blank=True, help_text=_("Where the form comes from and under which licence.")
    )

    # The tables that expressions look things up in: name and hash of a ChoiceListContent.
    tables = models.JSONField(default=dict, blank=True, editable=False)

    panels = [
        FieldPanel("title"),
        FieldPanel("intro", widget=AdminAutoHeightTextInput),
        FieldPanel("body"),
        FieldPanel("scoring"),
        FieldPanel("code"),
        FieldPanel("purposes"),
        FieldPanel("offer_incomplete"),
        MultiFieldPanel(
            [FieldPanel("calibration_required"), FieldPanel("calibration_percent")],
            heading=_("Calibration of observers"),
        ),
        FieldPanel("source", widget=AdminAutoHeightTextInput),
        PublishingPanel(),
    ]

    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("intro"),
        TranslatableField("body"),
        TranslatableField("scoring"),
        SynchronizedField("code", overridable=False),
        SynchronizedField("source", overridable=False),
        SynchronizedField("purposes", overridable=False),
        SynchronizedField("calibration_required", overridable=False),
        SynchronizedField("calibration_percent", overridable=False),
        SynchronizedField("offer_incomplete", overridable=False),
        SynchronizedField("tables", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("observation form")
        verbose_name_plural = _("observation forms")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["locale", "code"], name="observation_form_code_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def preview_modes(self):
        """The languages to look at the form in, its own first."""
        languages = [self.locale] if self.locale_id else []
        if self.pk:
            languages += [form.locale for form in self.get_translations().select_related("locale")]
        return [(locale.language_code, locale.get_display_name()) for locale in languages] or [
            ("", _("Preview"))
        ]

    @property
    def preview_sizes(self):
        """A small phone first, which is where most forms are filled."""
        phone, *others = super().preview_sizes
        return [{**phone, "device_width": 360}, *others]

    def serve_preview(self, request, mode_name):
        from forms_builder.preview import preview_response

        return preview_response(self, request, mode_name)

    @property
    def form_key(self):
        """The key of the form's row (`Form`), the same in every language."""
        return self.translation_key
