"""Rows of visits for any declared action, and the examples of theirs that name rows which belong together."""

from __future__ import annotations

from typing import Any

from taizhang.modules.inspection.models import InspectionItem, Inspector
from taizhang.registers import evidence
from taizhang.registers.models import Enterprise
from tests.access.visits_stage import LEADING, OFFICERS, RESERVES, cause, visits

#: Kinds whose rows come of two visits, one signed and one ahead.
KINDS = ("inspection.visit", "inspection.visit_inspector", "inspection.visit_item", "inspection.follow_up", "inspection.firm_request")
RAW = frozenset(f"inspection.{verb}" for verb in ("log_cause", "ask_avoidance", "complain", "substitute", "grant_avoidance"))


def made(samples: Any, picture: bytes) -> dict[str, int]:
    """One row of each kind, by a department in which one logs, another approves and a third inspects."""
    city = samples.city
    # Firms, an item, and two who have certificates.
    samples.row("inspection.plan")
    given = {"certificate": OFFICERS, "certificate_until": "2099-12-31"}
    city.do(city.planner, "inspection.enter_inspector", city.district, person=city.officer.person, **given)
    rows = visits(city, city.planner, city.approver, city.officer, _item(samples), picture)
    return {kind: row.pk for kind, row in rows.items()}


def who(samples: Any) -> Any:
    """Somebody of that department with every right: another organ's items and people are nobody else's to send."""
    city = samples.city
    return samples.actor(city.place, city.organs["甲区市场监管局"], samples.rights, person=city.planner.person)


def _item(samples: Any) -> int:
    """A published item of that department."""
    own = InspectionItem.objects.filter(organ=samples.city.organs["甲区市场监管局"], published_on__isnull=False)
    return int(own.order_by("id").values_list("pk", flat=True)[0])


def raw(samples: Any, action: str, picture: bytes) -> dict[str, Any]:
    """Inputs of an action whose rows have to fit each other."""
    visit = samples.row("inspection.visit")
    officer, reserve = (Inspector.objects.get(certificate=number).pk for number in (OFFICERS, RESERVES))
    codes = {"credit_code": visit.enterprise.uscc, "code": visit.code, "words": "示例"}
    if action == "inspection.log_cause":
        proof = evidence.receive(who(samples), "proof.png", [picture]).pk
        return cause(_item(samples), Enterprise.objects.get(pk=visit.enterprise_id), proof)
    if action == "inspection.substitute":
        return {"leaving": officer, "coming": reserve, "reason": "示例"}
    if action == "inspection.grant_avoidance":
        return {"coming": reserve, "answer": "示例"}
    assert Inspector.objects.filter(certificate=LEADING).exists()
    return codes | ({"member": 1} if action == "inspection.ask_avoidance" else {})
