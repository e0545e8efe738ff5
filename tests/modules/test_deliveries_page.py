"""The page of deliveries: what waits and was given up, and the key of a web hook for those who administer it."""

from __future__ import annotations

import pytest

from taizhang.frame import clock
from taizhang.frame.catalogue import installed
from taizhang.frame.perform import perform
from taizhang.kernels.ledger import store
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.office import attention
from taizhang.registers import deliveries
from taizhang.registers.models import Sending

pytestmark = pytest.mark.django_db
PAGE = "/office/deliveries/"


@pytest.fixture
def hook(city, settings):
    settings.TAIZHANG_WEBHOOK_HOSTS = ["hook.example.org"]
    raw = {"channel": "webhook", "address": "https://hook.example.org/in"}
    return perform("office.set_delivery", city.organs["甲区住建局"].pk, city.administrator, raw).key


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_was_given_up_is_shown_to_the_administrator(city, browser, hook, language):
    Sending.objects.create(outbox=1, delivery_id=hook, next_at=clock.now(), given_up_at=clock.now(), error="timeout")
    page = browser(city.administrator, language).get(PAGE)
    (line,) = page.context["lines"]
    assert (line["line"].waiting, line["line"].done, line["line"].given_up, line["off"]) == (0, 0, 1, False)
    assert ("对方没有应答" if language == "zh-hans" else "no answer in time") in page.content.decode()
    assert "undelivered" in [n.key for n in attention.notices(installed(), clock.today())]


def test_the_key_of_a_web_hook_is_shown_on_demand_and_stands_in_no_entry(city, browser, administrators, hook):
    secret = deliveries.secret_of(hook)
    client = browser(city.administrator)
    assert secret not in client.get(PAGE).content.decode()
    assert secret in client.post(f"{PAGE}{hook}/secret/").content.decode()
    said = [store.disclosure(e.key, part) for e in Entry.objects.all() for part in ("p", "r")]
    assert not any(secret in d.payload for d in said if d is not None)
    elsewhere = administrators("admin.system", city.other_district)
    assert browser(elsewhere).post(f"{PAGE}{hook}/secret/").status_code == 404
    assert browser(city.clerk).post(f"{PAGE}{hook}/secret/").status_code == 403
