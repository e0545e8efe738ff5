"""The access matrix: every entrance, every role, its own district, another one, and nobody in particular.

What is expected stands in matrix.csv, written by hand; nothing here is read from a declaration's `may`.

On each push every action is asked of everybody at the one door that all entrances lead to. The API, which adds only who
holds a token, is asked of a third of them, and every page and row, on one of the two databases, for one who may, one who
may not and whoever's turn it is: everybody within four days. Rights are looked at before the database is: on PostgreSQL some stand for all roles
everywhere. The long run asks everybody everything.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
from django.db import connection

from taizhang.basis.errors import Refused
from taizhang.frame.actor import PUBLIC, Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.perform import perform
from tests.access.conftest import taken_back
from tests.access.entrances import MATRIX, Row, entrances, matrix
from tests.access.stage import CERTIFICATE, ROLES, mobile_numbers
from tests.examples import LONG, whose_turn

ROWS = matrix()
#: Within so many days a page or a row is asked of everybody of its own district.
DAYS = 4
#: A role, whether of the first district, and whoever has it there.
Asked = tuple[str, bool, Actor]
_HOW = f"add it with `python -m tests.access.regenerate`, then write in {MATRIX.name} who may and what the others get"


def _named(*beginnings: str) -> list[Row]:
    return [row for row in ROWS if row.entrance.startswith(beginnings)]


READS, POSTS = _named("GET /api/records/"), _named("POST /api/records/", "POST /api/actions/", "POST /api/entries/")
OPENINGS = [row for row in POSTS if row.entrance.endswith("/open/")]
ACTIONS = [row for row in POSTS if row not in OPENINGS]
VERBS, ROUTES = _named("taizhang do "), _named("route ")


def _ids(rows: list[Row]) -> dict[str, Any]:
    return {"argvalues": rows, "ids": [row.entrance for row in rows]}


def test_every_entrance_has_a_row_and_every_row_an_entrance():
    there, written = set(entrances()), [row.entrance for row in ROWS]
    assert not (there - set(written)), f"without a row: {sorted(there - set(written))}; {_HOW}"
    assert not (set(written) - there), f"rows without an entrance, to be deleted: {sorted(set(written) - there)}"
    assert len(written) == len(set(written)), "an entrance has two rows"


def test_every_row_was_thought_about():
    assert not [row.entrance for row in ROWS if "?" in (row.allowed, row.yes, row.no, row.other, row.anonymous)], _HOW


def test_every_role_is_on_the_stage_and_no_row_names_another():
    assert set(installed().roles) == set(ROLES)
    named = {role for row in ROWS for role in row.allowed.split()} - {"*", "shell"}
    assert named <= set(ROLES), named - set(ROLES)


def expected(row: Row, role: str, *, own: bool) -> str:
    """What a role gets: `no` in both districts where it may not, for a right is looked at before a row."""
    if not row.allows(role):
        return row.no
    return row.yes if own else row.other


def told(status: int) -> str:
    return str(status) if status in (401, 403, 404) else "done"


def everyone(stage: Any) -> list[Asked]:
    return [(role, own, side[role]) for own, side in ((True, stage.own), (False, stage.other)) for role in ROLES]


def complain(wrong: list[str]) -> None:
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("row", **_ids(ACTIONS))
@pytest.mark.by_turns(3)
def test_actions_by_the_api(stage, row):
    bound = installed().action(row.entrance.rstrip("/").rpartition("/")[2])
    wrong = []
    for role, own, actor in chain(*_some(stage, row, len(ROLES))):
        with taken_back():
            answer = _post(stage, bound, actor)
        if told(answer.status_code) != expected(row, role, own=own):
            wrong.append(f"{role} own={own}: {answer.status_code} {answer.content.decode()[:200]}")
    with taken_back():
        target = stage.rows[bound.on.kind].pk if bound.on else None
        answer = stage.public.act(bound.key, target, bound.on.kind if bound.on else "")
    if str(answer.status_code) != row.anonymous:
        wrong.append(f"anonymous: {answer.status_code}")
    complain(wrong)


@pytest.mark.parametrize("row", **_ids(OPENINGS))
def test_personal_data_are_opened_only_by_those_who_may(stage, row):
    """With a purpose; what comes back to whoever may not has no telephone or certificate number in it."""
    kind = row.entrance.split("/")[3]
    key = stage.rows[kind].pk if kind in stage.rows else 0
    path = row.entrance.removeprefix("POST ").replace("{id}", str(key)).replace("{key}", stage.enrolled)
    wrong = []
    callers = [(f"{role} own={own}", expected(row, role, own=own), stage.caller(actor)) for role, own, actor in everyone(stage)]
    for name, status, caller in [*callers, ("anonymous", row.anonymous, stage.public)]:
        with taken_back():
            answer = caller.post(path, {"purpose": "示例用途"})
        # 403/404: the one for those who see the row without what is personal in it, the other for those who do not see it.
        if str(answer.status_code) not in status.split("/"):
            wrong.append(f"{name}: {answer.status_code} {answer.content.decode()[:200]}")
        text = answer.content.decode()
        assert bool(mobile_numbers(text) or CERTIFICATE in text) == (answer.status_code == 200), name
    complain(wrong)


def _post(stage: Any, bound: Any, actor: Actor) -> Any:
    target = stage.target(bound, actor)
    return stage.caller(actor).act(bound.key, target, bound.on.kind if bound.on else "", **stage.inputs(bound, actor))


@pytest.mark.parametrize("row", **_ids(VERBS))
def test_actions_by_the_command_line(stage, row):
    """The command line adds nothing to `perform` but the account behind --as; the public has no account."""
    bound = installed().action(row.entrance.rpartition(" ")[2])
    wrong = []
    for role, own, actor in chain(*_some(stage, row, 1)):
        status = _performed(stage, bound, actor)
        if told(status) != expected(row, role, own=own):
            wrong.append(f"{role} own={own}: {status}")
    if str(_performed(stage, bound, PUBLIC)) != row.anonymous:
        wrong.append(f"anonymous: {_performed(stage, bound, PUBLIC)}")
    complain(wrong)


def _performed(stage: Any, bound: Any, actor: Actor) -> int:
    with taken_back():
        try:
            perform(bound.key, stage.target(bound, actor), actor, stage.inputs(bound, actor))
        except Refused as refused:
            return refused.status
        return 200


@pytest.mark.parametrize("row", **_ids(READS))
@pytest.mark.either
def test_rows_by_the_api_and_a_list_never_shows_what_a_page_refuses(stage, row):
    kind = row.entrance.split("/")[3]
    key = stage.rows[kind].pk
    wrong = []
    asked = chain(*_some(stage, row, DAYS))
    callers = [(f"{role} own={own}", expected(row, role, own=own), stage.caller(actor)) for role, own, actor in asked]
    for name, status, caller in [*callers, ("anonymous", row.anonymous, stage.public)]:
        if row.entrance.endswith("{id}/"):
            answer = caller.get(f"/api/records/{kind}/{key}/")
            if str(answer.status_code) != status:
                wrong.append(f"{name}: {answer.status_code}")
        else:
            answer = caller.get(f"/api/records/{kind}/?size=200")
            shown = key in [r["id"] for r in answer.json()["rows"]]
            if shown != (status == "200"):
                wrong.append(f"{name}: {'listed' if shown else 'not listed'}")
        assert not mobile_numbers(answer.content.decode()), f"{name} reads a telephone number"
    complain(wrong)


@pytest.mark.parametrize("row", **_ids(ROUTES))
@pytest.mark.either
def test_addresses(stage, row):
    method, _, path = row.sample.partition(" ")
    path = path.format_map(stage.places_in_addresses)
    wrong = []
    for role, own, actor in _visitors(stage, row):
        status = _visited(stage, actor, method, path)
        # A page looks for the row before the right: who may neither see nor act is told either.
        either = {expected(row, role, own=own)} | ({row.other} if row.no == "403" and not own and row.other == "404" else set())
        if str(status) not in either:
            wrong.append(f"{role} own={own}: {status}")
    status = _visited(stage, PUBLIC, method, path)
    if str(status) != row.anonymous:
        wrong.append(f"anonymous: {status}")
    complain(wrong)


def _visitors(stage: Any, row: Row) -> list[Asked]:
    # A document takes a process of its own to set.
    own, other = _some(stage, row, len(ROLES) if row.entrance.endswith(".pdf") else DAYS)
    if "{" not in row.sample and row.yes == row.other:
        # An address that names no row is in nobody's district: what is on the page is asked of the lists and the API, above.
        other = []
    return own + other


def _some(stage: Any, row: Row, days: int) -> tuple[list[Asked], list[Asked]]:
    """Of each district one who may, one who may not, and whoever's turn it is: in the own district everybody within so many days."""
    own, other = ([who for who in everyone(stage) if who[1] is side] for side in (True, False))
    return _some_of(row, own, len(ROLES) if connection.vendor == "postgresql" else days), _some_of(row, other, len(ROLES))


def _some_of(row: Row, callers: list[Asked], days: int) -> list[Asked]:
    chosen = [*_one_of_each(row, callers), *whose_turn(callers, days, row.entrance)]
    return callers if LONG else [who for who in callers if who in chosen]


def _one_of_each(row: Row, callers: list[Asked]) -> list[Asked]:
    return list({row.allows(who[0]): who for who in callers}.values())


def _visited(stage: Any, actor: Actor, method: str, path: str) -> int:
    client = stage.browser(actor)
    with taken_back():
        kind = "application/json" if path.startswith("/api/") and "evidence" not in path else "multipart/form-data; boundary=b"
        answer = client.generic(method, path, b"" if kind.endswith("json") else b"--b--\r\n", content_type=kind)
        if answer.streaming:
            # Read to its end: closing it would close the connection, and with it the stage.
            b"".join(answer.streaming_content)
        return answer.status_code
