"""The story of a task: from the words of a document to a result that another organ has checked."""

from __future__ import annotations

import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict, NotAllowed, NotFound
from taizhang.frame import clock, fsck, ticking
from taizhang.frame.catalogue import installed
from taizhang.frame.reading import rows
from taizhang.modules.commitments import queries
from taizhang.modules.commitments.models import Extension, Figure, Source, Task, Tie
from taizhang.modules.commitments.reading.extract import read
from taizhang.modules.projects.models import Coordination

TEXT = (
    "一、加快推进示例大道建设，确保年底前建成通车。（责任单位：甲区住建局）\n"
    "二、全年实施重点项目97个，总投资1124亿元。\n"
    "三、优化营商环境，推动政务服务事项网上办理。"
)


@pytest.fixture
def city(db) -> City:
    return City()


@pytest.fixture
def office(city):
    """The supervision office of the district, and one of the city."""
    city._post("office", "supervision.clerk", "甲区督查室", city.district)
    city._post("city_office", "supervision.clerk", "市督查室", city.place)
    return city.office


@pytest.fixture
def source(city, office) -> Source:
    made = city.do(office, "commitments.register_source", city.district, title="示例工作报告", text=TEXT, genre="work_report", issued_on="2026-01-20")
    return Source.objects.get(pk=made.key)


def confirmed(city, office, source) -> list[Task]:
    spans = "\n".join(f"{c.start}-{c.end}" for c in read(source.text).commitments)
    city.do(office, "commitments.confirm_tasks", source, spans=spans)
    return list(Task.objects.filter(source=source).order_by("start"))


@pytest.fixture
def task(city, office, source) -> Task:
    """A task in the hands of the housing bureau."""
    first = confirmed(city, office, source)[0]
    city.do(office, "commitments.assign", first, lead=city.organs["甲区住建局"].pk, due="2099-12-31")
    city.do(city.reviewer, "commitments.sign", first)
    first.refresh_from_db()
    return first


def test_a_document_keeps_its_words_and_every_figure_in_them(city, source):
    assert source.text == TEXT
    figures = {(f.value, f.unit, f.role) for f in Figure.objects.filter(source=source)}
    assert ("97", "个", "count") in figures and ("1124", "亿元", "total_investment") in figures
    assert Figure.objects.get(value="1124").fen == 1124 * 10**8 * 100
    with pytest.raises(Conflict, match="登记过"):
        city.do(city.office, "commitments.register_source", city.district, title=source.title, text=TEXT)


def test_a_confirmed_task_says_what_its_words_say_and_nothing_else(city, office, source):
    tasks = confirmed(city, office, source)
    assert len(tasks) >= 3
    assert all(source.text[t.start : t.end] == t.words for t in tasks)
    road = next(t for t in tasks if "建成通车" in t.words)
    assert road.due.isoformat() == "2026-12-31" and road.due_from == "stated"
    assert {t.stated_owners for t in tasks} == {"", "甲区住建局"}
    assert all(t.due is None and t.due_from == "" for t in tasks if "年底" not in t.words)
    assert all(t.lead is None for t in tasks), "an organ is never assumed"
    with pytest.raises(Conflict, match="已在台账"):
        city.do(office, "commitments.confirm_tasks", source, spans=f"{road.start}-{road.end}")


def test_a_place_where_nothing_was_read_is_a_task_in_the_clerks_own_words(city, office, source):
    start = TEXT.index("政务服务")
    city.do(office, "commitments.confirm_tasks", source, spans=f"{start}-{start + 4}")
    task = Task.objects.get()
    assert (task.words, task.rule) == ("政务服务", "clerk")
    for wrong, words in (("3-2", "不在原文"), ("0-99999", "不在原文"), ("abc", "应写成"), ("0-5\n3-8", "重叠"), (" ", "填写")):
        with pytest.raises(BadInput) as refused:
            city.do(office, "commitments.confirm_tasks", source, spans=wrong)
        assert words in str(refused.value) + "".join(map(str, refused.value.details))


