"""Draws that anybody can check: from a published plan to results, with a firm that is guided instead of listed; in Chinese and in English by turns."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, expect

from taizhang.frame import clock
from taizhang.modules.inspection.rules.visits import shown_code
from taizhang.site.example_city.example_inspection_draws import secret
from taizhang.site.example_city.example_inspection_rosters import firm_code
from taizhang.site.example_city.photo import photo
from tests.examples import whose_turn

from .conftest import PATIENCE, loaded_once, served
from .test_visit_sheet import PHONE, SCROLLS, signed_with_a_finger
from .test_visit_sheet import sign_in as sign_in_by_phone
from .town import ROOT, Town
from .views import context, sign_in

pytestmark = pytest.mark.browser

#: What the pages say in English where the steps below give the Chinese words.
ENGLISH = {
    "二七区市场监督管理局": "Erqi District Administration for Market Regulation",
    "二七区应急管理局": "Erqi District Emergency Management Bureau",
    "食品经营监督检查": "Food business",
    "工业产品质量检查": "Quality of industrial products",
    "工贸企业安全检查": "Safety of industrial and trading firms",
    "广告行为检查": "Advertising",
    "已检查该企业2次": "has visited the firm 2 time(s)",
    "涉企行政检查年度频次上限": "Yearly caps on inspections of a firm",
    "检查中": "Visits under way",
    "未发现问题": "No problem found",
    "企业签字": "The firm signs",
    "确认并发送": "Confirm and send",
    "打印文书": "Print the paper",
    "出盒：良好": "Out, well",
    "抽取结果（按签号从小到大）": "Result, by the tickets in their order",
    "种子": "Seed",
    "法定时限": "The law",
    "已公示": "Published",
}

PLANNER, CHIEF, PARTNER = "erqi-inspection", "erqi-inspection-chief", "erqi-emergency"
TITLE = "食品与工业企业联合抽查（示例故事）"
#: The batch as the plan announces it.
LINE = "食品与工业企业年末联合抽查"
PARTIES = ("二七区市场监管局（示例）", "示例公证处", "示例个体私营经济协会")
#: All of whose annual report was nothing but zero, so that the draw takes it whole; and who must not meet it.
WHOLE, BARRED = firm_code(17), "沈文博"
#: The draw is on the next evening, and held on the day after.
DAYS = 2
DRAWN = "FROM inspection_drawnobject d JOIN inspection_batchpart p ON p.id = d.part_id WHERE p.batch_id = ? AND NOT d.substitute"


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory):
    """A loaded example city of one's own, in which days may pass."""
    folder, ready = tmp_path_factory.mktemp("inspected"), os.environ.get("TAIZHANG_CITY")
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    base = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    shutil.copytree(Path(ready) if ready else loaded_once(base / "city", "--check"), folder, dirs_exist_ok=True)
    yield from served(folder)


@pytest.mark.parametrize("language", whose_turn(["zh", "en"], 2, "inspection"))
def test_a_draw_is_held_in_public_checked_by_an_outsider_and_its_results_are_read_by_everybody(
    browser: Browser, town: Town, tmp_path: Path, language: str
) -> None:
    page, outside = desk(browser, town, language), desk(browser, town, language)
    sign_in(page, PLANNER, town.password)
    declared(page, town)
    planned(page, outside, town)
    batch = prepared(page, town)
    committed(page, town, batch)
    announced(outside, batch)
    refused_over_the_cap(page, town)

    town.serve_later(DAYS)
    page, outside = desk(browser, town, language), desk(browser, town, language)
    sign_in(page, PLANNER, town.password)
    drawn(page, batch)
    checked_outside(outside, batch, tmp_path)
    assigned(page, town, batch)
    visit = of_officer(town, batch)
    told(page, town, visit)
    on_the_telephone(browser, town, visit, language)
    published(page, outside, town, visit)

    # Reports are due on 30 June, and a firm whose report is late can come in only while the law's own term still runs.
    summer = date(clock.today().year + (clock.today() >= date(clock.today().year, 7, 1)), 7, 2)
    town.serve_later((summer - clock.today()).days)
    page, outside = desk(browser, town, language), desk(browser, town, language)
    sign_in(page, PLANNER, town.password)
    member = guided(page, town, summer)
    let_out(page, town, member, tmp_path)
    read_by_everybody(page, outside, town, batch, visit, member)
    done = town.taizhang("ledger", "fsck", "--quick")
    assert done.returncode == 0, done.stdout + done.stderr


