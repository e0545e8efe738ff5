"""Plans and draws on the stage: a published plan, a batch that is being prepared, and one that was drawn by a chain of seeds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from taizhang.frame import batches, clock
from taizhang.frame.actor import Actor
from taizhang.kernels.draw import chain_of
from taizhang.modules.inspection.models import Batch, BatchPart, DrawnObject, Plan, PlanLine, SeedChain
from tests.city_fixture import City
from tests.draw_fixture import code

SEEDS = chain_of(bytes(range(32)), 5)
FIRMS = range(900, 906)


def window() -> dict[str, str]:
    """Days on which visits may take place, in one year."""
    day = clock.today()
    last = date(day.year, 12, 31)
    first = min(day + timedelta(days=1), last)
    return {"window_from": first.isoformat(), "window_to": last.isoformat()}


def pool(city: City, planner: Actor, people: list[int]) -> None:
    """Firms in the roster, and two inspectors with certificates, one of whom may lead."""
    do, district = city.do, city.district
    for n in FIRMS:
        firm = do(city.administrator, "office.enter_enterprise", district, name=f"示例{n}", uscc=code(n)).key
        do(planner, "inspection.enter_object", district, firm=firm)
    for n, person in enumerate(people):
        given = {"certificate": f"1601000010{n}", "certificate_until": "2099-12-31", "may_lead": n == 0}
        do(planner, "inspection.enter_inspector", district, person=person, **given)


def draws(city: City, planner: Actor, chief: Actor, item: int, people: list[int]) -> dict[str, Any]:
    """One row of each kind that plans and draws have."""
    do, district, year = city.do, city.district, clock.today().year
    pool(city, planner, people)
    plan = do(planner, "inspection.draw_up_plan", district, year=year, title="示例计划").key
    line = {"title": "示例", "mode": "alone", "organ": planner.organs[0], "scope": "示例", "quantity": "示例"}
    do(planner, "inspection.add_plan_line", plan, **line, begins_on=f"{year}-01-01", ends_on=f"{year}-12-31")
    do(chief, "inspection.file_plan", plan, filed_with="示例", filed_on=clock.today().isoformat())
    do(planner, "inspection.publish_plan", plan)
    chain = do(chief, "inspection.set_up_chain", district, name="示例链", keeper="示例", head=SEEDS[0], length=5).key
    drawn, waits = (do(planner, "inspection.prepare_batch", plan, title=f"示例{n}", mode="alone", **window()).key for n in range(2))
    do(planner, "inspection.state_part", drawn, items=[item])
    do(planner, "inspection.freeze_batch", drawn)
    do(chief, "inspection.commit_by_chain", drawn, chain=chain)
    do(planner, "inspection.draw_batch", drawn, seed=SEEDS[1])
    batches.run_waiting()
    return {
        "inspection.plan": Plan.objects.get(pk=plan),
        "inspection.plan_line": PlanLine.objects.get(plan=plan),
        "inspection.seed_chain": SeedChain.objects.get(pk=chain),
        "inspection.batch": Batch.objects.get(pk=waits),
        "inspection.batch_part": BatchPart.objects.get(batch=waits),
        "inspection.drawn_object": DrawnObject.objects.filter(part__batch=drawn, substitute=False).get(),
    }
