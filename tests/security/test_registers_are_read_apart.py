"""A file of a register is read by a process of its own, and only for somebody with the right: of others nothing is read."""

from __future__ import annotations

import resource
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.examples import whose_turn
from tests.modules.test_register_import import firm, sheet

from taizhang.basis.errors import BadInput
from taizhang.frame.models import Intake
from taizhang.modules.office import register_sheets
from taizhang.registers.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HEAD = "企业名称,统一社会信用代码\n".encode()
#: Made when it is asked for: together they are a hundred megabytes.
HOSTILE = {
    "one line of sixteen million cells": lambda: HEAD + b"ab," * 16_000_000,
    "one cell of forty megabytes": lambda: HEAD + b'"' + b"a" * 40_000_000 + b'"\n',
    "a quote that never ends": lambda: HEAD + b'"a\n' * 2_000_000,
    "more rows than a register has": lambda: HEAD + b"a\n" * 400_001,
    "nothing but zeros": lambda: b"\x00" * 10_000_000,
    "half a character": lambda: HEAD + b"\xe4\xbc",
}


@pytest.fixture
def browser(city, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }

    def make(actor, **options) -> Client:
        client = Client(headers={"accept-language": "zh-hans"}, **options)
        client.force_login(Account.objects.create(username=f"p{actor.person}", person_id=actor.person))
        return client

    return make


@pytest.mark.parametrize("name", whose_turn(list(HOSTILE), 2, "registers"))
@pytest.mark.by_turns(2)
def test_a_hostile_file_is_refused_with_a_sentence_and_costs_this_process_little(city, name):
    content = HOSTILE[name]()
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(BadInput) as refused:
        register_sheets.read_enterprises("a.csv", content, city.place)
    assert refused.value.reason.zh and refused.value.code in {
        "too_large", "too_slow", "not_csv", "no_rows", "no_column", "bad_encoding", "unreadable",
    }  # fmt: skip
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 120, f"{grown:.0f} MB"
    assert time.process_time() - start < 5


@pytest.mark.by_turns(3)
def test_of_very_many_problems_the_first_are_told_and_all_are_counted(city):
    lines = [firm(n, 统一社会信用代码="91410100MA0000000A") for n in range(register_sheets.MOST_TOLD + 50)]
    read = register_sheets.read_enterprises("a.csv", sheet(*lines), city.place)
    assert len(read.problems) == register_sheets.MOST_TOLD
    assert read.counts["bad_code"] == read.held == register_sheets.MOST_TOLD + 50


class _Unread:
    """A body that fails the test when somebody reads it."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize("address", ["/projects/import/", "/office/import/", f"/projects/import/{'0' * 64}/accept/"])
def test_what_somebody_without_the_right_sends_is_not_even_read(city, browser, address):
    client = browser(city.reporter, enforce_csrf_checks=True)
    answer = client.generic(
        "POST", address, content_type="multipart/form-data; boundary=b", **{"CONTENT_LENGTH": "5000", "wsgi.input": _Unread()}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(("address", "who"), [("/projects/import/", "clerk"), ("/office/import/", "administrator")])
def test_with_the_right_it_has_to_come_from_a_page_of_this_site(city, browser, address, who):
    client = browser(getattr(city, who), enforce_csrf_checks=True)
    form = {"file": SimpleUploadedFile("a.csv", sheet(firm(1))), "place": city.place.pk, "register": "enterprises"}
    assert client.post(address, form).status_code == 403
    assert not Intake.objects.exists()
    client.get(address)
    form["file"] = SimpleUploadedFile("a.csv", sheet(firm(1)))
    form["csrfmiddlewaretoken"] = client.cookies["taizhang_csrf"].value
    assert client.post(address, form).status_code == 302
