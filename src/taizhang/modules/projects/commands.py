"""`taizhang projects`: bring in a workbook as the person who signs for it, or only check it; check the figures of a bulletin."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from taizhang.basis.errors import NotFound, Refused
from taizhang.basis.text import Text
from taizhang.frame import batches, clock, jobs
from taizhang.frame.models import Batch, IntakeRow, Job
from taizhang.frame.perform import perform
from taizhang.registers import people
from taizhang.registers.models import Place
from taizhang.surfaces.workbook.opening import open_workbook

from . import imports
from .briefing import command as briefing_command
from .open_data import command as open_data_command
from .sheet_roles import check_workbook
from .sheet_year import stated_year


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang projects`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    bring = verbs.add_parser("import", help="导入项目台账 / bring in a workbook of projects")
    bring.add_argument("file", type=Path)
    bring.add_argument("--check", action="store_true", help="只检查，不写入 / check only, write nothing")
    bring.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    bring.add_argument(
        "--annotate",
        type=Path,
        metavar="OUT.xlsx",
        help="写出批注后的工作簿 / write the workbook back with problems marked",
    )
    bring.add_argument("--as", dest="username", help="受理人的登录名 / sign-in name of whoever accepts it")
    bring.add_argument("--place", help="区划名称或代码 / place, by name or code")
    bring.add_argument(
        "--year", type=int, help="年度；不填则取表中写的年度，表中没有的取今年 / year; else the one that the workbook names, else this one"
    )
    bring.add_argument("--filed-sheets", default="产业项目", help="属备案项目的工作表 / sheets of filed projects")
    bring.add_argument(
        "--sheet-decides", action="store_true", help="不一致时以本表为准 / where it differs, the sheet decides"
    )
    briefing_command.add_arguments(verbs)
    open_data_command.add_arguments(verbs)


def run(arguments: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """0 when all is well, 1 when rows are held back or a printed figure is wrong, otherwise the refusal is raised."""
    if arguments.verb == "check-briefing":
        return briefing_command.run(arguments, say)
    if arguments.verb == "oc4ids":
        return open_data_command.run(arguments, say)
    content = arguments.file.read_bytes()
    if arguments.check:
        return _check(arguments, content, say)
    return _bring_in(arguments, content, say)


def _check(arguments: argparse.Namespace, content: bytes, say: Callable[[str], None]) -> int:
    workbook = open_workbook(content)
    found = check_workbook(workbook)
    if arguments.json:
        say(json.dumps(found, ensure_ascii=False))
        return 0
    for name, sheet in found["sheets"].items():
        say(f"{name}: {sheet['accepted']} 行可导入 / rows can go in")
    for held in found["held_back"]:
        say(f"{held['sheet']}!{held['column']}{held['row']}: {held['reason']}")
    say(f"{found['distinct_projects']} 个不同项目 / distinct projects")
    return 1 if found["held_back"] else 0


def _bring_in(arguments: argparse.Namespace, content: bytes, say: Callable[[str], None]) -> int:
    account = people.find(arguments.username or "")
    if account is None:
        raise NotFound(
            Text("请用 --as 指明受理人的登录名", "Name who accepts it with --as and a sign-in name"), code="no_account"
        )
    place = _place(arguments.place)
    actor = people.actor_for(account)
    workbook, review = imports.read(content, reader=actor)
    if arguments.annotate:
        arguments.annotate.write_bytes(imports.annotated(workbook, review, "zh"))
    intake = imports.lay_ready(actor, arguments.file.name, content, review)
    year = arguments.year or stated_year(workbook, review, arguments.file.name) or clock.today().year
    raw = {
        "intake": intake.pk,
        "year": year,
        "filed_sheets": arguments.filed_sheets,
        "sheet_decides": arguments.sheet_decides,
    }
    outcome = perform("projects.accept_workbook", place.pk, actor, raw)
    _apply(outcome.key, say)
    held = sum(p["blocking"] for p in intake.problems)
    say(f"{intake.rows_count} 行已导入，{held} 处暂缓 / rows brought in, {held} held back · {year} · 存证 entry {outcome.entry}")
    return 1 if held else 0


def _place(words: str | None) -> Place:
    found = list(Place.objects.filter(name=words or "")[:2]) or list(Place.objects.filter(code=words or "-")[:2])
    if len(found) != 1:
        raise NotFound(
            Text("请用 --place 指明一个区划（名称或代码）", "Name one place with --place, by name or code"),
            code="no_place",
        )
    return found[0]


def _apply(batch: int | None, say: Callable[[str], None]) -> None:
    """Every chunk is applied here and now, with a line of progress; a second call goes on from where one was killed."""
    while jobs.run_one({batches.JOB: _with_progress(say)}):
        pass
    row = Batch.objects.get(pk=batch or 0)
    differing = IntakeRow.objects.filter(intake=row.intake, outcome__differs__isnull=False).count()
    if differing:
        say(f"{differing} 行与系统不一致，未改动 / rows differ from what is here and changed nothing (--sheet-decides)")


def _with_progress(say: Callable[[str], None]) -> jobs.Step:
    def step(job: Job) -> int | Refused:
        total = batches.apply_chunk(job)
        if isinstance(total, Refused):
            say(f"{total.reason.zh} / {total.reason.en}")
        elif sys.stderr.isatty():
            print(f"\r{job.step + 1}/{total} {clock.now():%H:%M:%S}", end="", file=sys.stderr)
        return total

    return step


def guarded(arguments: argparse.Namespace) -> int:
    """As `run`, with a refusal printed as reason, rule and remedy, in that order."""
    try:
        return run(arguments)
    except Refused as refused:
        said = refused.in_("zh")
        print("；".join(str(said[k]) for k in ("reason", "law", "remedy") if said[k]), file=sys.stderr)
        return 6
