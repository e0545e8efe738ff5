"""The log's key, the checkpoints signed with it, and the policy that says which witnesses count."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from taizhang.kernels.ledger import (
    COSIGNATURE,
    ED25519,
    BadNote,
    Checkpoint,
    Note,
    Policy,
    Signer,
    VerifierKey,
    cosign,
    is_key_name,
    moment,
    parse_checkpoint,
    parse_note,
    parse_policy,
    parse_signatures,
    parse_vkey,
    sign_note,
    signature_holds,
    store,
)

from . import clock, keyfile
from .actor import MACHINE
from .noting import note

#: Witnesses whose keys lie beside the log's own key: they show how it works and prove nothing.
EXAMPLE_WITNESSES = ("example-proves-nothing/witness-1", "example-proves-nothing/witness-2")


class Rewritten(RuntimeError):
    """The tree no longer contains what was signed before; nothing more is signed until somebody has looked."""


def folder() -> Path:
    """Where keys and policy lie."""
    return Path(settings.VAR) / "keys"


def signer() -> Signer:
    """Who signs checkpoints: the key file, or what TAIZHANG_SIGNER names (a function without arguments, by dotted path)."""
    named = _named_signer()
    if named:
        made: Signer = import_string(named)()
        return made
    return file_signer()


def _named_signer() -> str:
    return os.environ.get("TAIZHANG_SIGNER") or str(getattr(settings, "TAIZHANG_SIGNER", ""))


def file_signer() -> Signer:
    """The signer of VAR/keys/log.key, made once under TAIZHANG_LOG_ORIGIN; `log.vkey` beside it is for those who verify."""
    origin = os.environ.get("TAIZHANG_LOG_ORIGIN") or f"taizhang.example/{secrets.token_hex(6)}"
    held = keyfile.read_or_make(folder() / "log.key", origin, ED25519)
    public = folder() / "log.vkey"
    if not public.exists() or public.read_text().strip() != str(held.key):
        keyfile.replace_durably(public, f"{held.key}\n")
    return held


def earlier_keys() -> list[VerifierKey]:
    """Keys with which this log signed before, oldest first: what they signed still has to be true."""
    try:
        return [parse_vkey(line) for line in _earlier().read_text().split()]
    except FileNotFoundError:
        return []


def _earlier() -> Path:
    return folder() / "earlier.vkeys"


def change_key(origin: str) -> VerifierKey:
    """The log signs under another name with a new key of its own; the old key has signed the head for the last time.

    For a key that was seen by others, or a log that its witnesses no longer follow. They are told the new key by hand, and
    begin with it as with any log. The policy names it at once; the ledger says so in an entry.

    Raises:
        BadNote: a name that a key cannot have or that this log has had, or a key that a device holds. Rewritten: as `checkpoint`.
    """
    if _named_signer():
        raise BadNote("TAIZHANG_SIGNER names who signs: the key is changed there")
    old, chosen = file_signer().key, policy()
    if not is_key_name(origin) or origin in {old.name, *(key.name for key in earlier_keys())}:
        raise BadNote(f"not a new name for this log: {origin!r}")
    last = checkpoint()
    keyfile.replace_durably(_earlier(), "".join(f"{key}\n" for key in (*earlier_keys(), old)))
    (folder() / "log.key").rename(folder() / f"log.key.until-{last.size if last else 0}")
    new = keyfile.read_or_make(folder() / "log.key", origin, ED25519).key
    keyfile.replace_durably(folder() / "log.vkey", f"{new}\n")
    if chosen is not None:
        set_policy(chosen.witnesses, chosen.k)
    note(MACHINE, "frame.log.key_changed", public={"from": str(old), "to": str(new), "size": last.size if last else 0})
    return new


def checkpoint() -> Checkpoint | None:
    """The tree's head is signed and kept, if it is newer than the last one signed; gives the newest there is.

    Raises:
        Rewritten: the tree at the last signed size has another root than the one signed.
    """
    with transaction.atomic():
        latest = store.latest_checkpoint()
        signed = parse_checkpoint(parse_note(latest[1]).text) if latest else None
        size, root = store.head()
        if signed is not None:
            if size < signed.size or store.root_at(signed.size) != signed.root:
                raise Rewritten(f"the tree of {size} entries does not contain the tree of {signed.size} that was signed")
            if size == signed.size:
                return signed
        if size == 0:
            return None
        by = signer()
        head = Checkpoint(by.key.name, size, root)
        store.save_checkpoint(size, str(Note(head.text, (sign_note(head.text, by),))), moment(clock.now()))
    return head


def newest_note(witness: str = "") -> Note | None:
    """The newest signed checkpoint, with the cosignatures that have come in; with a name, the newest which that witness signed."""
    if witness:
        size = store.last_witnessed(witness)
        found = store.checkpoint_at(size)
        return note_with_cosignatures(size, found) if found else None
    latest = store.latest_checkpoint()
    return note_with_cosignatures(latest[0], latest[1]) if latest else None


def note_with_cosignatures(size: int, note: str) -> Note:
    """A stored checkpoint with the witnesses' lines under it."""
    lines = [line for _, stored in store.cosignatures(size) for line in parse_signatures(stored)]
    return parse_note(note).with_(lines)


