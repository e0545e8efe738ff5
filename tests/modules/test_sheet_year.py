"""Of which year a workbook speaks."""

from __future__ import annotations

import pytest

from taizhang.modules.projects.sheet_roles import review_workbook
from taizhang.modules.projects.sheet_year import stated_year
from taizhang.surfaces.workbook.model import Sheet, Workbook


def stated(title: str, plan: str, name: str = "台账.xlsx", sheet: str = "重点项目") -> int | None:
    rows = [
        [title, "", "", ""],
        ["序号", "项目名称", "总投资（万元）", plan],
        [1.0, "示例一号工程", 1000.0, 100.0],
        [2.0, "示例二号工程", 2000.0, 200.0],
        [3.0, "示例三号工程", 3000.0, 300.0],
    ]
    workbook = Workbook("xlsx", (Sheet(sheet, rows),))
    return stated_year(workbook, review_workbook(workbook), name)


@pytest.mark.parametrize(
    ("title", "plan", "name", "sheet", "year"),
    [
        ("二七区2025年重点项目台账", "年度计划投资（万元）", "a.xlsx", "重点项目", 2025),
        # A list of last year that says when it was printed, and a heading that says whose plan it is: the heading decides.
        ("2025年重点项目台账（2026年1月打印）", "2025年计划投资（万元）", "2026.xlsx", "重点项目", 2025),
        ("重点项目台账", "年度计划投资（万元）", "erqi-2024.xlsx", "重点项目", 2024),
        ("重点项目台账", "年度计划投资（万元）", "a.xlsx", "2023年重点", 2023),
        ("截至２０２５年10月底，2025年重点项目，2024年结转", "年度计划投资（万元）", "a.xlsx", "重点项目", 2025),
        # A document's number or a telephone is no year, and nothing is guessed.
        ("重点项目台账 20250412号", "年度计划投资（万元）", "20250412.xlsx", "重点项目", None),
    ],
)
def test_the_year_is_the_one_that_the_workbook_names(title, plan, name, sheet, year):
    assert stated(title, plan, name, sheet) == year
