"""Labelled examples held against what is read now: whether the reader agrees, kind by kind. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from .extract import read
from .found import Commitment, Document
from .lexicon import Lexicon

#: So much of the shorter of two places has to be in both for them to be the same clause.
_SAME: Final = 0.6
#: In an exported file, so that one of another program is refused.
FORMAT: Final = "taizhang-examples/1"


@dataclass(frozen=True, slots=True)
class Example:
    """What is right at a place of a text: not_a_task, missed, wrong_span, wrong_field, or confirmed as it was read.

    `agreed`: whether the reader was known to agree before.
    """

    start: int
    end: int
    kind: str
    field: str = ""
    value: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its examples."""

    title: str
    text: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the reader agrees with an example now, and what it says there."""

    title: str
    example: Example
    agrees: bool
    said: str

    @property
    def is_worse(self) -> bool:
        """It was right before and is wrong now."""
        return self.example.agreed and not self.agrees


@dataclass(frozen=True, slots=True)
class Report:
    """The verdicts over some texts."""

    verdicts: tuple[Verdict, ...]

    @property
    def worse(self) -> tuple[Verdict, ...]:
        """What was right before and is wrong now."""
        return tuple(v for v in self.verdicts if v.is_worse)

    def counted(self) -> dict[str, tuple[int, int]]:
        """By kind: how many the reader agrees with, of how many."""
        found: dict[str, tuple[int, int]] = {}
        for verdict in self.verdicts:
            right, all_ = found.get(verdict.example.kind, (0, 0))
            found[verdict.example.kind] = (right + verdict.agrees, all_ + 1)
        return found

    def as_json(self) -> dict[str, Any]:
        """What scripts are given."""
        return {
            "kinds": {kind: {"right": right, "of": all_} for kind, (right, all_) in sorted(self.counted().items())},
            "disagreements": [
                asdict(v.example) | {"title": v.title, "read": v.said, "worse": v.is_worse} for v in self.verdicts if not v.agrees
            ],
            "worse": len(self.worse),
        }  # fmt: skip


def judged(document: Document, example: Example, title: str = "") -> Verdict:
    """Whether what was read of a text agrees with an example of it."""
    exact = next((c for c in document.commitments if (c.start, c.end) == (example.start, example.end)), None)
    near = [c for c in document.commitments if _same(c, example)]
    if example.kind == "not_a_task":
        return Verdict(title, example, not near, "、".join(f"{c.start}-{c.end}" for c in near))
    if example.kind == "wrong_field":
        there = exact or next(iter(near), None)
        said = field_of(there, example.field) if there else ""
        return Verdict(title, example, there is not None and _plain(said) == _plain(example.value), said)
    return Verdict(title, example, exact is not None, "、".join(f"{c.start}-{c.end}" for c in near))


def report(labelled: Iterable[tuple[Labelled, Lexicon | None]]) -> Report:
    """Every text is read again and held against its examples."""
    verdicts: list[Verdict] = []
    for each, lexicon in labelled:
        document = read(each.text, lexicon)
        verdicts += (judged(document, example, each.title) for example in each.examples)
    return Report(tuple(verdicts))


def field_of(task: Commitment, field: str) -> str:
    """What was read for one thing of a task, several joined by 、; '' where the text states none."""
    value: Any = getattr(task, field)
    if isinstance(value, str):
        return value
    return "、".join(getattr(each, "name", each) for each in value)


def exported(labelled: Iterable[Labelled]) -> str:
    """Texts and examples as JSON that `imported` reads."""
    documents = [{"title": each.title, "text": each.text, "examples": [asdict(e) for e in each.examples]} for each in labelled]
    return json.dumps({"format": FORMAT, "documents": documents}, ensure_ascii=False, indent=1) + "\n"


def imported(text: str) -> tuple[Labelled, ...]:
    """The texts and examples of an exported file.

    Raises:
        ValueError: it is none.
    """
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise ValueError(content["format"])
        return tuple(Labelled(d["title"], d["text"], _examples(d["examples"])) for d in content["documents"])
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise ValueError(f"not a file of examples: {wrong}") from wrong


def _examples(lines: Sequence[Mapping[str, Any]]) -> tuple[Example, ...]:
    return tuple(Example(**line) for line in lines)


def _same(task: Commitment, example: Example) -> bool:
    shared = min(task.end, example.end) - max(task.start, example.start)
    return shared > _SAME * max(task.end - task.start, example.end - example.start)


def _plain(words: str) -> str:
    return "、".join(sorted(filter(None, "".join(words.split()).replace("，", "、").replace(",", "、").split("、"))))
