"""Of an account that was reset nothing works that was handed out before: sessions, tokens, calendar addresses."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from taizhang.frame import clock
from taizhang.modules.projects.queries.feeds import secret_of
from taizhang.registers import accounts, tokens
from taizhang.registers.models import Account, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain(settings):
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def _opened(city) -> str:
    feed = city.do(city.clerk, "projects.open_feed", None).key
    return f"/projects/calendar/{feed}-{secret_of(feed)}.ics"


def test_a_reset_ends_the_calendar_addresses_of_whoever_had_the_account_before(city):
    account = Account.objects.create(username="clerk", person=Person.objects.get(pk=city.clerk.person))
    with clock.on(date(2026, 11, 25), 9):
        before = _opened(city)
        _, secret = tokens.issue(account, "test")
        assert Client().get(before).status_code == 200
    with clock.on(date(2026, 11, 25), 10):
        accounts.reset(account)
    with clock.on(date(2026, 11, 25), 11):
        assert tokens.account_of(secret) is None
        assert Client().get(before).status_code == 404
        # The person opens another one.
        assert Client().get(_opened(city)).status_code == 200


def test_a_new_password_of_ones_own_ends_no_calendar(city):
    account = Account.objects.create(username="clerk", person=Person.objects.get(pk=city.clerk.person))
    address = _opened(city)
    account.set_password("another good phrase")
    account.save()
    assert Client().get(address).status_code == 200
