"""Tree, progress wall, weekly meeting, where a figure comes from: numbers that open their rows, one's own scope, as of any day."""

from __future__ import annotations

import html
import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from tests.city_fixture import City

from taizhang.frame import clock
from taizhang.modules.commitments.declared.listings import TASKS_LIST
from taizhang.modules.commitments.models import Extension, Source, Task
from taizhang.modules.commitments.reading.extract import read
from taizhang.surfaces.pages.listing import ListView
from taizhang.surfaces.pages.origins import origins

pytestmark = pytest.mark.django_db
TEXT = (
    "一、加快推进示例大道建设，确保年底前建成通车。\n"
    "二、全年实施重点项目97个，总投资1124亿元。\n"
    "三、优化营商环境，推动政务服务事项网上办理。\n"
    "四、加强食品安全宣传。"
)
GIVEN, LATE = date(2026, 3, 2), date(2026, 4, 20)
_LINK = re.compile(r'href="(/list/commitments\.tasks/\?[^"]+)"[^>]*>(?:<strong[^>]*>|<b>|[^<0-9]*<b>)?([0-9]+)<')


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def april(city: City):
    """Late in April: one task overdue, one split and reported, one returned, one that nobody signed for, one that nobody has."""
    with clock.on(date(2026, 3, 1)):
        city._post("office", "supervision.clerk", "甲区督查室", city.district)
        do, office = city.do, city.office
        made = do(office, "commitments.register_source", city.district, title="示例工作报告", text=TEXT, genre="work_report", issued_on="2026-01-20")
        source = Source.objects.get(pk=made.key)
        do(office, "commitments.confirm_tasks", source, spans="\n".join(f"{c.start}-{c.end}" for c in read(TEXT).commitments))
    tasks = list(Task.objects.order_by("start"))
    with clock.on(GIVEN):
        leader = city.leader.person
        for task, due in zip(tasks[:3], ("2026-04-10", None, "2026-04-24"), strict=True):
            more = {} if due is None else {"due": due}
            do(office, "commitments.assign", task, lead=city.organs["甲区住建局"].pk, leader=leader, **more)
        do(office, "commitments.assign", tasks[3], lead=city.organs["甲区统计局"].pk)
        for task in tasks[:3]:
            do(city.reviewer, "commitments.sign", task)
        do(city.reviewer, "commitments.split", tasks[2], title="示例：一街道段", lead=city.organs["甲区一街道办"].pk)
    with clock.on(LATE, 8):
        do(city.reviewer, "commitments.feed_back", tasks[0], progress="示例：完成路基")
        do(city.reviewer, "commitments.report_done", tasks[1], result="示例：已建成")
        do(office, "commitments.return_task", tasks[1], reason="示例：请补佐证")
    with clock.on(LATE, 9):
        yield tasks


def opened(actor, page: str) -> list[tuple[str, int, int]]:
    """Every number of a page that is a link into the register: its address, what it says, and how many rows the list has there."""
    found = dict.fromkeys((html.unescape(href), int(n)) for href, n in _LINK.findall(page))
    return [(href, n, ListView(TASKS_LIST, actor, QueryDict(href.partition("?")[2]), "zh").count) for href, n in found]


def test_every_number_of_the_wall_opens_as_many_rows(city, april, browser):
    client = browser(city.office)
    page = client.get("/commitments/wall/").content.decode()
    numbers = opened(city.office, page)
    assert len(numbers) > 15 and [line for line in numbers if line[1] != line[2]] == []
    shown = re.sub(r"<[^>]+>|\s", "", page)
    total = Task.objects.count()
    assert f"截至2026-04-20，共{total}项任务，已销号0项，逾期1项" in shown
    assert "逾期最多的是甲区住建局" in shown and "未明确责任领导" in shown


