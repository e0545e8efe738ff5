"""Where chance comes from: always from something that did not exist when the manifest was committed, and never from this machine.

There are three sources. *Parties* each commit to a secret before the frame is frozen and reveal it afterwards, and a dated public
event that is still to come is mixed in, so that not even all of them together could have known. A *beacon* is a public round of
drand. A *chain* is for routine days: seeds that were committed all at once and are revealed one a day, each proving the next.
"""

from __future__ import annotations

import json
import re
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

_HASH: Final = re.compile(r"[0-9a-f]{64}")
#: drand quicknet: a round every three seconds since its genesis.
QUICKNET: Final = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
_GENESIS, _PERIOD = 1_692_803_367, 3
#: Fewer could be one person with two hats.
LEAST_PARTIES: Final = 3


class RevealFault(ValueError):
    """What was revealed is not what was committed, or not of the source that the manifest names."""


@dataclass(frozen=True, slots=True)
class Parties:
    """At least three bodies, each with the hash of its secret, and a public event to come (its name and issue).

    A party that does not reveal is replaced by its own commitment, which it cannot change any more: silence chooses nothing.
    """

    commitments: Mapping[str, str]
    event: str

    def __post_init__(self) -> None:
        if len(self.commitments) < LEAST_PARTIES:
            raise ValueError(f"at least {LEAST_PARTIES} parties commit")
        if len(set(self.commitments.values())) < len(self.commitments):
            raise ValueError("two parties committed to the same secret: one may have copied the other's")
        if any(not _HASH.fullmatch(value) for value in self.commitments.values()):
            raise ValueError("a commitment is 64 hexadecimal digits")
        if not self.event.strip():
            raise ValueError("a public event has to be named, such as the issue of a lottery that is drawn afterwards")

    def document(self) -> dict[str, Any]:
        """What the manifest says of it."""
        return {"kind": "parties", "commitments": dict(self.commitments), "event": self.event, "missing": "own commitment"}


@dataclass(frozen=True, slots=True)
class Beacon:
    """A round of drand's quicknet that has not come yet."""

    round: int
    chain: str = QUICKNET

    def __post_init__(self) -> None:
        if self.round < 1 or self.chain != QUICKNET:
            raise ValueError("a round from 1 on of drand's quicknet")

    @property
    def at(self) -> int:
        """When the round comes about, in seconds of Unix time.

        >>> Beacon(1000).at
        1692806364
        """
        return _GENESIS + _PERIOD * (self.round - 1)

    def document(self) -> dict[str, Any]:
        """What the manifest says of it."""
        return {"kind": "beacon", "chain": self.chain, "round": self.round}


@dataclass(frozen=True, slots=True)
class Chain:
    """The seed of one day of a chain: `before` is the one that was revealed last, and the hash of the next."""

    name: str
    number: int
    before: str

    def __post_init__(self) -> None:
        if self.number < 1 or not _HASH.fullmatch(self.before):
            raise ValueError("a number from 1 on, and the seed before it as 64 hexadecimal digits")

    def document(self) -> dict[str, Any]:
        """What the manifest says of it."""
        return {"kind": "chain", "name": self.name, "number": self.number, "before": self.before}


Source = Parties | Beacon | Chain


def source_of(document: Mapping[str, Any]) -> Source:
    """The source that a manifest's document says.

    Raises:
        ValueError: a kind that there is not. KeyError: a document that leaves something out.
    """
    kind = document.get("kind")
    if kind == "parties":
        return Parties(dict(document["commitments"]), document["event"])
    if kind == "beacon":
        return Beacon(document["round"], document["chain"])
    if kind == "chain":
        return Chain(document["name"], document["number"], document["before"])
    raise ValueError(f"{kind!r} is no source of chance")


@dataclass(frozen=True, slots=True)
class Revealed:
    """What came about: secrets by party with the event's result; or a round's signature; or a chain's seed; all but the result in hexadecimal."""

    secrets: Mapping[str, str] | None = None
    result: str = ""
    signature: str = ""
    seed: str = ""


