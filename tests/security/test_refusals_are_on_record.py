"""A submission that is turned away at the door of a page is journalled like one that `perform` refuses."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.frame.models import Refusal
from taizhang.registers.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(city, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    client = Client()
    client.force_login(Account.objects.create(username="reporter", person_id=city.reporter.person))
    return client


def _form(project: int, action: str) -> str:
    return reverse("pages:act", args=["projects.project", project, action])


def test_a_form_sent_without_the_right_is_on_record(city, browser):
    project = city.project()
    assert browser.get(_form(project.pk, "projects.suspend")).status_code == 403
    assert not Refusal.objects.exists()
    assert browser.post(_form(project.pk, "projects.suspend"), {"reason": "示例机密"}).status_code == 403
    refusal = Refusal.objects.get()
    assert (refusal.code, refusal.action, refusal.target) == ("no_right", "projects.suspend", f"projects.project:{project.pk}")
    assert refusal.actor == city.reporter.key


def test_a_form_sent_for_a_record_out_of_scope_is_on_record(city, browser):
    foreign = city.do(city.other_clerk, "projects.register", city.other_district, name="乙区示例工程", kind="gov").key
    address = _form(foreign, "projects.report_month")
    assert browser.post(address, {"period": "2026-01", "progress": "示例"}).status_code == 404
    assert Refusal.objects.get().code == "not_found"


def test_one_action_on_many_rows_without_the_right_is_on_record(city, browser):
    project = city.project()
    address = reverse("pages:each", args=["projects.publish"])
    assert browser.post(address, {"ids": [project.pk], "confirmed": "1"}).status_code == 403
    assert Refusal.objects.get().code == "no_right"
