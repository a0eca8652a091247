"""Points, made up: JavaRosa and the phone work out of our XLSForm what the server scores."""

from __future__ import annotations

import datetime
import math
import uuid
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

import pytest
from django.db import transaction

from forms_builder.answers import Reading
from forms_builder.exact import exact
from forms_builder.fields import registry, scoring
from forms_builder.logic.outline import items_of
from forms_builder.logic.paths import code_of
from forms_builder.logic.state import FormState
from forms_builder.models import ObservationForm
from forms_builder.schema import compile_form
from forms_builder.scores import score_state
from forms_builder.xlsform.xform import xform_text
from tests.forms_builder.expressions.cases import clock
from tests.forms_builder.expressions.scope import ZONE
from tests.forms_builder.logic.generator import FormMaker, an_answer
from tests.forms_builder.logic.javarosa import Filled, Said, javarosa_tells
from tests.forms_builder.logic.test_comparison import logic_of, on_the_phone, typed
from tests.forms_builder.logic.test_javarosa import Case, make_case
from tests.forms_builder.samples import block, locale, make_domain, rubric
from tests.forms_builder.test_scoring import formula
from tests.forms_builder.xlsform.books import bring, form_of, pure_workbook

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.xdist_group("browser"),
]
FORMS, ANSWERS = 150, 14
FEWEST = 2_000
# Forms that are taken in as a stranger's workbook, and at least how many of them keep all rules:
# some say something of an answer that is given several times.
TAKEN_IN, KEPT = 45, 20
# In state.js: the second text for the first.
FAULTS_OF_THE_PHONE = (
    ("this.asked.get(around))", "this.asked.get(around) !== 0)"),
    ("!this.asked.get(path) ?", "false ?"),
)
SCORED = ("rubric", "yes_no", "likert_group", "rubric_checklist", "interval_observation")
SCORES = (
    formula("share", "form_points() div form_out_of() * 100"),
    formula("both", "domain_points('teaching') - domain_points('climate') div 3", "form_out_of()"),
)


class ScoredMaker(FormMaker):
    """Forms in which every second question is a criterion."""

    def __init__(self, seed: int, domains: list[int]) -> None:
        super().__init__(seed, plain=True)
        self.domains = domains

    def _question(self, around: list[str]) -> dict:
        if self.random.random() < 0.5:
            return super()._question(around)
        kind, code = self.random.choice(SCORED), self._code()
        settings: dict[str, Any] = {
            "label": f"លក្ខណៈវិនិច្ឆ័យ {code}",
            "rules": self._relevant(around),
            "weight": self.random.choice(("0", "1", "1", "2", "0.25", "2.5")),
            "domain": self.random.choice((None, *self.domains)),
            "reverse": self.random.random() < 0.3,
        }
        if kind == "yes_no":
            return block(kind, code, **settings)
        if kind == "interval_observation":
            del settings["weight"], settings["reverse"]
            codes = [self._part(code, one, heading="", weight="1.5") for one in "ab"]
            codes.append(self._part(code, "c", heading="", weight="0"))
            return block(kind, code, every=5, minutes=15, codes=codes, vibrate=False, **settings)
        if kind == "likert_group":
            del settings["reverse"]
            statements = [self._part(code, one, reverse=one == "b") for one in "ab"]
            points = [self._level(code, number) for number in (1, 2, 3, 4)]
            return block(kind, code, statements=statements, points=points, **settings)
        settings |= {"evidence": "NONE", "allow_na": True, "unscored": self.random.random() < 0.1}
        if kind == "rubric":
            return rubric(code, settings.pop("label"), **settings)
        indicators = [self._part(code, one) for one in "abc"]
        levels = [self._level(code, value, at_least=at) for value, at in ((1, 0), (2, 40), (4, 90))]
        return block(kind, code, indicators=indicators, levels=levels, **settings)

    def _part(self, code: str, value: str, **more: Any) -> dict:
        words = {"value": value, "label": f"ពាក្យ {value}", **more}
        return {"type": "item", "id": _id(f"{code} {value}"), "value": words}

    def _level(self, code: str, value: int, **more: Any) -> dict:
        words = {"value": value, "label": f"កម្រិត {value}", "descriptor": "", **more}
        return {"type": "item", "id": _id(f"{code} level {value}"), "value": words}


def _id(text: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, text))


def answer(item: dict, random: Random, today: datetime.date) -> Any:
    kind = item["kind"]
    if kind not in SCORED:
        return an_answer(item, random, today)
    if kind == "yes_no":
        return random.choice(("yes", "no"))
    if kind == "rubric":
        levels = [one["value"] for one in item["levels"]]
        return random.choice([{"na": True}, *({"level": level} for level in levels)])
    if kind == "likert_group":
        return {one: random.randint(1, 4) for one in "ab"}
    if kind == "rubric_checklist":
        return {"items": {one: random.choice(("yes", "yes", "no", "na")) for one in "abc"}}
    seen = [random.choice((None, [], ["a"], ["a", "b"], ["c"])) for _interval in range(3)]
    return {"intervals": seen} if any(one is not None for one in seen) else None


