"""A reminder is not a means to bury somebody: once a day for a project and month, whoever presses the button."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from taizhang.basis.errors import BadInput, Conflict
from taizhang.frame import clock
from taizhang.frame.models import Outbox
from taizhang.registers.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(city):
    """A project of which a month has to be reported."""
    project = city.project()
    city.do(city.clerk, "projects.assign_unit", project, unit=city.organs["甲区城投公司"].pk)
    return project


def test_a_month_is_reminded_of_once_a_day_by_whoever(city, due):
    with clock.on(date(2026, 11, 25), 9):
        city.do(city.clerk, "projects.remind", due, period="2026-10")
        for one in (city.clerk, city.chief):
            with pytest.raises(Conflict) as refused:
                city.do(one, "projects.remind", due, period="2026-10")
            assert refused.value.code == "reminded_today" and "一天" in refused.value.reason.zh
        # Another month is another matter.
        city.do(city.clerk, "projects.remind", due, period="2026-09")
    with clock.on(date(2026, 11, 25), 23, 59), pytest.raises(Conflict):
        city.do(city.clerk, "projects.remind", due, period="2026-10")
    with clock.on(date(2026, 11, 26), 0, 1):
        city.do(city.clerk, "projects.remind", due, period="2026-10")
    assert Outbox.objects.filter(channel="inbox").count() == 3


def test_the_button_for_all_says_how_many_had_been_reminded_already(city, due, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(Account.objects.create(username="clerk", person_id=city.clerk.person))
    first, second = (client.post("/projects/round/remind/", {"period": "2026-01"}, follow=True) for _ in range(2))
    assert "已催报 1 个项目" in first.content.decode() and "今天已经催过" not in first.content.decode()
    assert "已催报 0 个项目" in second.content.decode() and "另有 1 个今天已经催过" in second.content.decode()
    assert Outbox.objects.filter(channel="inbox").count() == 1


def test_nobody_is_reminded_of_a_month_to_come(city, due):
    with clock.on(date(2026, 11, 25)), pytest.raises(BadInput):
        city.do(city.clerk, "projects.remind", due, period="2026-12")
