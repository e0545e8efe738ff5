"""The search on pages: groups, suggestions, one kind page by page, entries by number, and lists that ask the same index."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taizhang.frame import clock
from taizhang.frame.catalogue import installed
from taizhang.frame.search import finding
from taizhang.kernels.ledger import store
from taizhang.kernels.ledger.models import Entry, Number
from taizhang.surfaces.pages.search import SUGGESTIONS

pytestmark = pytest.mark.django_db


def found(answer) -> dict[str, list[str]]:
    return {group.kind: [hit.title for hit in group.hits] for group in answer.context["groups"]}


def test_results_stand_by_kind_with_where_they_are(city, browser):
    project = city.project(name="甲区实验小学", name_en="Experimental School of District A")
    city.document(project, "construction_permit", number="甲区建施〔2026〕5号")
    answer = browser("clerk").get("/search/?q=甲区")
    groups = found(answer)
    assert list(groups)[:2] == ["projects.project", "projects.document"] and "registers.place" in groups
    assert groups["projects.document"] == ["建筑工程施工许可证 甲区建施〔2026〕5号"]
    body = answer.content.decode()
    assert "在清单中查看" in body and f"/r/projects.project/{project.pk}/" in body and "甲区实验小学</span>" in body


def test_the_english_page_calls_things_by_their_english_names(city, browser):
    city.project(name="甲区实验小学", name_en="Experimental School of District A")
    answer = browser("clerk", "en").get("/search/?q=实验小学")
    assert found(answer) == {"projects.project": ["Experimental School of District A"]}
    assert "1 found" in answer.content.decode()


def test_nothing_found_says_what_to_do_and_no_words_say_what_can_be_typed(city, browser):
    client = browser("clerk")
    assert "没有找到" in client.get("/search/?q=没有这样的东西").content.decode()
    assert "统一社会信用代码" in client.get("/search/").content.decode()


def test_one_kind_page_by_page(city, browser):
    for n in range(23):
        city.project(name=f"管网改造{n}号")
    client = browser("clerk")
    assert "kind=projects.project" in client.get("/search/?q=管网").content.decode()
    first, second = (client.get(f"/search/?q=管网&kind=projects.project&page={n}") for n in (1, 2))
    titles = [*found(first)["projects.project"], *found(second)["projects.project"]]
    assert len(found(first)["projects.project"]) == 20 and len(set(titles)) == 23
    assert "page=2" in first.content.decode() and "page=1" in second.content.decode()
    for odd in ("page=99", "page=x", "page=-1", "page=²"):
        assert client.get(f"/search/?q=管网&kind=projects.project&{odd}").status_code == 200
    assert client.get("/search/?q=管网&kind=registers.upload").status_code == 404


def test_common_words_are_said_to_be_common(city, browser, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    for n in range(9):
        city.project(name=f"道路工程{n}号")
    body = browser("clerk").get("/search/?q=道路").content.decode()
    assert "很常见" in body


def test_the_number_of_an_entry_leads_to_it_and_only_for_those_who_may_see_it(city, browser):
    project = city.project()
    store.sequence_pending()
    entry = Entry.objects.filter(subject=f"projects.project:{project.pk}").latest("key")
    number = Number.objects.get(entry=entry.key).seq
    client = browser("clerk")
    for words in (f"%23{number}", entry.key):
        assert client.get(f"/search/?q={words}")["Location"] == f"/entry/{entry.key}/"
    assert found(client.get(f"/search/?q={number}"))["ledger.entry"] == [f"存证 {number}"]
    other = browser("other_clerk")
    assert "ledger.entry" not in found(other.get(f"/search/?q={number}"))
    assert other.get(f"/search/?q=%23{number}").status_code == 200


def test_suggestions_are_few_of_each_kind_and_lead_on(city, browser):
    for n in range(8):
        city.project(name=f"甲区道路{n}号")
    client = browser("clerk")
    body = client.get("/search/suggestions/?q=甲区").content.decode()
    assert body.count('role="option"') <= SUGGESTIONS + 1 and "<html" not in body
    assert body.count("甲区道路") == 4 and 'href="/search/?q=%E7%94%B2%E5%8C%BA"' in body
    assert client.get("/search/suggestions/?q=").content.decode().strip() == ""
    assert "没有找到" in client.get("/search/suggestions/?q=没有这样的").content.decode()
    assert "甲区道路" not in browser("other_clerk").get("/search/suggestions/?q=甲区道路").content.decode()


def test_whoever_has_not_signed_in_is_sent_to_sign_in(anybody):
    assert anybody.get("/search/suggestions/?q=甲")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "%00", "'\" OR 1=1 --", "%F0%9F%98%80", "a" * 3000, "%25_*:()"])
def test_odd_words_harm_nothing(city, browser, words):
    client = browser("clerk")
    for place in ("/search/", "/search/suggestions/"):
        answer = client.get(f"{place}?q={words}")
        assert answer.status_code == 200 and "<script>alert" not in answer.content.decode()


def test_a_search_asks_one_statement_of_each_kind_in_which_nothing_is_found(city, browser):
    client = browser("clerk")
    client.get("/search/suggestions/?q=没有这样的")
    with CaptureQueriesContext(connection) as captured:
        client.get("/search/suggestions/?q=没有这样的")
    asked = [q["sql"] for q in captured if "sought" in q["sql"] and q["sql"].startswith("SELECT COUNT")]
    assert len(asked) == len(installed().searched)


def test_a_list_searches_by_the_same_index_and_only_its_own_columns(city, browser):
    city.project(name="一号桥", owner="隐名业主")
    client = browser("clerk")

    def titles(query: str) -> list[str]:
        return [line.title for line in client.get(f"/list/projects.projects/?{query}").context["lines"]]

    assert titles("q=号桥") == ["一号桥"] and titles("q=隐名业主") == []


def test_what_was_known_on_an_earlier_day_is_searched_too(city, browser):
    with clock.on(date(2026, 3, 1)):
        project = city.project(name="旧名大桥")
    with clock.on(date(2026, 3, 5)):
        city.do(city.clerk, "projects.amend", project, name="新名大桥", reason="更名")
    client = browser("clerk")

    def titles(query: str) -> list[str]:
        return [line.title for line in client.get(f"/list/projects.projects/?{query}").context["lines"]]

    assert titles("q=旧名大桥") == [] and titles("q=新名大桥") == ["新名大桥"]
    assert titles("q=旧名大桥&at=2026-03-03") == ["旧名大桥"]


def test_choices_of_a_form_are_found_by_the_index(city, browser):
    answer = browser("clerk").get("/choices/projects.register/organ/?q=住建").content.decode()
    assert "甲区住建局" in answer and "甲区统计局" not in answer
