"""PostgreSQL: entries are written side by side without a lock, and one sequencer numbers what is committed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from taizhang.basis.uuid7 import uuid7
from taizhang.frame import clock, fsck
from taizhang.frame.catalogue import installed
from taizhang.frame.perform import perform
from taizhang.kernels.ledger import Entry, moment, store
from tests.city_fixture import City


def entry(action: str = "test.act") -> Entry:
    now = clock.now()
    return Entry(key=uuid7(now), at=moment(now), actor="p1", action=action)


def numbers() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, entry FROM ledger_seq ORDER BY seq")
        return cursor.fetchall()


def test_many_writers_and_a_sequencer_at_the_same_time_give_numbers_without_gaps(real_commits):
    city = City()
    project = city.project()
    stop = threading.Event()

    def write(n: int) -> list[str]:
        try:
            return [
                perform("projects.add_item", project.pk, city.clerk, {"list": "problem", "title": f"{n}-{i}"}, idempotency_key=f"{n}-{i}").entry
                for i in range(15)
            ]
        finally:
            connection.close()

    def sequence() -> int:
        total = 0
        try:
            while not stop.is_set():
                total += store.sequence_pending()
        finally:
            connection.close()
        return total

    with ThreadPoolExecutor(8) as pool:
        sequencers = [pool.submit(sequence) for _ in range(2)]
        written = [key for keys in pool.map(write, range(6)) for key in keys]
        stop.set()
        assert sum(s.result(30) for s in sequencers) + store.sequence_pending() == store.size()
    found = numbers()
    assert [seq for seq, _ in found] == list(range(len(found)))
    assert set(written) <= {key for _, key in found}
    assert store.pending() == 0
    report = fsck.check(installed(), clock.now())
    assert report.clean, report.findings


def test_a_transaction_that_commits_late_gets_the_next_number_and_is_not_lost(real_commits):
    begun, may_commit = threading.Event(), threading.Event()
    late = entry("test.late")

    def slow() -> None:
        try:
            with transaction.atomic():
                store.insert(late, None, None)
                begun.set()
                assert may_commit.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(20)
    early = [entry() for _ in range(3)]
    for each in early:
        store.insert(each, None, None)
    assert late.key < early[0].key
    assert store.sequence_pending() == 3
    may_commit.set()
    thread.join(20)
    assert store.sequence_pending() == 1
    assert [key for _, key in numbers()] == [*(e.key for e in early), late.key]


def test_of_two_sequencers_one_numbers_and_the_other_does_nothing(real_commits):
    for _ in range(5):
        store.insert(entry(), None, None)
    results = []

    def other() -> None:
        try:
            results.append(store.sequence_pending())
        finally:
            connection.close()

    with transaction.atomic():
        assert store.sequence_pending() == 5
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(20)
    assert results == [0]
    assert [seq for seq, _ in numbers()] == list(range(5))


def test_an_entry_that_is_rolled_back_leaves_no_gap(real_commits):
    store.insert(entry(), None, None)
    try:
        with transaction.atomic():
            store.insert(entry(), None, None)
            raise LookupError
    except LookupError:
        pass
    store.insert(entry(), None, None)
    assert store.sequence_pending() == 2
    assert [seq for seq, _ in numbers()] == [0, 1]


def test_a_backlog_larger_than_one_pass_is_numbered_pass_by_pass(real_commits):
    with transaction.atomic():
        for _ in range(25):
            store.insert(entry(), None, None)
    assert [store.sequence_pending(limit=10) for _ in range(4)] == [10, 10, 5, 0]
    assert fsck.check(installed(), clock.now()).clean
