"""`rescore` finds and mends what is wrong, and old scores stay with their own version."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from forms_builder.actions import rescore_submissions as rescoring
from forms_builder.actions.publish_version import publish_version
from forms_builder.actions.rescore_submissions import rescore_submissions
from forms_builder.models import Submission, SubmissionRevision
from insights.actions.rebuild_rollups import rebuild_rollups
from insights.models import CriterionPerson, CriterionRollup
from mentoring.queries import progress_of
from tests.factories_mentoring import ANSWERS, days, fresh, make_session, now, observe
from tests.forms_builder.samples import SUBJECTS, block, choices, make_form, rubric


def plant(change) -> None:
    """Write other scores past every action."""
    submission = Submission.objects.first()
    change(submission.scores)
    Submission.objects.filter(pk=submission.pk).update(scores=submission.scores)


def test_nothing_differs_after_ordinary_work(world, session, capsys):
    observe(world, session)
    call_command("rescore", "--check")
    assert "1 submissions, 0 scores differed; 1 observations, 0 rows" in capsys.readouterr().out


@pytest.mark.parametrize("place", ["form", "criteria"])
def test_planted_difference_is_found_and_mended(world, session, place, capsys):
    observe(world, session)
    right = Submission.objects.get().scores

    def change(scores):
        where = scores["form"] if place == "form" else scores["criteria"]["clarity"]
        where["points"] = "1"

    plant(change)
    with pytest.raises(CommandError, match="1 scores differed"):
        call_command("rescore", "--check")
    assert str(Submission.objects.get().pk) in capsys.readouterr().out
    assert Submission.objects.get().scores != right  # a check writes nothing
    call_command("rescore")
    assert Submission.objects.get().scores == right
    call_command("rescore", "--check")


def test_wrong_sums_are_found_and_mended(world, session):
    observe(world, session)
    CriterionRollup.objects.filter(criterion="clarity").update(total=1)
    with pytest.raises(CommandError, match="0 scores differed; 1 observations, 1 rows"):
        call_command("rescore", "--check")
    call_command("rescore")
    call_command("rescore", "--check")


def test_sums_follow_the_mended_scores(world, session):
    """Scores and sums agree with each other and are both wrong."""
    observe(world, session)
    plant(lambda scores: scores["criteria"]["clarity"].update(points="1"))
    rebuild_rollups()
    call_command("rescore")
    assert CriterionRollup.objects.get(criterion="clarity").total == 750


def test_corrected_answers_stay_as_they_were_kept(world, session):
    sent = observe(world, session).submission
    warmer = {**ANSWERS, "warmth": {"level": 1}}
    observe(world, session, id=sent.pk, answers=warmer, base_revision=sent.revision)
    kept = SubmissionRevision.objects.get()
    kept.scores["form"]["points"] = "1"
    kept.save()
    plant(lambda scores: scores["form"].update(points="1"))
    call_command("rescore")
    assert SubmissionRevision.objects.get().scores == kept.scores
    assert Submission.objects.get().scores["form"]["points"] != "1"


def test_batches_leave_nothing_out(world, relationship, monkeypatch):
    monkeypatch.setattr(rescoring, "ROWS_AT_ONCE", 2)
    for offset in range(-5, 0):
        observe(world, make_session(world, relationship, offset=offset))
    Submission.objects.update(scores={})
    result = rescore_submissions()
    assert (result.submissions, result.different, len(set(result.named))) == (5, 5, 5)
    assert rescore_submissions().different == 0


def test_structural_change_leaves_old_scores_as_they_were(world, relationship):
    """Each submission is scored by its own version, though weights and scale are others now."""
    observe(world, make_session(world, relationship, offset=-9))
    first = Submission.objects.get().scores
    world.form.body = [
        rubric("clarity", "ការពន្យល់ច្បាស់លាស់", weight="10", names=["ទេ", "បាទ"]),
    ]
    world.form.save()
    old, world.version = world.version, publish_version(form=world.form, at=timezone.now())
    assert world.version.number == 2
    session = make_session(world, relationship, offset=-2)
    observe(world, session, answers={"clarity": {"level": 2}})
    assert rescore_submissions().different == 0
    Submission.objects.update(scores={})
    assert rescore_submissions().different == 2
    assert Submission.objects.get(version=old).scores == first
    assert Submission.objects.get(version=world.version).scores["form"]["out_of"] == "20"


def test_criteria_of_a_repeat_count_under_their_own_code(world, relationship):
    world.form = make_form(
        [
            block("repeat", "lessons", label="មេរៀន", minimum=1, maximum=3),
            rubric("clarity", "ការពន្យល់ច្បាស់លាស់"),
            block("repeat_end"),
        ],
        code="lessons",
    )
    world.version = publish_version(form=world.form, at=now())
    session = make_session(world, relationship)
    id = observe(
        world,
        session,
        answers={"lessons": [{"clarity": {"level": level}} for level in (1, 3, 4)]},
    ).submission.pk
    assert "lessons.0.clarity" in Submission.objects.get().scores["criteria"]
    row = CriterionRollup.objects.get()
    assert (row.criterion, row.n, row.total) == ("clarity", 3, 2000)
    assert CriterionPerson.objects.get().n == 3
    assert rebuild_rollups(write=False).differences == []

    shorter = {"lessons": [{"clarity": {"level": 2}}, {"clarity": {"na": True}}]}
    observe(world, session, id=id, answers=shorter, base_revision=1)
    row.refresh_from_db()
    assert (row.n, row.total, CriterionPerson.objects.get().n) == (1, 500, 1)
    assert rebuild_rollups(write=False).differences == []


def test_score_that_looks_at_the_words_of_a_choice_is_found_again(world, relationship):
    points = "if(jr:choice-name(${subject}, '${subject}') = 'ភាសាខ្មែរ', 1, 0)"
    score = {"code": "khmer", "label": "ខ្មែរ", "expression": "${seen}", "out_of": "1"}
    world.form = make_form(
        [
            choices("single_choice", "subject", "មុខវិជ្ជា", SUBJECTS),
            block("calculated", "seen", label="ឃើញ", calculation=points),
        ],
        code="words",
        scoring=[{"type": "score", "id": "khmer", "value": score}],
    )
    world.version = publish_version(form=world.form, at=now())
    observe(world, make_session(world, relationship), answers={"subject": "khmer"})
    assert Submission.objects.get().scores["scores"]["khmer"]["points"] == "1"
    assert rescore_submissions(write=False).different == 0


def test_progress_folds_the_instances_of_a_repeat(world, relationship):
    world.form = make_form(
        [
            block("repeat", "lessons", label="មេរៀន", minimum=1, maximum=3),
            rubric("clarity", "ការពន្យល់ច្បាស់លាស់"),
            block("repeat_end"),
        ],
        code="lessons",
    )
    world.version = publish_version(form=world.form, at=now() - days(1))
    observe(
        world,
        make_session(world, relationship),
        answers={"lessons": [{"clarity": {"level": 1}}, {"clarity": {"level": 4}}]},
    )
    progress = progress_of(world.mentee, fresh(world.mentor), language="km")
    (point,) = progress.points
    assert set(point.criteria) == {"clarity"}
    assert (point.criteria["clarity"].points, point.criteria["clarity"].out_of) == (5, 8)
    assert progress.criterion_names["lessons", "clarity"] == "ការពន្យល់ច្បាស់លាស់"