def test_every_number_of_the_tree_and_its_branches_opens_as_many_rows(city, april, browser):
    client = browser(city.office)
    tree = client.get("/commitments/tree/?by=leader").content.decode()
    branches = [html.unescape(b) for b in re.findall(r'hx-get="([^"]+branch/[^"]+)"', tree)]
    assert len(branches) == 2
    organs = client.get(branches[0]).content.decode()
    for page in (tree, organs):
        numbers = opened(city.office, page)
        assert numbers and [line for line in numbers if line[1] != line[2]] == []
    below = html.unescape(re.findall(r'hx-get="([^"]+branch/[^"]+)"', organs)[0])
    tasks = client.get(below).content.decode()
    assert client.get(f"/commitments/tree/branch/?source={april[3].source_id}&lead={city.organs['甲区统计局'].pk}").content.decode().count("未写明") == 1, "a deadline that nobody set is said to be none"
    part = html.unescape(re.findall(r'hx-get="([^"]+task=[^"]+)"', tasks)[0])
    assert "示例：一街道段" in client.get(part).content.decode()


def test_one_line_alone_stands_open_without_a_script(city, april, browser):
    page = browser(city.office).get(f"/commitments/tree/?source={april[0].source_id}&lead={city.organs['甲区统计局'].pk}").content.decode()
    assert "<details open>" in page and april[3].title in page


def test_the_register_says_not_stated_where_nobody_was_named_and_names_who_helps(city, april, browser):
    city.do(city.office, "commitments.reassign", april[3], lead=city.organs["甲区统计局"].pk, cooperating=[city.organs["甲区审计局"].pk], reason="示例")
    for language, none, told in (("zh-hans", "未写明", "无反馈"), ("en", "Not stated", "Nothing said yet")):
        page = browser(city.office, language).get(f"/list/commitments.tasks/?lead={city.organs['甲区统计局'].pk}").content.decode()
        line = page.split("<tbody>")[1].split("</tbody>")[0]
        # Neither deadline nor leader nor person; the helping organ by its name.
        assert line.count(none) == 2 and told in line and "甲区审计局" in line and "—" not in line
    sheet = openpyxl.load_workbook(BytesIO(b"".join(browser(city.office).get("/list/commitments.tasks/export.xlsx?lacking=deadline").streaming_content)))
    assert "未写明" in [cell for row in sheet.worksheets[0].iter_rows(values_only=True) for cell in row]


def test_the_page_of_a_task_shows_its_words_in_their_sentence_and_what_is_missing(city, april, browser):
    page = browser(city.office).get(f"/r/commitments.task/{april[0].pk}/").content.decode()
    assert "一、<mark>加快推进示例大道建设</mark>，确保年底前建成通车。" in re.sub(r"<small.*?</small>", "", page)
    assert "逾期 10 天" in page and "示例：完成路基" in page
    bare = browser(city.office).get(f"/r/commitments.task/{april[3].pk}/").content.decode()
    assert "没有时限：原文未写明" in bare and "没有责任领导" in bare
    part = Task.objects.get(parent=april[2])
    assert "示例：一街道段" in browser(city.office).get(f"/r/commitments.task/{april[2].pk}/").content.decode()
    # The street sees its part and its words, not the document of the district.
    street = browser(city.street).get(f"/r/commitments.task/{part.pk}/").content.decode()
    panel = street.split('id="task"')[1].split("</section>")[0]
    assert "原件不在您的工作范围内" in panel and part.words in panel and "示例工作报告" not in panel


def test_what_a_task_awaits_is_missing_only_where_it_awaits_something(city, april, browser):
    def lacks(task) -> str:
        page = browser(city.office).get(f"/r/commitments.task/{task.pk}/").content.decode()
        return page.split('id="lacks"')[1].split("</section>")[0] if 'id="lacks"' in page else ""

    reached, by_hand = "所关联的事实已达到", "进展须由承办单位填报"
    assert reached not in lacks(april[0]) and "提请协调" not in lacks(april[0])
    city.do(city.office, "commitments.tie_project", april[0], project=city.project().pk, awaits="completed")
    assert reached in lacks(april[0]) and by_hand not in lacks(april[0])


def test_the_tree_as_of_a_past_day_shows_what_was_known_then(city, april, browser):
    page = browser(city.office).get("/commitments/tree/?at=2026-03-01").content.decode()
    assert "逾期" not in re.sub(r"<[^>]+>", "", page.split('<main')[1]) and "未启动" in page


