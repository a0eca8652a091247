"""Whatever a program makes up from the OpenAPI document, the server answers as it promised.

Schemathesis makes requests that fit the document and requests that do not, with a mentor's token,
against the WSGI application. Bounded in number and in time; the same requests in every run.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.views.people import Me
from config.wsgi import application
from tests.api.client import ApiClient
from tests.factories_mentoring import (
    ANSWERS,
    make_relationship,
    make_released_session,
    make_session,
    make_world,
)

EXAMPLES = 12
SECONDS = 150
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def one_connection(db):
    """Requests leave the connection open, and with it the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Caller:
    """Calls one operation after the other with the token, and counts."""

    def __init__(self) -> None:
        world = make_world()
        relationship = make_relationship(world)
        released = make_released_session(world, relationship, offset=-2)
        self.session = make_session(world, relationship)
        self.headers = {**ApiClient(world.mentor).headers, "Accept-Encoding": "identity"}
        self.known = {
            "relationships": str(relationship.pk),
            "sessions": str(self.session.pk),
            "submissions": str(released.fillings.get().pk),
            "people": world.mentee.pk,
            "forms": "observation",
        }
        self.statuses: dict[str, list[int]] = {}

    def operations(self) -> list[schemathesis.APIOperation]:
        document = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
        return [result.ok() for result in document.get_all_operations()]

    def try_operation(
        self, operation: schemathesis.APIOperation, mode: GenerationMode, deadline: float
    ) -> None:
        """Raises FailureGroup where an answer is not what the document promises."""
        seen = self.statuses.setdefault(operation.label, [])

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(mode))
        def call(case: schemathesis.Case) -> None:
            if time.monotonic() < deadline:
                self.bring_home(case, len(seen))
                response = case.call_and_validate(headers=self.headers, checks=CHECKS)
                seen.append(response.status_code)

        call()

    def bring_home(self, case: schemathesis.Case, number: int) -> None:
        """Every other request names records that exist, or it would only ever find nothing."""
        if number % 2:
            return
        kind = case.operation.path.split("/")[3]
        for name in ("id", "code"):
            if name in case.path_parameters and kind in self.known:
                case.path_parameters[name] = self.known[kind]
        if "number" in case.path_parameters:
            case.path_parameters["number"] = 1
        if isinstance(case.body, dict):
            known: dict[str, Any] = {"session": self.known["sessions"], "form": "observation"}
            known |= {"version": 1, "language": "km"}
            if number % 4:
                known["answers"] = ANSWERS
            case.body = {**case.body, **known}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_answers_as_documented(one_connection, mode):
    caller = Caller()
    operations = caller.operations()
    deadline = time.monotonic() + SECONDS
    failures, idle = [], []
    for operation in operations:
        try:
            caller.try_operation(operation, mode, deadline)
        except Unsatisfiable:
            idle.append(operation.label)
        except FailureGroup as group:
            failures += [f"{operation.label}: {failure}" for failure in group.exceptions]
    assert failures == []
    # It takes no parameters, so nothing about it can be wrong.
    assert set(idle) <= {"GET /api/v1/me/"}
    made = {label: len(seen) for label, seen in caller.statuses.items() if label not in idle}
    print(made, sorted({s for statuses in caller.statuses.values() for s in statuses}))
    assert len(made) >= 13
    assert sum(made.values()) >= 5 * len(made), made


def test_walk_notices_a_server_error(one_connection, monkeypatch):
    """Negative control: one broken view, and the same walk fails."""
    monkeypatch.setattr(Me, "get_object", lambda self: 1 / 0)
    caller = Caller()
    broken = next(o for o in caller.operations() if o.path == "/api/v1/me/")
    with pytest.raises(FailureGroup):
        caller.try_operation(broken, GenerationMode.POSITIVE, time.monotonic() + SECONDS)


def test_walk_notices_an_answer_of_another_shape(one_connection, monkeypatch):
    """Negative control: a field that the document does not promise as null."""
    monkeypatch.setattr("api.serializers.people.MeSerializer.to_representation", lambda *_: {})
    caller = Caller()
    broken = next(o for o in caller.operations() if o.path == "/api/v1/me/")
    with pytest.raises(FailureGroup):
        caller.try_operation(broken, GenerationMode.POSITIVE, time.monotonic() + SECONDS)
