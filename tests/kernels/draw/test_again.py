"""The program's own redraw of large published files: the words of the stand-alone verifier, a bar, and a refusal where files do not fit."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from tests.draw_rows import CAMPAIGN, ROWS

from taizhang.kernels import draw
from taizhang.kernels.draw import campaign
from taizhang.kernels.draw.__main__ import main

VERIFIER = Path(__file__).resolve().parents[3] / "verify/draw_verify.py"
CHAIN = draw.chain_of(b"k" * 32, 3)


def published(folder: Path, manifest, frames) -> list[str]:
    """The files of a draw by the first seed of the chain; their paths, frames first."""
    for number, content in enumerate(frames):
        (folder / f"FRAME-{number}.csv").write_bytes(content)
    document = {"manifest": manifest.document(), "manifest_sha256": draw.commitment(manifest), "revealed": {"seed": CHAIN[1]}}
    (folder / "MANIFEST.json").write_text(json.dumps(document), "utf-8")
    return [*(str(folder / f"FRAME-{n}.csv") for n in range(len(frames))), str(folder / "MANIFEST.json")]


def one_list() -> draw.Manifest:
    frame = draw.frame_of(ROWS)
    strata = {name: draw.Stratum(size, 2, 2) for name, size in frame.sizes().items()}
    return draw.Manifest("示例", frame.sha256, strata, draw.ChainState("示例链", 0, CHAIN[0]).source())


@pytest.mark.parametrize("kind", ["one list", "campaign, with weights and a cap", "one department of it"])
def test_it_prints_what_the_stand_alone_verifier_prints_and_a_bar_beside(kind, tmp_path, capsys):
    if kind == "one list":
        files = published(tmp_path, one_list(), [draw.frame_of(ROWS).content])
    else:
        files = published(tmp_path, CAMPAIGN, [part.frame.content for part in CAMPAIGN.parts if isinstance(part, campaign.Part)])
        files = [files[0], files[-1]] if kind.startswith("one department") else files
    assert main(files) == 0
    said = capsys.readouterr()
    theirs = subprocess.run([sys.executable, "-S", "-I", str(VERIFIER), *files], capture_output=True, text=True, check=True)
    assert said.out == theirs.stdout
    assert "FRAME-0.csv [########################################] 100%" in said.err


def test_files_that_do_not_fit_together_are_refused_with_the_reason(tmp_path, capsys):
    files = published(tmp_path, one_list(), [draw.frame_of(ROWS).content])
    frame, manifest = map(Path, files)
    good, document = frame.read_bytes(), json.loads(manifest.read_text())
    twice = draw.frame_of(ROWS).content.replace(b"E0001,", b"E0000,")
    cheated = {**document, "manifest": {**document["manifest"], "frame_sha256": draw.read_frame(good).sha256, "title": "x"}}
    for content, said, why in (
        (good.replace(b"E0001,", b"E9999,"), document, "not the one that was committed"),
        (good, cheated, "manifest is not the one"),
        (good, {**document, "revealed": {"seed": "00" * 32}}, "not the next one"),
        (good, {}, "manifest"),
    ):
        frame.write_bytes(content)
        manifest.write_text(json.dumps(said), "utf-8")
        assert main(files) == 1
        assert why in capsys.readouterr().err
    # A frame that holds an id twice is refused although it is the committed one.
    filled = draw.Manifest("示例", sha256(twice).hexdigest(), one_list().strata, one_list().source)
    assert main(published(tmp_path, filled, [twice])) == 1
    assert "stands twice" in capsys.readouterr().err
    assert main([str(tmp_path / "MANIFEST.json")]) == 1
