"""The one write path.

Outside the transaction: the right, the shape of the inputs. Inside one durable transaction: the idempotency key, the
target through the actor's scope and under a lock, its version, every chosen record, the state and the gate, the action, its
moves, what follows from it, the history rows, one entry, the outbox. A refusal changes nothing and is journalled.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction

from taizhang.basis.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from taizhang.basis.text import Text, joined
from taizhang.basis.uuid7 import uuid7
from taizhang.kernels.casework import BACK, STAY, Move, judge
from taizhang.kernels.ledger import (
    Entry,
    RowLine,
    canonical_json,
    check_entry,
    commitment,
    moment,
    parse_text,
    row_digest,
    row_line,
    rows_root,
    store,
)

from . import clock
from .actor import MACHINE, Actor, ActorKey, people_of
from .catalogue import BoundAction, Catalogue, installed
from .content import content
from .declare import Record
from .failpoints import reached
from .hand import Follow, Hand
from .keeping import keep, version
from .models import Claim, Outbox, Refusal
from .reading import not_found

#: How long an idempotency key answers with its stored outcome.
CLAIM_DAYS = 90
_FOLLOW_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a success did: the entry, and the row it is about; `created` when the action made that row."""

    entry: str
    kind: str | None
    key: int | None
    created: bool = False
    repeated: bool = False

    @property
    def subject(self) -> str | None:
        return f"{self.kind}:{self.key}" if self.kind else None


def perform(
    action: str,
    target: int | None,
    actor: Actor,
    raw: Mapping[str, Any],
    *,
    version: str | None = None,
    idempotency_key: str | None = None,
) -> Outcome:
    """The action is done and recorded, or nothing has changed.

    Raises:
        NotAllowed, NotFound, Conflict, BadInput: with reason, law and remedy; the refusal has been journalled.
    """
    catalogue = installed()
    bound = catalogue.actions.get(action)
    if bound is None:
        raise NotFound(Text("没有这个操作：{a}", "There is no action {a}").with_(a=action), code="no_action")
    try:
        check_right(bound, actor)
        values = bound.inputs.read(raw)
        with transaction.atomic(durable=True):
            outcome = _Performance(catalogue, clock.now()).run(
                bound, target, actor, values, version=version, idempotency_key=idempotency_key
            )
        reached("after_commit")
        return outcome
    except Refused as refused:
        journal(bound, target, actor, refused)
        raise


def check_right(bound: BoundAction, actor: Actor) -> None:
    """Nothing, when the actor holds the right of an action.

    Raises:
        NotAllowed: naming the right and the roles that carry it.
    """
    action = bound.action
    if actor.machine or (action.public and not action.machine):
        return
    if action.machine:
        raise NotAllowed(Text("该操作由系统按期限自动办理", "This is done by the system when it falls due"), code="machine")
    if actor.may(action.may):
        return
    catalogue = installed()
    holders = [catalogue.roles[r].label for r, rights in catalogue.rights_of_role.items() if action.may in rights and r in catalogue.roles]
    who = joined(holders, "、", ", ") if holders else Text("（尚无岗位）", "(no role yet)")
    raise NotAllowed(
        Text("您没有“{a}”的权限", "You do not hold the right to “{a}”").with_(a=action.label),
        code="no_right",
        law=action.law,
        remedy=Text("可由以下岗位办理：{w}", "It can be done by: {w}").with_(w=who),
    )


def within_reach(bound: BoundAction, record: Record, actor: Actor) -> Any:
    """A Q over the rows to which the actor may do an action: where the right reaches, not where they may look."""
    if bound.action.public or actor.machine:
        return record.visible(actor)
    return record.reached_by(actor.with_right(bound.action.may))