def test_from_giving_out_to_closing_by_another_organ(city, office, task):
    assert task.state == "signed" and task.sign_by is not None
    city.do(city.reviewer, "commitments.feed_back", task, progress="示例：完成路基")
    with pytest.raises(Conflict, match="承办"):
        city.do(city.clerk, "commitments.report_done", task, result="不是我的任务")
    city.do(city.reviewer, "commitments.report_done", task, result="示例：已通车")
    with pytest.raises(Conflict, match="缺1项"):
        city.do(office, "commitments.close", task, finding="示例")
    city.do(office, "commitments.return_task", task, reason="请补佐证")
    task.refresh_from_db()
    assert (task.state, task.reason) == ("returned", "请补佐证")
    from tests.access.stage import photo

    from taizhang.registers import evidence

    upload = evidence.receive(city.reviewer, "done.jpg", [photo(clock.now().replace(tzinfo=None), 34_750_000, 113_620_000)])
    city.do(city.reviewer, "commitments.report_done", task, result="示例：已通车", file=upload.pk)
    with pytest.raises(NotAllowed):
        city.do(city.reviewer, "commitments.close", task, finding="自己核查自己")
    city.do(office, "commitments.close", task, finding="示例：现场核查属实")
    city.do(office, "commitments.archive", task)
    task.refresh_from_db()
    assert task.state == "archived" and task.closed_on == clock.today()
    assert fsck.check(installed(), clock.now()).findings == ()


def test_the_organ_that_leads_does_not_check_its_own_task(city, office, source):
    task = confirmed(city, office, source)[0]
    city._post("worker", "bureau.reviewer", "甲区督查室", city.district)
    city.do(office, "commitments.assign", task, lead=city.organs["甲区督查室"].pk)
    city.do(city.worker, "commitments.sign", task)
    city.do(city.worker, "commitments.report_done", task, result="示例")
    with pytest.raises(Conflict, match="承办单位不能核查自己的任务"):
        city.do(office, "commitments.return_task", task, reason="示例")


def test_a_part_is_given_to_an_organ_below_and_the_whole_waits_for_it(city, task):
    part = city.do(city.reviewer, "commitments.split", task, title="示例：一街道段", lead=city.organs["甲区一街道办"].pk)
    below = Task.objects.get(pk=part.key)
    assert (below.parent_id, below.state, below.place_id) == (task.pk, "assigned", city.district.pk)
    city.do(city.street, "commitments.sign", below)
    with pytest.raises(Conflict) as refused:
        city.do(city.reviewer, "commitments.report_done", task, result="示例")
    assert "下级分解任务" in str(refused.value.details[0])


def test_more_time_is_asked_for_and_decided_by_somebody_above(city, task):
    made = city.do(city.reviewer, "commitments.ask_extension", task, due="2100-03-31", reason="雨季")
    extension = Extension.objects.get(pk=made.key)
    city.do(city.leader, "commitments.approve_extension", extension)
    task.refresh_from_db()
    assert (task.due.isoformat(), task.due_from) == ("2100-03-31", "extended")
    assert Extension.objects.get().earlier_due.isoformat() == "2099-12-31"


def test_giving_a_task_out_again_does_not_put_its_deadline_off(city, office, task):
    again = {"lead": city.organs["甲区住建局"].pk, "reason": "示例"}
    with pytest.raises(Conflict, match="不能在交办中推后"):
        city.do(office, "commitments.reassign", task, due="2100-12-31", **again)
    city.do(office, "commitments.reassign", task, due="2099-06-30", **again)
    city.do(city.reviewer, "commitments.decline", task, reason="示例")
    with pytest.raises(Conflict, match="不能在交办中推后"):
        city.do(office, "commitments.assign", task, lead=city.organs["甲区住建局"].pk, due="2099-12-31")


