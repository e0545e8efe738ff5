"""Verbs of what has to be coordinated: asked, decided at a meeting, done by an organ, closed by somebody else."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand, not_future
from taizhang.registers.models import Organ, Person
from taizhang.registers.questions import COORDINATION_MOVED

from .. import queries, terms
from ..models import Coordination, Project, Report
from .inputs import Reason

Matter = Annotated[
    str,
    Ask(Text("需协调事项", "To be coordinated"), multiline=True, example="示例：请协调管线产权单位迁改"),
]

Doer = Annotated[Organ, Ask(Text("办理单位", "Organ that does it"), ref="registers.organ")]
Due = Annotated[date, Ask(Text("办结时限", "Due"), example="2099-12-31")]
Answerable = Annotated[Person | None, Ask(Text("办理责任人", "Person who answers for it"), ref="registers.person")]


def ask_coordination(project: Project, by: Hand, *, matter: Matter) -> Coordination:
    """The matter waits for whoever leads: it is asked for by the actor's organ, today."""
    return by.put(_asked(project, by, matter.strip()))


def decide_coordination(
    coordination: Coordination,
    by: Hand,
    *,
    meeting: Annotated[str, Ask(Text("会议", "Meeting"), example="示例专题会")],
    met_on: Annotated[date, Ask(Text("会议日期", "Held on"), example="2026-01-15")],
    decision: Annotated[str, Ask(Text("议定意见", "Decision"), multiline=True, example="示例：由示例单位牵头办理")],
    organ: Doer,
    due: Due,
    person: Answerable = None,
) -> None:
    """A meeting has decided: the matter is a task of one organ with a day.

    Raises:
        BadInput: a meeting to come, or a day before it.
    """
    not_future(met_on, by, "met_on")
    if due < met_on:
        raise BadInput(
            Text("办结时限（{d}）早于会议（{m}）", "The due day ({d}) is before the meeting ({m})").with_(
                d=due.isoformat(), m=met_on.isoformat()
            ),
            code="due_before_meeting",
            field="due",
            remedy=Text("核对两个日期", "Check both dates"),
        )
    coordination.meeting, coordination.met_on = meeting[:120], met_on
    coordination.decision = decision
    coordination.organ, coordination.person, coordination.due = organ, person, due
    by.put(coordination)
    by.send("inbox", f"organ:{organ.pk}", kind="coordination_task", coordination=coordination.pk)
    _moved(coordination, by)


def decline_coordination(coordination: Coordination, by: Hand, *, reason: Reason) -> None:
    """The matter is not taken up, and whoever asked can read why."""
    coordination.reason = reason[:400]
    by.put(coordination)


def report_coordination_done(
    coordination: Coordination,
    by: Hand,
    *,
    result: Annotated[str, Ask(Text("办理结果", "Result"), multiline=True, example="示例：管线已迁改")],
) -> None:
    """The organ says that its task is done and with what result; somebody else has yet to close it."""
    coordination.result, coordination.done_on = result, by.today
    by.put(coordination)
    _moved(coordination, by)


def return_coordination(coordination: Coordination, by: Hand, *, reason: Reason) -> None:
    """The task is not done yet, and the organ that reported it can read why."""
    coordination.reason, coordination.done_on = reason[:400], None
    by.put(coordination)
    _moved(coordination, by)


def close_coordination(coordination: Coordination, by: Hand) -> None:
    """The matter is closed, by another person than the one who reported it done."""
    _moved(coordination, by)


def asked_by_report(report: Report, by: Hand) -> None:
    """What an accepted month asks to be coordinated is a matter of its own, once for a project and month."""
    text = report.coordination.strip()
    if not text or text.lower() in terms.NOTHING_TO_COORDINATE:
        return
    if queries.asked_in(report.project, report.period):
        return
    matter = _asked(report.project, by, text)
    matter.report, matter.period, matter.asked_by_id = report, report.period, report.organ_id
    by.put(matter)


def _asked(project: Project, by: Hand, matter: str) -> Coordination:
    organ = by.actor.organs[0] if by.actor.organs else None
    return Coordination(project=project, matter=matter, asked_by_id=organ, asked_on=by.today)


def _moved(coordination: Coordination, by: Hand) -> None:
    by.happened(COORDINATION_MOVED, coordination.project.district_id, coordination=coordination.pk)