def numbers_of(result: str) -> str:
    """The numbers of a public event as everybody writes them: two digits each, from the least, whatever stood between them.

    However often somebody types the same numbers in another way, the seed is the same: words would be a choice.

    Raises:
        RevealFault: fewer than three numbers, or one that is longer than two digits.

    >>> numbers_of("12，3、７ + 9（示例）")
    '03 07 09 12'
    """
    found = re.findall(r"[0-9]+", unicodedata.normalize("NFKC", result))
    if len(found) < 3 or max(map(len, found)) > 2:
        raise RevealFault("the result of an event is three numbers at least, of one or two digits each")
    return " ".join(f"{n:02d}" for n in sorted(map(int, found)))


def event_of(text: str) -> str:
    """An event as two spellings of it are compared: without blanks and signs, wide and narrow letters alike.

    >>> event_of("示例彩票 第２０２６期") == event_of("示例彩票第2026期")
    True
    """
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def signature_of(beacon: Beacon, text: str) -> str:
    """The signature of a round, given as its 96 hexadecimal digits or as the JSON that every endpoint of the beacon answers.

    Where there is no internet somebody copies the JSON by hand, so what it says of the round and of its random value has to fit.

    Raises:
        RevealFault: no such JSON, another round, or a random value that is not the signature's.
    """
    typed = text.strip()
    if not typed.startswith("{"):
        return "".join(typed.split()).lower()
    try:
        said = json.loads(typed)
        number, signature, value = said["round"], said["signature"].strip().lower(), said.get("randomness")
        made = sha256(bytes.fromhex(signature)).hexdigest()
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise RevealFault("the JSON of a round has its number and its signature") from None
    if number != beacon.round:
        raise RevealFault(f"that is round {number} and not round {beacon.round}")
    if value is not None and value != made:
        raise RevealFault("the random value is not the SHA-256 of the signature")
    return str(signature)


def randomness(source: Source, revealed: Revealed) -> str:
    """The public random value of a source, as 64 hexadecimal digits.

    A beacon's signature has to be checked before (`beacon.verified`): here it is only hashed.

    Raises:
        RevealFault: a secret or seed that is not the committed one, of somebody who committed to none, or nothing where something is needed.
    """
    if isinstance(source, Parties):
        return _of_parties(source, revealed)
    if isinstance(source, Beacon):
        if not re.fullmatch(r"[0-9a-f]{96}", revealed.signature):
            raise RevealFault("the signature of the round is 96 hexadecimal digits")
        return sha256(bytes.fromhex(revealed.signature)).hexdigest()
    if not _HASH.fullmatch(revealed.seed) or sha256(bytes.fromhex(revealed.seed)).hexdigest() != source.before:
        raise RevealFault("the seed is not the next one of the chain")
    return sha256(f"tz-chain-1|{revealed.seed}".encode()).hexdigest()


def seed_of(committed: str, random: str) -> str:
    """The seed of a draw: 32 letters and digits made of the commitment and of the randomness that came after it."""
    digest = sha256(f"tz-draw-v1|{committed}|{random}".encode()).digest()
    return urlsafe_b64encode(digest[:24]).decode()


def is_hash(value: str) -> bool:
    """Whether it is 64 lower-case hexadecimal digits."""
    return _HASH.fullmatch(value) is not None


def _of_parties(source: Parties, revealed: Revealed) -> str:
    secrets = dict(revealed.secrets or {})
    if not revealed.result.strip():
        raise RevealFault(f"the result of {source.event} is not known yet")
    if unknown := sorted(set(secrets) - set(source.commitments)):
        raise RevealFault(f"{unknown[0]} committed to nothing")
    parts = []
    for name in sorted(source.commitments):
        secret = secrets.get(name)
        if secret is None:
            parts.append(source.commitments[name])
            continue
        if not re.fullmatch(r"(?:[0-9a-f]{2}){16,64}", secret) or sha256(bytes.fromhex(secret)).hexdigest() != source.commitments[name]:
            raise RevealFault(f"what {name} revealed is not what it committed to")
        parts.append(secret)
    return sha256("|".join(["tz-parties-1", *parts, revealed.result.strip()]).encode()).hexdigest()
