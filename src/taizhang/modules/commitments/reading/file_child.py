"""The process that reads a document of somebody else's: confines itself, reads one file from standard input, says its text.

One line: `{"text": ..., "kind": ..., "notes": [...]}`, or `{"refused": code, "values": {...}}`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from taizhang.frame.confined import confine
from taizhang.surfaces.workbook.sandbox.fault import Fault

from . import seconds
from .file_kinds import kind_of
from .portable_text import text_of_pdf
from .web_text import text_of_page
from .word_text import text_of_word


def main(limits: dict[str, int]) -> None:
    """The answer is on standard output; the exit status is 0 only when there is one."""
    confine(limits)
    said: dict[str, Any]
    seconds.begin()
    try:
        said = _read(sys.stdin.buffer.read(limits["file_bytes"] + 1), limits)
    except Fault as fault:
        said = {"refused": fault.code, "values": fault.values}
    except (MemoryError, RecursionError):
        said = {"refused": "too_large", "values": {}}
    seconds.end()
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _read(content: bytes, limits: dict[str, int]) -> dict[str, Any]:
    if len(content) > limits["file_bytes"]:
        raise Fault("file_too_large", limit=limits["file_bytes"] >> 20)
    kind = kind_of(content)
    match kind:
        case "docx":
            text, notes = text_of_word(content, limits)
        case "pdf":
            text, notes = text_of_pdf(content)
        case "html":
            text, notes = text_of_page(content)
        case _:
            raise Fault("not_a_document")
    return {"text": text, "kind": kind, "notes": notes}
