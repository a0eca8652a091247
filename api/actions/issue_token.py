"""Letting another program act for a person."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from knox.models import get_token_model
from knox.settings import knox_settings
from wagtail.log_actions import log

from khmer.digits import written
from people.models import User


@transaction.atomic
def issue_token(*, person: User, by: User | None, at: datetime.datetime) -> str:
    """Return a new token, told this once; only its hash is kept. `by` is None on the console.

    Raises ValidationError for a closed account, and where the person holds as many tokens as one
    may (`REST_KNOX["TOKEN_LIMIT_PER_USER"]`).
    """
    if not person.is_active:
        raise ValidationError(_("This account is closed. Open it again first."))
    User.objects.select_for_update().get(pk=person.pk)
    tokens = get_token_model().objects
    limit = knox_settings.TOKEN_LIMIT_PER_USER
    if limit is not None and tokens.filter(user=person).count() >= limit:
        raise ValidationError(
            _("This person has %(limit)s tokens already. End them first: token --end.")
            % {"limit": written(limit)}
        )
    _instance, token = tokens.create(user=person)
    log(person, "api.issue_token", user=by, timestamp=at)
    return token
