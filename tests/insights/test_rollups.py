"""The sums: kept with each observation, equal to what a rebuild finds, at a fixed cost."""

import random
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insights.actions.rebuild_rollups import rebuild_rollups
from insights.models import CriterionPerson, CriterionRollup
from insights.sums import Delta, change_of, deltas_of
from mentoring.models import Observation
from people.choices import Role
from tests.factories import make_user
from tests.factories_mentoring import (
    ANSWERS,
    days,
    fresh,
    make_relationship,
    make_session,
    now,
    observe,
    send_observation,
)


def scores(**criteria):
    return {"criteria": criteria}


def criterion(points, out_of="4", na=False):
    return {"points": points, "out_of": out_of, "na": na}


def test_deltas_are_thousandths_of_the_scale():
    deltas = deltas_of(scores(a=criterion("3"), b=criterion("2", "3"), c=criterion("0")))
    assert deltas == {"a": Delta(1, 750, 562500), "b": Delta(1, 667, 444889), "c": Delta(1, 0, 0)}


def test_not_applicable_and_unanswered_add_nothing():
    assert deltas_of(scores(a=criterion(None, na=True), b=criterion(None), c={})) == {}
    assert deltas_of({}) == {}


def test_change_takes_back_the_old_values():
    before = scores(a=criterion("1"), b=criterion("2"), c=criterion("4"))
    after = scores(a=criterion("3"), c=criterion("4"), d=criterion("1"))
    assert change_of(before, after) == {
        "a": Delta(0, 500, 562500 - 62500),
        "b": Delta(-1, -500, -250000),
        "d": Delta(1, 250, 62500),
    }


def stored() -> dict[str, tuple[int, int, int]]:
    return {
        row.criterion: (row.n, row.total, row.total_squared)
        for row in CriterionRollup.objects.all()
        if row.n
    }


def test_observation_is_added_at_the_mentees_school_and_month(world, session):
    observe(world, session)
    assert stored() == {
        "clarity": (1, 750, 562500),
        "questions": (1, 500, 250000),
        "warmth": (1, 1000, 1000000),
    }
    row = CriterionRollup.objects.first()
    assert row.place == world.places.puok_school2
    assert row.form_id == world.version.form_id
    assert row.month.day == 1
    people = CriterionPerson.objects.values_list("criterion", "person", "n")
    assert set(people) == {(code, world.mentee.pk, 1) for code in stored()}


def test_same_observation_again_adds_nothing(world, session):
    id = uuid.uuid4()
    for _ in range(3):
        observe(world, session, id=id)
    assert stored()["clarity"] == (1, 750, 562500)


def test_correction_moves_the_sums_and_the_people(world, session):
    id = uuid.uuid4()
    observe(world, session, id=id)
    corrected = {**ANSWERS, "clarity": {"na": True}, "rules": {"level": 1}}
    observe(world, session, id=id, answers=corrected, base_revision=1)
    assert set(stored()) == {"questions", "warmth", "rules"}
    behind = CriterionPerson.objects.filter(n__gt=0).values_list("criterion", flat=True)
    assert set(behind) == {"questions", "warmth", "rules"}


def test_refused_observation_adds_nothing(world, session):
    outcome = send_observation(world, session, answers={"clarity": {"level": 99}})
    assert not outcome.is_taken
    assert not CriterionRollup.objects.exists()


def test_failure_after_the_sums_takes_them_back(world, session, monkeypatch):
    """The sums belong to the transaction of the observation."""
    from mentoring import signals

    def fail(**_):
        raise RuntimeError

    signals.observation_submitted.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            observe(world, session)
    finally:
        signals.observation_submitted.disconnect(fail)
    assert not CriterionRollup.objects.exists()
    assert not CriterionPerson.objects.exists()


def random_answers(chance: random.Random) -> dict:
    return {
        code: {"na": True} if chance.random() < 0.2 else {"level": chance.randint(1, 4)}
        for code in ANSWERS
    }


@pytest.mark.parametrize("seed", range(3))
def test_sums_kept_along_the_way_equal_a_rebuild(world, seed):
    """Pairs, months, corrections and repetitions at random."""
    chance = random.Random(seed)
    pairs = [make_relationship(world, start=-200)]
    for place in (world.places.puok_school, world.places.puok_school2):
        mentee = make_user(Role.MENTEE, place)
        mentor = make_user(Role.MENTOR, place)
        pairs.append(make_relationship(world, mentor=mentor, mentee=mentee, start=-200))
    sent = []
    for _ in range(24):
        if sent and chance.random() < 0.4:
            session, id, finished, answers, revision = chance.choice(sent)
            if chance.random() < 0.7:
                entry = (session, id, finished, random_answers(chance), revision)
                accepted = observe(
                    world,
                    session,
                    id=id,
                    answers=entry[3],
                    base_revision=revision,
                    finished_at=finished,
                )
                sent.remove((session, id, finished, answers, revision))
                sent.append((*entry[:4], accepted.submission.revision))
            else:
                observe(world, session, id=id, answers=answers, finished_at=finished)
            continue
        offset = -chance.randint(1, 150)
        session = make_session(world, chance.choice(pairs), offset=offset)
        id, finished, answers = uuid.uuid4(), now() + days(offset), random_answers(chance)
        observe(world, session, id=id, answers=answers, finished_at=finished)
        sent.append((session, id, finished, answers, 1))
    result = rebuild_rollups(write=False)
    assert result.observations == len(sent) > 5
    assert result.differences == []
    assert max(entry[4] for entry in sent) > 1
    assert CriterionRollup.objects.values("month").distinct().count() > 2


def test_rebuild_finds_and_mends_what_is_wrong(world, session):
    observe(world, session)
    right = stored()
    CriterionRollup.objects.filter(criterion="clarity").update(total=1)
    CriterionRollup.objects.filter(criterion="warmth").delete()
    CriterionPerson.objects.filter(criterion="questions").update(n=7)
    assert len(rebuild_rollups(write=False).differences) == 3
    assert stored() != right
    assert len(rebuild_rollups().differences) == 3
    assert stored() == right
    assert rebuild_rollups().differences == []


def test_command_checks_and_rebuilds(world, session, capsys):
    observe(world, session)
    call_command("rebuild_rollups", "--check")
    CriterionRollup.objects.update(n=9)
    with pytest.raises(CommandError, match="3 rows differed"):
        call_command("rebuild_rollups", "--check")
    call_command("rebuild_rollups")
    call_command("rebuild_rollups", "--check")
    assert "1 observations, 0 rows differed." in capsys.readouterr().out


def test_adding_costs_the_same_for_one_criterion_and_many(world, relationship):
    from insights.actions.add_to_rollups import add_to_rollups

    def cost(answers) -> int:
        session = make_session(world, relationship)
        accepted = observe(world, session, answers=answers)
        observation = Observation.objects.select_related(
            "submission__version", "session__relationship"
        ).get(pk=accepted.submission.pk)
        with CaptureQueriesContext(connection) as queries:
            add_to_rollups(observation=observation)
        return len(queries)

    few = {code: {"na": True} for code in ANSWERS} | {"clarity": {"level": 2}}
    many = {code: {"level": 2} for code in ANSWERS}
    assert cost(few) == cost(many)


def test_rollups_are_seen_by_coordinators_and_leaders_of_the_place(world, session):
    observe(world, session)

    def count(user):
        return CriterionRollup.objects.visible_to(fresh(user)).count()

    assert count(world.coordinator) == count(world.leader) == 3
    for stranger in (world.other_coordinator, world.mentor, world.mentee, world.master):
        assert count(stranger) == 0
