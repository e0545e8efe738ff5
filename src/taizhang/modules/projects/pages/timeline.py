"""组合时间线: investment by month against last year and the time plan, the four quantities as curves, where the year will end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from .. import queries, rules, terms, time_rules
from ..terms.time import OUTLOOK_MONTHS, QUANTITY_WORDS
from .drawing import MODULE, crumb, in_words, tenths, wan
from .time_figures import Asked, asked, growth, signed_tenths, wan_column, whole_wan
from .totals import labels

TITLE = Text("组合时间线", "Portfolio in time")
#: So many years before the one that is shown are looked at for its shape.
_YEARS_BACK = 3
_Months = dict[str, queries.Figures]


@require_GET
def timeline(request: HttpRequest) -> HttpResponse:
    """The portfolio up to a month, as known on a day: a sentence with a number above each picture, a table behind each."""
    actor, lang, what = actor_of(request), language(request), asked(request)
    first = f"{what.year - _YEARS_BACK}-01"
    by_month: _Months = {period: f for (period,), f in queries.by_month(actor, first, what.last, at=what.at).items()}
    over = queries.portfolio(actor, what.last, at=what.at)
    context = {
        "asked": what,
        "months_ahead": f"{what.year}-12",
        "tab": "time",
        "query": _query(what),
        **_summary(what, over, by_month, lang),
        **_curves(what, over, by_month),
        "outlook": _outlook(what, by_month, lang),
        "quantities": QUANTITY_WORDS,
        "groups": [
            _group(actor, what, "district", Text("区县", "District"), lang),
            _group(actor, what, "source", Text("投资来源", "Source"), lang),
        ],
        "law": terms.STATISTICS,
    }
    return layout.page(
        request,
        "projects/timeline.html",
        context,
        title=TITLE.in_(lang),
        crumbs=(crumb(TITLE.zh, TITLE.en, request),),
        module=MODULE,
        as_of=True,
    )


def _query(what: Asked) -> str:
    return urlencode({"last": what.last} | ({"at": what.at.isoformat()} if what.at else {}))


def _summary(what: Asked, over: queries.Figures, by_month: _Months, lang: str) -> dict[str, Any]:
    """What the sentences say."""
    done, plan = over.of("investment"), over.of("plan")
    share = over.share_tenths
    ahead = share - what.passed if share is not None else None
    then = _year_to(by_month, what, 1)
    month, month_then = _of(by_month, what.last), _of(by_month, f"{what.year - 1}{what.last[4:]}")
    return {
        "projects": over.projects,
        "done": in_words(done, lang) if done is not None else None,
        "plan": in_words(plan, lang) if plan is not None else None,
        "planned": in_words(over.fen["planned"], lang) if over.fen["planned"] != over.fen["investment"] else None,
        "share": tenths(share),
        "passed": tenths(what.passed),
        "ahead": signed_tenths(ahead),
        "behind": ahead is not None and ahead < 0,
        "then": in_words(then, lang) if then is not None else None,
        "year_growth": signed_tenths(growth(done, then)),
        "month_done": in_words(month, lang) if month is not None else None,
        "month_growth": signed_tenths(growth(month, month_then)),
        "certified_done": in_words(over.of("certified") or 0, lang) if over.known["certified"] else None,
    }


def _of(by_month: _Months, period: str, quantity: str = "investment") -> int | None:
    figures = by_month.get(period)
    return figures.of(quantity) if figures is not None else None


def _year_to(by_month: _Months, what: Asked, years_back: int) -> int | None:
    """The same months of an earlier year; None where none of them is known."""
    year = what.year - years_back
    found = [_of(by_month, f"{year}-{m:02d}") for m in range(1, int(what.last[5:]) + 1)]
    return sum(f for f in found if f is not None) if any(f is not None for f in found) else None


def _curves(what: Asked, over: queries.Figures, by_month: _Months) -> dict[str, Any]:
    """Points of the pictures and lines of the tables behind them, one a month of the year, in 万元."""
    months = time_rules.months_from(f"{what.year}-01", f"{what.year}-12")
    shown = [m if m <= what.last else None for m in months]
    plan = over.of("plan")
    planned = [rules.even_part(plan, m) if plan is not None else None for m in months]
    sums = {q: time_rules.summed_up([_of(by_month, m, q) if m else None for m in shown]) for q in queries.QUANTITIES}
    own = [_of(by_month, m) if m else None for m in shown]
    last_year = [_of(by_month, f"{what.year - 1}{m[4:]}") for m in months]
    outlook = _outlook_of(what, by_month)
    band = _band(sums["investment"], outlook, len(months))
    return {
        "curves": {
            "months": months,
            "planned": wan_column(planned),
            **{q: wan_column(column) for q, column in sums.items()},
            "low": wan_column(band[0]),
            "high": wan_column(band[1]),
        },
        "bars": {"months": months, "now": wan_column(own), "then": wan_column(last_year), "year": what.year},
        "curve_lines": [
            {"month": m, "planned": wan(planned[i]), "cells": [wan(sums[q][i]) for q in queries.QUANTITIES]} for i, m in enumerate(months)
        ],
        "month_lines": [
            {
                "month": m,
                "now": wan(own[i]),
                "then": wan(last_year[i]),
                "growth": signed_tenths(growth(own[i], last_year[i])),
                "known": by_month[m].known["investment"] if m in by_month else 0,
            }
            for i, m in enumerate(months)
            if shown[i]
        ],
    }


def _outlook_of(what: Asked, by_month: _Months) -> time_rules.Outlook:
    needed = OUTLOOK_MONTHS.on(what.day)
    so_far = [_of(by_month, m) for m in time_rules.months_from(f"{what.year}-01", what.last)]
    earlier = {
        year: [_of(by_month, f"{year}-{m:02d}") for m in range(1, 13)] for year in range(what.year - _YEARS_BACK, what.year)
    }
    return time_rules.outlook(what.year, so_far, earlier, needed.value if needed else 12)


def _band(done: list[int | None], outlook: time_rules.Outlook, count: int) -> tuple[list[int | None], list[int | None]]:
    """The range from the last known month to the end of the year, evenly widening."""
    last = max((i for i, d in enumerate(done) if d is not None), default=None)
    if last is None or outlook.low is None or outlook.high is None or last == count - 1:
        return [None] * count, [None] * count
    start = done[last] or 0
    steps = count - 1 - last

    def line(end: int) -> list[int | None]:
        return [None if i < last else start + (end - start) * (i - last) // steps for i in range(count)]

    return line(outlook.low), line(outlook.high)


def _outlook(what: Asked, by_month: _Months, lang: str) -> dict[str, Any]:
    found = _outlook_of(what, by_month)
    needed = OUTLOOK_MONTHS.on(what.day)
    return {
        "how": found.how,
        "months": found.months,
        "needed": needed.value if needed else None,
        "law": needed.law if needed else None,
        "years": "、".join(map(str, found.years)) if lang == "zh" else ", ".join(map(str, found.years)),
        "low": in_words(found.low, lang) if found.low is not None else None,
        "middle": in_words(found.middle, lang) if found.middle is not None else None,
        "high": in_words(found.high, lang) if found.high is not None else None,
    }


def _group(actor: Actor, what: Asked, by: str, label: Text, lang: str) -> dict[str, Any]:
    """Districts or sources: the year so far, the same months of the year before, the plan, the distance to the time plan."""
    last_year = f"{what.year - 1}{what.last[4:]}"
    then = queries.summed(actor, queries.months(f"{what.year - 1}-01", last_year), at=what.at, by=(by,), amounts=("investment",))
    names: Mapping[Any, Text] = labels(actor, by, lang)
    return {
        "by": by,
        "label": label,
        "lines": [_line(what, by, key, f, then.get((key,)), names) for key, f in queries.ranked(actor, by, what.last, at=what.at)],
    }


def _line(what: Asked, by: str, key: Any, figures: queries.Figures, then: queries.Figures | None, names: Mapping[Any, Text]) -> dict[str, Any]:
    done, plan = figures.of("investment"), figures.of("plan")
    before = then.of("investment") if then is not None else None
    share = figures.share_tenths
    ahead = share - what.passed if share is not None else None
    return {
        "name": names.get(key) or Text("未填", "Not stated"),
        "rows": f"{reverse('projects:time-rows')}?{_query(what)}&{by}={key or 'none'}",
        "projects": figures.projects,
        "done": wan(done),
        "then": wan(before),
        "growth": signed_tenths(growth(done, before)),
        "plan": wan(plan),
        "share": tenths(share),
        "ahead": signed_tenths(ahead),
        "behind": ahead is not None and ahead < 0,
        "certified": wan(figures.of("certified")),
        "bar": whole_wan(done) or 0,
    }
