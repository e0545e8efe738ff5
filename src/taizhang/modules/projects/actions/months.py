"""Verbs of the monthly report, its review, and the statistics office's figure."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand

from .. import lifecycle, physical, queries, rules, terms
from ..models import Project, Quantity, Report, StatFigure
from .checks import not_negative, plausible
from .coordination import asked_by_report
from .inputs import Note, Period, Photos, Reason
from .papers import on_file
from .photos import photo_day
from .questions import figures_accepted

Workload = Annotated[int | None, Ask(Text("本月工作量", "Workload of the month"), unit="万元", example=1000000)]
Investment = Annotated[int | None, Ask(Text("本月投资量", "Investment of the month"), unit="万元", example=900000)]
Paid = Annotated[int | None, Ask(Text("本月已付", "Paid in the month"), unit="万元", example=500000)]
Measure = Annotated[
    str,
    Ask(
        Text("实物量名称", "Physical quantity"),
        help=Text("如 桩基、路基土方；每行一项“名称 单位 数量”", "One a line: name, unit, amount"),
        multiline=True,
    ),
]
Progress = Annotated[str, Ask(Text("形象进度", "Visible progress"), multiline=True, example="示例：主体结构施工至三层")]
Problems = Annotated[str, Ask(Text("存在问题", "Problems"), multiline=True)]
NextSteps = Annotated[str, Ask(Text("下步计划", "Next steps"), multiline=True)]
Coordination = Annotated[str, Ask(Text("需协调事项", "To be coordinated"), multiline=True)]


def report_month(
    project: Project,
    by: Hand,
    *,
    period: Period,
    progress: Progress,
    workload_fen: Workload = None,
    investment_fen: Investment = None,
    paid_fen: Paid = None,
    quantities: Measure = "",
    problems: Problems = "",
    next_steps: NextSteps = "",
    coordination: Coordination = "",
    photos: Photos = (),
) -> Report:
    """The month is reported, with four quantities that nothing is derived from; its photos are on file.

    Raises:
        Conflict: the project was terminated.
        BadInput: a month to come, one that is reported already, an unreadable physical quantity.
    """
    if project.standing == "terminated":
        raise Conflict(
            Text("项目已终止，不再报送", "The project was terminated; it no longer reports"), code="terminated"
        )
    rules.check_report(period, by.today, queries.reported_periods(project))
    report = _report(
        project, by, period, workload_fen, investment_fen, paid_fen, progress, problems, next_steps, coordination
    )
    by.put(report)
    by.put_new(_quantities(report, quantities))
    for photo in photos:
        on_file(project, by, "works_photo", photo_day(photo, by), file=photo, note=period)
    return report


def correct_report(
    report: Report,
    by: Hand,
    *,
    progress: Progress,
    reason: Reason,
    workload_fen: Workload = None,
    investment_fen: Investment = None,
    paid_fen: Paid = None,
    quantities: Measure = "",
    problems: Problems = "",
    next_steps: NextSteps = "",
    coordination: Coordination = "",
) -> Report:
    """A new report stands in the place of this one, which stays to be read."""
    corrected = _report(
        report.project,
        by,
        report.period,
        workload_fen,
        investment_fen,
        paid_fen,
        progress,
        problems,
        next_steps,
        coordination,
    )
    corrected.supersedes = report
    by.put(corrected)
    by.put_new(_quantities(corrected, quantities))
    return corrected


def review_report(report: Report, by: Hand, *, note: Note = "") -> None:
    """The sector bureau has looked at the month and passes it on; what the district sent it back for is answered."""
    if report.return_reason:
        report.return_reason = ""
        by.put(report)


def accept_report(report: Report, by: Hand, *, note: Note = "") -> None:
    """The district takes the month as its own figure; what it asks to be coordinated is a matter of its own."""
    asked_by_report(report, by)
    figures_accepted(report, by)


def forward_report(report: Report, by: Hand) -> None:
    """The month has gone to the city."""


def return_report(report: Report, by: Hand, *, reason: Reason) -> None:
    """The report goes back to the one who sent it, with the reason."""
    report.return_reason = reason
    by.put(report)


def return_to_unit(report: Report, by: Hand, *, reason: Reason) -> None:
    """The district sends a month that the bureau has passed back to the unit, with the reason."""
    report.return_reason = reason
    by.put(report)


def return_to_bureau(report: Report, by: Hand, *, reason: Reason) -> None:
    """The district sends a month back to the bureau, which looks at it again; the unit has nothing to do."""
    report.return_reason = reason
    by.put(report)


def remind(project: Project, by: Hand, *, period: Period) -> None:
    """The reporting unit is reminded of a month that is not reported.

    Raises:
        Conflict: the month is reported, or the unit was reminded of it today. BadInput: a month to come.
    """
    rules.check_period(period, by.today)
    if period in queries.reported_periods(project):
        raise Conflict(
            Text("{p} 已经报送，不需要催办", "{p} is reported; no reminder is needed").with_(p=period), code="reported"
        )
    if queries.reminded_on(project, period, by.today):
        raise Conflict(
            Text("{p} 今天已经催过：一个项目一个月份，一天催一次", "{p} was reminded of today already: once a day for a project and month").with_(
                p=period
            ),
            code="reminded_today",
            law=terms.DISPATCH,
            remedy=Text("明天再催，或直接联系填报单位", "Remind again tomorrow, or speak to the reporting unit"),
        )
    to = project.unit_id or project.organ_id
    if to is not None:
        by.send("inbox", f"organ:{to}", kind="report_reminder", project=project.pk, period=period)


def certify(
    project: Project,
    by: Hand,
    *,
    period: Period,
    in_library: Annotated[
        bool,
        Ask(
            Text("是否入库", "In the statistics library"),
            help=Text("先入库，后有数", "First in the library, then figures"),
            example=True,
        ),
    ],
    investment_fen: Annotated[
        int | None, Ask(Text("纳统投资", "Certified investment"), unit="万元", example=800000)
    ] = None,
    note: Note = "",
) -> None:
    """The statistics office's own figure of a month stands beside the reported one.

    Raises:
        BadInput: a figure for a project that is not in the library.
    """
    rules.check_period(period, by.today)
    if investment_fen is not None and not in_library:
        raise BadInput(
            Text("未入库的项目不能有纳统数", "A project outside the library has no certified figure"),
            code="not_in_library",
            field="investment_fen",
            law=terms.STATISTICS,
            remedy=Text("先办理入库", "Have it entered into the library first"),
        )
    row = queries.stat_figure(project, period) or StatFigure(project=project, period=period)
    row.in_library, row.note = in_library, note[:200]
    row.investment_fen = plausible(not_negative(investment_fen, "investment_fen"), "investment_fen")
    by.put(row)


def _report(
    project: Project,
    by: Hand,
    period: str,
    workload: int | None,
    investment: int | None,
    paid: int | None,
    progress: str,
    problems: str,
    next_steps: str,
    coordination: str,
) -> Report:
    return Report(
        project=project,
        period=period,
        workload_fen=plausible(workload, "workload_fen"),
        investment_fen=plausible(investment, "investment_fen"),
        paid_fen=plausible(paid, "paid_fen"),
        progress=progress,
        problems=problems,
        next_steps=next_steps,
        coordination=coordination,
        organ_id=by.actor.organs[0] if by.actor.organs else None,
        reporter_id=by.actor.person,
        submitted_on=by.today,
        lifecycle=lifecycle.CURRENT_REPORT,
    )


def _quantities(report: Report, text: str) -> list[Quantity]:
    return [Quantity(report=report, measure=q.measure, unit=q.unit, done=q.done) for q in physical.read_amounts(text)]
