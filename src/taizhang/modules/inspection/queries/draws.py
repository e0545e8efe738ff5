"""Reads of plans and batches: who sees what, the facts of the gates, pools, and what the public pages are made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q

from taizhang.basis.errors import Conflict
from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.batches import applied_chunks
from taizhang.frame.catalogue import installed
from taizhang.frame.models import Batch as Applied
from taizhang.kernels import draw
from taizhang.registers import scope
from taizhang.registers.models import Enterprise, Organ, Place

from ..models import (
    Batch,
    BatchPart,
    DrawnObject,
    Inspector,
    Interest,
    Plan,
    PlanLine,
    Visit,
    VisitItem,
)
from ..rules.crews import Offered
from ..rules.rosters import rows_of
from ..rules.visits import Counted, check_cap, level_of
from .rosters import of_regulators
from .visits import NOT_COUNTED, counts_in_year

#: States in which a plan and a batch are for everyone.
PUBLIC_PLANS = ("published", "replaced")
#: States in which nothing more is to be done about a visit.
VISITS_OVER = ("published", "withheld", "cancelled")
DRAWN_KIND, VISITS_KIND = "inspection.drawn", "inspection.teams"
_OWN_REGISTER = Text("抽查批次", "Batches of inspections")


# -- scopes ---------------------------------------------------------------------------------------------------------------


def _or_public(column: str, public: Q) -> scope.Scope:
    within = of_regulators(column)

    def visible(actor: Actor) -> Q:
        return within(actor) if actor.machine or actor.posts else public

    return visible


visible_plan = _or_public("place", Q(state__in=PUBLIC_PLANS))


def visible_line(actor: Actor) -> Q:
    """Batches of the plans that one sees."""
    return Q(plan__in=Plan.objects.filter(visible_plan(actor)).values("pk"))


#: A batch is for everyone from its commitment on, and for ever: one that was aborted after that stays.
_COMMITTED = Q(committed_at__isnull=False)
visible_batch = _or_public("place", _COMMITTED)


def visible_part(actor: Actor) -> Q:
    """Parts of the batches that one sees."""
    return Q(batch__in=Batch.objects.filter(visible_batch(actor)).values("pk"))


def visible_drawn(actor: Actor) -> Q:
    """Those who were drawn, with the batch; substitutes who were not called up stay in their envelopes for everybody but regulators."""
    inside = Q(part__in=BatchPart.objects.filter(visible_part(actor)).values("pk"))
    return inside if actor.machine or actor.posts else inside & (Q(substitute=False) | Q(called_up_on__isnull=False))


def reach_of_plan(actor: Actor) -> Q:
    """Batches of the plans of one's places."""
    return Q(plan__in=Plan.objects.filter(scope.in_place()(actor)).values("pk"))


def reach_of_batch(actor: Actor) -> Q:
    """Parts of the batches of one's places."""
    return Q(batch__in=Batch.objects.filter(scope.in_place()(actor)).values("pk"))


def reach_of_part(actor: Actor) -> Q:
    """Those who were drawn in the batches of one's places."""
    return Q(part__in=BatchPart.objects.filter(reach_of_batch(actor)).values("pk"))


# -- facts ----------------------------------------------------------------------------------------------------------------


def plan_facts(plan: Plan, day: date, ask: Any) -> Mapping[str, Answer]:
    """What the gates of filing and of being replaced ask."""
    known = {
        "plan.lines": PlanLine.objects.filter(plan=plan).exists(),
        "plan.replaced": Plan.objects.filter(replaces=plan, published_on__isnull=False).exists(),
    }
    return {key: Known(value, _OWN_REGISTER, day) for key, value in known.items()}


def with_lines() -> Any:
    """Keys of plans that state a batch, for a condition."""
    return PlanLine.objects.order_by().values("plan")


def batch_facts(batch: Batch, day: date, ask: Any) -> Mapping[str, Answer]:
    """What the gates of a batch ask."""
    parts = list(BatchPart.objects.filter(batch=batch).values_list("items", "strata"))
    lacking = (
        Visit.objects.filter(batch=batch).exclude(state__in=VISITS_OVER)
        if batch.state == "under_way"
        else Visit.objects.none()
    )
    expected = sum(s["take"] + s["substitutes"] for _, strata in parts for s in strata.values())
    stored = batch.state == "drawn" and DrawnObject.objects.filter(part__batch=batch).count() >= expected
    known = {
        "batch.parts": bool(parts) and all(items for items, _ in parts),
        "batch.several": batch.mode == "alone" or len(parts) > 1,
        "batch.stored": stored,
        "batch.visits_made": batch.state == "under_way" and not applying(batch),
        "batch.visits_over": batch.state == "under_way" and not lacking.exists(),
    }
    return {key: Known(value, _OWN_REGISTER, day) for key, value in known.items()}


