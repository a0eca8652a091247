"""Django's entry to the language tools."""

from django.apps import AppConfig
from django.conf import locale


class KhmerConfig(AppConfig):
    """Registers the template tags and commands, and names Khmer in Khmer."""

    name = "khmer"
    verbose_name = "Khmer"

    def ready(self) -> None:
        # Django calls the language "Khmer" in its own tongue, too.
        locale.LANG_INFO["km"]["name_local"] = "ភាសាខ្មែរ"
