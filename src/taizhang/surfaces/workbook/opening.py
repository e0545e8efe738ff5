"""A workbook is opened in a child process that can harm nobody: little memory, little time, no files, no environment.

calamine under a memory limit does not raise, it aborts; so every end of the child but a success is 'file refused' with
one sentence for the clerk. The child sends JSON lines, from which nothing can be executed; their shape is checked here.
"""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final, TypeVar

from .model import Area, Cell, CellError, Sheet, Workbook
from .pause import collection_paused
from .refusals import refusal

Result = TypeVar("Result")

_START: Final = (
    "import json, sys; sys.path[:0] = sys.argv[1:3]; "
    "from taizhang.surfaces.workbook.sandbox.child import main; main(json.loads(sys.argv[3]))"
)
_CELL_TYPES: Final = frozenset({str, float, bool, date, datetime, time, timedelta, CellError})
_KINDS: Final = frozenset({"xlsx", "xls", "ods", "csv"})
#: A line holds 2,000 rows; one that is longer than this does not come from an honest sheet.
_LINE_BYTES: Final = 1 << 26


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may ask for. `rows` is per sheet, `cells` over all sheets counted from A1; `ratio` is unpacked : packed."""

    file_bytes: int = 20 << 20
    unpacked_bytes: int = 160 << 20
    ratio: int = 100
    parts: int = 1_000
    rows: int = 200_000
    cells: int = 2_500_000
    memory_bytes: int = 184 << 20
    cpu_seconds: int = 10
    wall_seconds: int = 30
    answer_bytes: int = 160 << 20


def open_workbook(source: Path | str | bytes, limits: Limits | None = None) -> Workbook:
    """The workbook: .xlsx, .xls, .ods, .et in either disguise, or CSV (UTF-8 or GB 18030), judged by content alone.

    Formulas are their last calculated values. In xlsx, error values and formulas without a value are `CellError`;
    in .xls and .ods calamine gives them as empty.

    Raises:
        BadInput: the file is refused; `reason` is a sentence for the clerk, `remedy` what to do, `code` stable.
        OSError: when a path cannot be read.
    """
    limits = limits or Limits()
    with _as_file(source) as file:
        if os.fstat(file.fileno()).st_size > limits.file_bytes:
            raise refusal("file_too_large", {"limit": limits.file_bytes >> 20})
        return read_in_child(_START, file, limits, _assembled)


def _as_file(source: Path | str | bytes) -> IO[bytes]:
    if not isinstance(source, bytes):
        return open(source, "rb")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.write(source)
    file.seek(0)
    return file


def read_in_child(
    start: str,
    file: IO[bytes],
    limits: Limits,
    assembled: Callable[[Iterator[Any]], Result | None],
    decode: Callable[[bytes], Any] | None = None,
) -> Result:
    """What `assembled` makes of the child's answer to a file; `start` is the program that the child runs.

    Raises:
        BadInput: the file is refused, by the child or because the child did not come to its end.
    """
    child = subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-c", start, *_import_paths(), json.dumps(asdict(limits))],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={key: os.environ[key] for key in ("LD_LIBRARY_PATH",) if key in os.environ},
    )
    late = threading.Event()
    alarm = threading.Timer(limits.wall_seconds, _stop, (child, late))
    alarm.start()
    found: Result | None = None
    try:
        assert child.stdout is not None
        with collection_paused():
            found = assembled(_documents(child.stdout, limits.answer_bytes, decode or _decode))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found = None
    finally:
        if child.poll() is None and child.stdout is not None:
            child.stdout.close()
        status = _ended(child)
        alarm.cancel()
    if found is None or status != 0:
        raise refusal("too_slow" if late.is_set() or status == -signal.SIGXCPU else _aborted(status))
    return found


def _import_paths() -> tuple[str, str]:
    """Where this package and calamine are found; the child has no other paths but the standard library's."""
    calamine = importlib.util.find_spec("python_calamine")
    assert calamine is not None and calamine.origin is not None
    return str(Path(__file__).resolve().parents[3]), str(Path(calamine.origin).resolve().parents[1])


def _stop(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _ended(child: subprocess.Popen[bytes]) -> int:
    try:
        return child.wait(timeout=1)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def _aborted(status: int) -> str:
    return "too_large" if status in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV) else "unreadable"


def _documents(stream: IO[bytes], limit: int, decode: Callable[[bytes], Any]) -> Iterator[Any]:
    left = limit
    while line := stream.readline(min(_LINE_BYTES, left) + 1):
        left -= len(line)
        if left < 0 or not line.endswith(b"\n"):
            raise refusal("too_large")
        yield decode(line)


def _decode(line: bytes) -> Any:
    return json.loads(line, object_hook=_untagged)


def _untagged(tagged: dict[str, Any]) -> Any:
    if len(tagged) != 1:
        return tagged
    ((tag, value),) = tagged.items()
    if tag == "date":
        return date.fromisoformat(value)
    if tag == "datetime":
        return datetime.fromisoformat(value)
    if tag == "time":
        return time.fromisoformat(value)
    if tag == "seconds":
        return timedelta(seconds=value)
    if tag == "error":
        return CellError(str(value))
    return tagged


def _assembled(documents: Iterator[Any]) -> Workbook | None:
    """The workbook once the child says done; None when it stopped before.

    Raises:
        BadInput: when the child refuses the file.
        ValueError, KeyError, TypeError: when the answer has not the agreed shape.
    """
    kind, sheets, rows, width = "", list[Sheet](), list[list[Cell]](), -1
    for document in documents:
        if isinstance(document, list):
            width = _check_rows(document, width)
            rows.extend(document)
        elif "refused" in document:
            raise refusal(str(document["refused"]), document["values"])
        elif "done" in document:
            return Workbook(kind, tuple(sheets))  # type: ignore[arg-type]
        elif "sheet" in document:
            rows, width = [], -1
            merged = tuple(Area(int(a), int(b) - 1, int(c), int(d) - 1) for a, b, c, d in document["merged"])
            sheets.append(Sheet(str(document["sheet"]), rows, merged, bool(document["hidden"])))
        else:
            kind = document["kind"]
            if kind not in _KINDS:
                raise ValueError(kind)
    return None


def _check_rows(rows: list[Any], width: int) -> int:
    widths = set(map(len, rows))
    if width >= 0:
        widths.add(width)
    if len(widths) != 1 or not set(map(type, chain.from_iterable(rows))) <= _CELL_TYPES:
        raise ValueError("rows are not of one length, or hold something that is not a cell")
    return next(iter(widths))
