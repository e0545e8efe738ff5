"""What inspections cost the firms: a year at a glance, then batch by batch, beside what departments alone would have cost them."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout

from .. import terms
from ..declared.draws import BATCH
from ..declared.rosters import OBJECT
from ..declared.visits import VISIT
from ..queries import burden
from ..rules.draws import UNKNOWN_CLASS, ZERO
from .rosters import regulator

TITLE = Text("检查负担", "Burden of inspections")
#: Batches of a year that the page works out; a district has a few dozen.
_MOST = 60
_CLASSES = dict(terms.CLASSES) | {
    UNKNOWN_CLASS: Text("未分类", "No class known"),
    ZERO: Text("年报全零（全数检查）", "All-zero annual reports (all of them)"),
}


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """For regulators: classes are shown here, and nowhere that the public reads."""
    actor = regulator(request)
    lang, today = language(request), clock.today()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100 else today.year
    batches = (
        reading.rows(actor, BATCH)
        .filter(window_from__year=year, state__in=burden.DRAWN)
        .order_by("-window_from", "-id")
    )
    firms, listed = burden.firms_drawn(batches), reading.rows(actor, OBJECT).filter(listed_to__isnull=True).count()
    floor = terms.DISCLOSURE_FLOOR.on(date(year, 12, 31))
    found = [burden.burden_of(batch) for batch in batches[:_MOST]]
    context = {
        "year": year,
        "years": range(today.year, today.year - 4, -1),
        "total": burden.year_of(reading.rows(actor, VISIT), year),
        "found": [
            (each, [(_CLASSES.get(key, Text(key, key)), *rest) for key, *rest in each.classes]) for each in found
        ],
        "firms": firms,
        "listed": listed,
        "percent": f"{firms * 1000 // listed / 10:.1f}" if listed else "",
        "floor": floor,
        "drawn": sum(each.whole.drawn for each in found),
        "visits": sum(each.whole.visits for each in found),
        "saved": sum(each.whole.saved for each in found),
        "more": max(0, batches.count() - _MOST),
        "list": reverse("pages:list", args=["inspection.visits"]),
        "lang": lang,
    }
    title = TITLE.in_(lang)
    return layout.page(
        request,
        "inspection/burden.html",
        context,
        title=title,
        crumbs=(layout.Link(title, current=True),),
        module="inspection",
    )