# -- before the draw --------------------------------------------------------------------------------------------------------


def declared(page: Page, town: Town) -> None:
    """An inspector states that he must not meet a firm that is sure to be drawn."""
    inspector = town.one("SELECT i.id FROM inspection_inspector i JOIN registers_person p ON p.id = i.person_id WHERE p.name LIKE ?", f"{BARRED}%")
    act(page, f"inspection.inspector/{inspector}", "inspection.declare_interest", firm=firm_name(town, WHOLE), kind="relative", note="示例")


def planned(page: Page, outside: Page, town: Town) -> None:
    """The plan of the year is adjusted, approved and filed by another person, published, and read by whoever comes by."""
    plan = town.one("SELECT id FROM inspection_plan WHERE state = 'published' ORDER BY id DESC")
    act(page, f"inspection.plan/{plan}", "inspection.adjust_plan", reason="示例：增加一个批次")
    new, year = town.rows("SELECT max(id), max(year) FROM inspection_plan")[0]
    act(
        page, f"inspection.plan/{new}", "inspection.add_plan_line", title=LINE, mode="joint", organ="二七区市场监督管理局", scope="食品经营、工业生产企业",
        quantity="按风险类别；年报全零的企业全部抽取", begins_on=f"{year}-01-01", ends_on=f"{year}-12-31",
    )  # fmt: skip
    sign_in(page, CHIEF, town.password)
    act(page, f"inspection.plan/{new}", "inspection.file_plan", filed_with="郑州市市场监督管理局（示例）", filed_on=clock.today().isoformat())
    sign_in(page, PLANNER, town.password)
    act(page, f"inspection.plan/{new}", "inspection.publish_plan")
    assert town.rows("SELECT state FROM inspection_plan WHERE id IN (?, ?) ORDER BY id", plan, new) == [("replaced",), ("published",)]
    outside.goto(f"/public/plans/{new}/")
    expect(outside.locator("main")).to_contain_text(LINE)


def prepared(page: Page, town: Town) -> int:
    """Two departments have stated their parts under the published plan, and the rosters are frozen."""
    plan = town.one("SELECT id FROM inspection_plan WHERE state = 'published' ORDER BY id DESC")
    opens = clock.today() + timedelta(days=1)
    closes = min(opens + timedelta(days=20), date(opens.year, 12, 31))
    act(
        page, f"inspection.plan/{plan}", "inspection.prepare_batch", title=TITLE, mode="joint", window_from=opens.isoformat(),
        window_to=closes.isoformat(), plan_line=LINE, others=["二七区应急管理局"],
    )  # fmt: skip
    batch = int(town.one("SELECT id FROM inspection_batch WHERE title = ?", TITLE))
    part = f"inspection.batch/{batch}"
    act(page, part, "inspection.state_part", items=["食品经营监督检查", "工业产品质量检查"], ratio_a="40", ratio_b="40", ratio_c="100", ratio_d="100",
        zero_whole=True, tags="食品经营 工业生产")  # fmt: skip
    sign_in(page, PARTNER, town.password)
    act(page, part, "inspection.state_part", items=["工贸企业安全检查"], ratio_c="100", ratio_d="100", tags="工业生产")
    sign_in(page, PLANNER, town.password)
    act(page, part, "inspection.freeze_batch")
    return batch


def committed(page: Page, town: Town, batch: int) -> None:
    """The head commits with three parties and an event of tomorrow evening."""
    sign_in(page, CHIEF, town.password)
    parties = "\n".join(f"{name} {sha256(bytes.fromhex(secret(name, TITLE))).hexdigest()}" for name in PARTIES)
    at = datetime.combine(clock.today() + timedelta(days=1), time(21, 30))
    act(page, f"inspection.batch/{batch}", "inspection.commit_batch", parties=parties, event="示例福利彩票第2026139期", draw_at=at.strftime("%Y-%m-%dT%H:%M"))


