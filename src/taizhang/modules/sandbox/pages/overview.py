"""The sandbox at a glance: firms that are in it with both clocks side by side, the schemes with their sources, and what was prevented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.law import Dated
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.registers.records import PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import holder_of
from taizhang.surfaces.pages.work import MARKS

from .. import rules, terms
from ..declared.records import CONTACT, MEMBER
from ..queries import clocks, figures

TITLE: Final = Text("沙盒总览", "Sandbox at a glance")
_MOST: Final = 60
_COLUMNS: Final = (*(key for key, _ in terms.RESULTS), "replaced")
_LABELS: Final = dict(terms.RESULTS) | {"replaced": Text("以联系代替上门", "Visits replaced")}


@dataclass(frozen=True, slots=True)
class Line:
    """One firm in the sandbox: its row, both clocks, and how that of the law stands in words."""

    row: Any
    state: Text
    scheme: Text
    clocks: clocks.Clocks
    standing: Text


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """For those who keep, verify or approve; narrowed to a scheme and a place by the address."""
    actor: Actor = holder_of(request, terms.VERIFY)
    lang, today = language(request), clock.today()
    scheme = request.GET.get("scheme", "")
    scheme = scheme if scheme in terms.SCHEMES else ""
    place = whole(request.GET.get("place", ""))
    rows = reading.rows(actor, MEMBER)
    narrowed = rows.filter(**({"scheme": scheme} if scheme else {}), **({"place": place} if place is not None else {}))
    inside = narrowed.filter(state__in=terms.INSIDE)
    shown = list(clocks.most_urgent(inside)[:_MOST])
    here = {key: value for key, value in (("scheme", scheme), ("place", place)) if value}
    context = {
        "lines": [_line(row, today) for row in shown],
        "more": max(inside.count() - len(shown), 0),
        "tiles": _tiles(narrowed, here, today),
        "schemes": [_card(s, today, lang) for s in terms.SCHEMES.values()],
        "figures": _figures(actor, scheme, place, today, here),
        "columns": [_LABELS[name] for name in _COLUMNS],
        "by_place": _by_place(actor, lang),
        "chosen": scheme,
        "place": place,
        "scheme_words": terms.SCHEME_WORDS,
        "internal": terms.INTERNAL,
        "law": terms.LISTING,
        "members": reverse("pages:list", args=["sandbox.members"]),
        "may_keep": actor.may(terms.KEEP),
    }
    crumbs = (layout.Link(TITLE.in_(lang), current=True),)
    return layout.page(request, "sandbox/overview.html", context, title=TITLE.in_(lang), crumbs=crumbs, module="sandbox")


def _line(row: Any, today: Any) -> Line:
    found = clocks.clocks_of(row, today)
    return Line(row, dict(terms.STATES)[row.state], terms.SCHEMES[row.scheme].label, found, dict(terms.LISTING_STANDINGS)[found.standing])


def _tiles(rows: Any, here: dict[str, Any], today: Any) -> list[tuple[Text, int, str, str]]:
    """Words, number, the list behind it, and how loud."""
    soon = clocks.last_soon(today)
    inside = rows.filter(state__in=terms.INSIDE)
    late = rows.filter(clocks.RUNNING, listing_due__lt=today)
    near = rows.filter(clocks.RUNNING, listing_due__gte=today, listing_due__lte=soon)
    return [
        (Text("在盒企业", "Firms inside"), inside.count(), _members(here | {"result": "inside"}), ""),
        (Text("待入盒", "To be admitted"), rows.filter(state="eligible").count(), _members(here | {"state": "eligible"}), ""),
        (Text("待核验", "To be verified"), rows.filter(state="corrected").count(), _members(here | {"state": "corrected"}), "submitted"),
        (Text("法定时限将至", "Law's term ends soon"), near.count(), _members(here | {"standing": "near"}), "returned"),
        (Text("法定时限已过", "Law's term is over"), late.count(), _members(here | {"standing": "overdue"}), "missing"),
    ]


def _card(scheme: terms.Scheme, today: Any, lang: str) -> dict[str, Any]:
    return {"scheme": scheme, "mark": MARKS[scheme.law.mark], "figures": [_figure(dated, today, lang) for dated in scheme.figures]}


def _figure(dated: Dated[Any], today: Any, lang: str) -> dict[str, Any]:
    span = dated.on(today)
    if span is None:
        return {"label": dated.label, "words": "—", "mark": None}
    value = span.value
    words = value.label.in_(lang) if hasattr(value, "label") else ("、" if lang == "zh" else ", ").join(value)
    return {"label": dated.label, "words": words, "mark": MARKS[span.law.mark]}


def _figures(actor: Actor, scheme: str, place: int | None, today: Any, here: dict[str, Any]) -> dict[str, Any]:
    """The last twelve months, newest first, and their sum; each number with the list behind it."""
    counted = figures.counted(actor, MEMBER, CONTACT, scheme, place)
    months = list(reversed(rules.months_back(today, figures.MONTHS_SHOWN)))
    lines = [(month, [(counted[month][name], _behind(name, month, here)) for name in _COLUMNS]) for month in months if month in counted]
    total = [sum(counted[month][name] for month in months if month in counted) for name in _COLUMNS]
    return {"lines": lines, "total": total}


def _behind(name: str, month: str, here: dict[str, Any]) -> str:
    if name == "replaced":
        listed = reverse("pages:list", args=["sandbox.contacts"])
        narrowed = {"at" if key == "place" else key: value for key, value in here.items()}
        return f"{listed}?{urlencode(narrowed | {'instead': 'yes', 'month': month})}"
    return _members(here | {"result": name, "month": month})


def _by_place(actor: Actor, lang: str) -> list[dict[str, Any]]:
    """Figures by place, when there is more than one."""
    lines = figures.by_place(actor, MEMBER)
    if len(lines) < 2:
        return []
    names = {row.pk: PLACE.name_of(row, lang) for row in reading.rows(actor, PLACE).filter(pk__in=[key for key, _ in lines])}
    keys = [key for key, _ in terms.RESULTS]
    return [
        {"name": names.get(key, "—"), "cells": [(counts[name], _members({"place": key, "result": name})) for name in keys], "href": f"?place={key}"}
        for key, counts in lines
    ]


def _members(chosen: dict[str, Any]) -> str:
    return f"{reverse('pages:list', args=['sandbox.members'])}?{urlencode(chosen)}"
