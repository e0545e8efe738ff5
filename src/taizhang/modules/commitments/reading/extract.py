"""From a text to its tasks, with every character in a segment and every finding with the rule that made it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from . import structure
from .clauses import DEADLINE, DOER, Clause, classed, cut
from .lexicon import Lexicon, own
from .lines import Paragraph, paragraphs, sentences
from .quantities import Quantity, quantities

_SAID: Final = re.compile(r"[“][^”]*[。！？][”]")
_SPOKE: Final = re.compile(r"(?:表示|指出|强调|介绍|说)，")
_OWNER: Final = re.compile(r"[〔\[（(【](?:(?:牵头|责任|配合|落实|完成)(?:单位|部门|领导)[:：][^〕\]）)】]{2,80})[〕\]）)】]")
_OWNER_PART: Final = re.compile(r"(?:牵头|责任|配合|落实)(?:单位|部门|领导)[:：](?P<organs>[^；;〕\]）)】]+)")
_PAST: Final = re.compile(
    r"^(?:[一两三]年来|过去[一五\d]|全年(?:完成|接待|实现)|今年以来|截至|初步核算|上半年.{0,4}完成)|累计完成|共完成|实际已|同比(?:增长|下降)|取得了|占年度(?:投资)?计划的?\d|\d{1,2}月完成"
)
_REVIEW: Final = re.compile(r"回顾|工作总结|工作情况|进展情况$|主要成效")
_ETC: Final = re.compile(r"(?P<names>[^，。；]{2,80}?)等(?P<count>\d+个)?(?P<what>[^，。；]{0,20})")
_TAIL: Final = re.compile(r"(?:建设征迁工作|前期工作|征迁工作|征迁|建设进度|尽快开工建设|建设|项目建设)$")
#: A task about projects that names none: they are what it ends with.
_OF_PROJECTS: Final = re.compile(r"(?:项目|工程|园区?|枢纽)(?:建设|扩建|前期工作|谋划储备|落地|开工|征迁工作)?(?:\d+个)?$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the file and what it is: title, byline, heading, praise, attitude, background, context, outcome, task or rest."""

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

    def as_json(self) -> dict[str, Any]:
        """What scripts are given; offsets in characters of the file, values as text."""
        return {
            "start": self.start, "end": self.end, "text": self.text, "path": list(self.path), "verb": self.verb, "stage": self.stage,
            "intensity": list(self.intensity), "conditions": list(self.conditions), "owners": list(self.owners), "proposed_owners": [],
            "speaker_organ": self.speaker_organ, "deadline": self.deadline,
            "projects": [{"name": p.name, "start": p.start, "end": p.end} for p in self.projects],
            "quantities": [
                {"start": q.start, "end": q.end, "value": str(q.value), "unit": q.unit, "role": q.role, "rule": q.rule} for q in self.quantities
            ],
            "context": list(self.context), "rule": self.rule,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """What was read of a text: its tasks, its segments and its figures, each in the order of the file."""

    commitments: tuple[Commitment, ...]
    segments: tuple[Segment, ...]
    #: Every figure of the text, those in no task too.
    figures: tuple[Quantity, ...]


def read(text: str, lexicon: Lexicon | None = None) -> Document:
    """The tasks of a document. Pure: the same text and lexicon give the same, and nothing is asked of anybody."""
    reader = _Reader(text, lexicon or own())
    for paragraph in paragraphs(text):
        reader.take(paragraph)
    return Document(tuple(reader.commitments), tuple(sorted(reader.segments, key=lambda s: s.start)), tuple(reader.figures))


class _Reader:
    """Goes through the paragraphs of one document and keeps what it found."""

    def __init__(self, source: str, lexicon: Lexicon) -> None:
        self.source, self.lexicon = source, lexicon
        self.path = structure.Path()
        self.commitments: list[Commitment] = []
        self.segments: list[Segment] = []
        self.figures: list[Quantity] = []

    def take(self, paragraph: Paragraph) -> None:
        if paragraph.kind == "title":
            structure.enter_title(self.path, paragraph)
        elif paragraph.kind == "heading":
            structure.enter_sentence(self.path, paragraph.text, first=True)
        if paragraph.kind != "body":
            self._mark(paragraph, 0, len(paragraph.text), paragraph.kind, f"line/{paragraph.kind}")
            return
        since = len(self.commitments)
        for n, (start, end) in enumerate(sentences(paragraph)):
            owners = tuple(_organs(paragraph.text[start:end]))
            self._sentence(paragraph, start, end, first=n == 0)
            if owners:
                # Who is responsible stands behind the tasks of an item, in brackets.
                self.commitments[since:] = [replace(c, owners=c.owners or owners) for c in self.commitments[since:]]
                since = len(self.commitments)

    def _mark(self, paragraph: Paragraph, start: int, end: int, kind: str, rule: str) -> None:
        if end > start:
            self.segments.append(Segment(*paragraph.place(start, end), kind, rule))

    def _sentence(self, paragraph: Paragraph, start: int, end: int, first: bool) -> None:
        text = paragraph.text
        begin = start
        past = self._past(text[start:end])
        self.figures += [_placed(q, paragraph) for q in quantities(text, start, end, past)]
        if said := _SAID.match(text, start, end):
            self._mark(paragraph, start, said.end(), "praise", "sentence/what is quoted of a speaker")
            begin = said.end()
        if spoke := _SPOKE.search(text, begin, end):
            self._mark(paragraph, begin, spoke.end(), "background", "sentence/who speaks")
            begin = spoke.end()
        headed = structure.enter_sentence(self.path, text[begin:end], first)
        if headed:
            self._mark(paragraph, begin, begin + headed, "heading", "sentence/heading")
            begin += headed
        if begin >= end:
            return
        stop = min((m.start() for m in _OWNER.finditer(text, begin, end)), default=end)
        if past:
            self._mark(paragraph, begin, stop, "background", "sentence/what was done")
        else:
            self._clauses(paragraph, begin, stop)
        self._mark(paragraph, stop, end, "rest", "sentence/who is responsible")

    def _past(self, sentence: str) -> bool:
        """Whether a sentence tells what was done: by its own words, or by the heading that it stands under."""
        return bool(_PAST.search(sentence)) or any(_REVIEW.search(words) for words in self.path.under()[1:])

    def _clauses(self, paragraph: Paragraph, begin: int, end: int) -> None:
        text = paragraph.text
        read = _joined([classed(self.lexicon, text, a, b, False) for a, b in cut(text, begin, end)])
        had_task, place = False, begin
        before: list[str] = []
        for clause in read:
            if had_task and clause.kind in ("task", "rest"):
                clause = classed(self.lexicon, text, clause.start, clause.end, True) if clause.kind == "task" else clause
            # A comma belongs to what stands before it.
            self._mark(paragraph, place, clause.start, "rest", "sentence/stop")
            place = clause.end
            if clause.kind == "task":
                self.commitments.append(self._commitment(paragraph, clause, tuple(before)))
                had_task, before = True, []
            elif clause.kind == "context":
                before.append(text[clause.start : clause.end])
            self._mark(paragraph, clause.start, clause.end, clause.kind, clause.rule)
        self._mark(paragraph, place, end, "rest", "sentence/stop")

    def _commitment(self, paragraph: Paragraph, clause: Clause, before: tuple[str, ...]) -> Commitment:
        text, start, end = paragraph.text, *paragraph.place(clause.start, clause.end)
        body = text[clause.start : clause.end]
        projects = tuple(_projects(self.lexicon, text, clause.object_start, clause.end))
        found = quantities(text, clause.start, clause.end)
        deadline = DEADLINE.search(body)
        speaker = self.path.speaker
        return Commitment(
            start, end, body, self.path.under(), clause.verb,
            self._stage(body, bool(projects) or bool(_OF_PROJECTS.search(body))),
            clause.intensity, tuple(detail for word, detail in self.lexicon.words["condition"].items() if word in body),
            _doers(body), speaker.organ if speaker else "", deadline[0] if deadline else "",
            tuple(Project(text[a:b], *paragraph.place(a, b)) for a, b in projects),
            tuple(_placed(q, paragraph) for q in found), before, clause.rule,
        )  # fmt: skip

    def _stage(self, body: str, of_projects: bool) -> str:
        """The rung of the ladder on which the words put a project; where several do, the one that is named first in the lexicon."""
        if not of_projects:
            return ""
        done = body
        for condition in self.lexicon.words["condition"]:
            done = done.replace(condition, "")
        return next((rung for word, rung in self.lexicon.words["stage"].items() if word in done), "")


def _joined(read: Sequence[Clause]) -> list[Clause]:
    """A clause without a verb goes on with the task before it; one that nothing stands before is left alone."""
    found: list[Clause] = []
    for clause in read:
        if clause.kind == "rest" and clause.rule == "clause/no verb" and found and found[-1].kind in ("task", "context", "outcome"):
            found[-1] = replace(found[-1], end=clause.end)
        else:
            found.append(clause)
    return found


def _placed(quantity: Quantity, paragraph: Paragraph) -> Quantity:
    start, end = paragraph.place(quantity.start, quantity.end)
    return replace(quantity, start=start, end=end)


def _doers(body: str) -> tuple[str, ...]:
    """The organs that a clause begins with, where they are what is to do it."""
    found = DOER.match(body)
    return tuple(filter(None, re.split(r"会同|牵头|配合|、|和", found["organs"]))) if found else ()


def _organs(sentence: str) -> Iterator[str]:
    for block in _OWNER.finditer(sentence):
        for part in _OWNER_PART.finditer(block[0]):
            yield from (organ.strip() for organ in re.split(r"[、，,]", part["organs"]) if organ.strip())


def _projects(lexicon: Lexicon, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of the projects that a task names: before 等…项目, or as its whole object."""
    for clause_start, clause_end in cut(text, start, end):
        listed = _ETC.match(text, clause_start, clause_end)
        if listed and lexicon.within("project", listed["what"] + (listed["count"] or "")) and not listed["names"].startswith(("一批", "更多")):
            yield from _names(lexicon, text, listed.start("names"), listed.end("names"))
            continue
        tail = _TAIL.search(text[clause_start:clause_end])
        stop = clause_start + tail.start() if tail else clause_end
        name = text[clause_start:stop]
        ends = any(name.endswith(word) for word in lexicon.words["project"])
        if 4 <= len(name) <= 24 and ends and not re.search(r"[、和的“]|项目$|各项|更多|一批|重大|\d个|[大类]工程", name):
            yield clause_start, stop


def _names(lexicon: Lexicon, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    place, depth = start, 0
    for n in range(start, end + 1):
        char = text[n] if n < end else "、"
        depth += (char in "（(“") - (char in "）)”")
        # 检测及研发中心 is one name: only what is a project by itself ends before 和.
        parts = char == "、" or (char in "和及" and any(text[place:n].endswith(word) for word in lexicon.words["project"]))
        if parts and depth <= 0 and n > place:
            yield place, n
            place = n + 1
