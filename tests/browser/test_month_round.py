"""The monthly round of 60 units x 9 projects: pasted from a spreadsheet, one row returned and corrected, one unit late, all of it
accepted, and the superior's own form filled to the cell."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from playwright.sync_api import Browser, Page, expect

from taizhang.frame import clock
from taizhang.modules.projects import rules
from tests.examples import LONG

from .conftest import PATIENCE, blank_city
from .town import LOADED_WITHIN, ROOT, Town
from .views import context, sign_in

pytestmark = pytest.mark.browser

#: The whole district in the long run; on each push enough of it that a unit is late, one is returned and the others are summed.
UNITS, PROJECTS = (60 if LONG else 4), 9
LATE, RETURNED = UNITS, 2
REPORTED = (UNITS - 1) * PROJECTS


@dataclass(frozen=True)
class Round:
    """The city, the units with a session of each clerk, and the month that is due."""

    town: Town
    units: list[dict[str, Any]]
    cookie: str
    period: str


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    town = Town(blank_city(tmp_path_factory))
    try:
        town.serve("--blank")
        made = subprocess.run(
            [sys.executable, "-m", "tests.browser.round_city", str(UNITS), str(PROJECTS)],
            env=town.environment | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            cwd=ROOT,
            text=True,
            capture_output=True,
            timeout=LOADED_WITHIN,
        )
        assert made.returncode == 0, made.stderr
        told = json.loads(made.stdout.splitlines()[-1])
        # The month before the one that is being collected: its day has passed whatever day it is.
        period = rules.period_before(rules.due_period(clock.today()))
        yield Round(town, told["units"], told["cookie"], period)
    finally:
        town.stop()


def figure(unit: int, project: int) -> int:
    """What a project did in the month, in 万元."""
    return 100 * unit + project


def block(unit: int) -> str:
    """Nine rows as a spreadsheet puts them on the clipboard: separators of thousands, full-width digits, a cell with a line end."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    rows = []
    for project in range(1, PROJECTS + 1):
        n = figure(unit, project)
        paid = str(n // 2).translate(wide)
        rows.append(f'{n + 1:,}\t{n:,}\t{paid}\t"{project}号楼""示例""\n主体三层"\t\t继续施工\t')
    return "\r\n".join(rows) + "\r\n"


def paste(page: Page, text: str) -> None:
    """The text comes from the clipboard into the cell that has the focus."""
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData('text/plain', text);
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )


def cell(page: Page, row: int, name: str) -> Any:
    return page.locator("tr[data-row]").nth(row).locator(f"[data-name={name}]")


def submit(page: Page) -> None:
    page.locator(".pg-send summary").click()
    page.get_by_role("button", name="确认提交").click()


def reported_by_paste(browser: Browser, made: Round, unit: int) -> None:
    """One unit's nine projects are pasted and submitted by its own clerk."""
    visitor = context(browser, made.town, "zh")
    visitor.add_cookies([{"name": made.cookie, "value": made.units[unit - 1]["session"], "url": made.town.url}])
    page = visitor.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"/projects/grid/?period={made.period}")
    cell(page, 0, "workload_fen").focus()
    paste(page, block(unit))
    expect(page.locator("[data-ready]")).to_have_text(str(PROJECTS))
    submit(page)
    expect(page.locator("main [role=status]").first).to_contain_text(f"已报送 {PROJECTS} 个项目")
    visitor.close()


def test_the_round_is_done_by_paste_with_one_return_and_one_late_unit_and_the_form_is_filled(
    browser: Browser, round_: Round, tmp_path: Path
) -> None:
    period = round_.period
    for unit in range(1, UNITS + 1):
        if unit != LATE:
            reported_by_paste(browser, round_, unit)
    assert round_.town.one("SELECT count(*) FROM projects_report WHERE period = ? AND state = 'submitted'", period) == REPORTED

    desk = context(browser, round_.town, "zh", accept_downloads=True)
    page = desk.new_page()
    page.set_default_timeout(PATIENCE)
    one_is_late_and_reminded(page, round_)
    one_is_returned(page, round_)
    corrected_in_the_grid(browser, round_)
    all_are_passed(page, round_, "erqi-housing", "审核通过", "submitted")
    all_are_passed(page, round_, "erqi-clerk", "区级核定", "reviewed")
    assert round_.town.one("SELECT count(*) FROM projects_report WHERE period = ? AND state = 'accepted'", period) == REPORTED
    the_form_is_filled(page, round_, tmp_path)
    desk.close()