def accept_cosignatures(size: int, answer: str) -> list[str]:
    """The lines of the policy's witnesses under the checkpoint of that size are kept; gives the witnesses' names.

    Raises:
        BadNote: no policy or no such checkpoint, a line that is malformed, or no line that a witness of the policy signed.
    """
    chosen, latest = policy(), store.latest_checkpoint(size)
    if chosen is None or latest is None or latest[0] != size:
        raise BadNote("cosignatures are taken for a checkpoint of this log, under a policy that names the witnesses")
    text = parse_note(latest[1]).text
    taken = []
    for line in parse_signatures(answer):
        if any(signature_holds(witness, text, line) for witness in chosen.witnesses):
            store.save_cosignature(size, line.name, f"{line}\n", moment(clock.now()))
            taken.append(line.name)
    if not taken:
        raise BadNote("no witness of the policy has signed here")
    return taken


# -- the policy ------------------------------------------------------------------------------------------------------


def policy_path() -> Path:
    """Where the policy of this installation lies."""
    return folder() / "policy.json"


def policy(path: Path | None = None) -> Policy | None:
    """The policy of a file (this installation's when none is named), None when there is none.

    Raises:
        BadPolicy: a policy that must not be trusted.
    """
    try:
        return parse_policy((path or policy_path()).read_text())
    except FileNotFoundError:
        return None


def set_policy(witnesses: tuple[VerifierKey, ...], k: int) -> Policy:
    """From now on these witnesses count, and k of them are enough.

    Raises:
        BadPolicy: keys or k under which VERIFIED would mean less than it says.
    """
    chosen = Policy(signer().key, witnesses, k)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    keyfile.replace_durably(policy_path(), str(chosen))
    return chosen


def example_witnesses() -> list[Signer]:
    """Two witnesses whose keys lie in this same folder, with a policy that names them: for the example city alone."""
    made: list[Signer] = [
        keyfile.read_or_make(folder() / f"example-witness-{n}.key", name, COSIGNATURE)
        for n, name in enumerate(EXAMPLE_WITNESSES, 1)
    ]
    if policy() is None:
        set_policy(tuple(witness.key for witness in made), 2)
    return made


def witness_example() -> Checkpoint | None:
    """The head is signed, and cosigned by the example's two witnesses."""
    head = checkpoint()
    if head is None:
        return None
    now = int(clock.now().timestamp())
    lines = "".join(f"{cosign(head.text, witness, now)}\n" for witness in example_witnesses())
    accept_cosignatures(head.size, lines)
    return head
