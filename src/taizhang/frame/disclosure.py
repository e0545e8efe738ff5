"""Reading that is itself on record: personal data, what somebody has consented to let be read, and records `on_record`.

Each reading is an entry about what was read; where that concerns a person of the register, a second one is about them, so
that they can see who read it. The purpose is in the restricted part of both. Of a record that is declared `on_record`
nobody is asked for a purpose, since to read it is their work; each row that an entrance is about to show is noted first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from taizhang.basis.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from taizhang.basis.text import Text, joined
from taizhang.kernels.ledger import store
from taizhang.kernels.ledger.models import Entry

from . import clock, reading, restricted
from .actor import Actor
from .catalogue import installed
from .declare import Record
from .models import Refusal
from .noting import note
from .restricted import Restricted
from .writing import matter_of

#: How the action of a disclosure's entry ends: 'registers.person.opened'.
VERB = "opened"
_LONGEST = 400
#: Rows of a record `on_record` that one reading may show; each is an entry.
MOST_AT_ONCE = 500
#: By which way a row was read.
WAYS: Mapping[str, Text] = {
    "page": Text("页面", "Page"),
    "form": Text("办理表单", "Form of an action"),
    "list": Text("清单", "List"),
    "export": Text("导出", "Export"),
    "api": Text("接口", "API"),
    "shell": Text("命令行", "Command line"),
    "entry": Text("存证", "Entry of the ledger"),
    "file": Text("佐证文件", "File of evidence"),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened: the entry that says so, and the values by name."""

    entry: str
    values: Mapping[str, Any]
    row: Any = None


def open_row(actor: Actor, record: Record, key: int, purpose: str) -> Opened:
    """The row with its personal columns, if the actor's right reaches it, and an entry that says who opened it and what for.

    Raises:
        BadInput: without a purpose.
        NotFound: not there, or not for this actor, as when a consent has ended; the attempt is journalled.
    """
    action, subject = f"{record.kind}.{VERB}", f"{record.kind}:{key}"
    try:
        with transaction.atomic(durable=True):
            row = reading.one(actor, record, key)
            opens = actor.machine or restricted.may_open(actor, subject)
            shown = [
                f.name for f in record.fields if reading.may_see(actor, f, row) or (opens and f.visibility == "personal")
            ]
            entry = _told(actor, action, subject, row, {"purpose": _purpose(purpose), "fields": shown})
    except Refused as refused:
        _journal(actor, action, subject, refused)
        raise
    return Opened(entry, {name: getattr(row, name) for name in shown}, row)


def looked(actor: Actor, record: Record, keys: Iterable[int], way: str) -> None:
    """There is an entry about each of these rows that says who is being shown it; of a record not `on_record`, none.

    To be called before anything is shown: what cannot be noted is not read.

    Raises:
        BadInput: more rows than one reading may show.
    """
    if not record.on_record or actor.machine:
        return
    rows = list(dict.fromkeys(keys))
    if len(rows) > MOST_AT_ONCE:
        raise BadInput(
            Text("查阅要逐条留痕，一次最多{m}条，现有{n}条", "Each reading is on record: at most {m} rows at once, and there are {n}").with_(
                m=MOST_AT_ONCE, n=len(rows)
            ),
            code="too_many_rows",
            remedy=Text("用筛选分几次查阅", "Filter the list and read it in parts"),
        )
    with transaction.atomic():
        for key in rows:
            subject = f"{record.kind}:{key}"
            note(actor, f"{record.kind}.{VERB}", subject=subject, matter=subject, public={"way": way})


def looked_at_entry(actor: Actor, subject: str | None, action: str, way: str = "entry") -> None:
    """As `looked`, of the row that an entry is about; who reads that somebody has read adds nothing."""
    record = restricted.record_of(subject)
    if record is not None and not action.endswith(f".{VERB}"):
        looked(actor, record, [int((subject or "").partition(":")[2])], way)


