"""Panels under quotas (评标委员会): so many people, so many of each kind, and a draw that anybody can repeat.

Two ways. *Plain*: whole panels are drawn one after another until one keeps the quotas, so that every panel that keeps them is as
likely as any other. *Lottery*: a published list of panels by type with whole-number weights, made so that the least likely person is
as likely as can be (`leximin`); one number picks the panel's types and tickets pick the people of each type.
"""

from __future__ import annotations

import hmac
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from itertools import accumulate
from typing import Any, Final

from .frame import Frame, frame_of
from .manifest import Manifest, Stratum, canonical
from .randomness import Source
from .tickets import smallest

#: What the weights of a lottery sum to: 32 bits of a hash pick among them without a remainder.
WHOLE: Final = 1 << 32
#: Whole panels that are drawn before a plain draw is given up.
ATTEMPTS: Final = 10_000

Kind = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quota:
    """At least so many and at most so many with this value of a feature."""

    feature: str
    value: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Pool:
    """People with the values of their features, and what a panel of `seats` has to keep."""

    people: Mapping[str, Mapping[str, str]]
    quotas: Sequence[Quota]
    seats: int

    def __post_init__(self) -> None:
        known = {(q.feature, q.value) for q in self.quotas}
        for name, values in self.people.items():
            for feature in self.features:
                if (feature, values.get(feature)) not in known:
                    raise ValueError(f"{name} has a {feature} that no quota names")

    @property
    def features(self) -> tuple[str, ...]:
        """The features that quotas name, in the order of their names."""
        return tuple(sorted({q.feature for q in self.quotas}))

    def kinds(self) -> dict[Kind, list[str]]:
        """People by their type: those of one type are interchangeable. Types and people in their order."""
        found: dict[Kind, list[str]] = {}
        for name in sorted(self.people):
            found.setdefault(tuple(self.people[name][f] for f in self.features), []).append(name)
        return dict(sorted(found.items()))

    def broken(self, names: Sequence[str]) -> list[str]:
        """Why some people are no panel: its size and every quota that does not hold; empty when all do."""
        faults = [] if len(set(names)) == len(names) == self.seats else [f"{len(set(names))} people for {self.seats} seats"]
        for quota in self.quotas:
            count = sum(self.people[name][quota.feature] == quota.value for name in names)
            if not quota.least <= count <= quota.most:
                faults.append(f"{quota.feature} {quota.value}: {count} and not {quota.least} to {quota.most}")
        return faults

    def impossible(self) -> list[str]:
        """What no panel can keep, as far as it can be seen by counting: too few people, or minima and maxima that do not add up."""
        found = [] if self.seats <= len(self.people) else [f"{len(self.people)} people for {self.seats} seats"]
        for feature in self.features:
            own = [q for q in self.quotas if q.feature == feature]
            count = {q.value: sum(p[feature] == q.value for p in self.people.values()) for q in own}
            found += [f"{feature} {q.value}: {count[q.value]} people for at least {q.least}" for q in own if count[q.value] < q.least]
            if (least := sum(q.least for q in own)) > self.seats:
                found.append(f"{feature}: at least {least} for {self.seats} seats")
            if (most := sum(min(q.most, count[q.value]) for q in own)) < self.seats:
                found.append(f"{feature}: at most {most} for {self.seats} seats")
        return found