def test_the_tree_as_a_workbook_has_a_line_for_each_task_and_no_blank_where_nothing_was_stated(city, april, browser):
    answer = browser(city.office).get("/commitments/tree/?take=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    lines = [row for row in sheet.iter_rows(values_only=True) if row[3] in {t.title for t in Task.objects.all()}]
    assert len(lines) == Task.objects.count()
    assert all(cell for row in lines for cell in (row[1], row[2], row[5], row[6], row[7]))


def test_another_district_sees_nothing_and_a_street_its_own_part(city, april, browser):
    for page in ("tree", "wall", "meeting"):
        there = browser(city.other_clerk).get(f"/commitments/{page}/").content.decode()
        assert "示例工作报告" not in there and not any(t.title in there for t in april)
    street = browser(city.street).get("/commitments/wall/").content.decode()
    assert "共 <a" in street and 'standing=alive"><strong>1</strong>' in street


def test_who_sees_a_part_is_not_told_what_the_document_or_the_task_above_it_is_called(city, april, browser):
    client, above = browser(city.street), april[2]
    tree = client.get("/commitments/tree/").content.decode()
    tasks = client.get(f"/commitments/tree/branch/?source={above.source_id}&lead={city.organs['甲区一街道办'].pk}").content.decode()
    book = client.get("/commitments/tree/?take=xlsx")
    cells = [str(c) for row in openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content))).worksheets[0].iter_rows(values_only=True) for c in row]
    for said in (tree, client.get("/commitments/wall/").content.decode(), tasks, " ".join(cells)):
        assert "示例工作报告" not in said and above.title not in said
    assert "文件不在您的工作范围内" in tree and "示例：一街道段" in tasks and "（任务不在您的工作范围内）" in cells
    # Nor by any other entrance that shows the columns of a task.
    part = Task.objects.get(parent=above)
    sheet = client.get("/list/commitments.tasks/export.xlsx?columns=title,source,parent")
    lines = [c for row in openpyxl.load_workbook(BytesIO(b"".join(sheet.streaming_content))).worksheets[0].iter_rows(values_only=True) for c in row if c]
    api = client.get("/api/records/commitments.task/").json()["rows"][0], client.get(f"/api/records/commitments.task/{part.pk}/").json()
    record, listed = (client.get(address).content.decode() for address in (f"/r/commitments.task/{part.pk}/", "/list/commitments.tasks/"))
    for said in (record.split("<main")[1], listed, " ".join(map(str, lines)), str(api)):
        assert "示例工作报告" not in said and f"/r/commitments.task/{above.pk}/" not in said and part.title in said
    assert above.title not in listed and above.title not in lines, "its own page has the words, which are the part's too"
    assert all(row["hidden"] == ["source", "parent"] for row in api) and "不在您的工作范围内" in listed and "不在您的工作范围内" in lines
    # Who sees both reads both.
    assert "示例工作报告" in browser(city.office).get("/list/commitments.tasks/").content.decode()
    office = browser(city.office).get(f"/commitments/tree/branch/?source={above.source_id}&lead={city.organs['甲区一街道办'].pk}").content.decode()
    assert above.title[:20] in office and f"/r/commitments.task/{above.pk}/" in office


def test_the_meeting_says_what_changed_what_is_stuck_on_whom_and_what_falls_due(city, april, browser):
    page = browser(city.office).get("/commitments/meeting/").content.decode()
    ours = page.split(f'id="o{city.organs["甲区住建局"].pk}"')[1].split("</section>")[0]
    stuck, rest = ours.split("期间变化")
    changed, coming = rest.split("下周到期")
    assert "逾期 10 天" in stuck and "核查退回未再报" in stuck and "示例：请补佐证" in stuck and "无反馈 49 天" in stuck
    assert stuck.index("逾期 10 天") < stuck.index("核查退回未再报") < stuck.index("无反馈 49 天")
    assert "报办结 04-20；核查退回 04-20" in changed and "交办" not in changed
    assert april[2].title[:20] in coming and "2026-04-24" in coming
    assert "逾期未签收" in page.split(f'id="o{city.organs["甲区统计局"].pk}"')[1]
    alone = browser(city.office).get(f"/commitments/meeting/?lead={city.organs['甲区统计局'].pk}").content.decode()
    assert alone.count('class="card cm-organ"') == 1 and "甲区住建局" not in alone.split("<main")[1]
    early = browser(city.office).get("/commitments/meeting/?since=2026-03-01&at=2026-03-02").content.decode()
    assert "交办 03-02；签收 03-02" in early and "核查退回" not in early.split("<main")[1]


