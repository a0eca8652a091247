"""Python, the browser and JavaRosa say the same to expressions and answers made by chance."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest

from forms_builder.expressions import functions, moments, to_xpath, values
from tests.forms_builder.expressions.cases import (
    browser_results,
    clock,
    python_result,
    same_result,
    tree_of,
)
from tests.forms_builder.expressions.generator import Generator
from tests.forms_builder.expressions.javarosa import javarosa_results, same
from tests.forms_builder.expressions.scope import ZONE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

SEED = 20261122
CASES = 2_500
FEWEST = 2_000  # that are really compared, and have a value

# Phnom Penh's clock was another before; a case that comes upon such a day is left out.
_CLOCK_CHANGED = dt.datetime(1920, 5, 1)


class Compared(NamedTuple):
    cases: list
    javarosa: list
    left_out: set[int]

    def differences(self, results: list) -> list:
        """Return what results of ours differ from JavaRosa's."""
        return [
            (to_xpath(tree_of(case[0])), ours, theirs)
            for place, (case, ours, theirs) in enumerate(
                zip(self.cases, results, self.javarosa, strict=True)
            )
            if place not in self.left_out and not same(ours, theirs)
        ]


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """The cases, and JavaRosa's word on each."""
    for _attempt in range(2):
        now = clock().astimezone(ZONE)
        generator = Generator(SEED, now)
        cases = [generator.case() for _ in range(CASES)]
        asked = [(to_xpath(tree_of(expression)), scope) for expression, scope in cases]
        said = javarosa_results(asked, now, tmp_path_factory.mktemp("javarosa"))
        if clock().astimezone(ZONE).date() == now.date():
            break  # or else midnight came between, and JavaRosa's today is another
    first = (_CLOCK_CHANGED - moments._EPOCH) // dt.timedelta(milliseconds=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moments, "_FIRST", first)
        results = [python_result(*case) for case in cases]
    left_out = {
        place for place, one in enumerate(results) if isinstance(one, dict) and "outside" in one
    }
    return Compared(cases, said, left_out)


def in_browser(browser, compared, planted=("", "", "")):
    return browser_results(browser, [(*case, None) for case in compared.cases], planted)


def test_three_evaluators_agree(compared, browser, capsys):
    python = [python_result(*case) for case in compared.cases]
    phone = in_browser(browser, compared)
    assert compared.differences(python) == []
    assert compared.differences(phone) == []
    assert all(map(same_result, python, phone))
    valued = sum(
        not (isinstance(one, dict) and "failed" in one)
        for place, one in enumerate(compared.javarosa)
        if place not in compared.left_out
    )
    with capsys.disabled():
        print(
            f"\nexpressions: {len(compared.cases) - len(compared.left_out)} cases equal in Python, "
            f"JavaScript and JavaRosa, {valued} of them with a value"
        )
    assert valued >= FEWEST
    assert len(compared.left_out) < CASES / 100


def test_cases_use_every_function(compared):
    written = " ".join(to_xpath(tree_of(case[0])) for case in compared.cases)
    assert [name for name in functions.FUNCTIONS if f"{name}(" not in written] == []


def _swapped(name: str, run):
    return functions.FUNCTIONS[name]._replace(run=run)


@pytest.mark.parametrize(
    ("name", "run"),
    [
        ("selected", lambda _offset, one, two: values.text(two) in values.text(one)),
        (
            "int",
            lambda _offset, value: (
                float(round(values.cut(values.number(value) + 0.5)))
                if values.number(value) == values.number(value)
                and abs(values.number(value)) < 1e300
                else values.number(value)
            ),
        ),
        ("date", lambda offset, value: functions._as_moment(offset, value, True)),
        ("sum", lambda _offset, value: float(len(value))),
    ],
    ids=["selected", "int", "date", "sum"],
)
def test_fault_in_python_is_caught(compared, monkeypatch, name, run):
    monkeypatch.setitem(functions.FUNCTIONS, name, _swapped(name, run))
    assert compared.differences([python_result(*case) for case in compared.cases]) != []


def test_fault_in_pythons_conversions_is_caught(compared, monkeypatch):
    monkeypatch.setattr(values, "TINY", 0.5)
    assert compared.differences([python_result(*case) for case in compared.cases]) != []


@pytest.mark.parametrize(
    "planted",
    [
        ("expressions.js", "one <= two", "one < two"),
        ("expressions.js", "one % two", "one - two * Math.floor(one / two)"),
        ("expression-values.js", '.replace(/,/g, ".")', ""),
        ("expression-functions.js", "isHalf ? !negative : ", "isHalf || "),
        ("expression-moments.js", "Math.floor(this.local / DAY)", "Math.round(this.local / DAY)"),
        ("expression-patterns.js", "left !== 0", "left > 0"),
    ],
    ids=lambda planted: planted[1],
)
def test_fault_in_the_browser_is_caught(compared, browser, planted):
    assert compared.differences(in_browser(browser, compared, planted)) != []
