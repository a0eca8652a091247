"""An observation, or a correction of one, is added to the sums."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Case, F, Value, When

from insights.models import CriterionPerson, CriterionRollup
from insights.sums import Delta, change_of, month_of
from mentoring.models import Observation


@transaction.atomic
def add_to_rollups(*, observation: Observation, previous_scores: dict | None = None) -> None:
    """Add the scores of `observation`, less `previous_scores` where it was corrected.

    Runs in the transaction that accepted it, so that the sums are never ahead or behind. A fixed
    number of queries, whatever the number of criteria.
    """
    deltas = change_of(previous_scores or {}, observation.submission.scores)
    if not deltas:
        return
    session = observation.session
    where = {"form_key": observation.submission.version.form_key, "place_id": session.place_id}
    _add(
        CriterionRollup,
        {**where, "month": month_of(observation)},
        deltas,
        ("n", "total", "total_squared"),
    )
    person = session.relationship.mentee_id
    counts = {code: delta for code, delta in deltas.items() if delta.n}
    if counts:
        _add(CriterionPerson, {**where, "person_id": person}, counts, ("n",))


def _add(
    model: type[models.Model],
    where: dict[str, object],
    deltas: dict[str, Delta],
    names: tuple[str, ...],
) -> None:
    """Make the rows that are missing, lock all in one order, add to all at once."""
    model._default_manager.bulk_create(
        [model(criterion=code, **where) for code in deltas], ignore_conflicts=True
    )
    rows = model._default_manager.filter(criterion__in=deltas, **where)
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    rows.update(**{name: F(name) + _amount(deltas, name) for name in names})


def _amount(deltas: dict[str, Delta], name: str) -> Case:
    return Case(
        *(When(criterion=code, then=Value(getattr(delta, name))) for code, delta in deltas.items()),
        default=Value(0),
        output_field=models.BigIntegerField(),
    )
