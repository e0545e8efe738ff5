"""Reads for what inspections cost the firms: by batch, by department, by class, over a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q

from taizhang.kernels.draw.coordinated import visits_of
from taizhang.registers.models import Organ

from ..models import Batch, BatchPart, DrawnObject, Visit
from ..rules import burden as rules
from . import draws

#: States of a batch from which on it is known who is disturbed.
DRAWN = ("drawn", "under_way", "completed")


@dataclass(frozen=True, slots=True)
class BatchBurden:
    """What one batch costs, whole, by department and by the class that stands behind each stratum."""

    batch: Any
    whole: rules.Burden
    departments: Sequence[tuple[Organ, int, int]]
    classes: Sequence[tuple[str, int, int, int]]


@dataclass(frozen=True, slots=True)
class Year:
    """A year's visits: by kind, how many firms, how many of them visited more than once, and by how many visits at most."""

    random: int
    cause: int
    firms: int
    twice: int
    most: int


def year_of(rows: Any, year: int) -> Year:
    """What a year's visits come to, among rows of visits that the reader may see; cancelled ones disturbed nobody."""
    rows = rows.filter(window_from__year=year).exclude(state="cancelled")
    kinds = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    by_firm = list(rows.order_by().values("enterprise").annotate(n=Count("pk")).values_list("n", flat=True))
    return Year(
        kinds.get("random", 0),
        kinds.get("cause", 0),
        len(by_firm),
        sum(n > 1 for n in by_firm),
        max(by_firm, default=0),
    )


def firms_drawn(batches: Any) -> int:
    """How many firms some batches drew, each counted once, without those that fell out and with those that were called up."""
    return int(_standing(DrawnObject.objects.filter(part__batch__in=batches.order_by().values("pk"))).values("enterprise").distinct().count())


def _standing(rows: Any) -> Any:
    return rows.filter(fell_out="").filter(Q(substitute=False) | Q(called_up_on__isnull=False))


def burden_of(batch: Batch) -> BatchBurden:
    """What a drawn batch costs the firms."""
    parts = list(BatchPart.objects.filter(batch=batch).select_related("organ").order_by("organ__name", "pk"))
    visits = _visits(batch)
    whole = rules.Burden(
        drawn=sum(part.take for part in parts),
        firms=len(visits),
        visits=sum(visits.values()),
        twice=sum(n > 1 for n in visits.values()),
        independent=_independent(tuple(part.frame_sha256 for part in parts), tuple(part.pk for part in parts)),
    )
    firms = _firms_by_stratum(batch)
    classes = []
    for name in sorted(firms):
        size, take = (sum(part.strata.get(name, {}).get(what, 0) for part in parts) for what in ("size", "take"))
        classes.append((batch.strata.get(name, name), size, take, firms[name]))
    return BatchBurden(batch, whole, [(part.organ, part.size, part.take) for part in parts], sorted(classes))


def _firms_by_stratum(batch: Batch) -> dict[str, int]:
    rows = _standing(DrawnObject.objects.filter(part__batch=batch))
    return dict(rows.order_by().values_list("stratum").annotate(n=Count("enterprise", distinct=True)))


def _visits(batch: Batch) -> Counter[int]:
    """How often somebody comes to each firm; before visits are made, as the draw merges them."""
    made = Visit.objects.filter(batch=batch).exclude(state="cancelled")
    if found := Counter(dict(made.order_by().values_list("enterprise").annotate(n=Count("pk")))):
        return found
    drawn: dict[tuple[str, str], tuple[str, ...]] = {}
    for organ, rows in draws.called(batch).items():
        drawn[str(organ), ""] = tuple(str(key) for key, *_ in rows)
    return Counter(int(visit.firm) for visit in visits_of(drawn, batch.seed, draws.most_drawing(batch)))


@lru_cache(maxsize=256)
def _independent(frames: tuple[str, ...], parts: tuple[int, ...]) -> Fraction:
    """How many firms independent draws would disturb; a frame never changes, so neither does this."""
    drawings = []
    for part in BatchPart.objects.filter(pk__in=parts).order_by("organ__name", "pk"):
        own: dict[str, list[str]] = {}
        for line in part.frame.split("\n")[1:-1]:
            name, stratum, *_ = line.split(",")
            own.setdefault(stratum, []).append(name)
        drawings += [
            rules.Drawing(str(part.pk), s, frozenset(own.get(s, ())), each["take"]) for s, each in part.strata.items()
        ]
    return rules.independent(drawings)
