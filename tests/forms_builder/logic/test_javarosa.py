"""Whole forms, made up: JavaRosa, given our own XForm, says what the server and the phone say."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, NamedTuple

import pytest

from forms_builder.answers import Reading
from forms_builder.expressions import evaluate, to_xpath
from forms_builder.fields import registry
from forms_builder.logic.outline import items_of
from forms_builder.logic.place import PlaceInForm
from forms_builder.logic.state import FormState
from forms_builder.models import ObservationForm
from forms_builder.schema import compile_form
from forms_builder.xlsform.xform import xform_text
from tests.forms_builder.expressions.cases import clock
from tests.forms_builder.expressions.scope import ZONE
from tests.forms_builder.logic.generator import Answer, FormMaker, an_answer, make_answers
from tests.forms_builder.logic.javarosa import Filled, Said, in_javarosas_words, javarosa_says
from tests.forms_builder.logic.test_comparison import logic_of, on_the_phone, said, typed
from tests.forms_builder.samples import locale

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.xdist_group("browser"),
]
FORMS, ANSWERS = 160, 14
FEWEST = 2_000
FAULTY_FORMS = 25  # are enough to notice a fault


class Case(NamedTuple):
    """A filled form: as we keep it, with what questions begin with, and as a person types it."""

    values: dict[str, Any]
    counts: dict[str, int]
    filled: Filled


class Form(NamedTuple):
    schema: dict
    texts: dict
    xform: str
    cases: list[Case]

    def states(self, now: datetime.datetime) -> list[FormState]:
        return [
            FormState(self.schema, case.values, case.counts, now=now, texts=self.texts)
            for case in self.cases
        ]


def make_form(seed: int, now: datetime.datetime) -> Form:
    form = ObservationForm(
        code="one",
        title="គំរូ",
        locale=locale("km"),
        body=FormMaker(seed, plain=True).body(),
        translation_key=uuid.uuid4(),
    )
    schema, texts = compile_form(form)
    cases = [make_case(schema, texts, seed * 1_000 + turn, now) for turn in range(ANSWERS)]
    return Form(schema, texts, xform_text(form), cases)


def make_case(
    schema: dict, texts: dict, seed: int, now: datetime.datetime, answer: Answer = an_answer
) -> Case:
    reading = Reading(schema)
    reading.read(make_answers(schema, seed, now.date(), answer))
    assert reading.errors == {}
    answers = dict(reading.values)
    while True:
        state = FormState(schema, answers, reading.counts, now=now, texts=texts)
        values = answers | begun(state, answers)
        state = FormState(schema, values, reading.counts, now=now, texts=texts)
        # Nobody can choose what is not offered: the server refuses it, JavaRosa takes it back.
        unoffered = [path for path in answers if not is_offered(state, path)]
        if not unoffered:
            break
        for path in unoffered:
            del answers[path]
    by_hand = {
        path: count
        for path, count in reading.counts.items()
        if not state.has_rule(state.items[path.rsplit(".", 1)[-1]], "count")
    }
    return Case(values, reading.counts, Filled(answers, by_hand))


def begun(state: FormState, answers: dict[str, Any]) -> dict[str, Any]:
    """What questions begin with, by path, where nothing was answered."""
    found = {}
    for item in state.items.values():
        if not state.has_rule(item, "default"):
            continue
        for path, prefix in state.paths(item):
            if path not in answers:
                result = evaluate(item["logic"]["default"], PlaceInForm(state, item, prefix))
                found[path] = registry.get(item["kind"]).worked_out(item, result)
                assert found[path] is not None
    return found


def is_offered(state: FormState, path: str) -> bool:
    item = state.items[path.rsplit(".", 1)[-1]]
    if not state.asked.get(path) or not state.has_rule(item, "choice_filter"):
        return True
    chosen = registry.get(item["kind"]).chosen(state.values[path])
    return set(chosen) <= set(state.offered(item, path[: len(path) - len(item["code"])]))


class Compared(NamedTuple):
    forms: list[Form]
    javarosa: list[Said]
    now: datetime.datetime

    def server(self) -> list[Said]:
        return [
            in_javarosas_words(said(state), form.schema)
            for form in self.forms
            for state in form.states(self.now)
        ]

    def phone(self, browser, planted: tuple[str, str] = ("", "")) -> list[Said]:
        given = []
        for form in self.forms:
            cases = [
                {
                    "values": {path: typed(state, path, one) for path, one in case.values.items()},
                    "counts": case.counts,
                }
                for state, case in zip(form.states(self.now), form.cases, strict=True)
            ]
            given.append({"logic": logic_of(form.schema, form.texts), "cases": cases})
        now = self.now.isoformat(timespec="milliseconds")
        schemas = [form.schema for form in self.forms for _case in form.cases]
        return [
            in_javarosas_words(one, schema)
            for one, schema in zip(on_the_phone(browser, given, planted, now), schemas, strict=True)
        ]

    def first(self, count: int) -> Compared:
        cases = sum(len(form.cases) for form in self.forms[:count])
        return Compared(self.forms[:count], self.javarosa[:cases], self.now)


def asked_javarosa(forms: list[Form], folder) -> list[Said]:
    return javarosa_says(
        [(form.schema, form.xform, [case.filled for case in form.cases]) for form in forms], folder
    )


@pytest.fixture(scope="module")
def compared(django_db_setup, django_db_blocker, tmp_path_factory):
    """The forms, and JavaRosa's word on each that is filled."""
    with django_db_blocker.unblock():
        for _attempt in range(2):
            now = clock().astimezone(ZONE)
            forms = [make_form(seed, now) for seed in range(FORMS)]
            told = asked_javarosa(forms, tmp_path_factory.mktemp("forms"))
            if clock().astimezone(ZONE).date() == now.date():
                break  # or else midnight came between, and JavaRosa's today is another
    return Compared(forms, told, now)


