"""A firm gives a bank elsewhere a scope for a time, and every reading is on record."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.basis.errors import BadInput, NotFound
from taizhang.frame import clock, disclosure, reading
from taizhang.frame.models import Refusal
from tests.trials import consent, models
from tests.trials.reading_entries import entries, said

pytestmark = pytest.mark.django_db
BEGIN, END, AFTER = date(2026, 11, 2), date(2026, 11, 30), date(2026, 12, 1)


@pytest.fixture
def given(city):
    """The statement of a firm, and a consent for an organ of the other district until the end of the month."""
    with clock.on(BEGIN):
        bank = city.organs["乙区住建局"]
        made = city.do(city.reporter, "consent.enter", year=2025, turnover_fen=123_400)
        outcome = city.do(city.reporter, "consent.give", made.key, organ=bank.pk, purpose="贷前调查", valid_to=END.isoformat())
    return made.key, outcome.key


def test_a_consent_gives_a_scope_to_an_organ_elsewhere_for_its_time(city, given):
    statement, _ = given
    with clock.on(END, 23):
        assert reading.one(city.other_reviewer, consent.STATEMENT, statement).turnover_fen == 123_400
        assert not reading.rows(city.other_clerk, consent.STATEMENT).exists()
        # The regulator next door has no consent either.
        assert not reading.rows(city.reviewer, consent.STATEMENT).exists()
    with clock.on(AFTER, 0), pytest.raises(NotFound):
        reading.one(city.other_reviewer, consent.STATEMENT, statement)


def test_a_consent_that_was_taken_back_shows_nothing(city, given):
    statement, key = given
    with clock.on(date(2026, 11, 10)):
        city.do(city.reporter, "consent.take_back", key)
        with pytest.raises(NotFound):
            reading.one(city.other_reviewer, consent.STATEMENT, statement)


def test_opening_it_writes_an_entry_with_the_purpose(city, given):
    statement, _ = given
    with clock.on(date(2026, 11, 10)):
        opened = disclosure.open_row(city.other_reviewer, consent.STATEMENT, statement, "贷前调查")
    assert (opened.row.pk, opened.values["turnover_fen"]) == (statement, 123_400)
    (entry,) = entries("consent.statement.opened")
    assert opened.entry == entry.key
    assert entry.actor == city.other_reviewer.key
    assert (entry.subject, entry.matter) == (f"consent.statement:{statement}",) * 2
    assert said(entry) == {}
    assert said(entry, "r") == {"purpose": "贷前调查", "fields": ["year", "turnover_fen"]}


def test_an_attempt_without_consent_or_purpose_is_refused_and_no_entry_is_written(city, given):
    statement, _ = given
    with clock.on(AFTER):
        with pytest.raises(NotFound):
            disclosure.open_row(city.other_reviewer, consent.STATEMENT, statement, "贷前调查")
        with pytest.raises(BadInput):
            disclosure.open_row(city.reporter, consent.STATEMENT, statement, " ")
    assert entries("consent.statement.opened") == []
    assert Refusal.objects.filter(action="consent.statement.opened", status=404).count() == 1


def test_a_reader_by_consent_can_do_nothing_to_it(city, given):
    assert not city.other_reviewer.may(consent.RIGHT)
    with clock.on(date(2026, 11, 10)):
        assert models.Consent.objects.count() == 1
        with pytest.raises(NotFound):
            city.do(city.reporter, "consent.take_back", 999)


def test_the_past_is_read_under_the_consents_of_today(city, given):
    statement, key = given
    with clock.on(date(2026, 11, 20)):
        assert reading.one(city.other_reviewer, consent.STATEMENT, statement, at=date(2026, 11, 5)).turnover_fen == 123_400
        city.do(city.reporter, "consent.take_back", key)
        with pytest.raises(NotFound):
            reading.one(city.other_reviewer, consent.STATEMENT, statement, at=date(2026, 11, 5))
