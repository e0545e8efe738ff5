"""The one write path.

Outside the transaction: the right, the shape of the inputs, the long work that an action declares to do ahead. Inside one
durable transaction: the idempotency key, the
target through the actor's scope and under a lock, its version, every chosen record, the state and the gate, the action, its
moves, what follows from it, the history rows, one entry, the outbox. A refusal changes nothing and is journalled.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, models, transaction

from taizhang.basis.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from taizhang.basis.law import Law
from taizhang.basis.predicate import Verdict
from taizhang.basis.text import Text
from taizhang.basis.uuid7 import uuid7
from taizhang.kernels.casework import BACK, STAY, Move
from taizhang.kernels.ledger import store

from . import clock
from .actor import MACHINE, Actor
from .away import Overtaken, is_overtaken
from .catalogue import BoundAction, Catalogue, installed
from .claims import CLAIM_DAYS
from .declare import Record
from .failpoints import reached
from .following import keep_up
from .gates import column_of, derived_moves, due_moves, grounds, open_moves
from .hand import CLAIM, FACTS, Follow, Hand, claim_hash
from .models import Claim, Outbox
from .reading import not_found
from .rights import apart, check_right, in_post, within_reach
from .uniqueness import taken
from .writing import canonical_inputs, history_lines, journal, matter_of, payloads, write_entry

_FOLLOW_DEPTH = 12
#: True inside an action.
_running: ContextVar[bool] = ContextVar("taizhang_performing", default=False)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a success did: the entry, and the row it is about; `created` when the action made that row.

    `given` is what only whoever asked is told, this once: it is kept nowhere, so a `repeated` request does not have it.
    """

    entry: str
    kind: str | None
    key: int | None
    created: bool = False
    repeated: bool = False
    given: Mapping[str, str] = field(default_factory=dict)

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
    if _running.get():
        # Inside a transaction of its own it could be committed while the action around it fails.
        raise RuntimeError(f"{action}: perform is not re-entrant; an action names what it causes with then() or happened()")
    try:
        check_right(bound, actor)
        values = bound.inputs.read(raw)
        if bound.action.ahead is not None:
            bound.action.ahead(target, values)
        outcome = _durably(
            lambda: _Performance(catalogue, clock.now()).whole(
                bound, target, actor, values, version=version, idempotency_key=idempotency_key
            )
        )
        reached("after_commit")
        return outcome
    except Refused as refused:
        journal(bound, target, actor, refused)
        raise


def _durably(run: Callable[[], Outcome]) -> Outcome:
    """What `run` gave, committed. Where another transaction was faster it runs once more, and sees what that one wrote.

    Raises:
        Conflict: what may be there once is there, and the action did not look.
    """
    token = _running.set(True)
    try:
        try:
            with transaction.atomic(durable=True):
                return run()
        except (DatabaseError, Overtaken) as error:
            if not is_overtaken(error):
                raise
        with transaction.atomic(durable=True):
            return run()
    except IntegrityError as error:
        refused = taken(error, installed())
        if refused is None:
            raise
        _log.exception("an action does not look whether what it writes is there already")
        raise refused from error
    finally:
        _running.reset(token)


