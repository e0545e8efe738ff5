"""What the forms of a visit are made of, as plain values, and what an entry holds of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from taizhang.kernels.ledger import store
from taizhang.registers.models import Organ

from .. import terms
from ..models import Visit
from . import visits

PAPER: Final = "paper"
P: Final = "inspection."
#: Which verb issues which form.
ISSUES: Final[Mapping[str, str]] = {
    P + "approve_visit": "approval",
    P + "give_notice": "notice",
    P + "grant_avoidance": "decision",
    P + "refuse_avoidance": "decision",
    P + "sign_record": "record",
    P + "refuse_signature": "record",
    P + "follow_up": "correction",
    P + "record_delivery": "delivery",
    P + "tell_result": "result",
}


def both(organ: Organ) -> list[str]:
    """An organ's names in both languages."""
    return [organ.name, organ.name_en]


def facts_of(form: str, visit: Visit, organ: Organ, day: Any, **more: Any) -> dict[str, Any]:
    """What every form says of a visit, and what one of them says beside it."""
    firm = visit.enterprise
    outcomes = dict(terms.OUTCOMES)
    return {
        "form": form,
        "from": both(organ),
        "on": day.isoformat(),
        "visit_key": visit.pk,
        "visit": visit.number,
        "firm": [firm.name, firm.uscc, firm.address],
        "kind": visit.kind,
        "ground": visit.ground,
        # Whose lead it was may stand in it: for those who approve, and on no paper that the firm gets.
        "note": visit.ground_note if form == "approval" else "",
        "window": [visit.window_from.isoformat(), visit.window_to.isoformat()],
        "team": [
            [row.inspector.person.name, row.inspector.certificate, *both(row.inspector.organ), row.slot] for row in visits.team(visit.pk)
        ],
        "items": [
            {
                "name": row.item.name, "name_en": row.item.name_en, "organ": both(row.organ), "basis": row.item.basis,
                "outcome": [outcomes[row.outcome].zh, outcomes[row.outcome].en] if row.outcome else ["", ""], "finding": row.finding[:1500],
            }
            for row in visits.items(visit.pk)
        ],
        **more,
    }  # fmt: skip


def issued(entry: str) -> Mapping[str, Any] | None:
    """What the form that an entry issued is made of; None for any other entry or an erased one."""
    head = store.read(entry)
    if head is None or head.action not in ISSUES:
        return None
    said = store.disclosure(entry, "r")
    found = json.loads(said.payload).get(PAPER) if said else None
    return found or None


def papers_of(subjects: list[str]) -> list[tuple[str, str, str]]:
    """(entry, form, number) of each form that was issued for some rows ('kind:key'), oldest first."""
    found = store.acts(subjects, set(ISSUES))
    said = store.disclosures([key for key, _, _ in found])
    papers = []
    for key, *_ in found:
        public = json.loads(said[key, "p"].payload) if (key, "p") in said else {}
        if "form" in public:
            papers.append((key, str(public["form"]), str(public.get("number", ""))))
    return papers
