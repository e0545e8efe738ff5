"""Random networks, and the critical path a second time: slowly, straight from the table of conditions."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import strategies as st

from taizhang.kernels.schedule import Link, Network, Node

TYPES = ("FS", "SS", "FF", "SF")


def random_network(count: int, seed: int, lags: bool = True, types: Sequence[str] = TYPES) -> Network:
    """So many nodes, each linked to up to three earlier ones, declared in any order. One seed, one network."""
    chance = random.Random(seed)
    nodes = []
    for at in range(count):
        before = [chance.randrange(at) for _ in range(chance.randint(0, 3))] if at else []
        links = tuple(Link(f"n{b}", chance.choice(types), chance.randint(-3, 4) if lags else 0) for b in before)
        floor = chance.choice((None, None, 0, 3, 9)) if lags else None
        nodes.append(Node(f"n{at}", chance.randint(0, 6), links, floor))
    chance.shuffle(nodes)
    return Network(tuple(nodes))


def networks(most: int = 10, lags: bool = True, types: Sequence[str] = TYPES) -> st.SearchStrategy[Network]:
    """Networks of up to so many nodes. Drawn from a seed, which is five times as fast as drawing every part."""
    return st.builds(random_network, st.integers(1, most), st.integers(0, 2**32 - 1), st.just(lags), st.just(types))


def slow_starts(network: Network) -> dict[str, int]:
    """Earliest starts: every condition again and again until none asks for more."""
    start = {node.key: max(0, node.not_before or 0) for node in network.nodes}
    changed = True
    while changed:
        changed = False
        for node in network.nodes:
            for link in node.links:
                s, f = start[link.predecessor], start[link.predecessor] + network[link.predecessor].duration_working_days
                own = node.duration_working_days
                least = {"FS": f + link.lag, "SS": s + link.lag, "FF": f + link.lag - own, "SF": s + link.lag - own}[link.type]
                if start[node.key] < least:
                    start[node.key], changed = least, True
    return start


def slow_latest(network: Network, end: int) -> dict[str, int]:
    """Latest starts for an end: every node as late as all conditions allow, by the same kind of loop."""
    late = {node.key: end - node.duration_working_days for node in network.nodes}
    changed = True
    while changed:
        changed = False
        for node in network.nodes:
            s, f = late[node.key], late[node.key] + node.duration_working_days
            for link in node.links:
                own = network[link.predecessor].duration_working_days
                most = {"FS": s - link.lag - own, "SS": s - link.lag, "FF": f - link.lag - own, "SF": f - link.lag}[link.type]
                if late[link.predecessor] > most:
                    late[link.predecessor], changed = most, True
    return late


def mirrored(network: Network) -> Network:
    """The network run backwards: what waited is waited for."""
    turned = {"FS": "FS", "SS": "FF", "FF": "SS", "SF": "SF"}
    links: dict[str, list[Link]] = {node.key: [] for node in network.nodes}
    for node in network.nodes:
        for link in node.links:
            links[link.predecessor].append(Link(node.key, turned[link.type], link.lag))
    return Network(tuple(Node(n.key, n.duration_working_days, tuple(links[n.key])) for n in network.nodes))
