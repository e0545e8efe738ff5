"""Conditions as trees with three values: yes, no, and not known.

One function, `judge`, answers both 'may I' and 'what is missing, who holds it, under which law'. Absent is not zero and not
no: a fact that nobody has given makes a condition unknown, and an unknown condition is never taken for met or for failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal

from .law import Law
from .text import Text, joined

Op = Literal["is_true", "==", "!=", ">=", "<=", "in", "present"]
Value = bool | int | Decimal | str | date | datetime
Truth = bool | None


@dataclass(frozen=True, slots=True)
class Known:
    """A fact with where it comes from and the day it speaks of. The value None says: it is known that there is none.

    `remark` is what a reader has to know beside it: with what reserve it holds, or why what there is does not count.
    `arises` is False where the question is not one of this row: the answer is no, and yet there is nothing for anybody to supply.
    """

    value: Any
    source: Text | str | None = None
    as_of: date | datetime | None = None
    remark: Text | None = None
    arises: bool = True


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that nobody has given yet, with the office that holds it."""

    holder: Text


Answer = Known | Unknown


class WrongFactType(TypeError):
    """A fact and the threshold it is compared with are of different types: a fault of the program, not of a person."""


def _sort(value: object) -> str:
    """The family of values that may be compared with each other; '' for a value that no gate compares."""
    # bool is an int and datetime is a date in Python; in a gate they are not.
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, int | Decimal):
        return "number"
    if isinstance(value, datetime):
        return "moment"
    return "day" if isinstance(value, date) else "text" if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Need:
    """One condition on one fact: `fact op value`.

    `is_true` and `present` take no value. `in` takes a tuple or frozenset of values of one type. `>=` and `<=` take a number
    (int or Decimal; binary fractions have no exact threshold), a day or a moment.

    Raises:
        ValueError: for a value that does not suit the operator.
    """

    fact: str
    label: Text
    holder: Text | None = None
    law: Law | None = None
    op: Op = "is_true"
    value: Value | tuple[Value, ...] | frozenset[Value] | None = None

    def __post_init__(self) -> None:
        if not self.fact:
            raise ValueError("a Need names a fact")
        if not self._suits():
            raise ValueError(f"{self.fact}: the operator {self.op!r} cannot take the value {self.value!r}")

    def _suits(self) -> bool:
        if self.op in ("is_true", "present"):
            return self.value is None
        if self.op == "in":
            return isinstance(self.value, tuple | frozenset) and len({_sort(v) or id(v) for v in self.value}) == 1 and all(map(_sort, self.value))
        if self.op in ("==", "!="):
            return bool(_sort(self.value))
        return self.op in (">=", "<=") and _sort(self.value) in ("number", "day", "moment")


@dataclass(frozen=True, slots=True, init=False)
class All:
    """Every part holds. With no part at all it always holds."""

    nodes: tuple[Node, ...]

    def __init__(self, *nodes: Node) -> None:
        object.__setattr__(self, "nodes", nodes)


