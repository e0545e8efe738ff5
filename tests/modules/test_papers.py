"""Papers of the supervision office: numbered slips and letters, the breakdown table, the notice."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict, NotAllowed
from taizhang.frame import clock, fsck
from taizhang.frame.catalogue import installed
from taizhang.frame.models import Outbox
from taizhang.frame.reading import rows
from taizhang.kernels.ledger import store
from taizhang.modules.commitments import queries, terms
from taizhang.modules.commitments.declared.daily import remind_daily
from taizhang.modules.commitments.declared.records import TASK
from taizhang.modules.commitments.models import Task
from taizhang.modules.commitments.outputs.issued import paper_of
from taizhang.modules.commitments.queries import counting, outputs
from taizhang.modules.commitments.queries.messages import BY_CLOCK

GIVEN = {"demand": "示例：请加快办理", "reply_by": "2099-12-31", "contact": "示例联系人"}


@pytest.fixture
def city(db) -> City:
    made = City()
    made._post("office", "supervision.clerk", "甲区督查室", made.district)
    return made


@pytest.fixture
def task(city) -> Task:
    """A task in the hands of the housing bureau, not signed for."""
    return given_out(city, "示例任务一")


def given_out(city, title: str, **more) -> Task:
    key = city.do(city.office, "commitments.add_task", city.district, title=title, ground="示例").key
    city.do(city.office, "commitments.assign", key, lead=city.organs["甲区住建局"].pk, **more)
    return Task.objects.get(pk=key)


def late(task: Task, by_days: int) -> None:
    """The day on which the task is this many days late, as the rows would stand by then."""
    Task.objects.filter(pk=task.pk).update(due=clock.today() - timedelta(days=by_days))


def unsigned(task: Task, by_days: int) -> None:
    """The day on which it should have been signed for so many days ago."""
    Task.objects.filter(pk=task.pk).update(sign_by=clock.today() - timedelta(days=by_days))


def test_a_slip_has_the_next_number_and_is_made_again_from_its_entry_alone(city, task):
    year = clock.today().year
    first = city.do(city.office, "commitments.issue_slip", task, **GIVEN)
    with pytest.raises(BadInput, match="已经过去"):
        city.do(city.office, "commitments.issue_slip", task, **GIVEN | {"reply_by": "2020-01-01"})
    city.do(city.office, "commitments.issue_slip", task, **GIVEN)
    assert [n for _, n in outputs.slips_of(task.pk)] == [f"甲区督查室督办单〔{year}〕{n}号" for n in (1, 2)], "a refusal takes no number"
    before = paper_of(outputs.issued(first.entry)[1], "zh")
    city.do(city.office, "commitments.amend_task", task, title="改了名称", reason="示例")
    assert paper_of(outputs.issued(first.entry)[1], "zh") == before
    assert ("督办事项", "示例任务一") in before.tables[0].rows and before.number.endswith("1号")
    assert Outbox.objects.filter(payload__kind="task_slip", to=f"organ:{task.lead_id}").count() == 2
    assert fsck.check(installed(), clock.now()).findings == ()


def test_a_slip_is_for_a_task_that_an_organ_has_and_by_the_office_alone(city, task):
    nobody = city.do(city.office, "commitments.add_task", city.district, title="无人", ground="示例").key
    with pytest.raises(Conflict, match="不在承办单位"):
        city.do(city.office, "commitments.issue_slip", nobody, **GIVEN)
    with pytest.raises(NotAllowed):
        city.do(city.reviewer, "commitments.issue_slip", task, **GIVEN)


def test_a_letter_counts_what_its_organ_has_not_done_in_time_and_nothing_else(city, task):
    bureau = city.organs["甲区住建局"]
    city.do(city.reviewer, "commitments.sign", task)
    city.do(city.reviewer, "commitments.sign", given_out(city, "示例任务二", due="2099-12-31"))
    with pytest.raises(Conflict, match="没有逾期"):
        city.do(city.office, "commitments.issue_letter", city.district, organ=bureau.pk, **GIVEN)
    given_out(city, "示例：今天才交办", due="2099-12-31")
    with pytest.raises(Conflict, match="没有逾期"):
        city.do(city.office, "commitments.issue_letter", city.district, organ=bureau.pk, **GIVEN)
    unsigned(given_out(city, "示例任务三", due="2099-12-31"), 1)
    late(task, 3)
    theirs = city.do(city.office, "commitments.add_task", city.district, title="示例：别的单位", ground="示例").key
    city.do(city.office, "commitments.assign", theirs, lead=city.organs["甲区统计局"].pk)
    unsigned(Task.objects.get(pk=theirs), 1)
    size = store.size() + store.pending()
    made = city.do(city.office, "commitments.issue_letter", city.district, organ=bureau.pk, **GIVEN)
    assert store.size() + store.pending() == size + 1
    paper = paper_of(outputs.issued(made.entry)[1], "zh")
    assert [row[1] for row in paper.tables[0].rows] == ["示例任务一", "示例任务三"] and paper.tables[0].rows[0][4] == "逾期3天"
    assert paper.to == "甲区住建局：" and "下列2项任务" in paper.body[0] and "尚未签收" in paper.tables[0].rows[1][4]
    english = paper_of(outputs.issued(made.entry)[1], "en")
    assert english.tables[0].rows[0][4] == "3 day(s) overdue" and "2 task(s)" in english.body[0]


def test_papers_are_pages_documents_and_workbooks_for_those_who_see_what_they_are_about(city, task, browser):
    late(task, 2)
    made = city.do(city.office, "commitments.issue_slip", task, **GIVEN)
    client = browser(city.office)
    for address, words in (
        (f"/commitments/tasks/{task.pk}/slip/", "预览"),
        ("/commitments/letter/", "逾期2天"),
        (f"/commitments/papers/{made.entry}/", "督办单〔"),
        ("/commitments/notice/", "逾期1项"),
    ):
        assert words in client.get(address).content.decode(), address
        taken = client.get(address, {"take": "docx"})
        assert zipfile.ZipFile(io.BytesIO(taken.content)).read("word/document.xml").decode().count("示例任务一") >= 1
    other = made.entry[:-1] + ("1" if made.entry.endswith("0") else "0")
    assert client.get(f"/commitments/papers/{other}/").status_code == 404
    client = browser(city.other_clerk)
    assert client.get(f"/commitments/papers/{made.entry}/").status_code == 404
    assert client.get("/commitments/letter/").status_code == 403
    client = browser(city.reviewer)
    assert client.get(f"/commitments/papers/{made.entry}/").status_code == 200


def test_the_breakdown_of_a_document_marks_what_is_not_stated_and_keeps_formulas_text(city, browser):
    text = "一、=1+1加快推进示例大道建设。\n二、开展示例行动，确保6月底前完成。（责任单位：甲区住建局）"
    source = city.do(city.office, "commitments.register_source", city.district, title="示例方案", text=text, issued_on="2026-01-20").key
    city.do(city.office, "commitments.confirm_tasks", source, spans=f"2-{text.index('。')}")
    client = browser(city.office)
    address = f"/commitments/sources/{source}/breakdown/"
    assert client.get(address).content.decode().count("未写明") == 3
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(address, {"take": "xlsx"}).streaming_content))).worksheets[0]
    row = [c.value for c in sheet[2]]
    assert (row[0], row[3], row[4]) == (1, "未写明", "无") and row[2].startswith("=1+1") and sheet["C2"].data_type == "s"


def test_the_figures_of_a_notice_are_those_of_the_lists(city, task, browser):
    late(task, 2)
    given_out(city, "示例任务二", due="2099-12-31")
    given_out(city, "示例任务三")
    said = browser(city.office).get("/commitments/notice/").content.decode()
    tasks = rows(city.office, TASK)
    listed = {key: queries.tasks_at(tasks, key).count() for key in counting.COUNTED}
    assert sum(listed.values()) == 3 and listed["overdue"] == 1
    assert all(f"{dict(terms.STANDINGS)[key].zh}{n}项" in said for key, n in listed.items()) and "共有任务3项" in said


def test_a_notice_has_the_next_number_and_is_made_again_from_its_entry_alone(city, task, browser):
    year = clock.today().year
    late(task, 2)
    theirs = city.do(city.office, "commitments.add_task", city.district, title="示例：统计任务", ground="示例", due="2099-12-31").key
    city.do(city.office, "commitments.assign", theirs, lead=city.organs["甲区统计局"].pk)
    with pytest.raises(Conflict, match="没有可通报"):
        city.do(city.office, "commitments.issue_notice", city.district, until="2020-01-01")
    with pytest.raises(BadInput, match="早于"):
        city.do(city.office, "commitments.issue_notice", city.district, since="2026-02-01", until="2026-01-01")
    first = city.do(city.office, "commitments.issue_notice", city.district, demand="示例：请抓紧")
    city.do(city.office, "commitments.issue_notice", city.district, since="2099-01-01")
    assert [n for _, n in outputs.notices_of(city.district.pk)] == [f"甲区督查室通报〔{year}〕{n}号" for n in (1, 2)], "a refusal takes no number"
    before = paper_of(outputs.issued(first.entry)[1], "zh")
    city.do(city.office, "commitments.amend_task", theirs, title="改了名称", due="2099-12-31", reason="示例")
    assert paper_of(outputs.issued(first.entry)[1], "zh") == before
    assert before.number == f"甲区督查室通报〔{year}〕1号" and "共有任务2项：逾期1项" in before.body[0] and before.closing == ("示例：请抓紧",)
    assert [row[1:] for row in before.tables[1].rows] == [("示例任务一", "甲区住建局", (clock.today() - timedelta(days=2)).isoformat(), "逾期"), ("示例：统计任务", "甲区统计局", "2099-12-31", "未启动")]
    english = paper_of(outputs.issued(first.entry)[1], "en")
    assert english.title == "Notice on how tasks stand" and "2 task(s)" in english.body[0]
    # It goes to the organs that it speaks of, who read all of it; nobody else does.
    told = Outbox.objects.filter(payload__kind="task_notice", entry=first.entry).values_list("to", flat=True)
    assert sorted(told) == sorted(f"organ:{city.organs[name].pk}" for name in ("甲区住建局", "甲区统计局"))
    address = f"/commitments/papers/{first.entry}/"
    client = browser(city.reviewer)
    assert address in client.get("/commitments/messages/").content.decode() and "示例：统计任务" in client.get(address).content.decode()
    word = zipfile.ZipFile(io.BytesIO(client.get(address, {"take": "docx"}).content)).read("word/document.xml").decode()
    assert f"甲区督查室通报〔{year}〕1号" in word and "示例：请抓紧" in word
    assert browser(city.other_clerk).get(address).status_code == 404
    office = browser(city.office).get("/commitments/notice/").content.decode()
    assert address in office and "/do/commitments.issue_notice/" in office and "/do/commitments.issue_notice/" not in client.get("/commitments/notice/").content.decode()


def test_an_organ_reads_what_was_sent_to_it_in_words_with_a_link_and_nobody_else_does(city, task, browser):
    city.do(city.office, "commitments.remind", task, note="示例催办意见")
    made = city.do(city.office, "commitments.issue_slip", task, **GIVEN)
    page = browser(city.reviewer, "en").get("/commitments/messages/").content.decode()
    for words in ("A reminder", "示例催办意见", "Given to your organ to lead", "A supervision slip", f"/r/commitments.task/{task.pk}/", f"/commitments/papers/{made.entry}/"):
        assert words in page
    assert "还没有消息" in browser(city.other_clerk).get("/commitments/messages/").content.decode()


def test_a_day_reminds_once_of_what_is_near_late_or_unsigned_however_often_it_is_run(city, task):
    late(task, 2)
    near = given_out(city, "示例任务二", due=clock.today().isoformat())
    given_out(city, "示例任务三", due="2099-12-31")
    Task.objects.filter(pk=near.pk).update(sign_by=clock.today() - timedelta(days=1))
    for _ in range(2):
        assert remind_daily(clock.today()) == 3
    told = Outbox.objects.filter(payload__kind__in=[key for key, _ in BY_CLOCK])
    assert sorted((m.payload["kind"], m.payload["task"]) for m in told) == sorted(
        [("task_overdue", task.pk), ("task_due_soon", near.pk), ("task_unsigned", near.pk)]
    )
