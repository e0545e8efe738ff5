"""From a page of a newspaper to results: read, confirmed, given out, and a month later what became of each sentence."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from taizhang.frame import clock
from taizhang.site.example_city.photo import photo

from .conftest import PATIENCE, blank_city, served
from .town import ROOT, Town
from .views import LANGUAGES, context, sign_in

pytestmark = pytest.mark.browser

PAGE = ROOT.parent / "shared/seed/plenum-interviews.txt"
#: Those whose words the page prints, in its order, and the organ of each that its tasks are given to.
SPOKE = ("郑州市发展和改革委员会", "中原区人民政府", "二七区人民政府")
MONTH = 30


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory):
    yield from served(blank_city(tmp_path_factory), "--blank")


def test_a_page_becomes_a_register_and_a_month_later_shows_which_sentences_have_become_results(browser: Browser, town: Town, tmp_path: Path) -> None:
    if not PAGE.exists():
        pytest.skip("the newspaper page is not on this machine")
    page = desk(browser, town)
    sign_in(page, "city-supervision", town.password)
    key = entered(page)
    tasks = confirmed(page)
    assert tasks == town.one("SELECT count(*) FROM commitments_task")
    due = clock.today() + timedelta(days=20)
    given = sum(given_out(page, key, organ, first, last, due.isoformat()) for organ, (first, last) in zip(SPOKE, articles(town), strict=True))
    assert given == tasks, "every task has an organ"
    assert town.one("SELECT count(*) FROM commitments_task WHERE due IS NULL OR lead_id IS NULL") == 0

    town.serve_later(MONTH)
    page = desk(browser, town)
    sign_in(page, "city-clerk", town.password)
    done = town.one("SELECT id FROM commitments_task WHERE words LIKE '%政策性资金争取%'")
    do(page, done, "sign", {})
    do(page, done, "report_done", {"result": "示例：已列入年度资金计划"}, file=proof(tmp_path))
    sign_in(page, "city-supervision", town.password)
    do(page, done, "close", {"finding": "示例：查阅资金计划，属实"})

    sign_in(page, "city-leader", town.password)
    page.goto(f"/commitments/sources/{key}/?view=results")
    expect(page.get_by_test_id("result-closed")).to_contain_text("1")
    expect(page.get_by_test_id("result-overdue")).to_contain_text(str(tasks - 1))
    became = page.get_by_test_id("row").filter(has_text="政策性资金争取")
    expect(became).to_contain_text("示例：已列入年度资金计划")
    expect(became.get_by_test_id("proof")).to_be_visible()
    with page.expect_download() as taken:
        became.get_by_test_id("proof").click()
    assert taken.value.path().stat().st_size > 1000
    read_in_english(page, town, key, tasks)
    assert town.taizhang("ledger", "fsck", "--quick").returncode == 0


def read_in_english(page: Page, town: Town, key: str, tasks: int) -> None:
    """The same people read the same pages in English: the marked document, the register, and what became of each sentence."""
    page.context.add_cookies([{"name": "django_language", "value": LANGUAGES["en"], "url": town.url}])
    page.goto(f"/commitments/sources/{key}/?view=results")
    expect(page.get_by_test_id("result-closed")).to_have_text("✓ Closed 1")
    expect(page.get_by_test_id("result-overdue")).to_have_text(f"■ Overdue {tasks - 1}")
    became = page.get_by_test_id("row").filter(has_text="政策性资金争取")
    expect(became).to_contain_text("✓ Closed")
    expect(became.get_by_test_id("proof")).to_contain_text("Proof")
    page.get_by_test_id("result-overdue").click()
    expect(page.get_by_test_id("row")).to_have_count(tasks - 1)
    sign_in(page, "city-supervision", town.password)
    page.goto(f"/commitments/sources/{key}/")
    expect(page.get_by_test_id("text").locator("mark")).not_to_have_count(0)
    expect(page.get_by_test_id("left")).to_have_text(f"to confirm 0 · confirmed, nobody has it 0 · given out {tasks}")
    page.goto(f"/list/commitments.tasks/?source={key}&standing=overdue")
    expect(page.get_by_role("columnheader", name="Leading organ")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("Overdue")


def desk(browser: Browser, town: Town) -> Page:
    page = context(browser, town, "zh", viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def entered(page: Page) -> str:
    """The page is uploaded, looked over and entered."""
    page.goto("/commitments/sources/new/")
    page.set_input_files("#st-file", PAGE)
    page.get_by_test_id("look").click()
    expect(page.get_by_test_id("register-form")).to_contain_text("项任务")
    page.fill("#st-title", "全会精神三人谈")
    page.select_option("#st-genre", "interview")
    page.get_by_test_id("register").click()
    page.wait_for_url(re.compile(r"/commitments/sources/\d+/"))
    return page.url.split("/sources/")[1].split("/")[0]


def confirmed(page: Page) -> int:
    """Everything that was read is confirmed with the keyboard; gives how many tasks."""
    rows = page.get_by_test_id("row")
    expect(rows.first).to_be_visible()
    count = rows.count()
    page.check("[data-all]")
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("done")).to_be_visible()
    expect(page.get_by_test_id("left")).to_contain_text("待确认 0")
    return count


def articles(town: Town) -> list[tuple[int, int]]:
    """First and last number of the tasks of each speaker, in the order of the page."""
    organs = [organ for (organ,) in town.rows("SELECT speaker_organ FROM commitments_task ORDER BY start")]
    names = list(dict.fromkeys(organs))
    assert len(names) == len(SPOKE)
    return [(organs.index(name) + 1, len(organs) - organs[::-1].index(name)) for name in names]


def given_out(page: Page, key: str, organ: str, first: int, last: int, due: str) -> int:
    """The tasks from one number to another are an organ's, with a deadline."""
    page.goto(f"/commitments/sources/{key}/")
    for row in page.get_by_test_id("row").all()[first - 1 : last]:
        row.locator("input[name=ids]").check()
    page.get_by_test_id("assign-open").click()
    choose(page, "lead", organ)
    page.fill("#st-assign [name=due]", due)
    page.get_by_test_id("assign").click()
    expect(page.get_by_test_id("done")).to_contain_text(f"已办 {last - first + 1} 条")
    return last - first + 1


def choose(page: Page, name: str, words: str) -> None:
    box = page.locator(f"#st-assign select[name={name}]")
    if box.count():
        box.select_option(label=words)
        return
    page.fill(f"#st-assign [name={name}_text], #st-assign input[list]", words)


def do(page: Page, task: int, verb: str, boxes: dict[str, str], file: Path | None = None) -> None:
    page.goto(f"/r/commitments.task/{task}/do/commitments.{verb}/")
    problems = page.locator("#problems")
    assert problems.count() == 0, problems.first.inner_text()
    for name, value in boxes.items():
        page.fill(f"[name={name}]", value)
    if file is not None:
        page.set_input_files("input[type=file]", file)
        # The file is sent as soon as it is chosen; it can be taken away again once it is there.
        expect(page.get_by_role("button", name="移除")).to_be_visible()
    page.locator("form.tz-act button.btn-primary, main form button.btn-primary").first.click()
    page.wait_for_load_state()
    refused = page.locator(".alert-danger")
    assert refused.count() == 0, refused.first.inner_text()
    page.wait_for_url(re.compile(rf"/r/commitments\.task/{task}/(?!do/)"))


def proof(folder: Path) -> Path:
    path = folder / "办结佐证.jpg"
    path.write_bytes(photo(clock.now().astimezone(clock.ZONE), 34_750_000, 113_620_000))
    return path
