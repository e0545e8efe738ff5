"""Rows and cells by the API: what is public, what is in scope, what is hidden, and as of when."""

from __future__ import annotations

import pytest
from django.utils.html import escape

pytestmark = pytest.mark.django_db


def test_the_public_sees_published_projects_and_only_their_public_columns(city, callers):
    hidden, shown = city.project(name="未公开"), city.project(name="已公开")
    city.do(city.clerk, "projects.publish", shown)
    listed = callers.public.get("/api/records/projects.project/").json()
    assert [row["id"] for row in listed["rows"]] == [shown.pk]
    assert "lead" in listed["rows"][0]["hidden"]
    assert "lead" not in listed["rows"][0]["cells"]
    assert callers.public.get(f"/api/records/projects.project/{hidden.pk}/").status_code == 404


def test_a_row_has_its_version_and_canonical_units(city, callers):
    project = city.project()
    answer = callers.clerk.get(f"/api/records/projects.project/{project.pk}/")
    content = answer.json()
    assert content["cells"]["total_investment_fen"] == 500_000_000_00
    assert content["cells"]["district"] == {"kind": "registers.place", "id": city.district.pk, "title": "甲区"}
    assert answer["ETag"] == f'"{content["version"]}"'


def test_chinese_is_sent_as_it_is(city, callers):
    project = city.project()
    assert "示例中学".encode() in callers.clerk.get(f"/api/records/projects.project/{project.pk}/").content


def test_another_district_is_as_if_it_were_not_there(city, callers):
    project = city.project()
    assert callers.other_clerk.get(f"/api/records/projects.project/{project.pk}/").status_code == 404
    assert callers.other_clerk.get("/api/records/projects.project/").json()["total"] == 0


def test_lists_are_paged_filtered_sorted_and_searched_as_declared(city, callers):
    for n in range(5):
        city.project(name=f"项目{n}", kind="gov" if n % 2 else "filed")
    get = callers.clerk.get
    assert len(get("/api/records/projects.project/?size=2&page=3").json()["rows"]) == 1
    assert get("/api/records/projects.project/?kind=filed").json()["total"] == 3
    assert [r["title"] for r in get("/api/records/projects.project/?sort=name").json()["rows"]] == [f"项目{n}" for n in range(5)]
    assert get("/api/records/projects.project/?q=项目3").json()["total"] == 1


@pytest.mark.parametrize(
    "query",
    ["size=201", "size=0", "page=x", "page=²", "sort=lead", "kind=other", "district=²", "nosuch=1", "kind=gov&kind=filed", "at=2026-1-1", "at=0001-01-01", "lang=fr", "q=%00", "listing=office.people"],
)
def test_a_parameter_that_means_nothing_is_refused(city, callers, query):
    answer = callers.clerk.get(f"/api/records/projects.project/?{query}")
    assert answer.status_code == 422
    assert answer.json()["field"] == query.partition("=")[0]


def test_the_past_is_read_as_it_was_known(city, callers):
    from datetime import date

    from taizhang.frame import clock

    with clock.on(date(2026, 3, 1)):
        project = city.project(name="旧名")
    with clock.on(date(2026, 3, 9)):
        city.do(city.clerk, "projects.amend", project, name="新名", reason="更名")
    path = f"/api/records/projects.project/{project.pk}/"
    assert callers.clerk.get(path).json()["title"] == "新名"
    assert callers.clerk.get(path + "?at=2026-03-05").json()["title"] == "旧名"
    assert callers.clerk.get(path + "?at=2026-02-01").status_code == 404


@pytest.mark.by_turns(2)
def test_every_record_can_be_listed_by_everyone_without_a_fault(city, callers):
    from taizhang.frame.catalogue import installed

    city.project()
    for kind in installed().records:
        for caller in (callers.public, callers.clerk, callers.administrator):
            assert caller.get(f"/api/records/{kind}/").status_code == 200, kind


def test_an_entry_is_read_by_those_who_see_what_it_is_about(city, callers):
    project = city.project()
    path = f"/api/entries/{project.entry}/"
    content = callers.clerk.get(path).json()
    assert (content["action"], content["subject"]) == ("projects.register", f"projects.project:{project.pk}")
    assert callers.other_clerk.get(path).status_code == 404
    assert callers.public.get(path).status_code == 404


def test_the_page_for_people_names_every_action_in_both_languages(city, callers, settings):
    from taizhang.frame.catalogue import installed

    # Hashed names exist only after collectstatic.
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    zh, en = (callers.public.get(f"/api/?lang={lang}").content.decode() for lang in ("zh", "en"))
    for bound in installed().actions.values():
        shown = not bound.action.machine
        assert (f'id="{bound.key}"' in zh) is shown
        if shown:
            assert bound.label.zh in zh and escape(bound.label.en) in en


def test_the_document_has_an_address_for_every_action_and_record():
    from taizhang.frame.catalogue import installed
    from taizhang.surfaces.api import openapi

    document = openapi.document(installed())
    for bound in openapi.people_do(installed()):
        assert set(document["paths"][openapi.address_of(bound)]["post"]["responses"]) >= {"400", "401", "403", "404", "405", "409", "413", "415", "422"}
    for kind in installed().records:
        assert f"/api/records/{kind}/{{id}}/" in document["paths"]
