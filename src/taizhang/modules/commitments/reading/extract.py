"""From a text to its tasks, with every character in a segment and every finding with the rule that made it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

from . import labels, structure, tables, telling
from .assignments import Assigned, Assignment, asked, assignment, by_whom, in_cell, only_to_read
from .checks import checks_of
from .clauses import DEADLINE, Clause, classed, cut
from .found import Commitment, Document, NamedPlace, Project, Segment, Thing
from .genres import Genre, genre_of
from .items import depth_of, heads_what_follows, one_line_tasks, one_sentence_tasks
from .joining import joined
from .lexicon import Lexicon, own
from .lines import Paragraph, Row, paragraphs, says_who, sentences
from .objects import NAME, object_of
from .places import places_of
from .project_names import project_names
from .quantities import Quantity, quantities
from .responsible import BRACKETS, Who, doers, given, responsible_of
from .reviews import planned_year, reviews

__all__ = ["Commitment", "Document", "Project", "Segment", "read"]

#: Work of telling tasks afterwards whose they are and until when; a work report of 30,000 characters needs some 500.
_MOST_CHANGED: Final = 150_000


def read(text: str, lexicon: Lexicon | None = None) -> Document:
    """The tasks of a document. Pure: the same text and lexicon give the same, and nothing is asked of anybody.

    Raises:
        BadInput: it says of so many tasks at once whose they are that no office wrote it. Otherwise the work grows with the text.
    """
    words = lexicon or own()
    read_lines = paragraphs(text, words.words["column"])
    genre = genre_of(read_lines, words)
    reader = _Reader(text, words, genre)
    items, bare = one_line_tasks(read_lines, words), one_sentence_tasks(read_lines, words)
    reader.planned_year = planned_year(read_lines)
    for n, paragraph in enumerate(read_lines):
        if n in genre.signature:
            reader.sign(paragraph, 0)
        elif n in items:
            reader.take_item(paragraph, items[n])
        else:
            reader.take(paragraph, genre.foot if n == len(read_lines) - 1 else -1, bare.get(n, {}))
    if any(telling.FIRST_LEADS.search(paragraph.text) for paragraph in read_lines):
        reader.commitments = [replace(c, lead=c.owners[:1]) if c.owners and not c.lead and not c.cooperating else c for c in reader.commitments]
    found = Document(
        tuple(reader.commitments), tuple(sorted(reader.segments, key=lambda s: s.start)), tuple(reader.figures), genre.kind, genre.rule,
        tuple(check for paragraph in read_lines for check in checks_of(paragraph)),
    )  # fmt: skip
    return labels.apart(found, labels.labels(read_lines, words))


class _Reader:
    """Goes through the paragraphs of one document and keeps what it found."""

    def __init__(self, source: str, lexicon: Lexicon, genre: Genre) -> None:
        self.source, self.lexicon, self.genre = source, lexicon, genre
        self.path = structure.Path()
        #: The year whose work the paper plans, by a heading that says so; 0 where none does.
        self.planned_year = 0
        self.commitments: list[Commitment] = []
        self.segments: list[Segment] = []
        self.figures: list[Quantity] = []
        #: How often something was said of tasks that had been read before.
        self.changed = 0
        #: Whether the sentence before told what was done, and this one goes on with it.
        self.told = False
        #: Where the tasks of the item begin that a line with who is responsible may stand below.
        self.since_item = 0
        #: Whether the paragraph before said so.
        self.said_who = False
        #: Whom a sentence assigned that named nothing to do: it is said in the next one, or the assignment is the task.
        self.carried: Assigned | None = None
        self.assigning: list[tuple[int, int, str]] = []
        #: By column: what the cell above says, for one that is the same.
        self.above: dict[int, tuple[str, ...]] = {}
        self.who_above: dict[int, Assigned] = {}

    def take_item(self, paragraph: Paragraph, begin: int) -> None:
        """A line that is a task by itself, behind its number; below a heading that tells what was done it is none."""
        self.path.leave(depth_of(paragraph.text)[0])
        self.since_item = len(self.commitments)
        if self._past(paragraph.text):
            self._mark(paragraph, 0, len(paragraph.text), "background", "sentence/what was done")
            return
        self._mark(paragraph, 0, begin, "heading", "line/number of an item")
        self.figures += [_placed(q, paragraph) for q in quantities(paragraph.text, begin, len(paragraph.text))]
        self._clauses(paragraph, begin, len(paragraph.text))
        self._assignment_alone(paragraph)

    def take(self, paragraph: Paragraph, foot: int, bare: Mapping[int, int]) -> None:
        """The paragraph is read; from `foot` on it is a signature. `bare`: sentences that are an item by themselves, and where its words begin."""
        if paragraph.row is not None:
            self._row(paragraph, paragraph.row)
            return
        if paragraph.kind == "title":
            structure.enter_title(self.path, paragraph)
        elif paragraph.kind == "heading":
            structure.enter_sentence(self.path, paragraph.text, first=True)
        if paragraph.kind != "body":
            self.since_item = len(self.commitments)
            self._mark(paragraph, 0, len(paragraph.text), paragraph.kind, f"line/{paragraph.kind}")
            return
        who_alone = says_who(paragraph.text)
        since = self.since_item if who_alone else len(self.commitments)
        if not who_alone and (self.said_who or depth_of(paragraph.text)[1]):
            self.since_item = since
        self.said_who = who_alone
        self.told = False
        spans = list(sentences(paragraph))
        if heads_what_follows(paragraph, spans):
            depth, _ = depth_of(paragraph.text)
            self.path.enter(min(depth, 3), paragraph.text[: spans[0][1]].rstrip("。"))
            self._mark(paragraph, *spans[0], "heading", "sentence/heading of two parts")
            spans = spans[1:]
        for n, (start, end) in enumerate(spans):
            if 0 <= foot <= start:
                self.sign(paragraph, foot)
                break
            if label := telling.LABEL.fullmatch(paragraph.text, start, end):
                self._labelled(paragraph, start, end, label, since)
                continue
            if n == 0 and (named := self._listed_project(paragraph, start, end)):
                self._project(paragraph, named, end)
                continue
            responsible = responsible_of(paragraph.text[start:end])
            tasks, pieces = len(self.commitments), len(self.segments)
            self._sentence(paragraph, start, end, n == 0 or bool(telling.INNER.match(paragraph.text, start, end)), bare.get(start))
            if responsible is not None and len(self.commitments) == tasks == since:
                self._given_to(paragraph, start, end, pieces)
            if responsible is not None:
                # Who is responsible stands behind the tasks of an item, in brackets.
                self._change(since, partial(given, who=responsible))
                if (when := telling.UNTIL_WHEN.search(paragraph.text, start, end)) and tables.is_dated(when["when"]):
                    self._change(since, partial(_dated, when=when["when"]))
                since = len(self.commitments)
        self._assignment_alone(paragraph)

    def _listed_project(self, paragraph: Paragraph, start: int, end: int) -> tuple[int, int] | None:
        """Where the name stands of a project that an item of a list begins with; None where it begins with anything else."""
        found = telling.ITEM.match(paragraph.text, start, end)
        if found is None or not telling.SAID_OF_A_PROJECT.search(paragraph.text, found.end(), end):
            return None
        name = telling.PHASE.sub("", found["name"])
        if not any(name.endswith(word) for word in self.lexicon.words["project"]) or self.lexicon.at("verb", name, 0, len(name)):
            return None
        return None if self.lexicon.at("modifier", name, 0, len(name)) or self._past(paragraph.text[start:end]) else found.span("name")

    def _project(self, paragraph: Paragraph, named: tuple[int, int], end: int) -> None:
        """示例大桥工程：全长2公里，总投资3亿元。 A project of a list is a task by itself: that it be built as the list says."""
        text = paragraph.text
        stop = end - 1 if text[end - 1] in "。；;" else end
        self._mark(paragraph, 0, named[0], "rest", "list/number")
        self._mark(paragraph, named[0], stop, "task", "list/project")
        self._mark(paragraph, stop, end, "rest", "sentence/stop")
        self.figures += [_placed(q, paragraph) for q in quantities(text, named[0], end)]
        found = self._commitment(paragraph, Clause(named[0], stop, "task", "list/project", "建设", named[0]), ())
        stage = self._stage(telling.CONTENT.sub("", text[named[1] : stop]), True)
        project = Project(self._printed(paragraph, *named), *paragraph.place(*named))
        self.commitments.append(replace(found, projects=(project,), stage=stage, thing=self._thing(paragraph, *named, NAME)))

    def _given_to(self, paragraph: Paragraph, start: int, end: int, pieces: int) -> None:
        """示例第三小学迁建（责任单位：×××） What somebody answers for is a task, whatever its words are; a heading over others is none."""
        text = paragraph.text
        depth, number = depth_of(text[start:end])
        stop = min((m.start() for words in BRACKETS for m in words.finditer(text, start, end)), default=start)
        begin = start + number
        if (number and depth < 3) or stop - begin < 4 or stop - begin > telling.LONGEST_NAMED or any(s.kind == "background" for s in self.segments[pieces:]):
            return
        while text[stop - 1] in "。；;":
            stop -= 1
        del self.segments[pieces:]
        self._mark(paragraph, start, begin, "heading", "line/number of an item")
        self._mark(paragraph, begin, stop, "task", "line/whose it is")
        self._mark(paragraph, stop, end, "rest", "sentence/who is responsible")
        self.commitments.append(self._commitment(paragraph, Clause(begin, stop, "task", "line/whose it is", "", begin), ()))

    def _labelled(self, paragraph: Paragraph, start: int, end: int, label: re.Match[str], since: int) -> None:
        """责任单位：×××。完成时限：×××。 behind the tasks of an item, with no brackets around it."""
        if label["when"]:
            self._mark(paragraph, start, end, "rest", "sentence/until when")
            if not tables.is_dated(label["when"]):
                return
            self._change(since, partial(_dated, when=label["when"]))
            return
        self._mark(paragraph, start, end, "rest", "sentence/who is responsible")
        responsible = responsible_of(f"（{label[0].rstrip('。；; ')}）")
        if responsible is not None:
            self._change(since, partial(given, who=responsible, more=True))

    def _change(self, since: int, change: Callable[[Commitment], Commitment]) -> None:
        """Something is said of all tasks from one on.

        Raises:
            BadInput: so much is said of so many that no office wrote it.
        """
        self.changed += sum(1 + len(c.owners) for c in self.commitments[since:])
        if self.changed > _MOST_CHANGED:
            raise BadInput(
                Text("责任单位、时限与任务的对应多到无法逐项读出", "Organs and deadlines are said of too many tasks at once to be read one by one"),
                code="too_tangled", field="text", remedy=Text("按章节分成几份登记", "Enter it in parts, chapter by chapter"),
            )  # fmt: skip
        self.commitments[since:] = [change(c) for c in self.commitments[since:]]

    def sign(self, paragraph: Paragraph, start: int) -> None:
        """A signature with its date: who signed stands above the tasks of the paper."""
        self._mark(paragraph, start, len(paragraph.text), "byline", "line/signature")

    def _mark(self, paragraph: Paragraph, start: int, end: int, kind: str, rule: str) -> None:
        if end > start:
            self.segments.append(Segment(*paragraph.place(start, end), kind, rule))

    def _sentence(self, paragraph: Paragraph, start: int, end: int, first: bool, bare: int | None = None) -> None:
        text = paragraph.text
        begin = start
        # 截至6月底……；……，and 其中……: what goes on telling what was done, until a sentence says what is to be done.
        spoke = telling.SPOKE.search(text, start, end)
        past = self._past(text[spoke.end() if spoke else start : end]) or self._past(text[start:end])
        past = past or (self.told and not telling.AHEAD.search(text, start, end))
        self.told = past and (text[end - 1] in "；;" or text.startswith("其中", end))
        self.figures += [_placed(q, paragraph) for q in quantities(text, start, end, past)]
        if said := telling.SAID.match(text, start, end):
            self._mark(paragraph, start, said.end(), "praise", "sentence/what is quoted of a speaker")
            begin = said.end()
        if spoke := telling.SPOKE.search(text, begin, end):
            self._mark(paragraph, begin, spoke.end(), "background", "sentence/who speaks")
            begin = spoke.end()
        if bare is not None and not past:
            # 1.新建幼儿园4所。 with nothing below it: the number alone is the heading's.
            self.path.leave(min(depth_of(text[start:end])[0], 3))
            headed = bare - begin
        else:
            headed = structure.enter_sentence(self.path, text[begin:end], first)
        if headed > 0:
            self._mark(paragraph, begin, begin + headed, "heading", "sentence/heading")
            begin += headed
        if begin >= end:
            return
        stop = min((m.start() for words in BRACKETS for m in words.finditer(text, begin, end)), default=end)
        if past or telling.PURPOSE.match(text, begin, stop):
            self._mark(paragraph, begin, stop, "background", "sentence/what was done" if past else "sentence/what it is for")
        else:
            self._clauses(paragraph, begin, stop)
        self._mark(paragraph, stop, end, "rest", "sentence/who is responsible")

    def _past(self, sentence: str) -> bool:
        """Whether a sentence tells what was done: by its own words, or by the heading that it stands under."""
        # 会议要求 below 关于一季度运行情况 is what is to be done, and no part of what was told.
        decided = self.genre.kind == "minutes" and telling.DECIDED.search(sentence)
        return bool(telling.PAST.search(sentence)) or (not decided and any(reviews(words, self.planned_year) for words in self.path.under()[1:]))

    def _clauses(self, paragraph: Paragraph, begin: int, end: int) -> None:
        text = paragraph.text
        read, assigned = self._classed(text, begin, end)
        had_task, place = False, begin
        before: list[str] = []
        first, who = len(self.commitments), Who(self.carried)
        then = ""
        for clause in read:
            if had_task and clause.kind == "task" and not clause.rule.startswith(("assignment/", "clause/list")):
                clause = classed(self.lexicon, text, clause.start, clause.end, True)
            # A comma belongs to what stands before it.
            self._mark(paragraph, place, clause.start, "rest", "sentence/stop" if clause.start - place < 2 else "clause/subject")
            place = clause.end
            if clause.is_bare and self.genre.kind == "instruction" and who.now is not None and not had_task:
                # 请×××尽快办理: what is to be done stands on the paper that the instruction was written on.
                clause = replace(clause, kind="task", rule=f"assignment/{clause.verb}")
            if clause.is_bare and DEADLINE.search(text, clause.start, clause.end) and (
                not had_task or self.commitments[-1].deadline or "每" in text[clause.start : clause.end]
            ):
                # 6月底前全部开工，12月底前投入使用: each is a task, of what the sentences before are about.
                clause = replace(clause, kind="task", rule=f"clause/{clause.verb} until a day")
            if clause.kind == "task":
                task = self._commitment(paragraph, clause, tuple(before))
                task = replace(task, deadline=task.deadline or then)
                owner = assigned[clause.start].who if clause.start in assigned else who.now
                self.commitments.append(given(task, owner) if owner else task)
                if task.owners and who.now is None:
                    # 市财政局负责落实……，4月15日前拨付到位: who begins the sentence goes on with it.
                    who.now = Assigned(task.owners)
                who.told_to()
                had_task, before = True, []
            elif clause.kind == "assignment":
                found = assigned[clause.start]
                self.assigning.append((clause.start, clause.end, found.rule))
                if who.assign(found, any(not c.owners for c in self.commitments[first:])):
                    self._change(first, partial(given, who=found.who, more=True))
            elif clause.kind == "rest" and telling.BY_THEN.fullmatch(text, clause.start, clause.end):
                then = text[clause.start : clause.end]
            elif clause.kind == "context":
                before.append(text[clause.start : clause.end])
            elif had_task and clause.is_bare:
                # ……工作由×××负责，11月底前完成: until when it is to be done is part of the task.
                self.commitments[-1] = self._longer(self.commitments[-1], paragraph, clause)
                if assigned and (until := DEADLINE.search(text, clause.start, clause.end)):
                    # 打通……，新建……，由×××牵头，9月底前完成: it is said of all of them.
                    self._change(first, partial(_dated, when=until[0]))
            self._mark(paragraph, clause.start, clause.end, clause.kind, clause.rule)
        self._mark(paragraph, place, end, "rest", "sentence/stop")
        self.carried = None if had_task else who.now
        if had_task:
            self.assigning.clear()

    def _classed(self, text: str, begin: int, end: int) -> tuple[list[Clause], dict[int, Assignment]]:
        """The clauses of a sentence, those that assign apart from what they leave to be done, and the assignments by their place."""
        read: list[Clause] = []
        assigned: dict[int, Assignment] = {}
        goals = telling.GOALS.search(text, begin, end)
        for first, stop in cut(text, begin, end):
            inline = telling.INLINE.match(text, first, stop)
            start = inline.end() if inline and inline.end() < stop else first
            if listed := telling.LISTED.match(text, start, stop):
                start = listed.end()
            if only_to_read(text, start, stop):
                read.append(Clause(start, stop, "rest", "assignment/only to read"))
                continue
            if (who := by_whom(text, start, stop)) is not None:
                assigned[start] = Assignment(start, stop, who, "assignment/由…")
                read.append(Clause(start, stop, "task", "assignment/由…", self._last_verb(text, start, stop), start))
                continue
            found = assignment(text, start, stop) or asked(self.lexicon, text, start, stop)
            if found is None:
                clause = classed(self.lexicon, text, start, stop, False)
                if clause.rule == "clause/no verb" and goals is not None and goals.end() <= start and any(quantities(text, start, stop)):
                    # ……主要预期目标是：……涨幅2%左右: each figure of the list is to be reached.
                    clause = replace(clause, kind="task", rule="clause/list of goals", verb="达到", object_start=start)
                read.append(clause)
                continue
            assigned[found.start] = found
            if found.start > start:
                read.append(self._left(text, start, found.start, found.rule, of_itself=True))
            read.append(Clause(found.start, found.end, "assignment", found.rule))
            if found.end < stop:
                read.append(self._left(text, found.end, stop, found.rule, of_itself=found.rule in ("assignment/由", "assignment/负责")))
        return joined(text, read), assigned

    def _last_verb(self, text: str, start: int, end: int) -> str:
        """The last verb of a clause in the passive, with which it says what is done."""
        return next((verb for n in range(end - 1, start, -1) if (verb := self.lexicon.at("verb", text, n, end)) and n + len(verb) <= end), "")

    def _left(self, text: str, start: int, end: int, rule: str, of_itself: bool) -> Clause:
        """What is to be done, of a clause that assigns: a verb without an object is enough, and so is a thing that somebody is given."""
        clause = classed(self.lexicon, text, start, end, False)
        if clause.kind in ("task", "praise", "attitude", "background") or not (clause.is_bare or of_itself):
            return clause
        return Clause(start, end, "task", rule, clause.verb or "负责", start, clause.intensity)

    def _longer(self, task: Commitment, paragraph: Paragraph, clause: Clause) -> Commitment:
        start = bisect_left(paragraph.at, task.start)
        body = paragraph.text[start : clause.end]
        when = DEADLINE.search(body)
        printed = self._printed(paragraph, start, clause.end)
        return replace(task, end=paragraph.at[clause.end - 1] + 1, text=printed, deadline=task.deadline or (when[0] if when else ""))

    def _assignment_alone(self, paragraph: Paragraph) -> None:
        """Whom a paragraph assigned without saying what to do: that they see to it is the task."""
        if self.carried is not None and self.assigning and self.assigning[0][2] != "assignment/请":
            start, end, rule = self.assigning[0][0], self.assigning[-1][1], self.assigning[0][2]
            clause = Clause(start, end, "task", f"{rule} alone", "牵头" if self.carried.lead else "负责", start)
            self.commitments.append(given(self._commitment(paragraph, clause, ()), self.carried))
        self.carried = None
        self.assigning.clear()

    def _row(self, paragraph: Paragraph, row: Row) -> None:
        """A row of a table of tasks: its heading, a heading over rows, or a task with those who are to do it."""
        text = paragraph.text
        cells = [text[a:b] for a, b in row.cells]
        if row.head:
            self.above, self.who_above = {}, {}
        what = "heading" if row.head else "rest" if tables.is_rule(cells) else "heading" if tables.is_section(cells, row.columns) else ""
        if what == "heading" and not row.head:
            self.path.enter(1, next(cell for cell in cells if cell and not tables.same_as_above(cell))[:40])
        task = None if what else self._task_cell(row, cells)
        place = 0
        for n, (start, end) in enumerate(row.cells):
            self._mark(paragraph, place, start, "rest", "table/line between cells")
            place = end
            role = row.columns.roles[n] or "cell"
            kind = what or ("task" if n == task else "cell")
            self._mark(paragraph, start, end, kind, f"table/{'head' if row.head else role}")
            if not what and role not in ("number", "deadline"):
                self.figures += [_placed(q, paragraph) for q in quantities(text, start, end)]
        self._mark(paragraph, place, len(text), "rest", "table/line between cells")
        if task is not None:
            self.commitments.append(self._of_row(paragraph, row, cells, task))

    def _task_cell(self, row: Row, cells: list[str]) -> int | None:
        """The column whose cell is the task of a row: the finest one that says something of its own."""
        for role in tables.TASKS:
            for n in row.columns.of(role):
                if cells[n] and not tables.same_as_above(cells[n]):
                    return n
        return None

    def _of_row(self, paragraph: Paragraph, row: Row, cells: list[str], task: int) -> Commitment:
        start, end = row.cells[task]
        while end - start > 1 and paragraph.text[end - 1] in "。；;":
            end -= 1
        said = [classed(self.lexicon, paragraph.text, a, b, False) for a, b in cut(paragraph.text, start, end)]
        first = next((c for c in said if c.kind == "task"), None)
        role = row.columns.roles[task]
        clause = replace(first or Clause(start, end, "task", "", "", start), start=start, end=end, rule=f"table/{role}")
        found = self._commitment(paragraph, clause, ())
        if role == "project":
            found = replace(found, projects=(Project(found.text, found.start, found.end),), thing=Thing(found.text, found.start, found.end, NAME))
        when = "".join(self._said(row, cells, "deadline"))
        dated = tables.is_dated(when)
        above = (*(w for other in tables.TASKS if other != role for w in self._said(row, cells, other)),)
        who = Assigned()
        for n, column in enumerate(row.columns.roles):
            if column in tables.WHO:
                who = who.with_help(self._named(paragraph, row, cells, n))
        return replace(
            given(found, who, more=True), deadline=when if dated else found.deadline, path=(*found.path, *above),
            context=() if dated or not when else (when,),
        )  # fmt: skip

    def _named(self, paragraph: Paragraph, row: Row, cells: list[str], n: int) -> Assigned:
        """Whom a cell names; whom the row above named where it is merged with it."""
        if not tables.same_as_above(cells[n]):
            self.who_above[n] = in_cell(paragraph, *row.cells[n], row.columns.roles[n])
        return self.who_above.get(n, Assigned())

    def _said(self, row: Row, cells: list[str], role: str) -> list[str]:
        """What the columns of a role say, likewise."""
        found = []
        for n in row.columns.of(role):
            if not tables.same_as_above(cells[n]):
                self.above[n] = (cells[n],)
            found += [words for words in self.above.get(n, ()) if words]
        return found

    def _printed(self, paragraph: Paragraph, start: int, end: int) -> str:
        """The characters of a piece as they stand in the file, without what breaks them apart there."""
        return "".join(self.source[place] for place in paragraph.at[start:end])

    def _commitment(self, paragraph: Paragraph, clause: Clause, before: tuple[str, ...]) -> Commitment:
        text, start, end = paragraph.text, *paragraph.place(clause.start, clause.end)
        body = text[clause.start : clause.end]
        projects = tuple(project_names(self.lexicon, text, clause.object_start, clause.end))
        found = quantities(text, clause.start, clause.end)
        bare = body
        for a, b in projects:
            # 粮食和物资储备中心 is a name, and nothing is being planned because of it.
            bare = bare.replace(text[a:b], "")
        # 对2000年底前建成的小区: which ones are meant, and not until when.
        deadline = next((m for m in DEADLINE.finditer(body) if not telling.WHICH.match(body, m.end())), None)
        speaker = self.path.speaker
        thing = object_of(self.lexicon, text, clause)
        return Commitment(
            start, end, self._printed(paragraph, clause.start, clause.end), self.path.under(), clause.verb,
            self._stage(bare, bool(projects) or bool(telling.OF_PROJECTS.search(body))),
            clause.intensity, tuple(detail for word, detail in self.lexicon.words["condition"].items() if word in body),
            doers(self.lexicon, body), speaker.organ if speaker else "", deadline[0] if deadline else "",
            tuple(Project(self._printed(paragraph, a, b), *paragraph.place(a, b)) for a, b in projects),
            tuple(_placed(q, paragraph) for q in found), before, clause.rule, leader=self.genre.leader,
            thing=self._thing(paragraph, thing.start, thing.end, thing.rule) if thing else None, places=self._places(paragraph, clause),
        )  # fmt: skip

    def _thing(self, paragraph: Paragraph, start: int, end: int, rule: str) -> Thing:
        return Thing(self._printed(paragraph, start, end), *paragraph.place(start, end), rule)

    def _places(self, paragraph: Paragraph, clause: Clause) -> tuple[NamedPlace, ...]:
        spans = places_of(self.lexicon, paragraph.text, clause.start, clause.end, clause.object_start)
        return tuple(NamedPlace(self._printed(paragraph, p.start, p.end), *paragraph.place(p.start, p.end), p.rule) for p in spans)

    def _stage(self, body: str, of_projects: bool) -> str:
        """The rung of the ladder on which the words put a project; where several do, the one that is named first in the lexicon."""
        if not of_projects:
            return ""
        done = body
        for condition in self.lexicon.words["condition"]:
            done = done.replace(condition, "")
        return next((rung for word, rung in self.lexicon.words["stage"].items() if word in done), "")


def _dated(task: Commitment, when: str) -> Commitment:
    return replace(task, deadline=task.deadline or when)


def _placed(quantity: Quantity, paragraph: Paragraph) -> Quantity:
    start, end = paragraph.place(quantity.start, quantity.end)
    return replace(quantity, start=start, end=end)
