"""The cheapest level assignment of places to people, with prices that prove it (successive shortest paths, many sources at once).

A network of minimum-cost flow whose middle is not written down: a place leads to each of its candidates, each of whom has at most one
place of a group (a visit), and loads differ by at most one. It begins with prices under which nearly everybody has about the right
load, so that only few units have to be moved one by one. Costs are integers of any size, so nothing is rounded; wherever it begins,
it ends with the same assignment when there is only one cheapest.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import pairwise
from math import inf

#: Rounds of looking for prices to begin with; more of them save moves and cost more than they save.
_ROUNDS = 96


class Blocked(Exception):
    """A surplus that cannot be moved anywhere: the places and the people that it could still be moved to."""

    def __init__(self, places: frozenset[int], people: frozenset[int]) -> None:
        super().__init__("no way out")
        self.places, self.people = places, people


class LevelFlow:
    """Places (nodes from 0 on), people (nodes behind them) and the node `level`, which gives some of them one place more than others.

    `arcs[place]` are (cost, person), the cheapest first; `group[place]` is the visit. After `solve`, `holder[place]` is who has it and `price` proves it:
    for every way of moving a unit from a to b at a cost, cost + price[a] - price[b] is at least nought.
    """

    def __init__(self, arcs: Sequence[Sequence[tuple[int, int]]], group: Sequence[int], people: int, cost_range: int) -> None:
        self.arcs, self.group, self.people = arcs, group, people
        self.first, self.level = len(arcs), len(arcs) + people
        self.least, self.more = divmod(len(arcs), people) if people else (0, 0)
        begun = self._begin(max(1, cost_range // max(1, len(arcs))))
        self.holder = [-1] * len(arcs)
        self.cost = [0] * len(arcs)
        self.held: list[set[int]] = [set() for _ in range(people)]
        self.taken: dict[tuple[int, int], int] = {}
        # A place costs its person's price less what it takes: nobody else would be better for it.
        self.price = [-min([w - begun[i] for w, i in own], default=0) for own in arcs] + begun + [0]
        for place, own in enumerate(arcs):
            w, i = min(own, key=lambda each: each[0] - begun[each[1]], default=(0, -1))
            if i >= 0 and (group[place], i) not in self.taken:
                self._give(place, i, w)
        # Those with the lowest prices are those whom most want: they get the place more.
        ranked = sorted(range(people), key=lambda i: (begun[i], i))
        self.extra = set(ranked[: self.more])
        self.price[self.level] = begun[ranked[max(0, self.more - 1)]] if ranked else 0

    def solve(self) -> None:
        """Every place has its person, and no assignment with level loads is cheaper.

        Raises:
            Blocked: there is none.
        """
        surplus = {place: 1 for place, i in enumerate(self.holder) if i < 0}
        lacking: dict[int, int] = {}
        for i in range(self.people):
            over = len(self.held[i]) - self.least - (i in self.extra)
            if over:
                (surplus if over > 0 else lacking)[self.first + i] = abs(over)
        while surplus:
            source, end = self._move(surplus, lacking)
            for left, node in ((surplus, source), (lacking, end)):
                left[node] -= 1
                if not left[node]:
                    del left[node]

    def ties(self) -> bool:
        """Whether another assignment costs the same: a circle of moves that cost nothing."""
        price = self.price
        return _has_circle(
            [[b for b, w in self._ways(a) if w + price[a] == price[b]] for a in range(self.level + 1)],
        )

    def _begin(self, step: int) -> list[int]:
        """Prices of the people: those with too many places become dearer until loads are about level, groups left out of account."""
        price, best, found = [0] * self.people, len(self.arcs) + 1, [0] * self.people
        places = [own for own in self.arcs if own]
        for done in range(_ROUNDS):
            over = [-self.least] * self.people
            dearest = max(price, default=0)
            for own in places:
                w, who = own[0]
                least = w - price[who]
                for w, i in own:
                    if w - dearest > least:
                        break
                    if (net := w - price[i]) < least or (net == least and i < who):
                        least, who = net, i
                over[who] += 1
            off = sum(map(abs, over))
            if off < best:
                best, found = off, price
            part = step * (_ROUNDS - done) // _ROUNDS
            price = [p - part * o for p, o in zip(price, over, strict=True)]
        return found

    def _ways(self, node: int, below: float = inf) -> Sequence[tuple[int, int]]:
        """Where a unit can be moved to from a node, and what that costs; of a place only by arcs that cost less than `below`.

        Nobody who has a place is cheaper by way of it than by themselves, so that an arc's own cost bounds both ways.
        """
        if node < self.first:
            group, taken, first, mine, cost = self.group[node], self.taken, self.first, self.holder[node], self.cost
            found = []
            for w, i in self.arcs[node]:
                if w >= below:
                    break
                if i != mine:
                    # Who is in the visit already can only change places in it.
                    found.append((first + i, w) if (other := taken.get((group, i), -1)) < 0 else (other, w - cost[other]))
            return found
        if node < self.level:
            i = node - self.first
            found = [(place, -self.cost[place]) for place in self.held[i]]
            return found if i in self.extra else [*found, (self.level, 0)]
        return [(self.first + i, 0) for i in self.extra]

    def _move(self, surplus: dict[int, int], lacking: dict[int, int]) -> tuple[int, int]:
        """One unit moves from a node with too many to one with too few, the nearest of all; says which."""
        price, far = self.price, dict.fromkeys(surplus, 0)
        dearest, near = max(price[self.first : self.level], default=0), inf
        came: dict[int, int] = {}
        queue = [(0, node) for node in sorted(surplus)]
        settled: set[int] = set()
        while queue:
            distance, node = heappop(queue)
            if node in settled:
                continue
            settled.add(node)
            if node in lacking:
                break
            base = distance + price[node]
            for head, w in self._ways(node, near + dearest - base):
                along = base + w - price[head]
                # Behind the nearest end that was seen nothing is looked for.
                if along < near and (head not in far or along < far[head]):
                    far[head], came[head] = along, node
                    if head in lacking:
                        near = along
                    heappush(queue, (along, head))
        else:
            raise self._blocked(min(surplus))
        for each in settled:
            # Prices of nodes that are nearer than the end fall behind by what they are nearer: no way becomes cheaper than nought.
            price[each] += far[each] - distance
        path = [node]
        while path[-1] in came:
            path.append(came[path[-1]])
        self._shift(path[::-1])
        return path[-1], node

    def _shift(self, path: list[int]) -> None:
        """Places along a path change hands: each place goes to the person behind it, or to whom the next place of its group had."""
        given = []
        for a, b in pairwise(path):
            if a < self.first:
                given.append((a, b - self.first if b >= self.first else self.holder[b]))
            elif b == self.level:
                self.extra.add(a - self.first)
            elif a == self.level:
                self.extra.discard(b - self.first)
        for place, _ in given:
            self._take(place)
        for place, i in given:
            self._give(place, i, next(w for w, who in self.arcs[place] if who == i))

    def _take(self, place: int) -> None:
        if (i := self.holder[place]) >= 0:
            self.held[i].discard(place)
            del self.taken[self.group[place], i]
            self.holder[place] = -1

    def _give(self, place: int, i: int, w: int) -> None:
        self.holder[place], self.cost[place] = i, w
        self.held[i].add(place)
        self.taken[self.group[place], i] = place

    def _blocked(self, source: int) -> Blocked:
        reached, stack = {source}, [source]
        while stack:
            new = [head for head, _ in self._ways(stack.pop()) if head not in reached]
            reached.update(new)
            stack += new
        places = frozenset(n for n in reached if n < self.first)
        return Blocked(places, frozenset(n - self.first for n in reached if self.first <= n < self.level))


def _has_circle(out: list[list[int]]) -> bool:
    """Whether a directed graph has a circle, by walking down and finding a node that is still open."""
    state = bytearray(len(out))
    for root in range(len(out)):
        if state[root]:
            continue
        state[root] = 1
        path = [(root, iter(out[root]))]
        while path:
            node, heads = path[-1]
            head = next(heads, None)
            if head is None:
                state[node] = 2
                path.pop()
            elif state[head] == 1:
                return True
            elif state[head] == 0:
                state[head] = 1
                path.append((head, iter(out[head])))
    return False
