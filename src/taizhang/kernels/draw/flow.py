"""Cheapest flow of whole units from many sources to one sink, by shortest augmenting paths with prices (Busacker and Gowen; Edmonds and Karp).

Costs are integers of any size, so nothing is rounded. Every price it leaves behind is a proof: no unit can be moved more cheaply.
"""

from __future__ import annotations

from heapq import heappop, heappush

_FAR = 1 << 200


class Blocked(Exception):
    """A source whose unit cannot reach the sink; `reached` are the nodes to which it could still be brought."""

    def __init__(self, source: int, reached: frozenset[int]) -> None:
        super().__init__(f"no way from {source}")
        self.source, self.reached = source, reached


class Flow:
    """Arcs with capacities and costs; `add` them, `send` a unit from each source, then read `used` and `price`."""

    def __init__(self, nodes: int) -> None:
        self.price = [0] * nodes
        self._out: list[list[int]] = [[] for _ in range(nodes)]
        # Arc n and its way back n ^ 1: where it leads, what it can still carry, what a unit costs.
        self._to: list[int] = []
        self._left: list[int] = []
        self._cost: list[int] = []

    def add(self, tail: int, head: int, capacity: int, cost: int) -> int:
        """The number of a new arc; costs are never negative."""
        number = len(self._to)
        for at, to, left, price in ((tail, head, capacity, cost), (head, tail, 0, -cost)):
            self._out[at].append(len(self._to))
            self._to.append(to)
            self._left.append(left)
            self._cost.append(price)
        return number

    def used(self, arc: int) -> int:
        """How much an arc carries."""
        return self._left[arc ^ 1]

    def send(self, source: int, sink: int) -> None:
        """One more unit goes from the source to the sink, as cheaply as all of them together can.

        Raises:
            Blocked: there is no way left.
        """
        out, to, left, cost, price = self._out, self._to, self._left, self._cost, self.price
        distance, by = {source: 0}, {source: -1}
        queue, settled = [(0, source)], set()
        while queue:
            far, node = heappop(queue)
            if node in settled:
                continue
            settled.add(node)
            if node == sink:
                break
            base = far + price[node]
            for arc in out[node]:
                if left[arc]:
                    head = to[arc]
                    along = base + cost[arc] - price[head]
                    if along < distance.get(head, _FAR):
                        distance[head], by[head] = along, arc
                        heappush(queue, (along, head))
        else:
            raise Blocked(source, frozenset(settled))
        end = distance[sink]
        for node in settled:
            # Prices of nodes that are nearer than the sink fall behind by what they are nearer: reduced costs stay at or above nought.
            price[node] += distance[node] - end
        node = sink
        while node != source:
            arc = by[node]
            left[arc] -= 1
            left[arc ^ 1] += 1
            node = to[arc ^ 1]

    def ties(self) -> bool:
        """Whether another flow costs the same: a circle of arcs that can still carry a unit and whose reduced costs are all nought."""
        free = [
            [self._to[a] for a in arcs if self._left[a] and self._cost[a] + self.price[node] == self.price[self._to[a]]]
            for node, arcs in enumerate(self._out)
        ]
        return _has_circle(free)


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
