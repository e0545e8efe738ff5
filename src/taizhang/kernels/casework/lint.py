"""What is wrong with a lifecycle before anybody uses it.

Every rule is a generator in the list `RULES`; a test holds one bad definition against each. An error makes the definition
unfit to be published; a warning has to be looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from taizhang.basis.predicate import ALWAYS, All, AnyOf, Need, Node, Not, needs_of
from taizhang.basis.text import Text

from .core import BACK, STAY, Lifecycle, Move, Track

Roles = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the rule, the place ('track.state' or 'track: action'), and a sentence."""

    rule: str
    where: str
    text: Text
    level: Literal["error", "warning"] = "error"


def lint(lifecycle: Lifecycle, roles_with_right: Roles | None = None) -> list[Finding]:
    """Everything that is wrong with a lifecycle, errors first, then in the order of the rules.

    `roles_with_right` gives the roles that hold the right for each action; without it nobody is asked for.
    """
    found = [f for rule in RULES for f in rule(lifecycle, roles_with_right)]
    return sorted(found, key=lambda f: f.level != "error")


def edges(lifecycle: Lifecycle, track: Track) -> list[tuple[str, str, Move]]:
    """Every (from, to, move) of a track that changes the state, in the order of declaration; moves back are left out."""
    keys = [s.key for s in track.states]
    return [
        (source, move.to, move)
        for move in lifecycle.moves
        if move.track == track.key and move.to not in (STAY, BACK)
        for source in keys
        if move.applies_from(source) and source != move.to
    ]


def _at(move: Move) -> str:
    return f"{move.track}: {move.action}"


def _duplicates(lifecycle: Lifecycle, roles: Roles | None) -> Iterator[Finding]:
    for key, n in Counter(t.key for t in lifecycle.tracks).items():
        if n > 1:
            yield Finding("duplicate_track", key, Text("轨道重复声明", "The track is declared twice"))
    for track in lifecycle.tracks:
        for key, n in Counter(s.key for s in track.states).items():
            if n > 1:
                yield Finding("duplicate_state", f"{track.key}.{key}", Text("环节重复声明", "The state is declared twice"))


def _unknowns(lifecycle: Lifecycle, roles: Roles | None) -> Iterator[Finding]:
    states = {t.key: {s.key for s in t.states} for t in lifecycle.tracks}
    words = Text("环节“{s}”没有声明", "The state {s} is not declared")
    for track in lifecycle.tracks:
        if track.initial not in states[track.key]:
            yield Finding("unknown_state", track.key, words.with_(s=track.initial))
    for move in lifecycle.moves:
        if move.track not in states:
            yield Finding("unknown_track", _at(move), Text("轨道没有声明", "The track is not declared"))
            continue
        named = {move.to} - {STAY, BACK} | (move.sources or frozenset())
        for key in sorted(named - states[move.track]):
            yield Finding("unknown_state", _at(move), words.with_(s=key))
    actions = {(m.track, m.action) for m in lifecycle.moves}
    for move in lifecycle.moves:
        if move.reverse_of and (move.track, move.reverse_of) not in actions:
            yield Finding("unknown_reverse", _at(move), Text("被撤回的操作没有声明", "The action it takes back is not declared"))


def reachable(lifecycle: Lifecycle, track: Track) -> set[str]:
    """The states that can be entered from the initial one, itself included, every gate being open."""
    ways = [(a, b) for a, b, _ in edges(lifecycle, track)]
    seen, new = {track.initial}, {track.initial}
    while new:
        new = {b for a, b in ways if a in new} - seen
        seen |= new
    return seen


def _unreachable(lifecycle: Lifecycle, roles: Roles | None) -> Iterator[Finding]:
    for track in lifecycle.tracks:
        there = reachable(lifecycle, track)
        for state in track.states:
            if state.key not in there:
                yield Finding(
                    "unreachable", f"{track.key}.{state.key}", Text("没有路径可以到达该环节", "No way leads to this state from the beginning")
                )


def _ends(lifecycle: Lifecycle, roles: Roles | None) -> Iterator[Finding]:
    for track in lifecycle.tracks:
        out = {a for a, _, _ in edges(lifecycle, track)}
        out |= {s.key for m in lifecycle.moves if m.track == track.key and m.to == BACK for s in track.states if m.applies_from(s.key)}
        for state in track.states:
            where = f"{track.key}.{state.key}"
            if not state.final and state.key not in out:
                yield Finding("dead_end", where, Text("该环节没有出路，也不是终点", "No way leads on from this state, and it is not final"))
            if state.final and not state.reopens and state.key in out:
                yield Finding("way_out_of_final", where, Text("终点不应再有出路", "A way leads out of a final state"))
            if state.refusal and state.remedy is None:
                yield Finding("refusal_without_remedy", where, Text("不予办理须写明补救途径", "A refusal has to say what can be done about it"))


def _stage_days(lifecycle: Lifecycle, roles: Roles | None) -> Iterator[Finding]:
    for track in lifecycle.tracks:
        total = track.legal_total
        if total is None:
            continue
        unlike = [s.key for s in track.states if s.stage is not None and type(s.stage) is not type(total)]
        if unlike:
            yield Finding(
                "unlike_units",
                track.key,
                Text("环节时限与总时限单位不同：{s}", "Stages are counted in another unit than the total: {s}").with_(s=", ".join(unlike)),
            )
            continue
        longest = _longest(lifecycle, track)
        if longest > total.n:
            yield Finding(
                "over_legal_total",
                track.key,
                Text("各环节时限合计{n}，超过法定{t}", "The stages sum up to {n}; the legal total is {t}").with_(n=longest, t=total.label),
            )


