"""The verbs of a project's life. Each is called by `perform` alone, with the row it is done to and the hand that writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.project_code import parse_project_code
from taizhang.basis.text import Text
from taizhang.frame import batches
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.frame.models import Batch, Intake
from taizhang.registers import calendar as days
from taizhang.registers import evidence as files
from taizhang.registers.models import Organ, Person, Place, Upload
from taizhang.surfaces.workbook.template import Template

from . import imports, lifecycle, queries, rules, terms
from .models import Document, Item, Membership, Plan, Project, ProjectList, Quantity, Report, SheetTemplate, StatFigure

Name = Annotated[str, Ask(Text("项目名称", "Name of the project"), visibility="public", example="示例路桥工程")]
NameEn = Annotated[str, Ask(Text("英文名", "English name"), visibility="public")]
Code = Annotated[
    str,
    Ask(
        Text("项目代码", "Project code"),
        help=Text(
            "形如 2025-410103-48-01-000123，可以暂缺", "Such as 2025-410103-48-01-000123; may be left empty for now"
        ),
        visibility="public",
    ),
]
Kind = Annotated[str, Ask(Text("管理类别", "Kind"), choices=terms.KINDS, visibility="public")]
Category = Annotated[str, Ask(Text("行业类别", "Category"), choices=terms.CATEGORIES, visibility="public")]
Source = Annotated[str, Ask(Text("投资来源", "Source of investment"), choices=terms.SOURCES, visibility="public")]
YearClass = Annotated[str, Ask(Text("年度类别", "Class of the year"), choices=terms.YEAR_CLASSES)]
ResponsibleOrgan = Annotated[
    Organ | None, Ask(Text("责任单位", "Responsible organ"), ref="registers.organ", visibility="public")
]
Lead = Annotated[Person | None, Ask(Text("责任人", "Person in charge"), ref="registers.person")]
Owner = Annotated[str, Ask(Text("建设单位", "Owner"), visibility="public")]
Total = Annotated[
    int | None,
    Ask(
        Text("总投资", "Total investment"),
        unit="万元",
        help=Text("未定的留空，空不等于零", "Leave empty while unknown: empty is not zero"),
        visibility="public",
        example=1000000,
    ),
]
PlannedStart = Annotated[
    str, Ask(Text("计划开工", "Planned start"), help=Text("2026、2026-08 或 2026-08-15", "2026, 2026-08 or 2026-08-15"))
]
PlannedFinish = Annotated[
    str,
    Ask(Text("计划竣工", "Planned finish"), help=Text("2026、2026-08 或 2026-08-15", "2026, 2026-08 or 2026-08-15")),
]
Summary = Annotated[str, Ask(Text("建设内容", "What is built"), multiline=True, visibility="public")]
Reason = Annotated[str, Ask(Text("理由", "Reason"), multiline=True, visibility="public", example="示例理由")]
Number = Annotated[str, Ask(Text("文号或编号", "Document number"), visibility="public", example="示例〔2026〕1号")]
Dated = Annotated[date, Ask(Text("落款日期", "Date of the document"), visibility="public", example="2026-01-15")]
Paper = Annotated[Upload | None, Ask(Text("附件", "File"), ref="registers.upload", evidence="any")]
Photo = Annotated[Upload | None, Ask(Text("现场照片", "Photo from the site"), ref="registers.upload", evidence="photo")]
Note = Annotated[str, Ask(Text("备注", "Note"), multiline=True)]
OnList = Annotated[ProjectList, Ask(Text("清单", "List"), ref="projects.list", visibility="public")]
Unit = Annotated[Organ, Ask(Text("填报单位", "Reporting unit"), ref="registers.organ")]
Sheet = Annotated[Intake, Ask(Text("待受理的表", "Sheet to be accepted"), ref="frame.intake")]
Period = Annotated[
    str, Ask(Text("月份", "Month"), help=Text("如 2026-10", "Such as 2026-10"), visibility="public", example="2026-01")
]


# -- the project itself -------------------------------------------------------------------------------------------------


def register(
    place: Place,
    by: Hand,
    *,
    name: Name,
    kind: Kind,
    code: Code = "",
    name_en: NameEn = "",
    category: Category = "other",
    source: Source = "government",
    year_class: YearClass = "early",
    organ: ResponsibleOrgan = None,
    lead: Lead = None,
    owner: Owner = "",
    total_investment_fen: Total = None,
    planned_start: PlannedStart = "",
    planned_finish: PlannedFinish = "",
    summary: Summary = "",
) -> Project:
    """A project stands in the reserve of a place, under the lifecycle of its kind that is in force now.

    Raises:
        BadInput: no name, a malformed or taken code, a negative total, a finish before the start.
    """
    rules.check_dates(rules.Planned(planned_start, planned_finish))
    project = Project(
        name=_named(name),
        name_en=name_en,
        code=_free_code(code, None, by),
        kind=kind,
        lifecycle=lifecycle.CURRENT[kind],
        stage="reserve",
        category=category,
        source=source,
        year_class=year_class,
        place=place,
        district=queries.district_of(place),
        organ=organ,
        lead=lead,
        owner=owner,
        total_investment_fen=_not_negative(total_investment_fen, "total_investment_fen"),
        planned_start=planned_start,
        planned_finish=planned_finish,
        summary=summary,
        registered_on=by.today,
    )
    by.put(project)
    by.put_new(queries.first_items(project))
    return project


def amend(
    project: Project,
    by: Hand,
    *,
    name: Name,
    reason: Reason,
    code: Code = "",
    name_en: NameEn = "",
    category: Category = "other",
    source: Source = "government",
    year_class: YearClass = "early",
    organ: ResponsibleOrgan = None,
    lead: Lead = None,
    owner: Owner = "",
    total_investment_fen: Total = None,
    planned_start: PlannedStart = "",
    planned_finish: PlannedFinish = "",
    summary: Summary = "",
) -> None:
    """The description of the project is as given; what it was stays in the ledger, with the reason.

    Raises:
        BadInput: as for `register`.
    """
    rules.check_dates(rules.Planned(planned_start, planned_finish))
    project.name, project.name_en, project.code = _named(name), name_en, _free_code(code, project, by)
    project.category, project.source, project.year_class = category, source, year_class
    project.organ, project.lead, project.owner, project.summary = organ, lead, owner, summary
    project.total_investment_fen = _not_negative(total_investment_fen, "total_investment_fen")
    project.planned_start, project.planned_finish = planned_start, planned_finish
    by.put(project)


def put_on_list(
    project: Project,
    by: Hand,
    *,
    list: OnList,
) -> None:
    """The project stands on a list from today; on two lists it is still one project.

    Raises:
        Conflict: it stands on that list already.
    """
    if queries.on_list(project, list, by.today):
        raise Conflict(Text("已在“{n}”内", "It is on “{n}” already").with_(n=list.name), code="on_list")
    by.put(Membership(project=project, list=list, valid_from=by.today))


def take_off_list(
    project: Project,
    by: Hand,
    *,
    list: OnList,
    reason: Reason,
) -> None:
    """The project no longer stands on a list.

    Raises:
        Conflict: it does not stand on it.
    """
    member = queries.on_list(project, list, by.today)
    if member is None:
        raise Conflict(Text("不在“{n}”内", "It is not on “{n}”").with_(n=list.name), code="not_on_list")
    member.valid_to = by.today
    by.put(member)


def plan(
    project: Project,
    by: Hand,
    *,
    role: Annotated[str, Ask(Text("口径", "Role of the figure"), choices=terms.PLAN_ROLES, visibility="public")],
    year: Annotated[int, Ask(Text("年度", "Year"), visibility="public", example=2026)],
    amount_fen: Annotated[int, Ask(Text("金额", "Amount"), unit="万元", visibility="public", example=1000000)],
    ground: Annotated[str, Ask(Text("依据", "Ground"), visibility="public")] = "",
) -> None:
    """The planned amount of a year in a role is as given; an earlier one stays in the ledger.

    Raises:
        BadInput: a negative amount, or a year that is none.
    """
    if not 1990 <= year <= 2100:
        raise BadInput(
            Text("年度{y}不合理", "The year {y} cannot be right").with_(y=year), code="bad_year", field="year"
        )
    amount = _not_negative(amount_fen, "amount_fen")
    row = queries.plan_of(project, role, year) or Plan(project=project, role=role, year=year)
    row.amount_fen, row.ground = amount, ground
    by.put(row)


def assign_unit(
    project: Project,
    by: Hand,
    *,
    unit: Unit,
    organ: ResponsibleOrgan = None,
) -> None:
    """This unit reports the project's months; the responsible organ is changed only where one is named."""
    project.unit = unit
    project.organ = organ or project.organ
    by.put(project)


