"""The map: counts at each place, points a bounded number at a time, the list beside, and nobody's projects but one's own."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from taizhang.frame import reading
from taizhang.modules.projects.declared.records import PROJECT
from taizhang.modules.projects.queries import mapped
from taizhang.site.example_city.places import places_above_street

pytestmark = pytest.mark.django_db
OUTLINES = json.loads((files("taizhang.surfaces") / "static/projects/outlines.json").read_text(encoding="utf-8"))["inside"]


def beside(cell):
    column, row = cell
    right = row % 2
    return {(column - 1, row), (column + 1, row)} | {(column + step + right, row + up) for step in (-1, 0) for up in (-1, 1)}


@pytest.mark.parametrize("inside", OUTLINES)
def test_every_place_is_one_piece_and_no_two_lie_on_one_another(inside):
    taken = set()
    for place, shape in OUTLINES[inside].items():
        cells = {tuple(cell) for cell in shape}
        reached, ahead = set(), [next(iter(cells))]
        while ahead:
            cell = ahead.pop()
            reached.add(cell)
            ahead += (beside(cell) & cells) - reached
        assert reached == cells, f"{place} is in pieces"
        assert not cells & taken, f"{place} lies on another"
        taken |= cells


def test_what_is_drawn_are_places_of_the_example_city():
    known = {word for place in places_above_street() for word in (place.code, place.name.zh)}
    assert set(OUTLINES["4101"]) <= known
    assert {code[:6] for code in OUTLINES["410103"]} == {"410103"}


def test_places_are_counted_and_add_up(city):
    here, there = city.project(name="示例一号路"), city.project(name="示例二号路")
    rows = reading.rows(city.clerk, PROJECT)
    [district] = mapped.counts(rows, "district")
    assert (district.name, district.projects, sum(district.lights.values())) == ("甲区", 2, 2)
    assert sum(p.projects for p in mapped.counts(rows, "place")) == 2
    assert [p[0] for p in mapped.points(rows, 0)] == sorted([here.pk, there.pk])


def test_counting_takes_the_same_few_statements_however_many_there_are(city, django_assert_max_num_queries):
    for n in range(5):
        city.project(name=f"示例{n}号路")
    with django_assert_max_num_queries(4):
        mapped.counts(reading.rows(city.clerk, PROJECT), "place")


def test_points_come_a_bounded_number_at_a_time(city, browser, monkeypatch):
    keys = [city.project(name=f"示例{n}号路").pk for n in range(3)]
    monkeypatch.setattr(mapped, "POINTS_PER_ANSWER", 2)
    ask = browser(city.clerk)
    address = f"/projects/map/points.json?district={city.district.pk}"
    first = ask.get(address).json()
    assert [p[0] for p in first["points"]] == keys[:2]
    assert first["after"] == keys[1]
    assert [p[0] for p in ask.get(f"{address}&after={keys[1]}").json()["points"]] == keys[2:]


def test_the_points_of_another_district_are_nobody_elses(city, browser):
    city.project(name="示例一号路")
    assert browser(city.other_clerk).get(f"/projects/map/points.json?district={city.district.pk}").json()["points"] == []


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "个项目"), ("en", "projects")])
def test_who_works_in_one_district_sees_its_streets_with_the_projects_beside(city, browser, language, words):
    project = city.project(name="示例一号路")
    page = browser(city.clerk, language).get("/projects/map/").content.decode()
    assert f"1 {words}" in page
    assert f'data-pick="{project.pk}"' in page
    narrowed = browser(city.clerk, language).get("/projects/map/", {"stage": "building"}).content.decode()
    assert f'data-pick="{project.pk}"' not in narrowed
