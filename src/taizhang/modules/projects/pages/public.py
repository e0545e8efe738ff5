"""Published projects for everyone: what is decided, how it stands, and how to check it. No sign-in, nothing internal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from taizhang.basis.errors import NotFound
from taizhang.basis.money import format_fen
from taizhang.basis.text import Text
from taizhang.frame import catalogue, clock, reading
from taizhang.frame.actor import PUBLIC
from taizhang.frame.catalogue import BoundAction
from taizhang.frame.search import found_by
from taizhang.registers.records import ORGAN, PLACE
from taizhang.surfaces import public_page

from .. import lifecycle, queries, terms
from ..declared.records import PROJECT
from ..open_data import oc4ids

_PER_PAGE = 20
#: The time line of a page; what is older is counted, not shown.
_NEWEST = 60
_LONGEST_QUESTION = 100

#: Verbs whose entries everyone may read: the description, the papers, and the moves. Reports, items and figures are internal,
#: and so is the statistics entry of a single project.
PUBLIC_ACTIONS = frozenset(m.action for c in lifecycle.LIFECYCLES.values() for m in c.moves if m.track != "library") | {
    "projects.register",
    "projects.amend",
    "projects.publish",
    "projects.unpublish",
    "projects.add_document",
    "projects.withdraw_document",
}
_DOCUMENTS = dict(terms.DOCUMENT_WORDS)
_STAGES = dict(lifecycle.STAGE_WORDS)
_FACTS = (
    "code",
    "kind",
    "category",
    "source",
    "district",
    "place",
    "organ",
    "owner",
    "total_investment_fen",
    "planned_start",
    "planned_finish",
    "registered_on",
)
_NOT_STATED = Text("未公开", "not stated")

#: What a source says of a project by its name; the site knows, this module does not.
Quote = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the description: its label, and its value in both languages."""

    label: Text
    value: Text
    stated: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the project's own line: behind it, present or ahead, and when it was entered if the ledger says so."""

    label: Text
    position: str
    entered: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the time line in words."""

    key: str
    number: int | None
    provable: bool
    signed: bool
    at: datetime
    label: Text
    law: Text | None
    said: Sequence[tuple[Text, Text]] = field(default_factory=tuple)


def projects(request: HttpRequest) -> HttpResponse:
    """The published projects that the question, district and stage of the address leave, newest first."""
    asked, district, stage = _choice(request)
    rows = chosen(request).order_by("-id")
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "district": district,
        "stage": stage,
        "page": page,
        "lines": [_listed(row) for row in page],
        "districts": _districts(),
        "stages": [(key, words) for key, words in lifecycle.STAGE_WORDS],
        "today": clock.today(),
        "filtered": bool(asked or district or stage),
        "trial": oc4ids.ONLY_A_TRIAL if oc4ids.on_trial(settings.TAIZHANG_OC4IDS_PREFIX) else None,
    }
    return public_page.answer(request, "public/projects.html", context)


def _choice(request: HttpRequest) -> tuple[str, str, str]:
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:_LONGEST_QUESTION]
    return asked, request.GET.get("district", ""), request.GET.get("stage", "")


def chosen(request: HttpRequest) -> Any:
    """The published projects that the question, district and stage of the address leave, in no order."""
    return _asked(reading.rows(PUBLIC, PROJECT), *_choice(request))


def project(request: HttpRequest, key: int, quote: Quote | None = None) -> HttpResponse:
    """One published project on one page; what is not published looks like what is not there."""
    try:
        row = reading.one(PUBLIC, PROJECT, key)
    except (NotFound, OverflowError):
        return public_page.missing(request)
    entries, internal = queries.public_entries(row, PUBLIC_ACTIONS, _NEWEST)
    cells = reading.cells(PUBLIC, PROJECT, row)
    told = [_line(entry) for entry in entries[-_NEWEST:]][::-1]
    context = {
        "key": row.pk,
        "name": _name(row),
        "summary": cells["summary"].value,
        "facts": [_fact(cells[name]) for name in _FACTS],
        "standing": PROJECT.field("standing").word(row.standing),
        "stopped": row.standing != "normal",
        "land": PROJECT.field("land").word(row.land) if row.land != "none" else None,
        "stage": PROJECT.field("stage").word(row.stage),
        "steps": steps(row, entries),
        "started_on": cells["started_on"].value,
        "documents": [(_DOCUMENTS[d.kind], d) for d in queries.public_documents(row)],
        "entries": told,
        "latest": next((line for line in told if line.provable), None),
        "older": len(entries) - len(told),
        "internal": internal,
        "quote": quote(row.name) if quote else None,
        "now": clock.now().astimezone(clock.ZONE),
    }
    return public_page.answer(request, "public/project.html", context)


def steps(row: Any, entries: Sequence[queries.PublicEntry]) -> list[Step]:
    """All stages of the project's lifecycle in order, with the day on which the ledger entered each."""
    cycle = PROJECT.lifecycle(row)
    states = cycle.track("stage").states if cycle else ()
    keys = [state.key for state in states]
    present = keys.index(row.stage) if row.stage in keys else 0
    entered = _entered(keys, {m.action: m.to for m in cycle.moves if m.track == "stage"} if cycle else {}, entries)
    if keys:
        entered.setdefault(keys[0], row.registered_on)
    return [
        Step(state.label, "past" if i < present else "present" if i == present else "ahead", entered.get(state.key))
        for i, state in enumerate(states)
    ]


