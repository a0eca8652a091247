"""Who may: every rule with every kind of person."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from forms_builder.choices import Purpose
from mentoring import rules
from mentoring.choices import RelationshipStatus
from mentoring.models import ActionItem, MentoringRelationship
from tests.factories import make_superuser
from tests.factories_mentoring import days, fresh, make_relationship, make_session, now

PEOPLE = "mentor mentee coordinator other_coordinator other_mentor leader master superuser".split()
MANAGERS = {"coordinator", "superuser"}
WITH_ROLE = set(PEOPLE) - {"superuser"}

# rule: (who may while it lasts, who may after its end)
RULES = {
    "manage_relationship": (MANAGERS, MANAGERS),
    "accept_relationship": (MANAGERS | {"mentor"}, MANAGERS | {"mentor"}),
    "end_relationship": (MANAGERS, MANAGERS),
    "schedule": (MANAGERS | {"mentor"}, MANAGERS),
    "set_goals": ({"mentor", "mentee"}, set()),
    "change_session": (MANAGERS | {"mentor"}, MANAGERS),
    "hold_session": ({"mentor"}, set()),
    "reflect": ({"mentee"}, {"mentee"}),
    "write_feedback": ({"mentor"}, set()),
    "share_ratings": ({"mentor", "mentee"}, {"mentee"}),
    "withdraw_sharing": ({"mentor", "mentee"}, {"mentor", "mentee"}),
    "acknowledge": ({"mentee"}, {"mentee"}),
    "finish_item": ({"mentor", "mentee"}, {"mentee"}),
}
ABOUT_RELATIONSHIP = {
    "manage_relationship",
    "accept_relationship",
    "end_relationship",
    "schedule",
    "set_goals",
}


def everybody(world):
    people = {name: getattr(world, name, None) for name in PEOPLE}
    people["superuser"] = make_superuser()
    return {name: fresh(user) for name, user in people.items()}


@pytest.mark.parametrize("lasting", [True, False], ids=["lasting", "over"])
@pytest.mark.parametrize("name", RULES)
def test_rule_and_its_check_agree_with_the_table(world, relationship, session, name, lasting):
    if not lasting:
        MentoringRelationship.objects.filter(pk=relationship.pk).update(
            end_date=timezone.localdate() - days(1)
        )
    item = ActionItem.objects.create(session=session, what="ក", who=world.mentee)
    for row in (relationship, session, item):
        row.refresh_from_db()
    about = session
    if name in ABOUT_RELATIONSHIP:
        about = relationship
    elif name == "finish_item":
        about = item
    may = getattr(rules, f"can_{name}")
    check = getattr(rules, f"check_{name}")
    expected = RULES[name][0 if lasting else 1]
    for who, user in everybody(world).items():
        assert may(user, about) is (who in expected), who
        if who in expected:
            check(user, about)
        else:
            with pytest.raises(PermissionDenied):
                check(user, about)


FILLINGS = {
    (Purpose.OBSERVATION, "session"): ({"mentor"}, set()),
    (Purpose.OBSERVATION, "nothing"): (set(), set()),
    (Purpose.SELF_ASSESSMENT, "session"): ({"mentee"}, {"mentee"}),
    (Purpose.SELF_ASSESSMENT, "nothing"): (WITH_ROLE, WITH_ROLE),
    (Purpose.PROFILE, "session"): (set(), set()),
    (Purpose.PROFILE, "nothing"): (WITH_ROLE, WITH_ROLE),
    (Purpose.SURVEY, "session"): (set(), set()),
    (Purpose.SURVEY, "nothing"): (set(), set()),
    (Purpose.PLAN, "session"): (set(), set()),
    (Purpose.PLAN, "nothing"): (set(), set()),
}


@pytest.mark.parametrize("lasting", [True, False], ids=["lasting", "over"])
@pytest.mark.parametrize(("purpose", "about"), FILLINGS)
def test_who_fills_what_agrees_with_the_table(
    world, relationship, session, purpose, about, lasting
):
    if not lasting:
        MentoringRelationship.objects.update(end_date=timezone.localdate() - days(1))
        session.refresh_from_db()
    expected = FILLINGS[purpose, about][0 if lasting else 1]
    subject = session if about == "session" else None
    for who, user in everybody(world).items():
        assert rules.can_fill(user, purpose, subject) is (who in expected), who
        if who in expected:
            rules.check_fill(user, purpose, subject)
        else:
            with pytest.raises(PermissionDenied):
                rules.check_fill(user, purpose, subject)


def test_every_rule_has_a_check():
    names = {name.removeprefix("can_") for name in dir(rules) if name.startswith("can_")}
    checks = {name.removeprefix("check_") for name in dir(rules) if name.startswith("check_")}
    part_of_others = {
        "mentor",
        "be_mentored",
        "manage_people",
        "work_in",
        "observe",
        "co_observe",
        "join",
    }
    of_groups = {"start_group", "manage_group", "agree_steps", "train"}  # see test_groups.py
    by_purpose = {"fill"}
    own = names - part_of_others
    assert own == checks
    assert own - {"start_relationship"} - of_groups - by_purpose == set(RULES)


@pytest.mark.parametrize(
    ("finished", "allowed"), [(-2, True), (-1, True), (0, False), (-40, False), (3, False)]
)
def test_record_made_in_its_time_is_accepted_after_the_end(
    world, relationship, session, finished, allowed
):
    """The relationship lasted from 30 days ago until yesterday."""
    MentoringRelationship.objects.filter(pk=relationship.pk).update(
        end_date=timezone.localdate() - days(1), status=RelationshipStatus.ENDED
    )
    session.refresh_from_db()
    finished_at = now() + days(finished)
    assert rules.can_observe(world.mentor, session, finished_at=finished_at) is allowed
    assert not rules.can_observe(world.mentor, session)
    assert not rules.can_observe(world.other_mentor, session, finished_at=finished_at)


def test_proposed_relationship_is_not_observed(world):
    relationship = make_relationship(world)
    session = make_session(world, relationship)
    MentoringRelationship.objects.filter(pk=relationship.pk).update(
        status=RelationshipStatus.PROPOSED
    )
    session.refresh_from_db()
    assert not rules.can_observe(world.mentor, session, finished_at=now())