def publish(project: Project, by: Hand) -> None:
    """The project has a page that anyone can read."""
    project.published = True
    by.put(project)


def unpublish(project: Project, by: Hand, *, reason: Reason) -> None:
    """The project's public page is gone; the ledger keeps that it was there and why it went."""
    project.published = False
    by.put(project)


# -- documents and stages -----------------------------------------------------------------------------------------------


def add_document(
    project: Project,
    by: Hand,
    *,
    kind: Annotated[
        str,
        Ask(
            Text("材料种类", "Kind of document"), choices=terms.DOCUMENT_WORDS, visibility="public", example="contract"
        ),
    ],
    dated: Dated,
    number: Number = "",
    issuer: Annotated[str, Ask(Text("出具单位", "Issued by"), visibility="public")] = "",
    valid_until: Annotated[date | None, Ask(Text("有效期至", "Valid until"), visibility="public")] = None,
    amount_fen: Annotated[int | None, Ask(Text("金额", "Amount"), unit="万元")] = None,
    file: Paper = None,
    note: Note = "",
) -> Document:
    """A document is on the project's file; what it proves counts from now on.

    Raises:
        BadInput: dated in the future; or neither number nor file, so that it proves nothing.
    """
    return _on_file(
        project,
        by,
        kind,
        dated,
        number=number,
        issuer=issuer,
        valid_until=valid_until,
        amount_fen=amount_fen,
        file=file,
        note=note,
    )


