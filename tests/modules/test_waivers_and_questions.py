"""A waiver hides a light for a time and shows what it hides; a question is asked once, answered by the unit, accepted by another."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.city_fixture import City

import taizhang.modules.projects as projects_package
from taizhang.basis.errors import BadInput, Conflict, NotFound
from taizhang.frame import clock, daily, reading, ticking
from taizhang.frame.actor import Actor, Post
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects import terms
from taizhang.modules.projects.declared.light_panel import project_lights
from taizhang.modules.projects.declared.questions import QUESTION, ask_daily
from taizhang.modules.projects.declared.records import PROJECT
from taizhang.modules.projects.declared.worklist import worklist
from taizhang.modules.projects.models import Question, Waiver
from taizhang.modules.projects.queries import lights

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 20)
GIVEN = {"dimension": "start", "reason": "示例：考古勘探", "valid_until": "2026-06-30"}


@pytest.fixture
def april():
    with clock.on(TODAY):
        yield


def light(actor, project: int, key: str = "start"):
    return next(x for x in project_lights(actor, project).lights if x.dimension.key == key)


def late(city: City):
    """A project that was to begin in March and has not."""
    return city.project(planned_start="2026-03")


# -- waivers --------------------------------------------------------------------------------------------------------------


def test_a_waiver_counts_from_its_approval_by_another_person_and_the_light_behind_it_is_shown(city, april):
    project = late(city)
    waiver = city.do(city.chief, "projects.request_waiver", project, **GIVEN).key
    assert (light(city.clerk, project.pk).state, light(city.clerk, project.pk).hidden) == ("yellow", False)
    with pytest.raises(Conflict) as same:
        city.do(city.chief, "projects.approve_waiver", waiver)
    assert same.value.code == "apart"
    city.do(city.leader, "projects.approve_waiver", waiver)
    shown = light(city.clerk, project.pk)
    assert (shown.state, shown.hidden, shown.waiver.reason) == ("yellow", True, GIVEN["reason"])
    assert [lights.projects_with(city.clerk, PROJECT, "start", "yellow", hidden=hidden).count() for hidden in (False, True)] == [0, 1]
    assert list(lights.with_light(lights.lit(city.clerk, PROJECT)).values_list("light", flat=True)) == ["no_data"]


def test_when_it_has_lapsed_or_was_ended_the_light_counts_again(city, april):
    project = late(city)
    waiver = city.do(city.reporter, "projects.request_waiver", project, **GIVEN).key
    city.do(city.chief, "projects.approve_waiver", waiver)
    with clock.on(date(2026, 7, 1)):
        assert not light(city.clerk, project.pk).hidden
        ticking.tick()
        assert Waiver.objects.get().state == "lapsed"
    ended = city.do(city.reporter, "projects.request_waiver", late(city), **GIVEN).key
    city.do(city.chief, "projects.approve_waiver", ended)
    with clock.on(date(2026, 4, 22)):
        city.do(city.leader, "projects.end_waiver", ended, reason="示例：已可开工")
    with clock.on(date(2026, 4, 23)):
        assert not light(city.clerk, Waiver.objects.get(pk=ended).project_id).hidden


@pytest.mark.parametrize(("changed", "code"), [({"dimension": "progress"}, "not_waivable"), ({"valid_until": "2026-04-19"}, "ends_before"), ({}, "waiver_there")])
def test_what_the_rule_does_not_know_or_is_there_already_is_refused(city, april, changed, code):
    project = late(city)
    if not changed:
        city.do(city.reporter, "projects.request_waiver", project, **GIVEN)
    with pytest.raises((BadInput, Conflict)) as refused:
        city.do(city.reporter, "projects.request_waiver", project, **(GIVEN | changed))
    assert refused.value.code == code


def test_a_waiver_waits_for_whoever_approves_it(city, april):
    city.do(city.reporter, "projects.request_waiver", late(city), **GIVEN)
    assert [t.action for t in worklist(city.leader, TODAY) if t.kind == "projects.waiver"] == ["projects.approve_waiver"]
    assert not [t for t in worklist(city.clerk, TODAY) if t.kind == "projects.waiver"]


# -- questions ------------------------------------------------------------------------------------------------------------


def accepted(city: City, project, period: str, **raw) -> int:
    given = {"period": period, "progress": "示例", "workload_fen": 100, "investment_fen": 100, "paid_fen": 0} | raw
    report = city.do(city.reporter, "projects.report_month", project, **given).key
    city.do(city.reviewer, "projects.review_report", report)
    city.do(city.clerk, "projects.accept_report", report)
    return report


def test_an_accepted_month_with_money_and_no_works_is_a_question_in_the_same_transaction(city, april):
    project = city.project()
    report = accepted(city, project, "2026-02")
    question = Question.objects.get()
    assert (question.check_key, question.period, question.organ) == ("investment_without_quantity", "2026-02", city.organs["甲区城投公司"])
    assert (question.due, question.figures[0]["value"]["zh"]) == (date(2026, 4, 27), "0.0001万元")
    cause = Entry.objects.get(action="projects.accept_report").key
    assert Entry.objects.get(action="projects.check_figures").cause == cause
    assert report


def test_the_law_of_a_question_is_read_in_the_readers_language(city, april, browser):
    accepted(city, city.project(), "2026-02")
    question = Question.objects.get()
    law = terms.cross_checks.QUANTITIES_APART
    assert (question.law, question.law_en) == (law.cite("zh"), law.cite("en"))
    address = f"/r/projects.question/{question.pk}/"
    english, chinese = (browser(city.clerk, code).get(address).content.decode() for code in ("en", "zh-hans"))
    assert english.count(law.name.en) >= 2 and law.name.zh not in english
    assert law.name.zh in chinese
    assert browser(city.clerk, "en").get("/list/projects.questions/", {"cols": "law"}).context["lines"][0].cells[0].text == question.law_en


def test_one_finding_is_asked_once_and_good_figures_ask_nothing(city, april):
    project = city.project()
    accepted(city, project, "2026-02")
    accepted(city, project, "2026-03", quantities="桩基 根 3")
    assert ask_daily(TODAY) == 0
    assert Question.objects.count() == 1
    assert Entry.objects.filter(action="projects.check_figures").count() == 1


def test_the_unit_answers_and_another_person_accepts_or_sends_it_back(city, april):
    accepted(city, city.project(), "2026-02")
    question = Question.objects.get().pk

    def waits(actor, day: date = TODAY) -> list[str]:
        return [t.why.en for t in worklist(actor, day) if t.kind == "projects.question"]

    assert waits(city.reporter) == ["Please explain: 2026-02 has investment and no physical quantity at all"]
    assert waits(city.reporter, date(2026, 4, 30))[0].startswith("The answer is 3 day(s) late")
    city.do(city.reporter, "projects.answer_question", question, answer="设备预付款")
    assert (waits(city.reporter), waits(city.clerk)) == ([], ["Answered; waits to be looked at"])
    city.do(city.clerk, "projects.return_answer", question, reason="请附合同")
    assert waits(city.reporter) == ["The answer was returned: 请附合同"]
    city.do(city.reporter, "projects.answer_question", question, answer="见合同第三条")
    city.do(city.clerk, "projects.accept_answer", question)
    assert Question.objects.get().state == "accepted"
    assert ask_daily(TODAY) == 0


def test_a_correction_that_settles_it_closes_it_when_it_is_accepted_and_not_before(city, april):
    project = city.project()
    report = accepted(city, project, "2026-02")
    given = {"progress": "示例", "workload_fen": 100, "investment_fen": 100, "quantities": "桩基 根 3", "reason": "补实物量"}
    corrected = city.do(city.reporter, "projects.correct_report", report, **given).key
    ask_daily(TODAY)
    assert Question.objects.get().state == "asked"
    city.do(city.reviewer, "projects.review_report", corrected)
    city.do(city.clerk, "projects.accept_report", corrected)
    row = Question.objects.get()
    assert (row.state, row.closed_on) == ("closed", TODAY)


def test_a_finding_that_comes_back_is_asked_again_with_the_whole_term(city, april):
    project = city.project()
    report = accepted(city, project, "2026-02")
    for day, quantities, state in ((date(2026, 4, 21), "桩基 根 3", "closed"), (date(2026, 5, 11), "", "asked")):
        with clock.on(day):
            given = {"progress": "示例", "workload_fen": 100, "investment_fen": 100, "quantities": quantities, "reason": "更正"}
            report = city.do(city.reporter, "projects.correct_report", report, **given).key
            city.do(city.reviewer, "projects.review_report", report)
            city.do(city.clerk, "projects.accept_report", report)
            assert Question.objects.get().state == state
    assert (Question.objects.get().due, Question.objects.get().closed_on) == (date(2026, 5, 18), None)


def test_what_a_day_brings_is_done_once_on_it(city, april):
    project = city.project()
    accepted(city, project, "2026-02", quantities="桩基 根 3")
    city.do(city.reporter, "projects.claim_start", project, on="2026-02-10")
    assert daily.run_due(TODAY) >= 1
    asked = set(Question.objects.values_list("check_key", flat=True))
    assert asked == {"start_not_proved", "start_without_permit"}
    assert daily.run_due(TODAY) == 0


def test_a_unit_sees_the_questions_that_were_asked_of_it_and_no_others(city, april):
    accepted(city, city.project(), "2026-02")
    question = Question.objects.get()
    for stranger in (city.other_reviewer, city.other_clerk):
        assert not reading.rows(stranger, QUESTION).exists()
    with pytest.raises(NotFound):
        city.do(city.other_reviewer, "projects.answer_question", question.pk, answer="示例")
    # The same project's other unit: it sees the project, and not what another was asked.
    organ = city.organs["甲区统计局"].pk
    unit = Actor(city.reporter.person, (Post("unit.reporter", organ, city.district.pk, ""),), city.reporter.rights_of_role)
    city.do(city.clerk, "projects.assign_unit", question.project_id, unit=organ)
    assert reading.rows(unit, PROJECT).exists() and not reading.rows(unit, QUESTION).exists()
    assert reading.rows(city.reporter, QUESTION).exists() and reading.rows(city.leader, QUESTION).exists()


#: What nobody may be told to do: bring a figure to where a target wants it.
_PUSHING = re.compile(
    r"(补足|补齐|凑足|冲刺|追赶|赶上|达到|完成|加大|提高)[^，。；“”]{0,8}(目标|任务数|计划数|序时|投资额|指标)"
    r"|(raise|increase|lift|bring|catch up|reach|meet)\b[^.;]{0,24}\b(target|goal|plan figure|time schedule)",
    re.IGNORECASE,
)


def test_no_text_of_questions_lights_or_reminders_pushes_a_units_statistics_toward_a_target():
    folder = Path(projects_package.__file__).parent
    names = (
        "cross_checks.py", "terms/cross_checks.py", "terms/lights.py", "lights/light.py", "lights/terms.py", "lights/measures.py", "lights/rows.py",
        "actions/questions.py", "actions/lights.py", "declared/questions.py", "declared/lights.py", "declared/light_panel.py",
        "declared/worklist.py", "lifecycle/lights.py",
    )  # fmt: skip
    texts = {name: (folder / name).read_text() for name in names}
    pages = folder.parents[1] / "surfaces/templates/projects"
    texts |= {p.name: p.read_text() for p in pages.glob("light*.html")} | {"question_panel.html": (pages / "question_panel.html").read_text()}
    for name, text in texts.items():
        assert not _PUSHING.search(text), (name, _PUSHING.search(text))
    for planted in ("请尽快补足投资额", "raise the figure to reach the target", "请完成序时进度"):
        assert _PUSHING.search(planted)
    assert "不得要求单位按目标修改统计数据" in texts["question_panel.html"]


# -- pages ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_lights_say_rule_figures_threshold_and_day_of_change(city, april, browser, language):
    project = late(city)
    city.do(city.clerk, "projects.plan", project, role="annual_plan", year=2026, amount_fen=1_200_000_00)
    accepted(city, project, "2026-01", workload_fen=10, investment_fen=10)
    client = browser(city.clerk, language)
    page = client.get(f"/r/projects.project/{project.pk}/").content.decode()
    city_named, change, holder = ("银川市", "2026-05-01 → 规则未规定", "财政部门") if language != "en" else ("Yinchuan", "2026-05-01 → not defined in the rule", "finance bureau")
    assert "lt-is-yellow" in page
    for words in (city_named, change, holder):
        assert words in page, words
    question = client.get(f"/r/projects.question/{Question.objects.first().pk}/").content.decode()
    assert ("0.00001万元" if language != "en" else "0.00001 × 10,000 yuan") in question
    listed = client.get("/list/projects.projects/?light=start.yellow").content.decode()
    assert "示例中学新建工程" in listed and ("▲ 黄灯" if language != "en" else "▲ yellow") in listed
    city.project(name="两个月未开工", planned_start="2026-02")
    replayed = client.get("/projects/lights/?period=2026-03&other=example-2026")
    assert (replayed.status_code, replayed.context["count"]) == (200, 1)
    assert client.get("/projects/lights/differing.xlsx?period=2026-03&other=example-2026").status_code == 200
    assert client.get("/projects/lights/rules/").status_code == 200


def test_a_month_that_is_not_over_and_a_rule_that_is_not_there_are_refused(city, april, browser):
    client = browser(city.clerk)
    assert client.get("/projects/lights/?period=2026-04").status_code == 422
    assert client.get("/projects/lights/?one=nowhere").status_code == 422


def test_the_words_of_every_check_are_declared():
    source = (Path(projects_package.__file__).parent / "cross_checks.py").read_text()
    codes = set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', source)) & {key for key, _ in terms.CHECK_WORDS}
    assert codes == {key for key, _ in terms.CHECK_WORDS}



def test_the_page_of_rules_says_units_and_levels_in_the_readers_language(city, april, browser):
    english = browser(city.clerk, "en").get("/projects/lights/rules/").content.decode()
    assert "months due and not started (months)" in english and "(deputy head of the district in charge)" in english
    assert "个月" not in english.split('class="lr-sets"')[1]
