"""Nodes, and the links that hold them in order. A value: what is wrong with it is said when it is made, by name.

Times are whole numbers of working days from the first day of the plan: a node that starts at 0 and takes 5 fills the days 0
to 4 and finishes at 5, which is where the next one may start. There are no dates here, except those that somebody wrote.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final, Literal, get_args

from taizhang.basis.clockunits import CalendarDays, ClockUnit, Hours, Months, WorkingDays, WorkingHours
from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text, joined, verbatim

LinkType = Literal["FS", "SS", "FF", "SF"]
#: A number of working days from the first day of the plan, or a day.
When = int | date

_TYPES: Final = frozenset(get_args(LinkType))
#: Three hundred years of working days; a longer one is a slip of the keyboard.
LONGEST: Final = 75_000


@dataclass(frozen=True, slots=True)
class Link:
    """What a node waits for: the finish (F) or start (S) of another one, then the lag, before its own start or finish.

    `lag` as a number is working days, below zero for an overlap. A statutory term keeps its own unit: `CalendarDays(30)` or
    `Months(3)` runs on the calendar from the day on which it is set off, that day not counted.

    Raises:
        BadInput: an unknown type, or a lag in hours.

    >>> Link("permit", "FS", WorkingDays(10)) == Link("permit", lag=10)
    True
    """

    predecessor: str
    type: LinkType = "FS"
    lag: int | ClockUnit = 0

    def __post_init__(self) -> None:
        if self.type not in _TYPES:
            raise bad("link_type", "与“{k}”的关系应为 FS、SS、FF、SF 之一", "The link to “{k}” is one of FS, SS, FF, SF", k=self.predecessor)
        if isinstance(self.lag, int):
            if abs(self.lag) > LONGEST:
                raise bad("lag", "与“{k}”的间隔超出范围", "The lag after “{k}” is out of range", k=self.predecessor)
        elif isinstance(self.lag, WorkingDays):
            object.__setattr__(self, "lag", self.lag.n)
        elif isinstance(self.lag, Hours | WorkingHours):
            raise bad("lag_in_hours", "与“{k}”的间隔不能按小时计", "The lag after “{k}” cannot be in hours", k=self.predecessor)

    @property
    def from_finish(self) -> bool:
        return self.type[0] == "F"

    @property
    def to_finish(self) -> bool:
        return self.type[1] == "F"

    @property
    def in_calendar(self) -> bool:
        """True when the lag is not in working days, so that only a calendar can say how long it is."""
        return isinstance(self.lag, CalendarDays | Months)


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of work of so many working days, or with 0 a milestone (里程碑).

    `not_before` is the earliest start; a milestone happens on that day at the earliest. `responsible` is the key of whoever
    answers for the node; nothing is read from it.

    Raises:
        BadInput: a duration that is not a whole number from 0 to 75,000, or no key.
    """

    key: str
    duration_working_days: int
    links: tuple[Link, ...] = ()
    not_before: When | None = None
    responsible: str = ""

    def __post_init__(self) -> None:
        days = self.duration_working_days
        if not self.key:
            raise bad("no_key", "节点须有编号", "A node needs a key")
        if type(days) is not int or not 0 <= days <= LONGEST:
            raise bad(
                "duration",
                "“{k}”的工期应为 0 至 {n} 的整数（工作日）",
                "“{k}” takes a whole number of working days from 0 to {n}",
                k=self.key,
                n=LONGEST,
            )
        if isinstance(self.not_before, datetime):
            raise bad("not_before", "“{k}”的最早开始应为日期，不含时刻", "“{k}” starts on a day, not at a moment", k=self.key)

    @property
    def is_milestone(self) -> bool:
        return self.duration_working_days == 0

    def with_link(self, link: Link) -> Node:
        """The node with this link in place of those to the same predecessor. This one stays as it is."""
        kept = tuple(own for own in self.links if own.predecessor != link.predecessor)
        return replace(self, links=(*kept, link))


