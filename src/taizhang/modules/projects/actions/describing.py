"""Verbs of a project's description: register, amend, lists, plans, units, publication."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.project_code import parse_project_code
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Place

from .. import lifecycle, queries, rules, terms
from ..models import Membership, Plan, Project, ProjectList
from .checks import not_negative
from .inputs import Description, Kind, NameEn, OnList, Reason, ResponsibleOrgan, Unit


def register(place: Place, by: Hand, *, kind: Kind, described: Description) -> Project:
    """A project stands in the reserve of a place, under the lifecycle of its kind that is in force now.

    Raises:
        BadInput: no name, a malformed or taken code, a negative total, a finish before the start.
    """
    project = Project(
        kind=kind,
        lifecycle=lifecycle.CURRENT[kind],
        stage="reserve",
        place=place,
        district=queries.district_of(place),
        registered_on=by.today,
    )
    _describe(project, described, None, by)
    by.put(project)
    by.put_new(queries.first_items(project, by.today))
    return project


def amend(project: Project, by: Hand, *, described: Description, reason: Reason) -> None:
    """The description of the project is as given; what it was stays in the ledger, with the reason.

    Raises:
        BadInput: as for `register`.
    """
    _describe(project, described, project, by)
    by.put(project)


def _describe(project: Project, described: Description, own: Project | None, by: Hand) -> None:
    """The project's columns say what was described; `own` is the project whose code is no other's."""
    rules.check_dates(rules.Planned(described.planned_start, described.planned_finish))
    for field in fields(described):
        setattr(project, field.name, getattr(described, field.name))
    project.name, project.code = named(described.name), _free_code(described.code, own, by)
    project.total_investment_fen = not_negative(described.total_investment_fen, "total_investment_fen")


def open_list(
    by: Hand,
    *,
    name: Annotated[str, Ask(Text("清单名称", "Name of the list"), visibility="public", example="2026年资金争取候选")],
    year: Annotated[int, Ask(Text("年度", "Year"), visibility="public", example=2026)],
    name_en: NameEn = "",
    plan_role: Annotated[
        str, Ask(Text("计划口径", "Role of its plan figure"), choices=terms.PLAN_ROLES, visibility="public")
    ] = "annual_plan",
) -> ProjectList:
    """There is one more dated list; projects are put on it one by one or many at once.

    Raises:
        BadInput: no name, or a year that is none. Conflict: there is a list of that name already.
    """
    rules.check_year(year)
    key = named(name)[:40]
    if ProjectList.objects.filter(key=key).exists() or ProjectList.objects.filter(name=named(name)[:80]).exists():
        raise Conflict(Text("已有清单“{n}”", "There is a list “{n}” already").with_(n=key), code="list_there")
    return by.put(
        ProjectList(key=key, name=named(name)[:80], name_en=name_en[:120], year=year, plan_role=plan_role)
    )


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
    role: Annotated[str, Ask(Text("口径", "Role of the figure"), choices=(*terms.PLAN_ROLES, *terms.PAYMENT_ROLES), visibility="public")],
    year: Annotated[int, Ask(Text("年度", "Year"), visibility="public", example=2026)],
    amount_fen: Annotated[int, Ask(Text("金额", "Amount"), unit="万元", visibility="public", example=1000000)],
    ground: Annotated[str, Ask(Text("依据", "Ground"), visibility="public")] = "",
) -> None:
    """The planned amount of a year in a role is as given; an earlier one stays in the ledger.

    Raises:
        BadInput: a negative amount, or a year that is none.
    """
    rules.check_year(year)
    amount = not_negative(amount_fen, "amount_fen")
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


def named(name: str) -> str:
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
