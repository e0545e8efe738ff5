"""Baselines: frozen, versioned, approved, and the same after a trip through JSON."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from taizhang.basis.errors import BadInput
from taizhang.kernels.casework import ZONE, national_calendar
from taizhang.kernels.schedule import (
    AtFinish,
    Baseline,
    FrozenNode,
    Link,
    Network,
    Node,
    Quantity,
    Timeline,
    WeightedSteps,
    critical_path,
    dates,
    freeze,
    from_plain,
)

CALENDAR = national_calendar()
AT = datetime(2026, 1, 9, 2, 0, tzinfo=UTC)
NETWORK = Network((Node("design", 20), Node("build", 40, (Link("design"),)), Node("done", 0, (Link("build"),))))
DATED = dates(critical_path(NETWORK), Timeline(CALENDAR, date(2026, 3, 2)))
STEPS = WeightedSteps((("drawings", 3, date(2026, 3, 13)), ("review", 1, date(2026, 3, 27))))


def approved(**more: object) -> Baseline:
    given = {
        "weights": {"design": 20, "build": 80},
        "methods": {"design": STEPS, "build": Quantity(Fraction(400), "米")},
        "amounts_fen": {"build": 800_000_000_00},
        "approved_by": "staff:01",
        "approved_at": AT,
        "reason": "首次批准",
    }
    return freeze(DATED, **(given | more))  # type: ignore[arg-type]


def test_a_freeze_holds_dates_weights_methods_amounts_and_the_calendar() -> None:
    plan = approved()
    design, build, done = plan.nodes
    assert (design.start, design.finish, design.weight) == (date(2026, 3, 2), date(2026, 3, 27), 20)
    assert (build.method, build.amount_fen) == (Quantity(Fraction(400), "米"), 800_000_000_00)
    assert (build.cost_rate_fen, design.cost_rate_fen, done.cost_rate_fen) == (2_000_000_00, None, None)
    assert (done.start, done.finish, done.weight, done.method) == (build.finish, build.finish, 0, AtFinish())
    assert (plan.version, plan.total, plan.calendar_version) == (1, 100, CALENDAR.version)


def test_a_baseline_cannot_be_changed_and_an_adjustment_is_the_next_version_with_its_own_reason() -> None:
    plan = approved()
    with pytest.raises(FrozenInstanceError):
        plan.reason = "x"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        plan.nodes[0].weight = Fraction(1)  # type: ignore[misc]
    adjusted = approved(after=plan, reason="拆迁延期", weights={"build": 100})
    assert (adjusted.version, adjusted.reason, plan.version, plan.total) == (2, "拆迁延期", 1, 100)
    assert adjusted.digest != plan.digest == approved().digest


def test_a_baseline_comes_back_from_json_as_it_was_and_every_change_shows_in_its_digest() -> None:
    plan = approved()
    again = from_plain(json.loads(json.dumps(plan.as_plain(), ensure_ascii=False)))
    assert again == plan and again.digest == plan.digest
    elsewhere = replace(plan, approved_at=AT.astimezone(ZONE))
    assert elsewhere == plan and elsewhere.digest == plan.digest
    changed = [
        replace(plan, reason="另一个理由"),
        replace(plan, approved_by="staff:02"),
        replace(plan, nodes=(replace(plan.nodes[0], weight=Fraction(1, 3)), *plan.nodes[1:])),
        replace(plan, nodes=(replace(plan.nodes[0], method=AtFinish()), *plan.nodes[1:])),
        replace(plan, nodes=(replace(plan.nodes[0], finish=date(2026, 3, 28)), *plan.nodes[1:])),
    ]
    assert len({plan.digest, *(c.digest for c in changed)}) == 6


def test_what_came_after_the_freeze_is_listed_and_what_went_stays_in_the_plan() -> None:
    plan = approved()
    assert plan.excluded(["build", "road", "design", "lamps"]) == ("road", "lamps")
    assert plan.dropped(["build", "road"]) == ("design", "done")
    assert "build" in plan and "road" not in plan and plan.total == 100


def test_the_plan_line_follows_the_method_of_each_node() -> None:
    plan = approved()
    design, build, _ = plan.nodes
    assert [design.planned_share(date(2026, 3, d)) for d in (12, 13, 26, 27, 31)] == [0, Fraction(3, 4), Fraction(3, 4), 1, 1]
    days = (build.finish - build.start).days + 1
    assert [build.planned_share(d) for d in (date(2026, 3, 29), build.start, build.finish, date(2027, 1, 1))] == [0, Fraction(1, days), 1, 1]
    at_finish = replace(build, method=AtFinish())
    assert [at_finish.planned_share(d) for d in (date(2026, 5, 1), build.finish)] == [0, 1]
    assert plan.planned_value(date(2026, 3, 27)) == 20 and plan.planned_value(build.finish) == 100


def test_what_is_no_approved_plan_is_refused() -> None:
    node = FrozenNode("a", date(2026, 3, 2), date(2026, 3, 3), Fraction(1))
    wrong = [
        lambda: Baseline(1, (node,), "staff:01", AT, " "),
        lambda: Baseline(1, (node,), "", AT, "x"),
        lambda: Baseline(0, (node,), "staff:01", AT, "x"),
        lambda: Baseline(1, (node,), "staff:01", datetime(2026, 1, 9), "x"),
        lambda: Baseline(1, (node, node), "staff:01", AT, "x"),
        lambda: Baseline(1, (), "staff:01", AT, "x"),
        lambda: replace(node, finish=date(2026, 3, 1)),
        lambda: replace(node, weight=Fraction(-1)),
        lambda: Quantity(Fraction(0)),
        lambda: WeightedSteps(()),
        lambda: WeightedSteps((("a", 0, date(2026, 3, 1)),)),
        lambda: WeightedSteps((("a", 1, date(2026, 3, 1)), ("a", 2, date(2026, 3, 2)))),
        lambda: approved(weights={"road": 3}),
    ]
    for make in wrong:
        with pytest.raises(BadInput):
            make()
    with pytest.raises(TypeError, match="float"):
        replace(node, weight=0.1)  # type: ignore[arg-type]
