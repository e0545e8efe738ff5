"""How mature a project of the reserve is: points with reasons, from what is on file, and never typed."""

from __future__ import annotations

from datetime import date

import pytest
from tests.city_fixture import City

from taizhang.modules.projects.declared.records import DOCUMENT, ITEM, PROJECT
from taizhang.modules.projects.maturity import Idea, is_ready, maturity
from taizhang.modules.projects.models import Item, ProjectList
from taizhang.modules.projects.queries import reserve

DAY = date(2026, 3, 1)


def idea(**more):
    return Idea(**({"kind": "gov", "summary": "", "has_organ": False, "has_lead": False, "total_investment_fen": None,
                    "planned_start": "", "planned_finish": "", "papers": frozenset()} | more))


def test_the_parts_add_up_to_a_hundred_and_every_missing_one_says_who_has_it():
    found = maturity(idea(), DAY)
    assert (found.points, found.of) == (0, 100)
    assert all(part.holder is not None for part in found.missing)
    assert {part.key for part in found.missing} == {"described", "responsible", "sized", "timed", "basis", "land", "money"}


def test_every_further_paper_raises_the_maturity_and_none_lowers_it():
    papers: set[str] = set()
    last = maturity(idea(), DAY).points
    for paper in ("proposal_approval", "feasibility_approval", "land_title", "money_notice", "contract"):
        papers.add(paper)
        now = maturity(idea(papers=frozenset(papers)), DAY).points
        assert now >= last
        last = now
    assert last == 25 + 15 + 15


def test_an_unknown_total_is_missing_and_zero_is_a_total():
    assert [p.points for p in maturity(idea(total_investment_fen=None), DAY).parts if p.key == "sized"] == [0]
    assert [p.points for p in maturity(idea(total_investment_fen=0), DAY).parts if p.key == "sized"] == [10]


def test_before_the_first_rule_there_is_no_maturity():
    assert maturity(idea(), date(2024, 12, 31)) is None


@pytest.fixture
def city(db):
    return City()


def test_the_pool_holds_what_is_before_its_permit_the_most_mature_first(city):
    bare = city.project(name="只有名字")
    full = city.project(name="材料齐", kind="filed", summary="建设标准厂房两万平方米及配套道路管网绿化", planned_start="2026", planned_finish="2027")
    for kind in ("filing_certificate", "factor_statement", "money_notice"):
        city.document(full, kind)
    found = reserve.candidates(city.clerk, PROJECT, DOCUMENT, ITEM, DAY)
    assert [c.project for c in found] == [full.pk, bare.pk]
    assert is_ready(found[0].maturity, DAY)
    assert not is_ready(found[1].maturity, DAY)
    assert reserve.candidates(city.other_clerk, PROJECT, DOCUMENT, ITEM, DAY) == []


def test_sources_of_money_count_half_when_only_the_checklist_says_them(city):
    project = city.project()
    line = Item.objects.get(project=project, kind="money.sources")
    city.do(city.clerk, "projects.complete_item", line, on="2026-01-20")
    (found,) = reserve.candidates(city.clerk, PROJECT, DOCUMENT, ITEM, DAY)
    assert [p.points for p in found.maturity.parts if p.key == "money"] == [7]


def test_a_clerk_puts_the_chosen_projects_forward_from_the_page(city, browser):
    chosen, other = city.project(name="甲"), city.project(name="乙")
    made = city.do(city.clerk, "projects.open_list", None, name="2026年资金争取候选", year=2026)
    wanted = ProjectList.objects.get(pk=made.key)
    client = browser(city.clerk)
    page = client.get("/projects/reserve/")
    assert page.status_code == 200
    assert "成熟度" in page.content.decode()
    answer = client.post("/projects/reserve/put/", {"project": [chosen.pk], "list": wanted.pk}, follow=True)
    assert "已列入 1 个项目" in answer.content.decode()
    assert list(wanted.memberships.values_list("project_id", flat=True)) == [chosen.pk]
    assert other.memberships.count() == 0
