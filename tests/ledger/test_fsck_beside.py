"""What stands beside the records is explained by entries too: submission keys, messages, document numbers, refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection

from taizhang.basis.errors import Refused
from taizhang.basis.uuid7 import uuid7
from taizhang.frame import claims, clock, erasure, fsck, journal
from taizhang.frame.actor import MACHINE
from taizhang.frame.catalogue import installed
from taizhang.frame.hand import Hand
from taizhang.frame.models import Claim, Number, Outbox, Refusal
from taizhang.frame.perform import perform
from taizhang.frame.writing import write_entry
from taizhang.kernels.ledger import canonical_json, store
from taizhang.kernels.ledger.models import Entry

pytestmark = pytest.mark.django_db


def found() -> set[str]:
    return {f.code for f in fsck.check(installed(), clock.now()).findings}


# -- submission keys ---------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(city) -> str:
    """The key of an entry that was asked for under a submission key."""
    project = city.project()
    key = perform("projects.add_item", project.pk, city.clerk, {"list": "problem", "title": "一"}, idempotency_key="k1").entry
    perform("projects.add_item", project.pk, city.clerk, {"list": "problem", "title": "二"}, idempotency_key="k2")
    return key


CLAIMS: dict[str, tuple[Callable[[str], object], str]] = {
    "another entry": (lambda key: Claim.objects.filter(entry=key).update(entry=Entry.objects.order_by("key").first().key), "claim"),
    "another person": (lambda key: Claim.objects.filter(entry=key).update(actor="p999/o1"), "claim"),
    "another key": (lambda key: Claim.objects.filter(entry=key).update(key="k9"), "claim"),
    "other inputs": (lambda key: Claim.objects.filter(entry=key).update(inputs="0" * 64), "claim"),
    "one more": (lambda key: Claim.objects.create(actor="p1", key="x", inputs="0" * 64, entry=key, at=clock.now()), "claim"),
    "of no entry": (lambda key: Claim.objects.create(actor="p1", key="x", inputs="0" * 64, entry="f" * 32, at=clock.now()), "claim"),
    "gone": (lambda key: Claim.objects.filter(entry=key).delete(), "claim_missing"),
}


@pytest.mark.parametrize("how", CLAIMS)
@pytest.mark.by_turns(3)
def test_a_submission_key_that_was_tampered_with_is_found(asked, numbered, how):
    numbered()
    assert not found()
    tamper, code = CLAIMS[how]
    tamper(asked)
    assert code in found()
    assert found() <= {"claim", "claim_missing"}


def test_a_submission_key_that_had_its_time_is_swept_and_not_missed(asked, numbered):
    numbered()
    with clock.at(clock.now() + timedelta(days=claims.CLAIM_DAYS, hours=1)):
        assert claims.sweep() == 2
        assert not found()
    assert found() == {"claim_missing"}


def test_the_hash_of_a_key_is_in_the_restricted_part_and_shows_neither_key_nor_inputs(asked):
    assert "claim" not in json.loads(store.disclosure(asked, "p").payload if store.disclosure(asked, "p") else "{}")
    said = json.loads(store.disclosure(asked, "r").payload)
    assert len(said["claim"]) == 64 and "k1" not in said.values()


# -- messages and numbers ------------------------------------------------------------------------------------------------


def _by_hand(fill: Callable[[Hand], object]) -> str:
    """One entry of the machine with whatever the hand was made to do."""
    now = clock.now()
    hand = Hand(MACHINE, uuid7(now), now, installed())
    fill(hand)
    write_entry(
        hand, action="test.by_hand", law="", subject=None, matter=None, lines=[],
        public=canonical_json(hand.public), restricted=canonical_json(hand.restricted), cause=None,
    )  # fmt: skip
    Outbox.objects.bulk_create(hand.messages)
    return hand.entry


def _two_messages(hand: Hand) -> None:
    hand.send("inbox", "organ:1", kind="reminder", project=7)
    hand.send("inbox", "organ:2", kind="reminder", project=8, due=date(2026, 1, 2).isoformat())


MESSAGES: dict[str, Callable[[], object]] = {
    "to somebody else": lambda: Outbox.objects.filter(to="organ:1").update(to="organ:3"),
    "another text": lambda: Outbox.objects.filter(to="organ:1").update(payload={"kind": "reminder", "project": 9}),
    "one dropped": lambda: Outbox.objects.filter(to="organ:2").delete(),
    "all dropped": lambda: Outbox.objects.all().delete(),
    "one more": lambda: Outbox.objects.create(at=clock.now(), entry=Entry.objects.order_by("-key").first().key, channel="inbox", to="x", payload={}),
    "of no entry": lambda: Outbox.objects.create(at=clock.now(), entry="f" * 32, channel="inbox", to="x", payload={}),
}


@pytest.mark.parametrize("how", MESSAGES)
@pytest.mark.by_turns(3)
def test_a_message_that_was_tampered_with_is_found(city, numbered, how):
    _by_hand(_two_messages)
    numbered()
    assert not found()
    MESSAGES[how]()
    assert found() == {"outbox"}


def test_a_message_that_was_sent_is_the_same_message(city, numbered):
    _by_hand(_two_messages)
    numbered()
    Outbox.objects.update(sent_at=clock.now(), attempts=3)
    assert not found()


def _three_numbers(hand: Hand) -> None:
    for _ in range(3):
        hand.number(5, "行文")


NUMBERS: dict[str, Callable[[], object]] = {
    "put back": lambda: Number.objects.filter(series="行文").update(last=2),
    "put forward": lambda: Number.objects.filter(series="行文").update(last=4),
    "the register's line gone": lambda: Number.objects.filter(series="行文").delete(),
    "a line of no document": lambda: Number.objects.create(organ=6, year=2026, series="行文", last=1),
}


@pytest.mark.parametrize("how", NUMBERS)
@pytest.mark.by_turns(3)
def test_a_register_of_numbers_that_was_tampered_with_is_found(city, numbered, how):
    _by_hand(_three_numbers)
    _by_hand(_three_numbers)
    numbered()
    assert not found()
    assert Number.objects.get(series="行文").last == 6
    NUMBERS[how]()
    assert found() == {"document_number"}


def test_a_number_given_twice_is_found(city, numbered):
    _by_hand(_three_numbers)
    Number.objects.filter(series="行文").update(last=2)
    _by_hand(lambda hand: hand.number(5, "行文"))
    numbered()
    assert found() == {"document_number"}


def _erase_public(entry: str) -> None:
    now = clock.now()
    hand = Hand(MACHINE, uuid7(now), now, installed())
    erasure.erase_payload(hand, entry, "public")
    write_entry(
        hand, action="test.erase", law="", subject=None, matter=None, lines=[], public=b"{}", restricted=b"{}", cause=None
    )  # fmt: skip


@pytest.mark.parametrize(("each", "expected"), [(1, set()), (3, {"document_number"})])
def test_as_many_numbers_may_lack_their_entry_as_public_parts_were_erased_and_no_more(city, numbered, each, expected):
    def take(hand: Hand) -> None:
        for _ in range(each):
            hand.number(5, "行文")

    _erase_public(_by_hand(take))
    _by_hand(take)
    numbered()
    assert found() == expected


# -- the journal of refusals -----------------------------------------------------------------------------------------------


@pytest.fixture
def refused(city) -> date:
    """Three refusals on one day and one on the next; gives the first day."""
    day = date(2026, 11, 2)
    for when, times in ((day, 3), (day + timedelta(days=1), 1)):
        with clock.on(when, 15):
            for _ in range(times):
                with pytest.raises(Refused):
                    perform("projects.register", city.district.pk, city.leader, {"name": "示例", "kind": "gov"})
    return day


def _closed(day: date) -> int:
    with clock.on(day + timedelta(days=1), 2):
        return journal.close()


def test_a_day_is_closed_once_it_is_over_with_its_count_and_root(refused, numbered):
    with clock.on(refused, 23, 59):
        assert journal.close() == 0
    with clock.on(refused + timedelta(days=1), 0, 30):
        assert journal.close() == 0  # the last refusal of the day may still be on its way
    assert _closed(refused) == 3
    assert _closed(refused) == 0
    numbered()
    ((entry, until, count, root),) = journal.closings()
    assert (until, count) == (refused, 3)
    assert json.loads(store.disclosure(entry, "p").payload) == {"until": "2026-11-02", "refusals": 3}
    report = fsck.check(installed(), clock.now())
    assert report.clean, report.findings
    assert (report.journal_until, report.journal_open, len(root)) == ("2026-11-02", 1, 64)


def test_days_on_which_nothing_ran_are_closed_together(refused, numbered):
    assert _closed(refused + timedelta(days=6)) == 4
    assert [(until, count) for _, until, count, _ in journal.closings()] == [(refused + timedelta(days=6), 4)]
    # A quiet day is closed as well: no day may be missing from the chain.
    assert _closed(refused + timedelta(days=7)) == 0
    assert [count for _, _, count, _ in journal.closings()] == [4, 0]


JOURNAL: dict[str, Callable[[], object]] = {
    "one dropped": lambda: Refusal.objects.order_by("id").first().delete(),
    "all dropped": lambda: Refusal.objects.all().delete(),
    "another person": lambda: Refusal.objects.filter(pk=Refusal.objects.order_by("id").first().pk).update(actor="p999/o1"),
    "another reason": lambda: Refusal.objects.filter(pk=Refusal.objects.order_by("id").first().pk).update(code="not_found"),
    "another hour": lambda: Refusal.objects.filter(pk=Refusal.objects.order_by("id").first().pk).update(at=clock.now()),
    "one more": lambda: Refusal.objects.create(
        at=Refusal.objects.order_by("id").first().at, actor="p1", action="x", code="x", status=403
    ),
}


@pytest.mark.parametrize("how", JOURNAL)
@pytest.mark.by_turns(3)
def test_a_closed_journal_that_was_tampered_with_is_found(refused, numbered, how):
    _closed(refused)
    _closed(refused + timedelta(days=1))
    numbered()
    assert not found()
    JOURNAL[how]()
    assert found() == {"journal"}


def test_an_installation_without_a_refusal_writes_nothing(city):
    Refusal.objects.all().delete()
    before = Entry.objects.count()
    assert journal.close() == 0
    assert Entry.objects.count() == before
    assert connection.in_atomic_block
