"""Whether the files that evidence names are still what they were when an entry named them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from taizhang.basis.text import Text
from taizhang.frame.fsck import Findings

from .evidence import path_of
from .models import Evidence


def check_evidence(found: Findings, progress: Callable[[str, int], None]) -> None:
    """Every file that evidence names is there, with the content whose hash is recorded; each content is read once."""
    names = Evidence.objects.order_by("sha256").values_list("sha256", "id")
    last = ""
    for number, (sha256, key) in enumerate(names.iterator(chunk_size=2000), 1):
        if sha256 == last:
            continue
        last = sha256
        path = path_of(sha256)
        try:
            with path.open("rb") as file:
                same = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            found.add("evidence_missing", f"registers.evidence:{key}", Text("证据文件不见了", "The file is not there"))
            continue
        if not same:
            found.add("evidence", f"registers.evidence:{key}", Text("证据文件的内容变了", "The file's content has changed"))
        if number % 256 == 0:
            progress("evidence", number)
