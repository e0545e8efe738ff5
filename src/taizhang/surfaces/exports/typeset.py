"""Papers set by typst: a template of ours and values as data, made into a PDF or pictures by a process of its own.

Values reach the template as JSON and are shown as text, so nothing that somebody typed is ever read as markup. The Chinese
font lies beside this file; characters that it lacks are taken from the fonts of the machine.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.frame import clock

FONTS: Final = Path(__file__).resolve().parent / "vendor" / "fonts"
TEMPLATES: Final = Path(__file__).resolve().parents[1] / "templates"
LIMITS: Final = {"memory_bytes": 1024 * 1024 * 1024, "cpu_seconds": 20, "answer_bytes": 24 * 1024 * 1024}
_WALL_SECONDS: Final = 30
#: One at a time in each process of the server: a sheet takes a fraction of a second, and memory is bounded.
_SETTING: Final = threading.Lock()
_START: Final = (
    "import json, sys; sys.path[:0] = sys.argv[1:3]; "
    "from taizhang.surfaces.exports.typeset_child import main; main(json.loads(sys.argv[3]))"
)
_PRINT = Text("可以先打开网页，用浏览器打印成PDF", "Open the page and let the browser print it as a PDF meanwhile")
_NO_FONT = Text("没有找到中文字体，排出来会是空白方框", "No Chinese font was found: the paper would be empty boxes")
_FETCH_FONT = Text(
    "重新取得 surfaces/exports/vendor/fonts 中的字体文件，或安装 fonts-wqy-microhei",
    "Get the font file in surfaces/exports/vendor/fonts again, or install fonts-wqy-microhei",
)
_FAILED = Text("这一页没有排出来：{w}", "The paper could not be set: {w}")
_BUSY = Text("正在排别的文件，请稍后再试", "Other papers are being set; try again in a moment")
_TOO_LONG = Text("内容太多，没有在规定的时间和内存内排完", "There is too much in it for the time and memory that a paper may take")
_NOT_INSTALLED = Text("这台服务器没有安装排版程序（typst）", "The typesetter (typst) is not installed on this server")

Format = Literal["pdf", "png", "svg"]


def pdf(template: str, values: Mapping[str, Any]) -> bytes:
    """The paper as a PDF; `template` is the name of a file among the templates, such as 'projects/card.typ'.

    Raises:
        Conflict: the typesetter, the font, time or memory is wanting; says which.
    """
    return _set(template, values, "pdf")[0]


def pictures(template: str, values: Mapping[str, Any]) -> list[bytes]:
    """The pages of the paper as PNG pictures, in order. Raises as `pdf`."""
    return _set(template, values, "png")


def _set(template: str, values: Mapping[str, Any], form: Format) -> list[bytes]:
    order = {
        "source": _source(template),
        "values": json.dumps(values, ensure_ascii=False),
        "format": form,
        "fonts": [str(FONTS)],
        "at": int(clock.now().timestamp()),
    }
    if not _SETTING.acquire(timeout=_WALL_SECONDS):
        raise Conflict(_BUSY, code="typesetter_busy", remedy=_PRINT)
    try:
        answer = _child(json.dumps(order, ensure_ascii=False).encode())
    finally:
        _SETTING.release()
    return _pages(answer)


def _child(order: bytes) -> bytes:
    """What the process answers. Its paths are those of this package and of the library, beside the standard library's."""
    library = importlib.util.find_spec("typst")
    if library is None or library.origin is None:
        raise Conflict(_NOT_INSTALLED, code="no_typesetter", remedy=_PRINT)
    paths = str(Path(__file__).resolve().parents[3]), str(Path(library.origin).resolve().parents[1])
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-B", "-c", _START, *paths, json.dumps(LIMITS)],
            input=order,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_WALL_SECONDS,
            env={key: os.environ[key] for key in ("LD_LIBRARY_PATH",) if key in os.environ} | {"RAYON_NUM_THREADS": "2"},
            cwd=FONTS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Conflict(_TOO_LONG, code="too_long_to_set", remedy=_PRINT) from None
    except OSError as error:
        raise Conflict(_FAILED.with_(w=error.strerror or "—"), code="not_set", remedy=_PRINT) from None
    if done.returncode != 0:
        raise Conflict(_TOO_LONG, code="too_long_to_set", remedy=_PRINT)
    return done.stdout


def _pages(answer: bytes) -> list[bytes]:
    """The answer is a line of JSON that says how long each page is, then the pages."""
    head, _, rest = answer.partition(b"\n")
    said = json.loads(head)
    if said.get("refused") == "no_font":
        raise Conflict(_NO_FONT, code="no_chinese_font", remedy=_FETCH_FONT)
    if "refused" in said:
        raise Conflict(_FAILED.with_(w=str(said["refused"])[:200]), code="not_set", remedy=_PRINT)
    pages, at = [], 0
    for size in said["pages"]:
        pages.append(rest[at : at + size])
        at += size
    return pages


@cache
def _source(template: str) -> str:
    """The template behind what all of them share."""
    return (TEMPLATES / "typeset" / "house.typ").read_text("utf-8") + (TEMPLATES / template).read_text("utf-8")
