"""Browsers in which people of the small city are signed in, and more administrators for it."""

from __future__ import annotations

import pytest
from django.test import Client

from taizhang.registers import people
from taizhang.registers.models import Account, Person


@pytest.fixture
def plain_settings(settings):
    # Hashed names of static files need `collectstatic`.
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def browser(city, plain_settings):
    """browser(actor) is a signed-in browser of that person, in Chinese unless told otherwise."""

    def make(actor, language: str = "zh-hans") -> Client:
        account, _ = Account.objects.get_or_create(
            person=Person.objects.get(pk=actor.person), defaults={"username": f"p{actor.person}", "password": "x"}
        )
        client = Client(HTTP_ACCEPT_LANGUAGE=language)
        client.force_login(account)
        return client

    return make


@pytest.fixture
def administrators(city):
    """administrators(role, place) is a person in that role over a place."""

    def make(role: str, place=None):
        at = place or city.place
        organ = city.do(city.administrator, "office.found_organ", at, name=f"{at.name}{role}", kind="bureau").key
        person = city.do(city.administrator, "office.enrol", organ, name=f"{at.name}{role}（示例）", name_en=role).key
        city.do(
            city.administrator, "office.appoint", organ, person=person, role=role, place=at.pk, valid_from="2025-01-01"
        )
        return people.actor_of(Person.objects.get(pk=person))

    return make