def announced(outside: Page, batch: int) -> None:
    """Whoever comes by without signing in sees the pool, the sizes, the commitment and the countdown."""
    outside.goto("/public/draws/")
    outside.get_by_role("link", name=TITLE).click()
    outside.wait_for_url(f"**/public/draws/{batch}/")
    expect(outside.locator("#clock")).to_have_text(re.compile(r"\d+:\d\d:\d\d|\d+ ?(天|day)"))
    expect(outside.locator(".moment")).to_contain_text("示例福利彩票第2026139期")
    for number in outside.locator(".figure dd").all_inner_texts():
        assert int(number.replace(",", "")) > 0
    assert re.fullmatch("[0-9a-f]{64}", outside.locator(".committed .hash code").inner_text())
    expect(outside.locator(".tickets")).to_have_count(0)
    expect(outside.locator("#how")).to_contain_text(PARTIES[1])


def refused_over_the_cap(page: Page, town: Town) -> None:
    """A third visit of the year without a ground is refused on the page, with its rule."""
    sign_in(page, PLANNER, town.password)
    firm, name, place = town.rows("SELECT id, name, place_id FROM registers_enterprise WHERE uscc = ?", firm_code(36))[0]
    person = f"SELECT p.{'name_en' if speaks(page) == 'en' else 'name'} FROM inspection_inspector i JOIN registers_person p ON p.id = i.person_id WHERE i.certificate = ?"
    day = clock.today() + timedelta(days=1)
    visit = {
        "firm": name, "items": ["广告行为检查"], "lead": town.one(person, "16010300001"), "members": [town.one(person, "16010300005")],
        "window_from": day.isoformat(), "window_to": day.isoformat(), "note": "示例：再查一次",
    }  # fmt: skip
    counted = "SELECT count(*) FROM inspection_visit WHERE enterprise_id = ? AND state <> 'cancelled' AND ground = '' AND window_from >= ?"
    for _ in range(2 - town.one(counted, firm, f"{day.year}-01-01")):
        # Early in a year the example has not made them yet.
        act(page, f"registers.place/{place}", "inspection.log_cause", **visit)
    act(page, f"registers.place/{place}", "inspection.log_cause", refused=True, **visit)
    problems = page.locator("#problems")
    expect(problems).to_contain_text(said(page, "已检查该企业2次"))
    expect(problems).to_contain_text(said(page, "涉企行政检查年度频次上限"))
    assert page.locator("[name=note]").input_value() == "示例：再查一次", "what was typed is kept"


def guided(page: Page, town: Town, today: date) -> int:
    """A firm with a late report is in the sandbox and has its letter; the clock of the law stands beside the sandbox's own."""
    place, name = town.rows(
        "SELECT e.place_id, e.name FROM registers_enterprise e JOIN inspection_inspectedobject o ON o.enterprise_id = e.id"
        " WHERE e.id NOT IN (SELECT enterprise_id FROM inspection_visit) AND e.id NOT IN (SELECT enterprise_id FROM sandbox_member)"
        " AND o.tags = '' ORDER BY e.id"
    )[0]
    year = today.year - 1
    act(page, f"registers.place/{place}", "sandbox.find_defect", enterprise=name, defect="late_report", triggered_on=f"{year + 1}-06-30", report_year=str(year))
    member = int(town.one("SELECT max(id) FROM sandbox_member"))
    act(page, f"sandbox.member/{member}", "sandbox.admit")
    ends = date.fromisoformat(town.one("SELECT period_ends FROM sandbox_member WHERE id = ?", member))
    act(
        page, f"sandbox.member/{member}", "sandbox.guide", demand="示例：请补报并公示年度报告", contact="示例联系人",
        correct_by=min(ends, today + timedelta(days=4)).isoformat(), given=True,
    )  # fmt: skip
    code = page.locator("[data-given=code]").inner_text()
    page.get_by_role("button", name=said(page, "打印文书")).click()
    expect(page.locator("article")).to_contain_text(code)
    page.goto(f"/r/sandbox.member/{member}/")
    expect(page.locator("main")).not_to_contain_text(code)
    due = town.one("SELECT listing_due FROM sandbox_member WHERE id = ?", member)
    expect(page.locator(".sb-clocks .sb-law")).to_contain_text(due)
    expect(page.locator(".sb-clocks")).to_contain_text(ends.isoformat())
    return member


# -- the draw ---------------------------------------------------------------------------------------------------------------


