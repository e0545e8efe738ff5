"""The two clocks of firms in the sandbox as they stand on a day, and the letters that went to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from taizhang.frame import clock
from taizhang.frame.unguessable import opens
from taizhang.kernels.ledger import store
from taizhang.registers import calendar as days

from .. import rules, terms
from ..models import Member

#: States in which the code on its letter opens a firm's own page.
ANSWERING: Final = ("guided", "corrected")
LETTER: Final = "letter"
#: Under this name whoever issues a letter is given the code for the firm.
CODE: Final = "code"
LETTER_ACTIONS: Final = frozenset({"sandbox.guide", "sandbox.renew_code"})


@dataclass(frozen=True, slots=True)
class Clocks:
    """A firm's two clocks: the sandbox's own and that of the law, each None where it has not begun or does not run; and the law's standing."""

    own: rules.Bar | None
    law: rules.Bar | None
    standing: str
    outlasts: bool


def clocks_of(member: Any, today: date) -> Clocks:
    """Both clocks of a firm on a day. The law's runs until a decision to list, or until what was corrected has been verified."""
    calendar = days.calendar()
    own = law = None
    if member.entered_on and member.period_ends:
        until = min(member.out_on or today, today)
        own = rules.bar(member.entered_on, member.period_ends, until, calendar, stopped=member.out_on is not None)
    standing = standing_of(member, today)
    if member.triggered_on and member.listing_due:
        stopped = member.listed_on or (member.corrected_on if standing in ("avoided", "corrected_late") else None)
        if standing == "ordinary":
            stopped = member.triggered_on
        law = rules.bar(
            member.triggered_on, member.listing_due, min(stopped or today, today), calendar,
            stopped=stopped is not None, provisional=member.listing_provisional,
        )  # fmt: skip
    outlasts = bool(member.period_ends and member.listing_due and member.period_ends > member.listing_due)
    return Clocks(own, law, standing, outlasts)


def standing_of(member: Any, today: date) -> str:
    """How the clock of the law stands for a firm on a day."""
    due = member.listing_due
    near = due is not None and rules.soon(due, days.calendar(), today)
    return rules.standing(due, member.state, member.corrected_on, member.listed_on, near, today)


def with_clocks(rows: Any, at: date | None) -> Iterable[Any]:
    """The rows with how the clock of the law stands on the day asked for, and with the working days that are left of both."""
    day, calendar = at or clock.today(), days.calendar()
    for row in rows:
        row.standing = standing_of(row, day)
        inside = row.state in ("entered", "guided", "corrected", "verified")
        row.days_left = calendar.working_days_between(day, row.period_ends) if inside and row.period_ends else None
        runs = row.standing in ("running", "near", "overdue")
        row.law_left = calendar.working_days_between(day, row.listing_due) if runs else None
        yield row


#: States in which the clock of the law still runs.
RUNNING: Final = Q(listed_on__isnull=True, listing_due__isnull=False) & ~Q(state__in=("out_good", "declined"))


def standing_at(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Firms whose clock of the law stands as chosen, today."""
    today = clock.today()
    soon = last_soon(today)
    return rows.filter(
        {
            "overdue": RUNNING & Q(listing_due__lt=today),
            "near": RUNNING & Q(listing_due__gte=today, listing_due__lte=soon),
            "running": RUNNING & Q(listing_due__gt=soon),
            "listed": Q(listed_on__lte=F("listing_due")),
            "listed_late": Q(listed_on__gt=F("listing_due")),
            "avoided": Q(state="out_good", listed_on__isnull=True, corrected_on__lte=F("listing_due")),
            "corrected_late": Q(state="out_good", listed_on__isnull=True, corrected_on__gt=F("listing_due")),
            "ordinary": Q(state="declined", listed_on__isnull=True, listing_due__isnull=False),
            "none": Q(listing_due__isnull=True),
        }.get(value, Q(pk__in=[]))
    )


def most_urgent(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows in the order in which the law's clock ends, those without one behind them."""
    return rows.order_by(F("listing_due").asc(nulls_last=True), "period_ends", "id")


def last_soon(today: date) -> date:
    """The latest day of which it is said that it comes soon."""
    span = terms.WARN_BEFORE.on(today)
    return days.calendar().add_working_days(today, span.value.n).date if span else today


def letter_of(entry: str) -> tuple[int, Mapping[str, Any]] | None:
    """The firm's row and what the letter says that an entry issued; None for any other entry, or an erased one."""
    head = store.read(entry)
    if head is None or head.action not in LETTER_ACTIONS or not head.subject:
        return None
    said = store.disclosure(entry, "r")
    facts = json.loads(said.payload).get(LETTER) if said else None
    return (int(head.subject.rpartition(":")[2]), facts) if facts else None


def letter_entry(member: int) -> str:
    """The entry that issued a firm's letter last, '' while there is none."""
    found = store.acts([f"sandbox.member:{member}"], LETTER_ACTIONS)
    return str(found[-1][0]) if found else ""


def by_code(code: str) -> Member | None:
    """The firm whose letter shows a code, while it may answer. Every seal is looked at: which firm it is cannot be told from the code."""
    sealed = Member.objects.filter(state__in=ANSWERING, code_seal__isnull=False).values_list("pk", "code_seal")
    found = [key for key, seal in sealed if code and seal and opens(code, seal)]
    return Member.objects.select_related("enterprise", "organ").filter(pk__in=found).first()
