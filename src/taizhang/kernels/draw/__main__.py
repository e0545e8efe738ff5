"""Draws again from the published files, however large they are, with a bar: python -m taizhang.kernels.draw FRAME.csv… MANIFEST.json

Goes through each frame twice, once for its hash and once for its tickets, and keeps of it only what may be drawn: memory grows with the
sample, not with the frame. Prints what verify/draw_verify.py prints, in the same words; the bar goes to standard error. Frames with weights
are read whole. Exit code 1, with the reason, where the files do not fit together.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from . import campaign
from .frame import HEADER, WEIGHTED_HEADER, read_frame
from .manifest import Stratum, commitment, manifest_of
from .randomness import Revealed, randomness, seed_of
from .sample import Sample, sample, sample_stream

_WIDTH: Final = 40
_PIECE: Final = 1 << 20


def bar(what: str, total: int, write: Callable[[str], object]) -> Callable[[int], None]:
    """A bar that is drawn anew whenever it is told how many of `total` are done; a line of its own when they all are."""

    def said(done: int) -> None:
        part = done / total if total else 1.0
        full = int(_WIDTH * part)
        write(f"\r{what} [{'#' * full}{'.' * (_WIDTH - full)}] {part:4.0%} {done:,} / {total:,}" + ("\n" if done >= total else ""))

    return said


def drawn_again(frames: Sequence[Path], published: Mapping[str, Any], write: Callable[[str], object]) -> Iterator[str]:
    """The lines that say who was drawn.

    Raises:
        ValueError: the files do not fit together.
    """
    committed = published["manifest"]
    manifest = campaign.manifest_of(committed) if "parts" in committed else manifest_of(committed)
    if (hashed := commitment(manifest)) != published["manifest_sha256"]:
        raise ValueError("the manifest is not the one that was committed")
    seed = seed_of(hashed, randomness(manifest.source, Revealed(**published["revealed"])))
    if published.get("seed", seed) != seed:
        raise ValueError("the seed that was published is another")
    yield f"commitment {hashed}"
    yield f"seed {seed}"
    by_hash = {_hash(path, write): path for path in frames}
    if isinstance(manifest, campaign.CampaignManifest):
        yield from _campaign(manifest, by_hash, seed, write)
        return
    if list(by_hash) != [manifest.frame_sha256]:
        raise ValueError("the frame is not the one that was committed")
    yield from _lines(_samples(by_hash[manifest.frame_sha256], manifest.strata, seed, write), manifest.strata)


def _campaign(manifest: campaign.CampaignManifest, by_hash: Mapping[str, Path], seed: str, write: Callable[[str], object]) -> Iterator[str]:
    if not set(by_hash) <= {part.frame_sha256 for part in manifest.parts}:
        raise ValueError("the frame is not the one that was committed")
    samples = {}
    for part in sorted(manifest.parts, key=lambda each: each.department):
        if path := by_hash.get(part.frame_sha256):
            samples[part.department] = _samples(path, part.strata, seed, write)
            yield f"[{part.department}]"
            yield from _lines(samples[part.department], part.strata)
    if len(samples) == len(manifest.parts):
        yield "[visits]"
        for visit in campaign.merged(manifest, samples, seed).visits:
            yield f"{visit.firm} {visit.number}: {' '.join(visit.departments)}"


def _samples(path: Path, strata: Mapping[str, Stratum], seed: str, write: Callable[[str], object]) -> list[Sample]:
    with path.open(encoding="utf-8", newline="") as file:
        heading = file.readline()
    if heading == f"{WEIGHTED_HEADER}\n":
        return sample(read_frame(path.read_bytes()), strata, seed)
    if heading != f"{HEADER}\n":
        raise ValueError(f"the first line of {path.name} has to be {HEADER}")
    return sample_stream(lambda: _rows(path), strata, seed, bar(path.name, sum(s.size for s in strata.values()), write))


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    """The rows of a frame as they come; a frame that is not in the order of its ids may have one of them twice."""
    before = ""
    with path.open(encoding="utf-8", newline="") as file:
        next(file)
        for line in file:
            name, _, stratum = line.removesuffix("\n").partition(",")
            if name <= before:
                raise ValueError(f"{name} stands twice in the frame, or not in its order")
            before = name
            yield name, stratum


def _hash(path: Path, write: Callable[[str], object]) -> str:
    found, done, said = sha256(), 0, bar(f"SHA-256 {path.name}", path.stat().st_size, write)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
            done += len(piece)
            said(done)
    return found.hexdigest()


def _lines(samples: Sequence[Sample], strata: Mapping[str, Stratum]) -> Iterator[str]:
    for each in samples:
        ready = f" | {' '.join(each.substitutes)}" if strata[each.stratum].substitutes else ""
        yield f"{each.stratum} {len(each.chosen)}/{each.size}: {' '.join(each.chosen)}{ready}"


def main(arguments: Sequence[str]) -> int:
    """0 when it was drawn again; 1 with the reason else."""
    if len(arguments) < 2:
        sys.stderr.write(f"{__doc__}\n")
        return 1
    *frames, manifest = map(Path, arguments)
    try:
        for line in drawn_again(frames, json.loads(manifest.read_bytes()), sys.stderr.write):
            print(line)
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        sys.stderr.write(f"\nNOT DRAWN AGAIN: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