def drawn(page: Page, batch: int) -> None:
    """Somebody else than who committed enters the result and the secrets."""
    revealed = "\n".join(f"{name} {secret(name, TITLE)}" for name in PARTIES)
    act(page, f"inspection.batch/{batch}", "inspection.draw_batch", result="03 07 12 15 22 31 + 09（示例）", secrets=revealed)


def checked_outside(outside: Page, batch: int, folder: Path) -> None:
    """The page shows the result; with its files alone the verifier prints exactly the firms that the page names."""
    outside.goto(f"/public/draws/{batch}/")
    expect(outside.locator("#draw[data-stored='1']")).to_be_attached()
    shown = outside.locator(".ticket:not(.ready) .t-code").all_inner_texts()
    files = {name: taken(outside, name, folder) for name in ("MANIFEST.json", "FRAME-1.csv", "FRAME-2.csv", "RESULT.csv", "OPENINGS.csv")}
    assert len(json.loads(files["MANIFEST.json"].read_text())["manifest"]["parts"]) == 2
    names = ("FRAME-1.csv", "FRAME-2.csv", "MANIFEST.json", "OPENINGS.csv")
    command = [sys.executable, "-S", "-I", str(ROOT / "verify/draw_verify.py"), *(str(files[name]) for name in names)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=folder)
    assert said.returncode == 0, said.stdout + said.stderr
    again = set(said.stdout.split("[firms]\n")[1].splitlines()[0].split())
    with files["RESULT.csv"].open() as file:
        result = {row["id"] for row in csv.DictReader(file) if row["substitute"] == "0"}
    assert again == result == set(shown)
    assert WHOLE in result


def taken(outside: Page, name: str, folder: Path) -> Path:
    """A file of the page as a visitor takes it."""
    with outside.expect_download() as got:
        outside.locator(f"#check a[download][href$='{name}']").click()
    got.value.save_as(folder / name)
    return folder / name


def assigned(page: Page, town: Town, batch: int) -> None:
    """Departments that drew the same firm come together, and nobody of any team has an interest in the firm."""
    act(page, f"inspection.batch/{batch}", "inspection.assign_teams")
    page.goto(f"/inspection/batches/{batch}/")
    expect(page.locator("ol.in-line .here")).to_have_text(said(page, "检查中"))
    drawn_in_all, firms = town.rows(f"SELECT count(*), count(DISTINCT d.enterprise_id) {DRAWN}", batch)[0]
    stored(page, town, batch, firms)
    assert 0 < firms < drawn_in_all, "fewer visits than were drawn"
    items = "SELECT i.visit_id FROM inspection_visititem i JOIN inspection_visit v ON v.id = i.visit_id WHERE v.batch_id = ? GROUP BY i.visit_id"
    assert len(town.rows(f"{items} HAVING count(DISTINCT i.organ_id) = 2", batch)) == drawn_in_all - firms, "both departments' items in one visit"
    barred = "FROM inspection_interest t JOIN inspection_visit v ON v.enterprise_id = t.enterprise_id AND v.batch_id = ?"
    assert town.one(f"SELECT count(*) {barred}", batch) > 0, "there is an interest in a firm that was drawn"
    assert town.rows(f"SELECT m.id {barred} JOIN inspection_visitinspector m ON m.visit_id = v.id AND m.inspector_id = t.inspector_id", batch) == []
    members = "SELECT count(m.id) FROM inspection_visit v JOIN inspection_visitinspector m ON m.visit_id = v.id WHERE v.batch_id = ? GROUP BY v.id"
    assert min(n for (n,) in town.rows(members, batch)) >= 2


def stored(page: Page, town: Town, batch: int, visits: int) -> None:
    """The work behind the desk has made so many visits."""
    ends = monotonic() + PATIENCE / 1000
    while (made := town.one("SELECT count(*) FROM inspection_visit WHERE batch_id = ?", batch)) != visits:
        assert monotonic() < ends, f"{made} of {visits}"
        page.reload()


# -- the visit --------------------------------------------------------------------------------------------------------------