def applying(batch: Batch) -> Applied | None:
    """The work that still stores what was drawn or makes the visits of a batch; None when there is none."""
    mine = Applied.objects.filter(kind__in=(DRAWN_KIND, VISITS_KIND), settings__batch=batch.pk)
    return mine.exclude(state="done").order_by("-pk").first()


# -- pools ----------------------------------------------------------------------------------------------------------------


def visited_since(since: date) -> frozenset[int]:
    """Firms that somebody visited on or after a day."""
    return frozenset(
        Visit.objects.filter(Q(entered_at__date__gte=since) | Q(completed_on__gte=since)).values_list(
            "enterprise", flat=True
        )
    )


def over_cap(batch: Batch, each: int, together: int) -> frozenset[int]:
    """Firms to which one more visit of the batch's department would be over a cap of the year, as the rule of visits counts them."""
    year, level = batch.window_from.year, level_of(batch.organ.place.kind)
    visited = set(Visit.objects.filter(window_from__year=year).order_by().values_list("enterprise", flat=True))
    return frozenset(
        key
        for key, counted in counts_in_year(visited, year).items()
        if _over(level, batch.organ_id, counted, each, together)
    )


def _over(level: str, organ: int, counted: Sequence[Counted], each: int, together: int) -> bool:
    try:
        check_cap(level, organ, counted, each, together)
    except Conflict:
        return True
    return False


def is_used(batch: Batch, event: str) -> bool:
    """Whether an event, however it is spelled, decides or decided another batch of the place."""
    others = Batch.objects.filter(place=batch.place_id, committed_at__isnull=False).exclude(pk=batch.pk)
    return draw.event_of(event) in {draw.event_of(own) for own in others.values_list("event", flat=True)}


def is_revealed(commitments: Collection[str]) -> bool:
    """Whether the secret behind one of some commitments stands on the page of a draw for everybody to read."""
    committed = Q(pk__in=[])
    for value in commitments:
        committed |= Q(manifest__contains=value)
    return Batch.objects.filter(committed).exclude(revealed="").exists()


def inspected_of_year(codes: Sequence[str], year: int) -> dict[int, dict[str, int]]:
    """By firm and item, how often it was or is to be inspected for it in a year."""
    found: dict[int, dict[str, int]] = {}
    # As the rule of visits counts them: a visit on a ground of its own is outside the yearly limit of an item.
    rows = VisitItem.objects.filter(item__code__in=codes, visit__window_from__year=year, visit__ground="")
    rows = rows.exclude(visit__in=Visit.objects.filter(NOT_COUNTED).values("pk"))
    for firm, code, n in rows.order_by().values_list("visit__enterprise", "item__code").annotate(n=Count("pk")):
        found.setdefault(firm, {})[code] = n
    return found


def pool_before(batch: Batch, part: BatchPart) -> int | None:
    """How many firms the department's frame had in its last committed batch over the same choice of firms."""
    earlier = BatchPart.objects.filter(
        organ=part.organ_id, batch__place=batch.place_id, batch__committed_at__isnull=False
    ).exclude(batch=batch)
    for chosen, size in earlier.order_by("-batch__committed_at", "-pk").values_list("chosen", "size")[:50]:
        if chosen == part.chosen:
            return int(size)
    return None


def aborted_before(batch: Batch) -> int:
    """How many batches of the department under the plan were aborted once they were committed: each was a draw that somebody threw away."""
    mine = Batch.objects.filter(plan=batch.plan_id, organ=batch.organ_id, state="aborted", committed_at__isnull=False)
    return mine.exclude(pk=batch.pk).count()


def roster_before(batch: Batch) -> int | None:
    """How many firms the version of the roster had from which the last committed batch of the place was drawn."""
    earlier = Batch.objects.filter(place=batch.place_id, committed_at__isnull=False, objects_version__isnull=False).exclude(pk=batch.pk)
    return earlier.order_by("-committed_at", "-pk").values_list("objects_version__size", flat=True).first()


# -- after the draw ---------------------------------------------------------------------------------------------------------


def enterprises_of(codes: Collection[str]) -> dict[str, int]:
    """Keys of firms by credit code, some hundreds at a time."""
    wanted, found = sorted(codes), dict[str, int]()
    for start in range(0, len(wanted), 500):
        found |= dict(Enterprise.objects.filter(uscc__in=wanted[start : start + 500]).values_list("uscc", "pk"))
    return found


