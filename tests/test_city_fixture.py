"""A city that is put back is, row by row, the city that the actions made; where it could differ, the actions make it anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, models

from taizhang.basis.errors import Refused
from taizhang.frame import clock, fsck
from taizhang.frame.catalogue import Catalogue, install, installed
from taizhang.frame.perform import perform
from taizhang.kernels.ledger import store
from taizhang.registers import people
from taizhang.registers.models import PersonHistory
from tests import city_fixture
from tests.access.conftest import taken_back
from tests.city_fixture import City
from tests.kept_rows import every_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def none_kept(monkeypatch):
    """As in a process that has made no city yet."""
    monkeypatch.setattr(city_fixture, "_EARLIER", [])


def _members(city: City) -> dict[str, object]:
    """What a city's objects say, down to the columns of its rows."""

    def said(value: object) -> object:
        if isinstance(value, models.Model):
            # Django marks a copied row with its version.
            return type(value), {k: v for k, v in vars(value).items() if k not in ("_state", "_django_version")}
        return {k: said(v) for k, v in value.items()} if isinstance(value, dict) else value

    return {name: said(value) for name, value in vars(city).items()}


def _next_keys() -> list[int]:
    """The keys that SQLite gives next; PostgreSQL's sequences go on from test to test."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return cursor.fetchall()


def test_every_table_and_every_object_is_as_the_actions_made_it(none_kept):
    with taken_back():
        made = City()
        rows, members, keys = _in_order(every_row()), _members(made), _next_keys()
    with taken_back():
        again = City()
        # Salts, keys and times are chance and clock: they are equal only because the rows themselves were put back.
        assert _in_order(every_row()) == rows
        assert _next_keys() == keys
        assert _members(again) == members
    assert len(rows["ledger_entry"]) > 30 and len(rows[PersonHistory._meta.db_table]) > 10
    assert not {id(v) for v in vars(made).values()} & {id(v) for v in vars(again).values()}, "a test could change another's objects"


def _in_order(rows):
    """PostgreSQL puts a row where there is room: where it stands says nothing."""
    return {table: sorted(map(str, found)) for table, found in rows.items()}


@pytest.mark.by_turns(4)
def test_it_passes_the_full_check_and_life_goes_on_in_it(none_kept):
    with taken_back():
        City()
    city = City()
    store.sequence_pending()
    before = fsck.check(installed(), clock.now())
    project = city.project()
    city.document(project, "proposal_approval")
    city.do(city.clerk, "projects.approve_proposal", project)
    store.sequence_pending()
    report = fsck.check(installed(), clock.now())
    assert (before.findings, report.findings) == ((), ())
    assert report.entries == before.entries + 3 and report.rows > before.rows > 0


@pytest.mark.by_turns(2)
def test_a_city_made_by_the_actions_has_as_many_rows_in_every_table(none_kept):
    with taken_back():
        City()
    with taken_back():
        City()
        again = every_row()
    City(by_the_actions=True)
    fresh = every_row()
    assert again["ledger_entry"] != fresh["ledger_entry"]
    assert {table: len(rows) for table, rows in again.items()} == {table: len(rows) for table, rows in fresh.items()}


@pytest.mark.by_turns(4)
def test_under_another_clock_the_actions_make_it(none_kept):
    with taken_back():
        City()
    with clock.on(date(2026, 3, 1)), taken_back():
        city = City()
    assert store.read(city.place.entry) is None
    with clock.on(date(2026, 3, 1)), taken_back():
        again = City()
        assert store.read(again.place.entry).at.startswith("2026-03-01T01:00")
    assert again.place.entry == city.place.entry
    with clock.on(date(2026, 3, 1), 10):
        assert City().place.entry != city.place.entry


@pytest.mark.by_turns(4)
def test_on_another_day_the_actions_make_it(none_kept, monkeypatch):
    with taken_back():
        earlier = City()
    yesterday = clock.today() - timedelta(days=1)
    monkeypatch.setattr(city_fixture, "_EARLIER", [replace(kept, day=yesterday) for kept in city_fixture._EARLIER])
    assert City().place.entry != earlier.place.entry


@pytest.mark.by_turns(4)
def test_under_other_modules_the_actions_make_it(none_kept):
    with taken_back():
        earlier = City()
    old = installed()
    install(Catalogue(old.modules[:1], people.actor_by_key))
    try:
        city = City()
    finally:
        install(old)
    assert city.place.entry != earlier.place.entry
    assert city.clerk.rights_of_role != earlier.clerk.rights_of_role


def test_the_rights_are_those_of_the_catalogue_installed_now(none_kept):
    with taken_back():
        City()
    old = installed()
    install(Catalogue(old.modules, people.actor_by_key))
    try:
        assert City().clerk.rights_of_role is installed().rights_of_role
    finally:
        install(old)


def test_a_second_city_beside_the_first_is_refused_as_by_the_product(none_kept):
    City()
    with pytest.raises(Refused) as refused:
        City()
    with pytest.raises(Refused) as by_hand:
        perform("office.establish", None, city_fixture.MACHINE, {"place": "乙市", "kind": "city", "organ": "乙", "administrator": "乙", "code": "4102"})
    assert refused.value.code == by_hand.value.code
