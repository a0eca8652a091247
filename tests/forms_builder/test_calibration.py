"""Observers and experts code the same lesson: agreement, and who has passed."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from forms_builder.actions.code_lesson import code_lesson, set_expert_codes
from forms_builder.agreement import agreement, exact_by_criterion, weighted_kappa
from forms_builder.calibration import has_passed_calibration, needs_calibration
from forms_builder.errors import AnswersInvalid
from forms_builder.models import CalibrationCoding, CalibrationLesson, ObservationForm, Submission
from forms_builder.scores import score
from people.choices import Role
from tests.factories import make_places, make_superuser, make_user
from tests.forms_builder.samples import NOW, make_domain, make_version, one_question, rubric


def linear(steps):
    return steps


def squared(steps):
    return steps**2


def test_kappa_of_a_small_table_worked_out_by_hand():
    """Three steps, ten lessons. Rows (first): 4, 3, 3; columns (second): 3, 4, 3.

    Linear: observed 3 × 1 + 1 × 2 = 5 of 10. Expected by the margins:
    4×4×1 + 4×3×2 + 3×3×1 + 3×3×1 + 3×3×2 + 3×4×1 = 88, over 10. Kappa = 1 - 5 × 10 / 88.
    Squared: observed 3 × 1 + 1 × 4 = 7; expected 16 + 48 + 9 + 9 + 36 + 12 = 130.
    """
    pairs = [(0, 0), (0, 0), (0, 1), (0, 2), (1, 1), (1, 1), (1, 0), (2, 2), (2, 2), (2, 1)]
    assert float(weighted_kappa(pairs, linear)) == pytest.approx(1 - 50 / 88)
    assert float(weighted_kappa(pairs, squared)) == pytest.approx(1 - 70 / 130)


def test_kappa_is_one_for_the_same_and_below_zero_for_the_opposite():
    assert weighted_kappa([(0, 0), (1, 1), (3, 3)], linear) == 1
    assert weighted_kappa([(0, 3), (3, 0)], squared) == -1
    assert weighted_kappa([(0, 0), (0, 1), (1, 0), (1, 1)], linear) == 0


def test_kappa_without_variance_or_pairs_is_nothing():
    assert weighted_kappa([], linear) is None
    assert weighted_kappa([(2, 2), (2, 2)], squared) is None
    assert weighted_kappa([(1, 2), (1, 2)], linear) == 0


@pytest.fixture
def body(db):
    teaching, climate = make_domain().pk, make_domain("climate", "បរិយាកាស").pk
    return [
        rubric("a", "ក", domain=teaching, required=False),
        rubric("b", "ខ", domain=teaching, required=False),
        rubric("c", "គ", domain=climate, required=False),
        rubric("d", "ឃ", domain=climate, required=False),
    ]


def compared(body, first, second):
    schema, _texts = one_question(*body)

    def scores(levels):
        return score(
            schema,
            {
                item["id"]: {"na": True}
                if levels[item["code"]] == "na"
                else {"level": levels[item["code"]]}
                for item in schema["sections"][0]["items"]
                if item["code"] in levels
            },
            now=NOW,
        )

    return agreement(schema, scores(first), scores(second))


def test_agreement_has_its_denominators(body):
    found = compared(body, {"a": 1, "b": 2, "c": 4, "d": 1}, {"a": 1, "b": 3, "c": 4, "d": 4})
    assert (found.of, found.exact, found.adjacent, found.both) == (4, 2, 3, 4)
    teaching, climate = found.domains["teaching"], found.domains["climate"]
    assert (teaching.of, teaching.exact, teaching.adjacent) == (2, 1, 2)
    assert (climate.of, climate.exact, climate.adjacent) == (2, 1, 1)
    # Pairs 0-0, 1-2, 3-3, 0-3. Linear: 4 of 4; expected 2×(0+2+3+3) + (1+1+2+2) + (3+1+0+0) = 26.
    assert found.kappa_linear == str(round(1 - 16 / 26, 4))


def test_not_applicable_and_missing_are_told_apart(body):
    found = compared(body, {"a": "na", "b": "na", "c": 2}, {"a": "na", "b": 2, "d": 3})
    assert (found.of, found.exact, found.both) == (4, 1, 0)
    assert (found.not_applicable, found.missing) == (1, 2)
    assert found.kappa_linear is None and found.kappa_quadratic is None


def test_nothing_coded_compares_nothing(body):
    found = compared(body, {}, {})
    assert (found.of, found.exact, found.domains) == (
        0,
        0,
        {"teaching": found.domains["teaching"], "climate": found.domains["climate"]},
    )


def test_agreement_does_not_depend_on_who_comes_first(body):
    one, other = {"a": 1, "b": 4, "c": "na"}, {"a": 2, "b": 4, "d": 1}
    assert compared(body, one, other) == compared(body, other, one)


@pytest.fixture
def lesson(body):
    return CalibrationLesson.objects.create(version=make_version(body), title="មេរៀនគំរូ")


@pytest.fixture
def school(db):
    return make_places().puok_school


def test_exact_agreement_by_criterion_counts_as_the_whole_does(lesson, school):
    people = [make_user(Role.MENTOR, school) for _number in range(3)]
    coded = [codes(1, 2, 3, 4), codes(1, 1, 3, 3), codes(2, 2, 3, 3)]
    codings = [
        code_lesson(lesson=prepared(lesson), answers=answers, by=person, at=NOW)
        for person, answers in zip(people, coded, strict=True)
    ]
    found = exact_by_criterion(
        lesson.version.schema, lesson.expert_scores, [coding.scores for coding in codings]
    )
    assert found == {"a": (2, 3), "b": (2, 3), "c": (3, 3), "d": (1, 3)}
    assert sum(exact for exact, _of in found.values()) == sum(one.exact for one in codings)


@pytest.fixture
def mentor(school):
    return make_user(Role.MENTOR, school)


def codes(*levels):
    return {code: {"level": level} for code, level in zip("abcd", levels, strict=True)}


def prepared(lesson):
    set_expert_codes(lesson=lesson, answers=codes(1, 2, 3, 4), by=make_superuser(), at=NOW)
    return lesson


def test_coding_is_stored_apart_from_all_records(lesson, mentor):
    from insights.models import CriterionRollup

    coding = code_lesson(lesson=prepared(lesson), answers=codes(1, 2, 3, 3), by=mentor, at=NOW)
    assert (coding.exact, coding.of) == (3, 4)
    assert coding.agreement["domains"]["teaching"]["exact"] == 2
    assert not Submission.objects.exists()
    assert not CriterionRollup.objects.exists()


def test_lesson_without_expert_codes_is_not_coded(lesson, mentor):
    with pytest.raises(PermissionDenied):
        code_lesson(lesson=lesson, answers=codes(1, 2, 3, 4), by=mentor, at=NOW)


def test_only_observers_code_and_only_editors_set_codes(lesson, mentor, school):
    with pytest.raises(PermissionDenied):
        set_expert_codes(lesson=lesson, answers=codes(1, 2, 3, 4), by=mentor, at=NOW)
    with pytest.raises(PermissionDenied):
        code_lesson(
            lesson=prepared(lesson),
            answers=codes(1, 2, 3, 4),
            by=make_user(Role.MENTEE, school),
            at=NOW,
        )


def test_invalid_codes_are_refused_by_question(lesson, mentor):
    with pytest.raises(AnswersInvalid) as error:
        code_lesson(lesson=prepared(lesson), answers=codes(9, 2, 3, 4), by=mentor, at=NOW)
    assert set(error.value.errors) == {"a"}


def test_new_expert_codes_are_compared_again(lesson, mentor):
    coding = code_lesson(lesson=prepared(lesson), answers=codes(1, 1, 1, 1), by=mentor, at=NOW)
    assert coding.exact == 1
    set_expert_codes(lesson=lesson, answers=codes(1, 1, 1, 1), by=make_superuser(), at=NOW)
    coding.refresh_from_db()
    assert (coding.exact, coding.agreement["exact"]) == (4, 4)


def test_pass_needs_the_share_of_the_form_by_the_day(lesson, mentor, school):
    content, form = ObservationForm.objects, lesson.version.form
    content.update(calibration_required=True, calibration_percent=75)
    day = timezone.localdate(NOW)
    prepared(lesson)
    code_lesson(lesson=lesson, answers=codes(1, 2, 1, 1), by=mentor, at=NOW)
    assert not has_passed_calibration(mentor, form, day)
    assert needs_calibration(mentor, form, day)
    code_lesson(lesson=lesson, answers=codes(1, 2, 3, 3), by=mentor, at=NOW)  # exactly 75
    assert has_passed_calibration(mentor, form, day)
    assert not needs_calibration(mentor, form, day)
    assert not has_passed_calibration(mentor, form, day - datetime.timedelta(days=1))
    assert not has_passed_calibration(make_user(Role.MENTOR, school), form, day)
    content.update(calibration_percent=76)
    assert not has_passed_calibration(mentor, form, day)
    content.update(calibration_required=False)
    assert not needs_calibration(mentor, form, day)
    content.update(calibration_required=True)
    assert needs_calibration(mentor, form, day)
    content.all().delete()
    assert not needs_calibration(mentor, form, day), "nothing asks for it any more"
    assert CalibrationCoding.objects.count() == 2
