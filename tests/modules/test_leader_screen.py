"""The leader's screen and the wall: every number is one that its link opens, bounded in statements, and one's own district's alone."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from tests.city_fixture import City

from taizhang.frame import clock
from taizhang.modules.commitments.models import Task
from taizhang.modules.commitments.reading.extract import read
from taizhang.modules.projects.lights import month_lights
from taizhang.modules.projects.pages import leading

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)


@pytest.fixture
def may(city: City):
    """A project with a plan of 1200 万元 of which 200 are done, one that should have started, and a line that is overdue."""
    with clock.on(date(2026, 2, 3)):
        running = city.project(name="示例一号路", planned_start="2026-01")
        waiting = city.project(name="示例二号路", planned_start="2026-01")
        city.do(city.clerk, "projects.plan", running, role="annual_plan", year=2026, amount_fen=1200_000_000)
        city.do(city.clerk, "projects.add_item", waiting, list="problem", title="管线迁改", due="2026-03-01", organ=city.organs["甲区住建局"].pk)
    with clock.on(TODAY):
        city.do(city.reporter, "projects.report_month", running, period="2026-04", progress="示例", investment_fen=200_000_000)
        city.do(city.clerk, "projects.ask_coordination", waiting, matter="请协调管线产权单位")
        month_lights.day_begins(TODAY)
        yield running, waiting


def test_the_sentence_says_what_is_done_of_the_plan_and_how_far_behind(city, may):
    said = leading.money(city.leader, leading.when(None), "zh")
    assert (said["share"], said["passed"], said["behind"]) == ("16.7", "33.3", "16.6")
    assert [m["reported"] for m in said["months"]] == [None, None, None, 200] + [None] * 8


def test_a_red_number_opens_its_projects_and_each_says_where_it_is_stuck_and_with_whom(city, may, browser):
    _, waiting = may
    lines = leading.light_numbers(city.leader, leading.when(None))["lines"]
    red, href = next((n, href) for line in lines if line["key"] == "start" for state, _, n, href in line["states"] if state == "red")
    opened = browser(city.leader).get(href).content.decode()
    assert len(re.findall(r'<th scope="row"><a href="/r/projects\.project/', opened)) == red > 0
    first = leading.stuck(city.leader, "zh")["lines"][0]
    assert (first["key"], first["what"], first["organ"], first["days"]) == (waiting.pk, "管线迁改", "甲区住建局", 80)
    assert any(label.zh == "开工" for label, _ in first["lights"])


def test_what_was_asked_for_waits_on_the_screen_until_it_is_decided(city, may):
    assert leading.asked(city.leader)["count"] == 1
    matter = leading.asked(city.leader)["lines"][0][0]
    city.do(
        city.leader, "projects.decide_coordination", matter, meeting="示例专题会", met_on="2026-05-20", decision="示例",
        organ=city.organs["甲区住建局"].pk, due="2026-06-20",
    )  # fmt: skip
    assert leading.asked(city.leader)["count"] == 0


@pytest.mark.parametrize("address", ["/projects/leader/", "/projects/wall/", "/projects/map/"])
def test_where_there_is_nothing_to_show_the_page_says_so(city, browser, address):
    answer = browser(city.other_clerk).get(address)
    assert answer.status_code == 200 and "没有" in answer.content.decode()


def test_another_district_sees_nothing_of_it(city, may):
    moment = leading.when(None)
    assert leading.money(city.other_clerk, moment, "zh")["projects"] == 0
    assert leading.stuck(city.other_clerk, "zh")["lines"] == []
    assert leading.asked(city.other_clerk)["count"] == 0


@pytest.mark.parametrize("address", ["/projects/leader/", "/projects/wall/?part=1"])
@pytest.mark.by_turns(3)
def test_more_projects_do_not_make_more_statements(city, may, browser, address, django_assert_max_num_queries):
    client = browser(city.leader)
    client.get(address)
    with django_assert_max_num_queries(60) as few:
        client.get(address)
    for n in range(4):
        project = city.project(name=f"示例{n}号", planned_start="2026-01")
        city.do(city.clerk, "projects.add_item", project, list="problem", title="示例", due="2026-03-01")
    with django_assert_max_num_queries(len(few)):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "占年度计划"), ("en", "of the annual plan")])
def test_the_screen_and_the_wall_say_it_in_both_languages(city, may, browser, language, words):
    client = browser(city.leader, language)
    for address in ("/projects/leader/", "/projects/wall/"):
        assert words in client.get(address).content.decode()


def test_a_past_day_shows_what_was_known_then(city, may, browser):
    then = browser(city.leader).get("/projects/leader/", {"at": "2026-05-01"}).content.decode()
    assert "今年还没有上报数" in then


def test_the_wall_has_no_menu_and_gives_its_panels_alone_when_asked(city, may, browser):
    client = browser(city.leader)
    whole, part = client.get("/projects/wall/").content.decode(), client.get("/projects/wall/", {"part": "1"}).content.decode()
    assert "tz-side" not in whole and whole.count("wl-panel") > 5
    assert "<html" not in part and part.count("wl-panel") == 6


def test_a_wall_whose_sign_in_has_ended_is_sent_to_sign_in(client, db):
    answer = client.get("/projects/wall/", {"part": "1"})
    assert answer.status_code == 302 and "/sign-in/" in answer["Location"]


def test_the_plan_of_the_screen_leads_to_its_sentence_its_task_and_what_became_of_the_document(city, may, browser):
    with clock.on(date(2026, 2, 3)):
        city._post("office", "supervision.clerk", "甲区督查室", city.district)
        text = "全力推进示例一号路建设，全年完成投资1200万元。\n加强示例宣传。"
        source = city.do(city.office, "commitments.register_source", city.district, title="示例工作报告", text=text, issued_on="2026-01-20").key
        city.do(city.office, "commitments.confirm_tasks", source, spans="\n".join(f"{c.start}-{c.end}" for c in read(text).commitments))
    client, task = browser(city.leader), Task.objects.get(words__contains="1200万元")

    def follow(address: str, to: str) -> str:
        links = [html.unescape(href) for href in re.findall(r'href="([^"]+)"', client.get(address).content.decode())]
        return next(href for href in links if href.startswith(to)).partition("#")[0]

    with clock.on(TODAY):
        figures = follow("/projects/leader/", "/commitments/figures/?fen=")
        assert "<mark>1200万元</mark>" in client.get(figures).content.decode()
        assert task.words in html.unescape(client.get(follow(figures, f"/r/commitments.task/{task.pk}/")).content.decode())
        register = client.get(follow(follow(figures, f"/commitments/sources/{source}/"), "/list/commitments.tasks/")).content.decode()
        assert len(re.findall(r'<th scope="row"><a href="/r/commitments\.task/', register)) == Task.objects.count() > 1
