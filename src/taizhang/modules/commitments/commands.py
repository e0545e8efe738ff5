"""`taizhang commitments`: the tasks that a document names, and the corrections of an office held against what is read now."""

from __future__ import annotations

import argparse
import json
import sys
from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text, joined, verbatim
from taizhang.surfaces.cli.speech import words

from . import regression
from .queries.assistant import assistant
from .reading import files
from .reading.assistant import suggested
from .reading.checks import OUTCOME_WORDS
from .reading.duties import DutyWord, of_lines, propose
from .reading.extract import Commitment, Document, read
from .reading.labels import by_name
from .terms import NOT_STATED

_TERM = Text("提法", "term")
_SUGGESTED = Text("{a} 建议，未经确认", "suggested by {a}, confirmed by nobody")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang commitments`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    extract = verbs.add_parser("extract", help="读出文件中的任务，不写入 / the tasks that a document names; writes nothing")
    extract.add_argument("file", type=Path, help="txt、docx、有文字层的 PDF、网页 / text, Word, a PDF with text, or a web page")
    extract.add_argument("--text", action="store_true", help="只输出读到的文本，位置即按它计 / print the text alone, to which offsets refer")
    extract.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    extract.add_argument("--segments", action="store_true", help="逐段列出全文及其判别规则 / every piece of the text and the rule that read it")
    extract.add_argument("--duties", type=Path, metavar="FILE.csv", help="按此职责目录提出牵头单位 / a catalogue of duties to propose organs by")
    regression.add_arguments(verbs)


def run(arguments: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """0 when the document was read.

    Raises:
        NotFound: there is no such file. BadInput: it is refused, with what is wrong and what to do.
    """
    if arguments.verb != "extract":
        return regression.run(arguments, say)
    duties = _duties(arguments.duties)
    if not arguments.file.is_file():
        raise NotFound(Text("没有这个文件：{p}", "There is no such file: {p}").with_(p=arguments.file), code="no_file")
    with arguments.file.open("rb") as file:
        # One byte more than is allowed is enough to refuse it.
        source = files.text_of(file.read(files.LIMITS.file_bytes + 1), arguments.file.name)
    text = source.text
    if arguments.text:
        # Exactly the text, without a line end of our own: a script compares offsets with it.
        sys.stdout.write(text)
        return 0
    document = read(text)
    if arguments.json:
        said = {
            "kind": source.kind, "notes": [{"zh": n.zh, "en": n.en} for n in source.notes],
            "suggestions": [each.as_json() for each in suggested(text, document, assistant())],
        }  # fmt: skip
        say(json.dumps(_as_json(document, arguments.segments, duties) | said, ensure_ascii=False))
        return 0
    if arguments.segments:
        for piece in document.segments:
            say(f"{piece.start}-{piece.end}\t{piece.kind}\t{piece.rule}\t{_one_line(text[piece.start : piece.end])}")
        return 0
    for task in document.commitments:
        figures = " ".join(f"{q.value}{q.unit}[{q.role}]" for q in task.quantities)
        marks = " ".join(filter(None, (task.stage, *task.intensity, *task.conditions, task.deadline, *task.owners)))
        say("\t".join((f"{task.start}-{task.end}", task.text, task.verb, marks, figures)))
    dated = sum(1 for task in document.commitments if task.deadline)
    owned = sum(1 for task in document.commitments if task.owners)
    say(f"{len(document.commitments)} 项任务，写明时限 {dated} 项、责任单位 {owned} 项 / tasks; {dated} with a deadline, {owned} with an owner")
    for check in document.checks:
        if check.outcome != "agrees":
            shown = [verbatim(check.shown)] if check.shown else []
            why = [check.why] if check.why else []
            say(f"{check.start}-{check.end}\t{check.printed.text}\t{words(joined([check.kind_words, OUTCOME_WORDS[check.outcome], *shown, *why]))}")
    for name, term in by_name(document.terms).items():
        say("\t".join((words(_TERM), name, "；".join(item.text for item in term.items) or words(NOT_STATED))))
    for each in suggested(text, document, assistant()):
        by = words(_SUGGESTED.with_(a=each.suggested_by))
        say("\t".join((f"{each.start}-{each.end}", by, each.kind, _one_line(text[each.start : each.end]), each.note)))
    for note in source.notes:
        say(words(note))
    return 0


def _duties(file: Path | None) -> list[DutyWord[str]]:
    """The duties of a file as they hold today.

    Raises:
        NotFound: there is no such file. BadInput: it is no catalogue.
    """
    if file is None:
        return []
    if not file.is_file():
        raise NotFound(Text("没有这个文件：{p}", "There is no such file: {p}").with_(p=file), code="no_file")
    try:
        return of_lines(file.read_text("utf-8-sig").splitlines(), date.today())
    except ValueError as wrong:
        raise BadInput(
            Text("{p} 不是职责目录：{w}", "{p} is no catalogue of duties: {w}").with_(p=file, w=wrong), code="duties", field="duties",
            remedy=Text("CSV 首行写 organ,words；日期写 2026-01-31", "A CSV file whose first line is organ,words; days as 2026-01-31"),
        ) from wrong  # fmt: skip


def _task(task: Commitment, document: Document, duties: Sequence[DutyWord[str]]) -> dict[str, object]:
    """A task as JSON with its terms and the organ proposed for it, which is nobody's yet; where the text names one, none is proposed."""
    found = task.as_json()
    proposal = propose(task.text, task.owners, {}, duties)
    found["proposed_owners"] = [proposal.organ] if proposal.organ else []
    found["proposed_by"] = proposal.rule if duties and not task.owners else ""
    first, last = (bisect_left(document.terms, place, key=lambda term: term.start) for place in (task.start, task.end))
    found["terms"] = [term.as_json() for term in document.terms[first:last]]
    return found


def _as_json(document: Document, segments: bool, duties: Sequence[DutyWord[str]]) -> dict[str, object]:
    found: dict[str, object] = {
        "commitments": [_task(task, document, duties) for task in document.commitments],
        "terms": [term.as_json() for term in document.terms],
        "checks": [check.as_json() for check in document.checks],
        "genre": document.genre,
        "genre_rule": document.genre_rule,
    }
    if segments:
        found["segments"] = [{"start": s.start, "end": s.end, "kind": s.kind, "rule": s.rule} for s in document.segments]
    return found


def _one_line(text: str) -> str:
    return "".join(text.split())
