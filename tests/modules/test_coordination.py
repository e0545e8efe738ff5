"""提请协调: what a unit cannot solve alone is asked, decided at a meeting, done by an organ and closed by somebody else."""

from __future__ import annotations

from datetime import date

import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict, NotAllowed
from taizhang.frame import clock
from taizhang.modules.projects.declared.worklist import worklist
from taizhang.modules.projects.models import Coordination

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)


@pytest.fixture
def march():
    with clock.on(TODAY):
        yield


def accepted_month(city: City, coordination: str) -> int:
    """The project of a month that was accepted with these words."""
    project = city.project()
    given = {"period": "2026-02", "progress": "示例", "coordination": coordination}
    report = city.do(city.reporter, "projects.report_month", project, **given).key
    city.do(city.reviewer, "projects.review_report", report)
    city.do(city.clerk, "projects.accept_report", report)
    return project.pk


def decided(city: City, matter: int, due: str = "2026-03-20") -> None:
    organ = city.organs["甲区住建局"].pk
    given = {"meeting": "三月专题会", "met_on": "2026-03-03", "decision": "由区住建局牵头", "organ": organ, "due": due}
    city.do(city.leader, "projects.decide_coordination", matter, **given)


def test_what_an_accepted_month_asks_for_is_a_matter_of_the_unit_that_reported_it(city, march):
    project = accepted_month(city, "请协调管线迁改")
    matter = Coordination.objects.get()
    assert (matter.project_id, matter.period, matter.matter) == (project, "2026-02", "请协调管线迁改")
    assert (matter.asked_by, matter.state) == (city.organs["甲区城投公司"], "asked")


@pytest.mark.parametrize("words", ["", "无", " 暂无 ", "None"])
def test_a_month_with_nothing_to_coordinate_asks_for_nothing(city, march, words):
    accepted_month(city, words)
    assert not Coordination.objects.exists()


def test_a_matter_goes_from_the_meeting_to_an_organ_and_is_closed_by_another_person(city, march):
    accepted_month(city, "请协调管线迁改")
    matter = Coordination.objects.get().pk
    decided(city, matter)
    city.do(city.reviewer, "projects.report_coordination_done", matter, result="已迁改")
    city.do(city.clerk, "projects.return_coordination", matter, reason="现场仍有一段")
    city.do(city.reviewer, "projects.report_coordination_done", matter, result="全部迁改")
    city.do(city.clerk, "projects.close_coordination", matter)
    row = Coordination.objects.get()
    assert (row.state, row.result, row.done_on) == ("closed", "全部迁改", TODAY)


def test_who_reported_a_task_done_does_not_close_it(city, march):
    accepted_month(city, "请协调管线迁改")
    matter = Coordination.objects.get().pk
    decided(city, matter)
    city.do(city.clerk, "projects.report_coordination_done", matter, result="已迁改")
    with pytest.raises(Conflict) as refused:
        city.do(city.clerk, "projects.close_coordination", matter)
    assert refused.value.code == "apart"
    city.do(city.chief, "projects.close_coordination", matter)


def test_a_unit_asks_and_does_not_decide(city, march):
    matter = city.do(city.reporter, "projects.ask_coordination", city.project(), matter="请协调用电").key
    with pytest.raises(NotAllowed):
        decided_by_unit = {"meeting": "会", "met_on": "2026-03-03", "decision": "示例", "organ": 1, "due": "2026-03-20"}
        city.do(city.reporter, "projects.decide_coordination", matter, **decided_by_unit)
    with pytest.raises(BadInput) as early:
        decided(city, matter, due="2026-03-02")
    assert early.value.code == "due_before_meeting"


def test_a_matter_waits_in_the_work_of_whoever_is_next(city, march):
    accepted_month(city, "请协调管线迁改")
    matter = Coordination.objects.get().pk

    def waits(actor, day: date = TODAY) -> list[str]:
        return [t.why.en for t in worklist(actor, day) if t.kind == "projects.coordination"]

    assert waits(city.leader) == ["Asked for; waits for a decision"]
    decided(city, matter)
    assert (waits(city.leader), waits(city.reviewer)) == ([], ["A task that a meeting decided"])
    assert waits(city.reviewer, date(2026, 3, 25)) == ["The task is 5 day(s) late"]
    city.do(city.reviewer, "projects.report_coordination_done", matter, result="已迁改")
    assert waits(city.clerk) == ["Reported done; waits to be closed"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_matters_have_a_list_and_a_page(city, march, browser, language):
    accepted_month(city, "请协调管线迁改")
    client = browser(city.leader, language)
    assert "请协调管线迁改" in client.get("/list/projects.coordinations/").content.decode()
    assert client.get(f"/r/projects.coordination/{Coordination.objects.get().pk}/").status_code == 200


def test_what_is_sent_about_projects_is_read_in_words_with_a_link_by_those_addressed_alone(city, browser):
    with clock.on(TODAY):
        project = accepted_month(city, "请协调管线迁改")
        matter = Coordination.objects.get().pk
        decided(city, matter)
        city.do(city.clerk, "projects.comment_on_unit", city.organs["甲区城投公司"], period="2026-02", text="示例点评")
        city.do(city.clerk, "projects.remind", project, period="2026-01")
        unit = browser(city.reporter).get("/projects/messages/").content.decode()
        bureau = browser(city.reviewer, "en").get("/projects/messages/").content.decode()
    for words in ("催报月报", f'href="/r/projects.project/{project}/"', "2026-01", "月度点评", "/r/projects.commentary/"):
        assert words in unit
    assert "A decided matter is your organ&#x27;s to do" in bureau and f'href="/r/projects.coordination/{matter}/"' in bureau
    assert "催报月报" not in bureau and "A reminder to report" not in bureau
    assert "还没有消息" in browser(city.other_clerk).get("/projects/messages/").content.decode()