def one_is_late_and_reminded(page: Page, made: Round) -> None:
    sign_in(page, "erqi-clerk", made.town.password)
    page.goto(f"/projects/round/?period={made.period}")
    late = page.locator(".pj-units tbody tr", has_text=made.units[LATE - 1]["name"])
    assert [text.strip() for text in late.locator("td").all_inner_texts()] == ["9", "9", "0", "0", "0", "0", "9"]
    page.get_by_role("button", name=re.compile("一键催报（9）")).click()
    expect(page.locator(".alert-success")).to_contain_text("已催报 9 个项目")


def one_is_returned(page: Page, made: Round) -> None:
    sign_in(page, "erqi-housing", made.town.password)
    page.goto(f"/projects/review/?period={made.period}&unit={made.units[RETURNED - 1]['unit']}")
    row = page.locator("tbody tr", has_text=f"示例{RETURNED:02d}-4号工程")
    row.locator("input[name=ids]").check()
    row.locator("textarea").fill("与形象进度不符，请核对")
    page.get_by_role("button", name="退回").click()
    expect(page.locator(".alert-success")).to_contain_text("1 条已办")


def corrected_in_the_grid(browser: Browser, made: Round) -> None:
    visitor = context(browser, made.town, "zh")
    visitor.add_cookies([{"name": made.cookie, "value": made.units[RETURNED - 1]["session"], "url": made.town.url}])
    page = visitor.new_page()
    page.goto(f"/projects/grid/?period={made.period}")
    row = page.locator("tr[data-row]", has=page.locator(".pj-returned"))
    expect(row).to_contain_text("与形象进度不符，请核对")
    amount = row.locator("[data-name=investment_fen]")
    amount.fill("壹佰")
    expect(row.locator("td.pj-bad .pj-reason").first).to_have_text("“壹佰”读不出金额")
    amount.fill("50")
    amount.press("Enter")
    row.locator("[data-name=reason]").fill("核实后更正")
    expect(page.locator("[data-ready]")).to_have_text("1")
    submit(page)
    expect(page.locator("main [role=status]").first).to_contain_text("已报送 1 个项目")
    visitor.close()


def all_are_passed(page: Page, made: Round, who: str, button: str, state: str) -> None:
    sign_in(page, who, made.town.password)
    left = REPORTED
    page.goto(f"/projects/review/?period={made.period}&state={state}")
    while left:
        page.locator("input[data-check-all]").check()
        page.get_by_role("button", name=button).click()
        chunk = min(left, 100)
        expect(page.locator(".alert-success").first).to_contain_text(f"{chunk} 条已办")
        left -= chunk


