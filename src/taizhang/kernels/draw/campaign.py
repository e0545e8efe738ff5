"""A batch as one commitment: what every department draws, from which frame and by which sizes, on one seed and the same tickets.

A batch of one department is a campaign of one part. Everything that decides the result stands in the document before the randomness
exists; the visits follow from it, with the cap on departments that come at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .coordinated import Visit, visits_of
from .frame import FORBIDDEN, Frame, read_frame
from .manifest import Stratum, commitment, strata_document, strata_of
from .randomness import Revealed, Source, randomness, seed_of, source_of
from .sample import Sample, sample

#: The rule by which a campaign is drawn; another rule is another version, and both stay readable.
VERSION: Final = "tz-campaign-1"
#: The other lists that are fixed with the frames.
LISTS: Final = ("items", "objects", "inspectors", "interests", "exclusions")


@dataclass(frozen=True, slots=True)
class Part:
    """What one department draws: its frame, and how many of each of its strata."""

    department: str
    frame: Frame
    strata: Mapping[str, Stratum]

    def __post_init__(self) -> None:
        if self.frame.sizes() != {name: s.size for name, s in sorted(self.strata.items()) if s.size}:
            raise ValueError(f"the strata of {self.department} have other sizes than its frame")

    @property
    def frame_sha256(self) -> str:
        """The hash of the published frame."""
        return self.frame.sha256


@dataclass(frozen=True, slots=True)
class PublishedPart:
    """The same as a document says it: the hash stands for the frame."""

    department: str
    frame_sha256: str
    strata: Mapping[str, Stratum]


@dataclass(frozen=True, slots=True)
class CampaignManifest:
    """The committed document. `hashes` are those of `LISTS`; `teams` says how inspectors are drawn, where they are."""

    title: str
    parts: Sequence[Part | PublishedPart]
    source: Source
    hashes: Mapping[str, str] = field(default_factory=dict)
    most_departments: int | None = None
    teams: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        names = [part.department for part in self.parts]
        if not names or len(set(names)) < len(names):
            raise ValueError("a campaign has at least one department, and none twice")
        if any(not name.strip() or any(sign in FORBIDDEN for sign in name) for name in names):
            raise ValueError("a department has a name without | , and quotation marks")
        if unknown := sorted(set(self.hashes) - set(LISTS)):
            raise ValueError(f"{unknown[0]} is no list that is fixed with a draw")
        if self.most_departments is not None and self.most_departments < 1:
            raise ValueError("at least one department comes with a visit")

    def document(self) -> dict[str, Any]:
        """What is hashed: text and integers alone."""
        return {
            "version": VERSION,
            "title": self.title,
            "parts": {p.department: {"frame_sha256": p.frame_sha256, "strata": strata_document(p.strata)} for p in self.parts},
            "source": self.source.document(),
            "hashes": dict(self.hashes),
            "most_departments": self.most_departments or 0,
            "teams": dict(self.teams or {}),
        }


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a campaign gave: the seed, each department's samples in the order of their strata, and the visits by firm."""

    seed: str
    samples: Mapping[str, Sequence[Sample]]
    visits: Sequence[Visit]

    def chosen(self) -> Iterator[tuple[str, str, str]]:
        """(department, stratum, firm) of everybody who was drawn, without the substitutes."""
        for department, samples in self.samples.items():
            for each in samples:
                yield from ((department, each.stratum, firm) for firm in each.chosen)


def manifest_of(document: Mapping[str, Any]) -> CampaignManifest:
    """The campaign that a published document says.

    Raises:
        ValueError: another version, or a document that no campaign has.
    """
    if document.get("version") != VERSION:
        raise ValueError(f"a manifest of the version {document.get('version')} is not drawn by {VERSION}")
    try:
        parts = [PublishedPart(name, each["frame_sha256"], strata_of(each["strata"])) for name, each in sorted(document["parts"].items())]
        return CampaignManifest(
            document["title"], parts, source_of(document["source"]), dict(document["hashes"]), document["most_departments"] or None, document["teams"] or None
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"the document is no campaign: {error}") from None


def redraw(frames: Mapping[str, bytes], document: Mapping[str, Any], revealed: Revealed) -> Drawn:
    """What a committed campaign draws, from its published files alone; `frames` has the bytes of each department's frame.

    Raises:
        ValueError: a frame that is missing or not the committed one, a document that is no campaign, or a reveal that does not fit.
    """
    manifest = manifest_of(document)
    if set(frames) != {part.department for part in manifest.parts}:
        raise ValueError("there has to be one frame for each department of the campaign")
    read = {part.department: _fitting(part, frames[part.department]) for part in manifest.parts}
    seed = seed_of(commitment(manifest), randomness(manifest.source, revealed))
    return merged(manifest, {part.department: sample(read[part.department], part.strata, seed) for part in manifest.parts}, seed)


def merged(manifest: CampaignManifest, samples: Mapping[str, Sequence[Sample]], seed: str) -> Drawn:
    """The departments' samples on one seed as visits, under the cap of the manifest; whatever engine found the samples."""
    chosen = {(department, each.stratum): each.chosen for department, own in samples.items() for each in own}
    return Drawn(seed, samples, visits_of(chosen, seed, manifest.most_departments))


def _fitting(part: Part | PublishedPart, content: bytes) -> Frame:
    frame = read_frame(content)
    if frame.sha256 != part.frame_sha256:
        raise ValueError(f"the frame of {part.department} is not the one that was committed")
    return Part(part.department, frame, part.strata).frame