def _entered(keys: list[str], to: Mapping[str, str], entries: Sequence[queries.PublicEntry]) -> dict[str, date]:
    """Days by stage; a stage that was left again backwards has none."""
    found: dict[str, date] = {}
    for entry in entries:
        stage = "reserve" if entry.action == "projects.register" else to.get(entry.action)
        if stage is None:
            continue
        found[stage] = entry.at.astimezone(clock.ZONE).date()
        for later in keys[keys.index(stage) + 1 :]:
            found.pop(later, None)
    return found


def _asked(rows: Any, asked: str, district: str, stage: str) -> Any:
    if asked:
        rows = rows.filter(found_by(PROJECT.model, asked, ("name", "name_en", "code")))
    if district:
        rows = rows.filter(district=int(district)) if _is_key(district) else rows.none()
    if stage:
        rows = rows.filter(stage=stage) if stage in _STAGES else rows.none()
    return rows


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


def _districts() -> list[tuple[str, Text]]:
    """Districts that have a published project, by key."""
    used = reading.rows(PUBLIC, PROJECT).order_by().values("district")
    return [
        (str(place.pk), _place(place)) for place in reading.rows(PUBLIC, PLACE).filter(id__in=used).order_by("path")
    ]


def _place(place: Any) -> Text:
    return Text(PLACE.name_of(place), PLACE.name_of(place, "en"))


def _name(row: Any) -> Text:
    return Text(PROJECT.name_of(row), PROJECT.name_of(row, "en"))


def _listed(row: Any) -> dict[str, Any]:
    cycle = PROJECT.lifecycle(row)
    states = [s.key for s in cycle.track("stage").states] if cycle else []
    return {
        "key": row.pk,
        "name": _name(row),
        "code": row.code,
        "district": _place(row.district),
        "stage": _STAGES.get(row.stage),
        "reached": states.index(row.stage) + 1 if row.stage in states else 0,
        "of": len(states),
        "standing": PROJECT.field("standing").word(row.standing) if row.standing != "normal" else None,
        "total": _money(row.total_investment_fen) if row.total_investment_fen is not None else None,
    }


def newest(count: int) -> list[dict[str, Any]]:
    """The published projects whose ledger grew last, as lines of the list."""
    return [_listed(row) for row in reading.rows(PUBLIC, PROJECT).order_by("-entry")[:count]]


def _money(fen: int) -> Text:
    return Text(format_fen(fen, "亿元" if fen >= 10**10 else "万元"), format_fen(fen, "百万元", "en"))


def _fact(cell: reading.Cell) -> Fact:
    stated = cell.shown and cell.value not in (None, "")
    return Fact(cell.field.label, _value(cell) if stated else _NOT_STATED, stated)


def _value(cell: reading.Cell) -> Text:
    value = cell.value
    if cell.field.choices:
        return cell.field.word(value) or Text(str(value), str(value))
    if cell.field.name in ("district", "place"):
        return _place(value)
    if cell.field.name == "organ":
        return Text(ORGAN.name_of(value), ORGAN.name_of(value, "en"))
    if cell.field.unit:
        return _money(value)
    return Text(str(value), str(value))


def _line(entry: queries.PublicEntry) -> Line:
    bound = catalogue.installed().actions.get(entry.action)
    label = bound.label if bound else Text(entry.action, entry.action)
    return Line(
        entry.key,
        entry.seq,
        entry.provable,
        entry.signed,
        entry.at.astimezone(clock.ZONE),
        label,
        _law(bound, entry.law),
        _told(entry.said),
    )


def _law(bound: BoundAction | None, recorded: str) -> Text | None:
    """The law that the entry names, in English too where the action still stands under it."""
    if not recorded:
        return None
    law = bound.action.law if bound else None
    return Text(recorded, law.cite("en") if law and law.cite("zh") == recorded else recorded)


def _told(said: Mapping[str, Any]) -> list[tuple[Text, Text]]:
    """What the public part of an entry says: the paper, the reason, the day of the proved start."""
    told: list[tuple[Text, Text]] = []
    kind = said.get("kind")
    if kind in _DOCUMENTS and kind != "other":
        told.append((Text("材料", "Document"), _DOCUMENTS[kind]))
        if kind in queries.NUMBERED and said.get("number"):
            told.append((Text("文号", "Number"), _verbatim(said["number"])))
        if said.get("dated"):
            told.append((Text("日期", "Dated"), _verbatim(said["dated"])))
    if said.get("started_on"):
        told.append((Text("认定开工", "Start proved"), _verbatim(said["started_on"])))
    if said.get("reason"):
        told.append((Text("理由", "Reason"), _verbatim(said["reason"])))
    return told


def _verbatim(value: object) -> Text:
    shown = str(value).strip() or "—"
    return Text(shown, shown)
