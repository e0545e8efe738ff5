"""What a frame, its sizes and a seed give: in each stratum the smallest tickets, and the next ones as substitutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from heapq import merge as merge_sorted
from heapq import nsmallest
from itertools import islice
from operator import itemgetter

from .frame import Frame
from .manifest import Manifest, Stratum, commitment
from .randomness import Revealed, randomness, seed_of
from .tickets import NO_LIMIT, below, smallest, threshold
from .weighted import sequential_poisson

_Ticket = tuple[bytes, str]
_STRATUM = itemgetter(1)
#: Rows of a stream that are looked at together.
_PART = 100_000


@dataclass(frozen=True, slots=True)
class Sample:
    """What one stratum gave: who was drawn and who stands ready, each in the order of their tickets; `size` is always shown beside it."""

    stratum: str
    size: int
    chosen: tuple[str, ...]
    substitutes: tuple[str, ...] = ()


def sample(frame: Frame, strata: Mapping[str, Stratum], seed: str) -> list[Sample]:
    """The sample of each stratum, in the order of their names. The order of the frame's rows makes no difference.

    Where the frame has weights, tickets are divided by them: sequential Poisson sampling.
    """
    members: dict[str, list[str]] = {name: [] for name in strata}
    for name, stratum in zip(frame.ids, frame.strata, strict=True):
        members[stratum].append(name)
    weights = dict(zip(frame.ids, frame.weights, strict=True)) if frame.weights else {}
    found = []
    for name, own in sorted(members.items()):
        n = strata[name].take + strata[name].substitutes
        if weights:
            found.append(_sample(name, strata[name], sequential_poisson(seed, {each: weights[each] for each in own}, n)))
        else:
            found.append(_sample(name, strata[name], _names(smallest(seed, own, n, len(own)))))
    return found


def redraw(frame: Frame, manifest: Manifest, revealed: Revealed) -> tuple[str, list[Sample]]:
    """The seed and the sample of a committed draw, from its published files alone.

    Raises:
        ValueError: the frame is not the committed one, or what was revealed does not fit the source.
    """
    manifest.fits(frame)
    seed = seed_of(commitment(manifest), randomness(manifest.source, revealed))
    return seed, sample(frame, manifest.strata, seed)


def sample_stream(
    rows: Callable[[], Iterable[tuple[str, str]]], strata: Mapping[str, Stratum], seed: str, said: Callable[[int], None] | None = None
) -> list[Sample]:
    """The same for a frame that does not fit into memory: rows of (id, stratum) as they come, each seen once.

    Memory grows with what is taken, not with the frame. `said` is told how many rows were seen, every 100,000. `rows` is asked a
    second time where a threshold turns out to be too low.

    Raises:
        ValueError: a stratum that was not committed, or one of another size.
    """
    wanted = {name: stratum.take + stratum.substitutes for name, stratum in strata.items()}
    found = _below(rows(), strata, {name: threshold(n, strata[name].size) for name, n in wanted.items()}, wanted, seed, said)
    if short := [name for name, n in wanted.items() if len(found[name]) < min(n, strata[name].size)]:
        # Fewer than are wanted came below a threshold: those strata are gone through again without one. Once in many millions.
        limits = {name: NO_LIMIT if name in short else b"" for name in strata}
        found |= {name: own for name, own in _below(rows(), strata, limits, wanted, seed, None).items() if name in short}
    return [_sample(name, strata[name], _names(found[name][: wanted[name]])) for name in sorted(strata)]


def merged(shards: Iterable[Sequence[_Ticket]], n: int) -> list[_Ticket]:
    """The n smallest tickets of the whole from the n smallest of each shard: exact, however the frame was cut."""
    found: list[_Ticket] = []
    for each in merge_sorted(*shards):
        if len(found) == n:
            break
        found.append(each)
    return found


def order(seed: str, names: Sequence[str]) -> list[str]:
    """All ids in the order of their tickets: every sample is a beginning of it, and a larger one a longer beginning."""
    return _names(smallest(seed, names, len(names), len(names)))


def _names(tickets: Sequence[_Ticket]) -> list[str]:
    return [name for _, name in tickets]


def _sample(name: str, stratum: Stratum, names: Sequence[str]) -> Sample:
    return Sample(name, stratum.size, tuple(names[: stratum.take]), tuple(names[stratum.take :]))


def _below(
    rows: Iterable[tuple[str, str]],
    strata: Mapping[str, Stratum],
    limits: Mapping[str, bytes],
    wanted: Mapping[str, int],
    seed: str,
    said: Callable[[int], None] | None,
) -> dict[str, list[_Ticket]]:
    """The smallest tickets below each stratum's limit, in their order; at least so many as are wanted, where there are so many.

    Raises:
        ValueError: a stratum that was not committed, or one of another size.
    """
    held: dict[str, list[_Ticket]] = {name: [] for name in strata}
    limit, seen, begun = dict(limits), dict.fromkeys(strata, 0), sha256(f"{seed}|".encode())
    count, source = 0, iter(rows)
    while part := list(islice(source, _PART)):
        count += len(part)
        for stratum, n in Counter(map(_STRATUM, part)).items():
            if stratum not in seen:
                raise ValueError(f"the stratum {stratum} was not committed")
            seen[stratum] += n
            if len(limit[stratum]):
                held[stratum] += below(begun, [name for name, own in part if own == stratum], limit[stratum])
        for stratum, kept in held.items():
            # What cannot be among the wanted any more goes, so that memory does not grow with the frame.
            if len(kept) > 2 * wanted[stratum] + _PART:
                held[stratum] = kept = nsmallest(wanted[stratum], kept)
                limit[stratum] = kept[-1][0] + b"\0" if kept else b""
        if said is not None:
            said(count)
    for name, size in seen.items():
        if size != strata[name].size:
            raise ValueError(f"the stratum {name} has {size} rows, and {strata[name].size} were committed")
    return {name: sorted(kept) for name, kept in held.items()}
