"""Which amounts of other modules' pages the documents of this one state."""

from __future__ import annotations

from collections.abc import Collection

from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Stated

from ..queries import figures
from .records import FIGURE, SOURCE


def _among(actor: Actor, amounts: Collection[int]) -> frozenset[int]:
    return figures.stated(
        reading.rows(actor, FIGURE).select_related(None), reading.rows(actor, SOURCE).select_related(None), amounts
    )


STATED = Stated("/commitments/figures/?fen={fen}", _among)
