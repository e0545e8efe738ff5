"""An anonymous report from a phone, a clock in office hours, two organs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from taizhang.basis.errors import BadInput, Conflict, NotAllowed, NotFound
from taizhang.frame import clock, fsck, reading, ticking
from taizhang.frame.actor import PUBLIC
from taizhang.frame.catalogue import installed
from taizhang.frame.models import Claim, Refusal
from taizhang.frame.perform import perform
from tests.trials import models, sighting
from tests.trials.reading_entries import entries, said

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)


def filed(city, key="phone-1", text="示例：井盖缺失", client="a phone's own random key"):
    who = replace(PUBLIC, client=client)
    outcome = perform("sighting.report", city.district.pk, who, {"text": text, "contact": "13800000000"}, idempotency_key=key)
    return outcome, models.Sighting.objects.get(pk=outcome.key)


def test_anybody_reports_without_signing_in_and_sees_by_when_it_is_taken_up(city):
    with clock.on(MONDAY, 16, 0):
        outcome, row = filed(city)
    assert outcome.created and entries("sighting.report")[0].actor == "public"
    # An hour and a half of Monday, two and a half of Tuesday.
    assert row.due_at == datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    assert said(entries("sighting.report")[0]) == {}


def test_a_retry_of_the_phone_is_answered_with_what_was_done(city):
    first, _ = filed(city)
    again, _ = filed(city)
    assert again.repeated and (again.entry, again.key, again.kind) == (first.entry, first.key, first.kind)
    assert models.Sighting.objects.count() == 1 and len(entries("sighting.report")) == 1
    with pytest.raises(Conflict) as refused:
        filed(city, text="别的事")
    assert refused.value.code == "key_reused"


def test_one_phone_neither_reads_nor_blocks_what_another_sends_under_the_same_key(city):
    first, row = filed(city)
    # The very same report from somebody else is another report, and another text is no conflict.
    second, other = filed(city, client="another phone's random key")
    assert not second.repeated and other.pk != row.pk and second.entry != first.entry
    third, _ = filed(city, text="别的事", client="a third phone's random key")
    assert third.created
    again, _ = filed(city)
    assert again.repeated and again.entry == first.entry
    assert {e.actor for e in entries("sighting.report")} == {"public"}
    assert not Claim.objects.filter(actor__contains="phone").exists()
    assert not [f for f in fsck.check(installed(), clock.now()).findings if f.code.startswith("claim")]


def test_without_a_key_of_its_own_a_caller_has_no_submission_key(city):
    with pytest.raises(BadInput) as refused:
        filed(city, client="")
    assert refused.value.code == "client_key" and "Client-Key" in refused.value.remedy.en
    assert not models.Sighting.objects.exists()
    assert perform("sighting.report", city.district.pk, PUBLIC, {"text": "示例"}).created


def test_nobody_without_a_post_reads_what_was_reported(city):
    _, row = filed(city)
    with pytest.raises(NotFound):
        reading.one(PUBLIC, sighting.SIGHTING, row.pk)
    with pytest.raises(NotAllowed):
        perform("sighting.take_up", row.pk, PUBLIC, {})
    assert not reading.cells(city.clerk, sighting.SIGHTING, row)["contact"].shown


def test_silence_counts_as_taking_up_from_its_legal_date_though_the_tick_comes_late(city):
    with clock.on(MONDAY, 9, 0):
        _, row = filed(city)
    with clock.on(MONDAY, 11, 0):
        assert ticking.tick().made == 0
    with clock.on(FRIDAY, 3, 0):
        assert ticking.tick().made == 1
        assert ticking.tick().made == 0
    row.refresh_from_db()
    assert (row.state, row.taken_on) == ("taken", MONDAY)
    (entry,) = entries("sighting.deem_taken")
    assert entry.actor == "system" and entry.at.startswith("2026-11-26T19:00")
    assert said(entry)["taken_on"] == "2026-11-23"


def test_nobody_takes_up_what_the_law_has_already_taken_as_taken_up(city):
    with clock.on(MONDAY, 9, 0):
        _, row = filed(city)
    with clock.on(TUESDAY, 9, 0), pytest.raises(Conflict) as refused:
        city.do(city.clerk, "sighting.take_up", row)
    assert refused.value.code == "gate" and refused.value.details[0].field == "take_up.lapsed"


def test_what_is_sent_back_is_where_it_was_before(city):
    with clock.on(MONDAY, 9, 0):
        _, row = filed(city)
        city.do(city.clerk, "sighting.take_up", row)
        city.do(city.clerk, "sighting.deal_with", row)
        with pytest.raises(BadInput):
            city.do(city.reviewer, "sighting.send_back", row)
        city.do(city.reviewer, "sighting.send_back", row, reason="示例：仍松动")
    row.refresh_from_db()
    assert (row.state, row.return_reason) == ("taken", "示例：仍松动")
    assert said(entries("sighting.send_back")[0])["state"] == ["handled", "taken"]


def test_another_organ_closes_it(city):
    with clock.on(MONDAY, 9, 0):
        _, row = filed(city)
        city.do(city.clerk, "sighting.take_up", row)
        city.do(city.clerk, "sighting.deal_with", row)
        # The chief is another person of the same organ.
        with pytest.raises(Conflict) as refused:
            city.do(city.chief, "sighting.close", row)
        assert refused.value.code == "apart"
        city.do(city.reviewer, "sighting.close", row)
    row.refresh_from_db()
    assert row.state == "closed"
    assert Refusal.objects.filter(action="sighting.close", code="apart").count() == 1


def test_whoever_dealt_with_it_before_it_was_sent_back_does_not_close_it_either(city):
    with clock.on(MONDAY, 9, 0):
        _, row = filed(city)
        city.do(city.clerk, "sighting.take_up", row)
        city.do(city.clerk, "sighting.deal_with", row)
        city.do(city.reviewer, "sighting.send_back", row, reason="示例：仍松动")
        city.do(city.reviewer, "sighting.deal_with", row)
        # Both organs had a hand in this round: the first, which was sent back, and the one that dealt with it last.
        for one in (city.clerk, city.chief, city.reviewer):
            with pytest.raises(Conflict) as refused:
                city.do(one, "sighting.close", row)
            assert refused.value.code == "apart"
        city.do(city.city_clerk, "sighting.close", row)
