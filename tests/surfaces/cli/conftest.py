"""A city with an account for its clerk, and the command line called in this process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from taizhang.site.running import run
from tests.surfaces.api.conftest import account_for


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def taizhang(capsys, monkeypatch):
    """`taizhang("do", ...)` in English, as a terminal would run it."""
    monkeypatch.setenv("TAIZHANG_LANG", "en")

    def call(*arguments: object) -> Said:
        capsys.readouterr()
        try:
            code = run([str(a) for a in arguments])
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return call


@pytest.fixture
def people(city):
    """Sign-in names for the people of the city that these tests need."""
    for name in ("clerk", "reporter", "other_clerk"):
        account_for(city.actors[name].person, name)
    account_for(city.administrator.person, "administrator")
    return city