@dataclass(frozen=True, slots=True, init=False)
class AnyOf:
    """At least one of the alternatives holds; the label says what they are alternatives for.

    Raises:
        ValueError: without alternatives, for then nothing could ever satisfy it.
    """

    label: Text
    nodes: tuple[Node, ...]

    def __init__(self, label: Text, *nodes: Node) -> None:
        if not nodes:
            raise ValueError(f"{label.en}: a choice needs alternatives")
        object.__setattr__(self, "label", label)
        object.__setattr__(self, "nodes", nodes)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold. Not known stays not known."""

    node: Node


Node = Need | All | AnyOf | Not

#: The gate that is always open.
ALWAYS: Final = All()

_NOT = Text("不应成立：{l}", "must not hold: {l}")
_ONE_NOT = Text("以下至少一项不成立", "At least one of these does not hold")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition as it was judged: what is needed, what there is, from where, under which law, and who holds it.

    `value` is True, False or None (not known). `negated` when the tree asks for the contrary of `need`.
    """

    need: Need
    have: Answer = field(hash=False)  # a known value may be a list
    value: Truth
    negated: bool = False

    @property
    def fact(self) -> str:
        return self.need.fact

    @property
    def label(self) -> Text:
        return _NOT.with_(l=self.need.label) if self.negated else self.need.label

    need_text = label

    @property
    def law(self) -> Law | None:
        return self.need.law

    @property
    def holder(self) -> Text | None:
        """The office that can supply the fact: the one the answer names, otherwise the one the need names."""
        if isinstance(self.have, Unknown) and self.have is not _NOBODY:
            return self.have.holder
        return self.need.holder

    @property
    def source(self) -> Text | str | None:
        return self.have.source if isinstance(self.have, Known) else None

    @property
    def as_of(self) -> date | datetime | None:
        return self.have.as_of if isinstance(self.have, Known) else None

    @property
    def remark(self) -> Text | None:
        return self.have.remark if isinstance(self.have, Known) else None

    @property
    def arises(self) -> bool:
        """Whether somebody could supply what fails; a question that is not one of the row is no gap of it."""
        return not isinstance(self.have, Known) or self.have.arises

    def age(self, today: date) -> int | None:
        """How many days old the fact is, None when it has no date."""
        day = self.as_of.date() if isinstance(self.as_of, datetime) else self.as_of
        return (today - day).days if day is not None else None


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives of which one has to be supplied; each is what that alternative still lacks."""

    label: Text
    value: Truth
    alternatives: tuple[tuple[Missing, ...], ...]

    @property
    def fact(self) -> str:
        """The keys of all facts concerned, parted by '|'."""
        return "|".join(dict.fromkeys(m.fact for way in self.alternatives for m in way))

    @property
    def need_text(self) -> Text:
        return self.label

    @property
    def holder(self) -> Text | None:
        """All offices that hold one of the alternatives."""
        offices = dict.fromkeys(m.holder for way in self.alternatives for m in way if m.holder is not None)
        return joined(list(offices), "、", ", ") if offices else None

    @property
    def law(self) -> Law | None:
        """The law, when every alternative stands under the same one."""
        laws = {m.law for way in self.alternatives for m in way}
        return laws.pop() if len(laws) == 1 else None


Missing = Leaf | Choice


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `judge` found. `leaves` are all conditions in the order of the tree; `missing` only what stands in the way."""

    value: Truth
    leaves: tuple[Leaf, ...]
    missing: tuple[Missing, ...]

    def explain(self, language: str = "zh") -> str:
        """One line for the verdict and one for each thing that is missing, with its holder and its law."""
        head = {
            True: Text("条件均已具备", "Every condition is met"),
            False: Text("尚缺{n}项", "Still missing: {n}"),
            None: Text("尚不能判断：{n}项待补", "Cannot be decided yet: {n} open"),
        }[self.value].with_(n=len(self.missing))
        return "\n".join([head.in_(language), *(line for m in self.missing for line in _lines(m, language, "- "))])


def _lines(missing: Missing, language: str, bullet: str) -> Iterator[str]:
    zh = not language.lower().startswith("en")
    words = missing.need_text.in_(language)
    if missing.value is None:
        words += "（尚不清楚）" if zh else " (not known yet)"
    if isinstance(missing, Choice):
        yield bullet + words + ("，下列之一：" if zh else ", one of:")
        for way in missing.alternatives:
            marks = ["  * ", *["    "] * len(way)]
            for mark, part in zip(marks, way, strict=False):
                yield from _lines(part, language, " " * (len(bullet) - 2) + mark)
        return
    more = [missing.holder.in_(language)] if missing.holder else []
    more += [missing.law.cite(language)] if missing.law else []
    yield bullet + words + ("——" + "，".join(more) if zh and more else " — " + ", ".join(more) if more else "")


_NOBODY: Final = Unknown(Text("尚无单位提供", "no office provides it"))


def judge(tree: Node, facts: Mapping[str, Answer]) -> Verdict:
    """The verdict of a tree over the facts that are there; a fact without an answer is unknown.

    Kleene's three values: an All with a part that fails fails, whatever is unknown beside it; an AnyOf with a part that holds
    holds. `missing` names each thing once, and leaves out a choice that something else on the list settles anyway.

    Raises:
        WrongFactType: when a fact has another type than its threshold.
    """
    leaves: list[Leaf] = []
    value, missing = _judge(tree, facts, False, leaves)
    return Verdict(value, tuple(leaves), missing)


