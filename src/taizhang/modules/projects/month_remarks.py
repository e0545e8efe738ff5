"""What stands out in a reported month: facts for whoever looks it over, from the figures alone.

A remark says what the figures say. It never asks for another figure, and nothing is held back because of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from taizhang.basis.money import format_fen
from taizhang.basis.text import Text

#: The amount is this many times the last one, or its last one this many times the amount.
_JUMP = 3
_LABELS = {
    "workload_fen": Text("工作量", "workload"),
    "investment_fen": Text("投资量", "investment"),
    "paid_fen": Text("已付", "paid"),
}


@dataclass(frozen=True, slots=True)
class Month:
    """A month's figures in fen by column, absent where none was given, and its words."""

    amounts: Mapping[str, int]
    progress: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a remark is made from: the month, the one before, what all months up to it add up to, and the project's total."""

    now: Month
    last: Month | None = None
    ever: Mapping[str, int] = field(default_factory=dict)
    total_investment_fen: int | None = None


def remarks(seen: Seen) -> tuple[Text, ...]:
    """Everything that stands out, in the order of the columns."""
    return (*_jumps(seen), *_beyond(seen), *_words(seen))


def _jumps(seen: Seen) -> Iterator[Text]:
    if seen.last is None:
        return
    for name, label in _LABELS.items():
        now, last = seen.now.amounts.get(name), seen.last.amounts.get(name)
        if not now or not last or now < 0 or last < 0:
            continue
        if now >= _JUMP * last:
            yield Text("{l}是上月的 {n} 倍", "{l} is {n} times last month’s").with_(l=label, n=_times(now, last))
        elif last >= _JUMP * now:
            yield Text("上月{l}是本月的 {n} 倍", "last month’s {l} was {n} times this one").with_(l=label, n=_times(last, now))


def _beyond(seen: Seen) -> Iterator[Text]:
    done, paid = seen.ever.get("workload_fen"), seen.ever.get("paid_fen")
    if done is not None and paid is not None and paid > done:
        yield Text("累计已付 {p} 高于累计工作量 {d}", "{p} paid in all, {d} of work done").with_(
            p=_amount(paid), d=_amount(done)
        )
    invested, total = seen.ever.get("investment_fen"), seen.total_investment_fen
    if invested is not None and total and invested > total:
        yield Text("累计投资 {i} 高于总投资 {t}", "{i} invested in all, the project’s total is {t}").with_(
            i=_amount(invested), t=_amount(total)
        )


def _words(seen: Seen) -> Iterator[Text]:
    if seen.last is not None and seen.now.progress and seen.now.progress.strip() == seen.last.progress.strip():
        yield Text("形象进度与上月一字不差", "the progress is worded exactly as last month")


def _amount(fen: int) -> Text:
    return Text(format_fen(fen), format_fen(fen, "元", "en"))


def _times(more: int, less: int) -> str:
    tenths = more * 10 // less
    return f"{tenths // 10}.{tenths % 10}"