def called(batch: Batch) -> dict[int, list[tuple[int, str, str]]]:
    """By organ the firms to be visited, as (key, credit code, envelope): those drawn and not fallen out, and substitutes that were called up."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    rows = DrawnObject.objects.filter(part__batch=batch, fell_out="").filter(
        Q(substitute=False) | Q(called_up_on__isnull=False)
    )
    for organ, key, code, own in rows.order_by("stratum", "number").values_list("part__organ", "enterprise", "enterprise__uscc", "envelope"):
        found.setdefault(organ, []).append((key, code, own))
    return found


def interests_now(inspectors: Collection[int], enterprises: Collection[int], day: date) -> set[tuple[int, str]]:
    """(inspector, credit code) of interests in force now, whenever they were declared: avoidance does not wait for a version.

    An interest is the person's: it holds for each of their places in the roster.
    """
    still = Q(until__isnull=True) | Q(until__gte=day)
    rows = Interest.objects.filter(still).values_list("inspector__person", "enterprise", "enterprise__uscc")
    persons: dict[int, list[int]] = {}
    for key, person in Inspector.objects.filter(pk__in=inspectors).values_list("pk", "person"):
        persons.setdefault(person, []).append(key)
    wanted = set(enterprises)
    return {(key, code) for person, firm, code in rows if firm in wanted for key in persons.get(person, ())}


def late_interests(batch: Batch, frozen: Collection[tuple[int, str]], inspectors: Collection[int], enterprises: Collection[int]) -> int:
    """How many interests of some inspectors in some firms were declared once the rosters of a batch were frozen."""
    persons = Inspector.objects.filter(pk__in=inspectors).values("person")
    rows = Interest.objects.filter(since__gte=batch.frozen_on, inspector__person__in=persons).values_list("inspector", "enterprise", "enterprise__uscc")
    wanted = set(enterprises)
    return sum(firm in wanted and (key, code) not in frozen for key, firm, code in rows)


def tags_of_drawn(batch: Batch) -> list[tuple[int, str]]:
    """(key, kinds of business) of the firms that were drawn, as the frozen roster has them: what was changed since spares nobody an item."""
    assert batch.objects_version
    drawn = dict(DrawnObject.objects.filter(part__batch=batch).values_list("enterprise__uscc", "enterprise"))
    return [(drawn[row["uscc"]], row["tags"]) for row in rows_of(batch.objects_version.content) if row["uscc"] in drawn]


def places_at(paths: Collection[str]) -> list[Place]:
    """Places by their paths, in that order."""
    return list(Place.objects.filter(path__in=list(paths)).order_by("path"))


def organ_names(keys: Collection[int]) -> dict[int, str]:
    """What organs are called."""
    return dict(Organ.objects.filter(pk__in=keys).values_list("pk", "name"))


def parts_of(batch: Batch, *, attached: bool) -> list[BatchPart]:
    """The parts of a batch that attach to the initiator's draw, or those that draw, by the names of their departments."""
    return list(BatchPart.objects.filter(batch=batch, attached=attached).select_related("organ").order_by("organ__name", "pk"))


def offered(batch: Batch) -> list[Offered]:
    """What each department brings, by the frozen list of items: the initiator first, then by name."""
    assert batch.items_version
    listed = {row["code"]: row for row in rows_of(batch.items_version.content)}
    parts = sorted((*parts_of(batch, attached=False), *parts_of(batch, attached=True)), key=lambda p: (p.organ_id != batch.organ_id, p.attached))
    return [
        Offered(part.organ.name, code, listed[code]["applies_to"], int(limit) if (limit := listed[code]["yearly_limit"]) else None)
        for part in parts
        for code in part.items
    ]


def most_drawing(batch: Batch) -> int | None:
    """How many departments that drew come with one visit: the cap, less those that come along wherever the initiator does."""
    most = batch.most_departments
    return None if most is None else most - BatchPart.objects.filter(batch=batch, attached=True).count()


def strata_of(part: BatchPart) -> dict[str, draw.Stratum]:
    """The sizes of a part as the kernel takes them."""
    return {name: draw.Stratum(s["size"], s["take"], s["substitutes"]) for name, s in part.strata.items()}


# -- the desk ---------------------------------------------------------------------------------------------------------------


def visits_of(batch: Batch, most: int) -> list[Visit]:
    """The first visits of a batch with their teams, in the order of their numbers."""
    rows = (
        Visit.objects.filter(batch=batch)
        .select_related("enterprise")
        .prefetch_related("team__inspector__person", "items__organ", "items__item")
    )
    return list(rows.order_by("pk")[:most])


def visit_count(batch: Batch) -> int:
    """How many visits a batch has."""
    return Visit.objects.filter(batch=batch).count()


def progress(applied: Applied) -> tuple[int, int]:
    """How many rows of some work are stored, of how many."""
    return min(
        applied.rows_count, applied_chunks(applied) * installed().batching(applied.kind).chunk
    ), applied.rows_count