def _longest(lifecycle: Lifecycle, track: Track) -> int:
    """The largest sum of stage times on a way that only goes forward in the declared order."""
    place = {s.key: i for i, s in enumerate(track.states)}
    longest: dict[str, int] = {}
    ways = [(a, b) for a, b, _ in edges(lifecycle, track) if b in place and place[a] < place[b]]
    for state in reversed(track.states):
        after = max((longest[b] for a, b in ways if a == state.key), default=0)
        longest[state.key] = (state.stage.n if state.stage else 0) + after
    return longest.get(track.initial, 0)


def _nobody(lifecycle: Lifecycle, roles: Roles | None) -> Iterator[Finding]:
    if roles is None:
        return
    for action in dict.fromkeys(m.action for m in lifecycle.moves if not m.derived):
        if not roles.get(action):
            yield Finding("nobody_may", action, Text("没有岗位持有该权限", "No role holds the right for this action"), "warning")


def _derived(lifecycle: Lifecycle, roles: Roles | None) -> Iterator[Finding]:
    taken_back = {(m.track, m.reverse_of) for m in lifecycle.moves}
    for move in lifecycle.moves:
        if move.derived and move.gate == ALWAYS:
            yield Finding("derived_without_gate", _at(move), Text("推定的变动没有条件", "A derived move without a gate would happen at once"))
        if move.derived and not move.lasting and move.reverse_of is None and (move.track, move.action) not in taken_back:
            yield Finding(
                "derived_without_reverse",
                _at(move),
                Text("事实不再成立时没有撤回的变动", "Nothing takes this move back when its facts fall away"),
                "warning",
            )


def _ambiguous(lifecycle: Lifecycle, roles: Roles | None) -> Iterator[Finding]:
    for track in lifecycle.tracks:
        for state in track.states:
            counts = Counter(m.action for m in lifecycle.moves_from(track.key, state.key))
            for action, n in counts.items():
                if n > 1:
                    yield Finding(
                        "ambiguous", f"{track.key}.{state.key}", Text("“{a}”通向多处", "{a} leads to more than one state").with_(a=action)
                    )
    for move in lifecycle.moves:
        track_of = next((t for t in lifecycle.tracks if t.key == move.track), None)
        entered = {b for _, b, _ in edges(lifecycle, track_of)} if track_of else set()
        if track_of and move.to == BACK and move.applies_from(track_of.initial) and track_of.initial not in entered:
            yield Finding("back_from_start", _at(move), Text("起点没有可退回的环节", "There is nothing to go back to from the beginning"))


def _gates(lifecycle: Lifecycle, roles: Roles | None) -> Iterator[Finding]:
    for move in lifecycle.moves:
        yield from _gate(move.gate, _at(move), top=True)
        certain = list(_certain(move.gate))
        must, must_not = [n for n, fails in certain if not fails], {n for n, fails in certain if fails}
        values: dict[str, set[object]] = {}
        for need in must:
            if need.op == "==":
                values.setdefault(need.fact, set()).add(need.value)
        never = [n.fact for n in must if n in must_not or len(values.get(n.fact, ())) > 1]
        for fact in dict.fromkeys(never):
            yield Finding("never_open", _at(move), Text("条件自相矛盾：{f}", "The gate contradicts itself: {f}").with_(f=fact))
        for need in needs_of(move.gate):
            if need.holder is None:
                yield Finding(
                    "need_without_holder",
                    _at(move),
                    Text("“{l}”没有写明由谁提供", "Nobody is named who could supply “{l}”").with_(l=need.label),
                    "warning",
                )


def _gate(tree: Node, where: str, top: bool = False) -> Iterator[Finding]:
    if isinstance(tree, Need):
        return
    if isinstance(tree, Not):
        yield from _gate(tree.node, where)
        return
    if isinstance(tree, AnyOf) and len(tree.nodes) == 1:
        yield Finding("single_branch", where, Text("“{l}”只有一个选项", "“{l}” offers one alternative only").with_(l=tree.label))
    if isinstance(tree, All) and not tree.nodes and not top:
        yield Finding("empty_part", where, Text("条件中有空的部分", "A part of the gate is empty and always holds"))
    repeated = [n for n, k in Counter(tree.nodes).items() if k > 1]
    if repeated:
        yield Finding("repeated_part", where, Text("条件中有重复的部分", "A part of the gate stands there twice"), "warning")
    for node in tree.nodes:
        yield from _gate(node, where)


def _certain(tree: Node, negated: bool = False) -> Iterator[tuple[Need, bool]]:
    """The needs that decide a tree alone: (need, True) when it has to fail, (need, False) when it has to hold."""
    if isinstance(tree, Need):
        yield tree, negated
    elif isinstance(tree, Not):
        yield from _certain(tree.node, not negated)
    elif isinstance(tree, All) is not negated:
        for node in tree.nodes:
            yield from _certain(node, negated)


RULES: tuple[Callable[[Lifecycle, Roles | None], Iterator[Finding]], ...] = (
    _duplicates,
    _unknowns,
    _unreachable,
    _ends,
    _stage_days,
    _nobody,
    _derived,
    _ambiguous,
    _gates,
)
