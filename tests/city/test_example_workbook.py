"""The invented projects have the page's counts and sums exactly; the workbook is the same for the same day."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.basis.project_code import parse_project_code
from taizhang.site.example_city.example_projects import (
    ALSO_KEY,
    FEN_PER_WAN,
    example_projects,
    example_workbook_rows,
    split_exactly,
)
from taizhang.site.example_city.example_workbook import FAULTS, write_example_workbook
from taizhang.site.example_city.named_projects import LISTS, NAMED_PROJECTS, PAGE_TOTALS
from taizhang.site.example_city.organs import RESPONSIBLE_UNITS
from taizhang.site.example_city.places import places_by_key

pytestmark = pytest.mark.once

DAYS = [date(2025, 1, 1), date(2026, 11, 25), date(2028, 2, 29)]
AMOUNT = {"industry": "total_investment_fen", "key": "annual_plan_fen", "renewal": "planned_completion_fen"}
NAMED = {p.name.zh for p in NAMED_PROJECTS}


@pytest.mark.parametrize("today", DAYS)
def test_counts_and_sums_are_those_of_the_page(today: date) -> None:
    rows = example_workbook_rows(today)
    for total in PAGE_TOTALS:
        projects = [row.project for row in rows if row.list_key == total.list_key]
        assert len(projects) == total.count
        assert sum(getattr(p, AMOUNT[total.list_key]) or 0 for p in projects) == total.amount_fen


@pytest.mark.parametrize("today", DAYS)
def test_some_projects_stand_on_two_lists_with_the_same_values(today: date) -> None:
    projects = example_projects(today)
    assert Counter(p.lists for p in projects if len(p.lists) > 1) == {
        ("industry", "key"): ALSO_KEY["industry"],
        ("key", "renewal"): ALSO_KEY["renewal"],
    }
    assert len(projects) == 470 == len({p.name for p in projects})
    codes = [p.code for p in projects if p.code]
    assert len(codes) == len(set(codes)) == 462


def test_named_projects_stand_there_with_empty_cells() -> None:
    named = [p for p in example_projects(DAYS[1]) if p.name in NAMED]
    assert len(named) == 8
    for p in named:
        assert (p.code, p.place, p.unit, p.starts_on, p.finishes_on) == (None,) * 5
        assert (p.total_investment_fen, p.annual_plan_fen, p.planned_completion_fen) == (None,) * 3


@pytest.mark.parametrize("today", DAYS)
def test_every_invented_project_is_marked_and_plausible(today: date) -> None:
    for p in example_projects(today):
        if p.name in NAMED:
            continue
        assert p.name.endswith("（示例）")
        assert p.note == "示例"
        assert p.code is not None and parse_project_code(p.code).split("-")[1] == "410103"
        assert p.place is not None and places_by_key()[p.place].parent == "erqi"
        assert p.unit in RESPONSIBLE_UNITS
        assert p.starts_on is not None and p.finishes_on is not None and p.starts_on < p.finishes_on
        assert p.finishes_on.year >= today.year
        assert p.total_investment_fen is not None and p.total_investment_fen >= 1_000 * FEN_PER_WAN
        for part in (p.annual_plan_fen, p.planned_completion_fen):
            assert part is None or 0 < part <= p.total_investment_fen


def test_only_stages_depend_on_the_day_within_a_year() -> None:
    early, late = example_projects(date(2026, 1, 5)), example_projects(date(2026, 12, 31))
    assert [(p.name, p.code, p.total_investment_fen) for p in early] == [
        (p.name, p.code, p.total_investment_fen) for p in late
    ]
    assert [p.stage for p in early] != [p.stage for p in late]
    assert example_projects(date(2027, 1, 5))[8].code != early[8].code


@given(st.lists(st.floats(0.1, 9), min_size=1, max_size=50), st.integers(0, 9), st.integers(0, 10**7))
def test_a_split_sums_exactly_and_keeps_its_floor(weights: list[float], floor: int, free: int) -> None:
    total = floor * len(weights) + free
    parts = split_exactly(total, weights, floor=floor)
    assert sum(parts) == total
    assert min(parts) >= floor


def test_floors_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        split_exactly(5, [1.0, 1.0], floor=3)


@pytest.mark.parametrize("faulty", [False, True])
def test_the_same_day_gives_the_same_bytes(tmp_path: Path, faulty: bool) -> None:
    first = write_example_workbook(tmp_path / "a.xlsx", DAYS[1], faulty=faulty)
    second = write_example_workbook(tmp_path / "b.xlsx", DAYS[1], faulty=faulty)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert first == second


def _sheet_rows(path: Path, name: str, **options: Any) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(path, **options)[name]
    return [row for row in sheet.iter_rows(min_row=5, values_only=True) if isinstance(row[0], int)]


def test_the_workbook_read_back_has_the_rows_sums_and_subtotals(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    truth = write_example_workbook(path, DAYS[1])
    assert truth.planted == []
    book = openpyxl.load_workbook(path, data_only=True)
    for total in PAGE_TOTALS:
        name = LISTS[total.list_key].zh
        rows = _sheet_rows(path, name)
        assert len(rows) == truth.rows[name] == total.count
        column = 5 if total.role == "total_investment" else 6
        assert sum(row[column] or 0 for row in rows) * FEN_PER_WAN == total.amount_fen
        lines = list(book[name].iter_rows(min_row=5, values_only=True))
        grand = next(row for row in lines if row[1] == "合计")
        parts = [row for row in lines if str(row[1]).startswith("小计")]
        assert grand[column] * FEN_PER_WAN == total.amount_fen == sum(row[column] for row in parts) * FEN_PER_WAN
        assert [row[0] for row in rows] == list(range(1, total.count + 1))
        assert {"A1:K1", "F3:G3", "H3:I3", "B3:B4"} <= {str(r) for r in book[name].merged_cells.ranges}


def test_dates_come_in_five_styles_and_absent_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write_example_workbook(path, DAYS[1])
    rows = _sheet_rows(path, "重点项目")
    styles = {
        re.sub(r"\d+", "9", row[7]) if isinstance(row[7], str) else type(row[7]).__name__ for row in rows if row[7]
    }
    assert styles == {"9/9", "9.9", "9年9月", "9-9", "datetime"}
    assert [row[5:9] for row in rows if row[1] in NAMED] == [(None,) * 4] * 2


def test_the_faulty_workbook_has_each_kind_of_error_once_where_it_says(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    truth = write_example_workbook(path, DAYS[1], faulty=True)
    assert Counter(p.fault for p in truth.planted) == dict.fromkeys(FAULTS, 1)
    book = openpyxl.load_workbook(path)
    seen = {p.fault: (book[p.sheet][p.cell].value, book[p.sheet], int(p.cell[1:])) for p in truth.planted}
    assert seen["text"][0] == "约三亿左右"
    assert seen["negative"][0] < 0
    assert seen["no_name"][0] is None
    assert not re.fullmatch(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}", seen["bad_code"][0])
    code, sheet, at = seen["duplicate_code"]
    assert [row for row in range(5, sheet.max_row) if sheet.cell(row, 3).value == code] != [at]
    _, sheet, at = seen["finish_before_start"]
    start, finish = (re.findall(r"\d{4}", str(sheet.cell(at, column).value))[0] for column in (8, 9))
    assert finish < start


@pytest.mark.by_turns(2)
def test_a_clean_and_a_faulty_workbook_differ_in_six_rows(tmp_path: Path) -> None:
    write_example_workbook(tmp_path / "clean.xlsx", DAYS[1])
    write_example_workbook(tmp_path / "faulty.xlsx", DAYS[1], faulty=True)
    differing = 0
    for name in (label.zh for label in LISTS.values()):
        pairs = zip(
            _sheet_rows(tmp_path / "clean.xlsx", name), _sheet_rows(tmp_path / "faulty.xlsx", name), strict=True
        )
        differing += sum(a != b for a, b in pairs)
    assert differing == 6
