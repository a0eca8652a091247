"""Taking in a PO file: wagtail-localize's own page, kept from files that it fails on."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail_localize.views.edit_translation import upload_pofile

from forms_builder.translation_sheets import MOST_BYTES, too_large

_OF_A_TRANSLATION = re.compile(rb'^"X-WagtailLocalize-TranslationID:', re.MULTILINE)


@require_POST
def take_po_file(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Hand a PO file on; say what to do about a file that is none, or none of a translation."""
    if refused := _refusal(request.FILES.get("file")):
        messages.error(request, refused)
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    return upload_pofile(request, translation_id)


def _refusal(file: UploadedFile | None) -> str:
    if file is None:
        return _("Choose a file first.")
    if (file.size or 0) > MOST_BYTES:
        return too_large()
    found = _OF_A_TRANSLATION.search(file.read())
    file.seek(0)
    if found:
        return ""
    return _(
        "This is no PO file of this translation. Download the PO file, write the translations "
        "into it and send it again."
    )