class _Performance:
    """One transaction: the action, and whatever follows from it, each with its own entry."""

    def __init__(self, catalogue: Catalogue, now: datetime) -> None:
        self.catalogue, self.now = catalogue, now

    def run(
        self,
        bound: BoundAction,
        target: int | None,
        actor: Actor,
        values: dict[str, Any],
        *,
        version: str | None = None,
        idempotency_key: str | None = None,
        cause: str | None = None,
        depth: int = 0,
    ) -> Outcome:
        hand = Hand(actor, uuid7(self.now), self.now, self.catalogue)
        inputs = canonical_inputs(values)
        reached("before_claim")
        if idempotency_key is not None:
            repeated = self._claim(bound, target, actor, inputs, idempotency_key, hand)
            if repeated is not None:
                return repeated
        row = self._target(bound, target, actor, version)
        hand.actor = in_post(bound, row, actor)
        chosen = self._chosen(bound, actor, values)
        moves = self._moves(bound, row)
        self._apart(bound, row, actor)
        before = row.entry if row is not None else None
        result = bound.action.run(row, hand, **chosen) if bound.action.on is not None else bound.action.run(hand, **chosen)
        self._move(bound, row, hand, moves, before)
        reached("after_run")
        subject = result if isinstance(result, models.Model) and bound.action.creates else row
        outcome = self._record(bound, hand, subject, inputs, cause)
        self._follow(bound, hand, row, subject, outcome, depth)
        return outcome

    # -- before -----------------------------------------------------------------------------------------------------

    def _claim(
        self, bound: BoundAction, target: int | None, actor: Actor, inputs: bytes, key: str, hand: Hand
    ) -> Outcome | None:
        digest = hashlib.sha256(b"%s\n%s\n%s" % (bound.key.encode(), str(target).encode(), inputs)).hexdigest()
        if _claimed(actor.key, key, digest, hand.entry, self.now):
            return None
        earlier = Claim.objects.get(actor=actor.key, key=key[:80])
        if earlier.at < self.now - timedelta(days=CLAIM_DAYS):
            Claim.objects.filter(pk=earlier.pk).update(inputs=digest, entry=hand.entry, at=self.now)
            return None
        if earlier.inputs != digest:
            raise Conflict(
                Text("同一个提交编号用于了不同的内容", "The same submission key was used with different inputs"),
                code="key_reused",
                remedy=Text("请刷新页面后重新提交", "Reload the page and submit again"),
            )
        entry = store.read(earlier.entry)
        kind, _, pk = (entry.subject or "").partition(":") if entry else ("", "", "")
        return Outcome(earlier.entry, kind or None, int(pk) if pk else None, bool(bound.action.creates), repeated=True)

    def _target(self, bound: BoundAction, target: int | None, actor: Actor, version: str | None) -> Any:
        record = bound.action.on
        if record is None:
            return None
        if target is None:
            raise NotFound(Text("没有指明对象", "No record was named"), code="no_target")
        scope = within_reach(bound, record, actor)
        found = record.model._default_manager.select_for_update(of=("self",)).filter(scope, id=target).first()
        if found is None:
            if not bound.action.public and record.model._default_manager.filter(record.visible(actor), id=target).exists():
                raise NotAllowed(
                    Text("您的权限不及于这个{l}", "Your right does not extend to this {l}").with_(l=record.label),
                    code="no_right_here",
                    law=bound.action.law,
                    remedy=Text("请由其主管单位办理", "Ask the organ in charge of it"),
                )
            raise not_found(record, target)
        if version is not None and version != found.entry:
            raise Conflict(
                Text("打开页面之后，别人已更新了这条记录", "Somebody changed this record after you opened it"),
                code="version",
                remedy=Text("请核对最新内容后再提交；您填写的内容已保留", "Check what is new, then submit again; what you typed is kept"),
            )
        return found

    def _chosen(self, bound: BoundAction, actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
        """Keys of chosen records become the rows themselves, through the actor's own scope."""
        chosen = dict(values)
        for item in bound.inputs:
            if item.kind not in ("ref", "refs") or values[item.name] in (None, ()):
                continue
            record = self.catalogue.record(item.ask.ref)
            keys = values[item.name] if item.kind == "refs" else (values[item.name],)
            found = record.model._default_manager.filter(record.visible(actor), id__in=keys)
            by_key = {row.pk: row for row in found}
            absent = [k for k in keys if k not in by_key]
            if absent:
                raise BadInput(
                    Text("“{l}”选择的记录{k}不存在或不在您的范围内", "“{l}”: {k} does not exist or is outside your scope").with_(
                        l=item.ask.label, k=absent[0]
                    ),
                    code="no_such_choice",
                    field=item.name,
                    remedy=Text("请从列表中选择", "Choose from the list"),
                )
            chosen[item.name] = tuple(by_key[k] for k in keys) if item.kind == "refs" else by_key[keys[0]]
        return chosen

    def _moves(self, bound: BoundAction, row: Any) -> list[Move]:
        if row is None or bound.action.on is None:
            return []
        return possible_moves(self.catalogue, bound, row, self.now)

    def _apart(self, bound: BoundAction, row: Any, actor: Actor) -> None:
        if row is None:
            return
        refusal = apart(bound, row, actor)
        if refusal is not None:
            raise refusal

    # -- after ------------------------------------------------------------------------------------------------------

    def _move(self, bound: BoundAction, row: Any, hand: Hand, moves: list[Move], before: str | None) -> None:
        changed = False
        for move in moves:
            if move.to == STAY:
                continue
            column = column_of(move.track)
            to = self._state_left(bound.action.on, row, column) if move.to == BACK else move.to
            if getattr(row, column) != to:
                hand.say(**{f"{column}": [getattr(row, column), to]})
                setattr(row, column, to)
                changed = True
        if changed:
            hand.put(row)

    def _state_left(self, record: Any, row: Any, column: str) -> str:
        now = getattr(row, column)
        past = (
            record.history._default_manager.filter(id=row.pk).exclude(**{column: now}).order_by("-history_id").values_list(column, flat=True).first()
        )
        if past is None:
            raise Conflict(Text("没有可以退回的上一状态", "There is no earlier state to go back to"), code="no_state_left")
        return str(past)

    def _record(self, bound: BoundAction, hand: Hand, subject: Any, inputs: bytes, cause: str | None) -> Outcome:
        """History rows and the entry are written."""
        lines = history_lines(self.catalogue, hand)
        reached("before_entry")
        kind = self.catalogue.record_of(type(subject)).kind if subject is not None else None
        key = subject.pk if subject is not None else None
        public, restricted = _payloads(bound, hand, inputs)
        law = bound.action.law.cite("zh") if bound.action.law else ""
        write_entry(
            hand,
            action=bound.key,
            law=law,
            subject=f"{kind}:{key}" if kind else None,
            matter=matter_of(self.catalogue, subject),
            lines=lines,
            public=public,
            restricted=restricted,
            cause=cause,
        )
        reached("after_entry")
        if hand.messages:
            Outbox.objects.bulk_create(hand.messages)
        return Outcome(hand.entry, kind, key, bool(bound.action.creates))

    def _follow(self, bound: BoundAction, hand: Hand, row: Any, subject: Any, outcome: Outcome, depth: int) -> None:
        if depth >= _FOLLOW_DEPTH:
            raise RuntimeError(f"{bound.key} causes itself: more than {_FOLLOW_DEPTH} actions deep")
        for follow in hand.follow:
            self._run_follow(follow, hand.actor, outcome.entry, depth)
        for follow in self._settled(row, subject, fresh=not hand.follow):
            self._run_follow(follow, MACHINE, outcome.entry, depth)

    def _run_follow(self, follow: Follow, actor: Actor, cause: str, depth: int) -> None:
        bound = self.catalogue.action(follow.action)
        if not follow.machine:
            # By the same person, so with their rights: what follows is no way around a right they lack.
            check_right(bound, actor)
        values = bound.inputs.read(follow.raw)
        self.run(bound, follow.target, MACHINE if follow.machine else actor, values, cause=cause, depth=depth + 1)

    def _settled(self, row: Any, subject: Any, fresh: bool) -> list[Follow]:
        """Derived moves whose facts are now complete, of the rows that the action was about and of those above them."""
        found: list[Follow] = []
        seen: set[tuple[str, int]] = set()
        for start in (subject, row):
            current = start
            while current is not None:
                record = self.catalogue.record_of(type(current))
                if (record.kind, current.pk) in seen:
                    break
                seen.add((record.kind, current.pk))
                due = due_moves if fresh or current is not start else derived_moves
                found += due(self.catalogue, record, current, self.now)
                current = self._above(record, current)
        return found

    def _above(self, record: Record, row: Any) -> Any:
        """The row that a row belongs to, read anew; None when nothing above it could move by itself."""
        if record.parent is None:
            return None
        field = record.model._meta.get_field(record.parent)
        above = self.catalogue.record_of(field.related_model)
        key = getattr(row, field.attname)
        if key is None or not (above.parent or any(m.derived for lc in above.lifecycles.values() for m in lc.moves)):
            return None
        return above.model._default_manager.get(pk=key)


def _claimed(actor: str, key: str, digest: str, entry: str, now: datetime) -> bool:
    # One statement: a second transaction with the same key waits here for the first one to end.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO frame_claim (actor, key, inputs, entry, at) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [actor, key[:80], digest, entry, connection.ops.adapt_datetimefield_value(now)],
        )
        return bool(cursor.rowcount == 1)