def test_what_a_project_has_reached_already_closes_nothing(city, office, task):
    begun = city.project()
    type(begun).objects.filter(pk=begun.pk).update(stage="building")
    with pytest.raises(Conflict, match="已经达到"):
        city.do(office, "commitments.tie_project", task, project=begun.pk, awaits="started")
    city.do(city.reviewer, "commitments.report_done", task, result="没有佐证")
    with pytest.raises(Conflict, match="不能再以项目进展"):
        city.do(office, "commitments.tie_project", task, project=city.project(name="另一项目").pk, awaits="started")


def test_a_task_that_was_given_out_escapes_neither_by_merging_nor_by_amending(city, office, task):
    later = Task.objects.get(pk=city.do(office, "commitments.add_task", city.district, title="示例", ground="示例", due="2150-01-01").key)
    with pytest.raises(Conflict, match="同一牵头单位"):
        city.do(office, "commitments.merge", task, into=later.pk, reason="示例")
    city.do(office, "commitments.reassign", task, lead=city.organs["甲区住建局"].pk, reason="示例")
    city.do(city.reviewer, "commitments.decline", task, reason="示例")
    for due in ("2150-01-01", None):
        with pytest.raises(Conflict, match="不在此推后"):
            city.do(office, "commitments.amend_task", task, title="示例", due=due, reason="示例")


def test_a_part_that_goes_on_as_part_of_another_task_is_not_done(city, office, task):
    keys = [city.do(city.reviewer, "commitments.split", task, title=f"示例{n}", lead=city.organs["甲区一街道办"].pk).key for n in range(2)]
    other = Task.objects.get(pk=city.do(office, "commitments.add_task", city.district, title="示例", ground="示例").key)
    city.do(office, "commitments.assign", other, lead=city.organs["甲区一街道办"].pk)
    for key in keys:
        city.do(office, "commitments.merge", Task.objects.get(pk=key), into=other.pk, reason="示例")
    assert queries.parts_open(task)
    with pytest.raises(BadInput, match="不在甲区"):
        city.do(city.reviewer, "commitments.split", task, title="示例", lead=city.organs["乙区住建局"].pk)


def test_a_district_neither_closes_nor_extends_a_task_of_the_city(city, office):
    task = Task.objects.get(pk=city.do(city.city_office, "commitments.add_task", city.place, title="示例", ground="示例", due="2099-12-31").key)
    city.do(city.city_office, "commitments.assign", task, lead=city.organs["甲区住建局"].pk)
    city.do(city.reviewer, "commitments.sign", task)
    asked = Extension.objects.get(pk=city.do(city.reviewer, "commitments.ask_extension", task, due="2150-01-01", reason="示例").key)
    with pytest.raises(Conflict, match="登记在示例市"):
        city.do(city.leader, "commitments.approve_extension", asked)
    city.do(city.reviewer, "commitments.report_done", task, result="示例")
    with pytest.raises(Conflict, match="登记在示例市"):
        city.do(office, "commitments.return_task", task, reason="示例")


def test_an_extension_is_approved_only_while_it_is_what_was_asked_for_and_by_somebody_else(city, office, task):
    asked = Extension.objects.get(pk=city.do(city.reviewer, "commitments.ask_extension", task, due="2150-01-01", reason="示例").key)
    city.do(office, "commitments.reassign", task, lead=city.organs["甲区统计局"].pk, due="2099-06-30", reason="示例")
    with pytest.raises(Conflict, match="时限已经变动"):
        city.do(city.leader, "commitments.approve_extension", asked)


def test_a_document_is_withdrawn_with_tasks_that_nobody_was_given(city, office, source):
    confirmed(city, office, source)
    city.do(office, "commitments.withdraw_source", source, reason="登记错了")
    assert set(Task.objects.filter(source=source).values_list("state", flat=True)) == {"dropped"}


