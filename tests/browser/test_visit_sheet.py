"""The inspector's visit sheet on a telephone without a network; then the firm reads on its own page what was found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from taizhang.modules.inspection.rules.visits import shown_code

from . import camera
from .conftest import PATIENCE
from .town import Town
from .views import LANGUAGES

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
OFFICER = "erqi-officer"
SCROLLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def sign_in(page: Page, password: str) -> None:
    page.goto("/sign-in/?next=/report/")
    page.fill("#username", OFFICER)
    page.fill("#password", password)
    page.click(".tz-doorcard button.btn-primary")
    page.wait_for_url("**/report/")
    expect(page.locator("#report")).to_contain_text(re.compile("没有网络也能打开本页|opens without a network"))


def ahead(town: Town) -> tuple[int, str, str, str, list[str]]:
    """The first visit that the officer is to make: its key, firm, credit code, code and certificates."""
    key, firm, uscc, code = town.rows(
        "SELECT v.id, e.name, e.uscc, v.code FROM inspection_visit v JOIN registers_enterprise e ON e.id = v.enterprise_id"
        " WHERE v.state = 'notified' AND v.batch_id IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM inspection_firmrequest r WHERE r.visit_id = v.id) ORDER BY v.window_from, v.id"
    )[0]
    team = town.rows(
        "SELECT i.certificate FROM inspection_visitinspector m JOIN inspection_inspector i ON i.id = m.inspector_id"
        " WHERE m.visit_id = ? AND m.replaced_why = '' ORDER BY m.id",
        key,
    )
    return key, firm, uscc, shown_code(code), [c for (c,) in team]


def code_of_another(town: Town, key: int) -> str:
    return str(town.one("SELECT code FROM inspection_visit WHERE id <> ? ORDER BY id", key))


def of_the_notice(town: Town, code: str) -> str:
    """What the code on a notice holds: the address of the firm's own page."""
    return f"{town.url}/public/firm/#code={code.replace('-', '')}"


def begin(steps: Locator) -> None:
    steps.first.get_by_role("button").click()


def scan(page: Page) -> None:
    page.get_by_role("button", name="扫一扫").click()


def state_certificates(page: Page, numbers: list[str]) -> None:
    for name, number in zip(("one", "two"), numbers, strict=True):
        page.fill(f"#rp-certificate_{name}", number)


def told_without_a_picture(machine: Browser, telephone: BrowserContext, url: str, firm: str) -> str:
    """What the same person reads on another machine after pressing to scan; the machine is closed again."""
    page = machine.new_context(base_url=url, storage_state=telephone.storage_state(), locale="zh-CN").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/report/")
    begin(visit_of(page, firm))
    scan(page)
    expect(page.locator(".rp-scan")).to_contain_text("照通知书输入")
    said = page.locator(".rp-scan").inner_text()
    machine.close()
    return said


def visit_of(page: Page, firm: str) -> Locator:
    """The steps of the visit to a firm."""
    return page.locator("#report .card", has=page.locator("h2", has_text=firm)).locator(".rp-list li")


def confirm(page: Page, waiting: int) -> None:
    page.get_by_role("button", name="确认并发送").click()
    expect(page.locator(".rp-status")).to_contain_text(f"{waiting} 条未发送")


def signed_with_a_finger(page: Page) -> None:
    pad = page.locator("canvas.rp-sign")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 50)
    page.mouse.down()
    for n in range(10):
        page.mouse.move(box["x"] + 30 + 20 * n, box["y"] + 50 + (25 if n % 2 else -25))
    page.mouse.up()


def test_a_visit_is_entered_by_a_scanned_code_recorded_and_signed_without_a_network_and_the_firm_reads_it(
    browser: Browser, full: Town, tmp_path: Path
) -> None:
    key, firm, uscc, code, certificates = ahead(full)
    film = tmp_path / "film.mjpeg"
    other = code_of_another(full, key)
    camera.hold(film, of_the_notice(full, other))
    pocket = camera.filming(browser, film)
    telephone = pocket.new_context(base_url=full.url, viewport=PHONE, has_touch=True, locale="zh-CN")
    telephone.set_default_timeout(PATIENCE)
    telephone.add_cookies([{"name": "django_language", "value": LANGUAGES["zh"], "url": full.url}])
    page = telephone.new_page()
    sign_in(page, full.password)

    steps = visit_of(page, firm)
    assert "没有允许使用摄像头" in told_without_a_picture(camera.forbidding(browser), telephone, full.url, firm)
    assert "这台设备没有摄像头" in told_without_a_picture(camera.without(browser), telephone, full.url, firm)
    begin(steps)
    scan(page)
    expect(page.locator("#rp-code")).to_have_value(other.replace("-", ""))
    state_certificates(page, certificates)
    page.get_by_role("button", name="确认并发送").click()
    expect(page.locator("#report")).to_contain_text("没有收下：检查码不对")

    telephone.set_offline(True)
    page.goto("/report/")
    expect(page.locator(".rp-net")).to_contain_text("没有网络")
    begin(steps)
    assert not page.evaluate(SCROLLS)
    expect(page.locator(".rp-form")).to_contain_text("扫描或输入本次通知书上的检查码")
    camera.hold(film, of_the_notice(full, code))
    scan(page)
    expect(page.locator("#rp-code")).to_have_value(code.replace("-", ""))
    expect(page.locator(".rp-scan video")).to_have_count(0)
    confirm(page, 1)
    steps.nth(1).get_by_role("button").click()
    page.get_by_text("发现问题已责令改正").click()
    page.fill("#rp-finding", "示例：广告未标明日期")
    assert not page.evaluate(SCROLLS)
    confirm(page, 2)
    steps.filter(has_text="企业签字").get_by_role("button").first.click()
    page.get_by_role("button", name="确认并发送").click()
    expect(page.locator("#rp-err-signature")).to_have_text("还没有签字")
    signed_with_a_finger(page)
    page.fill("#rp-signer", "示例负责人")
    expect(page.locator("#rp-saved")).to_contain_text("已存在本机")
    confirm(page, 3)
    assert full.one("SELECT state FROM inspection_visit WHERE id = ?", key) == "notified"

    telephone.set_offline(False)
    expect(page.locator(".rp-status")).to_contain_text("没有未发送的内容")
    assert full.one("SELECT state FROM inspection_visit WHERE id = ?", key) == "completed"
    pocket.close()

    outside = browser.new_context(base_url=full.url, viewport=PHONE, locale="en-GB")
    outside.set_default_timeout(PATIENCE)
    page = outside.new_page()
    page.goto(f"/public/firm/?lang=en#code={code}")
    expect(page).not_to_have_url(re.compile("code"))
    expect(page.get_by_label("Code on the notice")).to_have_value(code)
    page.get_by_label("Unified social credit code").fill(uscc)
    page.get_by_role("button", name="Open").click()
    expect(page.locator("main")).to_contain_text("Problem found, correction ordered")
    expect(page.locator("main")).to_contain_text(certificates[0])
    assert not page.evaluate(SCROLLS)
    outside.close()
