"""What of the sandbox waits for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q

from taizhang.basis.law import Law
from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Task

from .. import terms
from ..queries import clocks
from .records import MEMBER

_MOST: Final = 50


def worklist(actor: Actor, today: date) -> Sequence[Task]:
    """For those who keep files, who verify and who approve; each firm by the most urgent thing first."""
    found: list[Task] = []
    soon = clocks.last_soon(today)
    if actor.may(terms.APPROVE):
        found += _for_approver(actor.with_right(terms.APPROVE), today, soon)
    if actor.may(terms.VERIFY):
        waits = _rows(actor.with_right(terms.VERIFY)).filter(state="corrected").order_by("corrected_on", "id")
        words = Text("已自纠，等待核验（不能由经办人核验）", "Corrected; waits to be verified by somebody else")
        found += [_task(row, words, "verify", row.listing_due, terms.ANOTHER) for row in waits[:_MOST]]
    if actor.may(terms.KEEP):
        found += _for_keeper(actor.with_right(terms.KEEP), today, soon)
    return found


def _rows(able: Actor) -> Any:
    return reading.rows(able, MEMBER)


def _for_approver(able: Actor, today: date, soon: date) -> Iterator[Task]:
    law = _rows(able).filter(clocks.RUNNING, state__in=terms.INSIDE, listing_due__lte=soon).order_by("listing_due", "id")
    for row in law[:_MOST]:
        yield _task(row, _law_words(row, today), "propose_listing", row.listing_due, terms.LISTING)
    for row in _rows(able).filter(state="verified").order_by("verified_on", "id")[:_MOST]:
        yield _task(row, Text("已核验，待批准出盒", "Verified; to be let out"), "let_out", row.period_ends, terms.LENIENT)
    late = _rows(able).filter(state="out_to_list", listed_on__isnull=True, corrected_on__isnull=False, proof__isnull=False)
    for row in late.order_by("listing_due", "id")[:_MOST]:
        words = Text("已自纠，到法定时限未核验：核实或列入", "Corrected, and not verified in the law’s term: find it so, or list")
        yield _task(row, words, "verify_late", row.listing_due, terms.LISTING)
    for row in _rows(able).filter(state="eligible", returning=True).order_by("found_on", "id")[:_MOST]:
        words = Text("规定期间内再次入盒，须批准", "Comes back within the stated time; needs approval")
        yield _task(row, words, "admit_again", row.listing_due, terms.READING)


def _for_keeper(able: Actor, today: date, soon: date) -> Iterator[Task]:
    due = Q(listing_due__lte=soon)
    out = Q(state="out_to_list") | Q(state="out_to_case", listing_due__lte=soon)
    to_list = _rows(able).filter(out, listed_on__isnull=True, listing_due__isnull=False).order_by("listing_due", "id")
    for row in to_list[:_MOST]:
        yield _task(row, _law_words(row, today), "record_listing", row.listing_due, terms.LISTING)
    ends = _rows(able).filter(state__in=("entered", "guided"), period_ends__lte=soon).order_by("period_ends", "id")
    for row in ends[:_MOST]:
        words = Text("沙盒期 {d} 届满", "The sandbox ends on {d}").with_(d=row.period_ends.isoformat())
        yield _task(row, words, "record_contact" if row.state == "guided" else "guide", row.period_ends, terms.READING)
    waits = _rows(able).filter(state="eligible", returning=False).order_by("found_on", "id")
    for row in waits[:_MOST]:
        yield _task(row, Text("待入盒", "To be admitted"), "admit", row.listing_due, terms.READING)
    for row in _rows(able).filter(due, state="entered").exclude(period_ends__lte=soon).order_by("listing_due", "id")[:_MOST]:
        yield _task(row, _law_words(row, today), "guide", row.listing_due, terms.LISTING)


def _law_words(row: Any, today: date) -> Text:
    if row.listing_due is not None and row.listing_due < today:
        return Text("法定列入时限已过 {d}，应提请或登记列入", "The law’s term for listing ended on {d}: propose or record the listing").with_(
            d=row.listing_due.isoformat()
        )
    return Text("法定列入时限 {d} 将至", "The law’s term for listing ends on {d}").with_(d=row.listing_due.isoformat() if row.listing_due else "—")


def _task(row: Any, why: Text, verb: str, due: date | None, law: Law) -> Task:
    return Task(f"{row.number} {row.enterprise.name}", why, MEMBER.kind, row.pk, due, f"sandbox.{verb}", law)
