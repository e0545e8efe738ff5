"""A newcomer follows the README: from somebody's workbook to totals, to proof, and to the discovery of a row altered by hand."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from taizhang.frame import clock
from taizhang.modules.projects import rules
from taizhang.site.example_city.example_workbook import Planted, write_example_workbook
from taizhang.site.example_city.photo import photo

from .conftest import PATIENCE
from .town import ROOT, Town
from .views import context, sign_in

pytestmark = pytest.mark.browser

#: What the example workbook holds: rows, rows with a fault, projects in all and in the rows without a fault.
ROWS, HELD, DISTINCT, FIRST = 543, 6, 470, 465
PERMIT = (("filing_certificate", "File"), ("factor_statement", "Factors secured"), ("construction_permit", "Grant the construction permit"))


def test_a_newcomer_brings_a_workbook_in_runs_a_month_and_proves_what_happened(
    browser: Browser, blank: Town, tmp_path: Path
) -> None:
    today = clock.today()
    faulty, sound = tmp_path / "erqi.xlsx", tmp_path / "sound.xlsx"
    planted = write_example_workbook(faulty, today, faulty=True).planted
    write_example_workbook(sound, today)
    desk = context(browser, blank, "en", viewport={"width": 1280, "height": 900})
    desk.set_default_timeout(PATIENCE)
    page = desk.new_page()
    sign_in(page, "erqi-clerk", blank.password)

    see_what_was_recognised(page, faulty, planted)
    annotated = take_away(page, page.get_by_role("link", name="Download the annotated workbook"), tmp_path / "annotated.xlsx")
    accept_and_watch(page, ROWS - HELD, HELD, FIRST)
    corrected = corrected_in_the_annotated(annotated, sound, planted, tmp_path / "corrected.xlsx")
    only_what_was_held_back_is_new(page, corrected)
    assert blank.one("SELECT count(*) FROM projects_project") == DISTINCT

    key = blank.one(
        "SELECT id FROM projects_project WHERE stage = 'reserve' AND kind = 'filed' AND total_investment_fen > 0 AND code != '' ORDER BY id"
    )
    record = f"/r/projects.project/{key}/"
    refused_and_told_what_is_missing(page, record)
    for document, step in PERMIT:
        add_document(page, record, document, today)
        move_forward(page, record, step)
    assign_unit(page, record)
    before = reported(page)
    assert before == "—", "nobody has reported, which is not zero"

    sign_in(page, "erqi-owner", blank.password)
    report_the_month(page, key, today)
    for who, step in (("erqi-housing", "Review"), ("erqi-clerk", "Accept")):
        sign_in(page, who, blank.password)
        pass_on(page, step)
    assert reported(page) == "1,200"
    yesterday(page, today)

    bundle = take_the_proof(page, record, tmp_path)
    assert "\nVERIFIED" in check(bundle, tmp_path / "policy.json")
    assert blank.taizhang("ledger", "fsck", "--quick").returncode == 0
    an_altered_row_is_named(blank, key)


# -- the workbook -------------------------------------------------------------------------------------------------------


def see_what_was_recognised(page: Page, workbook: Path, planted: list[Planted]) -> None:
    send(page, workbook)
    expect(page.get_by_role("button", name=f"Import {ROWS - HELD} rows, hold back {HELD}")).to_be_enabled()
    for fault in planted:
        page.locator(".pj-problems a", has_text=f"{fault.sheet}!{fault.cell}").first.click()
        row = page.locator(f"#r{re.sub(r'[A-Z]+', '', fault.cell)}")
        expect(row).to_have_class("pj-r-held")
        red = row.locator("td.pj-bad").first
        expect(red.locator(".pj-reason").first).not_to_be_empty()
        assert red.evaluate("cell => getComputedStyle(cell).backgroundColor") == "rgb(251, 227, 229)"


def send(page: Page, workbook: Path) -> None:
    page.goto("/work/")
    page.locator("nav.tz-side summary", has_text="Projects and investment").click()
    page.get_by_role("link", name="Import a workbook").first.click()
    page.set_input_files("#file", workbook)
    page.get_by_role("button", name="See what is recognised").click()


def accept_and_watch(page: Page, accepted: int, held: int, new: int) -> None:
    page.get_by_role("button", name=f"Import {accepted} rows, hold back {held}").click()
    bar = page.locator("#progress [role=progressbar]")
    expect(bar).to_have_attribute("aria-valuenow", "100", timeout=2 * PATIENCE)
    expect(page.get_by_role("link", name="See the projects")).to_be_visible()
    expect(page.locator("#progress [role=status]")).to_contain_text(f"{new} new projects")
    expect(page.locator("#progress .pj-problems li")).to_have_count(held)


def take_away(page: Page, link: object, to: Path) -> Path:
    with page.expect_download() as coming:
        link.click()  # type: ignore[attr-defined]
    coming.value.save_as(to)
    return to


def corrected_in_the_annotated(annotated: Path, sound: Path, planted: list[Planted], to: Path) -> Path:
    """The clerk types the right values into the red cells of the workbook that was handed back."""
    book, right = openpyxl.load_workbook(annotated), openpyxl.load_workbook(sound)
    for fault in planted:
        book[fault.sheet][fault.cell].value = right[fault.sheet][fault.cell].value
    book.save(to)
    return to


def only_what_was_held_back_is_new(page: Page, corrected: Path) -> None:
    send(page, corrected)
    accept_and_watch(page, ROWS, 0, DISTINCT - FIRST)


# -- one project --------------------------------------------------------------------------------------------------------


def refused_and_told_what_is_missing(page: Page, record: str) -> None:
    page.goto(record)
    missing = page.locator("section[aria-labelledby=lacks] tbody tr", has=page.get_by_role("rowheader", name="File", exact=True))
    expect(missing).to_contain_text("Filing certificate")
    expect(missing.locator("td").nth(1)).not_to_have_text("—")
    page.locator(".tz-actions summary").click()
    grey = page.locator(".tz-blocked", has_text=re.compile(r"^\s*File"))
    expect(grey).to_have_attribute("aria-disabled", "true")
    expect(grey).to_contain_text("Filing certificate")
    # The address typed by hand is refused in the same words, and its button is shut.
    page.goto(f"{record}do/projects.file/")
    expect(page.locator("#problems")).to_contain_text("Filing certificate")
    expect(page.get_by_role("button", name="Confirm and record")).to_be_disabled()


def add_document(page: Page, record: str, kind: str, today: date) -> None:
    page.goto(record)
    page.locator(".tz-actions summary").click()
    page.locator(".tz-actions a", has_text="Add a document").click()
    page.select_option("#in-kind", kind)
    page.fill("#in-number", f"示例〔{today.year}〕7号")
    page.fill("#in-dated", today.isoformat())
    confirm(page)


def move_forward(page: Page, record: str, step: str) -> None:
    page.goto(record)
    page.locator(".tz-actions").get_by_role("link", name=step, exact=True).click()
    confirm(page)


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Confirm and record").click()
    expect(page.locator(".tz-alert-good")).to_contain_text("Recorded")


def assign_unit(page: Page, record: str) -> None:
    page.goto(record)
    page.locator(".tz-actions summary").click()
    page.locator(".tz-actions a", has_text="Assign the reporting unit").click()
    unit = page.locator("#in-unit")
    if page.locator("#box-unit .tz-seek").count():
        page.locator("#box-unit .tz-seek").press_sequentially("单位甲", delay=20)
    unit.locator("option", has_text=OWNER_ONE).first.wait_for(state="attached")
    unit.select_option(label=unit.locator("option", has_text=OWNER_ONE).first.inner_text().strip())
    confirm(page)


OWNER_ONE = "Owner One"


def reported(page: Page) -> str:
    """The district's total of what was reported this year, in 10,000 CNY."""
    page.goto("/projects/totals/")
    return page.locator("tfoot td.num").nth(4).inner_text().split("\n")[0].strip()


