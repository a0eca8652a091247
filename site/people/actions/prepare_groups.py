"""The two groups that Wagtail's permissions hang on."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.snippets.models import get_snippet_models

from people.actions.sync_groups import CONTENT_ADMINS, COORDINATORS

PAGE_PERMISSIONS = (
    "add_page",
    "change_page",
    "publish_page",
    "bulk_delete_page",
    "lock_page",
    "unlock_page",
)
CONTENT_VERBS = ("add", "change", "delete", "view", "publish", "lock", "unlock")
FILE_VERBS = ("add", "change", "choose")


@transaction.atomic
def prepare_groups() -> None:
    """Make both groups and give them what they need; safe to run again.

    Coordinators get the door of the admin and nothing else: their screens ask `rules.py`.
    Content admins get pages, snippets, images, documents and translation. Neither gets any
    permission on people: Wagtail's own would let them make a superuser.
    """
    access = Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    coordinators, _created = Group.objects.get_or_create(name=COORDINATORS)
    coordinators.permissions.set(access)

    admins, _created = Group.objects.get_or_create(name=CONTENT_ADMINS)
    admins.permissions.set(access | _content_permissions() | _translation_permissions())
    _grant_pages(admins)
    _grant_files(admins)


def _content_permissions() -> models.QuerySet[Permission]:
    wanted = Q(pk__in=[])
    for model in get_snippet_models():
        name = model._meta.model_name
        wanted |= Q(
            content_type__app_label=model._meta.app_label,
            codename__in=[f"{verb}_{name}" for verb in CONTENT_VERBS],
        )
    return Permission.objects.filter(wanted)


def _translation_permissions() -> models.QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="wagtail_localize", codename="submit_translation"
    )


def _grant_pages(group: Group) -> None:
    root = Page.objects.filter(depth=1).first()
    if root is None:
        return
    for permission in Permission.objects.filter(
        content_type=ContentType.objects.get_for_model(Page), codename__in=PAGE_PERMISSIONS
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _grant_files(group: Group) -> None:
    root = Collection.objects.filter(depth=1).first()
    if root is None:
        return
    for permission in _file_permissions([get_image_model(), get_document_model()]):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def _file_permissions(file_models: Iterable[type[models.Model]]) -> models.QuerySet[Permission]:
    """Wagtail asks for the permissions of its own image and document models, whichever are used."""
    names: list[tuple[str, str | None]] = [
        ("wagtailimages", "image"),
        ("wagtaildocs", "document"),
    ]
    names += [(model._meta.app_label, model._meta.model_name) for model in file_models]
    wanted = Q(pk__in=[])
    for app_label, name in names:
        wanted |= Q(
            content_type__app_label=app_label,
            codename__in=[f"{verb}_{name}" for verb in FILE_VERBS],
        )
    return Permission.objects.filter(wanted)
