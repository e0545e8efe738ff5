"""Which moves an action makes now, which are due by themselves, and the refusals of a state or a gate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from taizhang.basis.errors import Conflict
from taizhang.basis.predicate import Known, Verdict
from taizhang.basis.text import Text, joined
from taizhang.kernels.casework import Move, judge

from . import clock
from .catalogue import BoundAction, Catalogue
from .declare import Record
from .hand import Follow

#: What fails is not for this row to have: the step is not on its way.
OTHER_WAY = "other_way"


def column_of(track: str) -> str:
    """The column of a track; a kind's own variant of a track is written 'stage.filed'."""
    return track.partition(".")[0]


def possible_moves(catalogue: Catalogue, bound: BoundAction, row: Any, now: datetime) -> list[Move]:
    """The moves of `open_moves` alone."""
    return [move for move, _ in open_moves(catalogue, bound, row, now)]


def open_moves(catalogue: Catalogue, bound: BoundAction, row: Any, now: datetime) -> list[tuple[Move, Verdict]]:
    """The moves that an action makes from the state a row is in, its gate being open, each with the verdict that opened it.

    Raises:
        Conflict: in another state, or with the gate closed; the details name what is missing, who holds it, which law.
    """
    record = bound.action.on
    assert record is not None
    declared = [m for lc in record.lifecycles.values() for m in lc.moves if m.action == bound.key]
    if not declared:
        return []
    lifecycle = record.lifecycle(row)
    assert lifecycle is not None
    own = [m for m in lifecycle.moves if m.action == bound.key]
    here = [m for m in own if m.applies_from(getattr(row, column_of(m.track)))]
    tracks = {m.track for m in own}
    if not own or {m.track for m in here} != tracks:
        raise _wrong_state(bound, record, lifecycle, row, own)
    facts = record.facts(row, now.astimezone(clock.ZONE).date(), catalogue.ask) if record.facts else {}
    found = [(move, judge(move.gate, facts)) for move in here]
    for move, verdict in found:
        if verdict.value is not True:
            raise gate_closed(bound, move, verdict)
    return found


def grounds(verdict: Verdict) -> dict[str, str]:
    """The facts that a verdict rests on, by key: whether each holds, as of when, and who says so."""
    found = {}
    for leaf in verdict.leaves:
        if leaf.value is True and isinstance(leaf.have, Known):
            source = leaf.have.source.zh if isinstance(leaf.have.source, Text) else leaf.have.source
            as_of = leaf.have.as_of.isoformat() if leaf.have.as_of else None
            parts = ("no" if leaf.negated else "yes", as_of, source)
            found[leaf.need.fact] = " ".join(str(part) for part in parts if part)
    return found


def inside(holder: Text) -> Text:
    """An office as it is named inside a sentence: without the capital of a heading."""
    return Text(holder.zh, f"the {holder.en[4:]}") if holder.en.startswith("The ") else holder


def _watched(move: Move, touched: frozenset[str] | None) -> bool:
    return move.watches is None or touched is None or not move.watches.isdisjoint(touched)


def derived_moves(
    catalogue: Catalogue, record: Record, row: Any, now: datetime, touched: frozenset[str] | None = None
) -> list[Follow]:
    """The derived moves that a row's facts now demand, as actions of the machine; the row is read anew."""
    lifecycle = record.lifecycle(row)
    if lifecycle is None or not any(m.derived for m in lifecycle.moves):
        return []
    return due_moves(catalogue, record, record.model._default_manager.get(pk=row.pk), now, touched)


def due_moves(
    catalogue: Catalogue, record: Record, row: Any, now: datetime, touched: frozenset[str] | None = None
) -> list[Follow]:
    """The same for a row that is as the database has it; `touched` are the kinds of record that were just written."""
    lifecycle = record.lifecycle(row)
    if lifecycle is None:
        return []
    due = [
        m
        for m in lifecycle.moves
        if m.derived and _watched(m, touched) and m.applies_from(getattr(row, column_of(m.track)))
    ]
    if not due:
        return []
    facts = record.facts(row, now.astimezone(clock.ZONE).date(), catalogue.ask) if record.facts else {}
    for move in due:
        if judge(move.gate, facts).value is True:
            # One at a time: what it changes decides whether the next is due.
            return [Follow(move.action, row.pk)]
    return []


def gate_closed(bound: BoundAction, move: Move, verdict: Any) -> Conflict:
    """The refusal of a gate, with one detail for each thing that is missing."""
    details = tuple(
        Conflict(
            _lacking(leaf),
            code=_code(leaf),
            field=leaf.fact,
            law=leaf.law,
            remedy=Text("由{h}提供", "Provided by {h}").with_(h=inside(leaf.holder)) if leaf.holder else None,
        )
        for leaf in verdict.missing
    )
    return Conflict(
        Text("还不能“{a}”：缺{n}项", "“{a}” is not possible yet: {n} item(s) missing").with_(a=bound.label, n=len(details)),
        code="gate",
        law=move.law or bound.action.law,
        remedy=Text("补齐下列事项后再办理", "Complete what is listed, then try again"),
        details=details,
    )


def _code(leaf: Any) -> str:
    if not getattr(leaf, "arises", True):
        return OTHER_WAY
    return "missing_fact" if leaf.value is False else "unknown_fact"


def _lacking(leaf: Any) -> Text:
    """What is missing in words, with what is to be known of what there is."""
    if leaf.value is not False:
        return Text("尚不清楚：{n}", "Not known yet: {n}").with_(n=leaf.need_text)
    remark = getattr(leaf, "remark", None)
    return Text("{n}（{r}）", "{n} ({r})").with_(n=leaf.need_text, r=remark) if remark is not None else leaf.need_text


def reserves(record: Record, row: Any, move: Move, now: datetime, ask: Any) -> list[tuple[Text, Text]]:
    """Conditions of a move that hold with a reserve: what they are, and what is to be known beside them."""
    facts = record.facts(row, now.astimezone(clock.ZONE).date(), ask) if record.facts else {}
    return [(leaf.label, leaf.remark) for leaf in judge(move.gate, facts).leaves if leaf.value and leaf.remark is not None]


def _wrong_state(bound: BoundAction, record: Record, lifecycle: Any, row: Any, own: list[Move]) -> Conflict:
    if not own:
        return Conflict(
            Text("这一类{l}没有“{a}”这一步", "This kind of {l} has no step “{a}”").with_(l=record.label, a=bound.label),
            code="wrong_kind",
            law=bound.action.law,
        )
    wrong = next(m for m in own if not m.applies_from(getattr(row, column_of(m.track))))
    track = lifecycle.track(wrong.track)
    at = track.label_of(getattr(row, column_of(wrong.track)))
    sources = [track.label_of(s) for s in sorted(wrong.sources)] if wrong.sources else []
    return Conflict(
        Text("当前是“{s}”，不能“{a}”", "It is at “{s}”; “{a}” cannot be done now").with_(s=at, a=bound.label),
        code="wrong_state",
        law=wrong.law or bound.action.law,
        remedy=Text("该操作在以下环节办理：{f}", "It can be done at: {f}").with_(f=joined(sources, "、", ", "))
        if sources
        else None,
    )
