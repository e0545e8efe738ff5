"""A frame for every engine that draws: strata with a quotation mark and a backslash, weights, and a campaign of three departments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Any

from taizhang.kernels import draw
from taizhang.kernels.draw import campaign, engines

SEED = "3WLtUpIHaL_782wivSMoD7Ydil3rx2d3"
ROWS = [(f"E{n:04}", ("甲类", "乙类", "丙'类", "丁\\类")[n % 4 % 3 + n % 97 // 96]) for n in range(900)]
WEIGHTED = [(name, stratum, (1, 10, 40, 7)[n % 11 % 4]) for n, (name, stratum) in enumerate(ROWS)]
FRAME, WEIGHTED_FRAME = draw.frame_of(ROWS), draw.frame_of(WEIGHTED)
STRATA = {name: draw.Stratum(size, take, 4) for take, (name, size) in zip((2, 5, 9, 20), FRAME.sizes().items(), strict=True)}
#: The hashes of the samples that every engine has to find.
GOLDEN = "76f758b2e43bea2e0b7c481ab889a3a98898723a39cccfe905fa9a4e51c83ef0"
GOLDEN_WEIGHTED = "76bc4c944945f6c747c589fc671b0f8e2361e388bbdb62942e6a08762c87af06"

Fetch = Callable[[str], Iterable[Sequence[Any]]]
#: Runs a statement that gives no rows, and puts rows into the table that it made.
Fill = Callable[[str, Sequence[tuple[Any, ...]]], None]


def hash_of(samples: Sequence[draw.Sample]) -> str:
    text = "\n".join(f"{s.stratum} {' '.join(s.chosen)} | {' '.join(s.substitutes)}" for s in samples)
    return sha256(text.encode()).hexdigest()


def _part(name: str, rows: Sequence[tuple[str, str]] | Sequence[tuple[str, str, int]]) -> campaign.Part:
    frame = draw.frame_of(rows)
    return campaign.Part(name, frame, {stratum: draw.Stratum(size, min(size, 30), 3) for stratum, size in frame.sizes().items()})


_CHAIN = draw.chain_of(b"k" * 32, 3)
CAMPAIGN = campaign.CampaignManifest(
    "示例联合抽查",
    [_part("示例甲局", ROWS[:600]), _part("示例乙局", WEIGHTED[300:]), _part("示例丙局", ROWS[100:800])],
    draw.ChainState("示例链", 0, _CHAIN[0]).source(),
    most_departments=2,
)
DRAWN = campaign.redraw(
    {part.department: part.frame.content for part in CAMPAIGN.parts if isinstance(part, campaign.Part)}, CAMPAIGN.document(), draw.Revealed(seed=_CHAIN[1])
)


def golden_in(engine: engines.Engine, fetch: Fetch, fill: Fill) -> None:
    """An engine finds the golden samples, plain, weighted and of a campaign, in tables that `fill` makes in it."""
    fill("frame", ROWS)
    assert hash_of(engines.by_sql(engine, fetch, STRATA, SEED)) == GOLDEN
    fill("weighted", WEIGHTED)
    assert hash_of(engines.by_sql(engine, fetch, STRATA, SEED, "weighted", weighted=True)) == GOLDEN_WEIGHTED
    samples = {}
    for number, part in enumerate(CAMPAIGN.parts):
        assert isinstance(part, campaign.Part)
        frame = part.frame
        columns = (frame.ids, frame.strata, *([frame.weights] if frame.weights else []))
        fill(f"part_{number}", list(zip(*columns, strict=True)))
        samples[part.department] = engines.by_sql(engine, fetch, part.strata, DRAWN.seed, f"part_{number}", weighted=bool(frame.weights))
    assert campaign.merged(CAMPAIGN, samples, DRAWN.seed) == DRAWN


def columns_of(rows: Sequence[tuple[Any, ...]]) -> str:
    """The columns of a table for some rows, as all databases write them."""
    return "id varchar(64) not null, stratum varchar(40) not null" + (", weight integer not null" if len(rows[0]) == 3 else "")
