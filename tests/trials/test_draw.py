"""A sealed draw that waits for an outside event and works in batch."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from taizhang.basis.errors import Conflict
from taizhang.frame import batches, clock, fsck, reading, ticking
from taizhang.frame.models import Refusal
from tests.trials import draw, models
from tests.trials.reading_entries import entries, said

pytestmark = pytest.mark.django_db
COUNT, SIZE = 1200, 30


def planned(city):
    outcome = city.do(city.clerk, "draw.plan", city.district, name="示例抽取", size=SIZE, opens_at="2026-12-01T09:00+08:00")
    return models.Draw.objects.get(pk=outcome.key)


def committed(city):
    row = planned(city)
    lines = [{"number": n, "name": f"示例{n:04d}"} for n in range(COUNT)]
    intake = batches.take_in(draw.KIND, city.clerk, "示例名单", "0" * 64, lines)
    city.do(city.clerk, "draw.commit", row, intake=intake.pk)
    row.refresh_from_db()
    return row


@pytest.fixture
def autumn():
    with clock.on(date(2026, 11, 20)):
        yield


def test_the_list_is_fixed_before_the_seed_exists_and_drawn_when_it_arrives(city, autumn):
    row = committed(city)
    assert said(entries("draw.commit")[0])["rows"] == COUNT
    assert said(entries("draw.commit")[0])["root"] == row.list_root
    batches.run_waiting()
    assert len(entries("draw.commit.chunk")) == 3
    assert row.state == "committed"
    city.do(city.clerk, "draw.record_beacon", row, round=7, value="c0ffee")
    row.refresh_from_db()
    assert (row.state, row.seed) == ("drawn", "c0ffee")
    beacon, drawn = entries("draw.record_beacon")[0], entries("draw.draw_lots")[0]
    assert (drawn.cause, drawn.actor) == (beacon.key, "system")


def test_an_outsider_draws_the_same_lots_in_three_lines(city, autumn):
    row = committed(city)
    batches.run_waiting()
    city.do(city.clerk, "draw.record_beacon", row, round=7, value="c0ffee")
    public = said(entries("draw.draw_lots")[0])
    seed = "{root}:{seed}:".format(**public)
    again = sorted(range(public["count"]), key=lambda n: hashlib.sha256(f"{seed}{n}".encode()).digest())[: public["size"]]
    drawn = models.Candidate.objects.filter(draw=row, rank__isnull=False).order_by("rank").values_list("number", flat=True)
    assert list(drawn) == again


def test_a_seed_that_comes_before_the_list_is_complete_waits_for_the_tick(city, autumn):
    row = committed(city)
    city.do(city.clerk, "draw.record_beacon", row, round=7, value="c0ffee")
    row.refresh_from_db()
    assert row.state == "committed"
    batches.run_waiting()
    assert ticking.tick().made == 1
    row.refresh_from_db()
    assert row.state == "drawn"
    assert ticking.tick().made == 0
    assert len(entries("draw.draw_lots")) == 1


def test_names_stay_sealed_until_their_time_for_everybody(city, autumn):
    row = committed(city)
    batches.run_waiting()
    city.do(city.clerk, "draw.record_beacon", row, round=7, value="c0ffee")
    one = reading.rows(city.clerk, draw.CANDIDATE).filter(rank=1).get()
    assert not reading.cells(city.clerk, draw.CANDIDATE, one)["rank"].shown
    assert "rank" not in {f.name for f in reading.fields(city.clerk, draw.CANDIDATE)}
    with clock.on(date(2026, 12, 1), 9, 1):
        assert reading.cells(city.clerk, draw.CANDIDATE, one)["rank"].value == 1


def test_a_refusal_of_a_draw_is_an_entry_and_changes_nothing(city, autumn):
    row = committed(city)
    lines = [{"number": n, "name": "示例"} for n in range(SIZE)]
    other = batches.take_in(draw.KIND, city.clerk, "换一份名单", "1" * 64, lines)
    with pytest.raises(Conflict) as refused:
        city.do(city.clerk, "draw.commit", row, intake=other.pk)
    assert refused.value.code == "wrong_state"
    assert [said(e, "r")["refused"] for e in entries("draw.commit.refused")] == ["wrong_state"]
    assert not Refusal.objects.filter(action="draw.commit").exists()
    root = row.list_root
    row.refresh_from_db()
    assert row.list_root == root


def test_no_seed_is_taken_before_the_list_is_fixed(city, autumn):
    with pytest.raises(Conflict):
        city.do(city.clerk, "draw.record_beacon", planned(city), round=7, value="c0ffee")


def test_what_other_modules_do_when_a_draw_was_made_follows_with_its_cause(city, autumn):
    row = committed(city)
    batches.run_waiting()
    city.do(city.clerk, "draw.record_beacon", row, round=7, value="c0ffee")
    row.refresh_from_db()
    assert row.announced_on == date(2026, 11, 20)
    assert entries("draw.announce")[0].cause == entries("draw.draw_lots")[0].key


def test_everything_is_explained_afterwards(city, autumn, trials):
    row = committed(city)
    batches.run_waiting()
    city.do(city.clerk, "draw.record_beacon", row, round=7, value="c0ffee")
    report = fsck.check(trials, clock.now(), quick=True)
    assert [f for f in report.findings if f.code != "no_checkpoint"] == []


def test_what_the_machine_did_by_itself_names_the_facts_it_went_by(city, autumn):
    row = committed(city)
    batches.run_waiting()
    city.do(city.clerk, "draw.record_beacon", row, round=7, value="c0ffee")
    assert said(entries("draw.draw_lots")[0], "r") == {
        "facts": {"list.loaded": "yes 2026-11-20 名单", "beacon.there": "yes 2026-11-20 随机数"}
    }
    # What a person did is explained by their inputs.
    assert "facts" not in said(entries("draw.record_beacon")[0], "r")
