"""Values that nobody may guess, and the one place where they follow from a name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from taizhang.frame import unguessable

SOURCES = Path(unguessable.__file__).resolve().parents[1]


def test_values_differ_every_time_and_letters_are_of_their_alphabet():
    assert len({unguessable.some_bytes(32) for _ in range(50)}) == 50 and len(unguessable.some_bytes(5)) == 5
    assert set(unguessable.some_letters("abc", 300)) == set("abc") and len(unguessable.some_letters("ab", 7)) == 7


def test_an_example_has_the_same_values_whenever_it_is_made_and_each_letter_as_often():
    def made() -> tuple[bytes, bytes, str]:
        with unguessable.of_example("day"):
            return unguessable.some_bytes(40), unguessable.some_bytes(40), unguessable.some_letters("0123456789", 10_000)

    first, second, letters = made()
    assert made() == (first, second, letters) and first != second
    assert all(850 < n < 1150 for n in Counter(letters).values())
    assert unguessable.some_bytes(40) not in (first, second)


def test_the_example_city_alone_makes_values_that_can_be_guessed():
    using = [path.relative_to(SOURCES).as_posix() for path in sorted(SOURCES.rglob("*.py")) if "of_example(" in path.read_text("utf-8")]
    assert using == ["frame/unguessable.py", "site/demo.py"]


def test_two_seals_of_one_code_differ_and_both_are_opened_by_it_alone():
    one, two = unguessable.sealed("23456789ABCDEFGH"), unguessable.sealed("23456789ABCDEFGH")
    assert one != two and "23456789" not in one + two and len(one) == unguessable.SEAL_LENGTH
    assert unguessable.opens("23456789ABCDEFGH", one) and unguessable.opens("23456789ABCDEFGH", two)
    assert not unguessable.opens("23456789ABCDEFGJ", one) and not unguessable.opens("", one)