def _judge(tree: Node, facts: Mapping[str, Answer], negated: bool, leaves: list[Leaf]) -> tuple[Truth, tuple[Missing, ...]]:
    if isinstance(tree, Need):
        have = facts.get(tree.fact, _NOBODY)
        plain = _holds(tree, have)
        leaf = Leaf(tree, have, plain if plain is None or not negated else not plain, negated)
        leaves.append(leaf)
        return leaf.value, () if leaf.value else (leaf,)
    if isinstance(tree, Not):
        return _judge(tree.node, facts, not negated, leaves)
    parts = [_judge(node, facts, negated, leaves) for node in tree.nodes]
    values = [value for value, _ in parts]
    # Negation has been carried down to the leaves (De Morgan): it turns an All into a choice and a choice into an All.
    if isinstance(tree, All) is not negated:
        value = False if False in values else None if None in values else True
        return value, () if value else _absorbed(tuple(m for _, lacks in parts for m in lacks))
    value = True if True in values else None if None in values else False
    if value:
        return value, ()
    label = tree.label if isinstance(tree, AnyOf) else _ONE_NOT
    ways = tuple(dict.fromkeys(lacks for _, lacks in parts if lacks))
    return value, (Choice(label, value, ways),) if ways else ()


def _absorbed(missing: tuple[Missing, ...]) -> tuple[Missing, ...]:
    """Each thing once; what has to be supplied anyway is taken out of the choices, and a choice settled by it goes."""
    once = tuple(dict.fromkeys(missing))
    surely = {m for m in once if isinstance(m, Leaf)}
    left: list[Missing] = []
    for item in once:
        if isinstance(item, Choice) and surely:
            ways = tuple(tuple(m for m in way if m not in surely) for way in item.alternatives)
            if not all(ways):
                continue
            item = Choice(item.label, item.value, ways)
        left.append(item)
    return tuple(left)


def _holds(need: Need, have: Answer) -> Truth:
    if isinstance(have, Unknown):
        return None
    got = have.value
    if need.op == "present":
        return got is not None and got != "" and got != () and got != []
    if got is None:
        # Nothing is there to compare with: neither met nor failed.
        return None
    asked = True if need.op == "is_true" else next(iter(need.value)) if isinstance(need.value, tuple | frozenset) else need.value
    if not _sort(got) or _sort(got) != _sort(asked):
        raise WrongFactType(f"{need.fact} {need.op} {need.value!r}: the fact is {type(got).__name__} {got!r}")
    if need.op == "is_true":
        return bool(got)
    if need.op == "in":
        assert isinstance(need.value, tuple | frozenset)
        return got in need.value
    wanted: Any = need.value
    return bool(
        got == wanted if need.op == "==" else got != wanted if need.op == "!=" else got >= wanted if need.op == ">=" else got <= wanted
    )


def facts_of(tree: Node) -> tuple[str, ...]:
    """The keys of all facts that a tree asks for, each once, in the order of the tree."""
    return tuple(dict.fromkeys(need.fact for need in needs_of(tree)))


def needs_of(tree: Node) -> Iterator[Need]:
    """Every condition of a tree, in order."""
    if isinstance(tree, Need):
        yield tree
    elif isinstance(tree, Not):
        yield from needs_of(tree.node)
    else:
        for node in tree.nodes:
            yield from needs_of(node)


def as_plain(tree: Node) -> list[Any]:
    """A tree as lists of text, the same for equal meaning on every machine; wording and holders are left out.

    A changed label is not a changed condition. Facts, operators, thresholds with their types, and the law are the condition.
    """
    if isinstance(tree, Need):
        values = sorted(map(_plain, tree.value)) if isinstance(tree.value, tuple | frozenset) else [_plain(tree.value)]
        law = [tree.law.number, tree.law.name.zh, tree.law.article] if tree.law else []
        return ["need", tree.fact, tree.op, values, law]
    if isinstance(tree, Not):
        return ["not", as_plain(tree.node)]
    return ["all" if isinstance(tree, All) else "any", *(as_plain(node) for node in tree.nodes)]


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        value = value.normalize()
    return f"{_sort(value) or 'none'} {value.isoformat() if isinstance(value, date) else f'{value:f}' if isinstance(value, Decimal) else value}"
