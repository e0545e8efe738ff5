"""`taizhang commitments extract FILE`: the tasks that a document names. Nothing is written."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text

from .reading.extract import Document, read

#: Characters of the longest document that is read; a work report has 30,000.
LONGEST = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang commitments`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    extract = verbs.add_parser("extract", help="读出文件中的任务，不写入 / the tasks that a document names; writes nothing")
    extract.add_argument("file", type=Path, help="UTF-8 文本 / a text file in UTF-8")
    extract.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    extract.add_argument("--segments", action="store_true", help="逐段列出全文及其判别规则 / every piece of the text and the rule that read it")


def run(arguments: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """0 when the document was read.

    Raises:
        NotFound: there is no such file. BadInput: it is no text in UTF-8, or longer than a million characters.
    """
    text = _text(arguments.file)
    document = read(text)
    if arguments.json:
        say(json.dumps(_as_json(document, arguments.segments), ensure_ascii=False))
        return 0
    if arguments.segments:
        for each in document.segments:
            say(f"{each.start}-{each.end}\t{each.kind}\t{each.rule}\t{_one_line(text[each.start : each.end])}")
        return 0
    for task in document.commitments:
        figures = " ".join(f"{q.value}{q.unit}[{q.role}]" for q in task.quantities)
        marks = " ".join(filter(None, (task.stage, *task.intensity, *task.conditions, task.deadline, *task.owners)))
        say("\t".join((f"{task.start}-{task.end}", task.text, task.verb, marks, figures)))
    dated = sum(1 for task in document.commitments if task.deadline)
    owned = sum(1 for task in document.commitments if task.owners)
    say(f"{len(document.commitments)} 项任务，写明时限 {dated} 项、责任单位 {owned} 项 / tasks; {dated} with a deadline, {owned} with an owner")
    return 0


def _text(path: Path) -> str:
    if not path.is_file():
        raise NotFound(Text("没有这个文件：{p}", "There is no such file: {p}").with_(p=path), code="no_file")
    content = path.read_bytes()
    try:
        # Line ends stay as they are: offsets are those of the file.
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(
            Text("{p} 不是 UTF-8 文本（第{n}字节）", "{p} is no text in UTF-8 (byte {n})").with_(p=path.name, n=error.start),
            code="not_text",
            field="file",
            remedy=Text("另存为 UTF-8 编码的 txt 后再读", "Save it as a text file in UTF-8"),
        ) from None
    if len(text) > LONGEST or "\x00" in text:
        raise BadInput(
            Text("{p} 太长或含有不是文字的内容", "{p} is too long, or holds what is no text").with_(p=path.name), code="not_text", field="file",
            remedy=Text("拆成不超过一百万字的文本", "Cut it into texts of at most a million characters"),
        )  # fmt: skip
    return text


def _as_json(document: Document, segments: bool) -> dict[str, object]:
    found: dict[str, object] = {"commitments": [task.as_json() for task in document.commitments]}
    if segments:
        found["segments"] = [{"start": s.start, "end": s.end, "kind": s.kind, "rule": s.rule} for s in document.segments]
    return found


def _one_line(text: str) -> str:
    return "".join(text.split())
