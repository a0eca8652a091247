"""What the API does when something happens to an account: its tokens end."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from api.actions.end_tokens import end_tokens
from people.models import User
from people.signals import account_deactivated


@receiver(account_deactivated)
def end_tokens_with_the_account(
    user: User, by: User | None, at: datetime.datetime, **kwargs: Any
) -> None:
    """Opening the account again does not bring old tokens back."""
    end_tokens(person=user, by=by, at=at)


@receiver(post_save, sender=User)
def end_tokens_with_the_password(instance: User, created: bool, **kwargs: Any) -> None:
    """Whoever sets a new password, by whatever way, ends the tokens with the old one.

    Until it is saved, an account holds a newly set password in `_password`; hashing the same
    password anew at sign-in leaves it empty.
    """
    if not created and getattr(instance, "_password", None) is not None:
        end_tokens(person=instance, by=None, at=timezone.now())
