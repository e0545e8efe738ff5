"""Three hundred of the real firms of a city, in exact numbers per class, drawn again by the stand-alone verifier.

The firms and their codes are real; their classes are SYNTHETIC: made from a hash of the code, and no word about any firm.
"""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from taizhang.kernels import draw
from taizhang.kernels.draw import campaign

ROOT = Path(__file__).resolve().parents[3]
FIRMS = ROOT.parent / "shared/data/enterprises/zhengzhou_companies.csv"
#: Class, the synthetic scores below which it is, and how many per cent of it are wanted when nobody counts the sum.
CLASSES = (("S1", 60, 1), ("S2", 85, 2), ("S3", 95, 10), ("S4", 100, 30))


def synthetic_class(code: str) -> str:
    score = int.from_bytes(hashlib.sha256(f"synthetic score|{code}".encode()).digest()[:4], "big") % 100
    return next(name for name, below, _ in CLASSES if score < below)


@pytest.mark.by_turns(2)
def test_three_hundred_real_firms_are_drawn_in_exact_numbers_and_drawn_again_by_a_stranger(tmp_path):
    if not FIRMS.exists():
        pytest.skip("the firms are not on this machine")
    with FIRMS.open(encoding="utf-8-sig") as file:
        codes = [row["统一社会信用代码"] for row in csv.DictReader(file)]
    frame = draw.frame_of(((code, synthetic_class(code)) for code in codes), "credit_code")
    sizes = frame.sizes()
    assert len(frame.ids) == 29_570 and list(sizes) == [name for name, _, _ in CLASSES]
    takes = draw.allocate(300, [sizes[name] * percent for name, _, percent in CLASSES], list(sizes.values()), initial=1, ties="largest")
    strata = {name: draw.Stratum(size, take, 2) for take, (name, size) in zip(takes, sizes.items(), strict=True)}
    secrets = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("监管部门", "公证处", "行业协会")}
    source = draw.Parties({name: hashlib.sha256(bytes.fromhex(s)).hexdigest() for name, s in secrets.items()}, "示例彩票第2026138期")
    committed = campaign.CampaignManifest("示例抽查", [campaign.Part("示例局", frame, strata)], source)
    shown = {"secrets": secrets, "result": "03 07 12 15 22 31 + 09"}
    drawn = campaign.redraw({"示例局": frame.content}, committed.document(), draw.Revealed(**shown))
    samples = drawn.samples["示例局"]
    assert [len(s.chosen) for s in samples] == takes and sum(takes) == len(drawn.visits) == 300
    # A stratum's part of the three hundred is that of its share, to the one firm that rounding moves.
    whole = sum(sizes[name] * percent for name, _, percent in CLASSES)
    assert all(abs(take - 300 * sizes[name] * percent / whole) < 1 for take, (name, _, percent) in zip(takes, CLASSES, strict=True))
    (tmp_path / "FRAME.csv").write_bytes(frame.content)
    published = {"manifest": committed.document(), "manifest_sha256": draw.commitment(committed), "revealed": shown}
    (tmp_path / "MANIFEST.json").write_bytes(draw.canonical(published))
    command = [sys.executable, "-S", "-I", str(ROOT / "verify/draw_verify.py"), str(tmp_path / "FRAME.csv"), str(tmp_path / "MANIFEST.json")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[1:] == [
        f"seed {drawn.seed}",
        "[示例局]",
        *(f"{s.stratum} {len(s.chosen)}/{s.size}: {' '.join(s.chosen)} | {' '.join(s.substitutes)}" for s in samples),
        "[visits]",
        *(f"{visit.firm} 1: 示例局" for visit in drawn.visits),
    ]
