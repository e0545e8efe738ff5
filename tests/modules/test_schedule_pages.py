"""The page of a schedule and the list of late nodes: what they show, to whom, and in both languages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.city_fixture import City

from taizhang.frame import clock
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects.models import BaselineNode, Node

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db):
    return City()


@pytest.fixture
def project(city):
    made = city.project(kind="filed")
    city.do(city.clerk, "projects.lay_out_nodes", made, starts_on="2026-03-02")
    return made


def approved(city, project):
    city.do(city.chief, "projects.approve_baseline", city.do(city.clerk, "projects.propose_baseline", project, reason="首次").key)


def page(browser, actor, project, more="", language="zh-hans"):
    answer = browser(actor, language).get(f"/projects/{project.pk}/schedule/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_draws_every_node_and_says_the_same_in_a_table(city, browser, project):
    text = page(browser, city.clerk, project)
    bars = re.findall(r'<a href="[^"]+" class="sc-bar', text)
    assert len(bars) == Node.objects.count() == len(re.findall(r'<th scope="row"><a href="/r/projects.node/', text))
    assert "今天" in text and "尚无批准的基线" in text and "无定义" in text


def test_critical_is_said_in_words_and_with_a_mark_and_not_by_colour_alone(city, browser, project):
    text = page(browser, city.clerk, project)
    critical = re.findall(r'class="sc-bar[^"]*sc-crit[^"]*"[^>]*aria-label="([^"]+)"', text)
    assert critical and all("关键" in said for said in critical)
    assert re.search(r'class="sc-end"[^>]*>[^<]*◆', text)


def test_the_page_is_there_in_english_with_english_names_of_nodes(city, browser, project):
    text = page(browser, city.clerk, project, language="en")
    assert "Construction permit" in text and "critical path" in text and "施工许可证核发" not in text


def test_an_approved_baseline_is_drawn_beside_and_its_figures_say_why_they_are_undefined(city, browser, project):
    approved(city, project)
    text = page(browser, city.clerk, project)
    assert len(re.findall(r'class="sc-ghost"', text)) == Node.objects.count()
    assert "权重为分值而非金额" in text and "NaN" not in text and "inf" not in text.lower().replace("info", "")


def test_trying_out_moves_the_end_names_who_is_touched_and_writes_nothing(city, browser, project):
    before = Entry.objects.count(), Node.objects.get(key="structure").duration_working_days
    answer = browser(city.clerk).get(f"/projects/{project.pk}/schedule/if/?node=structure&duration=130")
    text = answer.content.decode()
    assert "总完成推后 10 个工作日" in text and "竣工验收" in text and "甲区城投公司" in text
    assert (Entry.objects.count(), Node.objects.get(key="structure").duration_working_days) == before
    assert "总完成推后 10 个工作日" in page(browser, city.clerk, project, "?node=structure&duration=130")


def test_without_a_right_over_schedules_nothing_is_tried_out(city, browser, project):
    assert "sc-form" not in page(browser, city.leader, project)
    assert browser(city.leader).get(f"/projects/{project.pk}/schedule/if/?node=structure&duration=130").status_code == 403


def test_a_schedule_of_another_district_is_not_there(city, browser, project):
    assert browser(city.other_clerk).get(f"/projects/{project.pk}/schedule/").status_code == 404
    assert browser(city.other_clerk).get(f"/projects/{project.pk}/schedule/if/?node=land").status_code == 404


def test_advice_names_the_lever_and_what_it_wins(city, browser, project):
    text = page(browser, city.clerk, project)
    assert re.search("全部采用可提前 [1-9][0-9]* 个工作日", text) and "压缩“" in text


def test_late_nodes_are_listed_the_longest_first_and_by_scope(city, browser, project):
    approved(city, project)
    text = browser(city.clerk).get("/projects/late-nodes/").content.decode()
    due = BaselineNode.objects.filter(finish__lt=clock.today()).order_by("finish", "id").values_list("title", flat=True)
    assert re.findall(r'<th scope="row"><a href="/r/projects.node/\d+/">([^<]+)', text) == list(due)
    assert "没有逾期节点" in browser(city.other_clerk).get("/projects/late-nodes/").content.decode()
    assert "没有逾期节点" in browser(city.clerk).get(f"/projects/late-nodes/?district={city.other_district.pk}").content.decode()


def test_the_schedule_as_it_was_known_yesterday_offers_no_change(city, browser, project):
    with clock.on(clock.today() + timedelta(days=2)):
        city.do(city.clerk, "projects.amend_node", Node.objects.get(key="land"), title="净地", duration_working_days=99, reason="延期")
        yesterday = (clock.today() - timedelta(days=1)).isoformat()
        text = page(browser, city.clerk, project, f"?at={yesterday}")
    assert "用地手续与净地交付" in text and "sc-form" not in text




def test_the_page_of_a_late_node_says_since_when_why_who_has_to_act_and_leads_on(city, browser, project):
    approved(city, project)
    node = Node.objects.get(key="filing")
    due = BaselineNode.objects.get(node=node).finish
    before = browser(city.clerk, "en").get(f"/r/projects.node/{node.pk}/").content.decode()
    late = f"{(clock.today() - due).days} days late"
    assert late in before and due.isoformat() in before and "Nobody has said why yet" in before
    expected = (clock.today() + timedelta(days=9)).isoformat()
    city.do(city.reporter, "projects.forecast_node", node, expected_finish=expected, reason="管线未迁")
    said = browser(city.leader, "en").get(f"/r/projects.node/{node.pk}/").content.decode()
    assert late in said and expected in said and "管线未迁" in said
    assert f"/r/projects.project/{project.pk}/do/projects.ask_coordination/" in said and f"/projects/{project.pk}/card/" in said


def test_a_node_that_is_not_late_has_no_such_words(city, browser, project):
    node = Node.objects.get(key="filing")
    assert "days late" not in browser(city.clerk, "en").get(f"/r/projects.node/{node.pk}/").content.decode()
