"""The desk of a draw: what the next step lacks, parts and pools with their classes, what is odd, who was drawn, teams and visits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.kernels.draw import envelopes
from taizhang.registers.records import ORGAN, PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.steps import steps

from .. import terms
from ..actions.chains import LENGTH
from ..declared.draws import BATCH, CHAIN, DRAWN, PART
from ..declared.rosters import ITEM
from ..queries import draws as queries
from ..rules import draws as rules
from ..terms import draw_words

#: Drawn firms and visits that the page shows; the lists have them all.
_SHOWN = 100
_LEFT_OUT = dict(draw_words.LEFT_OUT)
_ORDER = ("prepared", "frozen", "committed", "drawn", "under_way", "completed")
_CLASSES = {
    **dict(terms.CLASSES),
    rules.UNKNOWN_CLASS: Text("未分类", "No class"),
    rules.ZERO: Text("年报全零（全部抽取）", "All-zero report (taken whole)"),
}


@dataclass(frozen=True, slots=True)
class Layer:
    """A stratum as regulators read it: its public name, what it stands for, and its sizes."""

    name: str
    stands_for: Text
    size: int
    take: int
    substitutes: int


@dataclass(frozen=True, slots=True)
class Part:
    """A department's part: its items and ratios as stated, by what its pool was narrowed, and the pool once it is frozen."""

    row: Any
    organ: str
    items: tuple[str, ...]
    stated: bool
    ratios: str
    narrowed: tuple[str, ...]
    layers: tuple[Layer, ...]


@require_GET
def desk(request: HttpRequest, key: int) -> HttpResponse:
    """One batch for those who work on it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang = language(request)
    row = reading.one(actor, BATCH, key)
    called = _items(actor, row, lang)
    parts = [
        _part(p, row.strata, called, lang)
        for p in reading.rows(actor, PART).filter(batch=row.pk).defer("frame").order_by("organ__name", "pk")
    ]
    drawn = reading.rows(actor, DRAWN).filter(part__batch=row.pk)
    applied = queries.applying(row) if row.state in ("drawn", "under_way") else None
    odd, organs = dict(draw_words.ODD), {part.row.organ.name: part.organ for part in parts}
    context = {
        "row": row,
        "organ": ORGAN.name_of(row.organ, lang),
        "state": BATCH.field("state").word(row.state),
        "mode": BATCH.field("mode").word(row.mode),
        "states": [(_words(s), s == row.state, _ORDER.index(s) < _reached(row)) for s in _ORDER],
        "parts": parts,
        "steps": steps(actor, BATCH, row, lang),
        "odd": [(organs.get(department, department), stratum, odd[kind].with_(n=n, m=of)) for department, stratum, kind, n, of in row.alarms],
        "left_out": [(_LEFT_OUT.get(why, why), n) for why, n in rules.by_reason(row.excluded).items()] if row.excluded else [],
        "by_hand": rules.by_hand(row.excluded)[:_SHOWN] if row.excluded and _regulates(actor) else [],
        "versions": [(Text("事项清单", "List of items"), row.items_version), (Text("检查对象名录库", "Roster of objects"), row.objects_version),
                     (Text("检查人员名录库", "Roster of inspectors"), row.inspectors_version), (Text("回避清单", "List of avoidance"), row.interests_version)],
        "drawn": drawn.order_by("part__organ__name", "stratum", "number")[:_SHOWN],
        "drawn_count": drawn.filter(substitute=False).count(),
        "ready_count": drawn.filter(substitute=True).count(),
        "visits": queries.visits_of(row, _SHOWN),
        "visit_count": queries.visit_count(row),
        "applied": applied,
        "progress": queries.progress(applied) if applied else None,
        "at": row.draw_at.astimezone(clock.ZONE) if row.draw_at else None,
        "due": row.draw_at is not None and row.draw_at <= clock.now(),
        "public": reverse("public:draw", args=[row.pk]) if row.committed_at else "",
        "asked": (asked := " ".join(request.GET.get("code", "").split()).upper()[:18]),
        "opening": _opening(row, asked, actor) if asked else None,
        "regulator": _regulates(actor),
    }  # fmt: skip
    crumbs = (
        layout.Link(Text("抽查批次", "Batches").in_(lang), reverse("pages:list", args=["inspection.batches"])),
        layout.Link(row.title, current=True),
    )
    return layout.page(request, "inspection/batch.html", context, title=row.title, crumbs=crumbs, module="inspection")


def _regulates(actor: Actor) -> bool:
    return any(actor.may(right) for right in (terms.PLAN, terms.APPROVE, terms.INSPECT, terms.ROSTER))


@require_GET
def chains(request: HttpRequest) -> HttpResponse:
    """The chains of seeds of one's places, and the tool with which a keeper makes one in the browser."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang = language(request)
    title = Text("每日种子链", "Daily chain of seeds").in_(lang)
    rows = [
        {"row": r, "place": PLACE.name_of(r.place, lang), "left": r.length - r.used}
        for r in reading.rows(actor, CHAIN).order_by("-set_up_on", "-id")
    ]
    context = {"lines": rows, "length": LENGTH, "may": actor.may(terms.APPROVE)}
    return layout.page(
        request,
        "inspection/chains.html",
        context,
        title=title,
        crumbs=(layout.Link(title, current=True),),
        module="inspection",
    )


