"""Limited crews (队伍与窗口期): what becomes of several projects that share them. Tried out on a page, nothing is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.kernels.schedule import exact
from taizhang.registers import calendar as days
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout, taken
from taizhang.surfaces.pages.door import actor_of
from taizhang.surfaces.pages.listing import ListView

from .. import crews as shared
from .. import queries, terms
from ..declared.listings import PROJECTS_LIST
from ..declared.nodes import NODE, SCHEDULE_RECORDS
from ..declared.records import PROJECT
from .crews_picture import Picture, picture
from .drawing import MODULE, crumb

_TITLE = Text("队伍与窗口期试排", "Sharing crews")
#: Projects offered for choice on one page; what else the filter leaves has to be narrowed.
_OFFERED = 200
_MOST_CREWS, _MOST_WINDOWS = 999, 6
#: Nodes of one kind of crew whose need may be stated one by one on a page.
_MOST_SINGLE = 150
_METHODS = {
    shared.SERIAL: Text("串行排程，前后推移校正", "Serial generation with justification"),
    shared.EXACT: Text("约束规划（CP-SAT）", "Constraint programming (CP-SAT)"),
}
_METHOD = Text("方法", "Method")
_HOLDS = Text("{n} 个节点的先后关系和队伍数都成立", "links and numbers of crews hold for all {n} nodes")
_CHECKED = Text("独立检查", "Independent check")
#: Filters of the project list that narrow the choice.
_FILTERS = ("district", "list", "kind", "stage", "organ")


@dataclass(frozen=True, slots=True)
class Single:
    """One node that needs a crew: its field, what was filled in, and what it needs where nothing was."""

    name: str
    title: str
    project: str
    value: str
    else_: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What was filled in for one kind of crew; `windows` are as typed, with an empty one behind them to fill in.

    `sorts` are needs by sort of node, `single` those of nodes one by one.
    """

    team: str
    label: Text
    count: str
    windows: tuple[tuple[str, str], ...]
    sorts: tuple[tuple[str, str, int], ...]
    single: tuple[Single, ...]

    @property
    def stated(self) -> bool:
        """Whether a need of one node was filled in."""
        return any(s.value for s in self.single)


@require_GET
def shared_crews(request: HttpRequest) -> HttpResponseBase:
    """The chosen projects under the crews that were filled in: each finish beside the unlimited one, and which node waits for whom.

    Refused with the reason on the page, and nothing of a result, where the crews cannot do it or too much was chosen.
    """
    actor, lang, today = actor_of(request), language(request), clock.today()
    view = ListView(PROJECTS_LIST, actor, request.GET, lang)
    open_nodes = reading.rows(actor, NODE).filter(state__in=terms.OPEN_NODES)
    rows = view.filtered.filter(id__in=open_nodes.values("project"), standing__in=("normal", "adjusted"))
    offered = list(view.ordered(rows)[: _OFFERED + 1])
    wanted = {key for text in request.GET.getlist("project") if (key := whole(text)) is not None}
    chosen = [p for p in offered[:_OFFERED] if p.pk in wanted] or offered[: shared.MOST_PROJECTS]
    found = without = None
    problem: BadInput | None = None
    works: list[shared.Work] = []
    try:
        if len(chosen) <= shared.MOST_PROJECTS:
            works, without = queries.schedules(
                actor, SCHEDULE_RECORDS, chosen, today, lambda p: PROJECT.name_of(p, lang), lambda n: NODE.name_of(n, lang)
            )
        crews = _crews(request)
        if len(chosen) > shared.MOST_PROJECTS:
            shared.not_more_than_can_be_tried(len(chosen))
        if crews and works:
            found = shared.try_out(
                works, crews, _needs(request), days.calendar(), today, single=_single(request), method=_method(request)
            )
    except BadInput as refused:
        problem = refused
    if taken.asked(request) and found is not None:
        return _sheet(request, found, crews)
    marked = {p.pk for p in chosen}
    context = {
        "chips": [c for c in view.chips() if c.key in _FILTERS],
        "offered": [(p, PROJECT.name_of(p, lang), p.pk in marked) for p in offered[:_OFFERED]],
        "more": len(offered) > _OFFERED,
        "most": shared.MOST_PROJECTS,
        "chosen": len(chosen),
        "asked": _asked(request, works, lang),
        "problem": problem,
        "method": _method(request),
        "exact_there": exact.is_installed(),
        "seconds": shared.EXACT_SECONDS,
        "found": found,
        "waiting": [p for p in found.pieces if p.waits] if found else [],
        "pieces": sorted(found.pieces, key=lambda p: (p.team, p.limited[0], p.project)) if found else [],
        "outcomes": sorted(found.outcomes, key=lambda o: -o.later) if found else [],
        "late": [o for o in found.outcomes if o.later] if found else [],
        "teams": dict(terms.TEAMS),
        "picture": _drawn(found, lang) if found else None,
        "without": [(p, PROJECT.name_of(p, lang), why) for p, why in without or ()],
    }
    take = taken.address(request) if found else ""
    crumbs = (crumb(_TITLE.zh, _TITLE.en, request),)
    status = 422 if problem else 200
    return layout.page(request, "projects/crews.html", context, title=_TITLE.in_(lang), crumbs=crumbs, module=MODULE, take=take, status=status)


def _crews(request: HttpRequest) -> list[shared.Crew]:
    """The kinds of crew for which a number was filled in.

    Raises:
        BadInput: a number or a day that is none.
    """
    found = []
    for team, label in terms.TEAMS:
        text = request.GET.get(f"crew-{team}", "").strip()
        if not text:
            continue
        count = whole(text)
        if count is None or count > _MOST_CREWS:
            raise BadInput(
                Text("“{t}”的数量应为 0 至 {n} 的整数", "The number of “{t}” is a whole one from 0 to {n}").with_(t=label, n=_MOST_CREWS),
                code="count",
                field=f"crew-{team}",
            )
        windows = tuple((_day(a, label), _day(b, label)) for a, b in _typed_windows(request, team))
        found.append(shared.Crew(team, count, windows))
    return found


