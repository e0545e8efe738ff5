"""What the sandbox prevented: counts by scheme, month and place, each of them a filter of the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record

from .. import rules, terms

#: What each figure counts, of the firms that came in.
RESULTS: Final[dict[str, Q]] = {
    "entered": Q(entered_on__isnull=False),
    "in_time": Q(entered_on__isnull=False, verified_on__isnull=False, corrected_on__lte=F("period_ends")),
    "avoided": Q(entered_on__isnull=False, state="out_good", listed_on__isnull=True, corrected_on__lte=F("listing_due")),
    "to_list": Q(entered_on__isnull=False, state="out_to_list"),
    "cases": Q(entered_on__isnull=False, state="out_to_case"),
    "returns": Q(entered_on__isnull=False, returning=True),
}
#: What the list can be narrowed to besides.
BESIDES: Final[dict[str, Q]] = {"inside": Q(state__in=terms.INSIDE)}
MONTHS_SHOWN: Final = 12


def of_result(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """The firms that a figure counts."""
    return rows.filter((RESULTS | BESIDES).get(value, Q(pk__in=[])))


def of_month(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """The firms that came in in a month ('2026-03')."""
    return rows.filter(_in_month("entered_on", value))


def contacts_of_month(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """The contacts of a month."""
    return rows.filter(_in_month("made_on", value))


def contacts_of_scheme(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """The contacts with firms of a scheme."""
    return rows.filter(member__scheme=value)


def contacts_of_place(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """The contacts with firms of a place and of what lies below."""
    return rows.filter(member__place=value) if value.isdigit() else rows.none()


def replacing(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """The contacts that stood in place of a visit, or those that did not."""
    return rows.filter(replaces_visit=value == "yes")


def _in_month(column: str, value: str) -> Q:
    try:
        first = date.fromisoformat(f"{value}-01")
    except ValueError:
        return Q(pk__in=[])
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return Q(**{f"{column}__gte": first, f"{column}__lt": after})


def months(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    """The months that a list can be narrowed to, the newest first."""
    return [(month, month) for month in reversed(rules.months_back(clock.today(), 2 * MONTHS_SHOWN))]


def schemes(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    """The schemes by key."""
    return [(key, words.in_(language)) for key, words in terms.SCHEME_WORDS]


def results(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    """What the figures count, by key."""
    return [(key, words.in_(language)) for key, words in (*terms.RESULTS, ("inside", terms.IS_INSIDE))]


def standings(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    """How the clock of the law may stand, by key."""
    return [(key, words.in_(language)) for key, words in terms.LISTING_STANDINGS]


def yes_no(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    """Two answers."""
    return [("yes", "Yes"), ("no", "No")] if language == "en" else [("yes", "是"), ("no", "否")]


def counted(actor: Actor, member: Record, contact: Record, scheme: str, place: int | None) -> dict[str, dict[str, int]]:
    """Figures by month ('2026-03') of what the actor sees, 'replaced' among them: contacts that stood in place of a visit."""
    rows, contacts = reading.rows(actor, member).filter(entered_on__isnull=False), reading.rows(actor, contact)
    if scheme:
        rows, contacts = rows.filter(scheme=scheme), contacts.filter(member__scheme=scheme)
    if place is not None:
        rows, contacts = rows.filter(place=place), contacts.filter(member__place=place)
    wanted = {name: Count("id", filter=condition) for name, condition in RESULTS.items()}
    grouped = rows.select_related(None).order_by().annotate(of=TruncMonth("entered_on")).values("of").annotate(**wanted)
    found = {rules.month_words(line["of"]): {name: line[name] for name in RESULTS} | {"replaced": 0} for line in grouped}
    instead = contacts.filter(replaces_visit=True).select_related(None).order_by().annotate(of=TruncMonth("made_on"))
    for line in instead.values("of").annotate(n=Count("id")):
        found.setdefault(rules.month_words(line["of"]), dict.fromkeys((*RESULTS, "replaced"), 0))["replaced"] = line["n"]
    return found


def by_place(actor: Actor, member: Record) -> list[tuple[Any, dict[str, int]]]:
    """Figures by place of what the actor sees: (place, counts)."""
    rows = reading.rows(actor, member).select_related(None).order_by()
    wanted = {name: Count("id", filter=condition) for name, condition in RESULTS.items()}
    lines = rows.values("place").annotate(**wanted).order_by("place")
    return [(line["place"], {name: line[name] for name in RESULTS}) for line in lines]
