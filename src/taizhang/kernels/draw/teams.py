"""Who visits whom (检查组): every place of every visit gets one inspector, nobody with an interest, loads level, and only one answer.

The costs are hashes of the seed, so nobody chose them; the cheapest assignment is the drawn one. With it come prices that anybody
can check without a solver: they prove that no other assignment is as cheap.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from .flow import Blocked, Flow

#: Bits of the hash that are a cost. With 80,000 arcs two assignments cost the same once in fifteen million draws.
COST_BITS = 40
LEAD = "lead"


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

    Looks at the cheapest candidates of each place first, and at twice as many where these do not suffice. Cost: about the number of
    places times the arcs that one has to look through; some seconds for a few hundred visits.

    Raises:
        Understaffed: it cannot be done, with the visits and inspectors that are too few. TwoAnswers: another seed is needed.
    """
    allowed = {(v, s): _allowed(demand, seed, v, s) for v in demand.visits for s in demand.places}
    most = max((len(found) for found in allowed.values()), default=0)
    candidates = min(demand.candidates, most)
    while True:
        try:
            return _solved(demand, {slot: found[:candidates] for slot, found in allowed.items()}, candidates)
        except Understaffed:
            if candidates >= most:
                raise
            candidates = min(2 * candidates, most)


def _allowed(demand: Demand, seed: str, visit: str, place: str) -> list[tuple[int, str]]:
    """(cost, inspector) of everybody who may take a place, the cheapest first."""
    barred = {i for v, i in demand.conflicts if v == visit} if demand.conflicts else set()
    leads = place == demand.places[0]
    return sorted((cost(seed, visit, place, i.key), i.key) for i in demand.inspectors if i.key not in barred and (i.may_lead or not leads))


def _solved(demand: Demand, allowed: Mapping[tuple[str, str], Sequence[tuple[int, str]]], candidates: int) -> Teams:
    slots, keys = list(allowed), [i.key for i in demand.inspectors]
    pairs = sorted({(v, i) for (v, _), found in allowed.items() for _, i in found})
    least, more = divmod(len(slots), len(keys)) if keys else (0, 0)
    at = {slot: n for n, slot in enumerate(slots)}
    pair_at = {pair: len(slots) + n for n, pair in enumerate(pairs)}
    who = {key: len(slots) + len(pairs) + n for n, key in enumerate(keys)}
    level, sink = len(slots) + len(pairs) + len(keys), len(slots) + len(pairs) + len(keys) + 1
    flow = Flow(sink + 1)
    # The pair stands between, so that nobody takes two places of one visit.
    arcs = {(slot, i): flow.add(at[slot], pair_at[slot[0], i], 1, price) for slot, found in allowed.items() for price, i in found}
    for (_, i), node in pair_at.items():
        flow.add(node, who[i], 1, 0)
    for node in who.values():
        flow.add(node, sink, least, 0)
        flow.add(node, level, 1, 0)
    flow.add(level, sink, more, 0)
    for slot in slots:
        try:
            flow.send(at[slot], sink)
        except Blocked as blocked:
            raise _too_few(blocked.reached, slots, at, who, least + (more > 0)) from None
    if flow.ties():
        raise TwoAnswers
    return Teams(
        {slot: next(i for _, i in allowed[slot] if flow.used(arcs[slot, i])) for slot in slots},
        {slot: flow.price[at[slot]] for slot in slots},
        {key: flow.price[node] for key, node in who.items()},
        flow.price[level],
        flow.price[sink],
        candidates,
    )


def _too_few(
    reached: frozenset[int], slots: Sequence[tuple[str, str]], at: Mapping[tuple[str, str], int], who: Mapping[str, int], room: int
) -> Understaffed:
    """Whatever the blocked place could still be brought to: these places share these inspectors, and there is no more room among them."""
    inside = [slot for slot in slots if at[slot] in reached]
    those = [key for key, node in who.items() if node in reached]
    return Understaffed(list(dict.fromkeys(v for v, _ in inside)), those, len(inside), room * len(those))
