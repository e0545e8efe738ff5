"""A document and its tasks, in the order of the text: what was read of each place, and what has become of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from .. import rules
from ..models import Source
from ..reading.extract import Commitment, Document
from . import named
from .lexicon import document_for
from .proposals import Proposed, proposals
from .tasks import latest_words, soon_until

#: What is shown of a place that is not in the register: proposed by the reader, or said to be no task.
PROPOSED: Final = "proposed"
DENIED: Final = "denied"
#: States in which a task of the register is nobody's yet.
_NOT_GIVEN: Final = ("confirmed", "declined")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One place of the document: what was read there, its task in the register (None before it is confirmed), and the organ proposed."""

    number: int
    start: int
    end: int
    words: str
    read: Commitment | None
    task: Any | None
    #: The correction that says it is no task, None where there is none.
    correction: int | None
    proposed: Proposed | None
    standing: str
    #: What the verb acts on and which places are named, each with its rule, as they stand now.
    named: Mapping[str, str]

    @property
    def span(self) -> str:
        """The place as an input names it."""
        return f"{self.start}-{self.end}"

    @property
    def denied(self) -> bool:
        """Somebody has said that it is no task, and none was made of it."""
        return self.task is None and self.correction is not None

    @property
    def is_waiting(self) -> bool:
        """Nobody has said yet whether it is a task."""
        return self.task is None and not self.denied

    @property
    def is_confirmed(self) -> bool:
        """It is in the register, and nobody has it yet."""
        return self.task is not None and self.task.state in _NOT_GIVEN

    @property
    def is_given(self) -> bool:
        """It was given out, or has ended."""
        return self.task is not None and self.task.state not in _NOT_GIVEN

    @property
    def due(self) -> date | None:
        """The deadline of the register, None where nobody has set one or it is not in the register."""
        return self.task.due if self.task is not None else None

    @property
    def has_deadline(self) -> bool:
        """The text or somebody has set a deadline."""
        return bool(self.due or (self.read.deadline if self.read else "") or (self.task.stated_deadline if self.task else ""))

    @property
    def has_owner(self) -> bool:
        """The text or somebody names an organ."""
        return bool((self.task is not None and self.task.lead_id) or self.stated_owners)

    @property
    def stated_owners(self) -> tuple[str, ...]:
        """The organs that the text names."""
        if self.read is not None:
            return self.read.owners
        return tuple(filter(None, self.task.stated_owners.split("、"))) if self.task is not None else ()


def lines_of(source: Source, document: Document, tasks: Any, examples: QuerySet[Any], today: date) -> list[Line]:
    """Every place that was read or confirmed, in the order of the text; `tasks` and `examples` are those that the reader of the page may see.

    A task that was confirmed stays where it was: where the reader, which has learned since, now begins or ends it elsewhere, that
    is the same place.
    """
    rows: dict[Span, Any] = {}
    for row in tasks.filter(source=source.id, parent__isnull=True, start__isnull=False).order_by("id"):
        # Of two tasks at one place the one that goes on is shown; what was dropped and confirmed anew has ended.
        before = rows.get((row.start, row.end))
        if before is None or before.state in ("merged", "dropped"):
            rows[row.start, row.end] = row
    found = {(c.start, c.end): c for c in document.commitments}
    _moved(found, [span for span in rows if span not in found])
    spans = sorted({*rows, *found})
    denied, right = denied_of(source, examples), named.corrected_fields(source, examples)
    corrected = {span: key for span in spans if (key := _corrected(span, denied)) is not None}
    proposed = _proposed(source, spans, rows, found, today)
    until = soon_until(today)
    said = latest_words([row.id for row in rows.values()], today)
    lines = []
    for n, span in enumerate(spans, 1):
        task, commitment = rows.get(span), found.get(span)
        standing = PROPOSED
        if task is not None:
            standing = rules.standing(task.state, task.due, today, until)
            newest = said.get(task.id)
            task.said, task.said_on = (newest.progress, newest.said_on) if newest else ("", None)
        elif span in corrected:
            standing = DENIED
        words = task.words if task is not None else "".join(source.text[span[0] : span[1]].split())
        shown_names = named.shown(commitment, task, right.get(span, {}))
        lines.append(Line(n, *span, words, commitment, task, corrected.get(span), proposed.get(span), standing, shown_names))
    return lines


def denied_of(source: Source, examples: QuerySet[Any]) -> dict[Span, int]:
    """The places of a document that some examples say to be no tasks, each with its correction."""
    found = examples.filter(source=source.id, kind="not_a_task").values_list("start", "end", "id")
    return {(start, end): key for start, end, key in found}


def same_place(one: Span, other: Span) -> bool:
    """Whether two places are one: most of the shorter is in both.

    >>> same_place((0, 10), (0, 9)), same_place((0, 10), (2, 5)), same_place((0, 10), (8, 18))
    (True, True, False)
    """
    both = min(one[1], other[1]) - max(one[0], other[0])
    return both * 10 >= 6 * min(one[1] - one[0], other[1] - other[0])