def as_parts(schema: dict, values: dict[str, Any]) -> dict[str, Any]:
    """Stored answers by the paths of the rows that ask them elsewhere."""
    kinds = {item["code"]: item["kind"] for item in items_of(schema)}
    parts: dict[str, Any] = {}
    for path, value in values.items():
        code = code_of(path)
        kind = kinds[code]
        if kind == "rubric":
            parts[path] = "na" if value.get("na") else str(value["level"])
        elif kind == "likert_group":
            parts |= {f"{path}__{one}": str(rating) for one, rating in value.items()}
        elif kind == "rubric_checklist":
            parts |= {f"{path}__{one}": said for one, said in value["items"].items()}
        elif kind == "interval_observation":
            for index, seen in enumerate(value["intervals"]):
                if seen is not None:
                    parts[f"{path}___intervals.{index}.{code}___seen"] = seen or ["none"]
        else:
            parts[path] = value
    return parts


def kinds_elsewhere(schema: dict) -> dict[str, str]:
    kinds = {}
    for item in items_of(schema):
        code, kind = item["code"], item["kind"]
        kinds[code] = "single_choice" if kind in SCORED else kind
        kinds |= dict.fromkeys((f"{code}__{one}" for one in "abc"), "single_choice")
        kinds[f"{code}___seen"] = "multiple_choice"
    return kinds


def number(value: Any) -> str:
    """Points as text to four places, "" for none: nothing was rated."""
    found = float(value or 0)
    return exact(Decimal(repr(found)).quantize(Decimal("0.0001"))) if math.isfinite(found) else ""


def without_none(points: dict[str, Any]) -> dict[str, str]:
    told = {name: number(value) for name, value in points.items()}
    return {name: value for name, value in told.items() if value not in ("", "0")}


class Scored(NamedTuple):
    schema: dict
    texts: dict
    xform: str
    cases: list[Case]
    now: datetime.datetime
    # The form as others take it in, with their answers.
    elsewhere: dict | None

    def server(self) -> list[dict[str, str]]:
        told = []
        for case in self.cases:
            state = FormState(self.schema, case.values, case.counts, now=self.now, texts=self.texts)
            found = score_state(state)
            points: dict[str, Any] = {}
            for path, one in found["criteria"].items():
                if one["points"] is not None:
                    points |= _both(f"{path}__", one)
            points |= _both("score___form", found["form"])
            for code, total in found["domains"].items():
                points |= _both(f"score___domain___{code}", total)
            for code, one in found["scores"].items():
                points |= _both(f"score___of___{code}", one)
            told.append(without_none(points))
        return told


def _both(name: str, one: dict) -> dict[str, Any]:
    name = name.removesuffix("__")
    return {f"{name}___points": one["points"], f"{name}___out_of": one["out_of"]}


def make_scored(seed: int, now: datetime.datetime) -> Scored:
    domains = [make_domain().pk, make_domain("climate", "បរិយាកាស").pk]
    body = [
        block("section", "beginning", title="ដើម"),
        *(rubric(f"first{pk}", f"ដើម {pk}", domain=pk, weight="1") for pk in domains),
        *ScoredMaker(seed, domains).body(),
    ]
    form = ObservationForm(
        code=f"made-{seed}",
        title="គំរូ",
        locale=locale("km"),
        body=body,
        scoring=list(SCORES),
        translation_key=uuid.uuid4(),
    )
    schema, texts = compile_form(form)
    cases = [make_case(schema, texts, seed * 1_000 + n, now, answer) for n in range(ANSWERS)]
    elsewhere = taken_in(form, schema, cases, now) if seed < TAKEN_IN else None
    return Scored(schema, texts, xform_text(form), cases, now, elsewhere)


def taken_in(
    form: ObservationForm, schema: dict, cases: list[Case], now: datetime.datetime
) -> dict:
    """What the phone gets of the form that others make of our pure XLSForm, with its answers."""
    report = bring(pure_workbook(form))
    if report.errors:
        return None
    theirs, texts = compile_form(form_of(report))
    given = []
    for case in cases:
        reading = Reading(theirs)
        reading.read(nested_by_code(as_parts(schema, case.values), case.counts))
        assert reading.errors == {}
        state = FormState(theirs, reading.values, reading.counts, now=now, texts=texts)
        values = {path: typed(state, path, one) for path, one in reading.values.items()}
        given.append({"values": values, "counts": reading.counts})
    return {"logic": logic_of(theirs, texts), "cases": given}


