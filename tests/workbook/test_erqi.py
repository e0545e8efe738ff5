"""The workbook of a district with three sheets, against what must come out of it."""

from __future__ import annotations

import json

import pytest

from taizhang.modules.projects.sheet_roles import ROLES, check_workbook, review_workbook
from taizhang.surfaces.workbook.annotation import annotate
from taizhang.surfaces.workbook.opening import open_workbook
from tests.conftest import shared


@pytest.fixture(scope="module")
def workbook():
    return open_workbook(shared("data/projects/erqi-2025.xlsx"))


@pytest.fixture(scope="module")
def truth():
    return json.loads(shared("data/projects/erqi-2025.truth.json").read_text("utf-8"))


def _held(answer, key):
    return {(cell["sheet"], cell["row"], cell[key]) for cell in answer["held_back"]}


def test_525_of_543_rows_go_in_with_exact_sums_and_18_cells_are_named(workbook, truth):
    answer = check_workbook(workbook)
    assert answer["sheets"] == {
        name: {"accepted": sheet["accepted"], "sums_fen": sheet["sums_fen"]} for name, sheet in truth["sheets"].items()
    }
    assert _held(answer, "reason") == _held(truth, "kind")
    assert len(answer["held_back"]) == len(truth["held_back"]) == 18
    assert answer["distinct_projects"] == truth["distinct_projects"] == 465


def test_every_row_of_the_sheets_is_either_read_or_skipped_with_a_reason(workbook, truth):
    for sheet, seen in zip(workbook.sheets, review_workbook(workbook).sheets, strict=True):
        assert len(seen.reading.data_rows) == truth["sheets"][sheet.name]["rows"]
        last_heading = seen.reading.header_rows[1]
        accounted = sorted([*seen.reading.data_rows, *(skipped.row for skipped in seen.reading.skipped)])
        assert accounted == list(range(last_heading + 1, len(sheet.rows) + 1))


def test_the_annotated_file_gives_the_same_answer(workbook):
    seen = review_workbook(workbook)
    content = annotate(workbook, [sheet.reading for sheet in seen.sheets], seen.problems, ROLES)
    assert check_workbook(open_workbook(content)) == check_workbook(workbook)
