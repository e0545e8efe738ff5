"""The map and its list keep step by mouse and keyboard; the wall turns, pauses, and says when its sign-in has ended."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PATIENCE
from .town import Town
from .views import context, sign_in

pytestmark = pytest.mark.browser


def opened(browser: Browser, town: Town, who: str, path: str, **more: object) -> Page:
    desk = context(browser, town, "zh", viewport={"width": 1280, "height": 900}, **more)
    desk.set_default_timeout(PATIENCE)
    page = desk.new_page()
    sign_in(page, who, town.password)
    page.goto(path)
    return page


def test_what_is_chosen_beside_the_map_is_marked_on_it_and_the_other_way_round(browser: Browser, full: Town) -> None:
    sent: list[str] = []
    page = opened(browser, full, "erqi-clerk", "/projects/map/")
    page.on("request", lambda request: sent.append(request.url))
    page.reload()
    expect(page.locator("#mp-map[data-ready]")).to_be_visible()
    assert not [url for url in sent if not url.startswith((full.url, "data:", "blob:"))], "a map without tiles asks nobody else"
    assert any("/projects/map/points.json" in url for url in sent)
    first = page.locator(".mp-lines li").first
    name = first.locator("a").inner_text()
    first.locator("[data-pick]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#mp-chosen")).to_contain_text(name)
    expect(first.locator("[data-pick]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#mp-chosen")).to_be_hidden()
    page.locator(".mp-places a").first.focus()
    expect(page.locator(".mp-places a").first).to_have_class("on")
    # A street in the list opens the street alone: the mark of one of its projects is then found by the mouse.
    page.locator(".mp-places a").first.click()
    expect(page.locator("#mp-map[data-ready]")).to_be_visible()
    box = page.locator("#mp-map").bounding_box()
    assert box is not None and "place=" in page.url
    page.locator("#mp-map").focus()
    before = page.locator(".mp-label").first.bounding_box()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert page.locator(".mp-label").first.bounding_box() != before, "arrow keys move the map"
    page.context.close()


def test_a_district_on_the_citys_map_opens_its_streets(browser: Browser, full: Town) -> None:
    page = opened(browser, full, "city-leader", "/projects/map/")
    expect(page.locator("#mp-map[data-ready]")).to_be_visible()
    label = page.locator(".mp-label", has_text="二七区").bounding_box()
    assert label is not None
    page.mouse.click(label["x"] + label["width"] / 2, label["y"] + label["height"] / 2)
    page.wait_for_url("**district=**")
    expect(page.locator(".mp-lines li")).not_to_have_count(0)
    page.context.close()


def test_the_wall_turns_by_keys_pauses_and_says_that_its_sign_in_has_ended(browser: Browser, full: Town) -> None:
    page = opened(browser, full, "city-leader", "/projects/wall/", reduced_motion="reduce")
    first = page.locator(".wl-panel.on").get_attribute("aria-label")
    assert page.locator("nav, .tz-side").count() == 0
    expect(page.locator("#wl-state")).to_contain_text("减少动态效果")
    page.keyboard.press("ArrowRight")
    assert page.locator(".wl-panel.on").get_attribute("aria-label") != first
    page.keyboard.press("ArrowLeft")
    page.keyboard.press(" ")
    expect(page.locator("#wl-state")).to_contain_text("已暂停")
    smallest = page.evaluate(
        "() => Math.min(...[...document.querySelectorAll('.wl-panel.on *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))"
        ".map(e => parseFloat(getComputedStyle(e).fontSize) / innerWidth))"
    )
    assert smallest > 0.014, "text of a panel is at least 1.4 % of the screen's width: 27 px of 1920"
    page.keyboard.press("r")
    expect(page.locator("#wl-over")).to_be_hidden()
    page.context.clear_cookies()
    page.keyboard.press("r")
    expect(page.locator("#wl-over")).to_be_visible()
    page.context.close()


def test_on_paper_nothing_is_wider_than_the_sheet_and_the_reason_of_a_light_reads_across(browser: Browser, full: Town) -> None:
    page = opened(browser, full, "erqi-leader", "/projects/leader/")
    page.wait_for_load_state("networkidle")
    project = page.locator(".ld-table a[href*='/card/']").first.get_attribute("href").split("/")[2]  # type: ignore[union-attr]
    for path in ("/projects/leader/", f"/r/projects.project/{project}/", "/projects/time/compare/", "/projects/round/"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(media="screen")
        page.goto(path, wait_until="networkidle")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 688, "height": 1000})  # an A4 sheet less its margins
        assert page.evaluate("document.documentElement.scrollWidth") <= 688, path
        for reason in page.locator(".lp-why").all():
            box = reason.bounding_box()
            assert box is not None and box["width"] > 300, "one word to a line"
    page.context.close()
