"""The lifecycle of what has to be coordinated."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.kernels.casework import Lifecycle, Move, State, Track

from .. import terms
from .parts import P

_WORDS = dict(terms.COORDINATION_STATES)

COORDINATION = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("协调状态", "State of the coordination"),
            1,
            (
                State("asked", _WORDS["asked"]),
                State("decided", _WORDS["decided"]),
                State("reported", _WORDS["reported"]),
                State("closed", _WORDS["closed"], final=True),
                State(
                    "declined",
                    _WORDS["declined"],
                    refusal=True,
                    final=True,
                    remedy=Text("情况有变化时重新提请", "Ask again when something has changed"),
                ),
            ),
            "asked",
        ),
    ),
    moves=(
        Move("state", frozenset({"asked"}), "decided", action=P + "decide_coordination", law=terms.DISPATCH),
        Move("state", frozenset({"asked"}), "declined", action=P + "decline_coordination", law=terms.DISPATCH),
        Move("state", frozenset({"decided"}), "reported", action=P + "report_coordination_done", law=terms.DISPATCH),
        Move("state", frozenset({"reported"}), "decided", action=P + "return_coordination", law=terms.DISPATCH),
        Move("state", frozenset({"reported"}), "closed", action=P + "close_coordination", law=terms.DISPATCH),
    ),
)
