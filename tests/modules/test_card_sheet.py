"""The one-page sheet as a PDF: one A4 whatever is on file, what finds no room counted, and what was typed shown as typed."""

from __future__ import annotations

import io
import re
from datetime import date
from types import SimpleNamespace

import pypdf
import pytest
from tests.city_fixture import City

from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.modules.projects import lifecycle, terms
from taizhang.modules.projects.pages import card_sheet, node_strip
from taizhang.modules.projects.pages.s_curve import Curve
from taizhang.surfaces.exports import typeset

pytestmark = pytest.mark.once


@pytest.fixture
def city(db):
    return City()


HOSTILE = "#panic() *粗* $x$ <a> @b `c` [d] {e} \\f // g"


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def words_of(content: bytes) -> str:
    return "".join("".join(page.extract_text() for page in read(content).pages).split())


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_sheet_is_one_a4_with_what_the_page_says(city, browser, language):
    project = city.project(kind="filed", name="示例中学 #1 *新建*", total_investment_fen=123_456_780_000)
    city.do(city.clerk, "projects.lay_out_nodes", project, starts_on="2026-03-02")
    client = browser(city.clerk, language)
    answer = client.get(f"/projects/{project.pk}/card.pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf" and ".pdf" in answer["Content-Disposition"]
    pages, text = read(answer.content).pages, words_of(answer.content)
    assert len(pages) == 1 and [round(float(x)) for x in pages[0].mediabox[2:]] == [595, 842]
    assert "示例中学#1*新建*" in text and "123,456.78" in text
    assert ("五张清单" if language != "en" else "Fivelists") in text
    assert f"/projects/{project.pk}/card.pdf" in client.get(f"/projects/{project.pk}/card/").content.decode()
    assert browser(city.other_clerk).get(f"/projects/{project.pk}/card.pdf").status_code == 404


def overfull() -> dict:
    """A project with more of everything than a sheet can hold."""
    long = HOSTILE * 12
    project = SimpleNamespace(
        name=long, name_en="", stage="reserve", started_on=date(2026, 2, 1), claimed_start=date(2026, 1, 1), code="2026-410103-71-01-641693",
        place=SimpleNamespace(name=long, name_en=""), organ=SimpleNamespace(name=long, name_en=""), unit=None, lead=None,
        planned_start="2026-01", planned_finish="2028-12",
    )  # fmt: skip
    item = SimpleNamespace(title=long, title_en="", due=date(2026, 3, 1), state="open")
    states = next(iter(lifecycle.LIFECYCLES.values())).track("stage").states
    return {
        "project": project,
        "chips": [SimpleNamespace(name=long, name_en="")] * 30,
        "stage": Text("储备", "Reserve"),
        "stages": [(s.key, s.label) for s in states],
        "claimed": Text("在建", "Under construction"),
        "total": "999,999,999.999999",
        "annual": "999,999,999.999999",
        "done": "999,999,999.999999",
        "lag": Text("低于序时进度 {p} 个百分点", "{p} points below the time schedule").with_(p="99.9"),
        "lists": [(words, [item] * 70) for _, words in terms.LISTS],
        "reports": [(f"2026-{m:02d}", "999,999,999.999999", long) for m in range(1, 7)],
        "lights": [{"colour": "red", "label": Text("进度", "Progress"), "word": Text("红灯", "Red"), "reason": Text(long, long), "waiver": None}] * 5,
        "today": date(2026, 11, 25),
        "lang": "zh",
    }


def curve() -> Curve:
    return Curve("4,90 290,8", "4,90 200,40", "4,90 200,60", "999,999,999", [(4.0, "01"), (290.0, "12")], [])


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_overfull_sheet_stays_one_page_and_counts_what_it_leaves_out(lang):
    rows = [
        {"title": "节点" * 8, "left": 10.0, "width": 20.0, "ghost": [5.0, 20.0], "done": False, "late": True, "finish": "2026-01-01"}
    ] * node_strip.MOST_NODES
    values = card_sheet.sheet_of(overfull() | {"lang": lang}, {"rows": rows, "hidden": 60, "today": 50.0}, lang, curve())
    content = typeset.pdf("projects/card.typ", values)
    text = words_of(content)
    assert len(read(content).pages) == 1
    counted = [int(n) for n in re.findall(r"另有(\d+)项" if lang == "zh" else r"and(\d+)more", text)]
    assert len(counted) == 6 and all(n >= 30 for n in counted)
    assert "#panic()*粗*$x$<a>@b`c`[d]{e}\\f//g" in text and f"{clock.today().year}-" in text


def test_a_long_line_is_cut_and_says_so():
    assert card_sheet.cut("甲" * 100, 10) == "甲" * 9 + "…" and card_sheet.cut(" a\n b ", 10) == "a b" and card_sheet.cut(None, 3) == ""
