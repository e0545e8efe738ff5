"""Seeds for routine days (每日种子链): committed all at once by the first of them, revealed one a draw, each proving the next.

A draw by a chain takes a minute, because nothing has to be waited for: the manifest is committed on the next number, the keeper of the
chain's secret gives the seed of that number, and the draw is made. Two things keep it honest, and neither is mathematics alone:

* The keeper is not the one who makes up the lists. Who knew the seeds and could still word the manifest could try words until it suits.
* Whoever stores a chain keeps to one rule: for each number one commitment and one seed, in their order, and an aborted draw spends its
  number. So nobody draws again with the same number, or leaves one out because the seed after it is liked better. `replayed` finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from .randomness import Chain, RevealFault, is_hash


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far a chain has come: `number` seeds were revealed, `last` is the one revealed last (at first the committed head).

    `length` is how many seeds it has in all, where that is known.
    """

    name: str
    number: int
    last: str
    length: int | None = None

    def __post_init__(self) -> None:
        if self.number < 0 or not is_hash(self.last):
            raise ValueError("a number from 0 on, and a seed of 64 hexadecimal digits")

    @property
    def used_up(self) -> bool:
        """Whether every seed was revealed, so that another chain has to be committed."""
        return self.length is not None and self.number >= self.length

    def source(self) -> Chain:
        """What the next manifest names as its source of chance.

        Raises:
            RevealFault: the chain is used up.
        """
        if self.used_up:
            raise RevealFault(f"the chain {self.name} is used up: another one has to be committed")
        return Chain(self.name, self.number + 1, self.last)

    def after(self, seed: str) -> ChainState:
        """The chain when its next seed is revealed, whether a draw was made with it or it was spent by one that was aborted.

        Raises:
            RevealFault: it is not the next seed, or the chain is used up.
        """
        if self.used_up:
            raise RevealFault(f"the chain {self.name} is used up: another one has to be committed")
        if not is_hash(seed) or sha256(bytes.fromhex(seed)).hexdigest() != self.last:
            raise RevealFault(f"that is not seed {self.number + 1} of the chain {self.name}")
        return ChainState(self.name, self.number + 1, seed, self.length)


def replayed(begin: ChainState, draws: Iterable[tuple[Chain, str]]) -> ChainState:
    """The chain after some draws, each with the source that its manifest named and the seed that was revealed for it.

    Raises:
        RevealFault: a draw that was committed on another number than the next, or by a seed that is not the next one.
    """
    state = begin
    for source, seed in draws:
        if source != state.source():
            raise RevealFault(f"a draw was committed on number {source.number} of the chain {source.name}, and {state.number + 1} was the next")
        state = state.after(seed)
    return state


def chain_of(last: bytes, length: int) -> Sequence[str]:
    """The seeds of a chain in the order in which they are revealed; the first is the head, which is committed and draws nothing.

    Raises:
        ValueError: a secret of fewer than 32 bytes, which could be guessed.
    """
    if len(last) < 32 or length < 1:
        raise ValueError("the secret has at least 32 bytes, and the chain at least one seed")
    found = [last if len(last) == 32 else sha256(last).digest()]
    for _ in range(length):
        found.append(sha256(found[-1]).digest())
    return [seed.hex() for seed in reversed(found)]
