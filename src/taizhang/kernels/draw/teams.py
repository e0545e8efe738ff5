"""Who visits whom (检查组): every place of every visit gets one inspector, nobody with an interest, loads level, and only one answer.

The costs are hashes of the seed, so nobody chose them; the cheapest assignment is the drawn one. With it come prices that anybody
can check without a solver: they prove that no other assignment is as cheap.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from .flow import Blocked, LevelFlow

#: Bits of the hash that are a cost. With 80,000 arcs two assignments cost the same once in fifteen million draws.
COST_BITS = 40
_COST_BYTES = COST_BITS // 8
LEAD = "lead"

_Slot = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Inspector:
    """Somebody with a certificate that is in force; `may_lead` where they are qualified to lead a team."""

    key: str
    may_lead: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """What is to be staffed: visits, the places of each team (the first is the lead's), who may come, and who must not meet whom."""

    visits: Sequence[str]
    inspectors: Sequence[Inspector]
    conflicts: Collection[tuple[str, str]] = ()
    places: Sequence[str] = (LEAD, "member")
    candidates: int = 20

    def __post_init__(self) -> None:
        if len(self.places) < 2:
            raise ValueError("a visit is made by at least two")
        for names, what in ((self.visits, "visit"), ([i.key for i in self.inspectors], "inspector"), (self.places, "place")):
            if len(set(names)) < len(names):
                raise ValueError(f"a {what} is named twice")
            if any("|" in name for name in names):
                raise ValueError(f"the name of a {what} has no |")


@dataclass(frozen=True, slots=True)
class Teams:
    """The one assignment: by visit and place the inspector, with the prices that prove it and how many candidates were looked at."""

    members: Mapping[tuple[str, str], str]
    visit_prices: Mapping[tuple[str, str], int]
    inspector_prices: Mapping[str, int]
    level_price: int
    sink_price: int
    candidates: int

    def certificate(self, demand: Demand, seed: str) -> dict[str, Any]:
        """What is published: text and integers, read by the stand-alone checker."""
        return {
            "version": "tz-teams-1", "seed": seed, "bits": COST_BITS, "candidates": self.candidates,
            "visits": list(demand.visits), "places": list(demand.places),
            "inspectors": {i.key: int(i.may_lead) for i in demand.inspectors},
            "conflicts": sorted(map(list, demand.conflicts)),
            "members": [[v, s, i] for (v, s), i in self.members.items()],
            "prices": {
                "places": [[v, s, p] for (v, s), p in self.visit_prices.items()],
                "inspectors": dict(self.inspector_prices), "level": self.level_price, "sink": self.sink_price,
            },
        }  # fmt: skip


class Understaffed(Exception):
    """These visits can only be made by these inspectors, who are too few or have too many already; nothing is relaxed."""

    def __init__(self, visits: Sequence[str], inspectors: Sequence[str], places: int, room: int) -> None:
        super().__init__(f"{len(visits)} visit(s) need {places} place(s) of {len(inspectors)} inspector(s), who can take {room}")
        self.visits, self.inspectors, self.places, self.room = visits, inspectors, places, room


class TwoAnswers(Exception):
    """Two assignments cost the same, so neither is the drawn one; another seed has to decide."""


def cost(seed: str, visit: str, place: str, inspector: str) -> int:
    """What it costs to send an inspector to a place of a visit: the first bits of a hash, the place within it."""
    return int.from_bytes(sha256(f"{seed}|slot|{visit}|{place}|{inspector}".encode()).digest(), "big") >> (256 - COST_BITS)


def assign(demand: Demand, seed: str) -> Teams:
    """The drawn teams. Loads differ by at most one; each inspector is at most once in a visit.

    Looks at the cheapest candidates of each place first, and at twice as many where these do not suffice. Time: half of it goes into one
    hash for every place and inspector; figures in docs/kernels/draw.md.

    Raises:
        Understaffed: it cannot be done, with the visits and inspectors that are too few. TwoAnswers: another seed is needed.
    """
    barred: dict[str, set[str]] = {}
    for visit, inspector in demand.conflicts:
        barred.setdefault(visit, set()).add(inspector)
    allowed = {(v, s): _allowed(demand, seed, v, s, barred.get(v, ())) for v in demand.visits for s in demand.places}
    most = max((len(found) for found in allowed.values()), default=0)
    candidates = min(demand.candidates, most)
    while True:
        try:
            return _solved(demand, {slot: found[:candidates] for slot, found in allowed.items()}, candidates)
        except Understaffed:
            if candidates >= most:
                raise
            candidates = min(2 * candidates, most)


def _allowed(demand: Demand, seed: str, visit: str, place: str, barred: Collection[str]) -> list[tuple[int, str]]:
    """(cost, inspector) of everybody who may take a place, the cheapest first."""
    leads = place == demand.places[0]
    begun = sha256(f"{seed}|slot|{visit}|{place}|".encode())
    found = []
    for inspector in demand.inspectors:
        if (inspector.may_lead or not leads) and inspector.key not in barred:
            each = begun.copy()
            each.update(inspector.key.encode())
            found.append((int.from_bytes(each.digest()[:_COST_BYTES], "big"), inspector.key))
    found.sort()
    return found


def _solved(demand: Demand, allowed: Mapping[_Slot, Sequence[tuple[int, str]]], candidates: int) -> Teams:
    slots, keys = list(allowed), [i.key for i in demand.inspectors]
    who, visit_at = {key: n for n, key in enumerate(keys)}, {visit: n for n, visit in enumerate(demand.visits)}
    arcs = [[(price, who[key]) for price, key in found] for found in allowed.values()]
    flow = LevelFlow(arcs, [visit_at[visit] for visit, _ in slots], len(keys), 1 << COST_BITS)
    try:
        flow.solve()
    except Blocked as blocked:
        inside, those = [slots[n] for n in sorted(blocked.places)], [keys[n] for n in sorted(blocked.people)]
        room = (flow.least + (flow.more > 0)) * len(those)
        raise Understaffed(list(dict.fromkeys(v for v, _ in inside)), those, len(inside), room) from None
    if flow.ties():
        raise TwoAnswers
    prices = flow.price[flow.first : flow.level]
    return Teams(
        {slot: keys[flow.holder[n]] for n, slot in enumerate(slots)},
        dict(zip(slots, flow.price, strict=False)),
        dict(zip(keys, prices, strict=True)),
        flow.price[flow.level],
        # Every floor is full, so that the sink may be as dear as the dearest before it.
        max([*prices, flow.price[flow.level]]),
        candidates,
    )
