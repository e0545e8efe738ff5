"""The words by which clauses are read, as data: an office adds its own lines without touching the program."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from ..terms.teaching import WORD_KINDS

KINDS: Final = tuple(kind for kind, _ in WORD_KINDS)
_FILE: Final = Path(__file__).with_name("lexicon.csv")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by kind, each with its detail; `longest` is the length of the longest word of a kind."""

    words: Mapping[str, Mapping[str, str]]
    longest: Mapping[str, int]

    def at(self, kind: str, text: str, place: int, end: int) -> str:
        """The longest word of a kind that begins at a place, '' when none does."""
        words = self.words[kind]
        for length in range(min(self.longest[kind], end - place), 0, -1):
            if (word := text[place : place + length]) in words:
                return word
        return ""

    def within(self, kind: str, text: str) -> str:
        """A word of a kind that a text contains, the longest of them; '' when it has none."""
        return max((w for w in self.words[kind] if w in text), key=len, default="")


def lexicon_of(lines: Iterable[Mapping[str, str]], on: date | None = None) -> Lexicon:
    """The lexicon of some lines (kind, word, detail; valid_from and source where they are kept) as it is on a day.

    A line holds from its day on and takes the place of an earlier one for the same word; one without a day has always held.

    Raises:
        ValueError: a line is of no known kind, its day is none, or a word stands twice in one kind from the same day on.
    """
    words: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    since: dict[tuple[str, str], str] = {}
    for n, line in enumerate(lines, 2):
        kind, word, detail = line["kind"], line["word"], line["detail"] or ""
        begins = line.get("valid_from") or ""
        if kind not in words or not word:
            raise ValueError(f"line {n}: {kind!r} is none of {', '.join(KINDS)}, or no word is given")
        if begins and on is not None and date.fromisoformat(begins) > on:
            continue
        if since.get((kind, word)) == begins:
            raise ValueError(f"line {n}: {word} is in {kind} already")
        if begins >= since.get((kind, word), ""):
            words[kind][word] = detail
            since[kind, word] = begins
    return Lexicon(words, {kind: max(map(len, own), default=0) for kind, own in words.items()})


@cache
def program_lines() -> tuple[Mapping[str, str], ...]:
    """The lines of the lexicon that comes with the program."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _first_day() -> date:
    return min(date.fromisoformat(line["valid_from"]) for line in program_lines() if line.get("valid_from"))


@lru_cache(maxsize=8)
def program_on(day: date) -> Lexicon:
    """The program's own lexicon on a day; before it had one, its first one."""
    return lexicon_of(program_lines(), max(day, _first_day()))


def own() -> Lexicon:
    """The program's own lexicon with all that it has been given so far."""
    return program_on(date.max)
