"""Of two programs that change one record, neither undoes the other without a word: each says which version it has seen."""

from __future__ import annotations

import pytest
from tests.surfaces.api.conftest import Callers

from taizhang.frame.catalogue import installed
from taizhang.frame.models import Refusal
from taizhang.surfaces.api import openapi

pytestmark = pytest.mark.django_db


@pytest.fixture
def callers(city):
    return Callers(city)


def _without_version(caller, path, **inputs):
    return caller.post(path, inputs)


def test_an_action_that_changes_a_record_says_which_version_it_has_seen(city, callers):
    project = city.project()
    path = f"/api/records/projects.project/{project.pk}/"
    refused = _without_version(callers.clerk, f"{path}projects.suspend/", reason="示例")
    content = refused.json()
    assert (refused.status_code, content["code"], content["field"]) == (428, "version_needed", "If-Match")
    assert "ETag" in content["remedy"] and "If-Match: *" in content["remedy"]
    # The remedy works as it is written: the ETag of the record is what the header takes.
    seen = callers.clerk.get(path)["ETag"]
    done = callers.clerk.post(f"{path}projects.suspend/", {"reason": "示例"}, headers={"If-Match": seen})
    assert done.status_code == 200
    stale = callers.clerk.post(f"{path}projects.resume/", {"reason": "示例"}, headers={"If-Match": seen})
    assert (stale.status_code, stale.json()["code"]) == (409, "version")
    assert callers.clerk.post(f"{path}projects.resume/", {"reason": "示例"}, headers={"If-Match": "*"}).status_code == 200


def test_those_without_the_right_are_told_that_first_and_are_on_record(city, callers):
    path = f"/api/records/projects.project/{city.project().pk}/projects.suspend/"
    assert _without_version(callers.reporter, path, reason="示例").status_code == 403
    assert _without_version(callers.public, path, reason="示例").status_code == 401
    assert [r.code for r in Refusal.objects.order_by("id")] == ["no_right", "no_right"]


def test_what_only_adds_something_under_a_record_needs_no_version(city, callers):
    project = city.project()
    path = f"/api/records/projects.project/{project.pk}/projects.add_item/"
    assert _without_version(callers.clerk, path, list="problem", title="示例").status_code == 201
    report = callers.reporter.post(f"/api/records/projects.project/{project.pk}/projects.report_month/", {"period": "2026-01", "progress": "示例"})
    assert report.status_code == 201
    # A correction makes a new report and moves the one that it corrects: that one has been seen.
    correct = f"/api/records/projects.report/{report.json()['subject']['id']}/projects.correct_report/"
    assert _without_version(callers.reporter, correct, progress="改", reason="示例").status_code == 428


def test_the_document_says_where_the_version_is_needed():
    paths = openapi.document(installed())["paths"]
    suspend = paths["/api/records/projects.project/{id}/projects.suspend/"]["post"]
    added = paths["/api/records/projects.project/{id}/projects.add_item/"]["post"]
    refs = [[p["$ref"].rpartition("/")[2] for p in each["parameters"]] for each in (suspend, added)]
    assert "version_needed" in refs[0] and "428" in suspend["responses"]
    assert "version" in refs[1] and "428" not in added["responses"]
