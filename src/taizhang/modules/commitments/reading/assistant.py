"""A language model may suggest places of a text that the rules did not take for tasks. None comes with the program, and none is asked
unless a deployment names one. What it says is a suggestion: marked with its name, outside of what was read, and no task until a clerk
confirms it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Protocol

from .found import Document, Segment

#: What a place may be suggested to be; anything else that an assistant says is left out.
KINDS: Final = ("task", "not_a_task", "term")
#: Suggestions that are kept of one text.
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place of the text and what it is suggested to be."""

    start: int
    end: int
    kind: str
    note: str = ""


class Assistant(Protocol):
    """What a deployment may plug in: `name` is shown beside whatever it suggests."""

    name: str

    def suggest(self, text: str, segments: Sequence[Segment]) -> Sequence[Suggestion]:
        """Places of the text; the segments say what the rules took each piece for."""
        ...


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion that can be shown: inside the text, of a known kind, not what was read already."""

    start: int
    end: int
    kind: str
    note: str
    suggested_by: str

    def as_json(self) -> dict[str, Any]:
        """What scripts are given."""
        return asdict(self)


def suggested(text: str, document: Document, assistant: Assistant | None) -> tuple[Suggested, ...]:
    """What an assistant suggests of a text, in its order; nothing where there is none, and then nothing is sent to anybody."""
    if assistant is None:
        return ()
    read = {(c.start, c.end) for c in document.commitments}
    found = {}
    for each in list(assistant.suggest(text, document.segments))[:MOST]:
        known = each.kind == "task" and (each.start, each.end) in read
        if each.kind in KINDS and 0 <= each.start < each.end <= len(text) and not known:
            found[each.start, each.end, each.kind] = Suggested(each.start, each.end, each.kind, each.note[:400], assistant.name)
    return tuple(found[key] for key in sorted(found))
