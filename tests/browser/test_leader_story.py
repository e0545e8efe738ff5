"""From a unit's pasted month to the bulletin on the leader's desk, each step by whoever does it in an office; in Chinese and in English by turns."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from taizhang.frame import clock
from taizhang.modules.projects import rules
from tests.examples import whose_turn

from .conftest import PATIENCE
from .town import Town
from .views import context, sign_in

pytestmark = pytest.mark.browser

PASTED = 4


@dataclass(frozen=True)
class Words:
    """Who reports in this run, and what the pages say in its language."""

    language: str
    unit: str
    submitted: str
    done: str
    late: str
    agree: str
    why: str


RUNS = (
    Words("zh", "erqi-owner", "已报送 4 个项目", "条已办", "已拖", "全部相符", "与形象进度不符，请核对（示例）"),
    Words("en", "erqi-owner-two", "4 project", "done", "days late", "all agree", "does not agree with the works (example)"),
)


@pytest.mark.parametrize("words", whose_turn(RUNS, len(RUNS), "leader"), ids=lambda w: w.language)
def test_a_month_is_pasted_checked_and_accepted_and_a_leader_goes_from_a_red_number_to_the_printed_bulletin(
    browser: Browser, full: Town, words: Words
) -> None:
    desk = context(browser, full, words.language, viewport={"width": 1280, "height": 900})
    desk.set_default_timeout(PATIENCE)
    period = rules.due_period(clock.today())
    pasted = a_unit_pastes_its_month(desk, full, words, period)
    a_bureau_returns_one_row_and_passes_the_others(desk, full, words, period, pasted)
    the_district_accepts(desk, full, words, period, pasted[1:])
    page = opened(desk, full, "erqi-leader", "/projects/leader/")
    project = down_to_the_late_node(page, full, words)
    coordination_is_asked_for(page, full, words, project)
    compared_with_three_months_ago(page)
    the_bulletin_is_printed(page, words)
    desk.close()


def opened(desk: BrowserContext, town: Town, who: str, path: str) -> Page:
    page = desk.new_page()
    sign_in(page, who, town.password)
    page.goto(path)
    return page


def a_unit_pastes_its_month(desk: BrowserContext, town: Town, words: Words, period: str) -> list[str]:
    """Four rows are pasted by their names and submitted; their names as the pages have them in this language."""
    page = opened(desk, town, words.unit, f"/projects/grid/?period={period}")
    fresh = page.locator("tr[data-row]:not(:has(.pj-returned)):has([data-name=workload_fen])")
    names = fresh.evaluate_all("rows => rows.map(row => row.dataset.title)")[:PASTED]
    shown = fresh.evaluate_all("rows => rows.map(row => row.querySelector('.pg-name a').textContent.trim())")[:PASTED]
    assert len(names) == PASTED
    block = "\r\n".join(f"{name}\t{1200 + n:,}\t1,100\t９００\t主体施工（示例）\t\t继续施工（示例）\t" for n, name in enumerate(names))
    fresh.first.locator("[data-name=workload_fen]").focus()
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData('text/plain', text);
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }""",
        block,
    )
    expect(page.locator("[data-ready]")).to_have_text(str(PASTED))
    page.locator(".pg-send summary").click()
    page.locator(".pg-send button.btn-primary").click()
    expect(page.locator("main [role=status]").first).to_contain_text(words.submitted)
    page.close()
    return list(shown)


def ticked(page: Page, names: list[str]) -> None:
    for name in names:
        page.locator("tbody tr", has_text=name).locator("input[name=ids]").check()


def a_bureau_returns_one_row_and_passes_the_others(desk: BrowserContext, town: Town, words: Words, period: str, names: list[str]) -> None:
    page = opened(desk, town, "erqi-housing", f"/projects/review/?period={period}&state=submitted")
    row = page.locator("tbody tr", has_text=names[0])
    row.locator("input[name=ids]").check()
    row.locator("textarea").fill(words.why)
    page.locator("button[name=do][value=return]").click()
    expect(page.locator(".alert-success").first).to_contain_text("1")
    ticked(page, names[1:])
    page.locator("button[name=do][value=review]").click()
    expect(page.locator(".alert-success").first).to_contain_text(str(PASTED - 1))
    page.close()
    unit = opened(desk, town, words.unit, f"/projects/grid/?period={period}")
    expect(unit.locator("tr[data-row]", has_text=names[0])).to_contain_text(words.why)
    unit.close()


