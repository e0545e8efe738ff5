"""The page of one entry of the ledger: what was recorded, on what ground, which rows it wrote, and its place in the tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text
from taizhang.frame import disclosure, reading, restricted, signing
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.kernels.ledger import core, store
from taizhang.kernels.ledger.entries import canonical
from taizhang.kernels.ledger.models import Entry
from taizhang.surfaces.entrance import language

from .door import signed_in
from .layout import Link, page
from .names import Named, Names
from .timeline import Moment, told

_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Touched:
    """One row that the entry wrote, by name where the reader may see it."""

    label: str
    row: Named
    op: str
    digest: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the entry stands in the tree: its leaf, the tree it is in, and how many hashes lead from one to the other."""

    leaf: str
    size: int
    root: str
    path: tuple[str, ...]


@require_GET
@signed_in
def entry_page(request: HttpRequest, key: str) -> HttpResponse:
    """One entry, for those who may see the record it is about."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang = language(request)
    found = Entry.objects.filter(key=key).first()
    if found is None or not may_see(actor, found):
        raise NotFound(
            Text("没有找到存证（{k}），或者它不在您的工作范围内", "Entry {k} was not found, or is outside your scope").with_(k=key),
            code="not_found",
            remedy=Text("从记录的台账时间线重新打开", "Open it from the time line of a record"),
        )
    disclosure.looked_at_entry(actor, found.subject, found.action)
    moment: Moment = told([found], actor, lang)[0]
    word = vouched(key)
    title = Text("存证 {n}", "Entry {n}").with_(n=moment.number).in_(lang)
    context = {
        "moment": moment,
        "entry": found,
        "proof": proof(key),
        "vouched": word.in_(lang),
        "provable": word is not _UNSIGNED,
        "may_open": any(k.openable for k in moment.kept_back) and restricted.may_open(actor, found.subject),
        "touched": touched(actor, key, lang),
        "caused": told(list(Entry.objects.filter(cause=key).order_by("key")[:50]), actor, lang),
        "bundle": f"/entry/{key}/bundle.json",
        "commitments": tuple(
            (label.in_(lang), bytes(value).hex())
            for label, value in ((_PUBLIC, found.public_commitment), (_RESTRICTED, found.restricted_commitment))
            if value is not None
        ),
    }
    way = [Link(Text("台账", "Ledger").in_(lang), "/verify/")]
    if moment.about is not None and moment.about.href:
        way.append(Link(moment.about.name, moment.about.href))
    return page(request, "pages/entry.html", context, title=title, crumbs=(*way, Link(title, current=True)))


_PUBLIC = Text("公开部分的承诺", "Commitment of the public part")
_RESTRICTED = Text("内部部分的承诺", "Commitment of the restricted part")


def may_see(actor: Actor, entry: Any) -> bool:
    """The entry's record, or what that belongs to, is visible; an entry about nothing is for whoever wrote it."""
    subjects = [s for s in (entry.subject, entry.matter) if s]
    if not subjects:
        return bool(actor.posts)
    for subject in subjects:
        kind, _, key = subject.rpartition(":")
        record = installed().records.get(kind)
        if record is not None and key.isdigit() and reading.rows(actor, record).filter(id=int(key)).exists():
            return True
    return False


def proof(key: str) -> Proof | None:
    """The place of an entry in the tree as it is now, None while the entry waits for its number."""
    number = store.number_of(key)
    entry = store.read(key)
    if number is None or entry is None:
        return None
    size, root = store.head()
    path = tuple(h.hex() for h in store.inclusion_proof(number, size))
    return Proof(core.leaf_hash(canonical(entry)).hex(), size, root.hex(), path)


_UNSIGNED = Text("尚待签名，大约一分钟后才有证明可下载", "Not signed yet: there will be a proof to download in about a minute")
_UNWITNESSED = Text(
    "尚未被足够的见证方签名：现在下载的证明只有本系统自己作保",
    "Not enough witnesses have signed it yet: until then only this system itself vouches for the proof",
)
_WITNESSED = Text("已由足够的见证方签名", "Enough witnesses have signed it")


def vouched(key: str) -> Text:
    """Who vouches for an entry now: nobody yet, the log alone, or enough of the witnesses that the policy names."""
    number, chosen = store.number_of(key), signing.policy()
    if number is None or store.latest_checkpoint(number + 1) is None:
        return _UNSIGNED
    witnessed = store.witnessed(chosen.k) if chosen else None
    return _WITNESSED if witnessed is not None and witnessed[0] > number else _UNWITNESSED


def touched(actor: Actor, key: str, lang: str) -> tuple[Touched, ...]:
    """The rows an entry wrote, with their digests, as every history table knows them."""
    found = []
    for record in (r for r in installed().records.values() if r.history is not None):
        versions = record.history._default_manager.filter(entry=key).order_by("line").values_list("id", "op", "digest")
        found += [(record, *version) for version in versions[:_MOST_ROWS]]
    names = Names(actor, lang)
    names.learn(f"{record.kind}:{row}" for record, row, _, _ in found)
    return tuple(
        Touched(record.label.in_(lang), names.record(f"{record.kind}:{row}") or Named(str(row), seen=False), op, bytes(digest).hex())
        for record, row, op, digest in found
    )
