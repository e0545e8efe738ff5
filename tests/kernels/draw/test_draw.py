"""Draws: the handbook's example to the digit, order-independence, exact sizes, and an outsider who gets the same."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.kernels import draw
from taizhang.kernels.draw.tickets import smallest

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared/data/draw"
VERIFIER = ROOT / "verify/draw_verify.py"

#: The example of the protocol: forty placeholders in four strata, a round of the beacon of July 2025.
SEED = "3WLtUpIHaL_782wivSMoD7Ydil3rx2d3"
DRAWN = {
    "A": ["914200000000000005"],
    "B": ["914200000000000031", "914200000000000018"],
    "C": ["914200000000000001", "914200000000000017", "914200000000000008"],
    "D": ["914200000000000011", "914200000000000009", "914200000000000003", "914200000000000023"],
}


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not on this machine")
    return path


def parties(*secrets: str) -> draw.Parties:
    return draw.Parties({f"party {n}": hashlib.sha256(bytes.fromhex(s)).hexdigest() for n, s in enumerate(secrets)}, "example lottery, issue 2026138")


def manifest(frame: draw.Frame, source: draw.Source, take: int = 2, substitutes: int = 1) -> draw.Manifest:
    strata = {name: draw.Stratum(size, min(take, size), substitutes) for name, size in frame.sizes().items()}
    return draw.Manifest("示例抽查", frame.sha256, strata, source, {"exclusions": hashlib.sha256(b"").hexdigest()})


FRAME = draw.frame_of([(f"E{n:03}", "甲类" if n % 3 else "乙类") for n in range(60)])
SECRETS = ("11" * 32, "22" * 32, "33" * 32)


def test_the_example_of_the_protocol_is_drawn_to_the_digit():
    frame = draw.read_frame(shared("verify10_frame.csv").read_bytes())
    strata = {name: draw.Stratum(frame.sizes()[name], len(ids)) for name, ids in DRAWN.items()}
    assert {s.stratum: list(s.chosen) for s in draw.sample(frame, strata, SEED)} == DRAWN
    published = json.loads(shared("verify10_manifest.json").read_text("utf-8"))
    assert draw.randomness(draw.Beacon(20_000_000), draw.Revealed(signature=published["beacon_sig"])) == published["beacon_randomness"]
    assert draw.seed_of(published["manifest_sha256"], published["beacon_randomness"]) == SEED


def test_rounds_of_the_beacon_come_when_they_are_said_to():
    for each in json.loads(shared("vectors/drand_quicknet.json").read_text("utf-8"))["rounds"]:
        beacon = draw.Beacon(each["round"])
        assert beacon.at == each["time"]
        assert draw.randomness(beacon, draw.Revealed(signature=each["signature"])) == each["randomness"]


def test_totals_are_apportioned_as_published():
    for case in json.loads(shared("vectors/sps_allocation.json").read_text("utf-8")):
        given = {"initial": case.get("initial", 0), "ties": case.get("ties", "largest")}
        assert draw.allocate(case["n"], case["strata_sum"], case["avail"], **given) == case["expect"], case


def test_the_stand_alone_verifier_draws_the_example_again_and_finds_a_changed_frame(tmp_path):
    frame, published = shared("verify10_frame.csv"), shared("verify10_manifest.json")
    ran = _verify(frame, published)
    assert ran.returncode == 0 and f"seed {SEED}" in ran.stdout
    assert all(f"{name} {len(ids)}/" in ran.stdout and " ".join(ids) in ran.stdout for name, ids in DRAWN.items())
    changed = tmp_path / "frame.csv"
    changed.write_bytes(frame.read_bytes().replace(b"914200000000000000", b"914200000000000099"))
    ran = _verify(changed, published)
    assert ran.returncode == 1 and "frame is not the one" in ran.stderr


@pytest.mark.parametrize("kind", ["parties", "one silent", "chain"])
def test_an_outsider_with_the_published_files_gets_the_same(kind, tmp_path):
    chain = draw.chain_of(b"s" * 32, 5)
    source = draw.Chain("示例链", 2, chain[1]) if kind == "chain" else parties(*SECRETS)
    secrets = dict(zip(parties(*SECRETS).commitments, SECRETS, strict=True))
    if kind == "one silent":
        del secrets["party 1"]
    shown = {"seed": chain[2]} if kind == "chain" else {"secrets": secrets, "result": "03 07 12 15 22 31 + 09"}
    committed = manifest(FRAME, source)
    seed, samples = draw.redraw(FRAME, committed, draw.Revealed(**shown))
    (tmp_path / "frame.csv").write_bytes(FRAME.content)
    document = {"manifest": committed.document(), "manifest_sha256": draw.commitment(committed), "revealed": shown}
    (tmp_path / "manifest.json").write_text(json.dumps(document, ensure_ascii=True), "utf-8")
    ran = _verify(tmp_path / "frame.csv", tmp_path / "manifest.json")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == [
        f"commitment {draw.commitment(committed)}",
        f"seed {seed}",
        *(f"{s.stratum} {len(s.chosen)}/{s.size}: {' '.join(s.chosen)} | {' '.join(s.substitutes)}" for s in samples),
    ]


def _verify(frame: Path, published: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-S", "-I", str(VERIFIER), str(frame), str(published)], capture_output=True, text=True, check=False)


# -- the frame ----------------------------------------------------------------------------------------------------------


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_makes_no_difference(chance):
    rows = list(zip(FRAME.ids, FRAME.strata, strict=True))
    chance.shuffle(rows)
    assert draw.frame_of(rows) == FRAME


def test_two_rows_that_are_the_same_id_abort():
    with pytest.raises(draw.FrameFault, match="row 3: E1 stands in row 1 already"):
        draw.frame_of([("e1", "x"), ("E2", "x"), ("E1", "x")])


@pytest.mark.parametrize("bad", ["", "a|b", "a,b", 'a"b', "a b", "a\nb", "a\tb", "x" * 65, "\u200b", "企\u3000业", "a\u00a0b", "企业|", "企业,"])
def test_an_id_that_is_not_canonical_is_refused_with_its_row(bad):
    with pytest.raises(draw.FrameFault, match="row 2: "):
        draw.frame_of([("E1", "x"), (bad, "x")])


def test_a_short_name_in_any_script_with_a_dash_or_a_stop_is_an_id_and_a_stratum():
    assert draw.frame_of([("企业-１.é", "一类-甲")]).ids == ("企业-１.É",)
    for bad in ("", "甲|乙", "a,b", "e\u0301", "a\tb"):
        with pytest.raises(draw.FrameFault, match="no name of a stratum"):
            draw.frame_of([("E1", bad)])


def test_a_credit_code_has_to_be_one_letter_by_letter():
    good = "91410100MA0000015B"
    assert draw.canonical_id(good.lower(), "credit_code") == good
    for bad in (good[:-1] + "C", "９" + good[1:], good + " "):
        with pytest.raises(Exception, match=r".+"):
            draw.canonical_id(bad, "credit_code")


@pytest.mark.parametrize(
    "content", [b"id,layer\nA,x\n", b"\xef\xbb\xbfid,stratum\nA,x\n", b"id,stratum\r\nA,x\r\n", b"id,stratum\nB,x\nA,x\n", b"id,stratum\nA\n", b"id,stratum\na,x\n", b"id,stratum\n\xff,x\n"]
)  # fmt: skip
def test_a_published_frame_is_read_only_as_it_would_be_published(content):
    with pytest.raises(draw.FrameFault):
        draw.read_frame(content)
    assert draw.read_frame(FRAME.content) == FRAME


# -- the manifest -------------------------------------------------------------------------------------------------------


def test_a_manifest_is_one_sequence_of_bytes():
    assert draw.canonical({"b": [1, "x"], "a": {"é": 0}, "€": "\n\u0001"}).decode() == '{"a":{"é":0},"b":[1,"x"],"€":"\\n\\u0001"}'
    # Beyond the basic plane the order of UTF-16 is not that of code points.
    assert draw.canonical({"\ue000": 1, "😀": 2}).decode().startswith('{"😀"')
    for bad in (1.0, True, None, {"a": 0.5}, 2**53):
        with pytest.raises(TypeError):
            draw.canonical(bad)


def test_another_number_another_list_or_another_source_is_another_commitment():
    first = manifest(FRAME, parties(*SECRETS))
    others = [manifest(FRAME, parties(*SECRETS), take=3), manifest(FRAME, parties(*SECRETS), substitutes=0), manifest(FRAME, draw.Beacon(5))]
    others += [draw.Manifest("示例抽查", FRAME.sha256, first.strata, first.source, {"exclusions": "0" * 64})]
    assert len({draw.commitment(m) for m in (first, *others)}) == 5


def test_a_manifest_is_about_its_own_frame():
    committed = manifest(FRAME, parties(*SECRETS))
    other = draw.frame_of([*zip(FRAME.ids[:-1], FRAME.strata[:-1], strict=True), ("Z", "甲类")])
    with pytest.raises(ValueError, match="not the one that was committed"):
        draw.redraw(other, committed, draw.Revealed(secrets={}, result="1"))


# -- chance -------------------------------------------------------------------------------------------------------------


def test_fewer_than_three_parties_copies_and_a_nameless_event_are_no_source():
    with pytest.raises(ValueError, match="at least 3"):
        parties(*SECRETS[:2])
    with pytest.raises(ValueError, match="same secret"):
        parties(SECRETS[0], SECRETS[0], SECRETS[1])
    with pytest.raises(ValueError, match="named"):
        draw.Parties(parties(*SECRETS).commitments, " ")


def test_what_was_not_committed_is_not_taken():
    source = parties(*SECRETS)
    for secrets, result in (({"party 0": "44" * 32}, "1"), ({"stranger": SECRETS[0]}, "1"), (dict(zip(source.commitments, SECRETS, strict=True)), " ")):
        with pytest.raises(draw.RevealFault):
            draw.randomness(source, draw.Revealed(secrets=secrets, result=result))
    with pytest.raises(draw.RevealFault):
        draw.randomness(draw.Chain("x", 1, draw.chain_of(b"s" * 32, 3)[0]), draw.Revealed(seed="00" * 32))
    with pytest.raises(draw.RevealFault):
        draw.randomness(draw.Beacon(1), draw.Revealed(signature="00"))


def test_a_chain_reveals_its_seeds_one_after_another():
    seeds = draw.chain_of(b"k" * 40, 30)
    assert all(hashlib.sha256(bytes.fromhex(later)).hexdigest() == earlier for earlier, later in pairwise(seeds))
    with pytest.raises(ValueError, match="32 bytes"):
        draw.chain_of(b"short", 3)


# -- tickets ------------------------------------------------------------------------------------------------------------


@given(st.integers(0, 40), st.integers(0, 600))
def test_the_threshold_changes_nothing(n, size):
    names = [f"N{i}" for i in range(size)]
    plain = sorted((hashlib.sha256(f"{SEED}|{name}".encode()).digest(), name) for name in names)[:n]
    assert smallest(SEED, names, n, size) == plain
    # A threshold that is far too low, because the size was: then all are looked at.
    assert smallest(SEED, names, n, size * 1000) == plain


def test_a_larger_sample_is_a_longer_beginning_of_the_same_order():
    order = draw.order(SEED, FRAME.ids)
    assert all([name for _, name in smallest(SEED, FRAME.ids, n, 60)] == order[:n] for n in (1, 7, 60))


def test_the_stream_and_the_merged_shards_equal_the_whole():
    strata = {name: draw.Stratum(size, 5, 3) for name, size in FRAME.sizes().items()}
    whole = draw.sample(FRAME, strata, SEED)
    rows = list(zip(FRAME.ids, FRAME.strata, strict=True))
    random.Random(1).shuffle(rows)
    assert draw.sample_stream(lambda: rows, strata, SEED) == whole
    shards = [smallest(SEED, FRAME.ids[start::4], 9, 15) for start in range(4)]
    assert draw.merged(shards, 9) == smallest(SEED, FRAME.ids, 9, 60)
    with pytest.raises(ValueError, match="were committed"):
        draw.sample_stream(lambda: rows[1:], strata, SEED)


# -- sizes and weights --------------------------------------------------------------------------------------------------


@given(st.integers(0, 100), st.integers(1, 100), st.integers(0, 10**7))
def test_a_share_is_never_rounded_down(p, q, size):
    if p > q:
        p, q = q, p
    taken = draw.share(p, q, size)
    assert taken * q >= p * size > (taken - 1) * q or (taken == 0 and p * size == 0)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8), st.data())
def test_apportioning_takes_exactly_the_total_and_never_more_than_there_is(available, data):
    total = data.draw(st.integers(0, sum(available)))
    smaller = draw.allocate(max(0, total - 1), available, available)
    given_ = draw.allocate(total, available, available)
    assert sum(given_) == total and all(a <= b for a, b in zip(given_, available, strict=True))
    # A larger total takes nothing away from anybody.
    assert all(a <= b for a, b in zip(smaller, given_, strict=True))


def test_weights_shift_chances_and_nobody_is_safe():
    weights = {f"W{n}": 10 if n < 50 else 1 for n in range(100)}
    heavy = light = 0
    for n in range(200):
        drawn = draw.sequential_poisson(f"seed{n}", weights, 20)
        heavy += sum(name in drawn for name in list(weights)[:50])
        light += sum(name in drawn for name in list(weights)[50:])
    assert 5 < heavy / light < 20 and light > 0
    assert draw.sequential_poisson(SEED, dict.fromkeys(weights, 3), 7) == draw.order(SEED, list(weights))[:7]
    with pytest.raises(ValueError, match="from 1 on"):
        draw.sequential_poisson(SEED, {"a": 0}, 1)


def test_pareto_takes_with_certainty_whom_it_has_to_and_never_too_many():
    assert draw.pareto(SEED, {"big": 1000, "a": 1, "b": 1, "c": 1}, 2)[0] == "big"
    assert len(set(draw.pareto(SEED, {f"p{n}": n + 1 for n in range(40)}, 15))) == 15
    assert sorted(draw.pareto(SEED, {"a": 5, "b": 1}, 2)) == ["a", "b"]


def test_a_pool_that_looks_cut_to_fit_is_said():
    strata = {"a": draw.Stratum(1, 1), "b": draw.Stratum(10, 4), "c": draw.Stratum(100, 2), "d": draw.Stratum(0, 0), "e": draw.Stratum(40, 1)}
    found = {(a.stratum, a.kind) for a in draw.alarms(strata, {"c": 30}, {"e": 90})}
    assert found == {("a", "everybody"), ("b", "small"), ("c", "many_left_out"), ("d", "empty"), ("e", "shrunk")}
