"""Words that people type into mentoring: cleaned, bounded, refused with a message."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from khmer.clean import clean
from khmer.digits import written

MOST_CHARACTERS = 10_000


def cleaned(text: str, field: str) -> str:
    """`text` clean and without blank ends. Raises ValidationError under `field` if too long."""
    if not isinstance(text, str):
        raise ValidationError({field: _("Write text here.")})
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(
            {
                field: _("This text has %(count)s characters. Shorten it to %(most)s.")
                % {"count": written(len(text)), "most": written(MOST_CHARACTERS)}
            }
        )
    return clean(text).strip()