def withdraw_document(document: Document, by: Hand, *, reason: Reason) -> None:
    """The document proves nothing any more; what was derived from it is derived again.

    Raises:
        Conflict: it was withdrawn before.
    """
    if document.withdrawn_on is not None:
        raise Conflict(Text("该材料已经作废", "This document was withdrawn before"), code="withdrawn")
    document.withdrawn_on = by.today
    by.put(document)


def approve_proposal(project: Project, by: Hand, *, note: Note = "") -> None:
    """The proposal is approved: the approval is on file."""


def approve_feasibility(project: Project, by: Hand, *, note: Note = "") -> None:
    """The feasibility study is approved: the approval is on file."""


def approve_design(project: Project, by: Hand, *, note: Note = "") -> None:
    """Design and estimate are approved: the approval is on file."""


def allot_money(project: Project, by: Hand, *, note: Note = "") -> None:
    """The money is allotted: the notice is on file."""


def file(project: Project, by: Hand, *, note: Note = "") -> None:
    """The enterprise project is filed: the certificate is on file."""


def secure_factors(project: Project, by: Hand, *, note: Note = "") -> None:
    """Land, energy and water are secured: the statement is on file."""


def grant_permit(project: Project, by: Hand, *, note: Note = "") -> None:
    """The construction permit is granted: it is on file."""


def prove_start(project: Project, by: Hand) -> None:
    """The start is proved: its day is that of the photo of permanent works."""
    project.started_on = rules.start_date(queries.papers(project))
    by.say(started_on=project.started_on, papers=queries.start_papers(project))


def withdraw_start(project: Project, by: Hand) -> None:
    """The start is no longer proved, because one of its four proofs fell away."""
    by.say(was_started_on=project.started_on)
    project.started_on = None


def show_progress(project: Project, by: Hand) -> None:
    """Construction shows: a monthly report was accepted after the start."""


