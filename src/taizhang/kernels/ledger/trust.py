"""Whom a reader of the ledger trusts: the log's key and k of the named witnesses. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass

from .b64 import decode
from .keys import VerifierKey, parse_vkey
from .notes import BadSignature, Note, Signature, open_note

#: Public halves of key pairs whose private half is public too: test data of transparency-dev/tessera, `testdata/build_log.sh`.
PUBLISHED_KEYS = frozenset({decode("4dO7hDeEQgwc2pzp8BIyyreso3HbzQ0j6g7nEIWSRLE=")})


class BadPolicy(ValueError):
    """A policy under which VERIFIED would mean less than it says."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom a reader trusts: the log's key, the witnesses, how many of them (k), how old their word may be.

    Raises:
        BadPolicy: on construction, for a key of the wrong kind or published private half, for one key in two places (the
            message a witness signs does not name it, so one holder would count twice), or for k outside 1 to the number
            of witnesses: without a witness, whoever holds the log's key can rewrite everything.
    """

    log: VerifierKey
    witnesses: tuple[VerifierKey, ...]
    k: int
    max_age_seconds: int | None = None

    def __post_init__(self) -> None:
        if self.log.role != "log":
            raise BadPolicy(f"{self.log.name}: a log's key has kind 0x01, or another kind for logs")
        keys = [self.log, *self.witnesses]
        for witness in self.witnesses:
            if witness.role != "witness":
                raise BadPolicy(f"{witness.name}: a witness's key has kind 0x04, or another kind for witnesses")
        for key in keys:
            if key.public in PUBLISHED_KEYS:
                raise BadPolicy(f"{key.name}: the private half of this key is published")
        if len({key.public for key in keys}) < len(keys) or len({key.name for key in keys}) < len(keys):
            raise BadPolicy("log and witnesses have each a name and a key of their own")
        if not 1 <= self.k <= len(self.witnesses):
            raise BadPolicy(f"k: 1 to {len(self.witnesses)} witnesses, not {self.k}")
        if self.max_age_seconds is not None and self.max_age_seconds <= 0:
            raise BadPolicy("max_age_seconds: above 0, or left out")

    def __str__(self) -> str:
        """The policy as the JSON that the stand-alone verifier reads."""
        fields: dict[str, object] = {
            "log": str(self.log),
            "witnesses": [{"name": w.name, "vkey": str(w)} for w in self.witnesses],
            "k": self.k,
        }
        if self.max_age_seconds is not None:
            fields["max_age_seconds"] = self.max_age_seconds
        return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"


def parse_policy(text: str) -> Policy:
    """The policy in a JSON text.

    Raises:
        BadPolicy: malformed, or a policy that must not be trusted.
    """
    try:
        fields = json.loads(text)
        witnesses = tuple(parse_vkey(w["vkey"]) for w in fields["witnesses"])
        if [w["name"] for w in fields["witnesses"]] != [w.name for w in witnesses]:
            raise BadPolicy("a witness's name is the name in its vkey")
        k, age = fields["k"], fields.get("max_age_seconds")
        if type(k) is not int or (age is not None and type(age) is not int):
            raise BadPolicy("k and max_age_seconds are whole numbers")
        return Policy(parse_vkey(fields["log"]), witnesses, k, age)
    except BadPolicy:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadPolicy(f"not a policy: {error}") from None


def countersigned(note: Note, policy: Policy) -> dict[VerifierKey, Signature]:
    """The policy's witnesses that cosigned the note; whether they are enough is for the caller to say (`policy.k`).

    Raises:
        BadSignature: the log's own signature is absent, or a signature of the log or of a witness is false.
    """
    signed = open_note(note, (policy.log, *policy.witnesses))
    if policy.log not in signed:
        raise BadSignature(f"{policy.log.name} has not signed this checkpoint")
    return {key: line for key, line in signed.items() if key is not policy.log}
