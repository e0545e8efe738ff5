"""The month that is due in the example: one report waits for the district, one was sent back to the bureau, one came late; a column that
a leader wanted, a matter that a meeting decided, and what the district says to two units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from taizhang.modules.projects import rules
from taizhang.modules.projects.models import Commentary, Coordination, ExtraColumn, Membership, Project, Report

Do = Callable[..., Any]
Step = tuple[date, Callable[[], None]]

_SAID = {
    "erqi-owner": "示例：按时报送，四个量齐全；请补齐两份付款凭证。",
    "erqi-owner-two": "示例：两个项目未报，一个项目退回后尚未更正，请本周内补报。",
}


def due_month(do: Do, projects: Sequence[int], organs: dict[str, Any], today: date) -> Iterator[Step]:
    """What is done in the round that is due, from its last day on; `do(who, action, target, **inputs)`."""
    period = rules.due_period(today)
    due = rules.report_due(period) or today
    day = min(due, today)
    after = [min(day + timedelta(days=n), today) for n in range(4)]
    yield day, lambda: _passed(do, projects, 6, period)
    yield day, lambda: _passed(do, projects, 11, period)
    yield after[1], lambda: _sent_back(do, projects, 11, period)
    if after[3] > due:
        yield after[3], lambda: _late(do, projects, 3, period)
    yield from _coordination(do, projects, organs, day, today)
    yield from _column(do, projects, period, day, after[2])
    for who, organ in (("erqi-owner", "erqi.owner-one"), ("erqi-owner-two", "erqi.owner-two")):
        unit = organs[organ].pk
        yield after[2], lambda unit=unit, who=who: do("erqi-clerk", "projects.comment_on_unit", unit, period=period, text=_SAID[who])  # type: ignore[misc]
    yield after[3], lambda: _amended(do, organs["erqi.owner-two"].pk, period)


def _standing(projects: Sequence[int], number: int, period: str, state: str) -> Report | None:
    if number >= len(projects):
        return None
    return Report.objects.filter(project=projects[number], period=period, state=state).first()


def _passed(do: Do, projects: Sequence[int], number: int, period: str) -> None:
    report = _standing(projects, number, period, "submitted")
    if report is not None:
        do("erqi-housing", "projects.review_report", report)


def _sent_back(do: Do, projects: Sequence[int], number: int, period: str) -> None:
    report = _standing(projects, number, period, "reviewed")
    if report is not None:
        do("erqi-clerk", "projects.return_to_bureau", report, reason="示例：本月已付大于累计完成，请主管部门复核")


def _late(do: Do, projects: Sequence[int], number: int, period: str) -> None:
    if number < len(projects) and not Report.objects.filter(project=projects[number], period=period).exists():
        if not Project.objects.filter(pk=projects[number], unit__isnull=False).exists():
            return
        given = {"workload_fen": 300_000_000, "investment_fen": 290_000_000, "paid_fen": 180_000_000}
        do("erqi-owner-two", "projects.report_month", projects[number], period=period, progress="示例：基坑支护", quantities="混凝土 立方米 420", **given)


def _coordination(do: Do, projects: Sequence[int], organs: dict[str, Any], day: date, today: date) -> Iterator[Step]:
    key = projects[min(4, len(projects) - 1)]
    matter = "示例：现状燃气管线影响基坑开挖，请协调产权单位迁改"
    decided = min(day + timedelta(days=1), today)

    def decide() -> None:
        row = Coordination.objects.filter(project=key, matter=matter).get()
        given = {"meeting": "示例项目调度会", "met_on": decided.isoformat(), "decision": "示例：由住建局牵头，两周内完成迁改", "organ": organs["erqi.housing"].pk}
        do("erqi-chief", "projects.decide_coordination", row, due=(today + timedelta(days=14)).isoformat(), **given)

    yield day - timedelta(days=1), lambda: do("erqi-owner", "projects.ask_coordination", key, matter=matter)
    yield decided, decide


def _column(do: Do, projects: Sequence[int], period: str, day: date, filled: date) -> Iterator[Step]:
    member = Membership.objects.filter(project=projects[0]).order_by("id").first()
    if member is None:
        return
    yield (
        day - timedelta(days=20),
        lambda: do("erqi-clerk", "projects.add_column", None, list=member.list_id, name="新增岗位", name_en="New jobs", kind="number", unit="个", monthly=True),
    )

    def fill() -> None:
        column = ExtraColumn.objects.get(name="新增岗位")
        on_list = set(Membership.objects.filter(list=column.list_id, project__in=projects).values_list("project_id", flat=True))
        for number, key in enumerate(projects[:6]):
            if key in on_list:
                who = "erqi-owner" if number % 2 == 0 else "erqi-owner-two"
                do(who, "projects.fill_columns", key, cells=f"新增岗位={12 + 5 * number}", period=period)

    yield filled, fill


def _amended(do: Do, unit: int, period: str) -> None:
    row = Commentary.objects.get(unit=unit, period=period)
    do("erqi-clerk", "projects.amend_commentary", row, text="示例：一个项目已补报（逾期）；仍有项目未报，退回的尚未更正，请本周内补报。")
