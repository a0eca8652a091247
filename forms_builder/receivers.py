"""What Wagtail's publishing means for versions."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone
from wagtail.signals import published, unpublished

from forms_builder.actions.publish_version import publish_version
from forms_builder.actions.register_form import register_form
from forms_builder.actions.rename_domain import rename_domain
from forms_builder.actions.unpublish_form import unpublish_form
from forms_builder.models import Attachment, Domain, ObservationForm


def form_saved(instance: ObservationForm, raw: bool = False, **kwargs: Any) -> None:
    """The one place that every way in goes through: editor, copy, import, translation."""
    if not raw:
        register_form(form=instance)


def form_published(instance: ObservationForm, **kwargs: Any) -> None:
    """Wagtail sends `published` for a scheduled form, too, while it is not live yet."""
    if instance.live:
        publish_version(form=instance, at=timezone.now())


def form_unpublished(instance: ObservationForm, **kwargs: Any) -> None:
    unpublish_form(form=instance)


def form_deleted(instance: ObservationForm, **kwargs: Any) -> None:
    """The form's row and its versions outlive the content, because answers are bound to them.

    If a translation of the deleted form is left, it leads from now on and stays offered.
    """
    unpublish_form(form=instance)


def domain_saved(instance: Domain, **kwargs: Any) -> None:
    """A domain has no drafts: its new name shows at once, in every form."""
    rename_domain(domain=instance, at=timezone.now())


def attachment_deleted(instance: Attachment, **kwargs: Any) -> None:
    """The bytes go with the row, once it is really gone."""
    storage, name = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(name))


def connect() -> None:
    """Called once, when the app is ready."""
    pre_save.connect(form_saved, sender=ObservationForm, dispatch_uid="form_saved")
    published.connect(form_published, sender=ObservationForm, dispatch_uid="form_published")
    unpublished.connect(form_unpublished, sender=ObservationForm, dispatch_uid="form_unpublished")
    post_delete.connect(form_deleted, sender=ObservationForm, dispatch_uid="form_deleted")
    post_save.connect(domain_saved, sender=Domain, dispatch_uid="domain_saved")
    post_delete.connect(attachment_deleted, sender=Attachment, dispatch_uid="attachment_deleted")
