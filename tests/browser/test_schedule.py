"""A schedule in the browser: a bar is dragged and moved by keys without a trace; a late node is reported by one and closed by another."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PATIENCE
from .town import Town
from .views import LANGUAGES, context, sign_in

pytestmark = pytest.mark.browser

AHEAD = "a.sc-bar:not([data-begun]):not([data-milestone])"


def opened(browser: Browser, town: Town, language: str, who: str, path: str) -> Page:
    desk = context(browser, town, language, viewport={"width": 1280, "height": 900})
    desk.set_default_timeout(PATIENCE)
    page = desk.new_page()
    sign_in(page, who, town.password)
    page.goto(path)
    return page


def scheduled(town: Town) -> int:
    return int(town.one("SELECT project_id FROM projects_node WHERE state = 'under_way' ORDER BY id"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bar_is_dragged_and_moved_by_keys_and_nothing_is_saved(browser: Browser, full: Town, language: str) -> None:
    before = full.one("SELECT count(*) FROM ledger_entry")
    page = opened(browser, full, language, "erqi-clerk", f"/projects/{scheduled(full)}/schedule/")
    bar = page.locator(AHEAD).first
    box = bar.locator("rect").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 3 + 60, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    verdict = page.locator("#sc-result .sc-verdict")
    expect(verdict).to_contain_text("推后" if language == "zh" else "later")
    assert page.url.endswith("/schedule/"), "a drag does not follow the link"
    by_hand = verdict.inner_text()
    expect(page.locator("#sc-result tbody tr")).not_to_have_count(0)
    bar.focus()
    page.keyboard.press("ArrowRight")
    expect(verdict).not_to_have_text(by_hand)
    page.fill("#sc-form [name=duration]", "0")
    page.fill("#sc-form [name=not_before]", "")
    page.locator("#sc-form button").click()
    expect(verdict).to_contain_text("提前" if language == "zh" else "earlier")
    assert full.one("SELECT count(*) FROM ledger_entry") == before
    page.context.close()


def test_a_late_node_is_found_reported_by_its_unit_and_closed_by_the_bureau(browser: Browser, full: Town) -> None:
    late = opened(browser, full, "zh", "erqi-clerk", "/projects/late-nodes/")
    link = late.locator("tbody th a").first
    node = str(link.get_attribute("href"))
    count = late.locator("tbody tr").count()
    project = late.locator("tbody tr").first.locator("td a").first
    project.click()
    expect(late.locator("tr.sc-laterow")).not_to_have_count(0)
    organ = full.one(f"SELECT organ_id FROM projects_node WHERE id = {node.rstrip('/').split('/')[-1]}")
    first = full.one(f"SELECT name FROM registers_organ WHERE id = {organ}")
    who = "erqi-owner" if "甲" in str(first) else "erqi-owner-two"
    unit = opened(browser, full, "zh", who, f"{node}do/projects.report_node_done/")
    unit.fill("[name=on]", str(full.one("SELECT substr(max(at), 1, 10) FROM ledger_entry"))[:10])
    unit.fill("[name=number]", "示例验收单1号")
    unit.locator("form.tz-form button[type=submit], form .btn-primary").last.click()
    unit.wait_for_url(f"**{node}**")
    bureau = opened(browser, full, "zh", "erqi-housing", node)
    expect(bureau.get_by_text("已报完成").first).to_be_visible()
    bureau.goto(f"{node}do/projects.close_node/")
    bureau.locator("form.tz-form button[type=submit], form .btn-primary").last.click()
    bureau.wait_for_url(f"**{node}?done=**")
    expect(bureau.get_by_text("已销号").first).to_be_visible()
    late.goto("/projects/late-nodes/")
    assert late.locator("tbody th a").count() == count - 1
    for page in (late, unit, bureau):
        page.context.close()
