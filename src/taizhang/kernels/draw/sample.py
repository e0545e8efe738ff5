"""What a frame, its sizes and a seed give: in each stratum the smallest tickets, and the next ones as substitutes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from heapq import heappush, heapreplace
from heapq import merge as merge_sorted

from .frame import Frame
from .manifest import Manifest, Stratum, commitment
from .randomness import Revealed, randomness, seed_of
from .tickets import smallest

_Ticket = tuple[bytes, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """What one stratum gave: who was drawn and who stands ready, each in the order of their tickets; `size` is always shown beside it."""

    stratum: str
    size: int
    chosen: tuple[str, ...]
    substitutes: tuple[str, ...] = ()


def sample(frame: Frame, strata: Mapping[str, Stratum], seed: str) -> list[Sample]:
    """The sample of each stratum, in the order of their names. The order of the frame's rows makes no difference."""
    members: dict[str, list[str]] = {name: [] for name in strata}
    for name, stratum in zip(frame.ids, frame.strata, strict=True):
        members[stratum].append(name)
    drawn = {name: smallest(seed, own, strata[name].take + strata[name].substitutes, len(own)) for name, own in members.items()}
    return [_sample(name, strata[name], drawn[name]) for name in sorted(strata)]


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

    Memory grows with what is taken, not with the frame. `said` is told how many rows were seen, every 100,000.

    Raises:
        ValueError: a stratum that was not committed, or one of another size.
    """
    held: dict[str, list[tuple[int, str, bytes]]] = {name: [] for name in strata}
    seen = dict.fromkeys(strata, 0)
    for count, (digest, name, stratum) in enumerate(_digests(rows(), seed), 1):
        if stratum not in held:
            raise ValueError(f"the stratum {stratum} was not committed")
        seen[stratum] += 1
        _keep(held[stratum], digest, name, strata[stratum].take + strata[stratum].substitutes)
        if said is not None and count % 100_000 == 0:
            said(count)
    for name, size in seen.items():
        if size != strata[name].size:
            raise ValueError(f"the stratum {name} has {size} rows, and {strata[name].size} were committed")
    return [_sample(name, strata[name], sorted((digest, i) for _, i, digest in held[name])) for name in sorted(strata)]


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
    return [name for _, name in smallest(seed, names, len(names), len(names))]


def _sample(name: str, stratum: Stratum, tickets: Sequence[_Ticket]) -> Sample:
    names = tuple(each for _, each in tickets)
    return Sample(name, stratum.size, names[: stratum.take], names[stratum.take :])


def _digests(rows: Iterable[tuple[str, str]], seed: str) -> Iterator[tuple[bytes, str, str]]:
    prefix = f"{seed}|"
    for name, stratum in rows:
        yield sha256((prefix + name).encode()).digest(), name, stratum


def _keep(held: list[tuple[int, str, bytes]], digest: bytes, name: str, n: int) -> None:
    """The n smallest tickets stay in a heap whose top is the largest of them."""
    if n == 0:
        return
    # Negated: heapq keeps the smallest on top. Among equal tickets the larger id goes first.
    value = -int.from_bytes(digest, "big")
    if len(held) < n:
        heappush(held, (value, name, digest))
    elif value > held[0][0]:
        heapreplace(held, (value, name, digest))
