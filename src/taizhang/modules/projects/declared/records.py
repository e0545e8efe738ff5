"""The records of the projects module."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Field, PageLink, Record
from taizhang.registers import scope

from .. import lifecycle, models, queries, terms

_PUBLIC: Final = "public"

PROJECT = Record(
    "projects.project",
    Text("项目", "Project"),
    models.Project,
    models.ProjectHistory,
    visible=queries.visible,
    fields=(
        Field("name", Text("项目名称", "Name"), visibility=_PUBLIC),
        Field("name_en", Text("英文名", "English name"), visibility=_PUBLIC),
        Field("code", Text("项目代码", "Code"), visibility=_PUBLIC),
        Field("kind", Text("管理类别", "Kind"), visibility=_PUBLIC, choices=terms.KINDS),
        Field("stage", Text("认定阶段", "Stage (proved)"), visibility=_PUBLIC, choices=lifecycle.STAGE_WORDS),
        Field("claimed_stage", Text("自报阶段", "Stage (claimed)"), choices=terms.CLAIMS),
        Field("standing", Text("状态", "Standing"), visibility=_PUBLIC, choices=lifecycle.STANDING_WORDS),
        Field("land", Text("征迁", "Requisition"), visibility=_PUBLIC, choices=lifecycle.LAND_WORDS),
        Field("permits", Text("四证", "Four permits"), visibility=_PUBLIC, choices=lifecycle.PERMIT_WORDS),
        Field("library", Text("统计入库", "Statistics entry"), choices=lifecycle.LIBRARY_WORDS),
        Field("library_applied_on", Text("申报入库日期", "Entry applied for on")),
        Field("entered_on", Text("入库日期（统计）", "Entered in the statistics library on")),
        Field("stars", Text("园区认定", "Recognition of the park"), visibility=_PUBLIC, choices=lifecycle.STAR_WORDS),
        Field("star_level", Text("星级", "Stars"), visibility=_PUBLIC),
        Field("publicised_on", Text("认定公示日期", "Publicised on"), visibility=_PUBLIC),
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
    stirs=queries.stirred,
    select_related=("district", "place", "organ", "unit", "lead"),
    sheets=(
        PageLink("/projects/{id}/card/", Text("项目一页", "One page")),
        PageLink("/projects/{id}/schedule/", Text("节点进度", "Schedule")),
        PageLink("/projects/{id}/entry-papers/", Text("统计入库资料", "Papers for statistics entry")),
    ),
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
        Field("role", Text("口径", "Role"), choices=(*terms.PLAN_ROLES, *terms.PAYMENT_ROLES)),
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
        Field("project", Text("项目", "Project")),
        Field("list", Text("清单", "List"), choices=terms.LISTS),
        Field("title", Text("事项", "Item")),
        Field("title_en", Text("英文名", "English name")),
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
        Field("project", Text("项目", "Project")),
        Field("kind", Text("种类", "Kind"), choices=terms.DOCUMENT_WORDS),
        Field("number", Text("文号", "Number")),
        Field("issuer", Text("出具单位", "Issued by")),
        Field("dated", Text("日期", "Date")),
        Field("valid_until", Text("有效期至", "Valid until")),
        Field("amount_fen", Text("金额", "Amount"), unit="万元"),
        Field("evidence", Text("附件", "File")),
        Field("located", Text("有定位", "Located")),
        Field("day_typed", Text("日期为手填", "Day typed"), help=Text("照片本身没有拍摄时间", "The photo does not say itself when it was taken")),
        Field(
            "similar_to",
            Text("近似照片", "Similar photo"),
            help=Text("与另一项目的照片近似；说明之前不作为证据", "Looks like another project's photo; proves nothing until that is explained"),
        ),
        Field("similar_why", Text("近似说明", "Why both are right")),
        Field("withdrawn_on", Text("作废日期", "Withdrawn on")),
        Field("note", Text("备注", "Note")),
    ),
    title=lambda row: f"{dict(terms.DOCUMENT_WORDS)[row.kind].zh} {row.number}".strip(),
    title_en=lambda row: f"{dict(terms.DOCUMENT_WORDS)[row.kind].en} {row.number}".strip(),
    parent="project",
    select_related=("evidence", "similar_to"),
)

REPORT = Record(
    "projects.report",
    Text("月报", "Monthly report"),
    models.Report,
    models.ReportHistory,
    visible=queries.of_visible_project,
    fields=(
        Field("project", Text("项目", "Project")),
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
    stands_for="supersedes",
    lifecycles=lifecycle.REPORTS,
    lifecycle_of=lambda row: row.lifecycle or "report/1",
    select_related=("project", "organ", "reporter"),
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
    fields=(
        Field("name", Text("名称", "Name")),
        Field("organ", Text("所属单位", "Organ")),
        Field("fingerprint", Text("表头指纹", "Fingerprint of the headings")),
    ),
    title=lambda row: row.name,
    select_related=("organ",),
)

RECORDS = queries.Records(PROJECT, MEMBERSHIP, PLAN, REPORT, STAT)