def accept_completion(project: Project, by: Hand, *, note: Note = "") -> None:
    """The works are accepted: the acceptance record is on file."""


def approve_accounts(project: Project, by: Hand, *, note: Note = "") -> None:
    """The final accounts are approved: the approval is on file."""


def evaluate(project: Project, by: Hand, *, note: Note = "") -> None:
    """The project has been evaluated after completion: the report is on file."""


def start_production(project: Project, by: Hand, *, note: Note = "") -> None:
    """Production has begun: the record is on file."""


def reach_capacity(project: Project, by: Hand, *, note: Note = "") -> None:
    """Full production is reached: the check is on file."""


def claim_start(
    project: Project,
    by: Hand,
    *,
    on: Annotated[date, Ask(Text("自报开工日期", "Start as claimed"), visibility="public", example="2026-01-10")],
) -> None:
    """Somebody says that the works began; it stands beside the proved start and proves nothing.

    Raises:
        BadInput: a day that has not come.
    """
    _not_future(on, by, "on")
    project.claimed_start = on
    by.put(project)


def suspend(project: Project, by: Hand, *, reason: Reason) -> None:
    """The project stands still, with the reason."""


def resume(project: Project, by: Hand, *, reason: Reason) -> None:
    """The project is again what it was before it stood still."""


def adjust(project: Project, by: Hand, *, reason: Reason) -> None:
    """Scope, site or cost are being changed; a decision of the approver is needed to settle it."""


def settle_adjustment(project: Project, by: Hand, *, note: Note = "") -> None:
    """The change is decided: the decision is on file."""


def terminate(project: Project, by: Hand, *, reason: Reason) -> None:
    """The project will not be built, with the reason."""


def announce_requisition(project: Project, by: Hand, *, number: Number, dated: Dated) -> None:
    """The pre-notice of requisition is published, and its legal term runs on the checklist.

    Raises:
        BadInput: a day that has not come.
    """
    _clock(project, by, "pre_notice", dated, Text("征收土地预公告期满", "The term of the pre-notice ends"), number)


def publish_compensation(project: Project, by: Hand, *, number: Number, dated: Dated) -> None:
    """The compensation plan is published, and its legal term runs on the checklist.

    Raises:
        BadInput: a day that has not come.
    """
    _clock(
        project,
        by,
        "compensation",
        dated,
        Text("补偿安置方案公告期满", "The term of the compensation plan ends"),
        number,
    )


def begin_signing(project: Project, by: Hand, *, note: Note = "") -> None:
    """Agreements with households are being signed."""


def hand_over_land(project: Project, by: Hand, *, number: Number, dated: Dated) -> None:
    """Cleared land is handed over."""


# -- the checklist ------------------------------------------------------------------------------------------------------


def add_item(
    project: Project,
    by: Hand,
    *,
    list: Annotated[str, Ask(Text("清单", "List"), choices=terms.LISTS, example="problem")],
    title: Annotated[str, Ask(Text("事项", "Item"), example="示例事项")],
    organ: ResponsibleOrgan = None,
    person: Lead = None,
    due: Annotated[
        date | None,
        Ask(
            Text("完成时限", "Due"),
            help=Text("没有时限的留空，显示为“未明确时限”", "Leave empty where none is set; it shows as ‘not stated’"),
        ),
    ] = None,
    source: Annotated[str, Ask(Text("来源", "Source"))] = "",
) -> Item:
    """The checklist has one more line.

    Raises:
        BadInput: without words.
    """
    if not title.strip():
        raise BadInput(Text("请写明事项", "Say what the item is"), code="missing", field="title")
    return by.put(Item(project=project, list=list, title=title, organ=organ, person=person, due=due, source=source))


def assign_item(
    item: Item,
    by: Hand,
    *,
    organ: ResponsibleOrgan = None,
    person: Lead = None,
    due: Annotated[date | None, Ask(Text("完成时限", "Due"))] = None,
) -> None:
    """The line has this organ, person and due date.

    Raises:
        Conflict: the line is closed.
    """
    _open(item)
    item.organ, item.person, item.due = organ, person, due
    by.put(item)


