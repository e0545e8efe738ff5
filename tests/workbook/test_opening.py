"""A workbook is read as it is or refused with one sentence; no file harms the machine it is read on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import taizhang
from taizhang.basis.errors import BadInput
from taizhang.surfaces.workbook.model import Area, CellError
from taizhang.surfaces.workbook.opening import Limits, open_workbook

from . import books

#: Opens every file given and prints code and seconds of each, and the most memory any child had, in KiB.
_PROBE = """
import json, resource, sys, time
from taizhang.basis.errors import BadInput
from taizhang.surfaces.workbook.opening import open_workbook
answers = []
for path in sys.argv[1:]:
    began = time.perf_counter()
    try:
        code = sum(len(sheet.rows) for sheet in open_workbook(path).sheets)
    except BadInput as refused:
        code = refused.code
    answers.append([code, time.perf_counter() - began])
print(json.dumps([answers, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""


def _probe(*paths: Path) -> tuple[list[tuple[object, float]], int]:
    source = str(Path(taizhang.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, *map(str, paths)],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONPATH": source},
    )
    answers, most = json.loads(done.stdout)
    return answers, most


def test_every_hostile_file_is_refused_quickly_and_in_little_memory(tmp_path):
    expected, paths = {}, []
    for number, (name, (content, code)) in enumerate(books.hostile().items()):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(content)
        expected[name] = code
        paths.append(path)
    answers, most = _probe(*paths)
    assert {name: code for name, (code, _) in zip(expected, answers, strict=True)} == expected
    assert len(expected) >= 30
    assert max(seconds for _, seconds in answers) < 2.0
    assert most < 200 * 1024, "KiB in the largest child"


@pytest.fixture(scope="module")
def hundred_thousand(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.xlsx"
    cells = "".join(
        f'<c r="{c}#" t="inlineStr"><is><t>第#个{c}</t></is></c>' if c in "BCDE" else f'<c r="{c}#"><v>#.5</v></c>'
        for c in "ABCDEFGHIJ"
    )
    row = f'<row r="#">{cells}</row>'.split("#")
    path.write_bytes(books.with_rows("".join(str(n).join(row) for n in range(1, 100_001))))
    return path


def test_an_honest_file_of_100_000_rows_passes_the_same_limits(hundred_thousand):
    answers, most = _probe(hundred_thousand)
    assert answers[0][0] == 100_000
    assert most < 200 * 1024


@pytest.mark.by_turns(2)
def test_a_child_that_uses_up_its_time_or_memory_is_a_refused_file(hundred_thousand):
    for limits, code in (
        (Limits(memory_bytes=60 << 20), "too_large"),
        (Limits(cpu_seconds=0), "too_slow"),
        (Limits(wall_seconds=0), "too_slow"),
        (Limits(answer_bytes=10_000), "too_large"),
        (Limits(rows=99_999), "too_many_rows"),
        (Limits(cells=999_999), "too_many_cells"),
    ):
        with pytest.raises(BadInput) as refused:
            open_workbook(hundred_thousand, limits)
        assert refused.value.code == code
        assert refused.value.remedy is not None


def test_rows_and_columns_are_numbered_as_the_office_program_numbers_them():
    sheet = open_workbook(books.with_rows('<row r="5"><c r="D5"><v>7</v></c></row>')).sheets[0]
    assert sheet.at("D5") == 7.0
    assert (len(sheet.rows), sheet.width) == (5, 4)
    assert sheet.at("A1") == sheet.at("Z99") == ""


def test_error_values_and_formulas_without_a_value_are_kept_as_errors():
    rows = (
        '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2"><f>A1+1</f></c>'
        '<c r="C2" t="str"><f>"x"</f><v>x</v></c><c r="D2" t="str"><f>""</f><v></v></c><c r="E2"><v>1</v></c></row>'
    )
    assert open_workbook(books.with_rows(rows)).sheets[0].rows[1] == [
        CellError("#DIV/0!"), CellError("#未计算"), "x", "", 1.0,
    ]  # fmt: skip


def test_dates_booleans_merged_areas_and_hidden_sheets_are_kept():
    workbook = open_workbook(books.books({"一": [[date(2025, 3, 1), True, "项目", 0.1]], "二": [[1]]}, hidden=["二"]))
    assert workbook.sheet("一").rows == [[date(2025, 3, 1), True, "项目", 0.1]]
    assert [sheet.hidden for sheet in workbook.sheets] == [False, True]


def test_an_old_workbook_is_read_whatever_its_name(tmp_path):
    path = tmp_path / "表.et"
    path.write_bytes((Path(__file__).parent / "old.xls").read_bytes())
    workbook = open_workbook(path)
    assert (workbook.kind, workbook.keeps_errors) == ("xls", False)
    assert workbook.sheet("项目").at("E5") == 57743.0
    assert workbook.sheet("项目").merged == (Area(2, 1, 2, 5),)
    assert workbook.sheet("隐藏").hidden


def test_an_opendocument_sheet_is_read():
    cells = b'<table:table-cell office:value-type="float" office:value="57743"/>'
    workbook = open_workbook(books.ods(b"<table:table-row>" + cells + b"</table:table-row>"))
    assert (workbook.kind, workbook.sheets[0].rows) == ("ods", [[57743.0]])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_people_have(encoding):
    content = '序号,项目名称\r\n1,"路,桥"\r\n2\r\n'.encode(encoding)
    assert open_workbook(content).sheets[0].rows == [["序号", "项目名称"], ["1", "路,桥"], ["2", ""]]


def test_the_environment_of_the_server_does_not_reach_the_child(monkeypatch):
    monkeypatch.setenv("PYTHONSTARTUP", "/nonexistent")
    monkeypatch.setenv("PYTHONPATH", "/nonexistent")
    assert open_workbook(books.book([[1]])).sheets[0].rows == [[1.0]]
