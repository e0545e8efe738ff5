"""Documents that lapse within the dated number of working days: told to whoever holds the project, and a filter of their list."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.city_fixture import City

from taizhang.frame import clock
from taizhang.modules.projects import terms
from taizhang.modules.projects.declared.documents import expiring_tasks
from taizhang.modules.projects.models import Project
from taizhang.modules.projects.queries.expiring import last_soon_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db):
    return City()


def paper(city, project, kind, until, number="示例证1号"):
    return city.document(project, kind, valid_until=until.isoformat(), number=number)


def test_the_last_day_is_counted_in_working_days_of_the_dated_parameter(db):
    today = clock.today()
    assert terms.EXPIRING_SOON.on(today).value.n == 20
    assert (last_soon_day(today) - today).days >= 26, "twenty working days hold at least three weekends"


def test_what_lapses_soon_is_told_to_whoever_holds_the_project_and_to_nobody_else(city):
    project, today = city.project(), clock.today()
    last = last_soon_day(today)
    paper(city, project, "pre_examination", last)
    paper(city, project, "eia_approval", last + timedelta(days=1))
    tasks = expiring_tasks(city.reporter, today)
    assert [(t.key, t.due, t.action, t.query) for t in tasks] == [(project.pk, last, "projects.add_document", "kind=pre_examination")]
    assert last.isoformat() in tasks[0].why.zh and "lapses on" in tasks[0].why.en
    assert not expiring_tasks(city.other_clerk, today) and not expiring_tasks(city.leader, today)
    assert not expiring_tasks(city.reporter, last + timedelta(days=2)), "what has lapsed is no longer about to"


def test_a_newer_one_or_a_withdrawal_or_the_start_that_it_had_to_outlast_ends_the_reminder(city):
    today = clock.today()
    renewed, withdrawn, started = (city.project(name=f"示例{n}") for n in "甲乙丙")
    soon = today + timedelta(days=5)
    for project, kind in ((renewed, "pre_examination"), (withdrawn, "pre_examination"), (started, "eia_approval")):
        made = paper(city, project, kind, soon)
        if project is withdrawn:
            city.do(city.clerk, "projects.withdraw_document", made.key, reason="有误")
    paper(city, renewed, "pre_examination", today + timedelta(days=900), "示例证2号")
    Project.objects.filter(pk=started.pk).update(started_on=today)
    assert not expiring_tasks(city.reporter, today)


def test_the_list_of_documents_is_narrowed_to_what_lapses_soon_or_has_lapsed(city, browser):
    project, today = city.project(), clock.today()
    paper(city, project, "pre_examination", today + timedelta(days=5), "将到期号")
    paper(city, project, "land_title", today - timedelta(days=5), "已过期号")
    paper(city, project, "planning_permit", today + timedelta(days=500), "远期号")
    client = browser(city.clerk)
    shown = {key: client.get(f"/list/projects.documents/?until={key}").content.decode() for key in ("soon", "lapsed", "counts")}
    numbers = {key: [n for n in ("将到期号", "已过期号", "远期号") if n in text] for key, text in shown.items()}
    assert numbers == {"soon": ["将到期号"], "lapsed": ["已过期号"], "counts": ["将到期号", "远期号"]}
    assert "将到期号" in client.get("/list/projects.documents/").content.decode()
    assert "号" in shown["soon"] and "将到期号" not in browser(city.other_clerk).get("/list/projects.documents/?until=soon").content.decode()
