"""The overview: campaigns by what was found, examined and corrected, and the lists with what is stated of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor, within
from taizhang.registers.records import PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout

from .. import queries, rules, terms
from ..declarations import CAMPAIGN, PROBLEM, RULE_LIST, STUDY

_MOST = 200
#: What a column of the table counts, and the filter of the list behind a number; '' where one filter does not give it.
COLUMNS = (
    ("found", Text("查出", "Found"), ""),
    ("examined", Text("查实", "Examined"), ""),
    ("correcting", Text("整改中", "Being corrected"), ""),
    ("corrected", Text("已改（销号）", "Corrected and closed"), "state=closed"),
    ("handed_over", Text("移交", "Handed over"), "state=handed_over"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One campaign with its counts; `row` None for problems outside any."""

    row: Any
    name: str
    place: str
    days: str
    studies: int
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One list: its items as they stand, the numbers of those that are not stated, and how many problems fall under it."""

    row: Any
    place: str
    items: tuple[Any, ...]
    lacking: tuple[int, ...]
    found: int
    href: str


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Numbers for those who find, check or correct; campaigns and lists for all staff."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang, today = language(request), clock.today()
    counted = any(actor.may(right) for right in (terms.FIND, terms.CHECK, terms.CORRECT))
    by_campaign = queries.counts(actor, PROBLEM, "campaign") if counted else {}
    by_list = queries.counts(actor, PROBLEM, "rule_list") if counted else {}
    campaigns = list(_near(actor, reading.rows(actor, CAMPAIGN).order_by("place__path", "number")[:_MOST]))
    lists = list(_near(actor, reading.rows(actor, RULE_LIST).order_by("place__path", "id")[:_MOST]))
    studies = dict(reading.rows(actor, STUDY).order_by().values_list("campaign").annotate(n=Count("pk")))
    stated = queries.items([row.pk for row in lists], today)
    lines = [_line(row, by_campaign.get(row.pk, {}), studies.get(row.pk, 0), lang) for row in campaigns]
    if outside := by_campaign.get(None):
        lines.append(Line(None, Text("未归入专项行动", "In no campaign").in_(lang), "", "", 0, _cells(outside, None)))
    context = {
        "lines": lines,
        "cards": [_card(row, stated[row.pk], by_list.get(row.pk, {}).get("found", 0), lang) for row in lists],
        "columns": [label for _, label, _ in COLUMNS],
        "counted": counted,
        "over": {name: sum(group[name] for group in by_campaign.values()) for name in queries.COUNTED},
        "concerns": _concerns(actor) if counted else (),
        "many_places": len({row.place_id for row in (*campaigns, *lists)}) > 1,
        "whole": terms.WHOLE,
        "problems": reverse("pages:list", args=["conduct.problems"]),
        "may_keep": actor.may(terms.KEEP),
        "may_find": actor.may(terms.FIND),
        "overall": actor.may(terms.CHECK) or actor.may(terms.FIND),
    }
    title = Text("学查改与“十严禁”", "Campaigns and prohibitions").in_(lang)
    return layout.page(request, "conduct/overview.html", context, title=title, crumbs=(layout.Link(title, current=True),), module="conduct")


def _concerns(actor: Actor) -> tuple[tuple[Text, int, str], ...]:
    """How many problems concern each of the three; which does not say is in none of them."""
    found = queries.counts(actor, PROBLEM, "concern")
    listed = reverse("pages:list", args=["conduct.problems"])
    return tuple((words, found.get(key, {}).get("found", 0), f"{listed}?{urlencode({'concern': key})}") for key, words in terms.CONCERNS)


def _near(actor: Actor, rows: Iterable[Any]) -> Iterable[Any]:
    """Those of the actor's own places, of what lies below, and of the places above."""
    return (r for r in rows if within(actor.place_paths, r.place.path) or any(p.startswith(r.place.path) for p in actor.place_paths))


def _line(row: Any, found: dict[str, int], studies: int, lang: str) -> Line:
    days = ""
    if row.begins_on or row.ends_on:
        days = f"{row.begins_on or '…'} – {row.ends_on or '…'}"
    return Line(row, CAMPAIGN.name_of(row, lang), PLACE.name_of(row.place, lang), days, studies, _cells(found, row.pk))


def _cells(found: dict[str, int], campaign: int | None) -> tuple[tuple[int, str], ...]:
    """Each count with the list behind it; the list cannot be narrowed to 'in no campaign', so such numbers lead nowhere."""
    return tuple((found.get(name, 0), _behind(campaign, narrowed)) for name, _, narrowed in COLUMNS)


def _behind(campaign: int | None, narrowed: str) -> str:
    if campaign is None:
        return ""
    query = urlencode({"campaign": campaign}) + (f"&{narrowed}" if narrowed else "")
    return f"{reverse('pages:list', args=['conduct.problems'])}?{query}"


def _card(row: Any, stated: list[Any], found: int, lang: str) -> Card:
    href = f"{reverse('pages:list', args=['conduct.problems'])}?{urlencode({'rule_list': row.pk})}"
    lacking = rules.not_stated(item.number for item in stated)
    return Card(row, PLACE.name_of(row.place, lang), tuple(stated), lacking, found, href)
