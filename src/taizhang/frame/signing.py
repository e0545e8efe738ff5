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
    moment,
    parse_checkpoint,
    parse_note,
    parse_policy,
    parse_signatures,
    sign_note,
    signature_holds,
    store,
)

from . import clock, keyfile

#: Witnesses whose keys lie beside the log's own key: they show how it works and prove nothing.
EXAMPLE_WITNESSES = ("example-proves-nothing/witness-1", "example-proves-nothing/witness-2")


class Rewritten(RuntimeError):
    """The tree no longer contains what was signed before; nothing more is signed until somebody has looked."""


def folder() -> Path:
    """Where keys and policy lie."""
    return Path(settings.VAR) / "keys"


def signer() -> Signer:
    """Who signs checkpoints: the key file, or what TAIZHANG_SIGNER names (a function without arguments, by dotted path)."""
    named = os.environ.get("TAIZHANG_SIGNER") or getattr(settings, "TAIZHANG_SIGNER", "")
    if named:
        made: Signer = import_string(named)()
        return made
    return file_signer()


def file_signer() -> Signer:
    """The signer of VAR/keys/log.key, made once under TAIZHANG_LOG_ORIGIN; `log.vkey` beside it is for those who verify."""
    origin = os.environ.get("TAIZHANG_LOG_ORIGIN") or f"taizhang.example/{secrets.token_hex(6)}"
    held = keyfile.read_or_make(folder() / "log.key", origin, ED25519)
    public = folder() / "log.vkey"
    if not public.exists() or public.read_text().strip() != str(held.key):
        keyfile.replace_durably(public, f"{held.key}\n")
    return held


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


def newest_note() -> Note | None:
    """The newest signed checkpoint, with the cosignatures that have come in."""
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
