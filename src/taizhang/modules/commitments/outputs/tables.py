"""任务分解表 and 通报: the breakdown of a document, and how a document's or a period's tasks stand, without praise or blame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from taizhang.basis.text import Text

from .paper import Paper, Table, day_words, numbered

BREAKDOWN: Final = Text("任务分解表", "Breakdown of tasks")
NOTICE: Final = Text("通报", "Notice")
#: Rows that one notice lists; how many more there are is said.
MOST_ROWS: Final = 500
BREAKDOWN_HEADS: Final = (
    (Text("序号", "No."), 0.55),
    (Text("任务", "Task"), 3.0),
    (Text("原文", "Words of the text"), 3.4),
    (Text("牵头单位", "Leading organ"), 1.5),
    (Text("配合单位", "Cooperating organs"), 1.5),
    (Text("责任领导", "Leader in charge"), 1.1),
    (Text("办结时限", "Deadline"), 1.2),
)
_UNIT: Final = (Text("单位", "Organ"), Text("任务数", "Tasks"))
_ROW_HEADS: Final = (
    (Text("序号", "No."), 0.65),
    (Text("任务", "Task"), 4.0),
    (Text("牵头单位", "Leading organ"), 1.8),
    (Text("办结时限", "Deadline"), 1.3),
    (Text("状态", "State"), 1.2),
)
_OVER: Final = Text("截至{d}，{w}共有任务{n}项：{parts}。", "As of {d} there are {n} task(s) {w}: {parts}.")
_MORE: Final = Text("另有{n}项，见任务台账。", "{n} more are in the register of tasks.")


@dataclass(frozen=True, slots=True)
class Line:
    """One task of a table, in words of the paper's language."""

    title: str
    words: str
    lead: str
    helpers: str
    leader: str
    due: str
    standing: str


def breakdown(title: str, number: str, lines: Iterable[Line], lang: str) -> Paper:
    """The breakdown table of a document."""
    rows = [(x.title, x.words, x.lead, x.helpers, x.leader, x.due) for x in lines]
    heads = tuple(h.in_(lang) for h, _ in BREAKDOWN_HEADS)
    table = Table(heads, numbered(rows), tuple(share for _, share in BREAKDOWN_HEADS))
    whole = f"{title} {BREAKDOWN.in_(lang).lower()}" if lang == "en" else f"《{title}》{BREAKDOWN.zh}"
    return Paper(whole, under=number, tables=(table,), wide=True)


def notice(
    of: str, about: Text, day: date, counts: Mapping[str, int], organs: Sequence[tuple[str, Mapping[str, int]]],
    standings: Sequence[tuple[str, Text]], lines: Sequence[Line], left: int, office: str, lang: str,
) -> Paper:  # fmt: skip
    """How the tasks stand on a day: in all, by organ, and each of them but `left`. Every number is one of `counts`."""
    said = [Text(f"{word.zh}{{n}}项", f"{{n}} {word.en.lower()}").with_(n=counts[key]).in_(lang) for key, word in standings]
    parts = (", " if lang == "en" else "，").join(said)
    over = _OVER.with_(d=day_words(day, lang), w=about.in_(lang), n=sum(counts.values()), parts=parts).in_(lang)
    heads = (*(w.in_(lang) for w in _UNIT), *(word.in_(lang) for _, word in standings))
    rows = tuple((name, str(sum(n.values())), *(str(n[key]) for key, _ in standings)) for name, n in organs)
    by_organ = Table(heads, rows, (2.4, *[1.0] * (len(heads) - 1)), Text("按牵头单位", "By leading organ").in_(lang))
    kept = [(x.title, x.lead, x.due, x.standing) for x in lines]
    each = Table(tuple(h.in_(lang) for h, _ in _ROW_HEADS), numbered(kept), tuple(s for _, s in _ROW_HEADS), Text("任务", "Tasks").in_(lang))
    return Paper(
        of, body=(over,), tables=(by_organ, each), closing=(_MORE.with_(n=left).in_(lang),) if left else (), signed=(office, day_words(day, lang))
    )