def nested_by_code(parts: dict[str, Any], counts: dict[str, int]) -> dict[str, Any]:
    """Answers by path as an object, under the codes that our import makes of names."""
    answers: dict[str, Any] = {}

    def instance(into: dict, code: str, index: int) -> dict:
        rows = into.setdefault(as_code(code), [])
        rows += [{} for _ in range(index + 1 - len(rows))]
        return rows[index]

    for path, count in counts.items():
        into, steps = answers, path.split(".")
        for code, index in zip(steps[:-1:2], steps[1::2], strict=True):
            into = instance(into, code, int(index))
        if count:
            instance(into, steps[-1], count - 1)
    for path, value in parts.items():
        into, steps = answers, path.split(".")
        for code, index in zip(steps[:-1:2], steps[1::2], strict=True):
            into = instance(into, code, int(index))
        into[as_code(steps[-1])] = value
    return answers


def as_code(name: str) -> str:
    while "__" in name:
        name = name.replace("__", "_")
    return name


@pytest.fixture(scope="module")
def scored(django_db_setup, django_db_blocker):
    now = clock().astimezone(ZONE)
    with django_db_blocker.unblock(), transaction.atomic():
        forms = [make_scored(seed, now) for seed in range(FORMS)]
        transaction.set_rollback(True)
    return forms


def by_javarosa(forms: list[Scored], folder) -> list[dict[str, str]]:
    given = []
    for form in forms:
        filled = [
            Filled(as_parts(form.schema, case.filled.values), case.filled.counts)
            for case in form.cases
        ]
        given.append((kinds_elsewhere(form.schema), form.xform, filled))
    return [points_of(told) for told in javarosa_tells(given, folder)]


def points_of(told: Said) -> dict[str, str]:
    assert "failed" not in told, told
    ends = ("___points", "___out_of")
    return without_none(
        {path: text for path, text in told.get("value", {}).items() if path.endswith(ends)}
    )


def test_javarosa_works_out_the_same_points(scored, tmp_path, capsys):
    server = [one for form in scored for one in form.server()]
    javarosa = by_javarosa(scored, tmp_path)
    different = [
        (number, ours, theirs)
        for number, (ours, theirs) in enumerate(zip(server, javarosa, strict=True))
        if ours != theirs
    ]
    assert different[:2] == []
    with capsys.disabled():
        print(f"\npoints: {len(server)} filled forms score the same here and in JavaRosa")
    assert len(server) == FORMS * ANSWERS >= FEWEST
    assert sum(len(one) > 12 for one in server) > len(server) / 2
    asked = {item["kind"] for form in scored for item in items_of(form.schema)}
    assert asked >= set(SCORED)


def by_phone(browser, forms: list[Scored], planted=("", "")) -> list[dict[str, str]]:
    now, ends = forms[0].now.isoformat(timespec="milliseconds"), ("_points", "_out_of")
    told = on_the_phone(browser, [form.elsewhere for form in forms], planted, now)
    return [
        without_none({path: text for path, text in one["values"].items() if path.endswith(ends)})
        for one in told
    ]


def by_server(forms: list[Scored]) -> list[dict[str, str]]:
    """What the server says, under the codes that our import makes of names."""
    told = [one for form in forms for one in form.server()]
    return [{as_code(name): value for name, value in one.items()} for one in told]


def test_phone_works_out_the_same_points(scored, browser):
    forms = [form for form in scored if form.elsewhere]
    assert len(forms) >= KEPT
    phone = by_phone(browser, forms)
    assert len(phone) == len(forms) * ANSWERS
    assert phone == by_server(forms)


@pytest.mark.parametrize("planted", FAULTS_OF_THE_PHONE, ids=lambda planted: planted[0])
def test_fault_on_the_phone_is_caught(scored, browser, planted):
    forms = [form for form in scored if form.elsewhere]
    assert by_phone(browser, forms, planted) != by_server(forms)


@pytest.mark.parametrize(
    ("place", "name", "fault"),
    [
        (registry.get("yes_no"), "score", lambda item, _value: None),
        (FormState, "asked_questions", lambda self: ((one, one["code"]) for one in ())),
        (scoring, "_weighed", lambda *_: None),
    ],
    ids=["yes and no", "nothing asked", "weights"],
)
def test_fault_in_python_is_caught(scored, tmp_path, monkeypatch, place, name, fault):
    few = scored[:10]
    javarosa = by_javarosa(few, tmp_path)
    assert [one for form in few for one in form.server()] == javarosa
    monkeypatch.setattr(place, name, fault)
    assert [one for form in few for one in form.server()] != javarosa


@pytest.mark.parametrize(("written", "instead"), [("= 'na'", "= 'no'"), (" * ", " + ")])
def test_fault_in_an_xform_is_caught(scored, tmp_path, written, instead):
    few = scored[:10]
    forms = [form._replace(xform=form.xform.replace(written, instead)) for form in few]
    assert by_javarosa(forms, tmp_path) != [one for form in few for one in form.server()]