def blank_form(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("附件1")
        frame = book.add_format({"border": 1, "num_format": "0.0000", "bg_color": "#FFF2CC"})
        sheet.merge_range("A1:E1", "重点项目投资完成情况月报表", book.add_format({"bold": True, "align": "center"}))
        sheet.write("A2", "填报单位：")
        sheet.write("E2", "单位：亿元")
        sheet.write_row("A3", ["序号", "项目名称", "本月完成投资", "自开工累计完成投资", "形象进度"], frame)
        for row in range(3, 3 + UNITS * PROJECTS):
            for column in range(5):
                sheet.write_blank(row, column, None, frame)
        sheet.write(3 + UNITS * PROJECTS, 0, "合计")
        sheet.write_formula(3 + UNITS * PROJECTS, 2, f"=SUM(C4:C{3 + UNITS * PROJECTS})", frame)


def the_form_is_filled(page: Page, made: Round, folder: Path) -> None:
    blank_form(folder / "form.xlsx")
    page.goto("/projects/forms/")
    page.set_input_files("#pf-file", folder / "form.xlsx")
    page.get_by_role("button", name="上传并对应").click()
    expect(page.locator("select[name=column-D]")).to_have_value("investment_fen.ever")
    page.fill("[name=name]", "市级月报")
    page.get_by_role("button", name="保存对应关系").click()
    page.wait_for_url("**/projects/forms/*/?done=*")
    page.goto(f"{page.url.split('?')[0]}?period={made.period}")
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载填好的表").click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()))["附件1"]
    filled = {sheet.cell(row, 2).value: sheet.cell(row, 3) for row in range(4, 4 + REPORTED)}
    expected = {f"示例{u:02d}-{p}号工程": figure(u, p) for u in range(1, UNITS + 1) if u != LATE for p in range(1, PROJECTS + 1)}
    expected[f"示例{RETURNED:02d}-4号工程"] = 50
    assert {name: round(found.value * 10_000) for name, found in filled.items()} == expected
    assert sheet["C4"].number_format == "0.0000"
    assert sheet["E4"].value == "1号楼\"示例\"\n主体三层"
    assert sheet.cell(4 + REPORTED, 2).value is None
    last = 3 + UNITS * PROJECTS
    assert sheet.cell(last + 1, 3).value == f"=SUM(C4:C{last})"
    assert sheet["A2"].value.startswith("填报单位：")


def copied(page: Page) -> str:
    """What goes onto the clipboard from where the focus is."""
    return str(
        page.evaluate(
            """() => { const data = new DataTransfer();
            document.activeElement.dispatchEvent(new ClipboardEvent('copy', {clipboardData: data, bubbles: true, cancelable: true}));
            return data.getData('text/plain'); }"""
        )
    )


def amounts(page: Page, rows: int) -> list[list[str]]:
    return [[cell(page, r, name).input_value() for name in ("workload_fen", "investment_fen")] for r in range(rows)]


def test_a_range_of_cells_is_chosen_by_keys_and_mouse_copied_emptied_filled_and_brought_back(browser: Browser, round_: Round) -> None:
    visitor = context(browser, round_.town, "zh")
    visitor.add_cookies([{"name": round_.cookie, "value": round_.units[LATE - 1]["session"], "url": round_.town.url}])
    page = visitor.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"/projects/grid/?period={round_.period}")
    cell(page, 0, "workload_fen").focus()
    paste(page, "100\t90\r\n200\t180\r\n")
    cell(page, 0, "workload_fen").press("Control+a")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".pg-ranged")).to_have_count(4)
    text = copied(page)
    assert text == "100\t90\r\n200\t180"
    page.keyboard.press("Delete")
    assert amounts(page, 2) == [["", ""], ["", ""]]
    page.keyboard.press("Control+z")
    assert amounts(page, 2) == [["100", "90"], ["200", "180"]]
    page.keyboard.press("Escape")
    expect(page.locator(".pg-ranged")).to_have_count(0)
    # Dragged over four rows, the block of two fills them twice.
    cell(page, 3, "investment_fen").scroll_into_view_if_needed()
    begin, end = (cell(page, r, n).bounding_box() for r, n in ((0, "workload_fen"), (3, "investment_fen")))
    assert begin and end
    page.mouse.move(begin["x"] + 9, begin["y"] + 9)
    page.mouse.down()
    page.mouse.move(end["x"] + 9, end["y"] + 9, steps=9)
    page.mouse.up()
    expect(page.locator(".pg-ranged")).to_have_count(8)
    paste(page, text)
    assert amounts(page, 4) == [["100", "90"], ["200", "180"]] * 2
    page.keyboard.press("Control+z")
    assert amounts(page, 4) == [["100", "90"], ["200", "180"], ["", ""], ["", ""]]
    visitor.close()
