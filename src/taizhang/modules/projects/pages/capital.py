"""外市资本承诺: published snapshots of other cities' commitments, taken in column by column, and how they drifted. Apart from our own sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from taizhang.basis.errors import BadInput, Refused
from taizhang.basis.money import decimal_text
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.perform import perform
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of
from taizhang.surfaces.workbook.model import shown
from taizhang.surfaces.workbook.template import template_from

from .. import capital, queries
from ..capital_roles import CAPITAL_ROLES, CapitalSheet
from ..declared.capital import CAPITAL_PLAN
from ..declared.verbs import IMPORT
from ..models import CapitalPlan
from ..terms.time import BECAME_WORDS
from ..time_rules import Became, Turn
from .drawing import MODULE, tenths
from .importing import keep_file, kept_file, places_to_import

TITLE = Text("外市资本承诺", "Other cities' commitments")
_LARGEST = 20_000_000
_PER_PAGE, _SAMPLE = 50, 8


def _page(request: HttpRequest, template: str, context: dict[str, Any], title: str = "", status: int = 200) -> HttpResponse:
    lang = language(request)
    crumbs = [layout.Link(TITLE.in_(lang), reverse("projects:capital"), not title)]
    if title:
        crumbs.append(layout.Link(title, "", True))
    return layout.page(request, template, context, title=title or TITLE.in_(lang), crumbs=crumbs, module=MODULE, status=status)


def amount(hundredths: int | None) -> str:
    """An amount in ten thousands of its currency, with its sign; '—' when there is none."""
    return "—" if hundredths is None else decimal_text(hundredths, "万元", ",")


@require_http_methods(["GET", "POST"])
def plans(request: HttpRequest) -> HttpResponse:
    """The snapshots by city, the newest first; a file that is sent goes to its preview."""
    actor, refusal = actor_of(request), None
    if request.method == "POST":
        try:
            sent: Any = request.FILES.get("file")
            if sent is None or sent.size > _LARGEST:
                raise BadInput(Text("请选择一个不超过 20 MB 的表格", "Choose a sheet of at most 20 MB"), code="missing", field="file")
            content = b"".join(sent.chunks())
            capital.read(content, reader=actor)
            address = reverse("projects:capital-preview", args=[keep_file(actor, content)])
            return HttpResponseRedirect(f"{address}?name={quote((sent.name or '')[-80:])}")
        except Refused as refused:
            refusal = refused.in_(language(request))
    lines = [
        {**row, "commitment": amount(row["commitment"]), "change": amount(row["change"] if row["changed"] else None)}
        for row in queries.capital_sums(actor, CAPITAL_PLAN)
    ]
    context = {"lines": lines, "may": actor.may(IMPORT), "refusal": refusal}
    return _page(request, "projects/capital.html", context, status=422 if refusal else 200)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the preview: letter, heading, the role it is taken for and why, and its first cells."""

    letter: str
    heading: str
    role: str
    why: Text
    sample: Sequence[str]


@require_GET
def preview(request: HttpRequest, digest: str) -> HttpResponse:
    """The columns with what they are taken for, to be corrected; sums of what goes in, and what is held back and why."""
    actor = actor_of(request)
    workbook, sheets = capital.read(kept_file(actor, digest), _corrections(request.GET), reader=actor)
    rows = [row for sheet in sheets for row in sheet.accepted]
    changes = [row.values.get("net_change") for row in rows]
    context = {
        "digest": digest,
        "name": request.GET.get("name", ""),
        "sheets": [{"reading": s.reading, "columns": _columns(workbook, s), "accepted": len(s.accepted)} for s in sheets],
        "roles": [(role.key, role.label) for role in CAPITAL_ROLES],
        "accepted": len(rows),
        "held": len({(s.reading.sheet, p.row) for s in sheets for p in s.problems if p.blocking}),
        "problems": [p for s in sheets for p in s.problems][:50],
        "sum": amount(sum(row.values.get("commitment") or 0 for row in rows)),
        "change": amount(sum(c for c in changes if c is not None)) if any(c is not None for c in changes) else "—",
        "negative": sum(1 for c in changes if c is not None and c < 0),
        "corrections": [(f"role|{s}|{letter}", role or "none") for s, by in _corrections(request.GET).items() for letter, role in by.items()],
        "places": places_to_import(actor),
        "may": actor.may(IMPORT),
        "today": clock.today(),
    }
    return _page(request, "projects/capital_preview.html", context, Text("导入预览", "Preview").in_(language(request)))