def test_one_district_neither_sees_nor_moves_the_tasks_of_another(city, task):
    assert rows(city.other_clerk, installed().record("commitments.task")).count() == 0
    with pytest.raises(NotFound):
        city.do(city.other_reviewer, "commitments.sign", task)
    city._post("other_office", "supervision.clerk", "乙区督查室", city.other_district)
    with pytest.raises(NotFound):
        city.do(city.other_office, "commitments.remind", task)


def test_a_task_of_the_city_is_seen_by_the_district_whose_organ_leads_it_and_kept_by_the_city(city, office):
    made = city.do(city.city_office, "commitments.add_task", city.place, title="示例市级任务", ground="示例：主任办公会")
    task = Task.objects.get(pk=made.key)
    assert rows(office, installed().record("commitments.task")).count() == 0
    city.do(city.city_office, "commitments.assign", task, lead=city.organs["甲区住建局"].pk)
    assert rows(office, installed().record("commitments.task")).count() == 1
    with pytest.raises(Conflict, match="登记在示例市"):
        city.do(office, "commitments.reassign", task, lead=city.organs["甲区统计局"].pk, reason="示例")


def test_a_task_that_awaits_a_project_is_done_when_the_project_has_come_so_far(city, office, task):
    project = city.project()
    city.do(office, "commitments.tie_project", task, project=project.pk, awaits="started")
    with pytest.raises(Conflict):
        city.do(city.reviewer, "commitments.report_done", task, result="不必填报")
    type(project).objects.filter(pk=project.pk).update(stage="started")
    ticking.tick()
    task.refresh_from_db()
    assert (task.state, task.result) == ("reported", f"{project.name}：认定开工")
    city.do(office, "commitments.close", task, finding="示例：项目台账已认定开工")
    task.refresh_from_db()
    assert task.state == "closed"


def test_what_a_meeting_decided_of_a_project_arrives_as_a_task_and_follows_its_matter(city, office):
    project = city.project()
    matter = Coordination.objects.get(pk=city.do(city.clerk, "projects.ask_coordination", project, matter="管线迁改").key)
    city.do(
        city.leader, "projects.decide_coordination", matter, meeting="示例专题会", met_on="2026-01-15", decision="由甲区住建局牵头迁改",
        organ=city.organs["甲区住建局"].pk, due="2099-06-30",
    )  # fmt: skip
    task = Task.objects.get()
    assert (task.words, task.lead_id, task.due_from, task.state) == ("由甲区住建局牵头迁改", city.organs["甲区住建局"].pk, "meeting", "assigned")
    assert Tie.objects.get().project_id == project.pk
    city.do(city.reviewer, "projects.report_coordination_done", matter, result="已迁改")
    task.refresh_from_db()
    assert (task.state, task.result) == ("reported", "已迁改")
    city.do(city.clerk, "projects.return_coordination", matter, reason="未验收")
    task.refresh_from_db()
    assert (task.state, task.reason) == ("under_way", "未验收")
    city.do(city.reviewer, "projects.report_coordination_done", matter, result="已迁改并验收")
    city.do(city.clerk, "projects.close_coordination", matter)
    task.refresh_from_db()
    assert task.state == "closed"
    assert fsck.check(installed(), clock.now()).findings == ()


@pytest.mark.parametrize("standing", [key for key, _ in queries.STANDING_SHOWN])
def test_the_list_narrows_to_what_it_shows(city, office, source, standing):
    for task, state, due in zip(confirmed(city, office, source), ("under_way", "reported", "confirmed"), ("2020-01-01", "2020-01-01", None), strict=False):
        Task.objects.filter(pk=task.pk).update(state=state, due=due)
    everything = queries.with_standing(Task.objects.all(), None)
    assert {t.pk for t in queries.tasks_at(Task.objects.all(), standing)} == {t.pk for t in everything if t.standing == standing}
