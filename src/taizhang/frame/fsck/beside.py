"""What stands beside the records and is explained by entries too: keys of retries, messages, document numbers, refusals."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from taizhang.basis.text import Text
from taizhang.kernels.ledger import parse_text

from .. import journal
from ..claims import CLAIM_DAYS
from ..hand import CLAIM, NUMBERS, OUTBOX, claim_hash, message_hash
from ..models import Number, Outbox
from .findings import Findings
from .payloads import Erased
from .snapshot import stream

Progress = Callable[[str, int], None]

_SAID = (
    "SELECT entry, part, payload FROM ledger_payload WHERE payload LIKE %s OR payload LIKE %s OR payload LIKE %s ORDER BY entry, part"
)
_CLAIMS = "SELECT entry, actor, key, inputs FROM frame_claim ORDER BY entry"


def check_beside(found: Findings, erased: Erased, now: datetime, progress: Progress) -> None:
    """Claims, messages and document numbers are those that entries tell of, and no more."""
    numbers: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    in_force = now - timedelta(days=CLAIM_DAYS)
    parts = heapq.merge(_told(), _claimed(), _sent(), key=itemgetter(0))
    for count, (entry, rows) in enumerate(groupby(parts, key=itemgetter(0)), 1):
        by_kind: dict[str, list[Any]] = defaultdict(list)
        for _, kind, value in rows:
            by_kind[kind].append(value)
        facts: dict[str, Any] = {}
        for said in by_kind["told"]:
            facts |= said
        gone = f"ledger.payload:{entry}/r" in erased
        _check_claims(found, entry, facts.get(CLAIM), by_kind["claim"], gone, in_force)
        _check_messages(found, entry, facts.get(OUTBOX) or [], by_kind["sent"], gone)
        for organ, series, year, number in _triples(facts.get(NUMBERS)):
            numbers[organ, series, year].append(number)
        if count % 8192 == 0:
            progress("beside", count)
    _check_numbers(found, numbers, sum(name.startswith("ledger.payload:") and name.endswith("/p") for name in erased))


def _told() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for entry, _, payload in stream(_SAID, [f'%"{name}":%' for name in (CLAIM, OUTBOX, NUMBERS)]):
        try:
            said = parse_text(payload)
        except (TypeError, ValueError):
            continue  # the check of payloads names it
        if isinstance(said, dict):
            yield entry, "told", {name: said[name] for name in (CLAIM, OUTBOX, NUMBERS) if name in said}


def _claimed() -> Iterator[tuple[str, str, tuple[str, str, str]]]:
    for entry, actor, key, inputs in stream(_CLAIMS):
        yield entry, "claim", (actor, key, inputs)


def _sent() -> Iterator[tuple[str, str, Outbox]]:
    for message in Outbox.objects.order_by("entry", "id").iterator(chunk_size=2000):
        yield message.entry, "sent", message


def _check_claims(
    found: Findings, entry: str, told: Any, rows: list[tuple[str, str, str]], gone: bool, in_force: datetime
) -> None:
    for actor, key, inputs in rows:
        if not gone and claim_hash(actor, key, inputs) != told:
            text = Text("提交编号的登记不是该条目的", "A submission key stands for an entry that was not asked for under it")
            found.add("claim", f"{entry} {key}", text)
    if told is not None and not rows and _at(entry) > in_force:
        found.add("claim_missing", entry, Text("提交编号的登记不见了", "The submission key of this entry is gone: a retry would do it again"))


def _at(entry: str) -> datetime:
    """When an entry was written: its key begins with the milliseconds."""
    try:
        return datetime.fromtimestamp(int(entry[:12], 16) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=UTC)


def _check_messages(found: Findings, entry: str, told: list[Any], sent: list[Outbox], gone: bool) -> None:
    if gone:
        return
    try:
        same = [message_hash(m.channel, m.to, m.payload) for m in sent] == told
    except (TypeError, AttributeError):
        same = False
    if not same:
        text = Text("待发消息与条目不符：条目有 {n} 条，现存 {m} 条", "Messages differ from what the entry sent: {n} in the entry, {m} there")
        found.add("outbox", entry, text.with_(n=len(told), m=len(sent)))


def _triples(value: Any) -> Iterator[tuple[Any, Any, Any, int]]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, list) and len(each) == 4 and isinstance(each[3], int):
            yield each[0], each[1], each[2], each[3]


def _check_numbers(found: Findings, told: Mapping[tuple[Any, ...], list[int]], erased: int) -> None:
    """Numbers of documents run from 1 without a gap, each given once, and the next one is the next."""
    kept = {(n.organ, n.series, n.year): n.last for n in Number.objects.all()}
    for place in sorted(kept.keys() | told.keys(), key=str):
        where = "organ {} {} {}".format(*place)
        given, last = sorted(told.get(place, [])), kept.get(place, 0)
        lacking = len(set(range(1, last + 1)) - set(given))
        if given and given[-1] > last:
            text = Text("已发到 {n} 号，登记却停在 {l} 号", "{n} was given, the register says {l}: a number would be given twice")
            found.add("document_number", where, text.with_(n=given[-1], l=last))
        elif len(given) != len(set(given)):
            found.add("document_number", where, Text("同一文号发了两次", "One number was given twice"))
        elif lacking > erased:
            text = Text("有 {n} 个文号没有条目", "{n} number(s) were given by no entry")
            found.add("document_number", where, text.with_(n=lacking))


def check_journal(found: Findings, progress: Progress) -> tuple[str | None, int]:
    """Every day of refusals that was closed is as it was then; gives the last day closed and how many came since."""
    last = None
    for number, (entry, until, count, root) in enumerate(journal.closings(), 1):
        have, now = journal.summed(journal.between(last, until))
        if have != count or (root is not None and now != root):
            text = Text(
                "截至 {u} 的拒绝记录封账时 {n} 条，现存 {m} 条，内容不符",
                "The journal up to {u} was closed with {n} refusals; the {m} that are there are not those",
            )
            found.add("journal", entry, text.with_(u=until.isoformat(), n=count, m=have))
        last = until
        if number % 64 == 0:
            progress("journal", number)
    return (last.isoformat() if last else None), journal.since(last)
