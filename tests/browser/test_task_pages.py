"""The tree of responsibilities is walked with the keyboard alone; a bar of the wall opens the tasks that it counts; an organ's week is a sheet."""

from __future__ import annotations

import contextlib
import re
from hashlib import sha256

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import PATIENCE
from .town import Town
from .views import context, sign_in

pytestmark = pytest.mark.browser


def test_a_clerk_walks_from_a_document_to_the_parts_of_a_task_and_from_a_bar_to_its_rows(browser: Browser, full: Town) -> None:
    desk = context(browser, full, "zh", viewport={"width": 1280, "height": 900})
    desk.set_default_timeout(PATIENCE)
    page = desk.new_page()
    sign_in(page, "erqi-supervision", full.password)
    page.goto("/commitments/tree/")
    document = page.locator(".ct-top > .ct-node").filter(has_text="重点工作分工").first
    organ = document.locator(".ct-in .ct-node").filter(has_text="住房和城乡建设局").first
    opened_by_key(page, document, organ)
    split = organ.locator(".ct-task").filter(has_text="下级分解").first
    opened_by_key(page, organ, split)
    opened_by_key(page, split, split.locator(".ct-in .ct-task").first)
    expect(split.locator(".ct-in .ct-task").first).to_contain_text("大学路街道")
    page.goto("/commitments/wall/")
    bars = page.locator("[data-bars='bars-lead'] svg")
    expect(bars).to_be_visible()
    # The first bar of the picture begins with what is overdue, where anything is.
    overdue = page.locator("#h-lead ~ .pj-sentence a").first.inner_text()
    bars.locator("path[fill='#a61b29']").first.click()
    page.wait_for_url("**/list/commitments.tasks/**standing=overdue**")
    expect(page.locator("tbody tr").first).to_contain_text(overdue)
    page.goto("/commitments/meeting/")
    organs = page.locator(".cm-organ")
    # As many lines of each kind as an organ can have here: still a sheet for each organ.
    organs.first.evaluate("o => o.querySelectorAll('.cm-lines').forEach(u => u.replaceChildren(...Array(9).fill(u.children[0]).map(l => l.cloneNode(true))))")
    sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))
    assert len(sheets) == organs.count() > 2
    # A party of a sample check makes its secret in the browser, and the commitment is its SHA-256.
    page.goto("/commitments/spot/secret/")
    page.get_by_test_id("make-secret").click()
    secret, commitment = (page.input_value(box).split()[-1] for box in ("#sc-secret", "#sc-commitment"))
    assert sha256(bytes.fromhex(secret)).hexdigest() == commitment and len(secret) == 64
    desk.close()


def opened_by_key(page: Page, node: Locator, inside: Locator) -> None:
    """The line is opened with the keyboard. A machine presses sooner than what was just fetched listens: then it presses again."""
    for _ in range(6):
        node.locator("summary").first.focus()
        page.keyboard.press("Enter")
        with contextlib.suppress(AssertionError):
            expect(inside).to_be_visible(timeout=PATIENCE / 6)
            return
    expect(inside).to_be_visible()