def _opening(batch: Any, code: str, actor: Actor) -> tuple[str, str] | None:
    """The envelope of a firm in the pools of a batch with the value that opens it, for the firm that asks; None where it is in none."""
    # Before the commitment it would tell somebody who knows a seed of the chain whether to freeze anew.
    if not batch.committed_at or not any(actor.may(right) for right in (terms.PLAN, terms.APPROVE)):
        return None
    try:
        value = envelopes.value_of(bytes.fromhex(batch.seal_key), code)
    except ValueError:
        return None
    own = envelopes.envelope(code, value)
    pools = reading.rows(actor, PART).filter(batch=batch.pk, frame__contains=f"\n{own},")
    return (own, value) if pools.exists() else None


def _items(actor: Actor, batch: Any, lang: str) -> dict[str, str]:
    """What the items of a place are called, by code; of one that was changed, as it reads now."""
    rows = reading.rows(actor, ITEM).filter(place=batch.place_id).order_by("valid_from", "pk")
    return {row.code: f"{row.code} {ITEM.name_of(row, lang)}" for row in rows}


def _part(part: Any, strata: Mapping[str, str], called: Mapping[str, str], lang: str) -> Part:
    layers = tuple(
        Layer(name, _CLASSES[strata[name]], s["size"], s["take"], s["substitutes"])
        for name, s in sorted(
            part.strata.items(),
            key=lambda one: rules.CLASSES.index(strata[one[0]]) if strata[one[0]] in rules.CLASSES else -1,
        )
    )
    none = _CLASSES[rules.UNKNOWN_CLASS].in_(lang)
    given = sorted(part.ratios.items(), key=lambda one: rules.CLASSES.index(one[0]))
    ratios = " · ".join(f"{none if letter == rules.UNKNOWN_CLASS else letter} {p}%" for letter, (p, _) in given)
    if part.attached:
        ratios = PART.field("attached").label.in_(lang)
    items = tuple(called.get(code, code) for code in part.items)
    return Part(part, ORGAN.name_of(part.organ, lang), items, bool(part.items), ratios, _narrowed(part, lang), layers)


def _narrowed(part: Any, lang: str) -> tuple[str, ...]:
    """By what a department narrowed the roster, which whoever commits has to see: a pool may be cut to fit."""
    places = queries.places_at(part.chosen.get("places", ()))
    return (*part.chosen.get("tags", ()), *part.chosen.get("sectors", ()), *(PLACE.name_of(place, lang) for place in places))


def _words(state: str) -> Text:
    return dict(terms.BATCH_STATES)[state]


def _reached(row: Any) -> int:
    """How far the batch got in the order of the draw, an aborted one as far as it came."""
    if row.state in _ORDER:
        return _ORDER.index(row.state)
    return _ORDER.index("drawn" if row.seed else "committed" if row.committed_at else "prepared")
