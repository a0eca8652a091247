"""What people does on the signals of others."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, post_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from people.actions.prepare_groups import prepare_groups
from people.actions.prepare_languages import prepare_languages
from people.models import User


@receiver(post_save, sender=UserProfile)
def follow_admin_language(instance: UserProfile, **kwargs: Any) -> None:
    """The language chosen in the admin's account screen is the person's language everywhere."""
    if instance.preferred_language:
        User.objects.filter(pk=instance.user_id).exclude(
            language=instance.preferred_language
        ).update(language=instance.preferred_language)


@receiver(post_save, sender=User)
def tell_admin_language(
    instance: User, created: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """And the other way round, where a language was ever chosen there."""
    if created or (update_fields is not None and "language" not in update_fields):
        return
    UserProfile.objects.filter(user=instance).exclude(preferred_language="").update(
        preferred_language=instance.language
    )


@receiver(post_migrate)
def prepare_after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Once, after the last app: by then every model's permissions exist."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if sender is last:
        prepare_languages()
        prepare_groups()
