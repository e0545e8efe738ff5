"""GET /api/search/: what is found for some words, kind by kind, as on the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from taizhang.basis.whole import whole
from taizhang.frame.declare import Record
from taizhang.frame.search import MOST
from taizhang.surfaces.pages.finding import LONGEST, Group, Hit, kinds, search

from .answers import answer
from .door import bad_parameter, language, only_parameters

DEFAULT_SIZE, LARGEST_SIZE = 6, 50


def found(request: HttpRequest) -> HttpResponse:
    """The best hits of every kind; with `kind`, the hits of that kind page by page."""
    only_parameters(request, ("q", "kind", "page", "size"))
    words = request.GET.get("q", "").strip()
    if not words or len(words) > LONGEST:
        raise bad_parameter("q", words)
    among = _among(request)
    size = _number(request, "size", DEFAULT_SIZE, LARGEST_SIZE)
    page = _number(request, "page", 1, MOST // size if among is not None else 1)
    groups = search(request.actor, words, language(request), limit=size, offset=(page - 1) * size, among=among)  # type: ignore[attr-defined]
    return answer({"q": words, "page": page, "size": size, "groups": [_group(group) for group in groups]})


def _group(group: Group) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "label": group.label,
        "total": group.count,
        "more": group.common,
        "rows": [_hit(hit) for hit in group.hits],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    key = whole(hit.key)
    return {"kind": hit.kind, "id": hit.key if key is None else key, "title": hit.title, "detail": hit.detail}


def _among(request: HttpRequest) -> list[Record] | None:
    asked = request.GET.get("kind")
    if asked is None:
        return None
    chosen = [record for record in kinds() if record.kind == asked]
    if not chosen:
        raise bad_parameter("kind", asked)
    return chosen


def _number(request: HttpRequest, name: str, otherwise: int, most: int) -> int:
    given = request.GET.get(name)
    if given is None:
        return otherwise
    number = whole(given)
    if number is None or not 1 <= number <= most:
        raise bad_parameter(name, given)
    return number