def _columns(workbook: Any, found: CapitalSheet) -> list[Column]:
    sheet = workbook.sheet(found.reading.sheet)
    first = [row.row_number for row in found.accepted[:_SAMPLE]] or list(found.reading.data_rows[:_SAMPLE])
    return [
        Column(c.letter, c.heading, c.role or "", c.why, [shown(sheet.at(f"{c.letter}{n}")) for n in first]) for c in found.reading.columns
    ]


def _corrections(query: Any) -> dict[str, dict[str, str | None]]:
    """What the clerk chose for columns: parameters 'role|sheet|letter' with a role's key, or 'none'."""
    known = {role.key for role in CAPITAL_ROLES}
    found: dict[str, dict[str, str | None]] = {}
    for key in query:
        parts = key.split("|")
        if len(parts) == 3 and parts[0] == "role" and query[key] in known | {"none"}:
            found.setdefault(parts[1], {})[parts[2]] = None if query[key] == "none" else query[key]
    return found


@require_POST
def accept(request: HttpRequest, digest: str) -> HttpResponse:
    """The lines that go in are accepted as a snapshot under the clerk's name; to the progress of its batch."""
    actor = actor_of(request)
    content = kept_file(actor, digest)
    _, sheets = capital.read(content, _corrections(request.POST), reader=actor)
    if request.POST.get("save_template") == "1":
        for sheet in sheets:
            if sheet.reading.header_rows:
                template = template_from(f"{request.POST.get('city', '')} {sheet.reading.sheet}"[:80], sheet.reading)
                perform("projects.save_template", None, actor, {"name": template.name, "body": template.to_json()})
    intake = capital.lay_ready(actor, request.POST.get("name", "") or "capital.csv", content, sheets)
    raw = {name: request.POST.get(name, "") for name in ("city", "title", "published_on", "currency", "source")}
    outcome = perform("projects.take_in_capital_plan", whole(request.POST.get("place", "")), actor, {"intake": intake.pk, **raw})
    return HttpResponseRedirect(reverse("projects:import-progress", args=[outcome.key]))


@require_GET
def plan(request: HttpRequest, key: int) -> HttpResponse:
    """One snapshot: by agency, its lines paged, and its drift against another snapshot of the same city."""
    actor = actor_of(request)
    found = reading.one(actor, CAPITAL_PLAN, key)
    others = list(reading.rows(actor, CAPITAL_PLAN).filter(city=found.city, published_on__lt=found.published_on).order_by("-published_on"))
    against = next((p for p in others if p.pk == whole(request.GET.get("against", ""))), others[0] if others else None)
    page = Paginator(queries.capital_lines(found), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": found,
        "others": others,
        "against": against,
        "agencies": [(v or "—", n, amount(a), amount(c)) for v, n, a, c in queries.capital_by(found, "organ")[:30]],
        "page": page,
        "lines": [{"line": line, "commitment": amount(line.commitment_fen), "change": amount(line.net_change_fen)} for line in page],
        "drift": _drift(against, found, request.GET.get("show", "")) if against is not None else None,
    }
    return _page(request, "projects/capital_plan.html", context, f"{found.city} {found.published_on.isoformat()}")


def _drift(before: CapitalPlan, after: CapitalPlan, show: str) -> dict[str, Any]:
    compared, names = queries.capital_drift(before, after)
    kinds: list[Became] = ["new", "gone", "slipped", "earlier", "amount"]
    chosen: Became = next((kind for kind in kinds if kind == show), "amount")
    words = dict(BECAME_WORDS)
    return {
        "kinds": [(kind, words[kind], len(compared.of(kind)), kind == chosen) for kind in kinds],
        "shown": words[chosen],
        "share": tenths(compared.slipped_tenths),
        "slipped": len(compared.slips),
        "dated": compared.dated,
        "median": f"{float(compared.median_months):g}" if compared.median_months is not None else None,
        "amount": amount(compared.amount_change),
        "lines": [_turn(turn, names) for turn in compared.of(chosen)[:_PER_PAGE]],
        "more": max(0, len(compared.of(chosen)) - _PER_PAGE),
    }


def _turn(turn: Turn, names: dict[int, str]) -> dict[str, Any]:
    before, after = turn.before, turn.after
    return {
        "name": names[turn.project],
        "was": amount(before.total) if before else "—",
        "now": amount(after.total) if after else "—",
        "due_was": (before.planned or "—") if before else "—",
        "due_now": (after.planned or "—") if after else "—",
        "months": f"{turn.months:+d}" if turn.months else "",
    }


__all__ = ["accept", "amount", "plan", "plans", "preview"]
