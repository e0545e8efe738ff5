"""A newcomer walks through the pages with the keyboard, leaves, comes back; without scripts there are links."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from taizhang.site.example_city.tours import TOURS, Tour
from tests.examples import LONG

from .conftest import PATIENCE
from .town import Town
from .views import LANGUAGES, context

pytestmark = pytest.mark.browser

#: Whether what the step speaks of is framed, on the screen, and not behind the panel.
IN_VIEW = """() => {
  const spot = document.querySelector('.tour-spot'), panel = document.getElementById('tour').getBoundingClientRect();
  if (!spot) return 'nothing is framed';
  const seen = spot.getBoundingClientRect();
  if (seen.bottom < 0 || seen.top > innerHeight) return `framed at ${seen.top}, outside ${innerHeight}`;
  return seen.top >= panel.top && innerWidth < 600 ? 'behind the panel' : '';
}"""


#: Every tour in the long run in both languages; on each push in one, turn about, so that both are walked.
WALKS = [(tour, language) for n, tour in enumerate(TOURS.values()) for m, language in enumerate(LANGUAGES) if LONG or n % 2 == m]


@pytest.mark.parametrize(("tour", "language"), WALKS, ids=[f"{tour.key}-{language}" for tour, language in WALKS])
def test_a_tour_is_walked_with_the_keyboard_over_real_pages(browser: Browser, full: Town, tour: Tour, language: str) -> None:
    width = 360 if language == "en" else 1280
    desk = context(browser, full, language, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    desk.set_default_timeout(PATIENCE)
    page = desk.new_page()
    page.goto("/tour/")
    page.locator(f"a[href='/tour/{tour.key}/1/']").first.focus()
    page.keyboard.press("Enter")
    if tour.sign_in:
        page.wait_for_url("**/sign-in/**")
        page.locator("#tour [data-sign-in]").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
    for number, step in enumerate(tour.steps, 1):
        expect(page.locator("#tour-head")).to_have_text(step.head.in_(language))
        expect(page.locator("#tour"), "a screen reader begins with the panel").to_be_focused()
        page.wait_for_function("document.querySelector('.tour-spot')")
        page.wait_for_timeout(300)
        assert page.evaluate(IN_VIEW) == "", f"step {number}: {page.url}"
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 1, page.url
        onward(page)
    expect(page).to_have_url(f"{full.url}/tour/")
    desk.close()


def onward(page: Page) -> None:
    """The next step, reached by the tabulator alone."""
    before = page.locator(".tour-where").inner_text()
    while page.evaluate("document.activeElement.className") != "tour-next":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("before => !document.querySelector('.tour-where') || document.querySelector('.tour-where').innerText !== before || location.pathname === '/tour/'", arg=before)


def test_a_tour_can_be_left_and_resumed(browser: Browser, full: Town) -> None:
    desk = context(browser, full, "en", viewport={"width": 1280, "height": 800})
    desk.set_default_timeout(PATIENCE)
    page = desk.new_page()
    page.goto("/tour/citizen/2/")
    page.locator("#tour").press("Escape")
    expect(page.locator("#tour")).to_have_count(0)
    page.goto("/verify/")
    expect(page.locator("#tour")).to_have_count(0)
    page.goto("/tour/")
    page.get_by_role("link", name="Go on: Resident 2/5").click()
    expect(page.locator("#tour-head")).to_have_text("Look up a project")
    desk.close()


def test_without_scripts_the_tour_is_links(browser: Browser, full: Town) -> None:
    desk = context(browser, full, "zh", viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    page = desk.new_page()
    page.goto("/sign-in/")
    page.locator("a[href='/tour/reporter/1/']").click()
    assert "erqi-owner" in page.locator("#tour").inner_text()
    page.fill("#username", "erqi-owner")
    page.fill("#password", full.password)
    page.click(".tz-doorcard button.btn-primary")
    assert page.locator("#tour-head").inner_text() == "先看等您办的"
    page.locator(".tour-next").click()
    assert page.url.startswith(f"{full.url}/report/")
    page.locator(".tour-leave").click()
    assert page.locator("#tour").count() == 0
    desk.close()