def _moved(found: dict[Span, Commitment], kept: Sequence[Span]) -> None:
    """What was read at the place of a task of the register stands under the task's own place; each task takes the first."""
    for span in [span for span in found if any(same_place(span, task) for task in kept)]:
        read_as = found.pop(span)
        found.setdefault(next(task for task in kept if same_place(span, task)), read_as)


def _corrected(span: Span, denied: Mapping[Span, int]) -> int | None:
    if span in denied:
        return denied[span]
    return next((key for place, key in denied.items() if same_place(span, place)), None)


def document_of(source: Source, day: date, words: QuerySet[Any] | None = None) -> Document:
    """The document as it is read on a day, by the `words` on record then: the same reading by which its tasks are confirmed."""
    return document_for(source.text, source.place, day, words)


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a sitting has come."""

    all: int
    waiting: int
    confirmed: int
    given: int
    denied: int
    no_deadline: int
    no_owner: int

    @property
    def tasks(self) -> int:
        """Places that nobody has said to be no tasks."""
        return self.all - self.denied

    @property
    def decided(self) -> int:
        """Places of which somebody has said whether they are tasks."""
        return self.all - self.waiting


def tally(lines: Sequence[Line]) -> Tally:
    """The numbers of a sitting; of what lacks a deadline or an organ, those that are no tasks are left out."""
    real = [line for line in lines if not line.denied]
    return Tally(
        len(lines),
        sum(line.is_waiting for line in lines),
        sum(line.is_confirmed for line in lines),
        sum(line.is_given for line in lines),
        sum(line.denied for line in lines),
        sum(not line.has_deadline for line in real),
        sum(not line.has_owner for line in real),
    )


def shown(lines: Sequence[Line], show: str) -> list[Line]:
    """The lines that a filter leaves; an unknown one leaves all."""
    keep = {
        "to_confirm": lambda line: line.is_waiting,
        "confirmed": lambda line: line.is_confirmed,
        "given": lambda line: line.is_given,
        "no_deadline": lambda line: not line.denied and not line.has_deadline,
        "no_owner": lambda line: not line.denied and not line.has_owner,
        "denied": lambda line: line.denied,
    }.get(show)
    return [line for line in lines if keep is None or keep(line)]


def place_of_words(text: str, words: str) -> list[Span]:
    """Where the words stand in a text, blanks and line ends left out of both; 'first … last' is from the first to the last.

    >>> place_of_words("一是完善\\n机制。二是推进。", "完善机制"), place_of_words("甲乙丙丁", "乙…丁"), place_of_words("甲甲", "甲")
    ([(2, 7)], [(1, 4)], [(0, 1), (1, 2)])
    """
    at = [n for n, c in enumerate(text) if not c.isspace()]
    joined = "".join(text[n] for n in at)
    first, mark, last = "".join(words.split()).replace("……", "…").partition("…")
    if not first or (mark and not last):
        return []
    found: list[Span] = []
    begin = joined.find(first)
    while begin >= 0:
        end = begin + len(first)
        if mark:
            stop = joined.find(last, end)
            end = stop + len(last) if stop >= 0 else -1
        if end > 0:
            found.append((at[begin], at[end - 1] + 1))
        begin = joined.find(first, begin + 1)
    return found


def _proposed(source: Source, spans: Sequence[Span], rows: Mapping[Span, Any], found: Mapping[Span, Commitment], today: date) -> dict[Span, Proposed]:
    """By place: the organ proposed for what nobody has yet. It is shown with its reason and given out only when somebody says so."""
    lines: dict[int, tuple[str, Sequence[str]]] = {}
    keys: dict[int, Span] = {}
    for n, span in enumerate(spans):
        task, commitment = rows.get(span), found.get(span)
        if task is not None and task.state not in _NOT_GIVEN:
            continue
        keys[n] = span
        words = task.words if task is not None else "".join(source.text[span[0] : span[1]].split())
        owners = commitment.lead or commitment.owners if commitment else tuple(filter(None, task.stated_owners.split("、"))) if task else ()
        lines[n] = (words, owners)
    return {keys[n]: proposal for n, proposal in proposals(lines, source.place, today).items()}


#: In the order in which a leader asks: what became a result, what did not, and what nobody has.
RESULTS: Final = ("closed", "to_check", "on_course", "due_soon", "overdue", "not_begun", "not_given", PROPOSED, "ended")


def result_of(line: Line) -> str:
    """What became of a place: its standing, apart from which it says that nobody has the task yet."""
    if line.is_confirmed:
        return "not_given"
    return line.standing


def results(lines: Sequence[Line]) -> dict[str, int]:
    """How many tasks became what, those that were found to be none left out."""
    found = dict.fromkeys(RESULTS, 0)
    for line in lines:
        if not line.denied:
            found[result_of(line)] += 1
    return found
