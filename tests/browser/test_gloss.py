"""An English reader learns which Chinese word a label stands for: with the pointer, with the keyboard, and after a part of a page has changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .conftest import PATIENCE
from .town import Town
from .views import context, sign_in

pytestmark = pytest.mark.browser


def test_terms_and_labels_are_glossed_on_signed_in_pages(browser: Browser, full: Town) -> None:
    desk = context(browser, full, "en", viewport={"width": 1280, "height": 900})
    desk.set_default_timeout(PATIENCE)
    page = desk.new_page()
    sign_in(page, "erqi-leader", full.password)
    tip = page.locator("#tz-tip")

    page.goto("/projects/leader/")
    term = page.locator(".tz-term", has_text="time schedule").first
    term.focus()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("序时进度 The share of the yearly plan that should be done by now.")
    assert term.get_attribute("aria-describedby") == "tz-tip"
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()

    # A sentence glosses a term once: a reader with the keyboard does not stop at every repetition.
    words = page.locator(".tz-term").all_inner_texts()
    assert len(words) == len({w.lower().rstrip("s") for w in words})

    page.goto("/list/projects.projects/?all=1")
    page.locator("th", has_text="Stage (claimed)").hover()
    expect(tip).to_have_text("自报阶段")
    page.locator("#tz-find").fill("示例")
    page.wait_for_url("**q=*")
    page.mouse.move(0, 0)
    page.locator("td[data-zh]").first.hover()
    expect(tip).to_be_visible()

    page.get_by_role("button", name="中文").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".tz-term, [data-zh]").count() == 0
    desk.close()
