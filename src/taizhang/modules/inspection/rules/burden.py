"""What inspections cost the firms: how many are disturbed, what merging saved, and what draws of each department alone would have cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Drawing:
    """What one department draws in one stratum: so many of the firms that it may visit."""

    department: str
    stratum: str
    firms: frozenset[str]
    take: int


@dataclass(frozen=True, slots=True)
class Burden:
    """What a batch costs. `drawn` is what the departments drew together, each its own; `visits` how often somebody comes.

    `independent` is how many firms would be disturbed on average if every department drew on tickets of its own, exactly;
    `twice` how many firms more than one visit of the batch comes to.
    """

    drawn: int
    firms: int
    visits: int
    twice: int
    independent: Fraction

    @property
    def saved(self) -> int:
        """Visits that did not take place because departments came together."""
        return self.drawn - self.visits

    @property
    def independent_rounded(self) -> int:
        """The firms that independent draws would disturb, to the nearest whole one."""
        return round(self.independent)

    @property
    def percent_of_independent(self) -> int | None:
        """The firms that are disturbed, in hundredths of those that independent draws would disturb; None where none would be."""
        return round(self.firms * 100 / self.independent) if self.independent else None


def independent(drawings: Iterable[Drawing]) -> Fraction:
    """How many firms are disturbed on average where every department draws by itself.

    A firm escapes a draw of n out of N with (N - n) / N, and independent draws one after the other; firms that are in the same pools
    escape alike, so there is one product for each set of pools and not for each firm.

    >>> independent([Drawing("a", "S1", frozenset("uvwx"), 2), Drawing("b", "S1", frozenset("uvwx"), 2)])
    Fraction(3, 1)
    """
    pools = [d for d in drawings if d.firms]
    of_firm: dict[str, list[int]] = {}
    for n, drawing in enumerate(pools):
        for firm in drawing.firms:
            of_firm.setdefault(firm, []).append(n)
    found = Fraction(0)
    for sets, firms in Counter(map(tuple, of_firm.values())).items():
        escapes = Fraction(1)
        for n in sets:
            escapes *= Fraction(len(pools[n].firms) - pools[n].take, len(pools[n].firms))
        found += firms * (1 - escapes)
    return found


def burden(drawings: Iterable[Drawing], visits: Mapping[str, int]) -> Burden:
    """What a batch costs; `visits` has how often somebody comes to each firm that was drawn."""
    drawings = list(drawings)
    return Burden(
        drawn=sum(d.take for d in drawings),
        firms=len(visits),
        visits=sum(visits.values()),
        twice=sum(n > 1 for n in visits.values()),
        independent=independent(drawings),
    )