class _Performance:
    """One transaction: the action, and whatever follows from it, each with its own entry."""

    def __init__(self, catalogue: Catalogue, now: datetime) -> None:
        self.catalogue, self.now = catalogue, now
        self.hands: list[Hand] = []

    def whole(
        self, bound: BoundAction, target: int | None, actor: Actor, values: dict[str, Any], *, version: str | None, idempotency_key: str | None
    ) -> Outcome:
        """The action, whatever follows from it, and the stored derivations of the rows that all of them wrote."""
        outcome = self.run(bound, target, actor, values, version=version, idempotency_key=idempotency_key)
        keep_up(self.catalogue, self.hands, self.now)
        return outcome

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
        given = bound.inputs.arranged(chosen)
        result = bound.action.run(row, hand, **given) if bound.action.on is not None else bound.action.run(hand, **given)
        self._move(bound, row, hand, moves, before)
        reached("after_run")
        subject = result if isinstance(result, models.Model) and bound.action.creates else row
        outcome = self._record(bound, hand, subject, inputs, cause, _law(bound, moves))
        self.hands.append(hand)
        self._follow(bound, hand, row, subject, outcome, depth)
        return outcome

    # -- before -----------------------------------------------------------------------------------------------------

    def _claim(
        self, bound: BoundAction, target: int | None, actor: Actor, inputs: bytes, key: str, hand: Hand
    ) -> Outcome | None:
        if actor.is_public and not actor.client:
            raise _client_needed()
        digest = hashlib.sha256(b"%s\n%s\n%s" % (bound.key.encode(), str(target).encode(), inputs)).hexdigest()
        hand.restricted[CLAIM] = claim_hash(actor.claimant, key[:80], digest)
        if _claimed(actor.claimant, key, digest, hand.entry, self.now):
            return None
        earlier = Claim.objects.get(actor=actor.claimant, key=key[:80])
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
        found = record.model._default_manager.select_for_update(of=("self",), no_key=True).filter(scope, id=target).first()
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

    def _moves(self, bound: BoundAction, row: Any) -> list[tuple[Move, Verdict]]:
        if row is None or bound.action.on is None:
            return []
        return open_moves(self.catalogue, bound, row, self.now)

    def _apart(self, bound: BoundAction, row: Any, actor: Actor) -> None:
        if row is None:
            return
        refusal = apart(bound, row, actor)
        if refusal is not None:
            raise refusal

    # -- after ------------------------------------------------------------------------------------------------------

    def _move(
        self, bound: BoundAction, row: Any, hand: Hand, moves: list[tuple[Move, Verdict]], before: str | None
    ) -> None:
        changed = False
        for move, verdict in moves:
            if move.derived:
                # Nobody pressed a button: what the machine went by is on record.
                hand.restricted.setdefault(FACTS, {}).update(grounds(verdict))
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

    def _record(self, bound: BoundAction, hand: Hand, subject: Any, inputs: bytes, cause: str | None, law: Law | None) -> Outcome:
        """History rows and the entry are written."""
        lines = history_lines(self.catalogue, hand)
        reached("before_entry")
        kind = self.catalogue.record_of(type(subject)).kind if subject is not None else None
        key = subject.pk if subject is not None else None
        public, restricted = payloads(bound, hand, inputs)
        write_entry(
            hand,
            action=bound.key,
            law=law.cite("zh") if law else "",
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
        return Outcome(hand.entry, kind, key, bool(bound.action.creates), given=dict(hand.given))

    def _follow(self, bound: BoundAction, hand: Hand, row: Any, subject: Any, outcome: Outcome, depth: int) -> None:
        if depth >= _FOLLOW_DEPTH:
            raise RuntimeError(f"{bound.key} causes itself: more than {_FOLLOW_DEPTH} actions deep")
        for follow in hand.follow:
            self._run_follow(follow, hand.actor, outcome.entry, depth)
        touched = frozenset(self.catalogue.record_of(model).kind for model, _ in hand.written)
        for follow in self._settled(row, subject, touched, fresh=not hand.follow):
            self._run_follow(follow, MACHINE, outcome.entry, depth)

    def _run_follow(self, follow: Follow, actor: Actor, cause: str, depth: int) -> None:
        bound = self.catalogue.action(follow.action)
        if not follow.machine:
            # By the same person, so with their rights: what follows is no way around a right they lack.
            check_right(bound, actor)
        values = bound.inputs.read(follow.raw)
        self.run(bound, follow.target, MACHINE if follow.machine else actor, values, cause=cause, depth=depth + 1)

    def _settled(self, row: Any, subject: Any, touched: frozenset[str], fresh: bool) -> list[Follow]:
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
                found += due(self.catalogue, record, current, self.now, touched)
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


def _law(bound: BoundAction, moves: list[tuple[Move, Verdict]]) -> Law | None:
    """The law of the step that was made: one action may lead kinds of a record on, each under its own law."""
    return next((move.law for move, _ in moves if move.law is not None), bound.action.law)


def _client_needed() -> BadInput:
    # Else everybody who has not signed in would share their keys: one could block another's, or read what came of it.
    return BadInput(
        Text("未登录时使用提交编号，须同时说明是哪个客户端", "Without signing in, a submission key needs the key of its client beside it"),
        code="client_key",
        field="Client-Key",
        remedy=Text(
            "在请求头 Client-Key 里附上自己随机生成并保留的16至80个字符；或不用 Idempotency-Key",
            "Send the header Client-Key: 16 to 80 random characters of your own, made once and kept; or leave out Idempotency-Key",
        ),
    )


def _claimed(actor: str, key: str, digest: str, entry: str, now: datetime) -> bool:
    # One statement: a second transaction with the same key waits here for the first one to end.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO frame_claim (actor, key, inputs, entry, at) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [actor, key[:80], digest, entry, connection.ops.adapt_datetimefield_value(now)],
        )
        return bool(cursor.rowcount == 1)
