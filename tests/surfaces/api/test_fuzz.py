"""Requests nobody would write, derived from the document: no fault, no status that is not in it, no content of another type.

200 requests on each push, spread over every role and the public; TAIZHANG_FUZZ_CASES=2000 in the long run.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from taizhang.frame.catalogue import installed
from taizhang.frame.reading import PERSONAL
from taizhang.site.wsgi import application
from tests.access.conftest import stage, taken_back  # noqa: F401 - `stage` is a fixture
from tests.access.stage import CANARY, ROLES, mobile_numbers

CASES = int(os.environ.get("TAIZHANG_FUZZ_CASES", "200"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
_MODES = (GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@lru_cache(maxsize=1)
def operations() -> list[Any]:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    return [found.ok() for found in schema.get_all_operations()]


@cache
def strategy(index: int, mode: GenerationMode) -> st.SearchStrategy[Any]:
    return operations()[index].as_strategy(generation_mode=mode)


@pytest.fixture
def connection_stays():
    """The application ends each request by closing an old connection; here that would take the stage with it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@st.composite
def requests(draw: st.DrawFn) -> tuple[Any, str, bool, bool]:
    """A request to some address, by whom, whether of the first district, and whether its keys are those of real rows."""
    index = draw(st.integers(0, len(operations()) - 1))
    case = draw(strategy(index, draw(st.sampled_from(_MODES))))
    return case, draw(st.sampled_from((*ROLES, "public"))), draw(st.booleans()), draw(st.integers(0, 3)) > 0


def aimed(case: Any, stage: Any, actor: Any) -> Any:  # noqa: F811
    """The request with real keys in place of drawn ones, so that it reaches past the first refusal."""
    parts = case.path.split("/")
    kind = parts[3] if len(parts) > 3 and parts[2] == "records" else None
    if kind in stage.rows and "id" in (case.path_parameters or {}):
        case.path_parameters["id"] = stage.rows[kind].pk
    bound = installed().actions.get(case.path.rstrip("/").rpartition("/")[2])
    if bound is not None and isinstance(case.body, dict):
        for item in bound.inputs:
            if item.ask.ref in stage.rows and item.name in case.body:
                case.body[item.name] = stage._chosen(item.ask.ref, actor)
    return case


@pytest.mark.either
def test_no_request_finds_a_fault_or_an_undocumented_answer(stage, connection_stays):  # noqa: F811
    seen: dict[int, int] = {}

    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        derandomize=CASES <= 200,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(requests())
    def ask(drawn: tuple[Any, str, bool, bool]) -> None:
        case, role, own, real = drawn
        actor = None if role == "public" else (stage.own if own else stage.other)[role]
        headers = {"Authorization": stage.caller(actor).header} if actor else {}
        if real:
            aimed(case, stage, actor or stage.own["drc.clerk"])
        with taken_back():
            response = case.call(headers=headers)
        seen[response.status_code] = seen.get(response.status_code, 0) + 1
        case.validate_response(response, checks=CHECKS)
        if actor is None or not actor.may(PERSONAL):
            assert CANARY not in response.text, f"{role} reads a telephone number at {case.path}"

    ask()
    print(f"\n{sum(seen.values())} requests: {dict(sorted(seen.items()))}")
    assert seen.get(200) and seen.get(404), seen


@pytest.mark.by_turns(3)
def test_nobody_who_merely_looks_reads_a_telephone_number(stage):  # noqa: F811
    """The canary's number is in the register of every person of the stage; that no list and no row shows it is asked with the matrix."""
    searched = f"/api/records/registers.person/?q={CANARY}"
    addresses = ["/api/openapi.json", "/api/", f"/api/entries/{stage.rows['registers.person'].entry}/", searched]
    callers = [(role, stage.caller(stage.own[role])) for role in ROLES] + [("public", stage.public)]
    for role, caller in callers:
        for address in addresses:
            found = mobile_numbers(caller.get(address).content.decode())
            assert not found, f"{role} reads {found} at {address}"
    assert stage.caller(stage.own["drc.clerk"]).get(searched).json()["total"] == 0
