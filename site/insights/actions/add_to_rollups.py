"""An observation, or a correction of one, is added to the sums."""

from __future__ import annotations

from django.db import connection, models, transaction
from django.db.models import F

from insights.models import CriterionPerson, CriterionRollup
from insights.sums import Delta, change_of, month_of
from mentoring.models import Observation


@transaction.atomic
def add_to_rollups(*, observation: Observation, previous_scores: dict | None = None) -> None:
    """Add the scores of `observation`, less `previous_scores` where it was corrected.

    Runs in the transaction that accepted it, so that the sums are never ahead or behind. Two
    statements for a new record, whatever the number of criteria.
    """
    deltas = change_of(previous_scores or {}, observation.submission.scores)
    if not deltas:
        return
    session = observation.session
    where = {"form_id": observation.submission.version.form_id, "place_id": session.place_id}
    _add(
        CriterionRollup,
        {**where, "month": month_of(observation)},
        deltas,
        ("n", "total", "total_squared"),
    )
    person = session.mentee.pk
    counts = {code: delta for code, delta in deltas.items() if delta.n}
    if counts:
        _add(CriterionPerson, {**where, "person_id": person}, counts, ("n",))


def _add(
    model: type[models.Model],
    where: dict[str, object],
    deltas: dict[str, Delta],
    names: tuple[str, ...],
) -> None:
    """Add to the rows of all criteria and make those that are missing.

    Rows are locked in the order of their criteria, so that two records never wait for each other.
    """
    codes = sorted(deltas)
    if all(deltas[code].n >= 0 for code in codes):
        _upsert(model, where, {code: deltas[code] for code in codes}, names)
        return
    for code in codes:  # a correction that takes ratings away: their rows are there
        if deltas[code].n >= 0:
            _upsert(model, where, {code: deltas[code]}, names)
        else:
            amounts = {name: F(name) + getattr(deltas[code], name) for name in names}
            model._default_manager.filter(criterion=code, **where).update(**amounts)


def _upsert(
    model: type[models.Model],
    where: dict[str, object],
    deltas: dict[str, Delta],
    names: tuple[str, ...],
) -> None:
    """One statement, which the ORM has not: its upsert replaces, this one adds."""
    known = {field.attname: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in ("criterion", *where, *names)]
    quote = connection.ops.quote_name
    table, unique = quote(model._meta.db_table), len(where) + 1
    columns = [quote(str(field.column)) for field in fields]
    added = [f"{column} = {table}.{column} + excluded.{column}" for column in columns[unique:]]
    row = f"({', '.join(['%s'] * len(columns))})"
    parts = [  # names of our own models alone; every value is a parameter
        "INSERT INTO",
        f"{table} ({', '.join(columns)})",
        "VALUES",
        ", ".join([row] * len(deltas)),
        f"ON CONFLICT ({', '.join(columns[:unique])})",
        "DO UPDATE SET",
        ", ".join(added),
    ]
    rows = [{"criterion": code, **where, **delta._asdict()} for code, delta in deltas.items()]
    values = [
        field.get_db_prep_save(one[field.attname], connection) for one in rows for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(" ".join(parts), values)
