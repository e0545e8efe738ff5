"""Results of inspections for everyone (检查结果公示): which firm, which items, what came of each. Neither classes of risk nor inspectors."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.surfaces import public_page

from .. import terms
from ..queries import firm as queries

_PER_PAGE = 20
_LONGEST = 100
_OUTCOMES = dict(terms.OUTCOMES)
_KINDS = dict(terms.VISIT_KINDS)


def results(request: HttpRequest) -> HttpResponse:
    """Published results, the newest first, found by a firm's name or credit code."""
    asked = request.GET.get("q", "").strip()[:_LONGEST]
    page = Paginator(queries.results(asked), _PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    items, _ = queries.of_visits([row.pk for row in rows])
    lines = [
        {
            "row": row,
            "kind": _KINDS[row.kind],
            "items": [
                (Text(i.organ.name, i.organ.name_en or i.organ.name), Text(i.item.name, i.item.name_en or i.item.name), _OUTCOMES[i.outcome])
                for i in items[row.pk]
                if i.outcome
            ],
        }
        for row in rows
    ]
    context = {"page": page, "lines": lines, "asked": asked, "today": clock.today()}
    return public_page.answer(request, "public/results.html", context)
