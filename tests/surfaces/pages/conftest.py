"""People who can sign in to the small city, and a browser in Chinese."""

from __future__ import annotations

import pytest
from django.test import Client

from taizhang.registers.models import Account, Person

PASSWORD = "correct horse 1"


@pytest.fixture(autouse=True)
def plain_settings(settings):
    # Hashed names of static files need `collectstatic`.
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def account(city):
    """account("clerk") is the account of that person of the city."""

    def make(name: str) -> Account:
        actor = city.administrator if name == "administrator" else getattr(city, name)
        made = Account(username=name, person=Person.objects.get(pk=actor.person))
        made.set_password(PASSWORD)
        made.save()
        return made

    return make


@pytest.fixture
def browser(account):
    """browser("clerk") is a signed-in browser of that person, in Chinese unless told otherwise."""

    def make(name: str, language: str = "zh-hans", **options) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE=language, **options)
        client.force_login(account(name))
        return client

    return make


@pytest.fixture
def anybody():
    """A browser in which nobody has signed in."""
    return Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
