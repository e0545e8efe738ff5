"""The public draw (公开抽取): what was announced and committed, the countdown, the result, and how to check all of it. No sign-in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import segno
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import PUBLIC
from taizhang.kernels.draw import envelopes
from taizhang.registers.records import ORGAN, PLACE
from taizhang.surfaces import public_page

from .. import terms
from ..declared.draws import ACTIONS_DRAWS, BATCH, DRAWN, PART, PLAN, PLAN_LINE
from ..declared.rosters import ITEM
from ..queries import entries
from ..rules import draws as rules
from ..terms import draw_words

_PER_PAGE, _LONGEST = 20, 100
#: Tickets of a stratum that the page shows; all of them stand in the file of the result.
_TICKETS = 40
_STATES = dict(terms.BATCH_STATES)
_MODES = dict(terms.MODES)
_ODD = dict(draw_words.ODD)
_LEFT_OUT = dict(draw_words.LEFT_OUT)
#: What is fixed with the frames, under the names that the manifest gives them.
_LISTS = {
    "items": Text("随机抽查事项清单", "list of items"),
    "objects": Text("检查对象名录库", "roster of objects"),
    "inspectors": Text("执法检查人员名录库", "roster of inspectors"),
    "interests": Text("回避清单", "list of avoidance"),
    "exclusions": Text("剔除名单", "list of firms left out"),
}
_VERBS = {f"inspection.{action.run.__name__}": action.label for action in ACTIONS_DRAWS}


@dataclass(frozen=True, slots=True)
class Ticket:
    """A firm that was drawn, or a substitute that was called up, with its envelope and ticket."""

    number: int
    code: str
    name: str
    envelope: str
    ticket: str
    substitute: bool
    fell_out: str
    called: bool


@dataclass(frozen=True, slots=True)
class Layer:
    """One stratum of a department under its public name, and its tickets once it is drawn."""

    name: str
    size: int
    take: int
    substitutes: int
    tickets: Sequence[Ticket]
    more: int


@dataclass(frozen=True, slots=True)
class Side:
    """What one department draws; `file` is the number of its published frame."""

    department: Text
    key: str
    size: int
    take: int
    sha256: str
    file: int
    layers: Sequence[Layer]


def draws(request: HttpRequest) -> HttpResponse:
    """Every batch that was ever committed, the newest first, aborted ones included."""
    asked = request.GET.get("firm", "").strip()[:_LONGEST]
    rows = reading.rows(PUBLIC, BATCH).order_by("-committed_at", "-id")
    if asked:
        drawn = reading.rows(PUBLIC, DRAWN).filter(Q(enterprise__name__contains=asked) | Q(enterprise__uscc=asked.upper()))
        rows = rows.filter(pk__in=drawn.order_by().values("part__batch"))
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        {"row": r, "organ": _organ(r.organ), "state": _STATES[r.state], "at": _local(r.draw_at), "due": _due(r)}
        for r in page
    ]
    return public_page.answer(request, "public/draws.html", {"page": page, "lines": lines, "now": _local(clock.now()), "asked": asked})


def draw(request: HttpRequest, key: int) -> HttpResponse:
    """One batch: before the draw what is fixed and when it is decided, afterwards how it came out."""
    row = _batch(key)
    if row is None:
        return public_page.missing(request)
    document = json.loads(row.manifest)
    sides = _sides(row)
    called = _items(row)
    attached = [(_organ(part.organ), [called.get(code, Text(code, code)) for code in part.items]) for part in _parts(row, attached=True)]
    here = request.build_absolute_uri(reverse("public:draw", args=[row.pk]))
    context = {
        "row": row,
        "organ": _organ(row.organ),
        "place": _place(row.place),
        "mode": _MODES[row.mode],
        "state": _STATES[row.state],
        "sides": sides,
        "attached": attached,
        "departments": len(sides) + len(attached),
        "layered": any(side.layers for side in sides),
        "size": sum(side.size for side in sides),
        "take": sum(side.take for side in sides),
        "source": document["source"],
        "parties": _parties(document["source"], row.revealed),
        "revealed": json.loads(row.revealed) if row.revealed else {},
        "hashes": [(_LISTS.get(name, name), value) for name, value in sorted(document["hashes"].items())],
        "odd": _odd(row, sides),
        "left_out": [(_LEFT_OUT.get(why, why), n) for why, n in rules.by_reason(row.excluded).items()],
        "at": _local(row.draw_at),
        "committed": _local(row.committed_at),
        "drawn": _local(row.drawn_at),
        "now": clock.now(),
        "due": _due(row),
        "stored": bool(row.seed) and any(layer.tickets for side in sides for layer in side.layers),
        "anew": reading.rows(PUBLIC, BATCH).filter(redraw_of=row.pk).first(),
        "screen": bool(request.GET.get("screen")),
        "qr": _qr(here),
        "here": here,
        "teams": bool(row.certificate),
        "entries": [(each, _VERBS[each.action], _local(each.at)) for each in entries.proved(row)],
    }
    return public_page.answer(request, "public/draw.html", context)


def state(request: HttpRequest, key: int) -> HttpResponse:
    """How far the batch is, for a screen that waits for it; and what time it is here."""
    row = _batch(key)
    if row is None:
        return public_page.missing(request)
    return JsonResponse({"state": row.state, "stored": _stored(row), "now": clock.now().isoformat()})


def plans(request: HttpRequest) -> HttpResponse:
    """The published plans, those that were replaced included."""
    rows = reading.rows(PUBLIC, PLAN).order_by("-year", "-id")
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"row": r, "organ": _organ(r.organ), "state": dict(terms.PLAN_STATES)[r.state]} for r in page]
    return public_page.answer(request, "public/plans.html", {"page": page, "lines": lines})


def plan(request: HttpRequest, key: int) -> HttpResponse:
    """One plan with its batches as announced, and the draws that were held under it."""
    try:
        row = reading.one(PUBLIC, PLAN, key)
    except (NotFound, OverflowError):
        return public_page.missing(request)
    lines = [
        {"row": line, "organ": _organ(line.organ), "mode": _MODES[line.mode]}
        for line in reading.rows(PUBLIC, PLAN_LINE).filter(plan=row.pk).order_by("number")
    ]
    held = [
        {"row": b, "state": _STATES[b.state]}
        for b in reading.rows(PUBLIC, BATCH).filter(plan=row.pk).order_by("window_from", "id")
    ]
    context = {
        "row": row,
        "organ": _organ(row.organ),
        "place": _place(row.place),
        "lines": lines,
        "held": held,
        "state": dict(terms.PLAN_STATES)[row.state],
        "after": reading.rows(PUBLIC, PLAN).filter(replaces=row.pk).first(),
    }
    return public_page.answer(request, "public/plan.html", context)


# -- the files --------------------------------------------------------------------------------------------------------------


def manifest(request: HttpRequest, key: int) -> HttpResponse:
    """What was committed, with what was revealed once it was drawn."""
    row = _batch(key)
    if row is None:
        return public_page.missing(request)
    document: dict[str, Any] = {"manifest": json.loads(row.manifest), "manifest_sha256": row.commitment}
    if row.revealed:
        document["revealed"] = json.loads(row.revealed)
    return _file(json.dumps(document, ensure_ascii=False, indent=1), "application/json", "MANIFEST.json")


def frame(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """The list that one department draws from, byte by byte as it was committed."""
    row = _batch(key)
    parts = list(_parts(row)) if row is not None else []
    if not 1 <= number <= len(parts):
        return public_page.missing(request)
    return _file(parts[number - 1].frame, "text/csv; charset=utf-8", f"FRAME-{number}.csv")


def teams(request: HttpRequest, key: int) -> HttpResponse:
    """The certificate of the teams, department by department, by numbers and without names; `?part=1` one of them alone."""
    row = _batch(key)
    if row is None or not row.certificate:
        return public_page.missing(request)
    document = json.loads(row.certificate)
    if (asked := request.GET.get("part", "")).isascii() and asked.isdigit() and 1 <= int(asked) <= len(document):
        document = document[sorted(document)[int(asked) - 1]]
    return _file(json.dumps(document, ensure_ascii=False), "application/json", "TEAMS.json")


def result(request: HttpRequest, key: int) -> HttpResponse:
    """Every envelope that was drawn in the order of the tickets, with the firm in it; a substitute is named once it is called up."""
    row = _batch(key)
    if row is None or not row.seed:
        return public_page.missing(request)
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(("department", "stratum", "number", "substitute", "envelope", "id", "ticket"))
    for each in _drawn(row):
        ticket = _ticket(row.seed, each.envelope)
        writer.writerow(
            (each.part.organ.name, each.stratum, each.number, int(each.substitute), each.envelope, each.enterprise.uscc, ticket)
        )
    return _file(held.getvalue(), "text/csv; charset=utf-8", "RESULT.csv")


def openings(request: HttpRequest, key: int) -> HttpResponse:
    """What opens the envelopes of those who were drawn, so that anybody sees that the firms named are the ones drawn."""
    row = _batch(key)
    if row is None or not row.seed:
        return public_page.missing(request)
    content = envelopes.openings(bytes.fromhex(row.seal_key), {each.enterprise.uscc for each in _drawn(row)})
    return _file(content, "text/csv; charset=utf-8", "OPENINGS.csv")


# -- parts of the page ------------------------------------------------------------------------------------------------------


def _batch(key: int) -> Any:
    try:
        return reading.one(PUBLIC, BATCH, key)
    except (NotFound, OverflowError):
        return None


def _parts(row: Any, *, attached: bool = False) -> Any:
    """The parts that draw, each with a file of its own; or those that attach their items to the initiator's."""
    return reading.rows(PUBLIC, PART).filter(batch=row.pk, attached=attached).order_by("organ__name", "pk")


