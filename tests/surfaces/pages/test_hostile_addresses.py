"""Addresses that nobody typed on purpose are answered, never with a fault."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db

PAGES = (
    "/list/projects.projects/?district=²&organ=٣&page=²&size=²",
    "/list/projects.projects/?list=999999999999999999999&stage=nothing&sort=;drop",
    "/list/projects.reports/?period=²",
    "/projects/totals/?list=²&year=²",
    "/projects/round/?period=2026-0²",
    "/projects/leader/?at=2026-02-30",
    "/search/?q=%23²",
)


@pytest.mark.parametrize("address", PAGES)
def test_superscripts_and_other_digits_are_not_numbers(city, client, address):
    from taizhang.registers.models import Account, Person

    account = Account.objects.create(username="k", person=Person.objects.get(pk=city.clerk.person), password="!")
    client.force_login(account)
    assert client.get(address).status_code in (200, 404, 422)
