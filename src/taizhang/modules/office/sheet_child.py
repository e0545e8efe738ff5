"""The process that reads CSV files of a register: told what it has to know, it says what it found as JSON lines.

Lines: `{"rows": [...]}` of at most so many, at the end `{"done": {...}}`, or in its place `{"refused": {...}}`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any, BinaryIO, Final

from taizhang.basis.address import Locality
from taizhang.basis.errors import BadInput
from taizhang.frame.confined import confine

from . import sheet_rules

_CHUNK: Final = 2_000


def main(limits: dict[str, int]) -> None:
    """The answer is on standard output; the exit status is 0 only when everything was read, or refused with a reason."""
    confine(limits)
    out = sys.stdout.buffer
    told, sheets = _told(sys.stdin.buffer)
    found = sheet_rules.Found()
    try:
        rows = _rows(told, sheets, found)
        while chunk := list(islice(rows, _CHUNK)):
            _write(out, {"rows": chunk})
        _write(out, {"done": _done(found)})
    except BadInput as refused:
        _write(out, {"refused": _refused(refused)})
    except MemoryError:
        _write(out, {"refused": {"code": "too_large"}})
    out.flush()


def _told(stream: BinaryIO) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    """What is to be read and for where, and the files that follow."""
    told = json.loads(stream.readline())
    return told, [(name, stream.read(size)) for name, size in told["files"]]


def _rows(told: dict[str, Any], sheets: list[tuple[str, bytes]], found: sheet_rules.Found) -> Iterator[dict[str, Any]]:
    given = told["where"]
    places = tuple(Locality(p["key"], tuple(p["names"]), tuple(p["short_names"]), p["zone"]) for p in given["localities"])
    where = sheet_rules.Where(given["path"], given["code"], given["city"], places, given["known"])
    if told["how"] == "divisions":
        return sheet_rules.divisions(sheets, where, found)
    return sheet_rules.firms(*sheets[0], where, found)


def _done(found: sheet_rules.Found) -> dict[str, Any]:
    return {
        "problems": [asdict(p) for p in found.problems],
        "counts": dict(found.counts),
        "total": found.total,
        "outside": found.outside,
        "held": len(found.held),
    }


def _refused(refused: BadInput) -> dict[str, str]:
    said = {"code": refused.code, "zh": refused.reason.zh, "en": refused.reason.en, "field": refused.field or ""}
    remedy = refused.remedy
    return said | ({"remedy_zh": remedy.zh, "remedy_en": remedy.en} if remedy is not None else {})


def _write(out: BinaryIO, value: object) -> None:
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
    out.write(b"\n")