def the_district_accepts(desk: BrowserContext, town: Town, words: Words, period: str, names: list[str]) -> None:
    page = opened(desk, town, "erqi-clerk", f"/projects/review/?period={period}&state=reviewed")
    ticked(page, names)
    page.locator("button[name=do][value=accept]").click()
    expect(page.locator(".alert-success").first).to_contain_text(str(PASTED - 1))
    page.close()


def down_to_the_late_node(page: Page, town: Town, words: Words) -> int:
    """Red number, its projects, one of them, its sheet, the late node with why and who; the project's key."""
    number = page.locator("a[href$='light=statistics.red']")
    red = int(number.locator("b").inner_text())
    assert red > 0
    number.click()
    rows = page.locator(".tz-table tbody tr")
    expect(rows).to_have_count(red)
    stuck = {p for (p,) in town.rows("SELECT DISTINCT project_id FROM projects_node WHERE state = 'under_way'")}
    keys = rows.locator("th a").evaluate_all("links => links.map(link => Number(link.getAttribute('href').split('/')[3]))")
    project = next(key for key in keys if key in stuck)
    page.locator(f".tz-table th a[href*='/{project}/']").click()
    page.locator("a[href*='/card/']").first.click()
    where = page.locator(".stuck", has_text=words.late).first
    expect(where).to_be_visible()
    node = int(str(where.locator("a").get_attribute("href")).split("/")[3])
    organ, organ_en = town.rows(
        "SELECT o.name, o.name_en FROM projects_node n JOIN projects_project p ON p.id = n.project_id"
        " JOIN registers_organ o ON o.id = coalesce(n.organ_id, p.organ_id) WHERE n.id = ?",
        node,
    )[0]
    expect(where).to_contain_text(organ_en if words.language == "en" and organ_en else organ)
    expect(where).to_contain_text(str(town.one("SELECT reason FROM projects_forecast WHERE node_id = ? ORDER BY id DESC", node)))
    where.locator("a").click()
    expect(page.locator("h1")).to_contain_text(str(town.one("SELECT CASE ? WHEN 'en' THEN title_en ELSE title END FROM projects_node WHERE id = ?", words.language, node)))
    return project


def coordination_is_asked_for(page: Page, town: Town, words: Words, project: int) -> None:
    before = town.one("SELECT count(*) FROM projects_coordination WHERE state = 'asked'")
    page.goto(f"/projects/{project}/card/")
    page.locator("a[href$='/do/projects.ask_coordination/']").click()
    page.fill("[name=matter]", f"{words.why} 2")
    page.locator("form.tz-form .btn-primary, form .btn-primary").last.click()
    page.wait_for_url("**done=**")
    page.goto("/projects/leader/")
    expect(page.locator("a[href$='coordinations/?state=asked']")).to_have_text(f"{before + 1:,}")


def compared_with_three_months_ago(page: Page) -> None:
    page.locator(".ld-ways a[href='/projects/time/compare/']").click()
    then = page.locator("input[name='from']").input_value()
    assert (clock.today() - type(clock.today()).fromisoformat(then)).days > 80
    expect(page.locator("main table").first).to_be_visible()
    page.goto("/projects/leader/")


def the_bulletin_is_printed(page: Page, words: Words) -> None:
    page.locator(".ld-ways a[href='/projects/bulletin/']").click()
    expect(page.locator(".pp-check")).to_contain_text(words.agree)
    page.evaluate("window.print = () => { window.printed = true }")
    page.locator("[data-print]").first.click()
    assert page.evaluate("window.printed")
    sheet = page.request.get(str(page.locator("a[href*='bulletin.pdf']").get_attribute("href")))
    assert sheet.ok and sheet.body()[:5] == b"%PDF-"
