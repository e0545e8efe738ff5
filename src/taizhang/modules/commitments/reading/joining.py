"""Clauses without a verb: some go on with the task before them, others are one of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from .clauses import Clause
from .quantities import quantities

#: Words that say more of the task before: how large it is, whom it serves, what it is part of.
_GOES_ON: Final = re.compile(
    r"(?:总|年|计划|预计|概算|其中|最高|最低|每|占|建筑|全长|长|宽|预算|涉及|惠及|服务|带动|覆盖|可|约|共|比|较|同比|单|分别|包括|含|受益|用地|设计|"
    r"规模|一期|二期|处理能力|日处理|资金|投资|补助|奖励|由|力争|面积)"
)


def _counted(text: str, clause: Clause) -> bool:
    """Whether a clause without a verb ends with a figure of something that is counted or measured, and does not go on with what was before it."""
    last = max(quantities(text, clause.start, clause.end), key=lambda q: q.end, default=None)
    return last is not None and last.end >= clause.end - 2 and last.start - clause.start >= 4 and not _GOES_ON.match(text, clause.start, clause.end)


def joined(text: str, read: Sequence[Clause]) -> list[Clause]:
    """A clause without a verb goes on with the task before it; one that nothing stands before is left alone."""
    found: list[Clause] = []
    for clause in read:
        if clause.kind == "rest" and clause.rule == "clause/no verb" and found and found[-1].kind == "task" and _counted(text, clause):
            # 开行班列120列，吞吐量……万标箱: with a figure of its own that says nothing of the task before.
            found.append(replace(clause, kind="task", rule="clause/figure of its own", verb="达到", object_start=clause.start))
        elif clause.kind == "rest" and clause.rule == "clause/no verb" and found and found[-1].kind in ("task", "context", "outcome"):
            found[-1] = replace(found[-1], end=clause.end)
        else:
            found.append(clause)
    return found
