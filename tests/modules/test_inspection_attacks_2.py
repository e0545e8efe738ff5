"""More ways around the rosters, the chance, the scopes and the codes of inspections that are closed: each test is one that was open."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from tests import draw_fixture as pool
from tests.city_fixture import SINCE, City
from tests.modules.test_roster_sheets import csv_file
from tests.modules.test_rosters import firm, frozen, inspector, item

from taizhang.basis.errors import BadInput, Conflict
from taizhang.frame import batches, clock, reading
from taizhang.kernels.draw import chain_of, envelopes
from taizhang.kernels.ledger import store
from taizhang.modules.inspection.declared.rosters import ITEM
from taizhang.modules.inspection.declared.visits import FIRM_REQUEST
from taizhang.modules.inspection.models import (
    DrawnObject,
    FirmRequest,
    InspectedObject,
    InspectionItem,
    Inspector,
    Visit,
)
from taizhang.modules.inspection.pages.roster_reading import laid_ready
from taizhang.modules.inspection.rules import exchange
from taizhang.modules.inspection.terms.draw_words import LEFT_OUT
from taizhang.registers import people
from taizhang.registers.models import Enterprise, Person


@pytest.fixture
def city(db) -> City:
    return City()


@pytest.fixture
def pooled(city) -> City:
    pool.pool(city)
    return city


# -- files of a platform ------------------------------------------------------------------------------------------------------

ROW = {"uscc": pool.code(1), "score": "620", "scored_on": "2026-01", "overrides": "", "class": "C"}


def sent(rows: int = 1, **more: Any) -> exchange.Exchange:
    return exchange.Exchange("scores", "410103", date(2026, 1, 31), exchange.RECEIVED["scores"], tuple(ROW | more for _ in range(rows)))


@pytest.mark.parametrize("column", ["place", "kind", "rows"])
def test_half_a_character_in_a_file_is_refused_and_is_no_fault(column):
    document = json.loads(sent().as_json())
    if column == "rows":
        document["rows"][0]["overrides"] = "\ud800"
    else:
        document[column] = "\ud800"
    with pytest.raises(BadInput) as refused:
        exchange.received(json.dumps(document).encode())
    str(refused.value.reason.zh).encode()


def test_a_cell_that_stands_in_no_column_is_not_dropped():
    head, columns, row = sent().as_csv().splitlines()
    for text in (f"{head}\n{columns}\n{row},D\n", f"{head}\n{columns},class\n{row},D\n", f"{head}\n{columns},\n{row},D\n"):
        with pytest.raises(BadInput) as refused:
            exchange.received(text.encode())
        assert refused.value.code == "columns"


def test_a_name_that_stands_twice_in_a_row_is_refused():
    text = sent().as_json().replace('"score": "620"', '"score": "120", "score": "620"')
    with pytest.raises(BadInput):
        exchange.received(text.encode())


@pytest.mark.parametrize("bomb", [b"#\n" + b"\n" * (3 << 20), b"," * (3 << 20), b'{"rows":[' + b"[]," * (1 << 20) + b"[]]}"])
def test_a_file_that_would_fill_the_memory_is_refused_before_it_is_read(bomb):
    with pytest.raises(BadInput) as refused:
        exchange.received(bomb)
    assert refused.value.code == "rows"


# -- sheets -------------------------------------------------------------------------------------------------------------------


def read(city: City, kind: str, rows: list[list[Any]]) -> Any:
    return laid_ready(city.planner, kind, "表.csv", csv_file(rows), city.district)


def accepted(city: City, intake: Any) -> None:
    city.do(city.planner, "inspection.accept_roster", city.district, intake=intake.pk)
    batches.run_waiting()


def test_one_code_of_an_item_is_one_however_it_is_typed(city):
    rows = [["事项编码", "抽查事项", "检查依据"], ["SL-01", "示例", "示例法"], ["ＳＬ-０１", "示例", "示例法"], ["SL-\u200b01", "示例", "示例法"]]
    intake = read(city, "items", rows)
    assert [p["code"] for p in intake.problems] == ["duplicate", "duplicate"]
    accepted(city, intake)
    for typed in ("ＳＬ-01", "SL-01\u200b"):
        with pytest.raises(Conflict):
            item(city, code=typed)
    assert list(InspectionItem.objects.values_list("code", flat=True)) == ["SL-01"]


def test_somebody_who_comes_into_the_roster_tomorrow_stops_no_sheet(city):
    later = (clock.today() + timedelta(days=1)).isoformat()
    inspector(city, listed_from=later)
    name = Inspector.objects.get().person.name
    other = Person.objects.get(pk=city.approver.person).name
    accepted(city, read(city, "inspectors", [["姓名", "人员身份"], [name, "执法人员"], [other, "执法人员"]]))
    assert Inspector.objects.count() == 2


def test_a_firm_of_another_district_is_refused_by_its_cell(city):
    strange = Enterprise.objects.create(name="示例外区企业", uscc=pool.code(7), place=city.other_district)
    intake = read(city, "objects", [["统一社会信用代码"], [strange.uscc], [firm(city).uscc]])
    assert [(p["row"], p["letter"], p["code"]) for p in intake.problems] == [(2, "A", "elsewhere")]


def test_an_intake_of_a_roster_has_no_page_in_the_sandbox(city, browser):
    intake = read(city, "objects", [["统一社会信用代码"], [firm(city).uscc]])
    assert browser(city.planner).get(f"/sandbox-import/{intake.pk}/").status_code == 404

def test_nothing_goes_into_a_roster_that_a_workbook_would_reckon_with(city):
    one, two = firm(city, 1).uscc, firm(city, 2).uscc
    intake = read(city, "objects", [["统一社会信用代码", "标签", "园区"], [one, "食品经营", "=cmd|' /C calc'!A0"], [two, "\u200b＠示例", "示例园"]])
    assert [(p["row"], p["letter"], p["code"]) for p in intake.problems] == [(2, "C", "cell"), (3, "B", "cell")] and intake.reading["held"] == 2
    items = read(city, "items", [["事项编码", "抽查事项", "检查依据"], ["＝1", "示例", "示例法"], ["SL-01", "+示例", "-1"]])
    assert [(p["row"], p["letter"]) for p in items.problems] == [(2, "A"), (3, "B"), (3, "C")]
    for typed in ({"code": "=1"}, {"code": "SL-01", "applies_to": "＝1"}):
        with pytest.raises(BadInput) as refused:
            item(city, **typed)
        assert refused.value.code == "formula"



# -- scopes -------------------------------------------------------------------------------------------------------------------


def regulator(city: City, role: str, place: Any, organ: str) -> Any:
    """Somebody of another department or place in a role of the module."""
    city._post("another", role, organ, place)
    return city.another


def test_an_item_that_is_not_published_is_known_in_its_own_place_alone(city):
    row = item(city)
    elsewhere = regulator(city, "inspection.planner", city.other_district, "乙区市场监管局")
    assert reading.rows(city.planner, ITEM).filter(pk=row.pk).exists()
    assert not reading.rows(elsewhere, ITEM).filter(pk=row.pk).exists()


def test_interests_of_another_department_are_read_in_no_version_and_counted_nowhere(city, browser):
    barred, met = inspector(city), firm(city)
    city.do(city.planner, "inspection.declare_interest", barred, firm=met.pk, kind="relative")
    row, own, other = frozen(city, "interests"), browser(city.planner), browser(city.partner)
    assert own.get(f"/inspection/versions/{row.pk}/csv/").status_code == 200
    assert {other.get(f"/inspection/versions/{row.pk}/{form}/").status_code for form in ("csv", "exchange.csv", "exchange.json")} == {404}
    assert met.uscc not in other.get(f"/inspection/versions/{row.pk}/").content.decode()
    counts = [{c.kind: c.size for c in client.get("/inspection/rosters/").context["cards"]}["interests"] for client in (own, other)]
    assert counts == [1, 0]


def test_what_a_firm_says_of_a_visit_is_read_in_the_department_of_the_visit_alone(city):
    day = clock.today().isoformat()
    visit = Visit.objects.create(
        number="示例1号", place=city.district, enterprise=firm(city), organ=city.organs[pool.LEADER], kind="cause", window_from=day, window_to=day, code="A" * 12,
    )  # fmt: skip
    FirmRequest.objects.create(visit=visit, kind="complaint", words="示例", received_at=clock.now())
    chief = regulator(city, "inspection.chief", city.district, pool.PARTNER)
    assert [reading.rows(actor, FIRM_REQUEST).count() for actor in (city.planner, city.approver, city.partner, chief)] == [1, 1, 0, 0]


def test_another_department_neither_writes_nor_files_nor_publishes_a_plan(city):
    year = clock.today().year
    key = city.do(city.planner, "inspection.draw_up_plan", city.district, year=year, title="示例计划").key
    line = {"title": "示例", "mode": "alone", "organ": city.organs[pool.LEADER].pk, "scope": "示例", "quantity": "示例",
            "begins_on": f"{year}-01-01", "ends_on": f"{year}-12-31"}
    with pytest.raises(Conflict):
        city.do(city.partner, "inspection.add_plan_line", key, **line)
    city.do(city.planner, "inspection.add_plan_line", key, **line)
    chief = regulator(city, "inspection.chief", city.district, pool.PARTNER)
    with pytest.raises(Conflict):
        city.do(chief, "inspection.file_plan", key, filed_with="示例", filed_on=clock.today().isoformat())
    city.do(city.approver, "inspection.file_plan", key, filed_with="示例", filed_on=clock.today().isoformat())
    with pytest.raises(Conflict):
        city.do(chief, "inspection.take_plan_back", key, reason="示例")
    with pytest.raises(Conflict):
        city.do(city.partner, "inspection.publish_plan", key)


# -- the draw -----------------------------------------------------------------------------------------------------------------


def both(city: City) -> Any:
    """A planner who is the approver of their department as well."""
    city.do(
        city.administrator, "office.appoint", city.organs[pool.LEADER], person=city.planner.person, role="inspection.chief", place=city.district.pk,
        valid_from=SINCE.isoformat(), ground="测试",
    )  # fmt: skip
    return people.actor_of(Person.objects.get(pk=city.planner.person))


def test_whoever_froze_a_batch_does_not_commit_it_too(pooled):
    batch = pool.prepared(pooled, pool.plan(pooled), joint=False)
    pooled.do(pooled.planner, "inspection.freeze_batch", batch)
    at = (clock.now() + timedelta(days=2)).isoformat()
    with pytest.raises(Conflict) as refused:
        pooled.do(both(pooled), "inspection.commit_batch", batch, parties=pool.PARTIES, event="示例彩票第2026138期", draw_at=at)
    assert refused.value.code == "apart"


def test_nobody_learns_an_envelope_before_it_is_committed(pooled, browser):
    batch = pool.prepared(pooled, pool.plan(pooled), joint=False)
    pooled.do(pooled.planner, "inspection.freeze_batch", batch)
    asked = f"/inspection/batches/{batch.pk}/?code={pool.code(0)}"
    batch.refresh_from_db()
    own = envelopes.envelope(pool.code(0), envelopes.value_of(bytes.fromhex(batch.seal_key), pool.code(0)))
    assert own not in browser(pooled.planner).get(asked).content.decode()
    entry = store.acts([f"inspection.batch:{batch.pk}"], {"inspection.freeze_batch"})[-1][0]
    for reader in (pooled.planner, pooled.approver, pooled.officer, pooled.partner):
        assert batch.seal_key not in browser(reader).get(f"/api/entries/{entry}/").content.decode()
        assert batch.seal_key not in browser(reader).get(f"/r/inspection.batch/{batch.pk}/").content.decode()


def test_a_secret_that_was_revealed_commits_nobody(pooled):
    plan = pool.plan(pooled)
    batch = pool.committed(pooled, pool.prepared(pooled, plan, joint=False))
    with clock.at(batch.draw_at + timedelta(minutes=5)):
        pooled.do(pooled.planner, "inspection.draw_batch", batch, result="03 07 12", secrets=pool.REVEALED)
        batches.run_waiting()
        with pytest.raises(BadInput) as refused:
            pool.committed(pooled, pool.prepared(pooled, plan, joint=False, title="示例第二批"), event="示例彩票第2026139期")
    assert refused.value.code == "parties"


@pytest.mark.parametrize("more", [{"team_size": 3_000_000_000}, {"most_departments": 3_000_000_000}])
def test_no_team_is_larger_than_a_room(pooled, more):
    with pytest.raises(BadInput):
        pool.prepared(pooled, pool.plan(pooled), joint=False, **more)


def test_whoever_drew_a_batch_calls_up_nobody_whatever_posts_they_hold(pooled):
    batch = pool.committed(pooled, pool.prepared(pooled, pool.plan(pooled), joint=False))
    with clock.at(batch.draw_at + timedelta(minutes=5)):
        pooled.do(pooled.planner, "inspection.draw_batch", batch, result="03 07 12", secrets=pool.REVEALED)
        batches.run_waiting()
        # Of a stratum that has substitutes: the full group has none.
        ready = DrawnObject.objects.filter(part__batch=batch, substitute=True).values("stratum")
        first = DrawnObject.objects.filter(part__batch=batch, substitute=False, stratum__in=ready).order_by("pk")[0]
        with pytest.raises(Conflict) as refused:
            pooled.do(both(pooled), "inspection.call_up", first, reason="示例")
        assert refused.value.code == "apart"
        pooled.do(pooled.approver, "inspection.call_up", first, reason="示例")


def test_whoever_commits_reads_whom_the_planner_left_out_and_no_rule_is_named_for_it(pooled, browser):
    batch = pool.prepared(pooled, pool.plan(pooled), joint=False)
    for rule, _ in LEFT_OUT:
        with pytest.raises(BadInput) as refused:
            pooled.do(pooled.planner, "inspection.freeze_batch", batch, left_out=f"{pool.code(3)} {rule}\u200b")
        assert refused.value.code == "reason_of_a_rule"
    pooled.do(pooled.planner, "inspection.freeze_batch", batch, left_out=f"{pool.code(3)} 示例：已迁出")
    assert pool.code(3) in browser(pooled.approver).get(f"/inspection/batches/{batch.pk}/").content.decode()
    pooled.do(pooled.approver, "inspection.commit_batch", batch, parties=pool.PARTIES, event="示例", draw_at=(clock.now() + timedelta(days=2)).isoformat())
    assert pool.code(3) not in browser(pooled.approver).get(f"/public/draws/{batch.pk}/").content.decode()


def test_whoever_commits_reads_how_a_pool_was_narrowed(pooled, browser):
    batch = pool.prepared(pooled, pool.plan(pooled), joint=False)
    given = {"tags": "食品经营", "sectors": "F52", "within": pooled.district.pk}
    InspectedObject.objects.update(sector="F5212")
    pooled.do(pooled.planner, "inspection.state_part", batch, items=pool.items("S1"), **given)
    pooled.do(pooled.planner, "inspection.freeze_batch", batch)
    shown = browser(pooled.approver).get(f"/inspection/batches/{batch.pk}/").content.decode()
    assert "仅限：食品经营、F52、甲区" in shown


def test_batches_that_were_aborted_once_committed_are_said_beside_the_next_pool(pooled, browser):
    plan = pool.plan(pooled)
    first = pool.committed(pooled, pool.prepared(pooled, plan, joint=False))
    pooled.do(pooled.approver, "inspection.abort_batch", first, reason="示例")
    second = pool.committed(pooled, pool.prepared(pooled, plan, joint=False, title="示例第二批"), event="示例彩票第2026139期")
    assert [a[2:4] for a in second.alarms if a[2] == "again"] == [["again", 1]]
    assert "1批在承诺后中止" in browser(pooled.approver).get(f"/public/draws/{second.pk}/").content.decode()


def test_a_chain_decides_batches_of_its_own_department_alone(pooled):
    key = pooled.do(
        pooled.approver, "inspection.set_up_chain", pooled.district, name="示例链", keeper="示例公证处", head=chain_of(bytes(32), 5)[0], length=5
    ).key
    chief = regulator(pooled, "inspection.chief", pooled.district, pool.PARTNER)
    plan_key = pooled.do(pooled.partner, "inspection.draw_up_plan", pooled.district, year=clock.today().year, title="示例").key
    day = clock.today()
    line = {"title": "示例", "mode": "alone", "organ": pooled.organs[pool.PARTNER].pk, "scope": "示例", "quantity": "示例"}
    pooled.do(pooled.partner, "inspection.add_plan_line", plan_key, **line, begins_on=f"{day.year}-01-01", ends_on=f"{day.year}-12-31")
    pooled.do(chief, "inspection.file_plan", plan_key, filed_with="示例", filed_on=day.isoformat())
    pooled.do(pooled.partner, "inspection.publish_plan", plan_key)
    window = {"window_from": (day + timedelta(days=10)).isoformat(), "window_to": (day + timedelta(days=20)).isoformat()}
    batch = pooled.do(pooled.partner, "inspection.prepare_batch", plan_key, title="示例", mode="alone", **window).key
    pooled.do(pooled.partner, "inspection.state_part", batch, items=pool.items("E1"))
    pooled.do(pooled.partner, "inspection.freeze_batch", batch)
    with pytest.raises(Conflict) as refused:
        pooled.do(chief, "inspection.commit_by_chain", batch, chain=key)
    assert refused.value.code == "other_chain"


def test_what_a_drawn_firm_is_looked_at_for_follows_from_the_frozen_roster_and_late_interests_are_counted(pooled):
    InspectionItem.objects.filter(code="S1").update(applies_to="食品经营")
    batch = pool.committed(pooled, pool.prepared(pooled, pool.plan(pooled), joint=False))
    with clock.at(batch.draw_at + timedelta(minutes=5)):
        pooled.do(pooled.planner, "inspection.draw_batch", batch, result="03 07 12", secrets=pool.REVEALED)
        batches.run_waiting()
        chosen = DrawnObject.objects.filter(part__batch=batch, substitute=False).values("enterprise")
        spared = InspectedObject.objects.filter(enterprise__in=chosen, tags="食品经营").order_by("pk")[0]
        pooled.do(pooled.planner, "inspection.change_object", spared, tags="软件")
        steered = Inspector.objects.filter(organ__name=pool.LEADER).order_by("pk")[0]
        pooled.do(pooled.planner, "inspection.declare_interest", steered, firm=spared.enterprise_id, kind="other")
        entry = pooled.do(pooled.planner, "inspection.assign_teams", batch).entry
        batches.run_waiting()
    visit = Visit.objects.get(batch=batch, enterprise=spared.enterprise_id)
    assert {row.item.code for row in visit.items.all()} == {"S1", "S2"}
    assert json.loads(store.disclosure(entry, "p").payload)["late_interests"] == 1
