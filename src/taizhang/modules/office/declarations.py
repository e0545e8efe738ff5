"""What the installed modules declare, laid out to be read: dated parameters, laws, lifecycles. No row is read here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from taizhang.basis.errors import NotFound
from taizhang.basis.law import Dated, Law
from taizhang.basis.money import UNIT_TEXT, format_fen
from taizhang.basis.predicate import AnyOf, Need, Node, Not
from taizhang.basis.text import Text, joined, verbatim
from taizhang.frame.catalogue import Catalogue
from taizhang.frame.declare import Record
from taizhang.kernels.casework import BACK, STAY, Finding, Lifecycle, Move
from taizhang.kernels.casework.lint import lint
from taizhang.registers.laws import all_laws

from . import terms

_YES, _NO = Text("是", "yes"), Text("否", "no")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One span of a dated parameter: the value that holds from a day until another, and where it comes from."""

    key: str
    label: Text
    module: Text
    value: Text
    unit: Text | None
    valid_from: date
    valid_to: date | None
    law: Law
    in_force: bool

    @property
    def mark(self) -> Text:
        return terms.MARK_WORDS[self.law.mark]


def parameters(catalogue: Catalogue, day: date) -> list[Parameter]:
    """Every span of every parameter, those to be confirmed first, then in the order of the modules."""
    found = [
        Parameter(
            p.key,
            p.label,
            module.label,
            _amount(s.value) if _is_money(p.key) else in_words(s.value),
            None if _is_money(p.key) else _unit(p.unit),
            s.valid_from,
            s.valid_to,
            s.law,
            p.on(day) is s,
        )
        for module in catalogue.modules
        for p in module.parameters
        if isinstance(p, Dated)
        for s in p.spans
    ]
    return sorted(found, key=lambda p: not p.law.needs_confirmation)


#: Units that are words; signs such as % are the same in both languages.
_UNITS = {
    "日": Text("日", "(day of the month)"),
    "个工作日": Text("个工作日", "working days"),
    "次": Text("次", "times"),
    "人": Text("人", "people"),
    "天": Text("天", "days"),
    "月": Text("个月", "months"),
    "年": Text("年", "years"),
    "分": Text("分", "points"),
}


def _is_money(key: str) -> bool:
    """A key names its unit: an amount is kept in fen, which nobody reads."""
    return key.endswith("_fen")


def _amount(fen: int) -> Text:
    return Text(format_fen(fen, "万元", "zh"), format_fen(fen, "元", "en"))


def _unit(unit: str) -> Text | None:
    known = _UNITS.get(unit) or UNIT_TEXT.get(unit)  # type: ignore[call-overload]
    return known or (verbatim(unit) if unit else None)


def in_words(value: object) -> Text:
    """The value of a parameter as both languages write it."""
    label = getattr(value, "label", None)
    if isinstance(label, Text):
        return label
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], int):
        return verbatim(f"{value[0]} {value[1]}")
    if isinstance(value, Mapping):
        value = tuple(value.items())
    if isinstance(value, list | tuple | frozenset | set):
        return joined([in_words(v) for v in value], "、", ", ") if value else verbatim("—")
    return verbatim(value)


@dataclass(frozen=True, slots=True)
class Source:
    """One law, standard or rule that an installed module or the registers cite."""

    law: Law
    cited_by: tuple[Text, ...]

    @property
    def article_en(self) -> str:
        return self.law.article_in("en")

    @property
    def mark(self) -> Text:
        return terms.MARK_WORDS[self.law.mark]


_REGISTERS = Text("公用登记簿", "Registers")


def sources(catalogue: Catalogue) -> list[Source]:
    """Every law with the modules that cite it, each article once, those to be confirmed first."""
    cited: dict[tuple[str, str, str], tuple[Law, list[Text]]] = {}
    for label, laws in (*((m.label, m.laws) for m in catalogue.modules), (_REGISTERS, all_laws())):
        for law in laws:
            held = cited.setdefault((law.number, law.name.zh, law.article), (law, []))[1]
            if label not in held:
                held.append(label)
    found = [Source(law, tuple(by)) for law, by in cited.values()]
    return sorted(found, key=lambda s: not s.law.needs_confirmation)


# -- lifecycles -----------------------------------------------------------------------------------------------------------


def lifecycles(catalogue: Catalogue) -> Iterator[tuple[Record, str, Lifecycle]]:
    """Every version of every lifecycle, with its record and its key."""
    for record in catalogue.records.values():
        for key, lifecycle in record.lifecycles.items():
            yield record, key, lifecycle


def lifecycle_of(catalogue: Catalogue, kind: str, key: str) -> tuple[Record, Lifecycle]:
    """The lifecycle of a kind of record and a key. Raises NotFound."""
    for record, name, lifecycle in lifecycles(catalogue):
        if (record.kind, name) == (kind, key):
            return record, lifecycle
    raise NotFound(
        Text("没有这个流程：{k}", "There is no lifecycle {k}").with_(k=f"{kind} {key}"[:120]), code="no_lifecycle"
    )


