"""The pages of lists, and what they show as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.errors import BadInput
from taizhang.basis.money import FEN_PER, decimal_text
from taizhang.basis.text import Text
from taizhang.frame import clock, disclosure, saved_views
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import BoundAction, installed
from taizhang.frame.declare import Field, Listing, Module, Record
from taizhang.frame.reading import OUT_OF_SCOPE, covered_columns
from taizhang.frame.rights import holds_right
from taizhang.kernels.ledger import store
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports.xlsx import LIMIT_ROWS, Head, workbook

from . import taken
from .door import signed_in
from .layout import Link, day_asked, page
from .listing import PAGE_SIZES, ListView, described
from .saved import EVERYTHING, listing_of, offer, onward
from .values import is_numeric, shown_value, unit_words


def module_of_listing(listing: Listing) -> Module:
    """The module that declares a list."""
    return next(m for m in installed().modules if listing in m.listings)


@require_GET
@signed_in
def list_page(request: HttpRequest, key: str) -> HttpResponse:
    """A list; asked for by htmx, only its table and chips."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing, lang = listing_of(key), language(request)
    habits = saved_views.habits(actor, listing.key)
    if where := onward(actor, habits, request.GET):
        return HttpResponseRedirect(request.path + where)
    view = ListView(listing, actor, request.GET, lang, _day(request, listing))
    module = module_of_listing(listing)
    context = _context(view, actor) | {"offer": offer(view, actor, habits), "view_query": view.query.urlencode()}
    label = listing.label.in_(lang)
    if getattr(request, "htmx", False) and not request.htmx.boosted and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
        return render(request, "pages/list_body.html", context)
    crumbs = (
        Link(module.heading.in_(lang)),
        Link(module.label.in_(lang), reverse("pages:module", args=[module.key])),
        Link(label, current=True),
    )
    return page(request, "pages/list.html", context, title=label, crumbs=crumbs, module=module.key, as_of=True)


def _day(request: HttpRequest, listing: Listing) -> date | None:
    # What is not in the ledger (a preview, an upload) has no past.
    return day_asked(request) if listing.record.history is not None else None


def _context(view: ListView, actor: Actor) -> dict[str, Any]:
    # Lines before anything else: the page they stand on is known only after counting.
    lines = view.lines()
    disclosure.looked(actor, view.record, (line.key for line in lines), "list")
    first = (view.page - 1) * view.size
    return {
        "view": view,
        "listing": view.listing,
        "here": reverse("pages:list", args=[view.listing.key]),
        "export": reverse("pages:export", args=[view.listing.key]) + view.href(),
        "lines": lines,
        "headers": view.headers(),
        "totals": view.totals(),
        "chips": view.chips(),
        "columns": view.offered_columns(),
        "bulk": bulk_actions(view.record, actor) if view.at is None else (),
        "creations": creations(view.record, actor) if view.at is None else (),
        "first": first + 1 if lines else 0,
        "last": first + len(lines),
        "earlier": view.href(page=str(view.page - 1)) if view.page > 1 else "",
        "later": view.href(page=str(view.page + 1)) if view.page < view.pages else "",
        "sizes": tuple((n, view.href(per=str(n)), n == view.size) for n in PAGE_SIZES),
        "clear": EVERYTHING,
        "narrowed": bool(view.words or any(view.query.get(f.key) for f in view.filters)),
        "kept": tuple((k, view.query.get(k, "")) for k in view.query if k not in ("q", "page") and view.query.get(k)),
    }


def bulk_actions(record: Record, actor: Actor) -> tuple[BoundAction, ...]:
    """Actions that may be done on many chosen rows at once and that the actor holds the right for."""
    return tuple(b for b in installed().actions_on(record) if b.action.each and b.action.shown and holds_right(b, actor))


def creations(record: Record, actor: Actor) -> tuple[BoundAction, ...]:
    """Actions by which the actor can add a row to a list, from the list itself."""
    able = (b for b in installed().actions.values() if b.action.creates is record and b.action.on is not record)
    return tuple(b for b in able if b.action.shown and not b.action.machine and not b.action.batch and holds_right(b, actor))


@require_GET
@signed_in
def export(request: HttpRequest, key: str) -> HttpResponse | FileResponse:
    """The list as it is filtered, sorted and cut to columns, as a workbook of at most 100,000 rows."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang = language(request)
    listing = listing_of(key)
    view = ListView(listing, actor, request.GET, lang, _day(request, listing))
    if view.count > LIMIT_ROWS:
        raise BadInput(
            Text("这个清单有{n}行，一次最多导出{m}行", "The list has {n} rows; at most {m} can be exported at once").with_(n=view.count, m=LIMIT_ROWS),
            code="too_many_rows",
            remedy=Text("用筛选分几次导出", "Filter the list and export it in parts"),
        )
    if view.record.on_record:
        disclosure.looked(actor, view.record, view.filtered.order_by().values_list("id", flat=True), "export")
    heads = [_head(view.record, f, lang) for f in view.columns_shown]
    file = workbook(view.listing.label.in_(lang), heads, _rows(view), _totals(view), _about(view, actor), Text("说明", "About").in_(lang))
    return taken.answer(file, view.listing.label.in_(lang), (view.at or clock.today()).isoformat())


def _head(record: Record, field: Field, lang: str) -> Head:
    unit = unit_words(field, lang)
    label = field.label.in_(lang)
    numeric = is_numeric(record, field)
    wide = field.name in ("name", "title", "project")
    return Head(f"{label}（{unit}）" if unit and lang == "zh" else f"{label} ({unit})" if unit else label, numeric, 36 if wide else 18)


def _rows(view: ListView) -> Iterator[list[Any]]:
    for row in view.every():
        hidden = covered_columns(row)
        yield [OUT_OF_SCOPE.in_(view.lang) if f.name in hidden else _cell(view.record, f, getattr(row, f.name), view.lang) for f in view.columns_shown]


def _cell(record: Record, field: Field, value: Any, lang: str) -> Any:
    """The value as a spreadsheet keeps it: amounts in the unit of the header, days as days, all else as the page's words."""
    if value is None or value == "":
        return field.absent.in_(lang) if field.absent else None
    if isinstance(value, bool) or field.choices or isinstance(value, models.Model):
        return shown_value(record, field, value, lang).text
    if isinstance(value, int) and field.unit in FEN_PER:
        return Decimal(decimal_text(value, field.unit))  # type: ignore[arg-type]
    if hasattr(value, "astimezone"):
        return value.astimezone(clock.ZONE)
    if isinstance(value, str | dict | list | Text):
        return shown_value(record, field, value, lang).text
    return value


def _totals(view: ListView) -> list[Any]:
    if not view.totalled or not view.count:
        return []
    found = [_cell(view.record, f, view.sums[f"sum_{f.name}"], view.lang) if f.name in view.totalled else None for f in view.columns_shown]
    if found and found[0] is None:
        found[0] = Text("合计", "Total").in_(view.lang)
    return found


def _about(view: ListView, actor: Actor) -> list[tuple[str, str]]:
    lang = view.lang
    return [
        (Text("清单", "List").in_(lang), view.listing.label.in_(lang)),
        (Text("行数", "Rows").in_(lang), f"{view.count:,}"),
        *described(view),
        (Text("导出人", "Exported by").in_(lang), f"{actor.name} ({actor.key})"),
        (Text("导出时存证数", "Entries in the ledger").in_(lang), f"{store.size():,}"),
    ]
