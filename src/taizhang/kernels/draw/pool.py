"""What a valid proof cannot show: that the pool itself was cut to fit. It is looked at and said, and never hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from .manifest import Stratum

#: Fewer candidates than this for each place that is drawn, and a pool is called small.
SMALL = 3
#: More than this share of those who could have been drawn left out by the list of exclusions, in per cent.
MANY_LEFT_OUT_PERCENT = 20


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that whoever reads the result has to know: the stratum, what kind, and the numbers it rests on."""

    stratum: str
    kind: Literal["empty", "everybody", "small", "many_left_out", "shrunk"]
    drawable: int
    take: int
    compared_with: int


def alarms(strata: Mapping[str, Stratum], left_out: Mapping[str, int], before: Mapping[str, int] | None = None) -> Iterator[Alarm]:
    """What is odd about a pool, stratum by stratum; `left_out` counts exclusions, `before` the pool of the draw before.

    A pool that lost more than half since the draw before is one that somebody should be able to explain.
    """
    for name, stratum in sorted(strata.items()):
        out, earlier = left_out.get(name, 0), (before or {}).get(name, 0)
        if stratum.size == 0:
            yield Alarm(name, "empty", 0, stratum.take, 0)
        elif stratum.take == stratum.size:
            yield Alarm(name, "everybody", stratum.size, stratum.take, stratum.size)
        elif stratum.size < SMALL * stratum.take:
            yield Alarm(name, "small", stratum.size, stratum.take, SMALL * stratum.take)
        if out * 100 > MANY_LEFT_OUT_PERCENT * (stratum.size + out):
            yield Alarm(name, "many_left_out", stratum.size, stratum.take, out)
        if stratum.size * 2 < earlier:
            yield Alarm(name, "shrunk", stratum.size, stratum.take, earlier)
