"""The list of checklist items: whose item it is, found and ordered by the project, and no statement more for it."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taizhang.frame import clock
from taizhang.modules.projects.models import Item

pytestmark = pytest.mark.django_db
ITEMS = "/list/projects.items/"


def whose(page) -> list[str]:
    """The column of projects, row by row."""
    at = [h.name for h in page.context["headers"]].index("project")
    return [line.cells[at].text for line in page.context["lines"]]


def test_every_item_says_whose_it_is_in_the_readers_language(city, browser):
    project = city.project(name="示例中学", name_en="Example School")
    client = browser(city.clerk)
    page = client.get(ITEMS)
    assert page.context["headers"][0].name == "project" and set(whose(page)) == {"示例中学"}
    assert page.context["lines"][0].cells[0].href == f"/r/projects.project/{project.pk}/"
    assert set(whose(browser(city.clerk, "en").get(ITEMS))) == {"Example School"}


def test_the_workbook_of_items_names_the_project_too(city, browser):
    city.project(name="示例中学")
    file = io.BytesIO(b"".join(browser(city.clerk).get(ITEMS + "export.xlsx").streaming_content))
    rows = list(openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True))
    assert rows[0][0] == "项目" and {r[0] for r in rows[1:]} == {"示例中学"} and len(rows) == 1 + Item.objects.count()


def test_items_are_found_and_ordered_by_their_project(city, browser):
    first, second = city.project(name="示例中学"), city.project(name="一号桥")
    client = browser(city.clerk)
    found = client.get(ITEMS, {"project": "一号"})
    assert set(whose(found)) == {"一号桥"} and found.context["view"].count == Item.objects.filter(project=second).count()
    assert not client.get(ITEMS, {"project": "水厂"}).context["lines"]
    ordered = whose(client.get(ITEMS, {"sort": "project", "per": "200"}))
    assert ordered == ["示例中学"] * Item.objects.filter(project=first).count() + ["一号桥"] * Item.objects.filter(project=second).count()
    assert whose(client.get(ITEMS, {"sort": "-project"}))[0] == "一号桥"
    assert not whose(browser(city.other_clerk).get(ITEMS, {"project": "一号"}))


@pytest.mark.parametrize("projects", [1, 8])
@pytest.mark.by_turns(3)
def test_the_list_of_items_takes_at_most_eight_statements_whatever_its_size(city, browser, projects):
    for i in range(projects):
        city.project(name=f"项目{i:03d}")
    client = browser(city.clerk)
    client.get(ITEMS)
    for address in ({}, {"project": "项目", "sort": "project"}):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(ITEMS, address)
        assert len(page.context["lines"]) == min(Item.objects.count(), 50)
        assert len(asked) <= 8, "\n".join(q["sql"][:160] for q in asked)


def test_the_items_of_an_earlier_day_name_their_project_too(city, browser):
    day = clock.today()
    city.project(name="示例中学")
    with clock.on(day + timedelta(days=366)):
        page = browser(city.clerk).get(ITEMS, {"at": day.isoformat(), "project": "示例"})
        assert set(whose(page)) == {"示例中学"}
