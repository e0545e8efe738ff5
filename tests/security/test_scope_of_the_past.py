"""What somebody may not see now cannot be read as of an earlier day; an account without posts reads as the public."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from taizhang.frame import clock, reading
from taizhang.modules.projects.declared.records import PROJECT
from taizhang.registers.models import Account, Appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawn(city):
    """A project that was published in March and withdrawn from the public in May."""
    with clock.on(date(2026, 3, 1)):
        project = city.project()
        city.do(city.clerk, "projects.publish", project)
    with clock.on(date(2026, 5, 1)):
        city.do(city.clerk, "projects.unpublish", project, reason="示例")
    return project


def test_a_project_withdrawn_from_the_public_cannot_be_read_as_of_before(withdrawn):
    address = f"/api/records/projects.project/{withdrawn.pk}/"
    assert Client().get(address).status_code == 404
    assert Client().get(address, {"at": "2026-04-01"}).status_code == 404
    listed = Client().get("/api/records/projects.project/", {"at": "2026-04-01"}).json()
    assert listed["total"] == 0


def test_those_who_may_see_it_now_read_it_as_of_before(city, withdrawn):
    row = reading.one(city.clerk, PROJECT, withdrawn.pk, at=date(2026, 4, 1))
    assert row.published is True


def test_a_person_whose_posts_have_ended_sees_no_internal_column(city):
    project = city.project()
    city.do(city.clerk, "projects.assign_unit", project, unit=city.organs["甲区城投公司"].pk)
    city.do(city.clerk, "projects.publish", project)
    post = Appointment.objects.get(person=city.reporter.person)
    city.do(city.administrator, "office.revoke", post, last_day="2025-12-31", reason="示例")
    browser = Client()
    browser.force_login(Account.objects.create(username="gone", person_id=city.reporter.person))
    shown = browser.get(f"/api/records/projects.project/{project.pk}/").json()
    assert {"unit", "lead", "remark"} <= set(shown["hidden"])
    assert not {"unit", "lead", "remark"} & shown["cells"].keys()
