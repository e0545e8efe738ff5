"""Totals by district, list, category, owner and more: each figure opens the rows that it counts, and no others."""

from __future__ import annotations

import html
import re

import pytest

pytestmark = pytest.mark.django_db
LINE = re.compile(r'<tr[^>]*><th scope="row"><a href="([^"]+)">([^<]*)</a></th><td class="num"><a href="([^"]+)">([0-9,]+)</a>')
COUNT = re.compile(r"共 ([0-9,]+) 条")


@pytest.fixture
def portfolio(city):
    """Projects that say something of every axis, and one of which neither owner nor organ is known."""
    said = {"owner": "示例&一公司", "category": "water", "source": "private"}
    city.project(name="示例甲", **said)
    city.project(name="示例乙", **{**said, "owner": "示例&一公司分公司", "category": "industry"})
    city.project(name="示例丙", owner="示例&一公司", source="government")
    city.project(name="示例丁", organ=None)
    return city


@pytest.mark.parametrize("by", ["district", "category", "organ", "stage", "source", "owner"])
def test_each_line_opens_as_many_projects_as_it_counts(portfolio, browser, by):
    reader = browser(portfolio.clerk)
    lines = LINE.findall(reader.get(f"/projects/totals/?by={by}").content.decode())
    opened = {}
    for rows, label, same, count in lines:
        assert rows == same
        opened[label] = (int(count), int(COUNT.findall(reader.get(html.unescape(rows)).content.decode())[0]))
    assert all(counted == found for counted, found in opened.values()), opened
    assert sum(counted for counted, _ in opened.values()) == 2 * 4, "the lines, and the total over them"
    if by in ("organ", "owner"):
        assert "未填" in opened
    if by == "owner":
        assert opened["示例&amp;一公司"] == (2, 2), "not what an office of it owns"


def test_where_the_year_has_no_list_the_page_says_which_year_has(city, browser):
    project = city.project()
    made = city.do(city.clerk, "projects.open_list", None, name="2025年重点项目", year=2025)
    city.do(city.clerk, "projects.put_on_list", project, list=made.key)
    page = browser(city.clerk).get("/projects/totals/?year=2026").content.decode()
    assert "2026年没有清单" in page and "?by=list&amp;year=2025" in page and "还没有项目" not in page
    assert "2025年重点项目" in browser(city.clerk).get("/projects/totals/?by=list&year=2025").content.decode()
