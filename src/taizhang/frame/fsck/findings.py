"""What the check says: findings, in both languages, and the window."""

from __future__ import annotations

from dataclasses import dataclass, field

from taizhang.basis.text import Text

#: Findings that are kept in full; of more, only the number.
LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as the entries say: a stable word, where it is, and what is wrong."""

    code: str
    where: str
    text: Text

    def line(self, language: str) -> str:
        """The finding as one line."""
        return f"[{self.code}] {self.where}: {self.text.in_(language)}"


@dataclass(slots=True)
class Findings:
    """Findings in the order they were made; memory stays bounded however much is wrong."""

    kept: list[Finding] = field(default_factory=list)
    count: int = 0

    def add(self, code: str, where: object, text: Text) -> None:
        """One more finding."""
        self.count += 1
        if len(self.kept) < LIMIT:
            self.kept.append(Finding(code, str(where), text))


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the log that whoever holds its key could still rewrite unseen: what no k witnesses have signed yet.

    `witnessed` is the size they signed last (0: never); `seconds` count from then, or from the first entry.
    """

    witnessed: int
    entries: int
    seconds: int | None
