"""Makes the content languages known to Wagtail."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale


@transaction.atomic
def prepare_languages() -> None:
    """A Wagtail locale for every language of `WAGTAIL_CONTENT_LANGUAGES`; safe to run again."""
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
