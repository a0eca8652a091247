"""Passwords that can be read out, written on paper and typed on a phone."""

import secrets

# Without letters and digits that look alike on paper: 0 o, 1 l i.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 3, 4


def make_password() -> str:
    """A random password of three groups, such as `k7mw-3xqa-p9fd`: 59 bits."""
    groups = (
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)