def of_officer(town: Town, batch: int) -> int:
    """A visit of the batch in which the officer comes and one department alone has items."""
    return int(town.one(
        "SELECT v.id FROM inspection_visit v JOIN inspection_visitinspector m ON m.visit_id = v.id JOIN inspection_inspector i ON i.id = m.inspector_id"
        " WHERE v.batch_id = ? AND i.certificate = '16010300001' AND"
        " (SELECT count(DISTINCT t.organ_id) FROM inspection_visititem t WHERE t.visit_id = v.id) = 1 ORDER BY v.id", batch
    ))  # fmt: skip


def told(page: Page, town: Town, visit: int) -> None:
    """The visit is approved by the head and the firm is told of it."""
    sign_in(page, CHIEF, town.password)
    act(page, f"inspection.visit/{visit}", "inspection.approve_visit", opinion="示例：同意")
    sign_in(page, PLANNER, town.password)
    act(page, f"inspection.visit/{visit}", "inspection.give_notice")


def on_the_telephone(browser: Browser, town: Town, visit: int, language: str) -> None:
    """The officer enters with the code and two certificates, records the items, and the firm signs with a finger."""
    code, firm = town.rows("SELECT v.code, e.name FROM inspection_visit v JOIN registers_enterprise e ON e.id = v.enterprise_id WHERE v.id = ?", visit)[0]
    team = town.rows(
        "SELECT i.certificate FROM inspection_visitinspector m JOIN inspection_inspector i ON i.id = m.inspector_id WHERE m.visit_id = ? ORDER BY m.id", visit
    )
    telephone = context(browser, town, language, viewport=PHONE, has_touch=True)
    telephone.set_default_timeout(PATIENCE)
    page = telephone.new_page()
    sign_in_by_phone(page, town.password)
    steps = page.locator("#report .card", has=page.locator("h2", has_text=firm)).locator(".rp-list li")
    steps.first.get_by_role("button").click()
    page.fill("#rp-code", shown_code(code))
    page.fill("#rp-certificate_one", team[0][0])
    page.fill("#rp-certificate_two", team[1][0])
    assert not page.evaluate(SCROLLS)
    sent(page, 1)
    items = town.rows(f"SELECT t.{'name_en' if language == 'en' else 'name'} FROM inspection_visititem i JOIN inspection_inspectionitem t ON t.id = i.item_id WHERE i.visit_id = ?", visit)
    for number, (item,) in enumerate(items, 2):
        steps.filter(has_text=item).get_by_role("button").click()
        page.get_by_text(said(page, "未发现问题"), exact=True).click()
        sent(page, number)
    steps.filter(has_text=said(page, "企业签字")).get_by_role("button").first.click()
    signed_with_a_finger(page)
    page.fill("#rp-signer", "示例负责人")
    sent(page, 2 + len(items))
    assert town.one("SELECT state FROM inspection_visit WHERE id = ?", visit) == "completed"
    telephone.close()


def sent(page: Page, count: int) -> None:
    """The step is confirmed, and so many have reached the server."""
    page.get_by_role("button", name=said(page, "确认并发送")).click()
    expect(page.locator(".rp-sent li")).to_have_count(count)


def published(page: Page, outside: Page, town: Town, visit: int) -> None:
    """The result is public within its time, item by item, and says neither who inspected nor the class of risk."""
    act(page, f"inspection.visit/{visit}", "inspection.publish_visit")
    on, due, uscc = town.rows(
        "SELECT v.published_on, v.publish_by, e.uscc FROM inspection_visit v JOIN registers_enterprise e ON e.id = v.enterprise_id WHERE v.id = ?", visit
    )[0]
    assert on <= due
    outside.goto(f"/public/results/?q={uscc}")
    row = outside.locator("table.rows tbody tr").first
    expect(row).to_contain_text(uscc)
    expect(row).to_contain_text(said(outside, "未发现问题"))
    expect(row).to_contain_text(on)


def let_out(page: Page, town: Town, member: int, folder: Path) -> None:
    """The correction is proved, somebody else verifies it, and the firm leaves well before the law's term is over."""
    picture = folder / "公示截图.jpg"
    picture.write_bytes(photo(clock.now().astimezone(clock.ZONE), 34_730_000, 113_630_000))
    act(page, f"sandbox.member/{member}", "sandbox.record_correction", correction="示例：已补报并公示", file=picture)
    sign_in(page, CHIEF, town.password)
    act(page, f"sandbox.member/{member}", "sandbox.verify", finding="示例：公示系统可以查到")
    act(page, f"sandbox.member/{member}", "sandbox.let_out", reason="示例：期内自纠，核验属实")
    expect(page.locator("main")).to_contain_text(said(page, "出盒：良好"))
    expect(page.locator(".sb-clocks .sb-law")).to_be_visible()
    out, due = town.rows("SELECT out_on, listing_due FROM sandbox_member WHERE id = ? AND state = 'out_good'", member)[0]
    assert out <= due