def complete_item(
    item: Item,
    by: Hand,
    *,
    on: Annotated[date, Ask(Text("完成日期", "Done on"), example="2026-01-20")],
    note: Note = "",
) -> None:
    """The line is done.

    Raises:
        Conflict: it is closed already. BadInput: a day that has not come.
    """
    _open(item)
    _not_future(on, by, "on")
    item.state, item.done_on, item.note = "done", on, note
    by.put(item)


def drop_item(item: Item, by: Hand, *, reason: Reason) -> None:
    """The line is no longer needed, with the reason.

    Raises:
        Conflict: it is closed already.
    """
    _open(item)
    item.state, item.note = "dropped", reason
    by.put(item)


# -- the month ----------------------------------------------------------------------------------------------------------

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
    photo: Photo = None,
) -> Report:
    """The month is reported, with four quantities that nothing is derived from; the photo is on file.

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
    if photo is not None:
        _on_file(project, by, "works_photo", _photo_day(photo, by), file=photo, note=period)
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
    """The sector bureau has looked at the month and passes it on."""


def accept_report(report: Report, by: Hand, *, note: Note = "") -> None:
    """The district takes the month as its own figure."""


def forward_report(report: Report, by: Hand) -> None:
    """The month has gone to the city."""


def return_report(report: Report, by: Hand, *, reason: Reason) -> None:
    """The report goes back to the one who sent it, with the reason."""
    report.return_reason = reason
    by.put(report)


def remind(project: Project, by: Hand, *, period: Period) -> None:
    """The reporting unit is reminded of a month that is not reported.

    Raises:
        Conflict: the month is reported. BadInput: a month to come.
    """
    rules.period_of(period)
    if period in queries.reported_periods(project):
        raise Conflict(
            Text("{p} 已经报送，不需要催办", "{p} is reported; no reminder is needed").with_(p=period), code="reported"
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
    row.investment_fen = _plausible(_not_negative(investment_fen, "investment_fen"), "investment_fen")
    by.put(row)


def recompute_deadlines(by: Hand) -> None:
    """Open lines whose date comes from a legal term have the date that the calendar now in force gives."""
    calendar = days.calendar()
    moved = []
    for item in Item.objects.filter(state="open").exclude(clock="").exclude(clock_from=None).order_by("id"):
        assert item.clock_from is not None
        due = rules.clock_due(item.clock, item.clock_from, calendar)
        if due is not None and (due.date, due.provisional) != (item.due, item.provisional):
            moved.append([item.pk, item.due, due.date])
            item.due, item.provisional = due.date, due.provisional
            by.put(item)
    by.say(calendar=calendar.version, moved=moved)


# -- within -------------------------------------------------------------------------------------------------------------


def _named(name: str) -> str:
    if not name.strip():
        raise BadInput(Text("请填写项目名称", "The project needs a name"), code="missing", field="name")
    return name.strip()[:200]


def _free_code(code: str, own: Project | None, by: Hand) -> str | None:
    if not code.strip():
        return None
    normal = parse_project_code(code)
    other = queries.by_code(normal)
    if other is not None and (own is None or other.pk != own.pk):
        seen = Project.objects.filter(queries.visible(by.actor), pk=other.pk).exists()
        raise BadInput(
            Text("项目代码 {c} 已属于“{n}”", "The code {c} belongs to “{n}” already").with_(
                c=normal, n=other.name if seen else Text("其他区划的项目", "a project of another place")
            ),
            code="code_taken",
            field="code",
            law=terms.LEDGER_RULE,
            remedy=Text(
                "一个项目一个代码：打开该项目办理，或核对代码",
                "One project, one code: open that project, or check the code",
            ),
        )
    return normal


def _not_negative(amount: Any, field: str) -> Any:
    if amount is not None and amount < 0:
        raise BadInput(Text("金额不能为负", "The amount cannot be negative"), code="negative", field=field)
    return amount


def _not_future(day: date, by: Hand, field: str) -> None:
    if day > by.today:
        raise BadInput(
            Text("{d} 还没有到", "{d} has not come yet").with_(d=day.isoformat()),
            code="future",
            field=field,
            remedy=Text("核对日期", "Check the date"),
        )


def _clock(project: Project, by: Hand, clock: str, since: date, title: Text, ground: str) -> None:
    _not_future(since, by, "dated")
    due = rules.clock_due(clock, since, days.calendar())
    law = terms.CLOCKS[clock].on(since)
    by.put(
        Item(
            project=project,
            list="procedure",
            kind=f"clock.{clock}",
            title=title.zh,
            title_en=title.en,
            organ=project.organ,
            due=due.date if due else None,
            provisional=bool(due and due.provisional),
            clock=clock,
            clock_from=since,
            source=f"{law.law.cite()} {ground}"[:300] if law else ground,
        )
    )


def _open(item: Item) -> None:
    if item.state != "open":
        raise Conflict(
            Text("该事项已经办结", "This item is closed"),
            code="closed",
            remedy=Text("如需重提，请新增一项", "Add a new item to raise it again"),
        )


def _photo_day(photo: Upload, by: Hand) -> date:
    return files.day_taken(photo) or by.today


def _own_photo(project: Project, photo: Upload, dated: date) -> None:
    """Nothing, when a photo of the works may stand for this project: of the day it was taken, and of no other project's site."""
    taken = files.day_taken(photo)
    if taken is not None and taken != dated:
        raise BadInput(
            Text(
                "照片拍摄于 {t}，日期填的是 {d}：开工日期取自照片，不能另填",
                "The photo was taken on {t}, the date given is {d}: a start has the day of its photo",
            ).with_(t=taken.isoformat(), d=dated.isoformat()),
            code="photo_day",
            field="dated",
            remedy=Text("日期改为拍摄当日，或换一张照片", "Give the day on which it was taken, or another photo"),
        )
    same = Document.objects.filter(kind="works_photo", evidence__sha256=photo.sha256, withdrawn_on__isnull=True)
    if same.exclude(project=project).exists():
        raise BadInput(
            Text("这张照片已是另一项目的现场照片", "This photo is of the site of another project already"),
            code="photo_used",
            field="file",
            remedy=Text("上传本项目现场拍摄的照片", "Send a photo from this project's own site"),
        )


