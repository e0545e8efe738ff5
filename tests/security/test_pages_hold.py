"""Pages answer, whichever posts a person holds and whatever an address says."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.frame.models import Refusal
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects.models import Project
from taizhang.registers.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(city, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }

    def make(actor) -> Client:
        client = Client()
        client.force_login(Account.objects.create(username=f"p{actor.person}", person_id=actor.person))
        return client

    return make


def test_a_right_of_a_second_post_is_used_at_a_page_and_its_organ_is_named(city, browser):
    organ = city.organs["甲区发展改革委"]
    post = {"person": city.leader.person, "role": "drc.clerk", "place": city.district.pk, "valid_from": "2025-01-01"}
    city.do(city.administrator, "office.appoint", organ, **post)
    project = city.project()
    address = reverse("pages:act", args=["projects.project", project.pk, "projects.suspend"])
    assert browser(city.leader).post(address, {"reason": "示例"}).status_code == 302
    assert Project.objects.get().standing == "suspended"
    newest = Entry.objects.filter(action="projects.suspend").get()
    assert newest.actor == f"p{city.leader.person}/o{organ.pk}"
    assert not Refusal.objects.exists()


@pytest.mark.parametrize("query", ["against=x", "against=0001-01-01", "at=0001-01-01", "at=9999-12-31"])
def test_a_day_that_no_calendar_of_ours_has_is_refused_not_stumbled_over(city, browser, query):
    assert browser(city.clerk).get(f"/projects/totals/?{query}").status_code == 422