def test_three_evaluators_agree_on_every_form(compared, browser, capsys):
    server = compared.server()
    different = [
        (number, ours, theirs)
        for number, (ours, theirs) in enumerate(zip(server, compared.javarosa, strict=True))
        if ours != theirs
    ]
    assert different[:3] == []
    assert compared.phone(browser) == compared.javarosa
    with capsys.disabled():
        print(f"\nforms: {len(server)} filled forms equal in Python, JavaScript and JavaRosa")
    assert len(server) == FORMS * ANSWERS >= FEWEST


def test_forms_have_something_of_everything(compared):
    told = compared.javarosa
    assert not any("failed" in one for one in told)
    assert sum("false" in one.get("constraint", {}).values() for one in told) > len(told) / 4
    assert sum("required" in one for one in told) > len(told) / 2
    assert sum("readonly" in one for one in told) > len(told) / 20
    assert sum("count" in one for one in told) > len(told) / 2
    assert sum("a c" in one.get("offered", {}).values() for one in told) > len(told) / 10
    for state in (form.states(compared.now)[0] for form in compared.forms[:FAULTY_FORMS]):
        assert True in state.asked.values()
    effects, written = set(), ""
    for form in compared.forms:
        for item in [*form.schema["sections"], *items_of(form.schema)]:
            effects |= item.get("logic", {}).keys()
            written += " ".join(map(to_xpath, item.get("logic", {}).values()))
    assert effects >= {"relevant", "constraint", "required", "read_only", "default"}
    assert effects >= {"calculation", "choice_filter", "count"}
    for used in ("position(..)", "count(", "sum(", "indexed-repeat(", "max(", "today()"):
        assert used in written


@pytest.mark.parametrize(
    ("place", "name", "fault"),
    [
        (FormState, "_asked_around", lambda *_: True),
        (FormState, "_count", lambda self, _item, path, _prefix: self._sent_counts.get(path, 0)),
        (PlaceInForm, "position", lambda *_: 1.0),
        (PlaceInForm, "count", lambda *_: 1.0),
        (PlaceInForm, "values_at", lambda *_: ""),
    ],
    ids=["hidden groups", "repeats by count", "position", "count", "indexed-repeat"],
)
def test_fault_in_python_is_caught(compared, monkeypatch, place, name, fault):
    monkeypatch.setattr(place, name, fault)
    assert compared.server() != compared.javarosa


@pytest.mark.parametrize(
    "planted",
    [
        ("this.asked.get(around))", "this.asked.get(around) !== 0)"),
        ("!this.asked.get(path) ?", "false ?"),
        ("Math.trunc(Math.min(number, MOST))", "Math.trunc(Math.min(number, MOST)) + 1"),
    ],
    ids=lambda planted: planted[0],
)
def test_fault_on_the_phone_is_caught(compared, browser, planted):
    few = compared.first(FAULTY_FORMS)
    assert few.phone(browser) == few.javarosa
    assert few.phone(browser, planted) != few.javarosa


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("&gt;= 2", "&gt; 2"),
        (" and ", " or "),
        ("position(..)", "2"),
        ("sum(", "count("),
        ("odk-new-repeat", ""),
        ('required="true()"', ""),
    ],
)
def test_fault_in_an_xform_is_caught(compared, tmp_path, written, instead):
    few = compared.first(FAULTY_FORMS)
    assert any(written in form.xform for form in few.forms)
    forms = [form._replace(xform=form.xform.replace(written, instead)) for form in few.forms]
    assert asked_javarosa(forms, tmp_path) != few.javarosa