# -- one month ----------------------------------------------------------------------------------------------------------


def report_the_month(page: Page, key: int, today: date) -> None:
    task = page.locator(".tz-tasks li", has=page.locator(f"a[href*='/r/projects.project/{key}/']")).first
    task.get_by_role("link", name="Report a month").click()
    page.fill("#in-period", rules.due_period(today))
    page.fill("#in-progress", "示例：桩基完成三分之一")
    page.fill("#in-workload_fen", "1250")
    page.fill("#in-investment_fen", "1200")
    page.fill("#in-paid_fen", "800")
    page.fill("#in-quantities", "桩基 根 120")
    taken = datetime.combine(today, datetime.min.time()) + timedelta(hours=9)
    picture = {"name": "site.jpg", "mimeType": "image/jpeg", "buffer": photo(taken, 34_723_000, 113_641_000)}
    page.set_input_files("#in-photos", picture)  # type: ignore[arg-type]
    expect(page.locator("#box-photos .tz-sent li")).to_contain_text("site.jpg")
    expect(page.locator("#box-photos .tz-sent li")).not_to_contain_text("no position")
    expect(page.locator("#tz-live")).to_contain_text("1200")
    confirm(page)


def pass_on(page: Page, step: str) -> None:
    page.goto("/work/")
    page.locator(".tz-tasks .tz-do").get_by_role("link", name=step, exact=True).first.click()
    confirm(page)


