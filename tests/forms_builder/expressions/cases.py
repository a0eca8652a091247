"""One case said by each evaluator, in the same words."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from forms_builder.expressions import ExpressionFailed, evaluate, parse
from forms_builder.expressions.errors import DateOutside
from tests.forms_builder.expressions.scope import FORM, HERE, SmallScope, told

SCRIPTS = Path(__file__).parents[3] / "site" / "static" / "js" / "field"
PAGE = "http://expressions.test/"


@lru_cache(maxsize=10_000)
def tree_of(expression: str, columns: bool = False) -> list:
    return parse(expression, columns=columns)


def python_result(expression: str, scope: dict, row: dict | None = None) -> Any:
    try:
        tree = tree_of(expression, row is not None)
        return told(evaluate(tree, SmallScope(scope), row=row))
    except DateOutside:
        return {"failed": True, "outside": True}
    except ExpressionFailed:
        return {"failed": True}


def browser_results(
    browser: Any,
    cases: list[tuple[str, dict, dict | None]],
    planted: tuple[str, str, str] = ("", "", ""),
) -> list[Any]:
    """Return the results of (expression, scope, row) from one page.

    `planted`: in the script of this name, put the third text for the second.
    """
    context = browser.new_context()
    page = context.new_page()

    def serve(route: Any) -> None:
        name = route.request.url.removeprefix(PAGE)
        if not name:
            route.fulfill(body="<!doctype html><title>.</title>", content_type="text/html")
            return
        folder = SCRIPTS if name.startswith("js/") else HERE
        script = (folder / name.removeprefix("js/")).read_text()
        if name == f"js/{planted[0]}":
            assert planted[1] in script
            script = script.replace(planted[1], planted[2])
        route.fulfill(body=script, content_type="text/javascript; charset=utf-8")

    page.route("**/*", serve)
    page.goto(PAGE)
    given = [
        {"tree": tree_of(expression, row is not None), "scope": scope, "row": row}
        for expression, scope, row in cases
    ]
    try:
        found = page.evaluate(
            """async (given) => {
                const [form, cases] = JSON.parse(given);
                return JSON.stringify((await import("/scope.js")).results(form, cases));
            }""",
            json.dumps([FORM, given]),
        )
        return [float(one) if type(one) is int else one for one in json.loads(found)]
    finally:
        context.close()


def same_result(one: Any, two: Any) -> bool:
    """Tell whether two of our evaluators said the same."""
    if isinstance(one, dict) and isinstance(two, dict) and one.get("failed") and two.get("failed"):
        return True
    return type(one) is type(two) and one == two


def clock() -> dt.datetime:
    """The real time in whole milliseconds: JavaRosa's today() knows no other day."""
    now = dt.datetime.now(dt.UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
