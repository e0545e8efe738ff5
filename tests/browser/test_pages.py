"""Every kind of page, in both languages, on a telephone and on a desk: it works, it fits, and everybody can read it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from taizhang.frame.catalogue import installed
from taizhang.modules.office import declarations
from taizhang.site.example_city.example_sandbox import CONTACT
from tests.examples import LONG, TURN

from .conftest import PATIENCE
from .town import Town
from .views import LANGUAGES, VIEWS, View, context, keep_workbook, places, sign_in

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor/axe/axe.min.js").read_text(encoding="utf-8")
PHONE, DESK = (360, 740), (1280, 900)
#: Each page in both languages in the long run; on each push half of the pages in one of them, so that every page was read in
#: both within four days.
READ = [
    (view, language) for n, view in enumerate(VIEWS) for m, language in enumerate(LANGUAGES) if LONG or (n + 2 * m - TURN) % 4 == 0
]
#: At which widths a page is read by the tool that stands for people who do not see it as others do; each page at both, and in
#: the long run in both languages: what it finds in one is in the other.
READ_AT = {"zh": (PHONE, DESK) if LONG else (PHONE,), "en": (PHONE, DESK) if LONG else (DESK,)}

#: Elements whose text runs over their own box do no harm; a body wider than the window does.
TOO_WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"
SERIOUS = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations.filter(v => ["serious", "critical"].includes(v.impact))
    .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target.join(" ")).join(" | ")} (${v.nodes.length})`);
}"""
#: Pieces of Chinese that a reader of the English page sees outside what is marked as Chinese, quoted, or sent by a program.
CHINESE = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = new Set();
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement, marked = holder.closest("[lang]");
    if (marked.lang.startsWith("zh") || holder.closest("script, style, noscript, code")) continue;
    for (const piece of walk.currentNode.data.replace(/“[^”]*”/g, "").match(/[\\u3400-\\u9fff]+/g) || []) found.add(piece);
  }
  return [...found];
}"""


@pytest.fixture(scope="session")
def where(full: Town, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    visitor = context(browser, full, "en")
    digest = keep_workbook(visitor.new_page(), full, tmp_path_factory.mktemp("preview"))
    visitor.close()
    return places(full, digest)


@pytest.fixture(scope="session")
def desks(full: Town, browser: Browser) -> Iterator[Callable[[str, str], BrowserContext]]:
    """A browser for each person and language, signed in once."""
    open_now: dict[tuple[str, str], BrowserContext] = {}

    def desk(who: str, language: str) -> BrowserContext:
        if (who, language) not in open_now:
            made = context(browser, full, language)
            made.set_default_timeout(PATIENCE)
            if who:
                page = made.new_page()
                sign_in(page, who, full.password)
                page.close()
            open_now[who, language] = made
        return open_now[who, language]

    yield desk
    for made in open_now.values():
        made.close()


class TypedInChinese:
    """All that people or lawgivers wrote and that has no English beside it; what has one is shown in English.

    Other journeys write in the same city while the pages are looked at: what is not known is looked for once more.
    """

    def __init__(self, full: Town) -> None:
        self.full, self.text = full, _typed(full)

    def __contains__(self, piece: str) -> bool:
        if piece not in self.text:
            self.text = _typed(self.full)
        return piece in self.text


@pytest.fixture(scope="session")
def typed_in_chinese(full: Town) -> TypedInChinese:
    return TypedInChinese(full)


def _typed(full: Town) -> str:
    pieces: list[str] = []
    tables = full.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND (name LIKE 'projects_%' OR name LIKE 'registers_%' OR name LIKE 'commitments_%' OR name LIKE 'inspection_%' OR name LIKE 'sandbox_%')")
    for (table,) in tables:
        if not table.endswith("history"):
            columns = {name: kind for _, name, kind, *_ in full.rows(f"PRAGMA table_info({table})")}
            for name, kind in columns.items():
                # What a row is found by is cut from its texts, those with an English name beside them too.
                if kind.lower().startswith(("varchar", "text")) and name != "sought":
                    alone = f"WHERE {name}_en = ''" if f"{name}_en" in columns else ""
                    pieces += [value for (value,) in full.rows(f"SELECT DISTINCT {name} FROM {table} {alone}") if value]
    pieces += [name for (name,) in full.rows("SELECT name FROM frame_batch")]
    # An entry says what was typed: cells by the Chinese name of their column, which its own page has in English.
    pieces += [name for (name,) in full.rows("SELECT name FROM projects_extracolumn")]
    # The number of a document is its name in any language; so is a place in it that is not an article.
    laws = [source.law for source in declarations.sources(installed())]
    pieces.append(CONTACT)
    # Tags of firms that a rule names are compared with what was typed.
    spans = [span for module in installed().modules for p in module.parameters for span in getattr(p, "spans", ())]
    laws += [span.law for span in spans]
    pieces += [word for span in spans if isinstance(span.value, tuple) for word in span.value if isinstance(word, str)]
    pieces += [text for law in laws for text in (law.number, law.article_in("en"))]
    return "\n".join(pieces)


@pytest.mark.parametrize(("view", "language"), READ, ids=lambda given: getattr(given, "name", given))
def test_a_page_works_fits_and_can_be_read_by_everybody(
    view: View,
    language: str,
    where: dict[str, str],
    desks: Callable[[str, str], BrowserContext],
    typed_in_chinese: TypedInChinese,
) -> None:
    page = desks(view.who, language).new_page()
    try:
        wrong = list(faults(page, view.path.format(**where), READ_AT[language]))
        if language == "en":
            wrong += [f"not English: {piece}" for piece in page.evaluate(CHINESE) if piece not in typed_in_chinese]
    finally:
        page.close()
    assert not wrong, "\n".join(wrong)


def faults(page: Page, path: str, read_at: Collection[tuple[int, int]]) -> Iterator[str]:
    """What is wrong with a page at both widths, in words."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda answer: said.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        yield f"answered {answer and answer.status}"
        return
    page.evaluate(AXE)
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        wider = page.evaluate(TOO_WIDE)
        if wider > 1:
            yield f"{wider} px wider than {width}"
        if (width, height) in read_at:
            # A panel that is fading in has, for half a second, the contrast of neither of its colours.
            page.evaluate("() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished))")
            yield from (f"at {width}: {violation}" for violation in page.evaluate(SERIOUS))
    yield from said


def test_chinese_words_are_drawn_with_glyphs_of_their_own(desks: Callable[[str, str], BrowserContext]) -> None:
    page = desks("", "zh").new_page()
    page.goto("/sign-in/")
    heading = page.locator("h1")
    pictures = []
    for words in ("台账", "郑州", "二七"):
        heading.evaluate("(element, words) => { element.textContent = words }", words)
        pictures.append(heading.screenshot())
    page.close()
    assert len(set(pictures)) == 3, "no Chinese font: every character is the same empty box"


def test_what_can_be_done_with_ticked_rows_is_in_sight_however_long_the_list(browser: Browser, full: Town) -> None:
    desk = context(browser, full, "zh")
    page = desk.new_page()
    sign_in(page, "erqi-clerk", full.password)
    for width, height in ((360, 780), (1280, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto("/list/projects.projects/")
        page.locator("tbody input[name=ids]").first.check()
        bar = page.locator(".tz-bulkbar").bounding_box()
        assert bar is not None and bar["y"] > 0 and bar["y"] + bar["height"] <= height and bar["x"] + bar["width"] <= width
    desk.close()
