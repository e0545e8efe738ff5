"""A batch of several departments: one commitment, one seed, merged visits; and a stranger with the published files gets the same."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import runpy
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from taizhang.kernels import draw
from taizhang.kernels.draw import campaign
from taizhang.kernels.draw.coordinated import memory_weight
from taizhang.kernels.draw.panels import WHOLE, Lottery, Pool, Quota, hidden, panel_manifest, picked

VERIFIER = Path(__file__).resolve().parents[3] / "verify/draw_verify.py"
again = runpy.run_path(str(VERIFIER), run_name="a_stranger")["checked"]

SECRETS = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("监管部门", "公证处", "行业协会")}
PARTIES = draw.Parties({name: hashlib.sha256(bytes.fromhex(s)).hexdigest() for name, s in SECRETS.items()}, "示例彩票第2026138期")
SHOWN = {"secrets": SECRETS, "result": "03 07 12 15 22 31 + 09"}
FIRMS = [(f"F{n:03}", "S1" if n % 4 else "S2") for n in range(80)]
#: Two departments may visit other parts of the firms; the second remembers whom it visited lately.
MARKET = draw.frame_of(FIRMS[:60])
SAFETY = draw.frame_of([(name, stratum, memory_weight(1, n % 2 == 0, True)) for n, (name, stratum) in enumerate(FIRMS[20:])])
WATER = draw.frame_of(FIRMS[10:70])


def part(name: str, frame: draw.Frame, take: int = 6) -> campaign.Part:
    return campaign.Part(name, frame, {stratum: draw.Stratum(size, take, 2) for stratum, size in frame.sizes().items()})


COMMITTED = campaign.CampaignManifest(
    "示例联合抽查", [part("示例市场监管局", MARKET), part("示例应急局", SAFETY), part("示例水务局", WATER)], PARTIES,
    {name: hashlib.sha256(name.encode()).hexdigest() for name in campaign.LISTS}, most_departments=2, teams={"size": 2, "candidates": 20},
)  # fmt: skip
FRAMES = {p.department: p.frame.content for p in COMMITTED.parts if isinstance(p, campaign.Part)}
PUBLISHED = {"manifest": COMMITTED.document(), "manifest_sha256": draw.commitment(COMMITTED), "revealed": SHOWN}


def printed(frames: list[bytes], published: bytes) -> str:
    """What the stand-alone verifier prints of some files; where it refuses them, why."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            again(*frames, published)
        except SystemExit as refused:
            return str(refused.code)
    return out.getvalue()


def lines(samples) -> list[str]:
    return [f"{s.stratum} {len(s.chosen)}/{s.size}: {' '.join(s.chosen)} | {' '.join(s.substitutes)}" for s in samples]


def test_a_campaign_is_drawn_again_from_its_document_as_it_was_drawn():
    document = json.loads(draw.canonical(COMMITTED.document()))
    assert campaign.manifest_of(document).document() == document
    drawn = campaign.redraw(FRAMES, document, draw.Revealed(**SHOWN))
    for department, frame in (("示例市场监管局", MARKET), ("示例水务局", WATER)):
        members = [name for name, stratum in zip(frame.ids, frame.strata, strict=True) if stratum == "S1"]
        assert list(drawn.samples[department][0].chosen) == draw.order(drawn.seed, members)[:6]
    weights = {name: w for name, s, w in zip(SAFETY.ids, SAFETY.strata, SAFETY.weights, strict=True) if s == "S2"}
    assert list(drawn.samples["示例应急局"][1].chosen) == draw.sequential_poisson(drawn.seed, weights, 6)
    came = Counter((firm, department) for department, _, firm in drawn.chosen())
    assert came == Counter((visit.firm, department) for visit in drawn.visits for department in visit.departments) and len(came) == 36
    assert max(len(visit.departments) for visit in drawn.visits) == 2 and any(visit.number == 2 for visit in drawn.visits)


