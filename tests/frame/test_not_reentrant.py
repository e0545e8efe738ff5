"""An action that performs another one by itself is a fault of the program, found the first time it runs."""

from __future__ import annotations

from typing import Any

import pytest
from tests.trials import consent

from taizhang.basis.text import Text
from taizhang.frame.actor import MACHINE
from taizhang.frame.catalogue import Catalogue, install, installed
from taizhang.frame.declare import Action, Module
from taizhang.frame.perform import perform
from taizhang.kernels.ledger.models import Entry
from taizhang.registers import people

pytestmark = pytest.mark.django_db


def inner(by: Any) -> None:
    """Something small has happened."""


def outer(by: Any) -> None:
    """Something larger has happened, and the small thing behind its back."""
    perform("nested.inner", None, MACHINE, {})


def orderly(by: Any) -> None:
    """Something larger has happened, and the small thing follows from it."""
    by.then("nested.inner", None)


MODULE = Module(
    "nested",
    Text("嵌套（试验）", "Nested (trial)"),
    Text("试验", "Trials"),
    actions=tuple(Action(run, Text("试验", "Trial"), None, law=consent.LAW, machine=True, shown=False) for run in (inner, outer, orderly)),
)


@pytest.fixture
def nested(city):
    before = installed()
    install(Catalogue((*before.modules, MODULE), people.actor_by_key))
    yield
    install(before)


def test_it_is_refused_and_nothing_of_either_is_recorded(nested):
    before = Entry.objects.count()
    with pytest.raises(RuntimeError, match="not re-entrant"):
        perform("nested.outer", None, MACHINE, {})
    assert Entry.objects.count() == before
    # The program is not left in a state in which it refuses everything.
    assert perform("nested.inner", None, MACHINE, {}).entry


def test_what_follows_in_order_is_an_entry_with_its_cause(nested):
    done = perform("nested.orderly", None, MACHINE, {})
    caused = Entry.objects.get(action="nested.inner")
    assert caused.cause == done.entry
