"""What is found in a document: its tasks, its pieces, its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .checks import Check
from .quantities import Quantity


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the file and what it is.

    title, byline, heading, praise, attitude, background, context, outcome, task, assignment (who is to do it), cell (of a table), rest.
    """

    start: int
    end: int
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Project:
    """A named project with its place in the file."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that the words of a task name, where they do so, and the rule that found it."""

    name: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What the verb of a task acts on (对象), in the task's own words, where they stand, and the rule that found them."""

    text: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """One task: where it stands, what is to be done how, by whom and until when as far as the text says so."""

    start: int
    end: int
    text: str
    path: tuple[str, ...]
    verb: str
    stage: str
    intensity: tuple[str, ...]
    conditions: tuple[str, ...]
    owners: tuple[str, ...]
    speaker_organ: str
    deadline: str
    projects: tuple[Project, ...]
    quantities: tuple[Quantity, ...]
    context: tuple[str, ...]
    rule: str
    #: Of the owners, those that lead and those that help as far as the words say so; a person above them, or who signed the paper.
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    leader: str = ""
    thing: Thing | None = None
    places: tuple[NamedPlace, ...] = ()

    @property
    def object(self) -> str:
        """The words of what its verb acts on; '' where its clause names nothing."""
        return self.thing.text if self.thing is not None else ""

    def as_json(self) -> dict[str, Any]:
        """What scripts are given; offsets in characters of the file, values as text."""
        return {
            "start": self.start, "end": self.end, "text": self.text, "path": list(self.path), "verb": self.verb, "stage": self.stage,
            "intensity": list(self.intensity), "conditions": list(self.conditions), "owners": list(self.owners), "proposed_owners": [],
            "lead": list(self.lead), "cooperating": list(self.cooperating), "leader": self.leader,
            "speaker_organ": self.speaker_organ, "deadline": self.deadline,
            "projects": [{"name": p.name, "start": p.start, "end": p.end} for p in self.projects],
            "quantities": [
                {"start": q.start, "end": q.end, "value": str(q.value), "unit": q.unit, "role": q.role, "rule": q.rule} for q in self.quantities
            ],
            "context": list(self.context), "rule": self.rule,
            "object": self.object, "object_start": self.thing.start if self.thing else None, "object_end": self.thing.end if self.thing else None,
            "object_rule": self.thing.rule if self.thing else "",
            "places": [{"name": p.name, "start": p.start, "end": p.end, "rule": p.rule} for p in self.places],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One member of the set, with its place in the file."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """A term with its place in the file, its members where the text lists them, and the rule that found it."""

    start: int
    end: int
    name: str
    items: tuple[Item, ...]
    rule: str

    def as_json(self) -> dict[str, Any]:
        """What scripts are given; offsets in characters of the file. No items: not stated."""
        return {
            "start": self.start, "end": self.end, "name": self.name, "rule": self.rule,
            "items": [{"start": i.start, "end": i.end, "text": i.text} for i in self.items],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """What was read of a text: its tasks, its segments and its figures, each in the order of the file."""

    commitments: tuple[Commitment, ...]
    segments: tuple[Segment, ...]
    #: Every figure of the text, those in no task too.
    figures: tuple[Quantity, ...]
    #: interview, report, notice, list, bulletin, minutes, instruction, table; '' when nothing says it; and the rule.
    genre: str = ""
    genre_rule: str = ""
    #: Printed figures that follow from others of the text, computed anew.
    checks: tuple[Check, ...] = ()
    #: The terms (提法) of the text, with their members where it lists them.
    terms: tuple[Label, ...] = ()
