"""What can go wrong with an expression, in words for people."""

from __future__ import annotations


class ExpressionRefused(ValueError):
    """The text is no expression of ours. The message names the part and says what to do."""


class ExpressionFailed(ValueError):
    """The expression has no value for these answers, as `date('ភ្នំពេញ')` has none.

    JavaRosa stops there with an error. Callers treat such a value as not answered.
    """


class DateOutside(ExpressionFailed):
    """A date that is before or after all that both evaluators reckon with; see `moments`."""
