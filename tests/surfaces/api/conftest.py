"""A city whose people have accounts and tokens, and a client that speaks JSON for one of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from taizhang.registers import tokens
from taizhang.registers.models import Account, Person


class Caller:
    """One person at the API, or the public: `get`, `post`, `delete` give status and content."""

    def __init__(self, secret: str | None = None, **defaults: Any) -> None:
        self.header = f"Bearer {secret}" if secret else ""
        headers = {"authorization": self.header} if secret else {}
        self.client = Client(headers={"accept-language": "en", **headers}, **defaults)

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(path, **more)

    def post(self, path: str, body: Any = None, *, raw: bytes | None = None, content_type: str = "application/json", **more: Any) -> Any:
        content = raw if raw is not None else json.dumps({} if body is None else body, ensure_ascii=False).encode()
        return self.client.generic("POST", path, content, content_type=content_type, **more)

    def act(self, action: str, target: Any = None, on: str = "projects.project", headers: dict[str, str] | None = None, /, **inputs: Any) -> Any:
        key = getattr(target, "pk", target)
        path = f"/api/actions/{action}/" if target is None else f"/api/records/{on}/{key}/{action}/"
        # Most tests are about something else than versions: they act on whatever the record says now.
        return self.post(path, inputs, headers=({} if target is None else {"If-Match": "*"}) | (headers or {}))


def account_for(person: int, username: str) -> Account:
    """An account without a usable password: these tests sign in by token or by `force_login`."""
    account = Account(username=username, person=Person.objects.get(pk=person))
    account.set_unusable_password()
    account.save()
    return account


class Callers:
    """One caller per person of the city fixture, made when first asked for."""

    def __init__(self, city: Any) -> None:
        self.city = city
        self.accounts: dict[str, Account] = {}
        self.public = Caller()

    def account(self, name: str) -> Account:
        if name not in self.accounts:
            actor = self.city.administrator if name == "administrator" else self.city.actors[name]
            self.accounts[name] = account_for(actor.person, name)
        return self.accounts[name]

    def __getattr__(self, name: str) -> Caller:
        caller = Caller(tokens.issue(self.account(name), "test")[1])
        self.__dict__[name] = caller
        return caller


@pytest.fixture
def callers(city):
    return Callers(city)
