"""The page of one record: where it stands, what is missing, what belongs to it, and what was ever recorded about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import ForeignKey
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text
from taizhang.frame import clock, disclosure, reading, restricted
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.covering import covered
from taizhang.frame.declare import Module, Record
from taizhang.frame.gates import column_of as track_column
from taizhang.kernels.casework import svg
from taizhang.kernels.ledger import moment
from taizhang.kernels.ledger.models import Entry
from taizhang.registers.records import EVIDENCE
from taizhang.surfaces.entrance import language

from .door import signed_in
from .layout import Link, day_asked, page
from .steps import Button, Steps, row_buttons, steps
from .timeline import TimeLine, timeline, told
from .values import Shown, column_of, enumerated, is_numeric, page_of, shown, unit_words

_CHILD_ROWS = 50


@dataclass(frozen=True, slots=True)
class Place:
    """One state of a track as the picture shows it."""

    label: str
    when: str  # 'done', 'now', 'ahead'


@dataclass(frozen=True, slots=True)
class TrackShown:
    """One track of a lifecycle: the present state in words, what was claimed beside it, and the way."""

    label: str
    state: str
    tone: str
    claimed: str
    claimed_label: str
    differs: bool
    places: tuple[Place, ...]
    picture: SafeString
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One column in the summary; `masked` says why it is not shown."""

    label: str
    value: Shown
    unit: str
    help: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class ChildLine:
    """One row that belongs to the record, with what may be done to it."""

    href: str
    title: str
    cells: tuple[Shown, ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """Rows of one kind that belong to the record; only the open tab has lines."""

    kind: str
    label: str
    count: int
    href: str
    open: bool
    heads: tuple[tuple[str, str, bool], ...] = ()
    lines: tuple[ChildLine, ...] = ()
    adds: tuple[Button, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of evidence, as the page shows it."""

    name: str
    href: str
    picture: str
    taken: str
    located: bool
    accuracy_m: int | None
    sha256: str


def record_of(kind: str) -> Record:
    """The record of a kind. Raises NotFound."""
    found = installed().records.get(kind)
    if found is None:
        raise NotFound(Text("没有这类记录：{k}", "There is no kind of record {k}").with_(k=kind[:60]), code="no_kind")
    return found


@require_GET
@signed_in
def record_page(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """One record, now or as it was known at the end of an earlier day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang, record, at = language(request), record_of(kind), day_asked(request)
    if record.history is None:
        raise reading.not_found(record, key)
    (row,) = covered(actor, record, [reading.one(actor, record, key, at=at)], at=at)
    disclosure.looked(actor, record, (key,), "page")
    module = installed().module_of(record)
    next_steps = steps(actor, record, row, lang) if at is None else Steps()
    stated = facts(actor, record, row, lang)
    context = {
        "record": record,
        "row": row,
        "key": key,
        "at": at,
        "kind_label": record.label.in_(lang),
        "tracks": tuple(tracks(record, row, lang, at)),
        "steps": next_steps,
        "facts": tuple(f for f in stated if not f.value.absent),
        "may_open": at is None and any(f.visibility == "personal" for f in record.fields) and restricted.may_open(actor, f"{kind}:{key}"),
        "unstated": enumerated((f.label for f in stated if f.value.absent), lang),
        "tabs": tabs(request, actor, record, row, lang, at, next_steps),
        "people": people(record, row, lang),
        "papers": papers(actor, f"{kind}:{key}", lang) if at is None else (),
        "line": _line(request, actor, record, key, lang, at),
        "done": done(request, actor, record, key, lang),
        "panels": tuple(panels(actor, record, row, at, lang)),
        "sheets": tuple((s.label.in_(lang), s.url.format(id=key)) for s in record.sheets if not s.right or actor.may(s.right)),
        "listing": next((reverse("pages:list", args=[x.key]) for x in module.listings if x.record is record), ""),
    }
    title = record.name_of(row, lang)
    return page(
        request, "pages/record.html", context, title=title, crumbs=crumbs(actor, record, row, module, lang), module=module.key, as_of=True
    )


def panels(actor: Actor, record: Record, row: Any, at: date | None, lang: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What installed modules show on this row's page: a template, and what it is filled with."""
    for module in installed().modules:
        for panel in module.panels:
            if panel.record is record and (shown_there := panel.run(actor, row, at, lang)) is not None:
                yield panel.template, shown_there


def crumbs(actor: Actor, record: Record, row: Any, module: Module, lang: str) -> tuple[Link, ...]:
    """The way from the heading over the module and what the row belongs to."""
    found = [Link(module.heading.in_(lang)), Link(module.label.in_(lang), reverse("pages:module", args=[module.key]))]
    above = getattr(row, record.parent, None) if record.parent else None
    if above is not None:
        parent = installed().record_of(type(above))
        found.append(Link(parent.name_of(above, lang), page_of(parent, above.pk)))
    return (*found, Link(record.name_of(row, lang), current=True))


def tracks(record: Record, row: Any, lang: str, at: date | None = None) -> Iterator[TrackShown]:
    """The tracks of the row's lifecycle, each with its present state and, beside it, what somebody claimed."""
    lifecycle = record.lifecycle(row)
    if lifecycle is None:
        return
    labels = {b.key: b.label for b in installed().actions_on(record)}
    been = _been(record, row, [track_column(t.key) for t in lifecycle.tracks], at)
    for track in lifecycle.tracks:
        column = track_column(track.key)
        now = getattr(row, column)
        claim = next((f for f in record.fields if f.name == f"claimed_{column}"), None)
        said = shown(record, claim, row, lang) if claim is not None else None
        state = next((s for s in track.states if s.key == now), None)
        label = track.label_of(now).in_(lang)
        yield TrackShown(
            label=track.label.in_(lang),
            state=label,
            tone="refusal" if state and state.refusal else "final" if state and state.final else "now",
            claimed=said.text if said and not said.absent else "",
            claimed_label=claim.label.in_(lang) if claim else "",
            differs=bool(said and not said.absent and said.text != label),
            places=_places(track, now, been[column], lang),
            # The picture escapes every label itself.
            picture=SafeString(
                svg(lifecycle, track.key, lang, labels=labels, now=now, past=been[column] - {now}, name=f"picture-{column}")
            ),
            remedy=state.remedy.in_(lang) if state and state.remedy else "",
        )


def _been(record: Record, row: Any, columns: list[str], at: date | None) -> dict[str, set[str]]:
    """The states in which the row has ever been, track by track, as its history knows them."""
    versions = record.history._default_manager.filter(id=row.id, op="w", erased=False)
    if at is not None:
        versions = versions.filter(recorded_from__lt=clock.end_of(at))
    found: dict[str, set[str]] = {c: set() for c in columns}
    for states in versions.order_by().values_list(*columns).distinct():
        for column, state in zip(columns, states, strict=True):
            found[column].add(state)
    return found


def _places(track: Any, now: str, been: set[str], lang: str) -> tuple[Place, ...]:
    keys = [s.key for s in track.states]
    at = keys.index(now) if now in keys else -1
    # A refusal is not a place on the way: it is shown only when it is where the matter stands.
    way = [(i, s) for i, s in enumerate(track.states) if not s.refusal or i == at]
    return tuple(Place(s.label.in_(lang), "now" if i == at else "done" if s.key in been else "ahead") for i, s in way)


def facts(actor: Actor, record: Record, row: Any, lang: str) -> tuple[Fact, ...]:
    """Every declared column: as text, or masked with the reason."""
    found = []
    for name, cell in reading.cells(actor, record, row).items():
        if name == record.parent:
            continue
        masked = Shown("＊＊＊", masked=cell.why.in_(lang) if cell.why else "")
        value = shown(record, cell.field, row, lang) if cell.shown else masked
        unit = unit_words(cell.field, lang) if value.numeric and not value.absent else ""
        column = column_of(record, name)
        wide = column is not None and column.get_internal_type() == "TextField"
        found.append(Fact(cell.field.label.in_(lang), value, unit, cell.field.help.in_(lang) if cell.field.help else "", wide))
    return tuple(found)


def people(record: Record, row: Any, lang: str) -> tuple[tuple[str, Shown], ...]:
    """Who answers for the row: every reference to a person or an organ among its columns."""
    found = []
    for field in record.fields:
        column = column_of(record, field.name)
        if isinstance(column, ForeignKey) and column.related_model._meta.label in ("registers.Person", "registers.Organ"):  # type: ignore[union-attr]
            found.append((field.label.in_(lang), shown(record, field, row, lang)))
    return tuple(found)


def papers(actor: Actor, subject: str, lang: str) -> tuple[Paper, ...]:
    """Files that prove something of the record, newest first."""
    rows = reading.rows(actor, EVIDENCE).filter(subject=subject).order_by("-id")[:60]
    return tuple(_paper(row) for row in rows)


def _paper(row: Any) -> Paper:
    href = reverse("pages:evidence", args=[row.pk])
    taken = row.taken_at.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M") if row.taken_at else ""
    return Paper(row.name, href, f"{href}?inline=1" if row.is_photo else "", taken, row.located, row.accuracy_m, row.sha256)


# -- what belongs to it ---------------------------------------------------------------------------------------------------


def tabs(request: HttpRequest, actor: Actor, record: Record, row: Any, lang: str, at: date | None, found: Steps) -> tuple[Tab, ...]:
    """The kinds of rows that belong to the record; one of them open, by the address or because it has rows."""
    children = [c for c in installed().children_of(record) if c.history is not None]
    counts = {c.kind: reading.rows(actor, c, at=at).filter(**{f"{c.parent}_id": row.id}).count() for c in children}
    asked = request.GET.get("tab", "")
    opened = asked if asked in counts else next((k for k, n in counts.items() if n), next(iter(counts), ""))
    return tuple(_tab(request, actor, c, row, lang, at, counts[c.kind], c.kind == opened, found) for c in children)


def _tab(
    request: HttpRequest, actor: Actor, child: Record, row: Any, lang: str, at: date | None, count: int, opened: bool, found: Steps
) -> Tab:
    query = request.GET.copy()
    query["tab"] = child.kind
    query.pop("before", None)
    label, href = child.label.in_(lang), f"?{query.urlencode()}#belongs"
    if not opened:
        return Tab(child.kind, label, count, href, False)
    columns = [f for f in reading.fields(actor, child) if f.name != child.parent][:10]
    refs = [f.name for f in columns if isinstance(column_of(child, f.name), ForeignKey)]
    rows = reading.rows(actor, child, at=at).filter(**{f"{child.parent}_id": row.id}).select_related(*child.select_related, *refs)
    found_rows = list(rows.order_by("-id")[:_CHILD_ROWS])
    disclosure.looked(actor, child, (r.id for r in found_rows), "page")
    lines = tuple(
        ChildLine(
            page_of(child, r.id),
            child.name_of(r, lang),
            tuple(shown(child, f, r, lang) for f in columns),
            row_buttons(actor, child, r, lang) if at is None else (),
        )
        for r in found_rows
    )
    # What no row states takes no room; what every row's name already says is not said again.
    kept = [i for i in range(len(columns)) if not all(line.cells[i].absent or line.cells[i].text == line.title for line in lines)]
    columns = [columns[i] for i in kept]
    lines = tuple(replace(line, cells=tuple(line.cells[i] for i in kept)) for line in lines)
    heads = tuple((f.label.in_(lang), unit_words(f, lang), is_numeric(child, f)) for f in columns)
    adds = tuple(b for b in found.open if b.creates == child.kind)
    return Tab(child.kind, label, count, href, True, heads, lines, adds, max(0, count - len(lines)))


# -- what was recorded ----------------------------------------------------------------------------------------------------


def _line(request: HttpRequest, actor: Actor, record: Record, key: int, lang: str, at: date | None) -> TimeLine:
    before = request.GET.get("before", "")
    until = moment(clock.end_of(at)) if at else ""
    return timeline(actor, record, key, lang, before=before if before.isalnum() and len(before) == 32 else "", until=until)


@require_GET
@signed_in
def more_of_line(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """The next page of a record's time line, as a fragment."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang, record, at = language(request), record_of(kind), day_asked(request)
    reading.one(actor, record, key, at=at)
    disclosure.looked(actor, record, (key,), "page")
    return render(request, "pages/timeline.html", {"line": _line(request, actor, record, key, lang, at), "record": record, "key": key})


def done(request: HttpRequest, actor: Actor, record: Record, key: int, lang: str) -> Any:
    """The entry that the person has just written, when the address names it and it is about this record."""
    entry = request.GET.get("done", "")
    if len(entry) != 32:
        return None
    found = Entry.objects.filter(key=entry).first()
    if found is None or f"{record.kind}:{key}" not in (found.subject, found.matter):
        return None
    return told([found], actor, lang, own=f"{record.kind}:{key}")[0]
