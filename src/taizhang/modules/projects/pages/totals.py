"""Totals (汇总)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.registers.records import ORGAN, PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout, taken
from taizhang.surfaces.pages.door import actor_of
from taizhang.surfaces.pages.listing import NOT_GIVEN
from taizhang.surfaces.pages.origins import origins

from .. import lifecycle, queries, rules, terms
from ..declared.records import LIST, RECORDS
from .drawing import MODULE, crumb, wan

_GROUPS = (
    ("list", Text("清单", "List"), ""),
    ("district", Text("区县", "District"), "district"),
    ("category", Text("行业类别", "Category"), "category"),
    ("organ", Text("责任单位", "Responsible organ"), "organ"),
    ("stage", Text("认定阶段", "Stage (proved)"), "stage"),
    ("source", Text("投资来源", "Source"), "source"),
    ("owner", Text("建设单位", "Owner"), "owner"),
)
#: Lines on the page; a city has thousands of owners. The workbook has them all.
MOST_LINES = 200


@require_GET
def totals(request: HttpRequest) -> HttpResponseBase:
    """Totals by group, list and year as of a day; every figure opens its rows, and no roles are added together."""
    actor, lang = actor_of(request), language(request)
    at = layout.day_asked(request)
    year = _year(request, at)
    by = request.GET.get("by") if request.GET.get("by") in {g[0]: g for g in _GROUPS} else "list"
    project_list = whole(request.GET.get("list", ""))
    lines, over = queries.totals(
        actor, RECORDS, by=str(by), year=year, at=at, project_list=project_list, labels=labels(actor, str(by), lang)
    )
    if taken.asked(request):
        return _sheet(request, str(by), year, lines, over)
    past = _compared(actor, str(by), year, layout.day_asked(request, "against"), project_list)
    stated = origins(actor, [getattr(line, name) for line in (over, *lines[:MOST_LINES]) for name in _PLANNED])
    context = {
        "lines": [_row(line, str(by), project_list, past, stated) for line in lines[:MOST_LINES]],
        "more": max(len(lines) - MOST_LINES, 0),
        "over": _row(over, "", project_list, past, stated),
        "by": by,
        "groups": [(key, words) for key, words, _ in _GROUPS],
        "lists": reading.rows(actor, LIST).filter(year=year).order_by("id"),
        # A workbook may be of another year than the one that is looked at.
        "listed_in": None if lines else reading.rows(actor, LIST).exclude(year=year).order_by("-year").values_list("year", flat=True).first(),
        "list": project_list,
        "year": year,
        "years": range(clock.today().year - 2, clock.today().year + 2),
        "against": request.GET.get("against", ""),
        "at": at,
        "time_share": rules.time_share_percent(at or clock.today()),
    }
    return layout.page(
        request,
        "projects/totals.html",
        context,
        title=_TITLE.in_(lang),
        crumbs=(crumb("汇总", "Totals", request),),
        module=MODULE,
        as_of=True,
        take=taken.address(request),
    )


def _sheet(request: HttpRequest, by: str, year: int, lines: list[queries.Total], over: queries.Total) -> HttpResponseBase:
    """The lines as a workbook: each amount with of how many projects it is known, for what is absent is not nought."""
    lang = language(request)
    group = next(words for key, words, _ in _GROUPS if key == by)
    heads = [taken.head(group, lang, width=30), taken.head(Text("项目数", "Projects"), lang, numeric=True)]
    for name in _AMOUNTS:
        heads += [taken.money(_COLUMNS[name], lang), taken.head(_KNOWN.with_(w=_COLUMNS[name]), lang, numeric=True)]
    rows = [_cells(line, lang) for line in lines]
    about = [(Text("年度", "Year"), str(year)), (Text("分组", "By"), group.in_(lang))]
    return taken.sheet(request, _TITLE, heads, rows, _cells(over, lang), about)


def _cells(line: queries.Total, lang: str) -> list[Any]:
    found: list[Any] = [line.label.in_(lang), line.projects]
    for name in _AMOUNTS:
        known = getattr(line, _known(name))
        found += [taken.wan(getattr(line, name)) if known else None, known]
    return found


def _year(request: HttpRequest, at: date | None) -> int:
    year = whole(request.GET.get("year", ""))
    return year if year is not None and 1990 <= year <= 2100 else (at or clock.today()).year


def labels(actor: Actor, by: str, lang: str) -> dict[Any, Text]:
    fixed = {"category": terms.CATEGORIES, "stage": lifecycle.STAGE_WORDS, "source": terms.SOURCES}
    if by in fixed:
        return dict(fixed[by])
    if by == "organ":
        return {
            o.pk: Text(o.short or o.name, o.short_en or o.name_en or o.name)
            for o in reading.rows(actor, ORGAN).select_related(None)
        }
    if by == "list":
        return {r.pk: Text(r.name, r.name_en or r.name) for r in reading.rows(actor, LIST)}
    found = reading.rows(actor, PLACE).select_related(None).filter(kind__in=("county", "zone", "city", "province"))
    return {p.pk: Text(p.name, p.name_en or p.name) for p in found}


_TITLE = Text("汇总", "Totals")
_KNOWN = Text("{w}：有数的项目", "{w}: projects with a figure")
_COLUMNS = {
    "total_investment": Text("总投资", "Total investment"),
    "annual_plan": Text("年度计划", "Annual plan"),
    "planned_completion": Text("计划完成投资", "Planned completion"),
    "reported": Text("本年上报", "Reported this year"),
    "certified": Text("本年纳统", "Certified this year"),
}
_AMOUNTS = ("total_investment", "annual_plan", "planned_completion", "reported", "certified")
#: Those that a document may have set; what was done is the ledger's own.
_PLANNED = ("total_investment", "annual_plan", "planned_completion")


def _row(line: queries.Total, by: str, project_list: int | None, past: dict[str, queries.Total], stated: Mapping[int, str]) -> dict[str, Any]:
    """One line for the page: amounts in 万元, of how many projects each is known, the change, and the address of its rows."""
    filters = {g[0]: g[2] for g in _GROUPS}
    query = []
    if by == "list":
        query.append(f"list={line.key}")
    elif filters.get(by):
        # What does not say has rows to open as well.
        query.append(f"{filters[by]}={quote(line.key) if line.key not in ('', 'None') else NOT_GIVEN}")
    if project_list is not None and by != "list":
        query.append(f"list={project_list}")
    before = past.get(line.key)
    amounts = [
        {
            "wan": wan(getattr(line, name)) if getattr(line, _known(name)) else "—",
            "known": getattr(line, _known(name)),
            "change": _change(line, before, name) if past else "",
            "origin": stated.get(getattr(line, name), "") if name in _PLANNED else "",
        }
        for name in _AMOUNTS
    ]
    return {
        "label": line.label,
        "projects": line.projects,
        "amounts": amounts,
        "rows": "&".join(query),
        "was": before.projects if before else None,
    }


def _known(name: str) -> str:
    return "known_" + {"total_investment": "total", "annual_plan": "plan", "planned_completion": "completion"}.get(
        name, name
    )


def _change(line: queries.Total, before: queries.Total | None, name: str) -> str:
    difference = getattr(line, name) - (getattr(before, name) if before else 0)
    return ("+" if difference > 0 else "") + wan(difference) if difference else "0"


def _compared(
    actor: Actor, by: str, year: int, against: date | None, project_list: int | None
) -> dict[str, queries.Total]:
    """The same totals as they were known at the end of another day, by key."""
    if against is None:
        return {}
    lines, over = queries.totals(actor, RECORDS, by=by, year=year, at=against, project_list=project_list)
    return {line.key: line for line in (*lines, over)}
