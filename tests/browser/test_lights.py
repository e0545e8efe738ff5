"""A unit answers a question about its figures, a clerk accepts it, a light is opened down to its figures, a month is seen under two rules."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PATIENCE
from .town import Town
from .views import context, sign_in

pytestmark = pytest.mark.browser

ANSWER = "示例：三方监理日志补办中，见附件"


def test_a_question_is_answered_and_accepted_and_a_light_opens_to_what_made_it(browser: Browser, full: Town) -> None:
    desk = context(browser, full, "zh", viewport={"width": 1280, "height": 900})
    desk.set_default_timeout(PATIENCE)
    page = desk.new_page()
    question = the_unit_answers(page, full)
    the_clerk_accepts(page, full, question)
    a_light_says_everything_that_made_it(page)
    two_rules_are_compared(page)
    desk.close()


def the_unit_answers(page: Page, town: Town) -> str:
    sign_in(page, "erqi-owner", town.password)
    page.goto("/list/projects.questions/?state=asked")
    page.locator("table tbody tr a").first.click()
    page.wait_for_url("**/r/projects.*/**")
    if "projects.question" not in page.url:
        page.goto(page.url)
    question = page.url
    page.get_by_role("link", name="答复", exact=True).first.click()
    page.fill("[name=answer]", ANSWER)
    page.locator("form .btn-primary").last.click()
    page.wait_for_url("**done=*")
    expect(page.locator("main")).to_contain_text("已答复，待核")
    return question.split("?")[0]


def the_clerk_accepts(page: Page, town: Town, question: str) -> None:
    sign_in(page, "erqi-clerk", town.password)
    page.goto(question)
    expect(page.locator("main")).to_contain_text(ANSWER)
    page.get_by_role("link", name="采信答复", exact=True).first.click()
    page.locator("form .btn-primary").last.click()
    page.wait_for_url("**done=*")
    expect(page.locator("main")).to_contain_text("答复已采信")


def a_light_says_everything_that_made_it(page: Page) -> None:
    page.goto("/list/projects.projects/?light=progress.yellow")
    page.locator("table tbody tr a").first.click()
    light = page.locator(".lp-light", has_text="序时进度")
    light.locator("summary").focus()
    page.keyboard.press("Enter")
    opened = light.locator(".lp-made")
    for words in ("银川市重点项目", "年度计划", "再增加", "何时变化"):
        expect(opened).to_contain_text(words)


def two_rules_are_compared(page: Page) -> None:
    page.goto("/projects/lights/")
    page.select_option("[name=other]", "example-2026")
    page.locator("form.pj-filter button").click()
    page.wait_for_url("**other=example-2026*")
    expect(page.locator("h2", has_text="颜色不同的项目")).to_have_text(re.compile(r"\d+"))
    with page.expect_download() as got:
        page.get_by_role("link", name=re.compile("导出全部")).click()
    assert got.value.suggested_filename.endswith(".xlsx")
