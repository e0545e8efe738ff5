"""Projects whose site somebody can report from."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.registers import scope
from taizhang.registers.models import Place

from .. import lifecycle
from .sums import Records


def to_report(actor: Actor, records: Records, period: str) -> QuerySet[Any]:
    """Projects that the actor's own organs report and whose month is not reported, by name."""
    own = Q(unit__in=actor.organs) | Q(unit__isnull=True, organ__in=actor.organs)
    done = reading.rows(actor, records.report).filter(period=period).exclude(state="superseded").values("project_id")
    return _with_a_site(actor, records).filter(own).exclude(id__in=done).order_by("name", "id")


def sites_near(actor: Actor, records: Records) -> QuerySet[Any]:
    """Projects with a site that the actor's organs answer for, and those of the streets in which they have a post."""
    streets = [p.place_path for p in actor.posts if p.place_path and p.place_kind in ("street", "community")]
    near = Q(unit__in=actor.organs) | Q(organ__in=actor.organs)
    near |= Q(place__in=Place.objects.filter(scope.below(streets)).values("pk"))
    return _with_a_site(actor, records).filter(near).order_by("name", "id")


def _with_a_site(actor: Actor, records: Records) -> QuerySet[Any]:
    return reading.rows(actor, records.project).filter(
        stage__in=lifecycle.REPORTING, standing__in=("normal", "adjusted")
    )