class NoPanel(Exception):
    """No panel was found; `reasons` say which quotas cannot be kept, or that none was met by chance."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = list(reasons)


def plain(pool: Pool, seed: str, attempts: int = ATTEMPTS) -> tuple[int, list[str]]:
    """The first whole draw that keeps the quotas, and which attempt it was, from 0; every panel that keeps them is equally likely.

    Attempt n draws with the tickets of the seed "SEED-n".

    Raises:
        NoPanel: the quotas cannot be kept, or none of the attempts kept them.
    """
    if reasons := pool.impossible():
        raise NoPanel(reasons)
    names = sorted(pool.people)
    for attempt in range(attempts):
        drawn = [name for _, name in smallest(f"{seed}-{attempt}", names, pool.seats, len(names))]
        if not pool.broken(drawn):
            return attempt, drawn
    raise NoPanel([f"none of {attempts} draws kept the quotas: they are too narrow for a plain draw"])


@dataclass(frozen=True, slots=True)
class Lottery:
    """Panels by type: how many of each of `kinds` (with their sizes), each with a whole weight; the weights sum to 2 to the 32nd."""

    features: tuple[str, ...]
    kinds: tuple[Kind, ...]
    sizes: tuple[int, ...]
    columns: tuple[tuple[int, ...], ...]
    weights: tuple[int, ...]

    def __post_init__(self) -> None:
        if sum(self.weights) != WHOLE or min(self.weights) < 1 or len(self.weights) != len(self.columns):
            raise ValueError(f"weights are whole numbers from 1 on that sum to {WHOLE}")

    def document(self) -> dict[str, Any]:
        """What is committed: text and integers."""
        return {
            "version": "tz-panel-1", "features": list(self.features), "kinds": [list(k) for k in self.kinds], "sizes": list(self.sizes),
            "columns": [{"counts": list(c), "weight": w} for c, w in zip(self.columns, self.weights, strict=True)],
        }  # fmt: skip

    def chances(self) -> dict[Kind, Fraction]:
        """The exact chance of each person of a type to sit on the panel."""
        held = list(zip(self.columns, self.weights, strict=True))
        return {k: Fraction(sum(c[t] * w for c, w in held), self.sizes[t] * WHOLE) for t, k in enumerate(self.kinds)}

    def faults(self, pool: Pool) -> list[str]:
        """What is wrong with a column: its size, a quota, or more of a type than there are."""
        found, kinds = [], pool.kinds()
        if tuple(kinds) != self.kinds or tuple(map(len, kinds.values())) != self.sizes:
            return ["the types are not those of the pool"]
        for n, column in enumerate(self.columns):
            if any(not 0 <= c <= size for c, size in zip(column, self.sizes, strict=True)):
                found.append(f"column {n}: more of a type than there are")
                continue
            names = [name for c, own in zip(column, kinds.values(), strict=True) for name in own[:c]]
            found += [f"column {n}: {fault}" for fault in pool.broken(names)]
        return found


def picked(lottery: Lottery, pool: Pool, seed: str) -> list[str]:
    """The panel of a seed: 32 bits pick the column, tickets the people of each type; in the order of types and tickets.

    Raises:
        ValueError: a column that does not keep the quotas of the pool.
    """
    if faults := lottery.faults(pool):
        raise ValueError(faults[0])
    column = lottery.columns[column_of(lottery.weights, seed)]
    kinds = pool.kinds().values()
    return [name for c, own in zip(column, kinds, strict=True) for _, name in smallest(seed, own, c, len(own))]


def panel_manifest(title: str, lottery: Lottery, pool: Pool, source: Source) -> tuple[Frame, Manifest]:
    """What is committed and published of a panel's draw: people with their types as a frame, and the hash of the lottery.

    How many are taken of a type is decided by the lottery, so that the manifest itself takes nobody. The stand-alone verifier reads
    {"manifest", "manifest_sha256", "revealed", "lottery"}.

    Raises:
        ValueError: a lottery that is not the pool's, a name that is not canonical, or two types that are written alike.
    """
    kinds = {"/".join(kind): names for kind, names in pool.kinds().items()}
    if faults := lottery.faults(pool):
        raise ValueError(faults[0])
    if len(kinds) < len(lottery.kinds):
        raise ValueError("two types are written alike")
    frame = frame_of((name, kind) for kind, names in kinds.items() for name in names)
    if list(frame.ids) != sorted(pool.people):
        raise ValueError("a name is not canonical: upper case and without blanks, as hidden names are")
    strata = {kind: Stratum(len(names), 0) for kind, names in kinds.items()}
    return frame, Manifest(title, frame.sha256, strata, source, {"lottery": sha256(canonical(lottery.document())).hexdigest()})


def column_of(weights: Sequence[int], seed: str) -> int:
    """The column that the first 32 bits of one labelled hash of the seed point at."""
    number = int.from_bytes(sha256(f"tz-panel-1|column|{seed}".encode()).digest()[:4], "big")
    return bisect_right(list(accumulate(weights)), number)


def hidden(key: bytes, name: str) -> str:
    """What stands for a name until the award: whoever learns the key afterwards can compute it, nobody can before.

    Raises:
        ValueError: a key of fewer than 32 bytes, under which names could be tried out.
    """
    if len(key) < 32:
        raise ValueError("the key has at least 32 bytes")
    return hmac.new(key, name.encode(), sha256).hexdigest().upper()


def whole_weights(shares: Sequence[float]) -> list[int]:
    """Shares as whole numbers that sum to 2 to the 32nd, by largest remainder; the first of equal remainders is served first."""
    exact = [Fraction(max(share, 0.0)) for share in shares]
    total = sum(exact)
    scaled = [each * WHOLE / total for each in exact]
    found = [int(each) for each in scaled]
    order = sorted(range(len(found)), key=lambda n: (found[n] - scaled[n], n))
    for n in order[: WHOLE - sum(found)]:
        found[n] += 1
    return found
