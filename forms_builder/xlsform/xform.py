"""Forms as ODK XForms, through pyxform."""

from __future__ import annotations

from django.utils.translation import gettext as _
from pyxform.errors import PyXFormError
from pyxform.validators.odk_validate import ODKValidateError
from pyxform.xls2xform import convert

from forms_builder.models import ObservationForm
from forms_builder.xlsform.writing import Sheets


class NoXForm(Exception):
    """The form cannot be said as an XForm; the text says why."""


def xform_text(form: ObservationForm, *, validate: bool = False) -> str:
    """Return a form as an XForm in XML, without what only this system knows.

    With `validate` ODK Validate looks at it as well, which needs Java. Raises NoXForm.
    """
    sheets: dict[str, list[dict[str, str]]] = {}
    for name, (head, *rows) in Sheets(form).tables(own=False).items():
        sheets[name] = [
            {column: cell for column, cell in zip(head, row, strict=True) if cell} for row in rows
        ]
        sheets[f"{name}_header"] = [dict.fromkeys(head, "")]
    try:
        return convert(xlsform=sheets, validate=validate, form_name="data").xform
    except (PyXFormError, ODKValidateError) as error:
        reason = _("The form cannot be written as an XForm. %(reason)s") % {"reason": error}
        raise NoXForm(reason) from error
