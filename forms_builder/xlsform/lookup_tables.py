"""Tables that expressions look things up in, by pulldata() and instance().

A table is a CSV file beside the workbook, or a list of its choices sheet. It is kept as it came,
`{"columns": [name…], "rows": [[cell…]…]}`; a version has only those columns that it looks at.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from forms_builder.expressions import ExpressionRefused, lists
from forms_builder.expressions.tree import nodes
from forms_builder.logic.lookups import MOST_ROWS, columns_of, is_too_much
from khmer.clean import clean
from khmer.digits import written

if TYPE_CHECKING:
    from forms_builder.xlsform.row import Choice
    from forms_builder.xlsform.workbook import Sheet

# The sheet of our own workbooks that has the tables: name of the table, then its cells.
SHEET = "mentoring_tables"
MOST_BYTES = 5 * 1024 * 1024
MOST_COLUMNS = 50


class TableRefused(ValueError):
    """A file that is no table of use here; the text says why and what to do."""


def read_csv(name: str, data: bytes) -> dict[str, Any]:
    """Return the table in a CSV file. Raises TableRefused with a message that names the file."""
    names = {"file": name, "limit": written(MOST_ROWS)}
    if len(data) > MOST_BYTES:
        names["limit"] = written(MOST_BYTES // 1024 // 1024)
        raise TableRefused(
            _("The file “%(file)s” is larger than %(limit)s MB. Keep only what the form needs.")
            % names
        )
    try:
        text = data.decode("utf-8-sig").replace("\0", "")
        lines = [line for line in csv.reader(io.StringIO(text, newline="")) if any(line)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableRefused(
            _("The file “%(file)s” is no CSV in UTF-8. Save it so and try again.") % names
        ) from error
    if len(lines) < 2:
        raise TableRefused(
            _("The file “%(file)s” has no rows below its headings. Add at least one.") % names
        )
    if len(lines) - 1 > MOST_ROWS:
        raise TableRefused(
            _(
                "The file “%(file)s” has more than %(limit)s rows. A phone carries all of them: "
                "keep only those that the form needs."
            )
            % names
        )
    columns = [clean(cell).strip() for cell in lines[0]]
    # The first of two columns with one name counts, and one without a name is nobody's.
    kept = [
        place for place, column in enumerate(columns) if column and columns.index(column) == place
    ]
    if len(kept) > MOST_COLUMNS:
        names["limit"] = written(MOST_COLUMNS)
        raise TableRefused(
            _("The file “%(file)s” has more than %(limit)s columns. Keep those that are used.")
            % names
        )
    return {
        "columns": [columns[place] for place in kept],
        "rows": [
            [clean(line[place]).strip() if place < len(line) else "" for place in kept]
            for line in lines[1:]
        ],
    }


def table_of_choices(choices: Sequence[Choice]) -> dict[str, Any]:
    """Return a list of the choices sheet as a table; its labels in the first language."""
    columns = ["name", "label"]
    for choice in choices:
        columns += [column for column in choice.columns if column not in columns]
    return {
        "columns": columns,
        "rows": [
            [choice.value, choice.label.any(), *(choice.columns.get(c, "") for c in columns[2:])]
            for choice in choices
        ],
    }


def sheet_rows(tables: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """Return tables as the rows of a sheet: of each the columns first."""
    rows = [
        [name, *cells]
        for name, table in sorted(tables.items())
        for cells in (table["columns"], *table["rows"])
    ]
    return [["table"], *rows] if rows else []


def read_sheet(sheet: Sheet | None) -> dict[str, dict[str, Any]]:
    """The other way round."""
    found: dict[str, dict[str, Any]] = {}
    for _number, (name, *cells) in sheet.rows[1:] if sheet else ():
        table = found.setdefault(name, {"columns": [], "rows": []})
        if not table["columns"]:
            table["columns"] = [cell for cell in cells if cell][:MOST_COLUMNS]
        elif len(table["rows"]) < MOST_ROWS:
            width = len(table["columns"])
            table["rows"].append([*cells, *[""] * width][:width])
    return found


class LookupTables:
    """The tables of one workbook; `used` has those that an expression of the form names.

    `own` are those that the workbook brings in our own sheet.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        choices: Mapping[str, Sequence[Choice]],
        own: Mapping[str, dict[str, Any]],
    ) -> None:
        self.files = {name.rsplit("/", 1)[-1].lower(): data for name, data in files.items()}
        self.choices, self.own = choices, own
        self.used: dict[str, dict[str, Any]] = {}
        self.looked_at: dict[str, set[str]] = {}
        # By table and column: what its values were written anew by, which is done once.
        self.renamed: dict[tuple[str, str], list[Mapping[str, str]]] = {}

    def use(self, tree: Any) -> None:
        """Take along what an expression looks things up in.

        Raises ExpressionRefused for a table or column that is missing, or that is too large.
        """
        for name in sorted(lists(tree)):
            if not is_file_name(name):
                raise ExpressionRefused(
                    _("“%(table)s” is no name of a table. Use letters, digits and “_”.")
                    % {"table": name[:100]}
                )
            self.used.setdefault(name, self._found(name))
        for name, columns in sorted(columns_of([tree]).items()):
            table = self.used[name]
            if missing := sorted(columns - set(table["columns"])):
                raise ExpressionRefused(
                    _("The table “%(table)s” has no column “%(column)s”. It has: %(columns)s.")
                    % {
                        "table": name,
                        "column": missing[0],
                        "columns": ", ".join(table["columns"]),
                    }
                )
            before = self.looked_at.get(name, set())
            if columns <= before:
                continue
            self.looked_at[name] = before | columns
            if is_too_much(self.used, self.looked_at):
                self.looked_at[name] = before
                raise ExpressionRefused(
                    _(
                        "With the table “%(table)s” the form has too much to look things up in: a "
                        "phone carries all of it. Keep only the rows that the form needs."
                    )
                    % {"table": name}
                )

    def rename(self, tree: Any, values: Mapping[str, Mapping[str, str]]) -> None:
        """Write the values of choices as they are here in the columns compared with answers.

        `values` maps codes of questions to what became of the names of their choices.
        """
        for name, column, code in _compared(tree):
            known, table = values.get(code, {}), self.used[name]
            done = self.renamed.setdefault((name, column), [])
            if not known or column not in table["columns"] or known in done:
                continue
            done.append(known)
            place = table["columns"].index(column)
            rows = [
                [*row[:place], known.get(row[place], row[place]), *row[place + 1 :]]
                for row in table["rows"]
            ]
            self.used[name] = {**table, "rows": rows}

    def _found(self, name: str) -> dict[str, Any]:
        """The table that a workbook means by a name: a file, or a list of its own."""
        file = name if name.lower().endswith(".csv") else f"{name}.csv"
        data = self.files.get(file.lower())
        if data is not None:
            try:
                return read_csv(file, data)
            except TableRefused as refused:
                raise ExpressionRefused(str(refused)) from refused
        if name in self.own:
            return self.own[name]
        if choices := self.choices.get(name):
            return table_of_choices(choices)
        raise ExpressionRefused(
            _(
                "It looks things up in “%(table)s”, which is not here. Put the file “%(file)s” "
                "beside the workbook, or into a ZIP file with it."
            )
            % {"table": name, "file": file}
        )


