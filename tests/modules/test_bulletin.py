"""The monthly bulletin: every rate, growth, difference and sum that it prints is confirmed by the check of bulletins."""

from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import replace
from datetime import date

import docx as python_docx
import pypdf
import pytest
from tests.city_fixture import City

from taizhang.frame import clock
from taizhang.kernels.score.printed.figures import PERCENT
from taizhang.modules.projects.briefing.bulletin import Figures, Late, Line, bulletin, yi
from taizhang.modules.projects.briefing.ledger import against_ledger
from taizhang.modules.projects.declared.nodes import SCHEDULE_RECORDS
from taizhang.modules.projects.declared.records import RECORDS
from taizhang.modules.projects.models import Node, Project, Report
from taizhang.modules.projects.queries.briefing import ledger_facts
from taizhang.modules.projects.queries.bulletin import bulletin_figures
from taizhang.registers.models import Organ

HOSTILE = "<b>甲&乙</b> #panic() *x* 完成率99%"


def figures(seed: int = 1, period: str = "2026-10") -> Figures:
    """A month of a city of five districts, its amounts in fen and of any size."""
    chance = random.Random(seed)

    def line(name: str) -> Line:
        plan = chance.randrange(10**11, 10**13)
        return Line(name, f"District {name}", chance.randrange(1, 90), plan, chance.randrange(plan * 2), chance.randrange(1, 5))

    districts = [line(n) for n in ("甲区", "乙区", "丙区", "丁区", "戊区")]
    over = Line("", "", sum(d.planned_projects for d in districts), sum(d.plan for d in districts), sum(d.done for d in districts), 9)
    due, planned = chance.randrange(1, 400), chance.randrange(1, 90)
    return Figures(
        period=period, place="示例市", place_en="Example City", known_on="2026-11-05", over=over,
        month=chance.randrange(10**12), year=over.done + chance.randrange(10**12), before=chance.randrange(1, 10**13), due=due,
        reported=chance.randrange(due + 1), in_time=0, should_start=planned, started=chance.randrange(planned + 1), in_library=3,
        projects=700, districts=districts, units=[line(f"单位{'一二三四五'[n]}") for n in range(5)],
        months=[("2026-01", 10**10, None), ("2026-02", None, 3 * 10**10)], late=[Late(HOSTILE, HOSTILE, 31, HOSTILE)], late_count=4,
        asked=[(HOSTILE, HOSTILE)],
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("seed", range(25))
def test_every_figure_that_follows_from_others_is_found_and_confirmed(seed, lang):
    said = bulletin(figures(seed, f"2026-{seed % 12 + 1:02d}"), lang)
    found = said.checked()
    assert {s.verdict for s in found} <= {"right", "rounding"}, [(s.verdict, s.text, s.checked.right) for s in found]
    # No rate or difference escapes the check: what is printed with a sign of per cent or points is among what it found.
    printed = {s.printed.start for s in found}
    text = said.text()
    missed = [text[max(m.start() - 20, 0) : m.end()] for m in re.finditer(r"\d[\d,.]*\s?(?:%|个百分点)", text) if m.start() not in printed]
    assert missed == [] and len(found) > (20 if lang == "zh" else 15)
    assert lang != "zh" or {s.kind for s in found} == {"rate", "growth", "points", "sum"}


def test_a_figure_that_is_changed_by_hand_is_found():
    text = bulletin(figures(), "zh").text()
    first = PERCENT.search(text)
    from taizhang.kernels.score.printed.reader import read_bulletin

    spoilt = text[: first.start()] + "12.3%" + text[first.end() :]
    assert "wrong" in {s.verdict for s in read_bulletin(spoilt)}


def test_what_others_wrote_is_shown_and_is_no_figure_of_the_bulletin():
    said = bulletin(figures(), "zh")
    assert HOSTILE not in said.text() and any(HOSTILE in q for s in said.sections for q in s.quoted)


def test_what_nobody_reported_is_not_nought():
    silent = Line("己区", "Ji", 4, 10**12, 0, 0)
    some = figures()
    said = bulletin(replace(some, districts=[*some.districts, silent]), "zh")
    assert silent.rate is None and "还没有月报数的区县1个：己区" in said.text() and "己区：" not in said.text()
    nothing = bulletin(replace(some, over=Line("", ""), districts=(), units=(), due=0, should_start=0, projects=0, before=None), "zh")
    assert "%" not in nothing.text()


def test_amounts_are_printed_with_four_digits():
    assert [yi(n) for n in (0, 1, 10**10, 123_456_789_012_345)] == ["0", "0", "1", "12,345.6789"]


# -- from the city ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def city(db):
    return City()


@pytest.fixture
def period():
    return "2026-02"


@pytest.fixture
def reported(city):
    """Two projects of the district with a plan, one of them with a report; the day is in the month after."""
    with clock.on(date(2026, 3, 3)):
        unit = city.organs["甲区城投公司"].pk
        one, other = city.project(name="示例中学"), city.project(name="示例医院")
        for project in (one, other):
            city.do(city.clerk, "projects.assign_unit", project, unit=unit)
            city.do(city.clerk, "projects.plan", project, role="annual_plan", year=2026, amount_fen=200_000_000_00)
        city.do(city.reporter, "projects.report_month", one, period="2026-02", investment_fen=120_345_678_00, progress="主体", coordination=HOSTILE)
        yield one


def text_of(content: bytes) -> str:
    return "".join("".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def test_the_page_the_document_and_the_pdf_say_the_same_as_the_ledger(city, browser, reported, period):
    client = browser(city.clerk)
    page = client.get(f"/projects/bulletin/?period={period}")
    said = page.context["made"].bulletin
    invested = sum(Report.objects.values_list("investment_fen", flat=True))
    assert f"累计完成投资{yi(invested)}亿元" in said.text() and f"计划投资{yi(400_000_000_00)}亿元" in said.text()
    assert page.context["found"] >= 5 and page.context["held"] >= 10 and page.context["wrong"] == [] and "全部相符" in page.content.decode()
    assert "&lt;b&gt;甲&amp;乙&lt;/b&gt;" in page.content.decode() and "<svg" in page.content.decode()
    document = client.get(f"/projects/bulletin/bulletin.docx?period={period}")
    opened = python_docx.Document(io.BytesIO(document.content))
    paragraphs = [p.text for p in opened.paragraphs]
    assert all(s in paragraphs for part in said.sections for s in (*part.sentences, *part.quoted))
    tables = [[[c.text for c in r.cells] for r in t.rows] for t in opened.tables]
    assert tables == [[list(s.table.heads), *map(list, s.table.rows)] for s in said.sections if s.table]
    assert len(opened.inline_shapes) == sum(map(len, page.context["made"].charts.values())) > 0
    pdf = client.get(f"/projects/bulletin/bulletin.pdf?period={period}")
    assert all("".join(s.split()) in text_of(pdf.content) for part in said.sections for s in part.sentences)
    assert "attachment" in pdf["Content-Disposition"] and document["Content-Disposition"].endswith(".docx")


def test_the_check_against_the_ledger_confirms_every_amount(city, browser, reported, period):
    # A name with brackets in full width, as names of units have them.
    Organ.objects.filter(name="甲区城投公司").update(short="城投（一）")
    text = browser(city.clerk).get(f"/projects/bulletin/?period={period}").context["made"].bulletin.text()
    held = against_ledger(text, ledger_facts(city.clerk, period, None))
    assert [(h.printed, h.meant, h.shown) for h in held if h.checked.verdict == "wrong"] == []
    amounts = [h for h in held if h.printed.endswith("亿元")]
    assert len(amounts) >= 8 and {h.checked.verdict for h in amounts} == {"right"}
    assert {h.place for h in amounts} == {"", "甲区", "城投(一)"}


def test_another_district_sees_its_own_and_a_past_day_what_was_known(city, browser, reported, period):
    other = browser(city.other_clerk).get(f"/projects/bulletin/?period={period}")
    assert "示例" not in "".join(q for s in other.context["made"].bulletin.sections for q in s.quoted) and other.context["found"] == 0
    before = browser(city.clerk).get(f"/projects/bulletin/?period={period}&at=2020-01-01")
    assert before.status_code == 200 and "在库的" not in before.context["made"].bulletin.text()
    assert browser(city.clerk).get("/projects/bulletin/?period=2026-13").status_code == 422


def test_without_a_month_the_page_does_not_say_that_all_figures_agree(city, browser):
    text = browser(city.clerk, "en").get("/projects/bulletin/").content.decode()
    assert "No month is reported yet" in text and "all agree" not in text


def test_a_past_days_bulletin_lists_the_late_nodes_as_they_were_on_that_day(city, browser):
    day = date(2026, 6, 15)

    def late(who, **more) -> list[str]:
        made = browser(who).get("/projects/bulletin/", {"period": "2026-05"} | more).context["made"].bulletin
        return [q for s in made.sections for q in (*s.sentences, *s.quoted) if "逾期" in q]

    with clock.on(date(2026, 3, 3)):
        project = city.project(name="示例中学", kind="filed")
        city.do(city.clerk, "projects.lay_out_nodes", project, starts_on="2026-03-02")
        city.do(city.chief, "projects.approve_baseline", city.do(city.clerk, "projects.propose_baseline", project, reason="首次").key)
        filing = Node.objects.get(key="filing")
        city.do(city.reporter, "projects.forecast_node", filing, expected_finish="2026-04-01", reason="测试")
    with clock.on(day):
        then = late(city.clerk)
    with clock.on(date(2026, 7, 1)):
        # Everything by which a node is late changes afterwards: its state, the baseline in force, the forecast, the standing.
        city.do(city.reporter, "projects.report_node_done", filing, on="2026-06-30", number="示例1号")
        city.do(city.chief, "projects.approve_baseline", city.do(city.clerk, "projects.re_baseline", project, reason="征迁延期").key)
        city.do(city.reporter, "projects.forecast_node", Node.objects.get(key="land"), expected_finish="2027-04-01", reason="测试")
        now = late(city.clerk)
        city.do(city.clerk, "projects.suspend", project, reason="示例")
        assert late(city.clerk, at=day.isoformat()) == then and "“项目备案”" in "".join(then)
        assert "项目备案" not in "".join(now) and now != then and late(city.clerk) == []
        assert late(city.clerk, at="2026-03-01") == [] and late(city.other_clerk, at=day.isoformat()) == []


def test_the_bulletin_is_there_in_english_for_whoever_reads_chinese_pages(city, browser, reported, period):
    page = browser(city.clerk).get(f"/projects/bulletin/?period={period}&in=en")
    text = page.context["made"].bulletin.text()
    assert "planned was invested" in text and page.context["wrong"] == [] and page.context["found"] >= 4


def test_the_document_is_the_same_bytes_for_the_same_figures(city, browser, reported, period):
    client = browser(city.clerk)
    one, two = (client.get(f"/projects/bulletin/bulletin.docx?period={period}").content for _ in "12")
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.testzip() is None and "word/document.xml" in archive.namelist()
    assert one == two and isinstance(clock.today(), date)


def test_what_is_counted_and_summed_is_what_the_rows_say(city, browser, reported, period):
    """Each rule that the database counts by, against the rows one by one."""
    client = browser(city.clerk)
    with clock.on(date(2026, 3, 3)):
        city.do(city.reporter, "projects.report_month", reported, period="2025-02", investment_fen=50_000_000_00, progress="上年")
        started = city.project(name="示例桥", planned_start="2026-02-10")
        city.project(name="示例路", planned_start="2026-03")
        city.project(name="示例园", planned_start="2026")
        city.do(city.clerk, "projects.terminate", city.project(name="示例馆", planned_start="2026-01"), reason="示例")
    made = bulletin_figures(city.clerk, RECORDS, SCHEDULE_RECORDS, period, None, "zh")
    living = list(Project.objects.exclude(standing="terminated"))
    assert made.projects == len(living) == 5 and started in living
    # Of 2026-02-10, 2026-03, 2026 and one that was called off, one was to start by the end of February.
    assert (made.should_start, made.started, made.in_library) == (1, 0, 0)
    assert (made.due, made.reported, made.in_time) == (2, 1, 1)
    assert (made.before, made.year, made.month) == (50_000_000_00, 120_345_678_00, 120_345_678_00)
    assert made.months == [("2026-01", None, None), ("2026-02", 120_345_678_00, 50_000_000_00)]
    assert (made.over.planned_projects, made.over.plan, made.over.done, made.over.known) == (2, 400_000_000_00, 120_345_678_00, 1)
    assert "上年同期0.5亿元" in client.get(f"/projects/bulletin/?period={period}").context["made"].bulletin.text()
