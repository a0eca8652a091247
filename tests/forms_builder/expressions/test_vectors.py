"""The same expressions, scopes and results for Python, the browser and JavaRosa."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from forms_builder.expressions import parse, to_xpath
from tests.forms_builder.expressions.cases import browser_results, python_result, same_result
from tests.forms_builder.expressions.javarosa import javarosa_results, same
from tests.forms_builder.expressions.scope import HERE

_FILE = json.loads((HERE / "vectors.json").read_text())
VECTORS = [
    (one["expression"], _FILE["scopes"][one.get("scope", "visit")], one.get("row"), one["expected"])
    for one in _FILE["vectors"]
]
DIFFERENT = {one["expression"] for one in _FILE["vectors"] if "differs" in one}


def expected(value):
    return float(value) if type(value) is int else value


@pytest.mark.parametrize(("expression", "scope", "row", "result"), VECTORS)
def test_vector_in_python(expression, scope, row, result):
    assert same_result(python_result(expression, scope, row), expected(result))


@pytest.mark.parametrize(("expression", "scope", "row", "result"), VECTORS)
def test_vector_is_the_same_written_anew(expression, scope, row, result):
    tree = parse(expression, columns=row is not None)
    assert json.loads(json.dumps(tree)) == tree
    assert parse(to_xpath(tree), columns=row is not None) == tree


@pytest.mark.browser
@pytest.mark.once
@pytest.mark.xdist_group("browser")
def test_vectors_in_the_browser(browser):
    assert len(VECTORS) > 250
    found = browser_results(browser, [vector[:3] for vector in VECTORS])
    wrong = [
        (vector[0], vector[3], result)
        for vector, result in zip(VECTORS, found, strict=True)
        if not same_result(result, expected(vector[3]))
    ]
    assert wrong == []


@pytest.mark.once
def test_vectors_are_what_javarosa_says(tmp_path):
    """Save for what looks at the clock or at the row of a choice filter, and what is ours."""
    asked = [
        vector
        for vector in VECTORS
        if vector[2] is None
        and vector[0] not in DIFFERENT
        and "today()" not in vector[0]
        and "now()" not in vector[0]
    ]
    assert len(asked) > 240
    assert len(DIFFERENT) == 2
    found = javarosa_results(
        [(to_xpath(parse(vector[0])), vector[1]) for vector in asked],
        dt.datetime.now(dt.UTC),
        tmp_path,
    )
    wrong = [
        (vector[0], vector[3], result)
        for vector, result in zip(asked, found, strict=True)
        if not same(expected(vector[3]), result)
    ]
    assert wrong == []
