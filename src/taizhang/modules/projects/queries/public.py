"""What the public page of a project shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from taizhang.kernels.ledger import parse_text, store
from taizhang.kernels.ledger.models import Entry, Number

from ..models import Document, Project

#: Official decisions and permits: their numbers are public. Contracts, vouchers, photos and logs show kind and date alone.
NUMBERED = frozenset(
    {
        "proposal_approval",
        "feasibility_approval",
        "design_approval",
        "money_notice",
        "filing_certificate",
        "land_title",
        "planning_permit",
        "construction_permit",
        "acceptance_record",
        "accounts_approval",
        "adjustment_decision",
    }
)
#: Nobody knows what these hold, so not even their date is shown.
UNSORTED = "other"


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """A paper as everyone may know it: kind, date, and the number where it is that of an official decision."""

    kind: str
    number: str
    dated: date


def public_documents(project: Project) -> list[PublicDocument]:
    """Documents of a published project that still count, by date; none of a project that is not published."""
    if not project.published:
        return []
    found = Document.objects.filter(project=project, withdrawn_on__isnull=True).exclude(kind=UNSORTED)
    return [
        PublicDocument(kind, number if kind in NUMBERED else "", dated)
        for kind, number, dated in found.order_by("dated", "id").values_list("kind", "number", "dated")
    ]


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """One line of a project's ledger as everyone may read it; `seq` is None while it waits for its number.

    `provable` when everyone may also take its bundle: it is about the project itself, not about a paper on its file; `signed`
    when there is one to take.
    """

    key: str
    seq: int | None
    provable: bool
    signed: bool
    at: datetime
    action: str
    law: str
    said: Mapping[str, Any] = field(default_factory=dict)


def public_entries(project: Project, actions: frozenset[str], newest: int) -> tuple[list[PublicEntry], int]:
    """Entries of a published project by the given actions, oldest first, and how many others its ledger has.

    The public part of an entry is read for the `newest` ones only.
    """
    if not project.published:
        return [], 0
    about = f"projects.project:{project.pk}"
    matter = Entry.objects.filter(matter=about).order_by("key")
    rows = list(matter.filter(action__in=actions).values_list("key", "subject", "at", "action", "law"))
    numbers = dict(Number.objects.filter(entry__in=[row[0] for row in rows]).values_list("entry", "seq"))
    first_told = len(rows) - newest
    last = store.latest_checkpoint()
    signed = last[0] if last else 0
    found = [
        PublicEntry(
            key=key,
            seq=numbers.get(key),
            provable=subject == about,
            signed=numbers.get(key, signed) < signed,
            at=datetime.fromisoformat(at),
            action=action,
            law=law,
            said=_said(key) if i >= first_told else {},
        )
        for i, (key, subject, at, action, law) in enumerate(rows)
    ]
    return found, matter.count() - len(rows)


def _said(key: str) -> Mapping[str, Any]:
    shown = store.disclosure(key, "p")
    return parse_text(shown.payload) if shown else {}