@dataclass(frozen=True)
class Network:
    """Nodes in the order given, with no cycle among them. Two networks of equal nodes are equal.

    `order` holds positions in `nodes`, every predecessor before its successors. `incoming` holds for each node its links as
    (position of the predecessor, link).

    Raises:
        BadInput: keys that occur twice (`duplicate_key`), predecessors that are not there (`unknown_predecessor`), or nodes that
            wait for each other (`cycle`), each named. Two kinds of fault at once come as `details`.

    >>> Network((Node("a", 2), Node("b", 3, (Link("a"),)))).order
    (0, 1)
    """

    nodes: tuple[Node, ...]
    positions: Mapping[str, int] = field(init=False, repr=False, compare=False)
    incoming: tuple[tuple[tuple[int, Link], ...], ...] = field(init=False, repr=False, compare=False)
    order: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        nodes = tuple(self.nodes)
        positions = {node.key: at for at, node in enumerate(nodes)}
        try:
            incoming = tuple([tuple([(positions[link.predecessor], link) for link in node.links]) for node in nodes])
        except KeyError:
            incoming = ()
        if len(incoming) < len(nodes) or len(positions) < len(nodes):
            raise _faults(nodes, positions)
        object.__setattr__(self, "nodes", nodes)
        object.__setattr__(self, "positions", positions)
        object.__setattr__(self, "incoming", incoming)
        object.__setattr__(self, "order", _kahn(nodes, incoming))

    def __len__(self) -> int:
        return len(self.nodes)

    def __contains__(self, key: object) -> bool:
        return key in self.positions

    def __getitem__(self, key: str) -> Node:
        return self.nodes[self.positions[key]]

    @cached_property
    def needs_calendar(self) -> bool:
        """True when it holds a date or a lag in calendar days or months: only a calendar can place it."""
        return any(isinstance(n.not_before, date) or any(link.in_calendar for link in n.links) for n in self.nodes)

    @cached_property
    def links(self) -> tuple[tuple[int, int, Link], ...]:
        """Every link with the positions of the node before and the node after it, by later node in `order`."""
        return tuple((before, at, link) for at in self.order for before, link in self.incoming[at])

    @cached_property
    def durations(self) -> list[int]:
        """Working days by position. Not to be changed."""
        return [node.duration_working_days for node in self.nodes]

    @cached_property
    def floors(self) -> list[int]:
        """Earliest finishes by position that the nodes themselves allow, where these are numbers. Not to be changed."""
        return [
            days + (max(node.not_before, 0) if isinstance(node.not_before, int) else 0)
            for node, days in zip(self.nodes, self.durations, strict=True)
        ]

    @cached_property
    def edges(self) -> list[tuple[int, int, int]]:
        """`links` as (before, after, weight): from finish to finish at least so many working days. Needs no calendar."""
        lengths = self.durations
        return [(i, j, weight(link, lengths[i], lengths[j])) for i, j, link in self.links]

    @cached_property
    def in_order(self) -> bool:
        """True when the nodes were given with every predecessor before its successors."""
        return all(before < after for before, after, _ in self.links)

    def with_(self, *changed: Node) -> Network:
        """The network in which these nodes stand in place of those of the same key; new ones come last. This one stays as it is."""
        new = {node.key: node for node in changed}
        kept = [new.pop(node.key, node) for node in self.nodes]
        return Network((*kept, *new.values()))


def weight(link: Link, before: int, after: int) -> int:
    """A link with a lag in working days as the least distance of two finishes, given how long the two nodes take.

    >>> weight(Link("a", "FS", 2), 5, 3), weight(Link("a", "SF", 2), 5, 3)
    (5, -3)
    """
    assert isinstance(link.lag, int)
    return link.lag - (0 if link.from_finish else before) + (0 if link.to_finish else after)


def bad(code: str, zh: str, en: str, **values: object) -> BadInput:
    """A refusal in both languages."""
    return BadInput(Text(zh, en).with_(**values), code=code)


def names(keys: Iterable[str], zh: str = "、", en: str = ", ") -> Text:
    """Keys as one Text."""
    return joined([verbatim(key) for key in keys], zh, en)


def _faults(nodes: Sequence[Node], positions: Mapping[str, int]) -> BadInput:
    """Keys that occur twice and predecessors that are not there, all of them by name."""
    again = [key for key, count in Counter(node.key for node in nodes).items() if count > 1]
    missing = [
        Text("{n} 的前置 {p}", "{p}, before {n}").with_(n=node.key, p=link.predecessor)
        for node in nodes
        for link in node.links
        if link.predecessor not in positions
    ]
    found = []
    if again:
        found.append(bad("duplicate_key", "节点编号重复：{k}", "Keys that occur more than once: {k}", k=names(again)))
    if missing:
        found.append(bad("unknown_predecessor", "前置节点不存在：{k}", "Predecessors that are not there: {k}", k=joined(missing)))
    return found[0] if len(found) == 1 else BadInput(joined([f.reason for f in found]), code=found[0].code, details=tuple(found))


def _kahn(nodes: Sequence[Node], incoming: Sequence[Sequence[tuple[int, Link]]]) -> tuple[int, ...]:
    """Positions with every predecessor before its successors (Kahn 1962)."""
    waiting = [len(links) for links in incoming]
    followers: list[list[int]] = [[] for _ in incoming]
    for at, links in enumerate(incoming):
        for before, _ in links:
            followers[before].append(at)
    ready = deque(at for at, count in enumerate(waiting) if not count)
    order = []
    while ready:
        at = ready.popleft()
        order.append(at)
        for after in followers[at]:
            waiting[after] -= 1
            if not waiting[after]:
                ready.append(after)
    if len(order) < len(nodes):
        circle = names((nodes[at].key for at in _circle(waiting, incoming)), " → ", " → ")
        raise bad("cycle", "节点互为前置，成了循环：{k}", "These nodes wait for each other in a circle: {k}", k=circle)
    return tuple(order)


def _circle(waiting: Sequence[int], incoming: Sequence[Sequence[tuple[int, Link]]]) -> list[int]:
    """One cycle among the nodes that Kahn's queue never reached, in the order of the work, its first node again at the end.

    Each of them still waits for another of them, so going from predecessor to predecessor must come round.
    """
    at = next(i for i, count in enumerate(waiting) if count)
    seen: dict[int, int] = {}
    while at not in seen:
        seen[at] = len(seen)
        at = next(before for before, _ in incoming[at] if waiting[before])
    return [at, *reversed([i for i, step in seen.items() if step >= seen[at]])]