def _on_file(
    project: Project,
    by: Hand,
    kind: str,
    dated: date,
    *,
    number: str = "",
    issuer: str = "",
    valid_until: date | None = None,
    amount_fen: int | None = None,
    file: Upload | None = None,
    note: str = "",
) -> Document:
    _not_future(dated, by, "dated")
    if not number.strip() and file is None:
        raise BadInput(
            Text(
                "请填写文号或上传附件：没有依据的材料不能作为证据",
                "Give a number or a file: a document without either proves nothing",
            ),
            code="no_ground",
            field="number",
        )
    if kind in terms.OFFICIAL and file is None and not (by.actor.machine or by.actor.may(terms.EDIT)):
        raise BadInput(
            Text(
                "请上传该文件：项目单位只填文号的批文、许可不算数",
                "Send the paper itself: an approval or permit that a unit only names does not count",
            ),
            code="file_needed",
            field="file",
            remedy=Text("上传扫描件，或请发展改革部门登记文号", "Send a scan, or let the commission enter its number"),
        )
    if kind == "works_photo" and file is not None:
        _own_photo(project, file, dated)
    kept = files.keep(by, file, f"projects.project:{project.pk}") if file is not None else None
    document = Document(
        project=project,
        kind=kind,
        number=number,
        issuer=issuer,
        dated=dated,
        valid_until=valid_until,
        amount_fen=_not_negative(amount_fen, "amount_fen"),
        evidence=kept,
        located=bool(kept and kept.located),
        note=note[:400],
    )
    return by.put(document)