def column_of(track: str) -> str:
    """The column of a track; a kind's own variant of a track is written 'stage.filed'."""
    return track.partition(".")[0]


def possible_moves(catalogue: Catalogue, bound: BoundAction, row: Any, now: datetime) -> list[Move]:
    """The moves that an action makes from the state a row is in, its gate being open.

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
    for move in here:
        verdict = judge(move.gate, facts)
        if verdict.value is not True:
            raise gate_closed(bound, move, verdict)
    return here


def derived_moves(catalogue: Catalogue, record: Record, row: Any, now: datetime) -> list[Follow]:
    """The derived moves that a row's facts now demand, as actions of the machine; the row is read anew."""
    lifecycle = record.lifecycle(row)
    if lifecycle is None or not any(m.derived for m in lifecycle.moves):
        return []
    return due_moves(catalogue, record, record.model._default_manager.get(pk=row.pk), now)


def due_moves(catalogue: Catalogue, record: Record, row: Any, now: datetime) -> list[Follow]:
    """The same for a row that is as the database has it."""
    lifecycle = record.lifecycle(row)
    if lifecycle is None:
        return []
    due = [m for m in lifecycle.moves if m.derived and m.applies_from(getattr(row, column_of(m.track)))]
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
            leaf.need_text if leaf.value is False else Text("尚不清楚：{n}", "Not known yet: {n}").with_(n=leaf.need_text),
            code="missing_fact" if leaf.value is False else "unknown_fact",
            field=leaf.fact,
            law=leaf.law,
            remedy=Text("由{h}提供", "Provided by {h}").with_(h=leaf.holder) if leaf.holder else None,
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


