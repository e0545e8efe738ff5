"""The lifecycle of a problem: found, examined, being corrected, reported with proof, closed by another body."""

from __future__ import annotations

from taizhang.basis.predicate import All, Need
from taizhang.basis.text import Text
from taizhang.kernels.casework import STAY, Lifecycle, Move, State, Track

from . import terms

P = "conduct."
_LAW = terms.DISCIPLINE
_WORDS = dict(terms.PROBLEM_STATES)
_WITH_DOER = frozenset({"correcting", "returned"})

PROOF = Need(
    "problem.proof", Text("整改佐证", "Proof of the correction"), Text("整改单位", "The body that corrects"), terms.CLOSED_BY_ANOTHER
)

PROBLEM = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("问题状态", "State of the problem"),
            1,
            (
                State("found", _WORDS["found"]),
                State("examined", _WORDS["examined"]),
                State("correcting", _WORDS["correcting"]),
                State("reported", _WORDS["reported"]),
                State("returned", _WORDS["returned"], refusal=True, remedy=Text("按核查意见整改后再报", "Correct it as the check asked, then report again")),
                State("closed", _WORDS["closed"], final=True),
                State("withdrawn", _WORDS["withdrawn"], final=True, refusal=True, remedy=Text("有新线索的，另行登记", "With a new clue, enter it anew")),
                State("handed_over", _WORDS["handed_over"], final=True),
            ),
            "found",
        ),
    ),
    moves=(
        Move("state", frozenset({"found"}), "examined", action=P + "examine", law=_LAW),
        Move("state", frozenset({"examined"}), "correcting", action=P + "give_out", law=_LAW),
        Move("state", _WITH_DOER, STAY, action=P + "set_deadline", law=_LAW),
        Move("state", _WITH_DOER, "reported", action=P + "report_correction", law=_LAW),
        Move("state", frozenset({"reported"}), "returned", action=P + "return_correction", law=terms.CLOSED_BY_ANOTHER),
        Move("state", frozenset({"reported"}), "closed", action=P + "close_problem", gate=All(PROOF), law=terms.CLOSED_BY_ANOTHER),
        Move("state", frozenset({"found", "examined"}), "withdrawn", action=P + "withdraw_problem", law=_LAW),
        Move("state", frozenset({"found", "examined"}), "handed_over", action=P + "hand_over", law=_LAW),
    ),
)