def roles_by_action(catalogue: Catalogue, held: Collection[str] | None = None) -> dict[str, list[str]]:
    """Roles that carry the right for each action that people do; with `held`, only roles that somebody holds.

    What everybody may do, and what the machine does, is done by 'public' and 'system'.
    """
    found = {}
    for bound in catalogue.actions.values():
        action = bound.action
        if action.machine or action.public:
            found[bound.key] = ["system" if action.machine else "public"]
            continue
        carry = [role for role, rights in catalogue.rights_of_role.items() if action.may in rights]
        found[bound.key] = carry if held is None else [role for role in carry if role in held]
    return found


def findings(catalogue: Catalogue, lifecycle: Lifecycle, held: Collection[str]) -> list[Finding]:
    """What the check of a lifecycle finds, by the rights that roles carry and by the posts that somebody holds now."""
    declared = lint(lifecycle, roles_by_action(catalogue))
    nobody = {f.where for f in declared if f.rule == "nobody_may"}
    now = [
        Finding("nobody_holds", f.where, _NOBODY_NOW, "warning")
        for f in lint(lifecycle, roles_by_action(catalogue, held))
        if f.rule == "nobody_may" and f.where not in nobody
    ]
    return [*declared, *now]


_NOBODY_NOW = Text(
    "岗位持有该权限，但现在无人任职：请任命", "Roles carry the right, but nobody holds one now: appoint somebody"
)


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move of a track as a line of its table."""

    sources: Text
    to: Text
    action: Text
    key: str
    who: Text
    nobody: bool
    gate: Text | None
    law: Law | None
    derived: bool
    takes_back: Text | None


_ANY_STATE = Text("任一环节", "any state")
_STAYS = Text("不变", "stays")
_GOES_BACK = Text("退回原环节", "back to the state that was left")
_MACHINE = Text("系统自动", "the system")
_EVERYBODY = Text("任何人", "anyone")
_NOBODY = Text("无岗位", "no role")


def moves(catalogue: Catalogue, lifecycle: Lifecycle, track: str) -> list[MoveLine]:
    """The moves of a track in the order of declaration, in words."""
    who = roles_by_action(catalogue)
    return [_line(catalogue, lifecycle, move, who) for move in lifecycle.moves if move.track == track]


def _line(catalogue: Catalogue, lifecycle: Lifecycle, move: Move, who: Mapping[str, Collection[str]]) -> MoveLine:
    track, bound = lifecycle.track(move.track), catalogue.action(move.action)
    order = [s.key for s in track.states]
    named = sorted(move.sources or (), key=lambda k: order.index(k) if k in order else len(order))
    label = Text("（{r}）", " ({r})")
    return MoveLine(
        sources=joined([track.label_of(s) for s in named], "、", ", ") if move.sources else _ANY_STATE,
        to={STAY: _STAYS, BACK: _GOES_BACK}.get(move.to) or track.label_of(move.to),
        action=bound.label,
        key=bound.key,
        who=_MACHINE if move.derived else role_words(catalogue, who[move.action]),
        nobody=not move.derived and not who[move.action],
        gate=gate_words(move.gate),
        law=move.law or bound.action.law,
        derived=move.derived,
        takes_back=label.with_(r=catalogue.action(move.reverse_of).label) if move.reverse_of else None,
    )


def role_words(catalogue: Catalogue, roles: Collection[str]) -> Text:
    """Roles by their names."""
    known: dict[str, Text] = {"system": _MACHINE, "public": _EVERYBODY}
    words = [known.get(r) or (catalogue.roles[r].label if r in catalogue.roles else verbatim(r)) for r in roles]
    return joined(words, "、", ", ") if words else _NOBODY


def gate_words(tree: Node) -> Text | None:
    """A gate as one sentence; None for the gate that is always open."""
    if isinstance(tree, Need):
        return _need_words(tree)
    if isinstance(tree, Not):
        inner = gate_words(tree.node)
        return Text("不满足：{i}", "not: {i}").with_(i=inner) if inner else None
    parts = [words for words in map(gate_words, tree.nodes) if words is not None]
    if isinstance(tree, AnyOf):
        return Text("{l}（任一：{p}）", "{l} (any of: {p})").with_(l=tree.label, p=joined(parts, "；", "; "))
    return joined(parts, "；并且 ", "; and ") if parts else None


def _need_words(need: Need) -> Text:
    holder = Text("（由{h}提供）", " (held by {h})").with_(h=need.holder) if need.holder else Text(" ", " ")
    value: Any = need.value
    limit = f" {need.op} {_plain(value)}" if need.op in (">=", "<=", "in") else ""
    return Text(f"{need.label.zh}{limit}{holder.zh}".strip(), f"{need.label.en}{limit}{holder.en}".strip())


def _plain(value: object) -> str:
    return "/".join(map(str, value)) if isinstance(value, tuple | frozenset) else str(value)