def apart(bound: BoundAction, row: Any, actor: Actor) -> Refused | None:
    """The refusal, when the actor did something in this round that must be done by somebody else."""
    if actor.machine or bound.action.on is None:
        return None
    for rule in bound.action.apart_from:
        subject = f"{bound.action.on.kind}:{row.pk}"
        last = store.latest_by(subject, rule.action)
        if last is None:
            continue
        done_by = ActorKey.read(last)
        same = done_by.people & people_of(actor) if rule.by == "person" else done_by.organ in actor.organs
        if same:
            other = installed().action(rule.action).label
            by = Text("同一人", "the same person") if rule.by == "person" else Text("同一单位", "the same organ")
            return Conflict(
                Text("“{o}”与“{a}”不能由{b}办理", "“{o}” and “{a}” may not be done by {b}").with_(o=other, a=bound.label, b=by),
                code="apart",
                law=bound.action.law,
                remedy=Text("请由其他人员办理", "Somebody else has to do it"),
            )
    return None


def matter_of(catalogue: Catalogue, row: Any) -> str | None:
    """The topmost record that a row belongs to, as 'kind:key'."""
    if row is None:
        return None
    record = catalogue.record_of(type(row))
    while record.parent is not None:
        field = record.model._meta.get_field(record.parent)
        above = catalogue.record_of(field.related_model)
        key = getattr(row, field.attname)
        if key is None:
            break
        if above.parent is None:
            return f"{above.kind}:{key}"
        row, record = getattr(row, record.parent), above
    return f"{record.kind}:{row.pk}"


def canonical_inputs(values: Mapping[str, Any]) -> bytes:
    """Inputs as canonical bytes: what an idempotency key is compared by, and what the entry records."""
    return canonical_json({k: list(v) if isinstance(v, tuple) else v for k, v in values.items() if v not in (None, (), "")})


def _payloads(bound: BoundAction, hand: Hand, inputs: bytes) -> tuple[bytes, bytes]:
    public: dict[str, Any] = {}
    restricted: dict[str, Any] = {}
    for name, value in parse_text(inputs.decode()).items():
        item = bound.inputs.get(name)
        part = public if item is not None and item.ask.visibility == "public" else restricted
        part[name] = value
    return canonical_json(public | hand.public), canonical_json(restricted | hand.restricted)


