"""The organ that is proposed for a task, and why: named by the text itself, else known by the words of its duties. Pure.

Nothing here gives a task to anybody: what is found is shown, with its reason, to be confirmed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class DutyWord(Generic[K]):
    """One word of an organ's duties; `tier` says how near its place is, the nearest being 0."""

    word: str
    organ: K
    tier: int = 0
    duty: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal(Generic[K]):
    """The organ proposed for a task, None where there is none; `by` is stated, duty, ambiguous or none, `words` what it goes by."""

    organ: K | None
    by: str
    words: str = ""
    duty: int | None = None
    #: Where it is ambiguous, all of them.
    between: tuple[K, ...] = ()

    @property
    def rule(self) -> str:
        """The rule that made it, in the form that every reading has."""
        return f"owner/{self.by}" + (f" {self.words}" if self.words else "")


def propose(text: str, owners: Sequence[str], organs: Mapping[str, Sequence[tuple[int, K]]], duties: Iterable[DutyWord[K]]) -> Proposal[K]:
    """The organ of a task: the first of its owners where that is exactly one organ's name, else the organ of the longest word of a duty.

    `organs`: by name or short name, those that are called so, with their tier. The nearest tier decides; where two organs of it
    are left, none is proposed.
    """
    if owners:
        # The text says who it is, and whom it names first leads: that nobody here is called so is no reason to propose another.
        called = organs.get(owners[0], ())
        nearest = min((tier for tier, _ in called), default=0)
        keys = tuple(dict.fromkeys(key for tier, key in called if tier == nearest))
        by = "none" if not keys else "stated" if len(keys) == 1 else "ambiguous"
        return Proposal(keys[0] if by == "stated" else None, by, owners[0], between=keys if by == "ambiguous" else ())
    found = [duty for duty in duties if duty.word in text]
    if not found:
        return Proposal(None, "none")
    nearest = min(duty.tier for duty in found)
    longest = max(len(duty.word) for duty in found if duty.tier == nearest)
    best = [duty for duty in found if duty.tier == nearest and len(duty.word) == longest]
    keys = tuple(dict.fromkeys(duty.organ for duty in best))
    words = "、".join(dict.fromkeys(duty.word for duty in best))
    return Proposal(keys[0], "duty", words, best[0].duty) if len(keys) == 1 else Proposal(None, "ambiguous", words, between=keys)


def words_of(words: str) -> tuple[str, ...]:
    """The words of a duty, each once.

    >>> words_of("城市更新、老旧小区，保障性住房、城市更新")
    ('城市更新', '老旧小区', '保障性住房')
    """
    pieces = words.replace("，", "、").replace(",", "、").replace("；", "、").replace("\n", "、").split("、")
    return tuple(dict.fromkeys(filter(None, (piece.strip() for piece in pieces))))


def of_lines(lines: Iterable[str], day: date) -> list[DutyWord[str]]:
    """The duties of a CSV file on a day: columns organ and words; valid_from and valid_to where they are kept.

    Raises:
        ValueError: a column is missing, or a day is none.
    """
    found = []
    reader = csv.DictReader(lines)
    if not {"organ", "words"} <= set(reader.fieldnames or ()):
        raise ValueError("the first line has to name the columns organ and words")
    for line in reader:
        begins, ends = line.get("valid_from") or "", line.get("valid_to") or ""
        if (begins and date.fromisoformat(begins) > day) or (ends and date.fromisoformat(ends) < day):
            continue
        found += [DutyWord(word, line["organ"]) for word in words_of(line["words"] or "")]
    return found
