"""What waits for somebody in the projects module."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Task

from .. import queries, rules, terms
from .coordination import coordination_tasks
from .documents import expiring_tasks
from .late import node_tasks
from .lights import waiver_tasks
from .naming import month_of, named
from .questions import question_tasks
from .records import DOCUMENT, ITEM, PROJECT, RECORDS, REPORT
from .verbs import ACCEPT, LAW, REPORT_RIGHT, REVIEW


def worklist(actor: Actor, today: date) -> Sequence[Task]:
    """What waits for an actor: months to report, reports to review or accept, returned reports, items that fall due."""
    found: list[Task] = []
    if actor.may(REPORT_RIGHT):
        found += _to_report(actor.with_right(REPORT_RIGHT), today)
        found += [
            Task(
                month_of(r),
                Text("月报被退回：{w}", "Report returned: {w}").with_(w=r.return_reason or "—"),
                REPORT.kind,
                r.pk,
                None,
                "projects.correct_report",
                terms.DISPATCH,
            )
            for r in reading.rows(actor.with_right(REPORT_RIGHT), REPORT)
            .filter(state="returned")
            .select_related("project")[:50]
        ]
    for right, state, action, words in (
        (REVIEW, "submitted", "projects.review_report", Text("等待主管部门审核", "Waiting for the bureau's review")),
        (ACCEPT, "reviewed", "projects.accept_report", Text("等待区级核定", "Waiting for the district")),
    ):
        if actor.may(right):
            rows = (
                reading.rows(actor.with_right(right), REPORT)
                .filter(state=state)
                .select_related("project")
                .order_by("period", "id")[:50]
            )
            found += [
                Task(month_of(r), _sent_back(r, words), REPORT.kind, r.pk, None, action, terms.DISPATCH)
                for r in rows
            ]
    if actor.may(terms.EDIT):
        found += [
            Task(
                named(d.project),
                Text("现场照片与另一项目的近似，待说明或作废", "A photo looks like another project's: explain it or withdraw it"),
                DOCUMENT.kind,
                d.pk,
                None,
                "projects.explain_photo",
                LAW,
            )
            for d in reading.rows(actor.with_right(terms.EDIT), DOCUMENT)
            .filter(similar_to__isnull=False, similar_why__isnull=True, withdrawn_on__isnull=True)
            .select_related("project")
            .order_by("id")[:50]
        ]
    if actor.may(ACCEPT):
        found += _missing_months(actor.with_right(ACCEPT), today)
    for item in queries.open_items(actor, ITEM, today):
        found.append(
            Task(
                named(item.project, item.title, item.title_en),
                Text("清单事项到期", "Checklist item due"),
                ITEM.kind,
                item.pk,
                item.due,
                "projects.complete_item",
                LAW,
            )
        )
    found += expiring_tasks(actor, today)
    return found + coordination_tasks(actor, today) + node_tasks(actor, today) + question_tasks(actor, today) + waiver_tasks(actor)


def _sent_back(report: Any, words: Text) -> Text:
    """Why a report waits: that the district has sent it back to the bureau comes first."""
    if report.state == "submitted" and report.return_reason:
        return Text("区级退回，请重新审核：{w}", "Sent back by the district: {w}").with_(w=report.return_reason)
    return words


def _missing_months(actor: Actor, today: date) -> list[Task]:
    """One line for whoever collects the month: how many have not reported, with the way to remind them."""
    period = rules.due_period(today)
    units, _ = queries.monthly_round(actor, RECORDS, period, today)
    missing = sum(u.missing for u in units)
    if not missing:
        return []
    why = Text("{n} 个项目月报未报，可以一键催报", "{n} projects have not reported; remind them with one button").with_(
        n=missing
    )
    return [
        Task(
            Text("月报 {p}", "Monthly report {p}").with_(p=period),
            why,
            PROJECT.kind,
            0,
            rules.report_due(period),
            None,
            terms.DISPATCH,
            url=f"/projects/round/?period={period}&state=missing",
        )
    ]


def _to_report(actor: Actor, today: date) -> list[Task]:
    period = rules.due_period(today)
    due = rules.report_due(period)
    reminded = queries.reminders(actor.organs, period)
    return [
        Task(
            named(p),
            not_reported(period, reminded.get(p.pk, 0)),
            PROJECT.kind,
            p.pk,
            due,
            "projects.report_month",
            terms.DISPATCH,
            query=f"period={period}",
        )
        for p in queries.to_report(actor, RECORDS, period)[:50]
    ]


def not_reported(period: str, reminded: int) -> Text:
    """That a month is missing, and how often somebody has asked for it."""
    if reminded:
        return Text("{p} 月报未报，已催报 {n} 次", "{p} is not reported; reminded {n} time(s)").with_(
            p=period, n=reminded
        )
    return Text("{p} 月报未报", "{p} is not reported").with_(p=period)
