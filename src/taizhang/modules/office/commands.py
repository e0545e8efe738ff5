"""`taizhang office import`: firms or divisions from CSV files, checked without writing, or brought in by whoever signs."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from taizhang.basis.errors import BadInput, NotFound, Refused
from taizhang.basis.text import Text
from taizhang.frame import batches, jobs, reading
from taizhang.frame.actor import Actor
from taizhang.frame.models import Batch, Job
from taizhang.frame.perform import perform
from taizhang.registers.models import Place
from taizhang.registers.records import PLACE
from taizhang.surfaces.cli.speech import say, words
from taizhang.surfaces.cli.verbs import actor_named

from . import queries, register_sheets
from .register_sheets import SheetRead

#: Problems that are printed one by one; the others are counted.
SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang office`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    kinds = verbs.add_parser("import", help=words(Text("导入登记簿", "bring in a register")))
    each = kinds.add_subparsers(dest="register", required=True)
    firms = each.add_parser("enterprises", help=words(Text("经营主体（CSV）", "firms (CSV)")))
    firms.add_argument("files", type=Path, nargs=1, metavar="FILE")
    divisions = each.add_parser(
        "divisions", help=words(Text("区划（CSV，可多份）", "divisions (CSV, one file or several)"))
    )
    divisions.add_argument("files", type=Path, nargs="+", metavar="FILE")
    for one in (firms, divisions):
        one.add_argument("--place", required=True, help=words(Text("区划名称或代码", "place, by name or code")))
        one.add_argument("--as", dest="username", metavar="USER", help=words(Text("受理人登录名", "who accepts it")))
        one.add_argument(
            "--check", action="store_true", help=words(Text("只检查，不写入", "check only, write nothing"))
        )


def run(arguments: argparse.Namespace) -> int:
    """0 when every row can go in or has gone in, 1 when rows are held back; a refusal is raised."""
    place = place_named(arguments.place)
    read = read_files(arguments.register, arguments.files, place)
    report(read)
    if not arguments.check:
        bring_in(actor_named(arguments.username or ""), place, read)
    return 1 if read.held else 0


def read_files(register: str, files: list[Path], place: Place) -> SheetRead:
    """The files as they are understood for a place. Raises BadInput."""
    try:
        sheets = [(path.name, path.read_bytes()) for path in files]
    except OSError as error:
        raise BadInput(
            Text("打不开文件：{e}", "A file cannot be opened: {e}").with_(e=error.strerror or ""),
            code="no_file",
            field="file",
        ) from None
    if register == "divisions":
        return register_sheets.read_divisions(sheets, place)
    return register_sheets.read_enterprises(*sheets[0], place)


def report(read: SheetRead) -> None:
    """What was read is counted, and each problem named by row and column; a cell's content is never printed."""
    say(
        Text(
            "{t} 行：{a} 行可导入，{h} 行暂缓，{o} 行属其他区划",
            "{t} rows: {a} can go in, {h} held back, {o} of other places",
        ).with_(t=read.total, a=len(read.rows), h=read.held, o=read.outside)
    )
    for problem in read.problems[:SHOWN]:
        mark = "✗" if problem.blocking else "·"
        where = f"{problem.file} {problem.letter}{problem.row} {problem.column}"
        say(Text(f"{mark} {where}: {problem.zh}", f"{mark} {where}: {problem.en}"))
    if sum(read.counts.values()) > SHOWN:
        more = ", ".join(f"{code} {n}" for code, n in sorted(read.counts.items()))
        say(Text("共 {n} 处（{c}）", "{n} in all ({c})").with_(n=sum(read.counts.values()), c=more))


def bring_in(actor: Actor, place: Place, read: SheetRead) -> Batch:
    """The rows are in the register. A batch of the same file that was cut off is gone on with, not begun anew."""
    batch = queries.unfinished(actor, read.kind, read.sha256, place.pk)
    if batch is None:
        intake = register_sheets.lay_ready(actor, read, place)
        outcome = perform("office.accept_register", place.pk, actor, {"intake": intake.pk})
        batch = reading.one(actor, batches.BATCH, outcome.key or 0)
    else:
        say(Text("接着办理批次 {b}", "Going on with batch {b}").with_(b=batch.pk))
    apply(batch)
    done = queries.progress_of(reading.one(actor, batches.BATCH, batch.pk))
    say(
        Text(
            "批次 {b}：新增 {n}，原有 {k}（其中 {d} 行内容不同，未改动），拒绝 {r}",
            "batch {b}: {n} new, {k} known before ({d} of them say something else and changed nothing), {r} refused",
        ).with_(b=batch.pk, n=done.new, k=done.known, d=done.differing, r=done.refused)
    )
    return done.batch


def apply(batch: Batch, pause: float = 1.0) -> None:
    """Chunks are applied here until the batch has ended; those that another worker holds are waited for.

    Raises:
        NotFound: its job has stopped with a fault.
    """
    while not (progress := queries.progress_of(Batch.objects.get(pk=batch.pk))).finished:
        if not jobs.run_one({batches.JOB: _with_progress(batches.apply_chunk)}):
            # A killed worker's lease has to run out, or one that runs now does it.
            time.sleep(pause)
    if progress.batch.state != "done":
        raise NotFound(
            Text("批次 {b} 没有办完：{s}", "Batch {b} has not been applied to its end: {s}").with_(
                b=batch.pk, s=progress.job.state if progress.job else progress.batch.state
            ),
            code="not_done",
            remedy=Text("在“后台任务”页面查看原因", "See the reason on the page of jobs"),
        )


def _with_progress(step: jobs.Step) -> jobs.Step:
    def run(job: Job) -> int | Refused:
        total = step(job)
        if not isinstance(total, Refused) and sys.stderr.isatty():
            print(f"\r{job.step + 1}/{total}", end="" if job.step + 1 < total else "\n", file=sys.stderr)
        return total

    return run


def place_named(named: str) -> Place:
    """The one place of a name or an official code. Raises NotFound."""
    found = list(Place.objects.filter(code=named)[:2]) or list(Place.objects.filter(name=named)[:2])
    if len(found) != 1:
        raise NotFound(
            Text("没有或不止一个{l}“{n}”", "There is no {l} “{n}”, or more than one").with_(l=PLACE.label, n=named),
            code="no_place",
            remedy=Text("用区划代码指明", "Name it by its official code"),
        )
    return found[0]
