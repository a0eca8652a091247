"""Name and password, with messages that say what to do."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

MESSAGES: dict[str, Any] = {
    "invalid_login": _(
        "This name and password do not belong together. Check both and try again. "
        "If you have forgotten the password, your coordinator can give you a new one."
    ),
    "inactive": _("This account is closed. Please ask your coordinator to open it again."),
}
NAME_LABEL = _("Username, e-mail address or phone number")
NAME_MISSING = _("Write your username, e-mail address or phone number.")
PASSWORD_MISSING = _("Write your password.")


class SignInForm(AuthenticationForm):
    """One box for username, e-mail address or phone number."""

    error_messages = MESSAGES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = NAME_MISSING
        self.fields["password"].error_messages["required"] = PASSWORD_MISSING

    def summary(self) -> list[dict[str, str]]:
        """The errors as links to their inputs, for the error summary."""
        return [
            {"href": "#id_username" if name == "__all__" else f"#id_{name}", "text": str(text)}
            for name, errors in self.errors.items()
            for text in errors
        ]


class AdminSignInForm(LoginForm):
    """The same in the admin, where Wagtail leaves the label of the password untranslated."""

    error_messages = MESSAGES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = NAME_LABEL
        self.fields["username"].widget.attrs["placeholder"] = ""
        self.fields["username"].error_messages["required"] = NAME_MISSING
        self.fields["password"].label = _("Password")
        self.fields["password"].error_messages["required"] = PASSWORD_MISSING