def _items(row: Any) -> dict[str, Text]:
    """What the published items of the batch's place are called, by code; of one that was changed, as it reads now."""
    rows = reading.rows(PUBLIC, ITEM).filter(place=row.place_id).order_by("valid_from", "id")
    return {item.code: Text(ITEM.name_of(item), ITEM.name_of(item, "en")) for item in rows}


def _drawn(row: Any) -> Any:
    rows = reading.rows(PUBLIC, DRAWN).filter(part__batch=row.pk).select_related("part__organ", "enterprise")
    return rows.order_by("part__organ__name", "stratum", "number")


def _stored(row: Any) -> bool:
    expected = sum(s["take"] for part in _parts(row).defer("frame") for s in part.strata.values())
    return bool(row.seed) and reading.rows(PUBLIC, DRAWN).filter(part__batch=row.pk, substitute=False).count() >= expected


def _sides(row: Any) -> list[Side]:
    tickets: dict[tuple[int, str], list[Ticket]] = {}
    if row.seed:
        for each in _drawn(row):
            firm = each.enterprise
            shown = Ticket(
                each.number,
                firm.uscc,
                firm.name,
                each.envelope,
                _ticket(row.seed, each.envelope),
                each.substitute,
                each.fell_out,
                each.called_up_on is not None,
            )
            tickets.setdefault((each.part_id, each.stratum), []).append(shown)
    found = []
    for n, part in enumerate(_parts(row).defer("frame"), 1):
        layers = [
            Layer(name, s["size"], s["take"], s["substitutes"], own[:_TICKETS], max(0, len(own) - _TICKETS))
            for name, s in sorted(part.strata.items())
            for own in (tickets.get((part.pk, name), []),)
        ]
        found.append(Side(_organ(part.organ), part.organ.name, part.size, part.take, part.frame_sha256, n, layers))
    return found