def csv_files(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    """Return the CSV files of tables by the names that XLSForm looks for."""
    return {
        name if name.lower().endswith(".csv") else f"{name}.csv": csv_bytes(table)
        for name, table in tables.items()
    }


def csv_bytes(table: Mapping[str, Any]) -> bytes:
    """Return a table as the CSV file that XLSForm looks for."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([table["columns"], *table["rows"]])
    return stream.getvalue().encode()


def is_file_name(name: str) -> bool:
    """Whether a file may be called so, in the folder that it is written to and in no other."""
    plain = name.isprintable() and not set(name) & set('/\\:*?"<>|')
    return plain and not name.startswith(".") and 0 < len(name) <= 100


def _compared(tree: Any) -> set[tuple[str, str, str]]:
    """Return table, column and code wherever a column is compared with an answer."""
    found = set()
    for node in nodes(tree):
        if node[:2] == ["call", "pulldata"] and node[5][0] == "ref":
            found.add((node[2][1], node[4][1], node[5][1]))
        elif node[0] == "rows":
            for part in (one for condition in node[3:] for one in nodes(condition)):
                if part[0] == "=" and {part[1][0], part[2][0]} == {"column", "ref"}:
                    sides = {side[0]: side[1] for side in part[1:]}
                    found.add((node[1], sides["column"], sides["ref"]))
    return found
