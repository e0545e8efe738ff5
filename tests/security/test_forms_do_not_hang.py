"""A superior's form that was made to keep the server busy is refused at once; the honest one is filled."""

from __future__ import annotations

import io
import random
import time
import zipfile

import pytest
import xlsxwriter

from taizhang.basis.errors import BadInput
from taizhang.surfaces.workbook.filling import fill

#: Enough for minutes where each of them is looked for to the end of the file.
MANY = 60_000
_CHANCE = random.Random(7)


def _tags(opened: str, closed: str = "") -> bytes:
    """Very many tags, each with a number of its own: what is all alike packs too well to be let in."""
    return "".join(f'<{opened} n="{_CHANCE.getrandbits(64):016x}">{closed}' for _ in range(MANY)).encode()


HIDDEN = {
    "cells in a comment": lambda: b"<!--" + _tags("c") + b"-->",
    "rows in a comment": lambda: b"<!--" + _tags("row") + b"-->",
    "cells in raw text": lambda: b"<x><![CDATA[" + _tags("c") + b"]]></x>",
    "cells in an instruction": lambda: b"<?x " + _tags("c") + b"?>",
    "cells without an end": lambda: _tags("c"),
}
#: What only looks like cells, rows and values is let by, quickly.
SEEMING = {
    "names that begin like a cell": lambda: b'<x xmlns:c="urn:c">' + _tags("c:x", "</c:x>") + b"</x>",
    "names that begin like a row": lambda: b'<x xmlns:row="urn:r">' + _tags("row:x", "</row:x>") + b"</x>",
}


def _form(extra: bytes) -> bytes:
    """A form with one cell, and something more behind its rows."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("示例")
        sheet.write("A1", "项目名称")
        sheet.write_formula("B1", "=1+1", None, 2)
    parts = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(parts, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", b"</sheetData>" + extra)
            target.writestr(name, content)
    return parts.getvalue()


def _timed(form: bytes) -> float:
    start = time.process_time()
    fill(form, "示例", {"A2": "示例工程"})
    return time.process_time() - start


@pytest.mark.parametrize("what", HIDDEN)
def test_tags_that_nobody_sees_are_refused_at_once(what):
    form, start = _form(HIDDEN[what]()), time.process_time()
    with pytest.raises(BadInput) as refused:
        fill(form, "示例", {"A2": "示例工程"})
    assert refused.value.code in {"unsafe_parts", "unreadable"}
    assert time.process_time() - start < 2


@pytest.mark.parametrize("what", SEEMING)
def test_names_that_only_begin_alike_cost_nothing(what):
    assert _timed(_form(SEEMING[what]())) < 2


def test_the_honest_form_is_filled():
    filled = fill(_form(b""), "示例", {"A2": "示例工程", "B1": "7"})
    with zipfile.ZipFile(io.BytesIO(filled.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "示例工程" in sheet and "<f>1+1</f>" in sheet and filled.formulas == ("B1",)
