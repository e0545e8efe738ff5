"""Reading records: one row, or a page of rows with the filters and sorts that their listings declare."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame import disclosure, reading
from taizhang.frame.catalogue import installed
from taizhang.frame.covering import covered
from taizhang.frame.declare import Filter, Listing, Record
from taizhang.surfaces.pages.listing import ListView

from .answers import answer, no_address
from .door import bad_parameter, language, only_parameters
from .values import row_of

LARGEST_PAGE = 200
DEFAULT_PAGE = 50
_LAST_PAGE = 1_000_000
_EARLIEST, _LATEST = date(1949, 10, 1), date(2200, 1, 1)


def record_at(request: HttpRequest, kind: str) -> Record:
    """The record of a kind. Raises NotFound."""
    record = installed().records.get(kind)
    if record is None:
        raise no_address(request.path)
    return record


def listings_of(record: Record) -> tuple[Listing, ...]:
    """The listings of a record, in the order of declaration."""
    return tuple(x for x in installed().listings.values() if x.record.kind == record.kind)


def has_past(record: Record) -> bool:
    """False for what is kept a day and never recorded: uploads, previews."""
    return record.history is not None


def page(request: HttpRequest, kind: str) -> HttpResponse:
    """GET /api/records/{kind}/: a page of rows, and how many there are in all."""
    record = record_at(request, kind)
    listings = {x.key: x for x in listings_of(record)}
    listing = _listing(request, record, listings)
    filters = {f.key: f for f in listing.filters}
    known = ("page", "size", "sort", *(("listing",) if listings else ()), *(("q",) if listing.search else ()), *filters)
    only_parameters(request, known + (("at",) if has_past(record) else ()))
    number = _whole(request, "page", 1, _LAST_PAGE)
    size = _whole(request, "size", DEFAULT_PAGE, LARGEST_PAGE)
    found = _rows(request, listing, filters)
    total = found.count()
    actor, lang = request.actor, language(request)  # type: ignore[attr-defined]
    rows = covered(actor, record, found[(number - 1) * size : number * size], at=_day(request))
    disclosure.looked(actor, record, (row.id for row in rows), "api")
    content = {
        "kind": kind,
        "page": number,
        "size": size,
        "total": total,
        "rows": [row_of(actor, record, row, lang) for row in rows],
    }
    return answer(content)


def one(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """GET /api/records/{kind}/{id}/: one row; its version is the ETag that an action takes as If-Match."""
    record = record_at(request, kind)
    only_parameters(request, ("at",) if has_past(record) else ())
    at = _day(request)
    (row,) = covered(request.actor, record, [reading.one(request.actor, record, key, at=at)], at=at)  # type: ignore[attr-defined]
    disclosure.looked(request.actor, record, (key,), "api")  # type: ignore[attr-defined]
    content = row_of(request.actor, record, row, language(request))  # type: ignore[attr-defined]
    response = answer(content)
    if content["version"] and at is None:
        response["ETag"] = f'"{content["version"]}"'
    return response


def _listing(request: HttpRequest, record: Record, listings: dict[str, Listing]) -> Listing:
    asked = request.GET.get("listing", "")
    if asked and asked not in listings:
        raise bad_parameter("listing", asked)
    if asked:
        return listings[asked]
    bare = Listing(record.kind, record, record.label, columns=())
    return next(iter(listings.values()), bare)


def _rows(request: HttpRequest, listing: Listing, filters: dict[str, Filter]) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    view = ListView(listing, actor, _address(request), language(request), _day(request))
    sort = request.GET.get("sort", "")
    if sort and view.sort != sort:
        raise bad_parameter("sort", sort)
    open_to_actor = {f.key for f in view.filters}
    for key, declared in filters.items():
        value = request.GET.get(key, "")
        if value and (key not in open_to_actor or not _may_be(declared, listing.record, value)):
            raise bad_parameter(key, value)
    try:
        return view.ordered(view.filtered)
    except (ValidationError, ValueError):
        raise BadInput(Text("筛选条件读不懂", "A filter cannot be read"), code="bad_parameter") from None


def _may_be(declared: Filter, record: Record, value: str) -> bool:
    """Whether a value has the shape that a filter needs: a key, a year, one of the choices."""
    if declared.how in ("member", "within"):
        return _is_key(value)
    if declared.how == "year":
        return len(value) == 4 and value.isascii() and value.isdigit()
    field = next((f for f in record.fields if f.name == declared.field), None)
    if declared.how == "exact" and field is not None and field.choices:
        return any(value == key for key, _ in field.choices)
    column = next((c for c in record.model._meta.get_fields() if c.name == declared.field), None)
    if declared.how == "exact" and column is not None and (column.is_relation or "Integer" in column.get_internal_type()):
        return _is_key(value)
    return len(value) <= 200


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 16


def _address(request: HttpRequest) -> QueryDict:
    # Paging is the API's own; the rest means what it means on the page of the list.
    query = request.GET.copy()
    for name in ("page", "size", "listing", "lang", "at"):
        query.pop(name, None)
    return query


def _whole(request: HttpRequest, name: str, otherwise: int, most: int) -> int:
    given = request.GET.get(name)
    if given is None:
        return otherwise
    if not _is_key(given) or not 1 <= int(given) <= most:
        raise bad_parameter(name, given)
    return int(given)


def _day(request: HttpRequest) -> date | None:
    given = request.GET.get("at")
    if given is None:
        return None
    try:
        # `fromisoformat` also reads weeks and undashed dates; the API has one form.
        day = date.fromisoformat(given) if len(given) == 10 else None
    except ValueError:
        day = None
    if day is None or not _EARLIEST <= day <= _LATEST:
        raise bad_parameter("at", given)
    return day
