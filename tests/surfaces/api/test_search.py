"""GET /api/search/: hits by kind, through the scope and the columns of whoever asks."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_hits_come_by_kind_with_their_totals(city, callers):
    project = city.project(name="甲区实验小学")
    answer = callers.clerk.get("/api/search/?q=实验小学&lang=zh").json()
    assert answer["groups"] == [
        {
            "kind": "projects.project",
            "label": "项目",
            "total": 1,
            "more": False,
            "rows": [{"kind": "projects.project", "id": project.pk, "title": "甲区实验小学", "detail": "甲区"}],
        }
    ]
    assert callers.other_clerk.get("/api/search/?q=实验小学").json()["groups"] == []


def test_the_public_finds_what_is_public_by_what_is_public(city, callers):
    hidden, shown = city.project(name="未公开的桥"), city.project(name="已公开的桥")
    city.do(city.clerk, "projects.publish", shown)
    groups = callers.public.get("/api/search/?q=公开的桥").json()["groups"]
    assert [row["id"] for group in groups for row in group["rows"]] == [shown.pk] and hidden.pk != shown.pk
    # Names of people are for staff.
    assert callers.public.get("/api/search/?q=statistician").json()["groups"] == []
    assert callers.clerk.get("/api/search/?q=statistician").json()["groups"][0]["kind"] == "registers.person"


def test_one_kind_is_paged(city, callers):
    for n in range(5):
        city.project(name=f"管网{n}")
    get = callers.clerk.get
    pages = [get(f"/api/search/?q=管网&kind=projects.project&size=2&page={n}").json()["groups"] for n in (1, 2, 3)]
    assert [len(page[0]["rows"]) for page in pages] == [2, 2, 1]
    assert {page[0]["total"] for page in pages} == {5}


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%20", "q=a&kind=registers.upload", "q=a&page=2", "q=a&size=51", "q=a&size=x", "q=a&nosuch=1", "q=a&q=b", f"q={'a' * 101}"]
)
def test_a_request_that_means_nothing_is_refused(city, callers, query):
    answer = callers.clerk.get(f"/api/search/?{query}")
    assert answer.status_code == 422 and answer.json()["code"] in ("bad_parameter", "unknown_parameter")


def test_an_entry_is_found_by_its_key(city, callers):
    project = city.project()
    entry = project.entry
    rows = callers.clerk.get(f"/api/search/?q={entry}&lang=zh").json()["groups"][0]["rows"]
    assert rows[0] | {"title": ""} == {"kind": "ledger.entry", "id": entry, "title": "", "detail": "项目入库"}
    assert callers.other_clerk.get(f"/api/search/?q={entry}").json()["groups"] == []
