"""Columns that come back, and lists under a name: kept for a person or their organ, while the address still says everything."""

from __future__ import annotations

from datetime import timedelta

import pytest

from taizhang.frame import clock, saved_views
from taizhang.frame.models import SavedView
from taizhang.registers.models import Appointment

pytestmark = pytest.mark.django_db

LIST = "/list/projects.projects/"
STALLED = "standing=suspended&sort=name&cols=name%2Cstanding"


@pytest.fixture
def projects(city):
    stalled = city.project(name="停工示例工程")
    city.project(name="正常示例工程")
    city.do(city.clerk, "projects.suspend", stalled, reason="示例")
    return stalled


def save(client, name="停工的", query=STALLED, **more):
    return client.post(f"{LIST}views/", {"name": name, "query": query, **more})


def shown(page):
    """The heads of the columns, as far as they are among these."""
    head = page.content.decode().partition("<thead>")[2].partition("</thead>")[0]
    return [h for h in ("项目名称", "区县", "状态", "总投资", "行业类别") if h in head]


def test_columns_once_chosen_are_there_the_next_time_and_in_the_address(browser, projects):
    client = browser("clerk")
    answer = client.post(f"{LIST}columns/", {"col": ["standing", "name"], "query": "q=示例"})
    assert answer["Location"] == f"{LIST}?q=%E7%A4%BA%E4%BE%8B&cols=name%2Cstanding&all=1"
    assert shown(client.get(answer["Location"])) == ["项目名称", "状态"]
    again = client.get(LIST)
    assert (again.status_code, again["Location"]) == (302, f"{LIST}?cols=name%2Cstanding")
    client.post(f"{LIST}columns/", {"reset": "1"})
    assert client.get(LIST).status_code == 200


def test_an_address_that_was_sent_is_shown_as_it_was_sent_and_changes_nobodys_columns(browser, projects):
    client = browser("clerk")
    client.post(f"{LIST}columns/", {"col": ["name", "standing"]})
    assert shown(client.get(f"{LIST}?cols=name,category")) == ["项目名称", "行业类别"]
    assert [(v.name, v.query) for v in SavedView.objects.all()] == [("", "name,standing")]


def test_a_view_is_found_again_under_its_name_with_filters_sort_and_columns(browser, projects):
    client = browser("clerk")
    assert save(client)["Location"] == f"{LIST}?{STALLED}"
    menu = client.get(LIST).content.decode()
    assert f'href="?{STALLED.replace("&", "&amp;")}"' in menu
    page = client.get(f"{LIST}?{STALLED}")
    assert projects.name in page.content.decode()
    assert "正常示例工程" not in page.content.decode()
    assert "视图：<b>停工的</b>" in page.content.decode()


def test_the_view_a_list_begins_with_gives_way_to_any_other_address(browser, projects):
    client = browser("clerk")
    save(client, begins="1")
    opened = client.get(LIST)
    assert (opened.status_code, opened["Location"].split("?")[0]) == (302, LIST)
    assert "standing=suspended" in opened["Location"]
    assert "正常示例工程" in client.get(f"{LIST}?all=1").content.decode()
    client.post(f"{LIST}begin/")
    assert "正常示例工程" in client.get(LIST, follow=True).content.decode()


def test_a_shared_view_is_for_the_people_of_the_organ_while_its_owner_is_one_of_them(city, browser, projects):
    clerk, chief, other = browser("clerk"), browser("chief"), browser("other_clerk")
    save(clerk, name="只给自己")
    save(clerk, name="给本单位", shared="1")
    assert "给本单位" in chief.get(LIST).content.decode()
    assert "只给自己" not in chief.get(LIST).content.decode()
    assert "给本单位" not in other.get(LIST).content.decode()
    post, yesterday = Appointment.objects.get(person=city.clerk.person), (clock.today() - timedelta(days=1)).isoformat()
    city.do(city.administrator, "office.revoke", post, last_day=yesterday, reason="调离")
    assert "给本单位" not in chief.get(LIST).content.decode()


def test_a_colleague_may_begin_with_a_shared_view_and_do_nothing_else_to_it(browser, projects):
    clerk, chief, other = browser("clerk"), browser("chief"), browser("other_clerk")
    save(clerk, shared="1")
    view = SavedView.objects.get(name="停工的")
    assert chief.post(f"{LIST}begin/", {"view": view.pk}).status_code == 302
    assert "standing=suspended" in chief.get(LIST)["Location"]
    assert other.post(f"{LIST}begin/", {"view": view.pk}).status_code == 404
    for verb in ("rename", "delete", "share", "unshare", "begin"):
        assert chief.post(f"/views/{view.pk}/", {"do": verb, "name": "别的"}).status_code == 404, verb
    clerk.post(f"/views/{view.pk}/", {"do": "unshare"})
    assert chief.get(LIST).status_code == 200, "what is no longer shared is no longer first"


def test_ones_own_views_are_renamed_and_deleted(browser, projects):
    client = browser("clerk")
    save(client, begins="1")
    save(client, name="另一个")
    view = SavedView.objects.get(name="停工的")
    assert client.post(f"/views/{view.pk}/", {"do": "rename", "name": "另一个"}).status_code == 409
    client.post(f"/views/{view.pk}/", {"do": "rename", "name": " 停工 项目 "})
    assert "停工 项目" in client.get("/views/").content.decode()
    client.post(f"/views/{view.pk}/", {"do": "delete"})
    assert client.get(LIST).status_code == 200
    assert [v.name for v in SavedView.objects.exclude(name="")] == ["另一个"]


def test_saving_under_the_same_name_replaces_and_there_is_an_end_to_saving(browser, projects):
    client = browser("clerk")
    save(client)
    save(client, query="standing=normal")
    assert SavedView.objects.get().query == "standing=normal"
    for n in range(saved_views.MOST_VIEWS - 1):
        save(client, name=f"视图{n}")
    assert save(client, name="再一个").status_code == 422
    assert save(client, query="standing=suspended").status_code == 302, "what is there can still be replaced"
    assert save(client, name=" ").status_code == 422
    assert save(client, name="长" * 61).status_code == 422


def test_a_view_keeps_neither_the_page_nor_the_day_nor_anything_that_is_no_part_of_a_list(browser, projects):
    save(browser("clerk"), query="standing=suspended&page=3&at=2026-01-01&next=//evil.example&x=<script>")
    assert SavedView.objects.get().query == "standing=suspended"


def test_a_name_is_shown_as_text(browser, projects):
    client = browser("clerk")
    save(client, name="<b>粗</b>")
    for path in (LIST, "/views/"):
        assert "<b>粗</b>" not in client.get(path).content.decode()