def yesterday(page: Page, today: date) -> None:
    """The date picker shows what was known the day before: nothing."""
    before = (today - timedelta(days=1)).isoformat()
    page.goto("/projects/totals/")
    expect(page.locator("tfoot td.num").first).to_have_text(str(DISTINCT))
    page.fill("#tz-at", before)
    page.wait_for_url(f"**at={before}*")
    expect(page.locator(".tz-past")).to_contain_text(before)
    expect(page.locator("tfoot td.num").first).to_have_text("0")


# -- proof --------------------------------------------------------------------------------------------------------------


def take_the_proof(page: Page, record: str, folder: Path) -> Path:
    page.goto(record)
    page.locator("#line ~ *, .tz-linecard").locator("a.tz-entryno").first.click()
    # Nothing is pressed for it: the worker signs, and two witnesses answer, within seconds in the example.
    for _ in range(40):
        if "Enough witnesses have signed it" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator("main")).to_contain_text("Enough witnesses have signed it")
    bundle = take_away(page, page.get_by_role("link", name="Download the proof"), folder / "bundle.json")
    page.goto("/verify/")
    take_away(page, page.get_by_role("link", name="policy.json").first, folder / "policy.json")
    return bundle


def check(bundle: Path, policy: Path) -> str:
    """What the stand-alone verifier says, on a Python with nothing installed."""
    assert json.loads(bundle.read_text())
    program = ROOT / "verify" / "taizhang_verify.py"
    done = subprocess.run(
        [sys.executable, "-S", "-I", str(program), str(bundle), "--policy", str(policy)],
        text=True,
        capture_output=True,
        timeout=60,
    )
    return done.stdout + done.stderr


def an_altered_row_is_named(town: Town, key: int) -> None:
    """Somebody with the database file and no guard writes one figure."""
    with closing(sqlite3.connect(town.folder / "taizhang.sqlite3", timeout=20)) as connection:
        connection.execute("UPDATE projects_project SET total_investment_fen = total_investment_fen + 100 WHERE id = ?", (key,))
        connection.commit()
    found = town.taizhang("ledger", "fsck", "--quick", "--json")
    assert found.returncode == 1
    findings = json.loads(found.stdout)["findings"]
    assert [f["where"] for f in findings] == [f"projects.project:{key}"], findings
