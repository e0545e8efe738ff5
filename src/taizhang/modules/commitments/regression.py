"""`taizhang commitments regress` and `examples`: every labelled document is read again with the present words, and what got worse is said."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import MACHINE
from taizhang.frame.perform import perform
from taizhang.surfaces.cli.speech import words

from .queries.labelled import LabelledSource, labelled
from .queries.lexicon import lexicon_for
from .reading import examples
from .terms.teaching import EXAMPLE_KINDS

_KINDS = dict(EXAMPLE_KINDS) | {"confirmed": Text("已确认的任务", "Tasks confirmed as they were read")}


def add_arguments(verbs: Any) -> None:
    """The arguments of the two verbs."""
    again = verbs.add_parser("regress", help="按更正和已确认的任务重读全部文件 / read every labelled document again")
    again.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    again.add_argument("--file", type=Path, help="用导出的样例，不用数据库 / exported examples instead of the database")
    again.add_argument("--keep", action="store_true", help="记下现在读对的，以后读错即报退步 / keep what is right now, to be held against later readings")
    kept = verbs.add_parser("examples", help="导出更正样例 / export the labelled examples")
    kept.add_argument("--export", type=Path, required=True, metavar="FILE", help="写入此文件 / write them to this file")


def run(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    """0 when nothing that was right before is wrong now, else 1.

    Raises:
        NotFound: there is no such file. BadInput: it holds no examples.
    """
    if arguments.verb == "examples":
        found = [each.labelled for each in labelled()]
        arguments.export.write_text(examples.exported(found), "utf-8")
        counted = sum(len(each.examples) for each in found)
        say(words(Text("已导出 {d} 份文件、{n} 条样例", "{n} example(s) of {d} document(s) exported").with_(d=len(found), n=counted)))
        return 0
    if arguments.file is not None:
        report = examples.report((each, None) for each in _of_file(arguments.file))
    else:
        sources = list(labelled())
        report = examples.report((each.labelled, lexicon_for(each.source.place, clock.today())) for each in sources)
        if arguments.keep:
            _keep(sources, report)
    _print(report, arguments.json, say)
    return 1 if report.worse else 0


def _of_file(file: Path) -> tuple[examples.Labelled, ...]:
    if not file.is_file():
        raise NotFound(Text("没有这个文件：{p}", "There is no such file: {p}").with_(p=file), code="no_file")
    try:
        return examples.imported(file.read_text("utf-8"))
    except ValueError as wrong:
        raise BadInput(
            Text("{p} 不是导出的样例", "{p} holds no exported examples").with_(p=file), code="examples", field="file",
            remedy=Text("用 taizhang commitments examples --export 导出的文件", "Give a file made by taizhang commitments examples --export"),
        ) from wrong  # fmt: skip


def _keep(sources: list[LabelledSource], report: examples.Report) -> None:
    """What is right or wrong now is kept of every correction where that has changed."""
    verdicts = iter(report.verdicts)
    for each in sources:
        own = [next(verdicts) for _ in each.labelled.examples]
        for key, verdict in zip(each.keys, own, strict=False):
            if verdict.agrees != verdict.example.agreed:
                perform("commitments.keep_agreement", key, MACHINE, {"agreed": verdict.agrees})


def _print(report: examples.Report, as_json: bool, say: Callable[[str], None]) -> None:
    if as_json:
        say(json.dumps(report.as_json(), ensure_ascii=False))
        return
    for verdict in report.verdicts:
        if not verdict.agrees:
            e = verdict.example
            mark = Text("退步", "worse") if verdict.is_worse else Text("仍不一致", "still wrong")
            wanted = f"{e.field}={e.value}" if e.field else ""
            say("\t".join((words(mark), verdict.title, f"{e.start}-{e.end}", words(_KINDS[e.kind]), wanted, verdict.said)))
    for kind, (right, all_) in sorted(report.counted().items()):
        say(words(Text("{k}：{n} 条，读对 {r} 条", "{k}: {r} of {n} read rightly").with_(k=_KINDS[kind], n=all_, r=right)))
    say(words(Text("退步 {n} 条", "{n} got worse").with_(n=len(report.worse))))