def test_a_stranger_with_one_frame_gets_the_list_of_its_department_and_with_all_of_them_the_visits(tmp_path):
    drawn = campaign.redraw(FRAMES, COMMITTED.document(), draw.Revealed(**SHOWN))
    begun = [f"commitment {draw.commitment(COMMITTED)}", f"seed {drawn.seed}"]
    for department, content in FRAMES.items():
        found = printed([content], json.dumps(PUBLISHED).encode())
        assert found.splitlines() == [*begun, f"[{department}]", *lines(drawn.samples[department])]
    found = printed(list(FRAMES.values()), json.dumps(PUBLISHED, ensure_ascii=False).encode()).splitlines()
    at = found.index("[visits]")
    assert found[at + 1 :] == [f"{v.firm} {v.number}: {' '.join(v.departments)}" for v in drawn.visits]
    assert sum(line.startswith("[") for line in found[:at]) == 3
    paths = [tmp_path / name for name in ("FRAME-1.csv", "FRAME-2.csv", "FRAME-3.csv", "MANIFEST.json")]
    for path, content in zip(paths, (*FRAMES.values(), json.dumps(PUBLISHED).encode()), strict=True):
        path.write_bytes(content)
    ran = subprocess.run([sys.executable, "-S", "-I", str(VERIFIER), *map(str, paths)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0 and ran.stdout.splitlines() == found


def test_a_change_of_any_byte_of_the_published_files_is_noticed():
    small = draw.frame_of([(f"F{n}", "S1", 1 + n % 2) for n in range(6)])
    committed = campaign.CampaignManifest("示例", [campaign.Part("示例局", small, {"S1": draw.Stratum(6, 2, 1)})], PARTIES)
    published = draw.canonical({"manifest": committed.document(), "manifest_sha256": draw.commitment(committed), "revealed": SHOWN})
    true = printed([small.content], published)
    assert true.startswith("commitment ")
    for at in range(len(published)):
        changed = bytearray(published)
        changed[at] ^= 1
        # Refused, or, where only what was revealed is another, the draw of another seed.
        assert printed([small.content], bytes(changed)) != true, (at, bytes(changed[max(0, at - 20) : at + 20]))
    for at in range(len(small.content)):
        changed = bytearray(small.content)
        changed[at] ^= 1
        assert printed([bytes(changed)], published) == "NOT DRAWN AGAIN: the frame is not the one that was committed"
    assert "another" in printed([small.content], published[:-1] + b',"seed":"AAAA"}')


def test_a_pool_that_was_filled_with_the_same_firm_is_refused_although_its_hash_is_committed():
    twice = b"id,stratum\nF1,S1\nF1,S1\nF2,S1\n"
    document = {**COMMITTED.document(), "parts": {"示例局": {"frame_sha256": hashlib.sha256(twice).hexdigest(), "strata": {}}}}
    for strata, why in (({"S1": {"size": 3, "take": 1, "substitutes": 0}}, "stands twice"), ({}, "was not committed")):
        document["parts"]["示例局"]["strata"] = strata
        published = {"manifest": document, "manifest_sha256": hashlib.sha256(draw.canonical(document)).hexdigest(), "revealed": SHOWN}
        content = twice if strata else twice.replace(b"F1,S1\nF1", b"F0,S1\nF1")
        document["parts"]["示例局"]["frame_sha256"] = hashlib.sha256(content).hexdigest()
        published["manifest_sha256"] = hashlib.sha256(draw.canonical(document)).hexdigest()
        assert why in printed([content], json.dumps(published).encode())


def test_what_is_no_campaign_is_refused():
    other = {**FRAMES, "示例市场监管局": WATER.content}
    short = {name: content for name, content in FRAMES.items() if name != "示例水务局"}
    document = COMMITTED.document()
    for bad in (
        lambda: campaign.redraw(other, document, draw.Revealed(**SHOWN)),
        lambda: campaign.redraw(short, document, draw.Revealed(**SHOWN)),
        lambda: campaign.redraw(FRAMES, document, draw.Revealed(secrets={"示例路人": "11" * 32}, result="1")),
        lambda: campaign.manifest_of({**document, "version": "tz-draw-1"}),
        lambda: campaign.manifest_of({**document, "parts": {"示例局": {}}}),
        lambda: campaign.CampaignManifest("x", [], PARTIES),
        lambda: campaign.CampaignManifest("x", [part("示例局", MARKET), part("示例局", WATER)], PARTIES),
        lambda: campaign.CampaignManifest("x", [part("示例|局", MARKET)], PARTIES),
        lambda: campaign.CampaignManifest("x", [part("示例局", MARKET)], PARTIES, {"wishes": "0" * 64}),
        lambda: campaign.CampaignManifest("x", [part("示例局", MARKET)], PARTIES, most_departments=0),
        lambda: campaign.Part("示例局", MARKET, {"S1": draw.Stratum(60, 1)}),
    ):
        with pytest.raises(ValueError):
            bad()
    for source in (PARTIES, draw.Beacon(5), draw.Chain("示例链", 2, "0" * 64)):
        committed = draw.Manifest("示例", MARKET.sha256, part("x", MARKET).strata, source, {"exclusions": "0" * 64})
        assert draw.manifest_of(json.loads(draw.canonical(committed.document()))) == committed
    with pytest.raises(ValueError, match="no manifest"):
        draw.manifest_of({"version": draw.VERSION})


# -- weights in a frame -------------------------------------------------------------------------------------------------


def test_weights_stand_in_the_frame_and_in_every_row_or_in_none():
    assert SAFETY.content.startswith(b"id,stratum,weight\nF020,S2,1\nF021,S1,10\n") and draw.read_frame(SAFETY.content) == SAFETY
    with pytest.raises(draw.FrameFault, match="row 2: every row has a weight"):
        draw.frame_of([("A", "x", 1), ("B", "x")])
    for weight in (0, -1, 1_000_001, 1.5, True):
        with pytest.raises(draw.FrameFault, match="row 1"):
            draw.frame_of([("A", "x", weight)])
    for content in (b"id,stratum,weight\nA,x\n", b"id,stratum,weight\nA,x,01\n", b"id,stratum,weight\nA,x,\xef\xbc\x91\n", b"id,stratum\nA,x,1\n", b"id,stratum,weight\nA,x,+1\n"):
        with pytest.raises(draw.FrameFault):
            draw.read_frame(content)


def test_equal_weights_draw_what_no_weights_draw():
    weighted = draw.frame_of([(name, stratum, 7) for name, stratum in FIRMS])
    strata = {name: draw.Stratum(size, 5, 3) for name, size in weighted.sizes().items()}
    assert draw.sample(weighted, strata, "seed") == draw.sample(draw.frame_of(FIRMS), strata, "seed")


# -- panels -------------------------------------------------------------------------------------------------------------


def test_a_panel_is_drawn_again_from_its_published_lottery_with_hidden_names():
    names = [hidden(b"k" * 32, f"示例专家{n}") for n in range(16)]
    people = {name: {"trade": "civil" if n < 12 else "electrical"} for n, name in enumerate(names)}
    pool = Pool(people, [Quota("trade", "civil", 2, 3), Quota("trade", "electrical", 2, 3)], 5)
    lottery = Lottery(("trade",), (("civil",), ("electrical",)), (12, 4), ((3, 2), (2, 3)), (WHOLE // 2, WHOLE // 2))
    frame, committed = panel_manifest("示例评标委员会", lottery, pool, PARTIES)
    published = {"manifest": committed.document(), "manifest_sha256": draw.commitment(committed), "revealed": SHOWN, "lottery": lottery.document()}
    seed = draw.seed_of(draw.commitment(committed), draw.randomness(PARTIES, draw.Revealed(**SHOWN)))
    found = printed([frame.content], json.dumps(published).encode()).splitlines()
    seated = [name for line in found[3:] for name in line.partition(": ")[2].split()]
    assert seated == picked(lottery, pool, seed) and found[1] == f"seed {seed}"
    published["lottery"]["columns"][0]["weight"] += 1
    assert "lottery is not the one" in printed([frame.content], json.dumps(published).encode())
    with pytest.raises(ValueError, match="canonical"):
        panel_manifest("示例", lottery, Pool({name.lower(): of for name, of in people.items()}, pool.quotas, 5), PARTIES)
