"""A pool to draw from: firms with their classes, inspectors with certificates, items of two departments, laid down without the ledger."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from taizhang.basis.identifiers import credit_check, organisation_check
from taizhang.frame import clock
from taizhang.modules.inspection.models import Batch, InspectedObject, InspectionItem, Inspector, Plan
from taizhang.registers.models import Enterprise, Person
from tests.city_fixture import City

SECRETS = {"甲区市场监管局": "11" * 32, "区公证处": "22" * 32, "区个体私营经济协会": "33" * 32}
PARTIES = "\n".join(f"{name} {sha256(bytes.fromhex(secret)).hexdigest()}" for name, secret in SECRETS.items())
REVEALED = "\n".join(f"{name} {secret}" for name, secret in SECRETS.items())
LEADER, PARTNER = "甲区市场监管局", "甲区应急局"
SINCE = date(2025, 1, 1)


def code(n: int) -> str:
    """A credit code that nobody has, with its check digits."""
    organisation = f"MA{n:06d}"
    begun = f"91410103{organisation}{organisation_check(organisation)}"
    return begun + credit_check(begun)


def pool(city: City, size: int = 60, inspectors: int = 6) -> None:
    """Firms by class (A half of them, then B, C, D), three of which reported nothing but zero, and the people and items of two departments."""
    place, last = city.district, clock.today().year - 1
    firms = Enterprise.objects.bulk_create(
        [Enterprise(name=f"示例企业{n}", uscc=code(n), place=place) for n in range(size)]
    )
    InspectedObject.objects.bulk_create(
        [
            InspectedObject(
                enterprise=firm, place=place, risk_class="AABABACBCD"[n % 10], listed_from=SINCE, zero_report_year=last if n % 20 == 4 else None,
                tags="食品经营" if n % 3 == 0 else "",
            )
            for n, firm in enumerate(firms)
        ]
    )  # fmt: skip
    for name in (LEADER, PARTNER):
        organ = city.organs[name]
        people = Person.objects.bulk_create([Person(name=f"{name}检查员{n}") for n in range(inspectors)])
        Inspector.objects.bulk_create(
            [
                Inspector(
                    person=person, organ=organ, place=place, standing="official", certificate=f"4101{n:07d}", certificate_until=date(2099, 1, 1),
                    may_lead=n % 3 != 2, listed_from=SINCE,
                )
                for n, person in enumerate(people)
            ]
        )  # fmt: skip
    for key, organ, kind, published in (
        ("S1", LEADER, "general", True),
        ("S2", LEADER, "key", True),
        ("E1", PARTNER, "key", True),
        ("S9", LEADER, "key", False),
    ):
        InspectionItem.objects.create(
            place=place, organ=city.organs[organ], code=key, name=f"示例事项{key}", kind=kind, basis="示例", method="on_site", valid_from=SINCE,
            published_on=SINCE if published else None,
        )  # fmt: skip


def plan(city: City, year: int = 0) -> Plan:
    """A published plan of a year, this one or another, with one line."""
    year = year or clock.today().year
    key = city.do(
        city.planner, "inspection.draw_up_plan", city.district, year=year, title=f"{year}年度示例抽查计划"
    ).key
    city.do(
        city.planner, "inspection.add_plan_line", key, title="示例批次", mode="joint", organ=city.organs[LEADER].pk, scope="示例", quantity="按比例",
        begins_on=f"{year}-01-01", ends_on=f"{year}-12-31",
    )  # fmt: skip
    city.do(
        city.approver,
        "inspection.file_plan",
        key,
        filed_with="示例市市场监督管理局",
        filed_on=clock.today().isoformat(),
    )
    city.do(city.planner, "inspection.publish_plan", key)
    return Plan.objects.get(pk=key)


def prepared(city: City, under: Plan, *, joint: bool = True, **changed: Any) -> Batch:
    """A batch whose departments have stated their parts."""
    day = clock.today()
    given = {
        "title": "示例联合抽查", "mode": "joint" if joint else "alone", "others": [city.organs[PARTNER].pk] if joint else [],
        "window_from": (day + timedelta(days=10)).isoformat(), "window_to": (day + timedelta(days=20)).isoformat(),
    } | changed  # fmt: skip
    key = city.do(city.planner, "inspection.prepare_batch", under, **given).key
    city.do(city.planner, "inspection.state_part", key, items=items("S1", "S2"), zero_whole=True)
    if joint:
        city.do(city.partner, "inspection.state_part", key, items=items("E1"), ratio_d=100)
    return Batch.objects.get(pk=key)


def items(*codes: str) -> list[int]:
    """Keys of items by code."""
    return list(InspectionItem.objects.filter(code__in=codes).order_by("code").values_list("pk", flat=True))


def committed(city: City, batch: Batch, **changed: Any) -> Batch:
    """The batch frozen and committed, the event in two days."""
    city.do(city.planner, "inspection.freeze_batch", batch)
    at = clock.now() + timedelta(days=2)
    city.do(
        city.approver,
        "inspection.commit_batch",
        batch,
        **({"parties": PARTIES, "event": "示例彩票第2026138期", "draw_at": at.isoformat()} | changed),
    )
    batch.refresh_from_db()
    return batch
