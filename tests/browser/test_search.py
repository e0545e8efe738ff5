"""The search box at the head of a page, by keyboard, by mouse, and in a browser without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PATIENCE
from .town import Town
from .views import context, sign_in

pytestmark = pytest.mark.browser


def project(town: Town) -> tuple[int, str]:
    found = town.rows("SELECT id, name FROM projects_project WHERE name LIKE '%二七广场%' ORDER BY id")
    return found[0]


@pytest.fixture
def page(full: Town, browser: Browser) -> Page:
    made = context(browser, full, "zh", viewport={"width": 1280, "height": 800})
    made.set_default_timeout(PATIENCE)
    opened = made.new_page()
    sign_in(opened, "erqi-clerk", full.password)
    opened.wait_for_load_state("networkidle")
    yield opened
    made.close()


def test_keys_lead_from_anywhere_to_a_project(full, page):
    key, name = project(full)
    page.keyboard.press("Control+k")
    page.keyboard.type("广场")
    box = page.locator("#tz-q")
    expect(box).to_be_focused()
    expect(page.locator("#tz-suggest a", has_text=name)).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(chosen).to_contain_text(name)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/r/projects.project/{key}/")


def test_escape_closes_the_suggestions_and_enter_shows_all_results(page):
    page.fill("#tz-q", "")
    page.locator("#tz-q").press_sequentially("二七")
    page.wait_for_selector("#tz-suggest a")
    page.keyboard.press("Escape")
    expect(page.locator("#tz-suggest")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("h2").first).to_contain_text("项目")


def test_words_in_composition_are_not_sent(page):
    """Somebody who types pinyin has letters in the box that are not their words yet."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggestions/" in request.url else None)
    page.evaluate(
        """() => {
          const box = document.getElementById("tz-q");
          box.focus(); box.value = "guang";
          box.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
        }"""
    )
    page.wait_for_timeout(600)
    assert asked == []
    page.evaluate(
        """() => {
          const box = document.getElementById("tz-q");
          box.value = "广场";
          box.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true}));
        }"""
    )
    page.wait_for_selector("#tz-suggest a")
    assert len(asked) == 1


def test_without_javascript_the_box_is_a_form(full, browser):
    key, _ = project(full)
    plain = context(browser, full, "zh", java_script_enabled=False)
    plain.set_default_timeout(PATIENCE)
    page = plain.new_page()
    sign_in(page, "erqi-clerk", full.password)
    page.fill("#tz-q", "广场")
    page.press("#tz-q", "Enter")
    page.wait_for_url("**/search/?q=*")
    page.locator(f"a[href='/r/projects.project/{key}/']").first.click()
    page.wait_for_url(f"**/r/projects.project/{key}/")
    plain.close()
