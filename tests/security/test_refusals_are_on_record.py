"""Whoever is turned away is on record: at the door of a form, of a page that is no action, of an address of the API."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.frame.models import Refusal
from taizhang.registers import tokens
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
    looked = Refusal.objects.get()
    assert (looked.action, looked.target) == ("page", _form(project.pk, "projects.suspend"))
    looked.delete()
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


@pytest.mark.parametrize("address", ["/office/journal/", "/office/accounts/", "/office/import/", "/office/warnings/"])
def test_a_page_that_is_not_for_somebody_is_on_record(city, browser, address):
    assert browser.get(address, {"q": "示例机密"}).status_code == 403
    refusal = Refusal.objects.get()
    assert (refusal.code, refusal.status, refusal.action, refusal.target) == ("no_right", 403, "page", address)
    assert refusal.actor == city.reporter.key


def test_so_is_an_address_of_the_api_that_is_no_action(city, browser):
    token = tokens.issue(Account.objects.get(username="reporter"), "test")[1]
    asked = Client(headers={"authorization": f"Bearer {token}"}).post("/api/tokens/", {}, content_type="application/json")
    assert (asked.status_code, Refusal.objects.get().code) == (403, "session_only")


def test_what_an_action_refused_is_on_record_once(city, browser):
    project = city.project()
    address = f"/api/records/projects.project/{project.pk}/projects.suspend/"
    token = tokens.issue(Account.objects.get(username="reporter"), "test")[1]
    headers = {"authorization": f"Bearer {token}", "if-match": "*"}
    assert Client(headers=headers).post(address, {"reason": "示例"}, content_type="application/json").status_code == 403
    assert [r.action for r in Refusal.objects.all()] == ["projects.suspend"]


def test_nobody_fills_the_journal_without_signing_in(city, browser):
    assert Client().get("/office/journal/").status_code == 302
    assert Client().post("/api/tokens/", {}, content_type="application/json").status_code == 401
    assert not Refusal.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_journal_shows_a_page_by_its_address(city, browser, language):
    browser.get("/office/accounts/")
    auditor = Client(headers={"accept-language": language})
    auditor.force_login(Account.objects.create(username="auditor", person_id=city.supervisor.person))
    shown = auditor.get("/office/journal/").content.decode()
    assert "/office/accounts/" in shown and {"zh-hans": "打开页面", "en": "Open a page"}[language] in shown
