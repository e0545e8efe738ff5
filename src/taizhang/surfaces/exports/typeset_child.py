"""The process that sets a paper: confines itself, reads one order from standard input, answers with the pages.

Imported with the standard library and the typesetter alone.
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any, Final

import typst

from taizhang.frame.confined import confine

#: Families that have Chinese, the bundled one first.
CHINESE: Final = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "SimSun",
)
_DOTS_PER_INCH: Final = 144.0


def main(limits: dict[str, int]) -> None:
    """On standard output: a line of JSON with the length of each page, or why there is none; then the pages."""
    order = json.loads(sys.stdin.buffer.read())
    confine(limits)
    warnings.simplefilter("ignore")
    try:
        pages = _pages(order)
    except typst.TypstError as error:
        _say({"refused": error.message})
        return
    if pages is None:
        _say({"refused": "no_font"})
    elif sum(map(len, pages)) > limits["answer_bytes"]:
        _say({"refused": "too large"})
    else:
        _say({"pages": [len(p) for p in pages]}, *pages)


def _pages(order: dict[str, Any]) -> list[bytes] | None:
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=order["fonts"])
    present = [family for family in CHINESE if family in fonts.families()]
    if not present:
        return None
    inputs = {"values": order["values"], "fonts": json.dumps(present)}
    compiler = typst.Compiler(order["source"].encode(), font_paths=fonts, sys_inputs=inputs)
    made = compiler.compile(format=order["format"], ppi=_DOTS_PER_INCH if order["format"] == "png" else None, timestamp=order["at"])
    return [made] if isinstance(made, bytes) else list(made or ())


def _say(head: dict[str, Any], *pages: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(pages))
