"""An office's own words put over the program's lexicon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .lexicon import Lexicon, program_lines


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word of an office: of a kind, with its detail; `adds` is false where the word is taken out."""

    kind: str
    word: str
    detail: str = ""
    adds: bool = True


def details_of(kind: str) -> frozenset[str]:
    """The details that words of a kind have where the reader knows only these; empty where any will do."""
    known = frozenset(line["detail"] for line in program_lines() if line["kind"] == kind)
    return known if kind in ("verb", "stage", "column", "genre") else frozenset()


def merged(base: Lexicon, words: Iterable[OwnWord]) -> Lexicon:
    """The lexicon with some words put over it, the later over the earlier. What stays is in its old order; new words come last."""
    kinds = {kind: dict(known) for kind, known in base.words.items()}
    for word in words:
        if word.adds:
            kinds[word.kind][word.word] = word.detail
        else:
            kinds[word.kind].pop(word.word, None)
    return Lexicon(kinds, {kind: max(map(len, known), default=0) for kind, known in kinds.items()})
