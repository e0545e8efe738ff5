"""A document that somebody sends, as the text that its tasks are read from: plain text, Word, PDF with a text layer, or a web page.

The text that comes out is what every offset refers to. Anything but plain text is opened by a process of its own, with little
memory and time, that writes no file and fetches nothing.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, get_args

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.surfaces.workbook.opening import Limits, read_in_child
from taizhang.surfaces.workbook.sandbox.fault import Fault

from .file_kinds import Kind, decoded, kind_of
from .file_words import NOTES, refusal

__all__ = ["LIMITS", "LONGEST", "Kind", "Read", "text_of"]

#: Characters of the longest document that is read; a work report has 30,000.
LONGEST: Final = 1_000_000
LIMITS: Final = Limits(
    file_bytes=20 << 20, unpacked_bytes=120 << 20, memory_bytes=190_000_000, cpu_seconds=10, wall_seconds=20, answer_bytes=8 << 20
)
_START: Final = (
    "import json, sys; sys.path[:0] = sys.argv[1:3]; "
    "from taizhang.modules.commitments.reading.file_child import main; main(json.loads(sys.argv[3]))"
)


@dataclass(frozen=True, slots=True)
class Read:
    """The text of a document, what kind of file it was by its content, and what of it is not in the text."""

    text: str
    kind: Kind
    notes: tuple[Text, ...] = ()


def text_of(content: bytes, name: str) -> Read:
    """The text of a file; its name is only used in what is said about it.

    Raises:
        BadInput: it is refused: `reason` says what is wrong with which file, `remedy` what to do, `code` is stable.
    """
    try:
        if len(content) > LIMITS.file_bytes:
            raise Fault("file_too_large", limit=LIMITS.file_bytes >> 20)
        kind = kind_of(content)
        read = Read(decoded(content), kind) if kind == "txt" else _in_child(content)
        if len(read.text) > LONGEST:
            raise Fault("text_too_long")
        if not read.text.strip():
            raise Fault("no_words")
    except Fault as fault:
        raise refusal(fault.code, name, fault.values) from None
    return read


def _in_child(content: bytes) -> Read:
    """Raises Fault for what the child refuses, and for a child that did not come to its end."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        try:
            return read_in_child(_START, file, LIMITS, _assembled, decode=json.loads)
        except BadInput as refused:
            raise Fault(refused.code) from None


def _assembled(documents: Iterator[Any]) -> Read | None:
    """What the child says; None when it said nothing.

    Raises:
        Fault: the child refuses the file. ValueError, KeyError, TypeError: the answer has not the agreed shape.
    """
    for said in documents:
        if "refused" in said:
            raise Fault(str(said["refused"]), **{str(key): value for key, value in said["values"].items()})
        if said["kind"] not in get_args(Kind) or not isinstance(said["text"], str):
            raise ValueError("no text")
        return Read(said["text"], said["kind"], tuple(NOTES[note] for note in said["notes"]))
    return None
