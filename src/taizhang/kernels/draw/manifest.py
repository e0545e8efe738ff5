"""Everything that decides a draw, in one document that is hashed before the randomness can be known (RFC 8785)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, Protocol

from .frame import Frame
from .randomness import Source, source_of

#: The rule by which a draw is made; another rule is another version, and both stay readable.
VERSION: Final = "tz-draw-1"


@dataclass(frozen=True, slots=True)
class Stratum:
    """How many of how many are taken, and how many more stand ready as substitutes."""

    size: int
    take: int
    substitutes: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.take <= self.size or self.substitutes < 0:
            raise ValueError(f"{self.take} of {self.size} cannot be taken")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The committed document. `hashes` names the other lists that were fixed with it: exclusions, inspectors, conflicts."""

    title: str
    frame_sha256: str
    strata: Mapping[str, Stratum]
    source: Source
    hashes: Mapping[str, str] = field(default_factory=dict)
    version: str = VERSION

    def fits(self, frame: Frame) -> None:
        """Nothing, when the manifest is about this frame.

        Raises:
            ValueError: another hash, or strata of other sizes.
        """
        if frame.sha256 != self.frame_sha256:
            raise ValueError("the frame is not the one that was committed")
        sizes = frame.sizes()
        if sizes != {name: s.size for name, s in sorted(self.strata.items())}:
            raise ValueError("the strata of the frame have other sizes than those that were committed")

    def document(self) -> dict[str, Any]:
        """What is hashed: text and integers alone."""
        return {
            "version": self.version,
            "title": self.title,
            "frame_sha256": self.frame_sha256,
            "strata": strata_document(self.strata),
            "source": self.source.document(),
            "hashes": dict(self.hashes),
        }


def canonical(document: object) -> bytes:
    """The bytes of a document of text, integers, lists and objects by RFC 8785.

    Raises:
        TypeError: a float or anything else that has more than one way to be written.

    >>> canonical({"b": 1, "a": "抽取"}).decode()
    '{"a":"抽取","b":1}'
    """
    return _written(document).encode()


class Committed(Protocol):
    """What a commitment can be made of: it has a document of text and integers."""

    def document(self) -> dict[str, Any]: ...


def commitment(manifest: Committed) -> str:
    """The hash that goes into the ledger before the randomness exists, as 64 hexadecimal digits."""
    return sha256(canonical(manifest.document())).hexdigest()


def manifest_of(document: Mapping[str, Any]) -> Manifest:
    """The manifest that a published document of it says.

    Raises:
        ValueError: another version, or a document that no manifest has.
    """
    if document.get("version") != VERSION:
        raise ValueError(f"a manifest of the version {document.get('version')} is not drawn by {VERSION}")
    try:
        found = Manifest(
            document["title"], document["frame_sha256"], strata_of(document["strata"]), source_of(document["source"]), dict(document["hashes"])
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"the document is no manifest: {error}") from None
    return found


def strata_document(strata: Mapping[str, Stratum]) -> dict[str, dict[str, int]]:
    """What a manifest says of its strata."""
    return {name: {"size": s.size, "take": s.take, "substitutes": s.substitutes} for name, s in strata.items()}


def strata_of(document: Mapping[str, Any]) -> dict[str, Stratum]:
    """The strata that a document says."""
    return {name: Stratum(each["size"], each["take"], each["substitutes"]) for name, each in document.items()}


def _written(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | dict | list | tuple):
        raise TypeError(f"{value!r} has no single way to be written")
    if isinstance(value, dict):
        # RFC 8785 orders keys by UTF-16 units, which is not the order of code points beyond the basic plane.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{_written(key)}:{_written(value[key])}" for key in keys) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, int):
        if abs(value) >= 2**53:
            raise TypeError(f"{value} is no integer that every reader of JSON reads alike")
        return str(value)
    return json.dumps(value, ensure_ascii=False)
