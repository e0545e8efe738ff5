"""A sheet that has none of the headings is refused with the headings that are needed, and not laid ready with nothing in it."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import resolve
from openpyxl import Workbook

from taizhang.basis.errors import BadInput
from taizhang.frame.catalogue import installed
from taizhang.modules.sandbox import imports


def test_a_sheet_without_the_headings_is_refused_by_their_names():
    book, out = Workbook(), io.BytesIO()
    book.active.append(["甲", "乙"])
    book.active.append([1, 2])
    book.save(out)
    with pytest.raises(BadInput) as refused:
        imports.lay_ready(None, "名单.xlsx", out.getvalue(), None, date(2026, 7, 2))
    assert refused.value.code == "no_column"
    assert "统一社会信用代码、公示缺陷、事由发生日" in refused.value.reason.zh


def test_what_was_imported_is_seen_on_a_page_that_is_there():
    listed = {b.listed for module in installed().modules for b in module.batches if b.listed}
    assert len(listed) > 3
    assert all(resolve(address) for address in listed)
