"""What a form's rules look up and its tables do not have, in words for its author."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.fields import registry
from forms_builder.logic.lookups import columns_of, is_too_much
from forms_builder.logic.problems import question_name
from forms_builder.logic.sources import compiled_logic, kinds_by_code


def table_errors(body: Sequence[Any], tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return a message for each question whose rules name a table or column that is not there."""
    kinds, errors = kinds_by_code(body), []
    looked_at: dict[str, set[str]] = {}
    for child in body:
        logic = compiled_logic(child.value, registry.get(child.block_type), kinds)
        for name, columns in sorted(columns_of(logic.values()).items()):
            looked_at.setdefault(name, set()).update(columns)
            names = {"question": question_name(child), "table": name}
            if name not in tables:
                errors.append(
                    _(
                        "“%(question)s” looks things up in “%(table)s”, a table that the form does "
                        "not have. Correct its name, or add the table under “Tables to look "
                        "things up in”."
                    )
                    % names
                )
            elif missing := sorted(columns - set(tables[name]["columns"])):
                names |= {"column": missing[0], "columns": ", ".join(tables[name]["columns"])}
                errors.append(
                    _(
                        "“%(question)s” looks things up in “%(table)s”, which has no column "
                        "“%(column)s”. It has: %(columns)s."
                    )
                    % names
                )
    if is_too_much(tables, looked_at):
        errors.append(
            _(
                "With the table “%(table)s” the form has too much to look things up in: a phone "
                "carries all of it. Keep only the rows that the form needs."
            )
            % {"table": max(looked_at.keys() & tables.keys(), key=lambda n: len(tables[n]["rows"]))}
        )
    return errors