def _plausible(amount: int | None, field: str) -> int | None:
    if amount is not None and abs(amount) > terms.LARGEST_FEN:
        raise BadInput(
            Text("金额超出合理范围", "The amount cannot be right"),
            code="implausible",
            field=field,
            remedy=Text("核对单位：表单用万元，接口用分", "Check the unit: forms take 10,000 yuan, the API takes fen"),
        )
    return amount


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
        workload_fen=_plausible(workload, "workload_fen"),
        investment_fen=_plausible(investment, "investment_fen"),
        paid_fen=_plausible(paid, "paid_fen"),
        progress=progress,
        problems=problems,
        next_steps=next_steps,
        coordination=coordination,
        organ_id=by.actor.organs[0] if by.actor.organs else None,
        reporter_id=by.actor.person,
        submitted_on=by.today,
    )


def _quantities(report: Report, text: str) -> list[Quantity]:
    found = []
    for number, line in enumerate(filter(None, (part.strip() for part in text.splitlines())), 1):
        words = line.replace("，", " ").replace(",", " ").split()
        try:
            measure, unit, done = words[0], words[1], Decimal(words[2])
        except (IndexError, ArithmeticError):
            raise BadInput(
                Text(
                    "实物量第{n}行“{l}”应写作“名称 单位 数量”，如“桩基 根 120”",
                    "Line {n} of the quantities, “{l}”, should read ‘name unit amount’, such as ‘piles pcs 120’",
                ).with_(n=number, l=line),
                code="bad_quantity",
                field="quantities",
            ) from None
        if not done.is_finite() or abs(done) >= Decimal(10) ** 12:
            raise BadInput(
                Text("实物量第{n}行的数量不合理", "The amount on line {n} cannot be right").with_(n=number),
                code="bad_quantity",
                field="quantities",
            )
        found.append(Quantity(report=report, measure=measure[:60], unit=unit[:12], done=round(done, 4)))
    return found


# -- workbooks ----------------------------------------------------------------------------------------------------------


def accept_workbook(
    place: Place,
    by: Hand,
    *,
    intake: Sheet,
    year: Annotated[int, Ask(Text("年度", "Year"), visibility="public", example=2026)],
    filed_sheets: Annotated[
        str,
        Ask(Text("属备案项目的工作表", "Sheets of filed projects"), help=Text("多个用逗号隔开", "Separated by commas")),
    ] = "产业项目",
    sheet_decides: Annotated[
        bool, Ask(Text("与系统不一致时以本表为准", "Where it differs, the sheet decides"))
    ] = False,
) -> Batch:
    """The workbook's rows are a batch, and a job to apply it waits; its lists exist.

    Raises:
        BadInput: an intake of another kind, or a year that is none. Conflict: nothing in it, or accepted before.
    """
    if intake.kind != imports.KIND:
        raise BadInput(
            Text("这不是项目台账", "This is not a workbook of projects"), code="wrong_intake", field="intake"
        )
    if not 1990 <= year <= 2100:
        raise BadInput(
            Text("年度{y}不合理", "The year {y} cannot be right").with_(y=year), code="bad_year", field="year"
        )
    lists = imports.lists_for(by, intake, year)
    settings = {
        "year": year,
        "lists": {sheet: row.pk for sheet, row in lists.items()},
        "filed_sheets": [s.strip() for s in filed_sheets.replace("，", ",").split(",") if s.strip()],
        "sheet_decides": sheet_decides,
    }
    return batches.accept(by, intake, place=place.pk, settings=settings)


def save_template(
    by: Hand,
    *,
    name: Annotated[str, Ask(Text("模板名称", "Name of the template"), example="示例模板")],
    body: Annotated[
        str,
        Ask(
            Text("模板内容", "Template"),
            multiline=True,
            example='{"version": 1, "name": "", "fingerprint": "0", "roles": [], "units": []}',
        ),
    ],
) -> SheetTemplate:
    """Sheets with these headings are read this way from now on.

    Raises:
        BadInput: the template cannot be read.
    """
    template = Template.from_json(body)
    row = SheetTemplate.objects.filter(fingerprint=template.fingerprint).first() or SheetTemplate(
        fingerprint=template.fingerprint
    )
    row.name, row.body = name[:80], template.to_json()
    return by.put(row)
