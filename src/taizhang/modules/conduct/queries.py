"""Reads of the conduct module, and who sees what of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor, ActorKey
from taizhang.frame.declare import Record
from taizhang.kernels.ledger import store
from taizhang.registers import scope
from taizhang.registers.models import Appointment, Organ, Place

from . import rules, terms
from .models import Problem, RuleItem, RuleList

#: The states that each column of the overview counts.
COUNTED: Mapping[str, tuple[str, ...]] = {
    "found": tuple(key for key, _ in terms.PROBLEM_STATES if key != "withdrawn"),
    "examined": terms.HELD,
    "correcting": ("correcting", "reported", "returned"),
    "corrected": ("closed",),
    "handed_over": ("handed_over",),
}


def visible_problem(actor: Actor) -> Q:
    """Problems of the places of those who find or check, and for the body that corrects its own, once they were given out to it."""
    if actor.machine:
        return scope.ALL
    found = scope.NONE
    for right in (terms.FIND, terms.CHECK):
        if paths := actor.with_right(right).place_paths:
            found |= Q(place__in=Place.objects.filter(scope.below(paths)).values("pk"))
    if organs := actor.with_right(terms.CORRECT).organs:
        found |= Q(corrector__in=organs, state__in=terms.WITH_CORRECTOR)
    return found


def visible_study(actor: Actor) -> Q:
    """Sessions of the actor's own organs and of the organs of their places."""
    if actor.machine:
        return scope.ALL
    if not actor.posts:
        return scope.NONE
    below = Place.objects.filter(scope.place_ids(actor)).values("pk")
    return Q(organ__in=Organ.objects.filter(Q(place__in=below) | Q(pk__in=actor.organs)).values("pk"))


def problem_facts(problem: Problem, day: date, ask: Any) -> Mapping[str, Answer]:
    """What the gate of closing asks."""
    return {"problem.proof": Known(problem.proof_id is not None, Text("作风问题台账", "Register of problems of conduct"), day)}


def gave_out(problem: Problem) -> frozenset[int]:
    """The people who gave a problem out to be corrected, and those for whom they did."""
    acts = store.acts([f"conduct.problem:{problem.pk}"], {"conduct.give_out"})
    return frozenset(person for _, actor, _ in acts for person in ActorKey.read(actor).people)


def item_on(rule_list: RuleList, number: int) -> RuleItem | None:
    """The words of a prohibition that have no last day, None where none are stated."""
    return RuleItem.objects.filter(rule_list=rule_list, number=number, valid_to__isnull=True).first()


def items(lists: Iterable[int], day: date) -> dict[int, list[RuleItem]]:
    """What is stated of each list on a day, in the order of the numbers."""
    found: dict[int, list[RuleItem]] = {key: [] for key in lists}
    for item in RuleItem.objects.filter(rule_list__in=list(found)).order_by("number", "valid_from"):
        if rules.holds(item.valid_from, item.valid_to, day):
            found[item.rule_list_id].append(item)
    return found


def names_in(organ: Organ) -> Sequence[str]:
    """Names of the people who have or had a post in an organ."""
    return tuple(dict.fromkeys(Appointment.objects.filter(organ=organ).values_list("person__name", flat=True)))


def counts(actor: Actor, record: Record, column: str) -> dict[Any, dict[str, int]]:
    """How many problems that the actor may see stand where, by a column; withdrawn ones count nowhere."""
    wanted = {name: Count("pk", filter=Q(state__in=states)) for name, states in COUNTED.items()}
    rows = reading.rows(actor, record).select_related(None).order_by().values(column).annotate(**wanted)
    return {row[column]: {name: row[name] for name in COUNTED} for row in rows}


def with_standing(rows: Any, at: date | None) -> Iterable[Any]:
    """The rows with how each stands to its deadline on the day asked for."""
    day = at or clock.today()
    for row in rows:
        row.standing = rules.standing(row.state, row.due, day)
        row.term = row.due.isoformat() if row.due else terms.NOT_SET if row.state in terms.WITH_CORRECTOR else ""
        yield row


def standing_at(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Problems that stand to their deadline as chosen, today."""
    today = clock.today()
    doing = Q(state__in=("correcting", "returned"))
    return rows.filter(
        {
            "overdue": doing & Q(due__lt=today),
            "running": doing & Q(due__gte=today),
            "no_deadline": doing & Q(due__isnull=True),
            "to_check": Q(state="reported"),
            "before": Q(state__in=("found", "examined")),
            "ended": Q(state__in=("closed", "withdrawn", "handed_over")),
        }.get(value, Q(pk__in=[]))
    )