def readings(record: Record, key: int) -> QuerySet[Entry]:
    """The entries that say who was shown a row, the latest first."""
    subject = f"{record.kind}:{key}"
    return Entry.objects.filter(subject=subject, action=f"{record.kind}.{VERB}").order_by("-key")


def open_entry(actor: Actor, key: str, purpose: str, more: Iterable[str] = ()) -> Opened:
    """What this reader has of the restricted part of an entry, personal data included, and an entry that says so.

    `more` names what else is shown with it, such as columns of rows in a proof.

    Raises:
        BadInput: without a purpose.
        NotFound: no such entry, or one about something that is not for this actor.
        NotAllowed: the right to personal data does not reach it.
        Conflict: code 'nothing_to_open', when nothing is held back for want of a purpose.
    """
    found = store.read(key)
    action = f"{(found.subject or 'ledger.entry:').partition(':')[0] if found else 'ledger.entry'}.{VERB}"
    try:
        with transaction.atomic(durable=True):
            if found is None or not restricted.visible(actor, found.subject):
                raise NotFound(Text("没有这一条目", "There is no such entry"), code="not_found")
            part = Restricted(actor, found)
            if not part.may_open:
                raise not_yours()
            pieces = part.pieces(restricted.said(key))
            names = [p.name for p in pieces if not p.shown and p.kind in restricted.OPENABLE]
            if not names and not list(more):
                raise Conflict(Text("没有需要查阅的内容", "There is nothing that has to be opened"), code="nothing_to_open")
            held = restricted.said(key)
            values = {p.name: held[p.name] for p in pieces if p.shown or p.name in names}
            record = restricted.record_of(found.subject)
            row = record.model._default_manager.filter(id=int((found.subject or "").partition(":")[2])).first() if record else None
            entry = _told(
                actor, action, found.subject or f"ledger.entry:{key}", row,
                {"purpose": _purpose(purpose), "entry": key, "fields": [*names, *more]},
            )  # fmt: skip
    except Refused as refused:
        _journal(actor, action, f"ledger.entry:{key}", refused)
        raise
    return Opened(entry, values)


def not_yours() -> NotAllowed:
    """The refusal of somebody whose right to personal data does not reach a row, naming who has it."""
    roles = installed()
    holders = [roles.roles[r].label for r, rights in roles.rights_of_role.items() if reading.PERSONAL in rights and r in roles.roles]
    who = joined(holders, "、", ", ") if holders else Text("（尚无岗位）", "(no role yet)")
    return NotAllowed(
        Text("您没有查阅这里的个人信息的权限", "Your right does not extend to the personal data here"),
        code="no_right",
        remedy=Text("可由以下岗位查阅：{w}", "It can be opened by: {w}").with_(w=who),
    )


def _purpose(text: str) -> str:
    if not text.strip():
        raise BadInput(Text("请写明查阅用途", "Say what it is opened for"), code="missing", field="purpose")
    if len(text.strip()) > _LONGEST:
        words = Text("查阅用途不超过 {n} 个字符", "The purpose has {n} characters at most").with_(n=_LONGEST)
        raise BadInput(words, code="too_long", field="purpose")
    return text.strip()


def _told(actor: Actor, action: str, subject: str, row: Any, what: Mapping[str, Any]) -> str:
    """The entry about what was read, and one about each person whom it concerns."""
    catalogue = installed()
    matter = matter_of(catalogue, row) if row is not None else subject
    first = note(actor, action, subject=subject, matter=matter, restricted=what)
    for person in _concerned(row):
        if person != subject:
            note(
                actor, f"{person.partition(':')[0]}.{VERB}", subject=person, matter=person, others=(subject,),
                restricted=what, cause=first,
            )  # fmt: skip
    return first


def _concerned(row: Any) -> Sequence[str]:
    if row is None:
        return ()
    concerns = installed().record_of(type(row)).concerns
    return tuple(dict.fromkeys(concerns(row))) if concerns else ()


def _journal(actor: Actor, action: str, target: str, refused: Refused) -> None:
    Refusal.objects.create(
        at=clock.now(), actor=actor.key, action=action, target=target[:160], code=refused.code, status=refused.status
    )
