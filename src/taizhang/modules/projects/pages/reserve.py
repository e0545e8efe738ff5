"""The reserve pool (谋划储备): how mature each project is, why, what it lacks, and the ready ones put forward for funds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import Refused
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.perform import perform
from taizhang.registers.records import PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout, taken
from taizhang.surfaces.pages.door import actor_of

from .. import lifecycle, terms
from ..declared.records import DOCUMENT, ITEM, LIST, PROJECT
from ..declared.verbs import EDIT
from ..maturity import READY_FROM, WEIGHTS, Maturity, is_ready
from ..queries import reserve as pool
from .drawing import MODULE, crumb, wan

_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One project of the pool as the page shows it."""

    project: Any
    stage: Text
    kind: Text
    total: str
    maturity: Maturity
    ready: bool


@require_GET
def reserve(request: HttpRequest) -> HttpResponseBase:
    """The pool, the most mature first, narrowed by kind, by readiness or by what is missing."""
    actor, day = actor_of(request), clock.today()
    kind, lacks, only_ready = request.GET.get("kind", ""), request.GET.get("lacks", ""), request.GET.get("ready") == "1"
    kind = kind if kind in dict(terms.KINDS) else ""
    found = pool.candidates(actor, PROJECT, DOCUMENT, ITEM, day, kind)
    capped = len(found) >= pool.MOST
    ready = sum(is_ready(c.maturity, day) for c in found)
    chosen = [
        c
        for c in found
        if (not lacks or any(p.key == lacks for p in c.maturity.missing))
        and (not only_ready or is_ready(c.maturity, day))
    ]
    if taken.asked(request):
        return _sheet(request, chosen, day)
    pages = Paginator(chosen, _PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    span = WEIGHTS.on(day)
    threshold = READY_FROM.on(day)
    context = {
        "lines": _lines(actor, list(page), day),
        "page": page,
        "count": pages.count,
        "all": len(found),
        "ready": ready,
        "capped": capped,
        "kinds": terms.KINDS,
        "kind": kind,
        "lacks": lacks,
        "only_ready": only_ready,
        "parts": [(p.key, p.label) for p in found[0].maturity.parts] if found else [],
        "threshold": threshold.value if threshold else None,
        "law": span.law if span else None,
        "may_put": actor.may(EDIT),
        "lists": reading.rows(actor, LIST).filter(year__gte=day.year - 1).order_by("-year", "name"),
        "put": request.GET.get("put", ""),
        "refused": request.GET.get("refused", ""),
    }
    return layout.page(
        request,
        "projects/reserve.html",
        context,
        title=Text("谋划储备", "Reserve pool").in_(language(request)),
        crumbs=(crumb("谋划储备", "Reserve pool", request),),
        module=MODULE,
        take=taken.address(request),
    )


def _sheet(request: HttpRequest, chosen: list[pool.Candidate], day: Any) -> HttpResponseBase:
    """Every project of the choice as a workbook: its points, and what it lacks with who holds that."""
    lang, actor = language(request), actor_of(request)
    labels = (Text("项目", "Project"), Text("代码", "Code"), Text("区县", "District"), Text("阶段", "Stage"), Text("管理类别", "Kind"))
    heads = [
        *(taken.head(w, lang, width=26) for w in labels),
        taken.money(Text("总投资", "Total investment"), lang),
        *(taken.head(w, lang, numeric=True) for w in (Text("成熟度", "Points"), Text("满分", "Of"))),
        *(taken.head(w, lang, width=40) for w in (Text("可申报", "Ready"), Text("缺什么、找谁", "What is missing, and who holds it"))),
    ]

    def rows() -> Iterator[list[Any]]:
        for start in range(0, len(chosen), 500):
            yield from (_cells(line, lang) for line in _lines(actor, chosen[start : start + 500], day))

    return taken.sheet(request, Text("谋划储备", "Reserve pool"), heads, rows())


def _cells(line: Line, lang: str) -> list[Any]:
    project = line.project
    said = [f"{p.label.in_(lang)}: {p.why.in_(lang)}" + (f" ({p.holder.in_(lang)})" if p.holder else "") for p in line.maturity.missing]
    return [
        PROJECT.name_of(project, lang),
        project.code,
        PLACE.name_of(project.district, lang),
        line.stage.in_(lang),
        line.kind.in_(lang),
        taken.wan(project.total_investment_fen),
        line.maturity.points,
        line.maturity.of,
        Text("是", "yes").in_(lang) if line.ready else "",
        "; ".join(said),
    ]


def _lines(actor: Actor, found: list[pool.Candidate], day: Any) -> list[Line]:
    rows = {r.pk: r for r in reading.rows(actor, PROJECT).filter(id__in=[c.project for c in found])}
    stages, kinds = dict(lifecycle.STAGE_WORDS), dict(terms.KINDS)
    return [
        Line(
            rows[c.project],
            stages[rows[c.project].stage],
            kinds[c.kind],
            wan(rows[c.project].total_investment_fen),
            c.maturity,
            is_ready(c.maturity, day),
        )
        for c in found
        if c.project in rows
    ]


@require_POST
def put_forward(request: HttpRequest) -> HttpResponse:
    """The chosen projects stand on the chosen list: one action and one entry for each; what was refused is counted."""
    actor, to = actor_of(request), whole(request.POST.get("list", ""))
    done = refused = 0
    for key in dict.fromkeys(request.POST.getlist("project")[:500]):
        try:
            perform("projects.put_on_list", whole(key), actor, {"list": to})
            done += 1
        except Refused:
            refused += 1
    return HttpResponseRedirect(f"{reverse('projects:reserve')}?put={done}&refused={refused}")
