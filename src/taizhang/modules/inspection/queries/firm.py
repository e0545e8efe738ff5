"""What a firm reads of itself with its credit code and a notice, and what everybody reads of results."""

from __future__ import annotations

import hmac
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from taizhang.frame import clock
from taizhang.registers.models import Enterprise

from ..models import FirmRequest, Visit, VisitItem
from ..rules.visits import plain_code
from . import visits

#: A firm's page goes back so many visits.
MOST: Final = 60
#: So long after a visit its code opens the page: who had the notice once does not read of the firm for ever.
_OPENS: Final = timedelta(days=365)


def told(credit_code: str, code: str) -> Visit | None:
    """The visit of which a firm was told by a notice with this code; None where one of the two is wrong, or the visit lies a year back."""
    typed = plain_code(code)
    rows = Visit.objects.filter(enterprise__uscc=credit_code.strip().upper(), notified_on__isnull=False).select_related("enterprise", "organ", "place")
    rows = rows.filter(window_to__gte=clock.today() - _OPENS)
    found = None
    for row in rows.order_by("-window_from", "-id")[:MOST]:
        if hmac.compare_digest(plain_code(row.code).encode(), typed.encode()):
            found = row
    return found


def firm(key: int) -> Enterprise | None:
    """A firm by its key."""
    return Enterprise.objects.filter(pk=key).first()


def visits_of(enterprise: int) -> list[Visit]:
    """The visits of which a firm was told, the newest first; one still ahead that it was not told of is nobody's to know."""
    rows = Visit.objects.filter(enterprise=enterprise, notified_on__isnull=False).select_related("organ", "place", "enterprise")
    return list(rows.order_by("-window_from", "-id")[:MOST])


def of_visits(keys: list[int]) -> tuple[dict[int, list[VisitItem]], dict[int, list[FirmRequest]]]:
    """The items and the requests of some visits."""
    found: tuple[dict[int, list[VisitItem]], dict[int, list[FirmRequest]]] = ({k: [] for k in keys}, {k: [] for k in keys})
    for item in VisitItem.objects.filter(visit__in=keys).select_related("item", "organ").order_by("organ_id", "item__code", "id"):
        found[0][item.visit_id].append(item)
    for request in FirmRequest.objects.filter(visit__in=keys).select_related("inspector__person").order_by("id"):
        found[1][request.visit_id].append(request)
    return found


def team_of(visit: int) -> list[Any]:
    """Who comes, the lead first."""
    return visits.team(visit)


def results(asked: str, organ: int | None = None) -> QuerySet[Visit]:
    """Published results, the newest first; `asked` is part of a firm's name or its code."""
    rows = Visit.objects.filter(state="published").select_related("enterprise", "organ", "place")
    if asked:
        rows = rows.filter(Q(enterprise__name__contains=asked) | Q(enterprise__uscc=asked.upper()))
    if organ is not None:
        rows = rows.filter(Q(organ=organ) | Q(pk__in=VisitItem.objects.filter(organ=organ).values("visit")))
    return rows.order_by("-published_on", "-id")


def year_count(enterprise: int, day: date) -> int:
    """How many visits the firm was told of or had this year."""
    return visits.number_in_year(enterprise, day.year)
