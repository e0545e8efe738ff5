"""Draws of inspections: planned, frozen, committed before the chance exists, drawn by another person, and drawn again by anybody."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from tests import draw_fixture as pool
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict
from taizhang.frame import batches, clock
from taizhang.kernels import draw
from taizhang.kernels.draw import beacon, chain_of
from taizhang.kernels.draw.envelopes import openings, sealed
from taizhang.modules.inspection.declared.draws import worklist_draws
from taizhang.modules.inspection.models import (
    Batch,
    BatchPart,
    DrawnObject,
    InspectedObject,
    InspectionItem,
    Inspector,
    Interest,
    Plan,
    SeedChain,
    Visit,
    VisitInspector,
    VisitItem,
)
from taizhang.modules.inspection.queries.draws import enterprises_of, over_cap
from taizhang.registers.models import Enterprise, Organ

#: Round 20,000,000 of drand's quicknet as its operators published it.
SIGNATURE = "96892582a33552a7b67ba44ef09c3ccd535bbebe760c93ecf45be8958d0c0f06390c6d19d7bf492eb806af7eef6b125c"
RANDOMNESS = "f39c98df5525968e6622e0c63edb3d1f9c5607cf780db78abdded36e4b3dba95"
VERIFY = Path(__file__).resolve().parents[2] / "verify"


@pytest.fixture
def city(db) -> City:
    city = City()
    pool.pool(city)
    return city


def sealed_by(batch: Batch) -> dict[str, str]:
    """The envelope of every firm of the pool in a frozen batch, by credit code."""
    codes = Enterprise.objects.values_list("uscc", flat=True)
    return {code: own for own, code in sealed(bytes.fromhex(batch.seal_key), codes).items()}


def drawn(city: City, batch: Batch) -> Batch:
    with clock.at(batch.draw_at + timedelta(minutes=5)):
        city.do(city.planner, "inspection.draw_batch", batch, result="03 07 12", secrets=pool.REVEALED)
        batches.run_waiting()
    batch.refresh_from_db()
    return batch


def test_a_joint_batch_from_the_plan_to_its_visits_and_an_outsider_gets_the_same(city, tmp_path):
    plan = pool.plan(city)
    batch = pool.prepared(city, plan)
    barred = Inspector.objects.filter(organ__name=pool.LEADER)[:2]
    for firm in Enterprise.objects.all():
        Interest.objects.create(inspector=barred[0], enterprise=firm, kind="employment", since=pool.SINCE)
    batch = pool.committed(city, batch)
    with pytest.raises(Conflict, match="还没有到"):
        city.do(city.planner, "inspection.draw_batch", batch, result="03 07 12", secrets=pool.REVEALED)
    with clock.at(batch.draw_at + timedelta(minutes=5)):
        with pytest.raises(BadInput, match="还没有公布密值"):
            city.do(city.planner, "inspection.draw_batch", batch, result="03 07 12", secrets=pool.REVEALED.splitlines()[0])
        with pytest.raises(BadInput, match="不符"):
            city.do(
                city.planner, "inspection.draw_batch", batch, result="03 07 12", secrets=pool.REVEALED.replace("11", "44")
            )
    batch = drawn(city, batch)
    assert batch.state == "drawn"
    parts = {p.organ.name: p for p in BatchPart.objects.filter(batch=batch)}
    document = {
        "manifest": json.loads(batch.manifest),
        "manifest_sha256": batch.commitment,
        "revealed": json.loads(batch.revealed),
    }
    (tmp_path / "MANIFEST.json").write_text(json.dumps(document), "utf-8")
    for part in parts.values():
        (tmp_path / "FRAME.csv").write_text(part.frame, "utf-8")
        command = [
            sys.executable,
            "-S",
            "-I",
            str(VERIFY / "draw_verify.py"),
            str(tmp_path / "FRAME.csv"),
            str(tmp_path / "MANIFEST.json"),
        ]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        for stratum in part.strata:
            names = (
                DrawnObject.objects.filter(part=part, stratum=stratum, substitute=False)
                .order_by("number")
                .values_list("envelope", flat=True)
            )
            assert " ".join(names) in ran.stdout
    # The full group, and all of class D for the partner; nothing in the public frame names a class.
    firms = set(
        DrawnObject.objects.filter(part=parts[pool.LEADER], substitute=False).values_list("enterprise__uscc", flat=True)
    )
    zero = set(
        InspectedObject.objects.filter(zero_report_year__isnull=False).values_list("enterprise__uscc", flat=True)
    )
    assert zero and zero <= firms
    opened = openings(bytes.fromhex(batch.seal_key), firms)
    (tmp_path / "FRAME.csv").write_text(parts[pool.LEADER].frame, "utf-8")
    for content, code in (
        (opened, 0),
        (opened.replace(min(firms), pool.code(59)), 1),
        (opened[: opened.rindex("\n", 0, -1) + 1], 1),
    ):
        (tmp_path / "OPENINGS.csv").write_text(content, "utf-8")
        ran = subprocess.run([*command, str(tmp_path / "OPENINGS.csv")], capture_output=True, text=True, check=False)
        assert ran.returncode == code and (code or " ".join(sorted(firms)) in ran.stdout), ran.stderr
    assert not any(
        own in part.frame for part in parts.values() for own in Enterprise.objects.values_list("uscc", flat=True)
    )
    assert {line.split(",")[1] for line in parts[pool.LEADER].frame.split("\n")[1:-1]} <= {"S1", "S2", "S3", "S4", "S5"}

    city.do(city.planner, "inspection.assign_teams", batch)
    batches.run_waiting()
    visits = list(Visit.objects.filter(batch=batch).prefetch_related("team__inspector__organ", "items__organ"))
    drawn_keys = set(
        DrawnObject.objects.filter(part__batch=batch, substitute=False).values_list("enterprise", flat=True)
    )
    assert {v.enterprise_id for v in visits} == drawn_keys and len(visits) == len(drawn_keys)
    for visit in visits:
        team = list(visit.team.all())
        organs = {i.organ_id for i in visit.items.all()}
        assert {m.inspector.organ_id for m in team} == organs and len(team) == 2 * len(organs)
        assert [m.slot for m in team].count("lead") == 1
        assert all(m.inspector_id != barred[0].pk for m in team)
        assert (visit.state, visit.kind, len(visit.code)) == ("assigned", "random", 12)
    (tmp_path / "TEAMS.json").write_text(
        json.dumps(json.loads(Batch.objects.get(pk=batch.pk).certificate)[pool.LEADER]), "utf-8"
    )
    checked = subprocess.run(
        [sys.executable, "-S", "-I", str(VERIFY / "teams_verify.py"), str(tmp_path / "TEAMS.json")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    with pytest.raises(Conflict, match="还不能“办结批次”"):
        city.do(city.planner, "inspection.complete_batch", batch)
    Visit.objects.filter(batch=batch).update(state="published")
    city.do(city.planner, "inspection.complete_batch", batch)
    assert Batch.objects.get(pk=batch.pk).state == "completed"


def test_divisions_of_a_bureau_come_with_one_visit_and_one_team(city):
    bureau = city.organs[pool.LEADER]
    divisions = [
        Organ.objects.create(name=f"{pool.LEADER}示例{n}科", kind="bureau", place=city.district, parent=bureau)
        for n in "甲乙"
    ]
    with pytest.raises(BadInput, match="不是本部门的科室"):
        pool.prepared(city, pool.plan(city), mode="internal")
    day, under = clock.today(), Plan.objects.get()
    given = {"window_from": (day + timedelta(days=10)).isoformat(), "window_to": (day + timedelta(days=20)).isoformat()}
    keys = [division.pk for division in divisions]
    batch = Batch.objects.get(
        pk=city.do(
            city.planner, "inspection.prepare_batch", under, title="示例", mode="internal", others=keys, **given
        ).key
    )
    city.do(city.planner, "inspection.state_part", batch, items=pool.items("S1"))
    with pytest.raises(Conflict, match="缺1项"):
        city.do(city.planner, "inspection.freeze_batch", batch)
    for division in divisions:
        city.do(city.planner, "inspection.state_part", batch, division=division.pk, items=pool.items("S2"), ratio_d=100)
    batch = drawn(city, pool.committed(city, batch))
    city.do(city.planner, "inspection.assign_teams", batch)
    batches.run_waiting()
    visits = list(Visit.objects.filter(batch=batch).prefetch_related("team__inspector"))
    assert (
        0
        < len({v.enterprise_id for v in visits})
        == len(visits)
        < DrawnObject.objects.filter(part__batch=batch, substitute=False).count()
    )
    assert all([m.slot for m in v.team.all()].count("lead") == 1 and len(v.team.all()) == 2 for v in visits)


def test_a_department_that_attaches_its_items_draws_nobody_and_comes_where_they_are_for_the_firm(city, browser):
    batch = pool.prepared(city, pool.plan(city), most_departments=1)
    with pytest.raises(BadInput, match="发起部门自己抽取"):
        city.do(city.planner, "inspection.state_part", batch, items=pool.items("S1"), attached=True)
    with pytest.raises(BadInput, match="不填比例和范围"):
        city.do(city.partner, "inspection.state_part", batch, items=pool.items("E1"), ratio_d=100, attached=True)
    InspectionItem.objects.filter(code="E1").update(applies_to="食品经营", yearly_limit=1)
    InspectionItem.objects.filter(code="S2").update(yearly_limit=1)
    city.do(city.partner, "inspection.state_part", batch, items=pool.items("E1"), attached=True)
    with pytest.raises(Conflict, match="一次进门最多1个部门"):
        city.do(city.planner, "inspection.freeze_batch", batch)
    Batch.objects.filter(pk=batch.pk).update(most_departments=2)
    batch = drawn(city, pool.committed(city, batch))
    committed = json.loads(batch.manifest)
    assert list(committed["parts"]) == [pool.LEADER] and committed["most_departments"] == 1
    assert committed["teams"]["attached"] == {pool.PARTNER: ["E1"]}
    firms = dict(DrawnObject.objects.filter(part__batch=batch, substitute=False).values_list("enterprise", "enterprise__uscc"))
    food = set(InspectedObject.objects.filter(enterprise__in=firms, tags="食品经营").values_list("enterprise", flat=True))
    assert food and food < set(firms)
    # One of them was inspected for the partner's item this year, another one for one of the initiator's.
    done, other = min(food), min(set(firms) - food)
    for firm, code in ((done, "E1"), (other, "S2")):
        earlier = Visit.objects.create(
            number=f"示例{code}", place=city.district, enterprise_id=firm, organ=city.organs[pool.PARTNER], kind="cause", code=code, state="published",
            window_from=batch.window_from, window_to=batch.window_to,
        )  # fmt: skip
        VisitItem.objects.create(visit=earlier, item=InspectionItem.objects.get(code=code), organ=city.organs[pool.PARTNER])
    city.do(city.planner, "inspection.assign_teams", batch)
    batches.run_waiting()
    found = {v.enterprise_id: v for v in Visit.objects.filter(batch=batch).prefetch_related("team__inspector__organ", "items__item")}
    assert set(found) == set(firms)
    for firm, visit in found.items():
        codes = {i.item.code for i in visit.items.all()}
        joined = firm in food and firm != done
        assert codes == {"S1", *(["E1"] if joined else []), *(["S2"] if firm != other else [])}
        assert {m.inspector.organ.name for m in visit.team.all()} == {pool.LEADER, *([pool.PARTNER] if joined else [])}
        assert len(visit.team.all()) == (4 if joined else 2)
    city.do(city.approver, "inspection.approve_visit", found[other], opinion="示例：同意")
    said = browser(city.planner).get(f"/public/draws/{batch.pk}/").content.decode()
    assert "不另行抽取" in said and "示例事项E1" in said and "FRAME-2.csv" not in said


def test_who_commits_does_not_draw_and_sizes_stand_from_then_on(city):
    batch = pool.prepared(city, pool.plan(city), joint=False)
    city.do(city.planner, "inspection.freeze_batch", batch)
    at = clock.now() + timedelta(hours=1)
    both = _with_posts(city.approver, city.planner)
    city.do(
        both,
        "inspection.commit_batch",
        batch,
        parties=pool.PARTIES,
        event="示例彩票第2026138期",
        draw_at=at.isoformat(),
    )
    with clock.at(at), pytest.raises(Conflict, match="不能由同一人"):
        city.do(both, "inspection.draw_batch", batch, result="03 07 12", secrets=pool.REVEALED)
    with pytest.raises(Conflict, match="填报本部门部分"):
        city.do(city.planner, "inspection.state_part", batch, items=pool.items("S2"))
    with pytest.raises(Conflict, match="解除冻结"):
        city.do(city.planner, "inspection.thaw_batch", batch, reason="改")
    city.do(city.approver, "inspection.abort_batch", batch, reason="示例：公开事件取消")
    new = Batch.objects.get(pk=city.do(city.planner, "inspection.redraw_batch", batch, reason="示例").key)
    assert new.redraw_of_id == batch.pk and BatchPart.objects.get(batch=new).items == ["S1", "S2"]
    with pytest.raises(Conflict, match="已有重新抽取"):
        city.do(city.planner, "inspection.redraw_batch", batch, reason="示例")


def test_each_department_states_its_own_part_within_the_rules(city):
    plan = pool.plan(city)
    batch = pool.prepared(city, plan)
    for changed, words in (
        ({"items": pool.items("S9")}, "未公布"),
        ({"items": pool.items("E1")}, "不是本部门"),
        ({"items": pool.items("S1"), "ratio_d": 29}, "30%至100%"),
        ({"items": pool.items("S1"), "ratio_d": 50}, "一般检查事项"),
    ):
        with pytest.raises(BadInput, match=words):
            city.do(city.planner, "inspection.state_part", batch, **changed)
    city.do(city.planner, "inspection.state_part", batch, items=pool.items("S2"), ratio_d=50)
    with pytest.raises(Conflict, match="由该部门自己填报"):
        city.do(
            city.planner, "inspection.state_part", batch, items=pool.items("E1"), division=city.organs[pool.PARTNER].pk
        )
    with pytest.raises(Conflict, match="发起部门"):
        city.do(city.partner, "inspection.freeze_batch", batch)


def test_nobody_is_left_out_without_a_reason_and_the_pool_is_looked_at(city):
    batch = pool.prepared(city, pool.plan(city), joint=False)
    with pytest.raises(BadInput, match="第1行"):
        city.do(city.planner, "inspection.freeze_batch", batch, left_out=pool.code(1))
    out = "\n".join(f"{pool.code(n)} 示例：已迁出" for n in range(20))
    visited = Enterprise.objects.get(uscc=pool.code(30))
    day = batch.window_from
    for n in range(2):
        Visit.objects.create(
            number=f"示例{n}", place=city.district, enterprise=visited, organ=city.organs[pool.LEADER], kind="random", window_from=day, window_to=day, code=f"c{n}",
            state="published", completed_on=day,
        )  # fmt: skip
    city.do(city.planner, "inspection.freeze_batch", batch, left_out=out)
    batch.refresh_from_db()
    part, own = BatchPart.objects.get(batch=batch), sealed_by(batch)
    assert (
        part.size == 60 - 20 - 1
        and own[pool.code(30)] not in part.frame
        and own[pool.code(3)] not in part.frame
        and own[pool.code(31)] in part.frame
    )
    assert "many_left_out" in {alarm[2] for alarm in batch.alarms}
    waits = [t for t in worklist_draws(city.approver, clock.today()) if t.key == batch.pk]
    assert [t.why.zh for t in waits] == [waits[0].why.zh] and f"抽样框有{len(batch.alarms)}处须留意" in waits[0].why.zh
    assert batch.excluded.count("已迁出") == 20 and "本年度检查已达频次上限" in batch.excluded
    city.do(city.planner, "inspection.thaw_batch", batch, reason="名单有误")
    assert BatchPart.objects.get(batch=batch).frame == ""


def test_the_same_code_written_in_two_ways_stops_the_freeze_with_its_name(city):
    batch = pool.prepared(city, pool.plan(city), joint=False)
    twice = next(code for code in map(pool.code, range(60)) if code.endswith(tuple("ABCDEFGHJKLMNPQRTUWXY")))
    again = Enterprise.objects.create(name="示例同码企业", uscc=f"{twice[:-1]}{twice[-1].lower()}", place=city.district)
    InspectedObject.objects.create(enterprise=again, place=city.district, risk_class="A", listed_from=pool.SINCE)
    with pytest.raises(Conflict, match=again.uscc) as refused:
        city.do(city.planner, "inspection.freeze_batch", batch)
    assert refused.value.code == "bad_code"


def test_the_caps_of_a_draw_are_those_of_a_visit_whatever_it_was_for_and_city_and_county_together(city):
    batch = pool.prepared(city, pool.plan(city), joint=False)
    above = Organ.objects.create(name="示例市市场监管局", place=city.place, kind="bureau")
    county, day, numbers = city.organs[pool.PARTNER], batch.window_from, count()
    before = {
        0: [(county, "published")] * 2,
        1: [(above, "published")] * 3 + [(county, "notified")],
        2: [(above, "published")] * 3,
        3: [(county, "cancelled")] * 2,
        # Logged by one person and approved by nobody yet.
        4: [(county, "assigned")] * 2,
    }
    for firm, visits in before.items():
        for organ, state in visits:
            n = next(numbers)
            Visit.objects.create(
                number=f"示例{n}", place=city.district, enterprise=Enterprise.objects.get(uscc=pool.code(firm)), organ=organ, kind="cause",
                window_from=day, window_to=day, code=f"c{n}", state=state,
            )  # fmt: skip
    over = over_cap(batch, 2, 4)
    assert {n for n in before if enterprises_of([pool.code(n)])[pool.code(n)] in over} == {0, 1}


def test_a_roster_that_was_cut_since_the_batch_before_is_said(city):
    plan = pool.plan(city)
    pool.committed(city, pool.prepared(city, plan, joint=False))
    gone = InspectedObject.objects.filter(pk__in=list(InspectedObject.objects.order_by("pk").values_list("pk", flat=True)[:35]))
    gone.update(listed_to=clock.today())
    batch = pool.prepared(city, plan, joint=False)
    city.do(city.planner, "inspection.freeze_batch", batch)
    batch.refresh_from_db()
    assert {"roster_cut", "shrunk"} <= {alarm[2] for alarm in batch.alarms}


def test_a_firm_visited_lately_and_of_low_risk_is_a_tenth_as_likely(city):
    seen = Enterprise.objects.get(uscc=pool.code(0))
    day = clock.today()
    Visit.objects.create(
        number="示例", place=city.district, enterprise=seen, organ=city.organs[pool.LEADER], kind="cause", window_from=day, window_to=day, code="c",
        state="published", completed_on=day - timedelta(days=30),
    )  # fmt: skip
    batch = pool.prepared(city, pool.plan(city), joint=False)
    city.do(city.planner, "inspection.freeze_batch", batch)
    rows = {
        line.split(",")[0]: line.split(",")[2] for line in BatchPart.objects.get(batch=batch).frame.split("\n")[1:-1]
    }
    batch.refresh_from_db()
    own = sealed_by(batch)
    assert rows[own[pool.code(0)]] == "1" and rows[own[pool.code(1)]] == "10"


def test_a_substitute_is_the_next_ticket_and_nobody_chooses_it(city):
    batch = drawn(city, pool.committed(city, pool.prepared(city, pool.plan(city), joint=False)))
    first = DrawnObject.objects.filter(
        part__batch=batch, substitute=False, stratum__in=[s for s, letter in batch.strata.items() if letter == "zero"]
    ).first()
    with pytest.raises(Conflict, match="没有替补"):
        city.do(city.approver, "inspection.call_up", first, reason="示例：已注销")
    second = DrawnObject.objects.filter(part__batch=batch, substitute=False).exclude(stratum=first.stratum).first()
    city.do(city.approver, "inspection.call_up", second, reason="示例：已注销")
    ready = DrawnObject.objects.filter(part__batch=batch, stratum=second.stratum, substitute=True).order_by("number")
    assert ready[0].called_up_on == clock.today()
    with pytest.raises(Conflict, match="仍在抽中"):
        city.do(city.approver, "inspection.call_up", second, reason="又一次")
    city.do(city.planner, "inspection.assign_teams", batch)
    batches.run_waiting()
    visited = set(Visit.objects.filter(batch=batch).values_list("enterprise", flat=True))
    assert second.enterprise_id not in visited and ready[0].enterprise_id in visited


def test_too_few_inspectors_are_named_and_nothing_is_relaxed(city):
    Inspector.objects.filter(organ__name=pool.LEADER).update(may_lead=False)
    batch = drawn(city, pool.committed(city, pool.prepared(city, pool.plan(city), joint=False)))
    with pytest.raises(Conflict, match="其中可任组长0名"):
        city.do(city.planner, "inspection.assign_teams", batch)
    assert not VisitInspector.objects.filter(visit__batch=batch).exists()


def test_visits_that_nobody_may_make_are_named(city):
    some = list(Inspector.objects.filter(organ__name=pool.LEADER, may_lead=True))
    batch = drawn(city, pool.committed(city, pool.prepared(city, pool.plan(city), joint=False)))
    firm = DrawnObject.objects.filter(part__batch=batch, substitute=False).first().enterprise
    for inspector in some:
        Interest.objects.create(inspector=inspector, enterprise=firm, kind="relative", since=pool.SINCE)
    with pytest.raises(Conflict, match=firm.uscc):
        city.do(city.planner, "inspection.assign_teams", batch)


def test_a_round_of_the_beacon_decides_a_batch_when_its_signature_is_genuine_however_it_is_copied(city):
    """The round is of July 2025 and its signature the published one; where the library of curves is missing, that is said."""
    number = 20_000_000
    at = datetime.fromtimestamp(draw.Beacon(number).at, UTC)
    answer = {"round": number, "randomness": RANDOMNESS, "signature": SIGNATURE}
    with clock.at(at - timedelta(days=2)):
        batch = pool.prepared(city, pool.plan(city), joint=False)
        city.do(city.planner, "inspection.freeze_batch", batch)
        if not beacon.is_installed():
            # Nothing is committed to a round that could not be checked here afterwards.
            with pytest.raises(BadInput, match="py_ecc"):
                city.do(city.approver, "inspection.commit_batch", batch, round=number)
            return
    with clock.at(at - timedelta(seconds=30)), pytest.raises(BadInput, match="至少一分钟"):
        city.do(city.approver, "inspection.commit_batch", batch, round=number)
    with clock.at(at - timedelta(days=1)):
        city.do(city.approver, "inspection.commit_batch", batch, round=number)
        batch.refresh_from_db()
        assert batch.event == f"drand quicknet {number}" and batch.draw_at == at
    with clock.at(at + timedelta(minutes=5)):
        with pytest.raises(BadInput, match="round 7"):
            city.do(city.planner, "inspection.draw_batch", batch, signature=json.dumps(answer | {"round": 7}))
        with pytest.raises(BadInput, match="没有这个签名"):
            city.do(city.planner, "inspection.draw_batch", batch, signature="b7" * 48)
        city.do(city.planner, "inspection.draw_batch", batch, signature=json.dumps(answer))
        batches.run_waiting()
    batch.refresh_from_db()
    assert batch.state == "drawn" and json.loads(batch.revealed) == {"signature": SIGNATURE}
    assert batch.seed == draw.seed_of(batch.commitment, RANDOMNESS)


def test_a_chain_draws_a_routine_batch_at_once_with_the_seed_of_the_day(city):
    seeds = chain_of(bytes(range(32)), 5)
    chain = city.do(
        city.approver,
        "inspection.set_up_chain",
        city.district,
        name="示例链",
        keeper="示例公证处",
        head=seeds[0],
        length=5,
    ).key
    batch = pool.prepared(city, pool.plan(city), joint=False)
    city.do(city.planner, "inspection.freeze_batch", batch)
    city.do(city.approver, "inspection.commit_by_chain", batch, chain=chain)
    with pytest.raises(BadInput, match="不符"):
        city.do(city.planner, "inspection.draw_batch", batch, seed=seeds[2])
    city.do(city.planner, "inspection.draw_batch", batch, seed=seeds[1])
    batches.run_waiting()
    row = SeedChain.objects.get(pk=chain)
    assert (row.used, row.last) == (1, seeds[1]) and Batch.objects.get(pk=batch.pk).state == "drawn"
    assert DrawnObject.objects.filter(part__batch=batch).exists()


def test_a_seed_on_which_a_batch_was_aborted_never_decides_another_one(city):
    seeds = chain_of(bytes(range(1, 33)), 3)
    head = {"name": "示例链二", "keeper": "示例公证处", "head": seeds[0], "length": 3}
    chain = city.do(city.approver, "inspection.set_up_chain", city.district, **head).key
    plan = pool.plan(city)
    first = pool.prepared(city, plan, joint=False)
    city.do(city.planner, "inspection.freeze_batch", first)
    with pytest.raises(BadInput, match="不是中止批次的种子"):
        city.do(city.approver, "inspection.commit_by_chain", first, chain=chain, spent=seeds[1])
    city.do(city.approver, "inspection.commit_by_chain", first, chain=chain)
    city.do(city.approver, "inspection.abort_batch", first, reason="示例：名单有误")
    second = pool.prepared(city, plan, joint=False)
    city.do(city.planner, "inspection.freeze_batch", second)
    with pytest.raises(Conflict, match="第1个种子已随中止的批次作废"):
        city.do(city.approver, "inspection.commit_by_chain", second, chain=chain)
    with pytest.raises(BadInput, match="不是中止批次的种子"):
        city.do(city.approver, "inspection.commit_by_chain", second, chain=chain, spent=seeds[2])
    city.do(city.approver, "inspection.commit_by_chain", second, chain=chain, spent=seeds[1])
    with pytest.raises(BadInput, match="不符"):
        city.do(city.planner, "inspection.draw_batch", second, seed=seeds[1])
    city.do(city.planner, "inspection.draw_batch", second, seed=seeds[2])
    row = SeedChain.objects.get(pk=chain)
    assert (row.used, row.last) == (2, seeds[2])


def test_a_published_plan_is_changed_by_another_one_alone(city):
    plan = pool.plan(city)
    with pytest.raises(Conflict, match="不能再改"):
        city.do(city.planner, "inspection.remove_plan_line", plan.lines.get(), reason="示例")
    with pytest.raises(Conflict, match="已有"):
        city.do(city.planner, "inspection.draw_up_plan", city.district, year=plan.year, title="又一份")
    new = city.do(city.planner, "inspection.adjust_plan", plan, reason="示例：增加批次").key
    assert Plan.objects.get(pk=plan.pk).state == "published"
    with pytest.raises(Conflict, match="同一人"):
        city.do(
            _with_posts(city.planner, city.approver),
            "inspection.file_plan",
            new,
            filed_with="示例",
            filed_on=clock.today().isoformat(),
        )
    city.do(city.approver, "inspection.file_plan", new, filed_with="示例市局", filed_on=clock.today().isoformat())
    city.do(city.planner, "inspection.publish_plan", new)
    old = Plan.objects.get(pk=plan.pk)
    assert (old.state, old.number != "", Plan.objects.get(pk=new).number != old.number) == ("replaced", True, True)
    assert old.lines.count() == Plan.objects.get(pk=new).lines.count() == 1


def test_a_plan_is_numbered_in_the_year_in_which_it_is_published_whichever_year_it_is_for(city):
    year = clock.today().year
    numbers = [pool.plan(city, of).number.split("〔")[1] for of in (year, year + 1)]
    assert numbers == [f"{year}〕抽查计划1号", f"{year}〕抽查计划2号"]


def _with_posts(actor, other):
    return replace(actor, posts=(*actor.posts, *other.posts))
