"""Forms as ODK XForms, through pyxform."""

from __future__ import annotations

import tempfile
from pathlib import Path

from defusedxml import minidom
from django.utils.translation import gettext as _
from pyxform.errors import PyXFormError
from pyxform.validators.odk_validate import ODKValidateError, check_xform
from pyxform.xls2xform import convert

from forms_builder.models import ObservationForm
from forms_builder.xlsform.writing import Sheets


class NoXForm(Exception):
    """The form cannot be said as an XForm; the text says why."""


def xform_text(form: ObservationForm, *, validate: bool = False) -> str:
    """Return a form as an XForm in XML, without what only this system knows.

    With `validate` ODK Validate looks at it as well, which needs Java. Raises NoXForm.
    """
    written = Sheets(form)
    sheets: dict[str, list[dict[str, str]]] = {}
    for name, (head, *rows) in written.tables(own=False).items():
        sheets[name] = [
            {column: cell for column, cell in zip(head, row, strict=True) if cell} for row in rows
        ]
        sheets[f"{name}_header"] = [dict.fromkeys(head, "")]
    try:
        text = convert(xlsform=sheets, form_name="data").xform
        text = _without_first_instances(text, _begins_with_none(written))
        if validate:
            _validate(text)
    except (PyXFormError, ODKValidateError) as error:
        reason = _("The form cannot be written as an XForm. %(reason)s") % {"reason": error}
        raise NoXForm(reason) from error
    return text


def _begins_with_none(sheets: Sheets) -> set[str]:
    """Return the codes of repeats that nobody has answered while nothing says otherwise."""
    return {
        item["code"]
        for item in sheets.items.values()
        if item.get("kind") == "repeat"
        and ("count" in (item.get("logic") or {}) or not item["minimum"])
    }


def _without_first_instances(text: str, repeats: set[str]) -> str:
    """Take the one empty instance away with which pyxform begins each of these repeats.

    With it, a repeat whose count is 0 would be asked once.
    """
    if not repeats:
        return text
    document = minidom.parseString(text)
    instance = document.getElementsByTagName("instance")[0]
    for code in repeats:
        for element in instance.getElementsByTagName(code):
            if not element.hasAttribute("jr:template"):
                element.parentNode.removeChild(element)
    return document.toxml()


def _validate(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xml"
        path.write_text(text, encoding="utf-8")
        check_xform(str(path))
