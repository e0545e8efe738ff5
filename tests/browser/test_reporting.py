"""上报 on a telephone: written where there is no network, kept over the closing of the browser, sent once, nobody else's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, Route, expect

from taizhang.frame import clock
from taizhang.modules.projects import rules
from taizhang.site.example_city.photo import photo

from .chromium import ARGUMENTS, CHROME
from .conftest import PATIENCE
from .town import Town
from .views import LANGUAGES

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
HERE = {"latitude": 34.723, "longitude": 113.641, "accuracy": 12}
KEPT = "async () => (await indexedDB.databases()).map(d => d.name)"
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"
#: Whatever a thumb presses that is smaller than 44 px either way; a link inside a line of text is not meant.
SMALL = """() => {
  const pressed = 'button, .btn, summary, select, input:not([type=hidden]), .tz-bottom a, .tz-choose a, .tz-item, .tz-top a, .tz-task > a';
  return [...document.querySelectorAll(pressed)].filter(e => e.checkVisibility() && !e.closest('.visually-hidden') && !e.classList.contains('visually-hidden'))
    .map(e => [e, (e.closest('label.tz-item, label.form-check') || e).getBoundingClientRect()])
    .filter(([e, r]) => r.width > 1 && (r.width < 43.5 || r.height < 43.5))
    .map(([e, r]) => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)} ${Math.round(r.width)}x${Math.round(r.height)}`);
}"""


@pytest.fixture
def telephone(browser: Browser, full: Town, tmp_path: Path) -> Iterator[Callable[..., BrowserContext]]:
    """telephone() is a browser with a memory: opened again, it has what it kept."""
    opened: list[BrowserContext] = []

    def switch_on(language: str = "zh", offline: bool = False) -> BrowserContext:
        made = browser.browser_type.launch_persistent_context(
            tmp_path / "telephone",
            executable_path=CHROME,
            args=list(ARGUMENTS),
            base_url=full.url,
            locale="en-GB" if language == "en" else "zh-CN",
            viewport=PHONE,
            has_touch=True,
            geolocation=HERE,
            permissions=["geolocation"],
            offline=offline,
        )
        made.set_default_timeout(PATIENCE)
        made.add_cookies([{"name": "django_language", "value": LANGUAGES[language], "url": full.url}])
        opened.append(made)
        return made

    yield switch_on
    for made in opened:
        made.close()


def sign_in(page: Page, who: str, password: str) -> None:
    """Signed in and back on the page; an earlier sign-in has ended by itself, not by signing out."""
    page.context.clear_cookies(name="taizhang")
    page.goto("/sign-in/?next=/report/")
    page.fill("#username", who)
    page.fill("#password", password)
    page.click(".tz-doorcard button.btn-primary")
    page.wait_for_url("**/report/")
    expect(page.locator("#report .rp-status")).to_be_visible()


def ready_for_no_network(page: Page) -> None:
    expect(page.locator("#report")).to_contain_text("没有网络也能打开本页")


def picture(name: str, taken: datetime | None = None) -> Any:
    when = (taken or clock.now()).astimezone(clock.ZONE).replace(tzinfo=None)
    return {"name": name, "mimeType": "image/jpeg", "buffer": photo(when, None, None)}


def begin(page: Page, group: str = "报送月报") -> str:
    """The form of the first errand of a group is open; gives the project's name."""
    card = page.locator("#report .card", has=page.locator("h2", has_text=group))
    if card.locator("summary").count():
        card.locator("summary").click()
    line = card.locator(".rp-list li", has=page.get_by_role("button", name="填报")).first
    title = line.locator("b").first.inner_text()
    line.get_by_role("button").click()
    expect(page.locator(".rp-title")).to_have_text(title)
    return title


def reports(town: Town, title: str) -> list[tuple[Any, ...]]:
    period = rules.due_period(clock.today())
    asked = "SELECT r.id, r.workload_fen FROM projects_report r JOIN projects_project p ON p.id = r.project_id WHERE p.name = ? AND r.period = ?"
    return town.rows(asked, title, period)


def photos(town: Town, title: str, note: str) -> list[tuple[Any, ...]]:
    return town.rows(
        "SELECT d.located, e.accuracy_m, e.id FROM projects_document d JOIN registers_evidence e ON e.id = d.evidence_id"
        " JOIN projects_project p ON p.id = d.project_id WHERE p.name = ? AND d.kind = 'works_photo' AND d.note = ?",
        title,
        note,
    )


def test_a_report_written_without_a_network_outlives_the_browser_and_is_sent_once(
    telephone: Callable[..., BrowserContext], full: Town
) -> None:
    first = telephone()
    page = first.new_page()
    sign_in(page, "erqi-owner", full.password)
    ready_for_no_network(page)

    first.set_offline(True)
    page.goto("/report/")
    expect(page.locator(".rp-net")).to_contain_text("没有网络")
    title = begin(page)
    page.get_by_role("button", name="用本机定位").click()
    expect(page.locator(".rp-where")).to_contain_text("误差 12 米")
    page.set_input_files("#rp-photos", picture("site.jpg"))
    expect(page.locator(".rp-photos li")).to_contain_text("设备定位，误差 12 米")
    page.fill("#rp-progress", "示例：主体结构施工至三层")
    expect(page.locator("#rp-saved")).to_contain_text("已存在本机")
    # What it says from here on is about the last of what was typed.
    page.locator("#rp-saved").evaluate("place => { place.textContent = '' }")
    page.fill("#rp-workload_fen", "12.345678")
    expect(page.locator("#rp-saved")).to_contain_text("已存在本机")
    first.close()

    # The browser was closed with the form open: what was typed is there, and so is the photo.
    again = telephone(offline=True)
    page = again.new_page()
    page.goto("/report/")
    expect(page.locator(".rp-status")).to_contain_text("1 条未发送")
    page.get_by_role("button", name="继续填写").first.click()
    expect(page.locator("#rp-progress")).to_have_value("示例：主体结构施工至三层")
    expect(page.locator(".rp-photos li")).to_have_count(1)
    page.get_by_role("button", name="确认并发送").click()
    expect(page.locator("#report")).to_contain_text("已确认，等网络发送")
    assert reports(full, title) == []

    # The server does it, and its answer is lost on the way: the second try is recognised.
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    again.route("**/projects.report_month/", lose)
    again.set_offline(False)
    expect(page.locator("#report")).to_contain_text("没有发成")
    assert lost == [201]
    page.get_by_role("button", name="全部发送").click()
    expect(page.locator(".rp-sent")).to_contain_text(title)
    expect(page.locator(".rp-status")).to_contain_text("没有未发送的内容")

    [(report, workload)] = reports(full, title)
    assert workload == 12_345_678
    [(located, accuracy_m, evidence)] = photos(full, title, rules.due_period(clock.today()))
    assert (located, accuracy_m) == (1, 12)
    page.goto(f"/r/projects.report/{report}/")
    expect(page.locator("main")).to_contain_text("示例：主体结构施工至三层")
    assert page.request.get(f"/evidence/{evidence}/?inline=1").headers["content-type"] == "image/jpeg"


def test_a_photo_from_the_gallery_is_taken_and_flagged_as_without_a_position(telephone: Callable[..., BrowserContext], full: Town) -> None:
    page, note = telephone().new_page(), f"示例：群里转来的照片 {uuid4().hex}"
    sign_in(page, "erqi-owner", full.password)
    title = begin(page, "现场照片")
    page.get_by_role("button", name="确认并发送").click()
    expect(page.locator("#rp-err-file")).to_have_text("请先拍一张照片")
    page.get_by_role("button", name="用本机定位").click()
    expect(page.locator(".rp-where")).to_contain_text("误差 12 米")
    # A file made an hour ago, as a picture that came by a chat program.
    page.evaluate("""() => {
      const real = Object.getOwnPropertyDescriptor(File.prototype, 'lastModified').get;
      Object.defineProperty(File.prototype, 'lastModified', {get() { return real.call(this) - 3600000; }});
    }""")
    page.set_input_files("#rp-file-gallery", picture("chat.jpg", clock.now() - timedelta(days=2)))
    expect(page.locator(".rp-photos li")).to_contain_text("无定位")
    page.fill("#rp-note", note)
    page.get_by_role("button", name="确认并发送").click()
    expect(page.locator(".rp-sent")).to_contain_text("无定位")
    assert [(located, accuracy) for located, accuracy, _ in photos(full, title, note)] == [(0, None)]


def test_what_is_kept_is_one_persons_alone_and_gone_at_sign_out(telephone: Callable[..., BrowserContext], full: Town) -> None:
    context = telephone()
    page = context.new_page()
    sign_in(page, "erqi-owner", full.password)
    title = begin(page)
    page.fill("#rp-progress", "只有我看得到")
    expect(page.locator("#rp-saved")).to_contain_text("已存在本机")

    # The sign-in has ended while the form was open: nothing is lost, and the way back is shown.
    context.clear_cookies(name="taizhang")
    page.get_by_role("button", name="确认并发送").click()
    expect(page.locator(".rp-status")).to_contain_text("请重新登录后发送")

    sign_in(page, "erqi-owner-two", full.password)
    expect(page.locator(".rp-status")).to_contain_text("没有未发送的内容")
    expect(page.locator("#report")).not_to_contain_text("只有我看得到")
    assert reports(full, title) == []

    sign_in(page, "erqi-owner", full.password)
    expect(page.locator(".rp-sent")).to_contain_text(title)
    assert len(reports(full, title)) == 1

    begin(page)
    page.fill("#rp-progress", "不发了")
    expect(page.locator("#rp-saved")).to_contain_text("已存在本机")
    page.goto("/me/")
    expect(page.locator("main [data-unsent]")).to_have_text("1 条未发送")
    out = page.get_by_role("main").get_by_role("button", name="退出登录")
    assert "1 条未发送" in answered(page, out, lambda dialog: dialog.dismiss())
    expect(page.locator("main [data-unsent]")).to_have_text("1 条未发送")
    answered(page, out, lambda dialog: dialog.accept())
    page.wait_for_url("**/sign-in/")
    assert page.evaluate(KEPT) == []
    assert page.evaluate(WORKERS) == 0
    assert page.evaluate("localStorage.length") == 0


def answered(page: Page, button: Locator, answer: Callable[[Dialog], None]) -> str:
    """What the page asks when the button is pressed; it has been answered."""
    asked: list[str] = []
    page.once("dialog", lambda dialog: (answer(dialog), asked.append(dialog.message)))
    button.click()
    while not asked:
        page.wait_for_timeout(50)
    return asked[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_thumb_presses_is_large_enough(telephone: Callable[..., BrowserContext], full: Town, language: str) -> None:
    page = telephone(language).new_page()
    sign_in(page, "erqi-owner", full.password)
    small: list[str] = []
    for path in ("/work/", "/report/", "/me/", "/list/projects.projects/", "/drafts/"):
        page.goto(path, wait_until="networkidle")
        small += [f"{path} {what}" for what in page.evaluate(SMALL)]
    page.goto("/report/")
    page.locator("#report .rp-list button").first.click()
    expect(page.locator(".rp-form")).to_be_visible()
    small += [f"form {what}" for what in page.evaluate(SMALL)]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not small, "\n".join(small)
    assert page.locator(".tz-bottom a").count() == 4