def _ticket(seed: str, envelope: str) -> str:
    return sha256(f"{seed}|{envelope}".encode()).hexdigest()


def _parties(source: Mapping[str, Any], revealed: str) -> list[tuple[str, str, str]]:
    shown = json.loads(revealed).get("secrets", {}) if revealed else {}
    return [(name, value, shown.get(name, "")) for name, value in sorted(source.get("commitments", {}).items())]


def _odd(row: Any, sides: Sequence[Side]) -> list[tuple[Text, str, Text]]:
    """What is odd about the pool; that a stratum is small enough to tell its class is for regulators alone."""
    called = {side.key: side.department for side in sides}
    return [
        (called.get(department, Text(department, department)), stratum, _ODD[kind].with_(n=n, m=of))
        for department, stratum, kind, n, of in row.alarms
        if kind != rules.TELLS
    ]


def _due(row: Any) -> bool:
    return row.state == "committed" and row.draw_at is not None and row.draw_at <= clock.now()


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(clock.ZONE) if moment else None


def _organ(row: Any) -> Text:
    return Text(ORGAN.name_of(row), ORGAN.name_of(row, "en"))


def _place(row: Any) -> Text:
    return Text(PLACE.name_of(row), PLACE.name_of(row, "en"))


def _qr(address: str) -> SafeString:
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, nl=False, border=2, svgclass="qr", omitsize=True
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by segno from an address of this site


def _file(content: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
