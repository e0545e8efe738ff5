"""Ways around the chance and the discipline of inspections that are closed: each test is one that was open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import draw_fixture as pool
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict, NotAllowed
from taizhang.frame import batches, clock
from taizhang.modules.inspection.models import Batch, BatchPart, DrawnObject, Inspector, Visit
from taizhang.modules.inspection.rules import draws as rules
from taizhang.registers.models import Enterprise


@pytest.fixture
def city(db) -> City:
    city = City()
    pool.pool(city)
    return city


def logged(city: City, firm: Enterprise, **more) -> Visit:
    lead, other = Inspector.objects.filter(organ__name=pool.LEADER, may_lead=True).order_by("pk")[:2]
    day = clock.today().isoformat()
    given = {
        "firm": firm.pk, "items": pool.items("S1"), "lead": lead.pk, "members": [other.pk], "window_from": day, "window_to": day, "note": "示例：投诉",
    } | more  # fmt: skip
    return Visit.objects.get(pk=city.do(city.planner, "inspection.log_cause", city.district, **given).key)


@pytest.mark.parametrize("typed", ["3,7,12,15,22,31+9", "03 07 12 15 22 31 + 09（示例）", "０９ 31 22 15 12 07 03", " 31、22、15、12、7、3、9 "])
def test_the_numbers_of_an_event_give_one_seed_however_they_are_typed(typed):
    assert rules.numbers_of(typed) == "03 07 09 12 15 22 31"


@pytest.mark.parametrize("typed", ["", "03 07", "第2026138期 03 07 12", "示例"])
def test_words_that_somebody_can_choose_are_no_result_of_an_event(typed):
    with pytest.raises(BadInput) as refused:
        rules.numbers_of(typed)
    assert refused.value.code == "result"


def test_two_people_who_type_the_same_numbers_differently_draw_the_same_firms(city):
    batch = pool.committed(city, pool.prepared(city, pool.plan(city), joint=False))
    with clock.at(batch.draw_at + timedelta(minutes=5)):
        city.do(city.planner, "inspection.draw_batch", batch, result="12,7,3（示例）", secrets=pool.REVEALED)
        batches.run_waiting()
    batch.refresh_from_db()
    assert '"result":"03 07 12"' in batch.revealed


def test_another_spelling_of_an_event_does_not_decide_a_second_batch(city):
    plan = pool.plan(city)
    pool.committed(city, pool.prepared(city, plan, joint=False))
    second = pool.prepared(city, plan, joint=False, title="示例第二批")
    with pytest.raises(Conflict) as refused:
        pool.committed(city, second, event="示例彩票 第２０２６１３８期")
    assert refused.value.code == "event_used"


def test_visits_that_one_person_only_logged_keep_no_firm_out_of_a_draw(city):
    friend = Enterprise.objects.get(uscc=pool.code(0))
    logged(city, friend), logged(city, friend)
    batch = pool.prepared(city, pool.plan(city), joint=False)
    city.do(city.planner, "inspection.freeze_batch", batch)
    assert (BatchPart.objects.get(batch=batch).size, Batch.objects.get(pk=batch.pk).excluded.count(friend.uscc)) == (60, 0)
    for visit in Visit.objects.all():
        city.do(city.approver, "inspection.approve_visit", visit, opinion="同意")
    later = pool.prepared(city, batch.plan, joint=False, title="示例第二批")
    city.do(city.planner, "inspection.freeze_batch", later)
    assert BatchPart.objects.get(batch=later).size == 59


def test_the_planner_alone_cancels_no_visit(city):
    visit = logged(city, Enterprise.objects.get(uscc=pool.code(0)))
    with pytest.raises(NotAllowed):
        city.do(city.planner, "inspection.cancel_visit", visit, reason="示例")
    city.do(city.approver, "inspection.cancel_visit", visit, reason="示例：企业已注销")


def test_a_team_that_changes_after_the_approval_is_approved_anew(city):
    visit = logged(city, Enterprise.objects.get(uscc=pool.code(0)))
    city.do(city.approver, "inspection.approve_visit", visit, opinion="同意")
    city.do(city.planner, "inspection.give_notice", visit)
    leaving = visit.team.get(slot="member 1").inspector_id
    coming = Inspector.objects.filter(organ__name=pool.LEADER).exclude(pk__in=visit.team.values("inspector")).order_by("pk")[0]
    city.do(city.planner, "inspection.substitute", visit, leaving=leaving, coming=coming.pk, reason="示例")
    visit.refresh_from_db()
    assert visit.state == "assigned"


def test_nobody_logs_a_visit_to_a_firm_of_another_district(city):
    elsewhere = Enterprise.objects.create(name="示例外区企业", uscc=pool.code(900), place=city.other_district)
    with pytest.raises(BadInput) as refused:
        logged(city, elsewhere)
    assert refused.value.code == "elsewhere"


def test_the_planner_alone_takes_nobody_out_who_was_drawn(city):
    batch = pool.committed(city, pool.prepared(city, pool.plan(city), joint=False))
    with clock.at(batch.draw_at + timedelta(minutes=5)):
        city.do(city.planner, "inspection.draw_batch", batch, result="03 07 12", secrets=pool.REVEALED)
        batches.run_waiting()
        first = DrawnObject.objects.filter(part__batch=batch, substitute=False).order_by("pk")[0]
        with pytest.raises(NotAllowed):
            city.do(city.planner, "inspection.call_up", first, reason="示例")
    first.refresh_from_db()
    assert not first.fell_out