def history_lines(catalogue: Catalogue, hand: Hand) -> list[RowLine]:
    """History rows of everything the hand touched; gives the lines of the entry, in order."""
    lines: list[RowLine] = []
    kept: dict[str, list[tuple[Any, ...]]] = {}
    ended: dict[type[Any], list[int]] = {}
    for (model, key), written in hand.written.items():
        record = catalogue.record_of(model)
        salt = secrets.token_bytes(16)
        said = content(written.row) if written.op == "w" else b""
        digest = row_digest(salt, record.kind, str(key), written.op, said)
        line = version(written.row, hand.entry, key, len(lines), written.op, salt, digest, hand.now)
        kept.setdefault(record.kind, []).append(line)
        if not written.fresh:
            ended.setdefault(record.history, []).append(key)
        lines.append(RowLine(record.kind, str(key), written.op, digest))
    for history, keys in ended.items():
        for start in range(0, len(keys), 500):
            _end(history, keys[start : start + 500], hand.now)
    for kind, versions in kept.items():
        record = catalogue.record(kind)
        keep(record.model, record.history, versions)
    return lines


def _end(history: type[Any], keys: list[int], now: datetime) -> None:
    # By hand: the same statement through the ORM takes five times as long to put together, once for every action.
    places = ",".join(["%s"] * len(keys))
    sql = f'UPDATE "{history._meta.db_table}" SET recorded_to = %s WHERE id IN ({places}) AND recorded_to IS NULL'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.ops.adapt_datetimefield_value(now), *keys])


def write_entry(
    hand: Hand,
    *,
    action: str,
    law: str,
    subject: str | None,
    matter: str | None,
    lines: list[RowLine],
    public: bytes,
    restricted: bytes,
    cause: str | None,
) -> None:
    """The entry is in the ledger, with a salted commitment for each part that says something."""
    parts: list[tuple[bytes | None, store.Disclosure | None]] = []
    for payload in (public, restricted):
        if payload == b"{}":
            parts.append((None, None))
            continue
        salt = secrets.token_bytes(32)
        parts.append((commitment(salt, payload), store.Disclosure(salt, payload.decode())))
    entry = Entry(
        key=hand.entry,
        at=moment(hand.now),
        actor=hand.actor.key,
        action=action,
        law=law[:300],
        cause=cause,
        subject=subject,
        matter=matter,
        others=tuple(hand.others),
        public=parts[0][0],
        restricted=parts[1][0],
        rows_count=len(lines),
        rows_root=rows_root([row_line(line) for line in lines]),
    )
    check_entry(entry)
    store.insert(entry, parts[0][1], parts[1][1])


def journal(bound: BoundAction, target: int | None, actor: Actor, refused: Refused) -> None:
    """The refusal is on record: in the journal, or in the ledger where the action asks for that.

    For an entrance that turns somebody away before it comes to `perform`, which journals by itself.
    """
    now = clock.now()
    subject = f"{bound.action.on.kind}:{target}" if bound.action.on and target is not None else None
    with transaction.atomic():
        if bound.action.refusals == "entry":
            hand = Hand(actor, uuid7(now), now, installed())
            law = refused.law.cite("zh") if refused.law else ""
            said = canonical_json({"refused": refused.code, "status": refused.status, "reason": refused.reason.zh})
            write_entry(
                hand,
                action=f"{bound.key}.refused",
                law=law,
                subject=subject,
                matter=subject,
                lines=[],
                public=b"{}",
                restricted=said,
                cause=None,
            )
            return
        Refusal.objects.create(
            at=now,
            actor=actor.key,
            action=bound.key,
            target=(subject or "")[:160],
            code=refused.code[:60],
            status=refused.status,
            law=refused.law.cite("zh")[:300] if refused.law else "",
        )


def in_post(bound: BoundAction, row: Any, actor: Actor) -> Actor:
    """The actor with the post first in which they do this: it carries the right and sees the row.

    The entry names that post, its organ and whom they act for; naming another one would let a person check the work that
    they did in somebody's place.
    """
    table = actor.rights_of_role or {}
    able = [i for i, post in enumerate(actor.posts) if bound.action.may in table.get(post.role, ())]
    if not able or able == [0]:
        return actor
    if row is not None and len(able) > 1 and bound.action.on is not None:
        record = bound.action.on
        alone = {i: actor.in_post_alone(i) for i in able}
        rows = record.model._default_manager
        able = [i for i in able if rows.filter(record.visible(alone[i]), id=row.pk).exists()] or able
    return acting_as(actor, able[0])


def acting_as(actor: Actor, post: int) -> Actor:
    """The actor with one of their posts first, which is the one that entries name."""
    # A method, because at a page the actor is found only when somebody asks: what stands there until then is no dataclass.
    return actor.acting_as(post)
