"""Schedules of some example projects: nodes from the template, an approved baseline, nodes closed in time, and some that are late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from taizhang.frame import clock
from taizhang.modules.projects.models import Baseline, Node

Do = Callable[..., Any]
#: A day, and what is done on it.
Step = tuple[date, Callable[[], None]]

#: Every so many of the projects with a history have a schedule.
EVERY = 6
#: Projects that come to a stop at a node, which nobody finishes: their numbers and the nodes. Statistics entry is red there too.
STUCK = {2: "structure", 11: "foundation"}
#: Nodes of the works, with how many days of the calendar each takes when all goes well.
_WORKS = (("foundation", 84), ("structure", 168), ("fitting", 126))
#: What is well prepared in these projects takes less long than the template says.
_SHORTER = {"proposal": 3, "feasibility": 5, "design": 5, "land": 12, "pipes": 10, "planning": 3, "tender": 10}
_REASONS = ("示例：管线迁改滞后", "示例：材料进场偏慢", "示例：雨季影响")


def schedule(do: Do, key: int, number: int, begin: date, start: date, reporter: str, today: date) -> Iterator[Step]:
    """What is done to the schedule of one project from its first week to a day, in order; `do(who, action, target, **inputs)`."""
    chance = Random(f"schedule {number} {today.year}")  # noqa: S311 - invents examples, decides nothing
    yield begin, lambda: _laid_out(do, key, begin)
    permit = start - timedelta(days=2)
    yield permit, lambda: _before_the_works(do, key, reporter, permit)
    yield start + timedelta(days=1), lambda: _done(do, key, "start", reporter, start)
    day = start + timedelta(days=2)
    for node, days in _WORKS:
        if STUCK.get(number) == node:
            yield day, lambda node=node, day=day: _do(do, reporter, "projects.begin_node", key, node, on=day.isoformat())  # type: ignore[misc]
            yield day + timedelta(days=days), lambda node=node, days=days: _waits(do, reporter, key, node, number, days)  # type: ignore[misc]
            return
        took = days * chance.randint(95, 165) // 100
        begun, finish = day, day + timedelta(days=took)
        yield begun, lambda node=node, begun=begun: _do(do, reporter, "projects.begin_node", key, node, on=begun.isoformat())  # type: ignore[misc]
        if took > days:
            expected = finish + timedelta(days=chance.randint(0, 20))
            why = _REASONS[number % len(_REASONS)]
            yield (
                day + timedelta(days=days * 3 // 4),
                lambda node=node, expected=expected, why=why: _do(  # type: ignore[misc]
                    do, reporter, "projects.forecast_node", key, node, expected_finish=expected.isoformat(), reason=why
                ),
            )
        yield finish, lambda node=node, finish=finish: _done(do, key, node, reporter, finish)  # type: ignore[misc]
        day = finish + timedelta(days=1)


def _laid_out(do: Do, key: int, begin: date) -> None:
    do("erqi-clerk", "projects.lay_out_nodes", key, starts_on=begin.isoformat())
    for node in Node.objects.filter(project=key, key__in=_SHORTER).order_by("id"):
        told = {"title": node.title, "title_en": node.title_en, "organ": node.organ_id, "weight_points": node.weight_points}
        do("erqi-clerk", "projects.amend_node", node.pk, duration_working_days=_SHORTER[node.key], reason="示例：前期工作已有基础", **told)
    do("erqi-clerk", "projects.propose_baseline", key, reason="示例：首次批准的节点计划")
    do("erqi-chief", "projects.approve_baseline", Baseline.objects.get(project=key).pk, decision="示例〔节点〕1号")


def _before_the_works(do: Do, key: int, reporter: str, on: date) -> None:
    """Everything up to the permit is reported on one day and closed by the bureau."""
    works = ("start", *(node for node, _ in _WORKS), "outside", "acceptance", "accounts", "production", "handover")
    for node in Node.objects.filter(project=key, state="planned").exclude(key__in=works).order_by("id"):
        _done(do, key, node.key, reporter, on)


def _done(do: Do, key: int, node: str, reporter: str, on: date) -> None:
    _do(do, reporter, "projects.report_node_done", key, node, on=on.isoformat(), number=f"节点-{node}（示例）")
    if clock.today().day % 5:
        _do(do, "erqi-housing", "projects.close_node", key, node)


def _waits(do: Do, who: str, key: int, node: str, number: int, days: int) -> None:
    """On the day on which the node should be done, half of its time more is expected."""
    expected = clock.today() + timedelta(days=days // 2)
    _do(do, who, "projects.forecast_node", key, node, expected_finish=expected.isoformat(), reason=_REASONS[number % len(_REASONS)])


def _do(do: Do, who: str, action: str, key: int, node: str, **raw: Any) -> None:
    do(who, action, Node.objects.get(project=key, key=node).pk, **raw)
