"""`taizhang projects check-briefing FILE`: recompute the rates, growth and sums that a bulletin prints. Nothing is written."""

from __future__ import annotations

import argparse
import json
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path
from typing import Any

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text, joined
from taizhang.kernels.score.printed.arithmetic import VERDICT_WORDS
from taizhang.kernels.score.printed.reader import KIND_WORDS, Quoted, Statement, read_bulletin
from taizhang.surfaces.cli.speech import words

#: Longer than any bulletin; a file of this size is something else.
LARGEST_BYTES = 1_000_000


def add_arguments(verbs: Any) -> None:
    """The arguments of `taizhang projects check-briefing`."""
    check = verbs.add_parser("check-briefing", help="核对通报里的数字 / check the figures printed in a bulletin")
    check.add_argument("file", type=Path, help="文本文件 / a text file")
    check.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")


def run(arguments: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """0 when no figure is wrong, 1 when one is. Every statement found is shown, with its line.

    Raises:
        NotFound: there is no such file.
        BadInput: it is not text.
    """
    text = read_text(arguments.file)
    found = read_bulletin(text)
    rows = _line_starts(text)
    if arguments.json:
        say(json.dumps([plain(s, bisect_right(rows, s.start)) for s in found], ensure_ascii=False))
    else:
        for statement in found:
            say(words(line_of(statement, bisect_right(rows, statement.start))))
        say(words(_SUMMARY.with_(n=len(found), w=_wrong(found), u=sum(s.verdict == "not_checkable" for s in found))))
    return 1 if _wrong(found) else 0


_SUMMARY = Text("{n}处数字：{w}处有误，{u}处无法核对", "{n} figure(s): {w} wrong, {u} that cannot be checked")
_NO_FILE = Text("没有这个文件：{f}", "There is no file {f}")
_NOT_TEXT = Text("“{f}”不是文本文件", "“{f}” is not a text file")
_SAVE_AS = Text("另存为纯文本（.txt）后再核对", "Save it as plain text (.txt) and check that")


def read_text(path: Path) -> str:
    """The text of a file in UTF-8 or GB 18030.

    Raises:
        NotFound, BadInput: as `run`.
    """
    if not path.is_file():
        raise NotFound(_NO_FILE.with_(f=path), code="no_file")
    content = path.read_bytes()
    if len(content) <= LARGEST_BYTES and b"\0" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise BadInput(_NOT_TEXT.with_(f=path.name), code="not_text", field="file", remedy=_SAVE_AS)


def _line_starts(text: str) -> list[int]:
    return [0, *(n + 1 for n, char in enumerate(text) if char == "\n")]


def _wrong(found: list[Statement]) -> int:
    return sum(s.verdict == "wrong" for s in found)


def line_of(statement: Statement, row: int) -> Text:
    """One statement on one line: where, what is printed, what the check came to and why."""
    checked = statement.checked
    parts = [VERDICT_WORDS[statement.verdict]]
    if statement.verdict == "wrong" and checked.right is not None:
        parts.append(Text("应为{r}", "should be {r}").with_(r=right_of(statement)))
    if checked.implied is not None:
        implied = Text("上年同期应为{i}", "implies {i} last year") if statement.kind == "growth" else Text("总数应为{i}", "implies a total of {i}")
        parts.append(implied.with_(i=checked.implied))
    if checked.why is not None:
        parts.append(checked.why)
    line = Text("第{r}行 {k}“{t}”：{p}", "line {r}, {k} “{t}”: {p}")
    return line.with_(r=row, k=KIND_WORDS[statement.kind], t=statement.text, p=joined(parts, "，", ", "))


def right_of(statement: Statement) -> str:
    """The right figure, written like the printed one."""
    right = statement.checked.right
    if right is None:
        return ""
    shown = f"{abs(right) if statement.kind == 'growth' else right:,f}"
    return shown + statement.printed.text.lstrip("0123456789.,０１２３４５６７８９．").strip()


def plain(statement: Statement, row: int) -> dict[str, object]:
    """A statement as plain data, in both languages."""
    checked = statement.checked

    def quoted(part: Quoted | None) -> dict[str, object] | None:
        return {"text": part.text, "start": part.start, "end": part.end} if part else None

    def both(words_: Text | None) -> dict[str, str] | None:
        return {"zh": words_.zh, "en": words_.en} if words_ else None

    return {
        "kind": statement.kind,
        "verdict": statement.verdict,
        "text": statement.text,
        "line": row,
        "start": statement.start,
        "end": statement.end,
        "printed": quoted(statement.printed),
        "part": quoted(statement.part),
        "whole": quoted(statement.whole),
        "right": right_of(statement) or None,
        "implied": both(checked.implied),
        "why": both(checked.why),
    }
