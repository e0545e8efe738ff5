"""Several departments draw on the same tickets: each sample is as random as if it were alone, and together they disturb fewer firms.

Every sample is the smallest tickets of what a department may draw from, and small tickets are small for all of them: so the samples
overlap, and what falls on one firm becomes one visit. All sizes are committed before the seed exists; whoever could choose a size
afterwards could choose whom it reaches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .tickets import smallest, ticket
from .weighted import sequential_poisson


@dataclass(frozen=True, slots=True)
class Share:
    """What one department draws in one stratum: so many of these firms, which are those that it may visit."""

    department: str
    stratum: str
    eligible: Sequence[str]
    take: int

    def __post_init__(self) -> None:
        if not 0 <= self.take <= len(self.eligible) or len(set(self.eligible)) < len(self.eligible):
            raise ValueError(f"{self.department} cannot take {self.take} of {len(self.eligible)} in {self.stratum}")


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to a firm by the departments that drew it; `number` is 1, or more where a cap spread them over several visits."""

    firm: str
    number: int
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Campaign:
    """Who drew whom, and the visits that come of it, in the order of the firms."""

    drawn: Mapping[tuple[str, str], tuple[str, ...]]
    visits: tuple[Visit, ...] = field(default=())

    @property
    def firms(self) -> int:
        """How many firms are disturbed at all."""
        return len({visit.firm for visit in self.visits})


def together(
    shares: Sequence[Share], seed: str, most_departments: int | None = None, weights: Mapping[str, int] | None = None
) -> Campaign:
    """The samples of all departments on one seed, merged into visits.

    `most_departments` is the cap: a firm that more of them drew gets as many visits as it takes, departments in the order of their
    tickets for that firm, so that nobody chooses who comes first. A cap never drops a sample. `weights` (whole numbers from 1 on) make
    firms likelier or less likely, as `memory_weight` gives them.

    Raises:
        ValueError: a department twice in a stratum, a cap below 1, or a weight below 1.
    """
    if most_departments is not None and most_departments < 1:
        raise ValueError("at least one department comes with a visit")
    if weights is not None and any(weight < 1 for weight in weights.values()):
        raise ValueError("a weight is a whole number from 1 on")
    drawn: dict[tuple[str, str], tuple[str, ...]] = {}
    for share in shares:
        if (share.department, share.stratum) in drawn:
            raise ValueError(f"{share.department} draws twice in {share.stratum}")
        drawn[share.department, share.stratum] = _drawn(share, seed, weights)
    return Campaign(drawn, tuple(visits_of(drawn, seed, most_departments)))


def apart(shares: Sequence[Share], seed: str) -> Campaign:
    """What the same sizes would give if every department drew on a seed of its own: what coordination is compared with."""
    drawn = {(s.department, s.stratum): _drawn(s, f"{seed}-{s.department}", None) for s in shares}
    merged: list[Visit] = []
    for (department, _), firms in drawn.items():
        merged += [Visit(firm, 1, (department,)) for firm in firms]
    return Campaign(drawn, tuple(sorted(merged, key=lambda visit: (visit.firm, visit.departments))))


def memory_weight(class_weight: int, visited_lately: bool, low_risk: bool) -> int:
    """The weight of a firm: a tenth of its class's where it was visited lately and its risk is low, and never nothing.

    Weights are scaled by ten, so that a tenth is a whole number. Nobody is safe, and nobody can tell who is drawn next.

    Raises:
        ValueError: a class weight below 1.

    >>> memory_weight(1, True, True), memory_weight(1, True, False)
    (1, 10)
    """
    if class_weight < 1:
        raise ValueError("a weight is a whole number from 1 on")
    return class_weight * (1 if visited_lately and low_risk else 10)


def _drawn(share: Share, seed: str, weights: Mapping[str, int] | None) -> tuple[str, ...]:
    if weights is None:
        return tuple(name for _, name in smallest(seed, share.eligible, share.take, len(share.eligible)))
    return tuple(sequential_poisson(seed, {name: weights.get(name, 1) for name in share.eligible}, share.take))


def visits_of(drawn: Mapping[tuple[str, str], Sequence[str]], seed: str, most: int | None = None) -> list[Visit]:
    """One visit for every firm that somebody drew, in the order of the firms; more where `most` departments come at a time.

    `drawn` has the firms by department and stratum. Where the cap parts the departments of a firm, they come in the order of their
    tickets for it: SHA-256 of seed, `|`, firm, `|`, department.
    """
    by_firm: dict[str, set[str]] = {}
    for (department, _), firms in drawn.items():
        for firm in firms:
            by_firm.setdefault(firm, set()).add(department)
    found = []
    for firm, departments in sorted(by_firm.items()):
        order = sorted(departments)
        if most is not None and len(order) > most:
            order.sort(key=lambda department: (ticket(seed, f"{firm}|{department}"), department))
        step = most or len(order)
        for number, at in enumerate(range(0, len(order), step), 1):
            found.append(Visit(firm, number, tuple(sorted(order[at : at + step]))))
    return found