def read_by_everybody(page: Page, outside: Page, town: Town, batch: int, visit: int, member: int) -> None:
    """The pages that decide say so in the end: the draw, the results, the desk, what merging saved, and the sandbox."""
    outside.goto(f"/public/draws/{batch}/")
    expect(outside.locator("#result h2")).to_have_text(said(outside, "抽取结果（按签号从小到大）"))
    expect(outside.locator(".moment")).to_contain_text(said(outside, "种子"))
    page.goto(f"/r/sandbox.member/{member}/")
    expect(page.locator(".sb-clocks .sb-law")).to_contain_text(said(page, "法定时限"))
    page.goto(f"/inspection/batches/{batch}/")
    expect(page.locator("ol.in-line .here")).to_have_text(said(page, "检查中"))
    page.goto(f"/inspection/burden/?year={town.one('SELECT window_from FROM inspection_batch WHERE id = ?', batch)[:4]}")
    expect(page.locator("main")).to_contain_text(TITLE)
    page.goto(f"/r/inspection.visit/{visit}/")
    expect(page.locator("main")).to_contain_text(said(page, "已公示"))
    expect(page.locator("main")).to_contain_text("Lu Yiming" if speaks(page) == "en" else "陆一鸣")


# -- a form -----------------------------------------------------------------------------------------------------------------


def desk(browser: Browser, town: Town, language: str) -> Page:
    """A browser of its own in which nobody is signed in."""
    page = context(browser, town, language, viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def speaks(page: Page) -> str:
    """The language of the page that is open."""
    return "en" if (page.locator("html").get_attribute("lang") or "").startswith("en") else "zh"


def said(page: Page, words: str) -> str:
    """The words as the page that is open says them."""
    return ENGLISH.get(words, words) if speaks(page) == "en" else words


def act(page: Page, record: str, verb: str, *, refused: bool = False, given: bool = False, **boxes: str | bool | list[str] | Path) -> None:
    """The form of the verb is filled in and sent; it is done, refused where that is expected, or shows what is given this once."""
    page.goto(f"/r/{record}/do/{verb}/")
    problems = page.locator("#problems")
    assert problems.count() == 0, problems.first.inner_text()
    for name, value in boxes.items():
        fill(page, name, value)
    page.locator("#tz-form .tz-confirm .btn-primary").click()
    page.wait_for_load_state()
    if refused:
        expect(problems).to_be_visible()
        return
    assert problems.count() == 0, problems.first.inner_text()
    if given:
        expect(page.locator("[data-given]").first).to_be_visible()
        return
    page.wait_for_url(re.compile(r"/r/[a-z_.]+/\d+/(?!do/)"))


def fill(page: Page, name: str, value: str | bool | list[str] | Path) -> None:
    """One box holds the value: words of an option where it is a list to choose from."""
    box = page.locator(f"#in-{name}")
    if isinstance(value, Path):
        box.set_input_files(value)
        expect(page.locator(f"#box-{name} .tz-sent li")).to_have_count(1)
    elif value is True:
        box.check()
    elif box.evaluate("box => box.tagName") == "SELECT":
        box.select_option([option(page, name, said(page, words)) for words in ([value] if isinstance(value, str) else value)])
    else:
        box.fill(str(value))


def option(page: Page, name: str, words: str) -> str:
    """The value of the option that has these words, or is this key; a long list is searched for it."""
    seek, key = page.locator(f"#box-{name} .tz-seek"), page.locator(f"#in-{name} option[value='{words}']")
    if key.count():
        return words
    if seek.count():
        seek.press_sequentially(words)
    return page.locator(f"#in-{name} option", has_text=words).first.get_attribute("value") or ""


def firm_name(town: Town, uscc: str) -> str:
    return str(town.one("SELECT name FROM registers_enterprise WHERE uscc = ?", uscc))
