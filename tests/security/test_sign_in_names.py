"""How somebody signs in is known to those who look after accounts, not to everybody who can open the person's page."""

from __future__ import annotations

import pytest

from taizhang.frame.actor import Actor
from taizhang.registers.models import Account, Person

pytestmark = pytest.mark.django_db


def _signed_in(client, actor: Actor, name: str) -> None:
    client.force_login(Account.objects.create(username=name, person=Person.objects.get(pk=actor.person), password="!"))


def test_a_clerk_elsewhere_does_not_read_a_sign_in_name_from_the_ledger_of_a_person(city, client, settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    person = Person.objects.get(pk=city.reporter.person)
    appointed = city.do(
        city.administrator,
        "office.enrol",
        city.organs["甲区统计局"],
        name="安全甲（示例）",
    )
    city.do(
        city.administrator,
        "office.appoint",
        city.organs["甲区统计局"],
        person=appointed.key,
        role="admin.security",
        place=city.district.pk,
        valid_from="2025-01-01",
        ground="测试",
    )
    from taizhang.registers import people

    security = people.actor_of(Person.objects.get(pk=appointed.key))
    city.do(security, "office.open_account", person, username="secret-name")
    _signed_in(client, city.other_clerk, "k1")
    assert "secret-name" not in client.get(f"/r/registers.person/{person.pk}/").content.decode()
    client.logout()
    _signed_in(client, security, "k2")
    assert "secret-name" in client.get(f"/r/registers.person/{person.pk}/").content.decode()