def test_a_later_deadline_that_was_approved_is_among_the_changes(city, april, browser):
    city.do(city.reviewer, "commitments.ask_extension", april[0], due="2026-05-30", reason="雨季")
    city.do(city.leader, "commitments.approve_extension", Extension.objects.get())
    page = browser(city.office).get("/commitments/meeting/").content.decode()
    assert "延期 04-20" in page and "逾期 10 天" not in page


def test_a_figure_leads_to_the_sentence_that_states_it_and_to_what_became_of_it(city, april, browser):
    client = browser(city.office)
    page = client.get("/commitments/figures/?value=1124&unit=亿元").content.decode()
    assert "总投资<mark>1124亿元</mark>。" in page and "全年实施重点项目97个" in page and "示例工作报告" in page
    rounded = client.get(f"/commitments/figures/?fen={112_437_000_000_00}").content.decode()
    assert "<mark>1124亿元</mark>" in rounded and "四舍五入后一致" in rounded
    assert "没有写这个数" in client.get("/commitments/figures/?value=1124&unit=亿元&role=funds").content.decode()
    assert "没有写这个数" in client.get("/commitments/figures/?value=1124&unit=亿元&period=2025").content.decode()
    assert client.get("/commitments/figures/?value=abc").status_code == 422
    assert "<mark>" not in browser(city.other_clerk).get("/commitments/figures/?value=1124&unit=亿元").content.decode()


@pytest.mark.parametrize("page", ["tree/?by=lead", "wall/"])
@pytest.mark.by_turns(3)
def test_the_first_page_takes_few_statements_however_many_tasks(city, april, browser, page):
    client = browser(city.office)
    client.get(f"/commitments/{page}")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/commitments/{page}")
    Task.objects.bulk_create(
        Task(entry="0" * 32, place=city.district, lead=organ, title=f"示例{n}", words="示例", state="under_way")
        for organ in city.organs.values()
        for n in range(10)
    )
    with CaptureQueriesContext(connection) as many:
        client.get(f"/commitments/{page}")
    assert len(many) == len(few) <= 8


def test_a_page_of_the_register_looks_up_the_keys_of_its_rows_first(city, april, browser):
    client = browser(city.office)
    with CaptureQueriesContext(connection) as asked:
        client.get("/list/commitments.tasks/")
    rows = [each["sql"] for each in asked if " JOIN " in each["sql"] and '"commitments_task"."words"' in each["sql"]]
    assert len(rows) == 1 and "LIMIT" not in rows[0], "its many references are joined to these rows alone"


def test_a_total_that_a_document_states_leads_there_for_those_who_may_read_it(city, april, browser):
    totals = "/projects/totals/?by=organ"
    city.project(name="示例一号园", total_investment_fen=112_437_000_000_00)
    assert f'href="/commitments/figures/?fen={112_437_000_000_00}"' in browser(city.clerk).get(totals).content.decode()
    city.project(name="示例二号园", total_investment_fen=5_000_000_000_00)
    assert "/commitments/figures/?fen=" not in browser(city.clerk).get(totals).content.decode(), "no document states their sum"


def test_no_page_leads_to_a_document_that_its_reader_may_not_see(city, april):
    amount = 112_400_000_000_00
    assert list(origins(city.clerk, [amount, None, 0, 1])) == [amount]
    assert origins(city.other_clerk, [amount]) == {}