def _typed_windows(request: HttpRequest, team: str) -> list[tuple[str, str]]:
    pairs = zip_longest(request.GET.getlist(f"from-{team}"), request.GET.getlist(f"to-{team}"), fillvalue="")
    return [(a.strip(), b.strip()) for a, b in pairs if a.strip() or b.strip()][:_MOST_WINDOWS]


def _day(text: str, label: Text) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not 2000 <= found.year <= 2100:
        raise BadInput(
            Text("“{t}”的窗口期要填起止两个日期", "A window of “{t}” needs the day on which it begins and the day on which it ends").with_(t=label),
            code="window",
        )
    return found


def _needs(request: HttpRequest) -> dict[tuple[str, str], int]:
    """How many crews a sort of node needs, where something else than one was filled in."""
    found = {}
    for name in request.GET:
        head, _, rest = name.partition("-")
        team, _, key = rest.partition("-")
        count = whole(request.GET.get(name, ""))
        if head == "need" and count is not None and count <= _MOST_CREWS:
            found[team, key] = count
    return found


def _single(request: HttpRequest) -> dict[int, int]:
    """How many crews single nodes need, by key, where that was filled in."""
    found = {}
    for name in request.GET:
        key, count = whole(name.removeprefix("node-")), whole(request.GET.get(name, ""))
        if name.startswith("node-") and key is not None and count is not None and count <= _MOST_CREWS:
            found[key] = count
    return found


def _method(request: HttpRequest) -> str:
    return shared.EXACT if request.GET.get("method") == shared.EXACT else shared.SERIAL


def _asked(request: HttpRequest, works: Sequence[shared.Work], lang: str) -> list[Asked]:
    needs, own = _needs(request), _single(request)
    single: dict[str, list[Single]] = {}
    for team, row, work, title in shared.single_nodes(works, [team for team, _ in terms.TEAMS]):
        there = single.setdefault(team, [])
        if row.id in own or len(there) < _MOST_SINGLE:
            there.append(Single(f"node-{row.id}", title, work.name, str(own.get(row.id, "")), needs.get(shared.sort_of(row), 1)))
    sorts = shared.needs_of(works, [team for team, _ in terms.TEAMS])
    other = Text("其他节点", "Other nodes").in_(lang)
    return [
        Asked(
            team,
            label,
            request.GET.get(f"crew-{team}", "").strip()[:6],
            (*_typed_windows(request, team), ("", "")),
            tuple((f"need-{t}-{key}", title or other, needs.get((t, key), 1)) for (t, key), title in sorts.items() if t == team),
            tuple(single.get(team, ())),
        )
        for team, label in terms.TEAMS
    ]


def _drawn(found: shared.Tried, lang: str) -> Picture | None:
    words = {team: label.in_(lang) for team, label in terms.TEAMS}
    return picture(found, words, Text("至", "to").in_(lang))


# -- taken away -----------------------------------------------------------------------------------------------------------


def _sheet(request: HttpRequest, found: shared.Tried, crews: Sequence[shared.Crew]) -> HttpResponseBase:
    """One row for each node that needs a crew, with its project's two last days; projects without such a node have one row too."""
    lang, teams = language(request), dict(terms.TEAMS)
    labels = (Text("项目", "Project"), Text("节点", "Node"), Text("队伍", "Crew"))
    dated = (
        Text("可开始", "Could begin"),
        Text("试排开始", "Begins"),
        Text("试排完成", "Finishes"),
        Text("不限队伍时完成", "Finishes without limits"),
        Text("项目完成（试排）", "Project finishes"),
        Text("项目完成（不限队伍）", "Project finishes without limits"),
    )
    heads = [
        *(taken.head(w, lang, width=28) for w in labels),
        taken.head(Text("所需支数", "Crews needed"), lang, numeric=True),
        *(taken.head(w, lang) for w in dated),
        taken.head(Text("推迟（工作日）", "Later (working days)"), lang, numeric=True),
        taken.head(Text("等谁", "Waits for"), lang, width=60),
    ]
    verdict = "; ".join(w.in_(lang) for w in found.wrong) or _HOLDS.with_(n=found.checked).in_(lang)
    told = [*((teams[c.team], _said(c, lang)) for c in crews), (_METHOD, _METHODS[found.method].in_(lang)), (_CHECKED, verdict)]
    return taken.sheet(request, _TITLE, heads, _rows(found, teams, lang), about=told)


def _rows(found: shared.Tried, teams: dict[str, Text], lang: str) -> Iterator[list[Any]]:
    window = Text("等窗口期", "a window to open").in_(lang)
    for outcome in found.outcomes:
        ends = [outcome.limited, outcome.unlimited, outcome.later]
        own = [p for p in found.pieces if p.project == outcome.project]
        for p in own:
            behind = [*p.behind, *([window] if p.opens else [])]
            dated = [p.ready, p.limited[0], p.limited[1], p.unlimited[1]]
            yield [outcome.name, p.title, teams[p.team].in_(lang), p.need, *dated, *ends, "; ".join(behind)]
        if not own:
            yield [outcome.name, "", "", None, None, None, None, None, *ends, ""]


def _said(crew: shared.Crew, lang: str) -> str:
    windows = ", ".join(f"{a.isoformat()}–{b.isoformat()}" for a, b in crew.windows)
    return f"{crew.count}" + (f" ({windows})" if windows else "")
