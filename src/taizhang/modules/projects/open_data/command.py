"""`taizhang projects oc4ids FILE`: the package of published projects is written and checked, project by project; `--check` only checks one."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import PUBLIC
from taizhang.surfaces.cli.speech import words

from .. import queries
from ..declared.records import PROJECT
from . import oc4ids
from .oc4ids_check import Finding, findings, project_findings
from .package import pieces

#: A fault that every project has would fill the screen.
_SHOWN = 20


def add_arguments(verbs: Any) -> None:
    """The arguments of `taizhang projects oc4ids`."""
    export = verbs.add_parser("oc4ids", help="公开项目的开放数据 / published projects as open data (OC4IDS 0.9.5)")
    export.add_argument("file", type=Path, help="写到这个文件 / the file to write")
    export.add_argument("--check", action="store_true", help="只检查这个文件 / only check this file")
    export.add_argument("--uri", default="https://example.org/public/projects/oc4ids.json", help="数据包的地址 / address of the package")


def run(arguments: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """0 when the package has no fault, 1 when it has; every fault is shown up to twenty.

    Raises:
        NotFound: there is no such file, or no project is published.
        BadInput: it is not JSON.
    """
    if arguments.check:
        return _said(findings(_read(arguments.file)), say)
    rows = reading.rows(PUBLIC, PROJECT)
    count = rows.count()
    if not count:
        raise NotFound(Text("没有公开的项目", "No project is published"), code="nothing_published")
    with arguments.file.open("w", encoding="utf-8") as file:
        file.writelines(pieces(arguments.uri, rows))
    say(words(Text("{n}个项目，{b:,}字节：{f}", "{n} project(s), {b:,} bytes: {f}").with_(n=count, b=arguments.file.stat().st_size, f=arguments.file)))
    if oc4ids.on_trial(settings.TAIZHANG_OC4IDS_PREFIX):
        say(words(oc4ids.ONLY_A_TRIAL) + " (TAIZHANG_OC4IDS_PREFIX)")
    return _said(_of_each(queries.published(rows)), say)


def _of_each(published: Iterable[oc4ids.Published]) -> list[Finding]:
    found: list[Finding] = []
    for each in published:
        found += project_findings(oc4ids.project(each, settings.TAIZHANG_OC4IDS_PREFIX))
        if len(found) > _SHOWN:
            break
    return found


def _read(path: Path) -> Any:
    if not path.is_file():
        raise NotFound(Text("没有这个文件：{f}", "There is no file {f}").with_(f=path), code="no_file")
    try:
        read = json.loads(path.read_text("utf-8"))
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise BadInput(Text("“{f}”不是 JSON 数据包", "“{f}” is not a package in JSON").with_(f=path.name), code="not_json", field="file")
    return read


def _said(found: list[Finding], say: Callable[[str], None]) -> int:
    for finding in found[:_SHOWN]:
        say(f"{finding.check}: {finding.path}: {finding.message}")
    say(words(Text("{n}处不符合 OC4IDS 0.9.5", "{n} fault(s) against OC4IDS 0.9.5").with_(n=len(found))))
    return 1 if found else 0
