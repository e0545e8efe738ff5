"""The projects module as a table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db.models import Q

from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.batches import BATCH
from taizhang.frame.declare import Action, Apart, Batching, Field, Filter, Listing, Module, On, PageLink, Record, Task
from taizhang.registers import scope
from taizhang.registers.questions import MONEY_IN_PLACE, NOTICE_LOADED
from taizhang.registers.records import PLACE

from . import actions, imports, lifecycle, models, queries, rules, terms

_PUBLIC: Final = "public"

PROJECT = Record(
    "projects.project",
    Text("项目", "Project"),
    models.Project,
    models.ProjectHistory,
    visible=queries.visible,
    fields=(
        Field("name", Text("项目名称", "Name"), visibility=_PUBLIC),
        Field("code", Text("项目代码", "Code"), visibility=_PUBLIC),
        Field("kind", Text("管理类别", "Kind"), visibility=_PUBLIC, choices=terms.KINDS),
        Field("stage", Text("认定阶段", "Stage (proved)"), visibility=_PUBLIC, choices=lifecycle.STAGE_WORDS),
        Field("claimed_stage", Text("自报阶段", "Stage (claimed)"), choices=terms.CLAIMS),
        Field("standing", Text("状态", "Standing"), visibility=_PUBLIC, choices=lifecycle.STANDING_WORDS),
        Field("land", Text("征迁", "Requisition"), visibility=_PUBLIC, choices=lifecycle.LAND_WORDS),
        Field("started_on", Text("认定开工", "Start (proved)"), visibility=_PUBLIC),
        Field("claimed_start", Text("自报开工", "Start (claimed)")),
        Field("total_investment_fen", Text("总投资", "Total investment"), unit="万元", visibility=_PUBLIC),
        Field("planned_start", Text("计划开工", "Planned start"), visibility=_PUBLIC),
        Field("planned_finish", Text("计划竣工", "Planned finish"), visibility=_PUBLIC),
        Field("category", Text("行业类别", "Category"), visibility=_PUBLIC, choices=terms.CATEGORIES),
        Field("source", Text("投资来源", "Source"), visibility=_PUBLIC, choices=terms.SOURCES),
        Field("year_class", Text("年度类别", "Class of the year"), choices=terms.YEAR_CLASSES),
        Field("district", Text("区县", "District"), visibility=_PUBLIC),
        Field("place", Text("建设地点", "Place"), visibility=_PUBLIC),
        Field("organ", Text("责任单位", "Responsible organ"), visibility=_PUBLIC),
        Field("unit", Text("填报单位", "Reporting unit")),
        Field("lead", Text("责任人", "Person in charge")),
        Field("owner", Text("建设单位", "Owner"), visibility=_PUBLIC),
        Field("summary", Text("建设内容", "What is built"), visibility=_PUBLIC),
        Field("remark", Text("备注", "Remark")),
        Field("origin", Text("来源", "Origin"), choices=terms.ORIGINS),
        Field("registered_on", Text("入库日期", "Registered on"), visibility=_PUBLIC),
        Field("published", Text("已公开", "Published"), visibility=_PUBLIC),
    ),
    title=lambda row: row.name,
    title_en=lambda row: row.name_en,
    lifecycles=lifecycle.LIFECYCLES,
    lifecycle_of=lambda row: row.lifecycle,
    facts=queries.facts,
    public=True,
    select_related=("district", "place", "organ", "unit", "lead"),
)

LIST = Record(
    "projects.list",
    Text("清单口径", "Project list"),
    models.ProjectList,
    models.ProjectListHistory,
    visible=scope.everyone,
    fields=(
        Field("name", Text("名称", "Name"), visibility=_PUBLIC),
        Field("name_en", Text("英文名", "English name"), visibility=_PUBLIC),
        Field("year", Text("年度", "Year"), visibility=_PUBLIC),
        Field("plan_role", Text("计划口径", "Role of its plan figure"), visibility=_PUBLIC, choices=terms.PLAN_ROLES),
        Field("stated_period", Text("来源所述期间", "Period the source states"), visibility=_PUBLIC),
    ),
    title=lambda row: row.name,
    title_en=lambda row: row.name_en,
)

MEMBERSHIP = Record(
    "projects.membership",
    Text("列入清单", "Membership of a list"),
    models.Membership,
    models.MembershipHistory,
    visible=queries.of_visible_project,
    fields=(
        Field("list", Text("清单", "List")),
        Field("valid_from", Text("自", "From")),
        Field("valid_to", Text("至", "Until")),
    ),
    title=lambda row: row.list.name,
    title_en=lambda row: row.list.name_en,
    parent="project",
    select_related=("list",),
)

PLAN = Record(
    "projects.plan",
    Text("计划数", "Planned amount"),
    models.Plan,
    models.PlanHistory,
    visible=queries.of_visible_project,
    fields=(
        Field("role", Text("口径", "Role"), choices=terms.PLAN_ROLES),
        Field("year", Text("年度", "Year")),
        Field("amount_fen", Text("金额", "Amount"), unit="万元"),
        Field("ground", Text("依据", "Ground")),
    ),
    title=lambda row: f"{row.year}",
    parent="project",
)

ITEM = Record(
    "projects.item",
    Text("清单事项", "Checklist item"),
    models.Item,
    models.ItemHistory,
    visible=queries.of_visible_project,
    fields=(
        Field("list", Text("清单", "List"), choices=terms.LISTS),
        Field("title", Text("事项", "Item")),
        Field("organ", Text("责任单位", "Organ")),
        Field("person", Text("责任人", "Person")),
        Field("due", Text("时限", "Due")),
        Field(
            "provisional",
            Text("暂定", "Provisional"),
            help=Text("跨到尚未公布节假日安排的年份", "Crosses a year whose holidays are not announced"),
        ),
        Field("state", Text("状态", "State"), choices=terms.ITEM_STATES),
        Field("done_on", Text("完成日期", "Done on")),
        Field("source", Text("来源", "Source")),
        Field("note", Text("备注", "Note")),
    ),
    title=lambda row: row.title,
    title_en=lambda row: row.title_en,
    parent="project",
    select_related=("organ", "person"),
)

DOCUMENT = Record(
    "projects.document",
    Text("证照与证据", "Documents and evidence"),
    models.Document,
    models.DocumentHistory,
    visible=queries.of_visible_project,
    fields=(
        Field("kind", Text("种类", "Kind"), choices=terms.DOCUMENT_WORDS),
        Field("number", Text("文号", "Number")),
        Field("issuer", Text("出具单位", "Issued by")),
        Field("dated", Text("日期", "Date")),
        Field("valid_until", Text("有效期至", "Valid until")),
        Field("amount_fen", Text("金额", "Amount"), unit="万元"),
        Field("evidence", Text("附件", "File")),
        Field("located", Text("有定位", "Located")),
        Field("withdrawn_on", Text("作废日期", "Withdrawn on")),
        Field("note", Text("备注", "Note")),
    ),
    title=lambda row: f"{dict(terms.DOCUMENT_WORDS)[row.kind].zh} {row.number}".strip(),
    title_en=lambda row: f"{dict(terms.DOCUMENT_WORDS)[row.kind].en} {row.number}".strip(),
    parent="project",
    select_related=("evidence",),
)

REPORT = Record(
    "projects.report",
    Text("月报", "Monthly report"),
    models.Report,
    models.ReportHistory,
    visible=queries.of_visible_project,
    fields=(
        Field("period", Text("月份", "Month")),
        Field("state", Text("状态", "State"), choices=terms.REPORT_STATES),
        Field("workload_fen", Text("工作量", "Workload"), unit="万元"),
        Field("investment_fen", Text("投资量", "Investment"), unit="万元"),
        Field("paid_fen", Text("已付", "Paid"), unit="万元"),
        Field("progress", Text("形象进度", "Visible progress")),
        Field("problems", Text("存在问题", "Problems")),
        Field("next_steps", Text("下步计划", "Next steps")),
        Field("coordination", Text("需协调事项", "To be coordinated")),
        Field("organ", Text("填报单位", "Reported by")),
        Field("reporter", Text("填报人", "Reporter")),
        Field("submitted_on", Text("报送日期", "Submitted on")),
        Field("return_reason", Text("退回意见", "Why returned")),
    ),
    title=lambda row: row.period,
    parent="project",
    lifecycles={"report/1": lifecycle.REPORT},
    select_related=("organ", "reporter"),
)

QUANTITY = Record(
    "projects.quantity",
    Text("实物量", "Physical quantity"),
    models.Quantity,
    models.QuantityHistory,
    visible=queries.of_visible_report,
    fields=(
        Field("measure", Text("名称", "Measure")),
        Field("unit", Text("单位", "Unit")),
        Field("done", Text("本月完成", "Done in the month")),
    ),
    title=lambda row: row.measure,
    parent="report",
)

STAT = Record(
    "projects.stat",
    Text("纳统数", "Certified figure"),
    models.StatFigure,
    models.StatFigureHistory,
    visible=queries.of_visible_project,
    fields=(
        Field("period", Text("月份", "Month")),
        Field("in_library", Text("是否入库", "In the library")),
        Field("investment_fen", Text("纳统投资", "Certified investment"), unit="万元"),
        Field("note", Text("备注", "Note")),
    ),
    title=lambda row: row.period,
    parent="project",
)

TEMPLATE = Record(
    "projects.template",
    Text("表格模板", "Sheet template"),
    models.SheetTemplate,
    models.SheetTemplateHistory,
    visible=scope.staff,
    fields=(Field("name", Text("名称", "Name")), Field("fingerprint", Text("表头指纹", "Fingerprint of the headings"))),
    title=lambda row: row.name,
)

RECORDS = queries.Records(PROJECT, MEMBERSHIP, PLAN, REPORT, STAT)

IMPORT = "projects.import"
EDIT, FORWARD, REPORT_RIGHT = terms.EDIT, "projects.advance", "projects.report"
REVIEW, ACCEPT, CITY, CERTIFY, PUBLISH = (
    "projects.review",
    "projects.accept",
    "projects.forward",
    "projects.certify",
    "projects.publish",
)
PROVE = "projects.prove"
_CONFIRM = Text(
    "推进阶段将记入台账，不能删除，只能另行更正。",
    "The step is recorded in the ledger; it cannot be deleted, only corrected by another.",
)
_LAW = terms.LEDGER_RULE
#: A month is sent by reporting it or by correcting it; neither may be checked by whoever did.
_SENT = (Apart("projects.report_month"), Apart("projects.correct_report"))


def _stage(run: object, zh: str, en: str) -> Action:
    return Action(run, Text(zh, en), PROJECT, FORWARD, law=terms.INVESTMENT, confirm=_CONFIRM, primary=True)  # type: ignore[arg-type]


def _derived(run: object, zh: str, en: str) -> Action:
    return Action(run, Text(zh, en), PROJECT, law=terms.INVESTMENT, machine=True, shown=False)  # type: ignore[arg-type]


ACTIONS = (
    Action(actions.register, Text("项目入库", "Register a project"), PLACE, EDIT, law=_LAW, creates=PROJECT),
    Action(
        actions.accept_workbook,
        Text("受理台账导入", "Accept a workbook"),
        PLACE,
        IMPORT,
        law=_LAW,
        creates=BATCH,
        confirm=Text(
            "受理后逐块写入台账；可以暂停，不能悄悄撤销。",
            "After acceptance it is applied chunk by chunk; it can be stopped, not undone silently.",
        ),
    ),
    Action(
        actions.save_template, Text("保存表格模板", "Save a sheet template"), None, IMPORT, law=_LAW, creates=TEMPLATE
    ),
    Action(actions.amend, Text("更正基本情况", "Correct the description"), PROJECT, EDIT, law=_LAW),
    Action(actions.put_on_list, Text("列入清单", "Put on a list"), PROJECT, EDIT, law=_LAW, each=True),
    Action(actions.take_off_list, Text("移出清单", "Take off a list"), PROJECT, EDIT, law=_LAW, each=True),
    Action(actions.plan, Text("下达计划数", "Set a planned amount"), PROJECT, EDIT, law=_LAW),
    Action(actions.assign_unit, Text("指定填报单位", "Assign the reporting unit"), PROJECT, EDIT, law=_LAW, each=True),
    Action(
        actions.publish,
        Text("公开", "Publish"),
        PROJECT,
        PUBLISH,
        law=_LAW,
        each=True,
        confirm=Text("任何人都能看到公开页。", "Anyone will see its public page."),
    ),
    Action(actions.unpublish, Text("撤回公开", "Withdraw from the public"), PROJECT, PUBLISH, law=_LAW, each=True),
    Action(actions.add_document, Text("登记材料", "Add a document"), PROJECT, PROVE, law=_LAW, creates=DOCUMENT),
    Action(
        actions.withdraw_document,
        Text("材料作废", "Withdraw the document"),
        DOCUMENT,
        EDIT,
        law=_LAW,
        confirm=Text("由它推定的事实将重新推定。", "What was derived from it is derived again."),
    ),
    _stage(actions.approve_proposal, "批复项目建议书", "Approve the proposal"),
    _stage(actions.approve_feasibility, "批复可研", "Approve the feasibility study"),
    _stage(actions.approve_design, "批复初设概算", "Approve design and estimate"),
    _stage(actions.allot_money, "下达资金", "Allot the money"),
    _stage(actions.file, "备案", "File"),
    _stage(actions.secure_factors, "要素落实", "Factors secured"),
    _stage(actions.grant_permit, "核发施工许可", "Grant the construction permit"),
    _derived(actions.prove_start, "认定实质性开工", "Start proved"),
    _derived(actions.withdraw_start, "撤销开工认定", "Start no longer proved"),
    _derived(actions.show_progress, "转为在建", "Under construction"),
    _stage(actions.accept_completion, "竣工验收", "Accept the completed works"),
    _stage(actions.approve_accounts, "批复决算", "Approve final accounts"),
    _stage(actions.evaluate, "后评价", "Evaluate"),
    _stage(actions.start_production, "投产", "Production begins"),
    _stage(actions.reach_capacity, "达产", "Full production"),
    Action(actions.claim_start, Text("自报开工", "Claim a start"), PROJECT, REPORT_RIGHT, law=_LAW),
    Action(actions.suspend, Text("暂停", "Suspend"), PROJECT, FORWARD, law=_LAW),
    Action(actions.resume, Text("恢复", "Resume"), PROJECT, FORWARD, law=_LAW),
    Action(
        actions.adjust,
        Text("启动调整", "Begin an adjustment"),
        PROJECT,
        FORWARD,
        law=terms.INVESTMENT.at("第二十一条", "S"),
    ),
    Action(
        actions.settle_adjustment,
        Text("调整批复", "Settle the adjustment"),
        PROJECT,
        FORWARD,
        law=terms.INVESTMENT.at("第二十一条", "S"),
    ),
    Action(
        actions.terminate,
        Text("终止", "Terminate"),
        PROJECT,
        FORWARD,
        law=_LAW,
        confirm=Text("终止后不能恢复。", "A terminated project cannot be resumed."),
    ),
    Action(
        actions.announce_requisition, Text("征收预公告", "Publish the pre-notice"), PROJECT, EDIT, law=terms.REQUISITION
    ),
    Action(
        actions.publish_compensation,
        Text("公告补偿方案", "Publish the compensation plan"),
        PROJECT,
        EDIT,
        law=terms.REQUISITION,
    ),
    Action(actions.begin_signing, Text("开始签约", "Begin signing"), PROJECT, EDIT, law=terms.REQUISITION),
    Action(actions.hand_over_land, Text("净地交付", "Hand over cleared land"), PROJECT, EDIT, law=terms.REQUISITION),
    Action(actions.add_item, Text("新增清单事项", "Add a checklist item"), PROJECT, PROVE, law=_LAW, creates=ITEM),
    Action(actions.assign_item, Text("调整责任与时限", "Assign"), ITEM, EDIT, law=_LAW, each=True),
    Action(actions.complete_item, Text("办结", "Complete"), ITEM, PROVE, law=_LAW),
    Action(
        actions.recompute_deadlines,
        Text("按新日历重算期限", "Recompute deadlines"),
        None,
        law=_LAW,
        machine=True,
        shown=False,
    ),
    Action(actions.drop_item, Text("不再需要", "Drop"), ITEM, EDIT, law=_LAW),
    Action(
        actions.report_month,
        Text("报送月报", "Report a month"),
        PROJECT,
        REPORT_RIGHT,
        law=terms.DISPATCH,
        creates=REPORT,
        primary=True,
    ),
    Action(
        actions.correct_report,
        Text("更正月报", "Correct the report"),
        REPORT,
        REPORT_RIGHT,
        law=terms.DISPATCH,
        creates=REPORT,
    ),
    Action(
        actions.review_report,
        Text("主管部门审核", "Review"),
        REPORT,
        REVIEW,
        law=terms.DISPATCH,
        each=True,
        primary=True,
        apart_from=_SENT,
    ),
    Action(
        actions.accept_report,
        Text("区级核定", "Accept"),
        REPORT,
        ACCEPT,
        law=terms.DISPATCH,
        each=True,
        primary=True,
        apart_from=(*_SENT, Apart("projects.review_report")),
    ),
    Action(
        actions.forward_report, Text("报送市级", "Forward to the city"), REPORT, CITY, law=terms.DISPATCH, each=True
    ),
    Action(actions.return_report, Text("退回", "Return"), REPORT, REVIEW, law=terms.DISPATCH, each=True),
    Action(actions.remind, Text("催报", "Remind"), PROJECT, ACCEPT, law=terms.DISPATCH, each=True),
    Action(actions.certify, Text("登记纳统数", "Record the certified figure"), PROJECT, CERTIFY, law=terms.STATISTICS),
)

PROJECTS_LIST = Listing(
    "projects.projects",
    PROJECT,
    Text("项目库", "Projects"),
    columns=(
        "name",
        "district",
        "stage",
        "claimed_stage",
        "standing",
        "total_investment_fen",
        "planned_start",
        "planned_finish",
        "organ",
        "category",
    ),
    filters=(
        Filter("list", Text("清单", "List"), "memberships", "member"),
        Filter("district", Text("区县", "District"), "district"),
        Filter("stage", Text("认定阶段", "Stage"), "stage"),
        Filter("standing", Text("状态", "Standing"), "standing"),
        Filter("category", Text("行业类别", "Category"), "category"),
        Filter("kind", Text("管理类别", "Kind"), "kind"),
        Filter("organ", Text("责任单位", "Organ"), "organ"),
    ),
    sorts={
        "name": ("name", "id"),
        "-name": ("-name", "-id"),
        "total_investment_fen": ("total_investment_fen", "id"),
        "-total_investment_fen": ("-total_investment_fen", "-id"),
        "planned_start": ("planned_start", "id"),
        "-planned_start": ("-planned_start", "-id"),
        "stage": ("stage", "id"),
        "-stage": ("-stage", "-id"),
    },
    default_sort="-total_investment_fen",
    totals=("total_investment_fen",),
    search=("name", "code"),
    empty=Text(
        "还没有项目。可以导入台账，或在区划下“项目入库”。",
        "No projects yet. Import a workbook, or register one under a place.",
    ),
)
REPORTS_LIST = Listing(
    "projects.reports",
    REPORT,
    Text("月报", "Monthly reports"),
    columns=(
        "project",
        "period",
        "state",
        "workload_fen",
        "investment_fen",
        "paid_fen",
        "progress",
        "organ",
        "submitted_on",
    ),
    filters=(Filter("period", Text("月份", "Month"), "period"), Filter("state", Text("状态", "State"), "state")),
    sorts={"-period": ("-period", "-id"), "period": ("period", "id")},
    default_sort="-period",
    totals=("workload_fen", "investment_fen", "paid_fen"),
    empty=Text("还没有月报。打开项目，用“报送月报”。", "No reports yet. Open a project and use “Report a month”."),
)
ITEMS_LIST = Listing(
    "projects.items",
    ITEM,
    Text("清单事项", "Checklist items"),
    columns=("project", "list", "title", "organ", "person", "due", "state"),
    filters=(
        Filter("list", Text("清单", "List"), "list"),
        Filter("state", Text("状态", "State"), "state"),
        Filter("organ", Text("责任单位", "Organ"), "organ"),
    ),
    sorts={"due": ("state", "due", "id"), "-due": ("-state", "-due", "-id")},
    default_sort="due",
    empty=Text("没有事项。", "No items."),
)


def worklist(actor: Actor, today: date) -> Sequence[Task]:
    """What waits for an actor: months to report, reports to review or accept, returned reports, items that fall due."""
    found: list[Task] = []
    if actor.may(REPORT_RIGHT):
        found += _to_report(actor.with_right(REPORT_RIGHT), today)
        found += [
            Task(
                f"{r.project.name} {r.period}",
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
                Task(f"{r.project.name} {r.period}", words, REPORT.kind, r.pk, None, action, terms.DISPATCH)
                for r in rows
            ]
    if actor.may(ACCEPT):
        found += _missing_months(actor.with_right(ACCEPT), today)
    for item in queries.open_items(actor, ITEM, today):
        found.append(
            Task(
                f"{item.project.name}：{item.title}",
                Text("清单事项到期", "Checklist item due"),
                ITEM.kind,
                item.pk,
                item.due,
                "projects.complete_item",
                _LAW,
            )
        )
    return found


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
            period,
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
    mine = reading.rows(actor, PROJECT).filter(
        Q(unit__in=actor.organs) | Q(unit__isnull=True, organ__in=actor.organs),
        stage__in=("permitted", "started", "building"),
        standing__in=("normal", "adjusted"),
    )
    done = reading.rows(actor, REPORT).filter(period=period).exclude(state="superseded").values("project_id")
    reminded = queries.reminders(actor.organs, period)
    return [
        Task(
            p.name,
            _not_reported(period, reminded.get(p.pk, 0)),
            PROJECT.kind,
            p.pk,
            due,
            "projects.report_month",
            terms.DISPATCH,
            query=f"period={period}",
        )
        for p in mine.exclude(id__in=done).order_by("name", "id")[:50]
    ]


def _not_reported(period: str, reminded: int) -> Text:
    if reminded:
        return Text("{p} 月报未报，已催报 {n} 次", "{p} is not reported; reminded {n} time(s)").with_(
            p=period, n=reminded
        )
    return Text("{p} 月报未报", "{p} is not reported").with_(p=period)


def search(actor: Actor, words: str) -> Sequence[Task]:
    """Projects whose name or code contains the words."""
    named = reading.rows(actor, PROJECT).filter(name__icontains=words)
    coded = reading.rows(actor, PROJECT).filter(code__startswith=words)
    rows = list(coded[:10]) + list(named.order_by("name", "id")[:20])
    return [
        Task(p.name, Text(p.code or "项目", p.code or "Project"), PROJECT.kind, p.pk)
        for p in {p.pk: p for p in rows}.values()
    ]


_CLERK = frozenset({EDIT, FORWARD, PROVE, ACCEPT, PUBLISH, IMPORT})

MODULE = Module(
    "projects",
    Text("项目", "Projects"),
    Text("抓项目促投资", "Projects and investment"),
    records=(PROJECT, LIST, MEMBERSHIP, PLAN, ITEM, DOCUMENT, REPORT, QUANTITY, STAT, TEMPLATE),
    actions=ACTIONS,
    listings=(PROJECTS_LIST, REPORTS_LIST, ITEMS_LIST),
    grants={
        "drc.clerk": _CLERK,
        "drc.chief": _CLERK | {CITY},
        "bureau.reviewer": frozenset({REVIEW, PROVE, REPORT_RIGHT}),
        "unit.reporter": frozenset({REPORT_RIGHT, PROVE}),
        "street.clerk": frozenset({PROVE}),
        "statistics.officer": frozenset({CERTIFY}),
    },
    on=(On(NOTICE_LOADED, "projects.recompute_deadlines"),),
    events=(NOTICE_LOADED,),
    questions=(MONEY_IN_PLACE,),
    worklist=worklist,
    search=search,
    batches=(Batching(imports.KIND, Text("项目台账", "Project workbook"), "projects.accept_workbook", imports.apply),),
    pages=(
        PageLink("/projects/round/", Text("月调度台", "Monthly round")),
        PageLink("/projects/leader/", Text("领导一屏", "Leader's screen")),
        PageLink("/projects/totals/", Text("汇总", "Totals")),
        PageLink("/projects/import/", Text("导入台账", "Import a workbook"), IMPORT),
    ),
    laws=terms.LAWS,
    parameters=terms.PARAMETERS,
    about=Text(
        "一项目、一清单、一台账：项目从储备到后评价，阶段靠材料推进，开工靠证据认定，月报四个量分开。",
        "One project, one checklist, one ledger: stages move on documents, a start is proved by evidence, and the month keeps four quantities apart.",
    ),
)
