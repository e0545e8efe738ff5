"""What inspections cost the firms, as rules of values."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from itertools import combinations

import pytest
from tests import draw_fixture as pool
from tests.city_fixture import City

from taizhang.frame import batches, clock
from taizhang.modules.inspection.models import DrawnObject
from taizhang.modules.inspection.queries.burden import burden_of
from taizhang.modules.inspection.rules.burden import Drawing, burden, independent


@pytest.fixture
def city(db) -> City:
    city = City()
    pool.pool(city)
    return city


def test_firms_disturbed_by_independent_draws_are_the_mean_over_all_pairs_of_samples():
    one, other = frozenset("abcde"), frozenset("cdefgh")
    pairs = [(set(x), set(y)) for x in combinations(one, 2) for y in combinations(other, 3)]
    mean = Fraction(sum(len(x | y) for x, y in pairs), len(pairs))
    assert independent([Drawing("甲", "S1", one, 2), Drawing("乙", "S1", other, 3)]) == mean


def test_coming_together_saves_visits_and_a_cap_brings_some_of_them_back():
    firms = frozenset(f"F{n}" for n in range(10))
    drawings = [Drawing(name, "S1", firms, 4) for name in ("甲", "乙", "丙")]
    together = burden(drawings, dict.fromkeys(("F1", "F2", "F3", "F4"), 1))
    assert (together.drawn, together.firms, together.visits, together.saved, together.twice) == (12, 4, 4, 8, 0)
    assert together.independent == 10 * (1 - Fraction(6, 10) ** 3) and together.percent_of_independent == 51
    capped = burden(drawings, {"F1": 2, "F2": 2, "F3": 2, "F4": 2})
    assert (capped.saved, capped.twice) == (4, 4)


def test_a_batch_that_draws_nobody_costs_nothing_and_is_a_share_of_nothing():
    nothing = burden([Drawing("甲", "S1", frozenset(), 0)], {})
    assert nothing.firms == nothing.visits == nothing.saved == 0 and nothing.percent_of_independent is None


def test_what_a_batch_costs_agrees_with_the_draw_before_and_after_the_visits_are_made(city, browser):
    batch = pool.committed(city, pool.prepared(city, pool.plan(city)))
    with clock.at(batch.draw_at + timedelta(minutes=5)):
        city.do(city.planner, "inspection.draw_batch", batch, result="03 07 12", secrets=pool.REVEALED)
        batches.run_waiting()
    batch.refresh_from_db()
    drawn = DrawnObject.objects.filter(part__batch=batch, substitute=False)
    before = burden_of(batch)
    assert before.whole.drawn == drawn.count() and before.whole.firms == drawn.values("enterprise").distinct().count()
    assert before.whole.saved == before.whole.drawn - before.whole.visits > 0
    assert {letter: firms for letter, _, _, firms in before.classes} == {
        batch.strata[name]: drawn.filter(stratum=name).values("enterprise").distinct().count() for name in batch.strata
    }
    city.do(city.planner, "inspection.assign_teams", batch)
    batches.run_waiting()
    batch.refresh_from_db()
    assert burden_of(batch).whole == before.whole
    page = browser(city.planner).get(f"/inspection/burden/?year={batch.window_from.year}").content.decode()
    firms = drawn.values("enterprise").distinct().count()
    assert f"抽中企业 {firms} 户（每户计一次），占名录库现有 60 户的 {firms * 1000 // 60 / 10:.1f}%" in page and "下限为 3%" in page
    assert batch.title in page and f"合并少上门 {before.whole.saved} 次" in page and "D 类" in page
    assert browser(city.reporter).get("/inspection/burden/").status_code == 403
    assert "还没有抽取过" in browser(city.approver).get("/inspection/burden/?year=2001").content.decode()
