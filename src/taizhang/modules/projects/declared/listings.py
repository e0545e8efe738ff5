"""The lists of the projects module."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.frame.declare import Field, Filter, Listing

from ..queries import extra, lights, scope
from .light_columns import LIGHT_COLUMNS, light_choices
from .records import ITEM, PROJECT, REPORT

PROJECTS_LIST = Listing(
    "projects.projects",
    PROJECT,
    Text("项目库", "Projects"),
    columns=(
        "name",
        "light",
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
        Filter("light", Text("红黄绿灯", "Light"), "light", choices=light_choices, apply=lights.lit_as),
        Filter("list", Text("清单", "List"), "memberships", "member"),
        Filter("district", Text("区县", "District"), "district"),
        Filter("stage", Text("认定阶段", "Stage"), "stage"),
        Filter("standing", Text("状态", "Standing"), "standing"),
        Filter("category", Text("行业类别", "Category"), "category"),
        Filter("kind", Text("管理类别", "Kind"), "kind"),
        Filter("source", Text("投资来源", "Source"), "source"),
        Filter("year_class", Text("年度类别", "Class of the year"), "year_class"),
        Filter("organ", Text("责任单位", "Organ"), "organ"),
        Filter("owner", Text("建设单位（全称）", "Owner (its full name)"), "owner", "contains", apply=scope.of_owner),
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
    derived=LIGHT_COLUMNS,
    derive=lights.with_stored_lights,
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
        "extra",
    ),
    filters=(Filter("period", Text("月份", "Month"), "period"), Filter("state", Text("状态", "State"), "state")),
    sorts={"-period": ("-period", "-id"), "period": ("period", "id")},
    default_sort="-period",
    totals=("workload_fen", "investment_fen", "paid_fen"),
    derived=(Field("extra", Text("附加列", "Free columns"), help=Text("清单附加列在该月的内容", "What the free columns of its lists say in that month")),),
    derive=extra.with_free_columns,
    empty=Text("还没有月报。打开项目，用“报送月报”。", "No reports yet. Open a project and use “Report a month”."),
)
ITEMS_LIST = Listing(
    "projects.items",
    ITEM,
    Text("清单事项", "Checklist items"),
    columns=("project", "list", "title", "organ", "person", "due", "state"),
    filters=(
        Filter("project", Text("项目", "Project"), "project", "contains", apply=scope.of_named_project),
        Filter("list", Text("清单", "List"), "list"),
        Filter("state", Text("状态", "State"), "state"),
        Filter("organ", Text("责任单位", "Organ"), "organ"),
    ),
    sorts={
        "due": ("state", "due", "id"),
        "-due": ("-state", "-due", "-id"),
        "project": ("project", "id"),
        "-project": ("-project", "-id"),
    },
    default_sort="due",
    empty=Text("没有事项。", "No items."),
)
