"""The language of a form's conditions and calculations: the XLSForm part of XPath 1.0.

An expression is parsed once into a small tree that the version keeps, and evaluated by this
package and, on phones, by `site/static/js/field/expressions.js`. Both follow JavaRosa, which ODK
Collect runs on; tests/forms_builder/expressions compares all three.
"""

from forms_builder.expressions.errors import ExpressionFailed, ExpressionRefused
from forms_builder.expressions.evaluate import evaluate, to_boolean, to_number, to_text
from forms_builder.expressions.parse import parse
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.tree import list_references, lists, references, to_xpath, uses_self

__all__ = [
    "ExpressionFailed",
    "ExpressionRefused",
    "Scope",
    "evaluate",
    "list_references",
    "lists",
    "parse",
    "references",
    "to_boolean",
    "to_number",
    "to_text",
    "to_xpath",
    "uses_self",
]
