"""Three hundred of the real firms of a city, in exact numbers per registering authority, drawn again by the stand-alone verifier."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from taizhang.kernels import draw

ROOT = Path(__file__).resolve().parents[3]
FIRMS = ROOT.parent / "shared/data/enterprises/zhengzhou_companies.csv"


def test_three_hundred_real_firms_are_drawn_in_exact_numbers_and_drawn_again_by_a_stranger(tmp_path):
    if not FIRMS.exists():
        pytest.skip("the firms are not on this machine")
    with FIRMS.open(encoding="utf-8-sig") as file:
        codes = [row["统一社会信用代码"] for row in csv.DictReader(file)]
    large = {authority for authority, count in Counter(code[2:8] for code in codes).items() if count >= 500}
    rows = [(code, code[2:8] if code[2:8] in large else "其他") for code in codes]
    frame = draw.frame_of(rows, "credit_code")
    sizes = frame.sizes()
    takes = draw.allocate(300, list(sizes.values()), list(sizes.values()), initial=1, ties="largest")
    strata = {name: draw.Stratum(size, take, 2) for take, (name, size) in zip(takes, sizes.items(), strict=True)}
    secrets = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("监管部门", "公证处", "行业协会")}
    source = draw.Parties({name: hashlib.sha256(bytes.fromhex(s)).hexdigest() for name, s in secrets.items()}, "示例彩票第2026138期")
    manifest = draw.Manifest("示例抽查", frame.sha256, strata, source)
    shown = {"secrets": secrets, "result": "03 07 12 15 22 31 + 09"}
    seed, samples = draw.redraw(frame, manifest, draw.Revealed(**shown))
    assert sum(len(s.chosen) for s in samples) == 300 and [len(s.chosen) for s in samples] == takes
    (tmp_path / "frame.csv").write_bytes(frame.content)
    (tmp_path / "manifest.json").write_text(json.dumps({"manifest": manifest.document(), "manifest_sha256": draw.commitment(manifest), "revealed": shown}), "utf-8")
    command = [sys.executable, "-S", "-I", str(ROOT / "verify/draw_verify.py"), str(tmp_path / "frame.csv"), str(tmp_path / "manifest.json")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[1:] == [
        f"seed {seed}",
        *(f"{s.stratum} {len(s.chosen)}/{s.size}: {' '.join(s.chosen)} | {' '.join(s.substitutes)}" for s in samples),
    ]
