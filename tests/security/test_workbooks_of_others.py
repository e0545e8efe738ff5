"""A workbook that was sent for a preview is read by the one who sent it, and is not kept for ever."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from taizhang.registers.models import Account

pytestmark = pytest.mark.django_db

CONTENT = "序号,项目名称,总投资（万元）\n1,示例工程,100\n2,示例工程二期,200\n".encode()


@pytest.fixture
def browser(city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "evidence"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }

    def make(actor) -> Client:
        client = Client()
        client.force_login(Account.objects.create(username=f"p{actor.person}", person_id=actor.person))
        return client

    return make


def _send(client: Client, content: bytes = CONTENT) -> str:
    answer = client.post("/projects/import/", {"file": SimpleUploadedFile("a.csv", content)})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer["Location"].partition("?")[0]


def test_the_hash_of_a_workbook_opens_it_for_nobody_else(city, browser):
    clerk, other = browser(city.clerk), browser(city.other_clerk)
    address = _send(clerk)
    assert clerk.get(address).status_code == 200
    assert clerk.get(f"{address}annotated.xlsx").status_code in (200, 422)
    assert other.get(address).status_code == 404
    assert other.get(f"{address}annotated.xlsx").status_code == 404
    assert other.post(f"{address}accept/", {"place": city.other_district.pk, "year": "2026"}).status_code == 404


def test_a_workbook_is_gone_when_the_time_of_its_preview_has_passed(city, browser):
    clerk = browser(city.clerk)
    address = _send(clerk)
    (kept,) = (Path(settings.MEDIA_ROOT).parent / "intake" / str(city.clerk.person)).iterdir()
    os.utime(kept, (0, 0))
    _send(clerk, CONTENT + "3,示例工程三期,300\n".encode())
    assert not kept.exists()
    assert clerk.get(address).status_code == 404
