"""A stored derivation follows the rows that perform writes: in the same transaction, once, and not at all where none are its own."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.trials import consent, draw, sighting
from tests.trials.test_draw import committed

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.frame import batches, clock
from taizhang.frame.catalogue import Catalogue, install, installed
from taizhang.frame.declare import Projection
from taizhang.modules.projects.models import Project, Report
from taizhang.registers import people

pytestmark = pytest.mark.django_db
CALLS: list[tuple[list[tuple[str, str, bool]], object]] = []


def noted(changes, now):
    CALLS.append(([(c.kind, c.op, c.fresh) for c in changes], now))


def broken(changes, now):
    raise ZeroDivisionError


@contextmanager
def following(*kinds, keep=noted):
    """Inside, a derivation follows these kinds, beside everything else that is installed."""
    before = installed()
    projection = Projection("draw.noted", Text("记下", "Noted"), lambda: 0, list, follows=frozenset(kinds), keep=keep)
    mine = replace(draw.MODULE, projections=(projection,))
    others = [m for m in before.modules if m.key not in ("draw", "sighting", "consent")]
    install(Catalogue((*others, mine, sighting.MODULE, consent.MODULE), people.actor_by_key))
    CALLS.clear()
    try:
        yield
    finally:
        install(before)


def test_it_is_told_once_of_all_that_an_action_and_what_follows_from_it_wrote(city):
    project = city.project()
    with following("projects.project", "projects.item"), clock.on(date(2026, 11, 20)) :
        city.do(city.clerk, "projects.suspend", project, reason="示例")
    ((written, now),) = CALLS
    assert ("projects.project", "w", False) in written
    assert now.astimezone(clock.ZONE).date() == date(2026, 11, 20)


def test_it_is_told_of_nothing_that_it_does_not_follow_and_of_no_refusal(city):
    project = city.project()
    with following("projects.report"):
        city.do(city.clerk, "projects.suspend", project, reason="示例")
        with pytest.raises(Conflict):
            city.do(city.clerk, "projects.suspend", project, reason="示例")
    assert CALLS == []


def test_each_chunk_of_a_batch_tells_it_once(city):
    with following("draw.candidate"), clock.on(date(2026, 11, 20)):
        committed(city)
        batches.run_waiting()
    assert [len(written) for written, _ in CALLS] == [500, 500, 200]


def test_when_it_fails_nothing_of_the_action_stays(city):
    project = city.project()
    with following("projects.project", keep=broken), pytest.raises(ZeroDivisionError):
        city.do(city.clerk, "projects.suspend", project, reason="示例")
    assert Project.objects.get(pk=project.pk).standing == "normal"


def test_an_action_whose_rows_nothing_follows_costs_no_statement_more(city):
    project = city.project()

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            city.do(city.clerk, "projects.suspend", project, reason="示例")
        city.do(city.clerk, "projects.resume", project, reason="示例")
        return len(captured)

    with following("projects.report"):
        statements()
        of_others = statements()
    with following():
        assert statements() == of_others
    assert not Report.objects.exists()
