"""The lifecycles of a waiver and of a question."""

from __future__ import annotations

from taizhang.basis.predicate import Need
from taizhang.basis.text import Text
from taizhang.kernels.casework import Lifecycle, Move, State, Track

from .. import terms
from .parts import P

_WAIVER = dict(terms.WAIVER_STATES)
_QUESTION = dict(terms.QUESTION_STATES)
_OVER = Need("waiver.over", Text("豁免的终止日已过", "The last day of the waiver has passed"), terms.DRC, terms.RULE)
_GONE = Need("question.gone", Text("更正后的数据不再有该问题", "The corrected figures no longer raise it"), terms.OWNER, terms.QUESTION)

WAIVER = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("豁免状态", "State of the waiver"),
            1,
            (
                State("requested", _WAIVER["requested"]),
                State("approved", _WAIVER["approved"]),
                State(
                    "refused",
                    _WAIVER["refused"],
                    refusal=True,
                    final=True,
                    remedy=Text("补充正当理由后另行申请", "Ask again with a better reason"),
                ),
                State("ended", _WAIVER["ended"], final=True),
                State("lapsed", _WAIVER["lapsed"], final=True),
            ),
            "requested",
        ),
    ),
    moves=(
        Move("state", frozenset({"requested"}), "approved", action=P + "approve_waiver", law=terms.RULE),
        Move("state", frozenset({"requested"}), "refused", action=P + "refuse_waiver", law=terms.RULE),
        Move("state", frozenset({"approved"}), "ended", action=P + "end_waiver", law=terms.RULE),
        Move("state", frozenset({"approved"}), "lapsed", P + "lapse_waiver", _OVER, terms.RULE, derived=True, lasting=True),
    ),
)

_OPEN = frozenset({"asked", "returned", "answered"})
QUESTION = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("问题状态", "State of the question"),
            1,
            (
                State("asked", _QUESTION["asked"]),
                State("answered", _QUESTION["answered"]),
                State(
                    "returned",
                    _QUESTION["returned"],
                    refusal=True,
                    remedy=Text("按意见补充说明或证据后重新答复", "Say more or add a proof, then answer again"),
                ),
                State("accepted", _QUESTION["accepted"], final=True),
                State("closed", _QUESTION["closed"]),
            ),
            "asked",
        ),
    ),
    moves=(
        Move("state", frozenset({"asked", "returned"}), "answered", action=P + "answer_question", law=terms.QUESTION),
        Move("state", frozenset({"answered"}), "accepted", action=P + "accept_answer", law=terms.QUESTION),
        Move("state", frozenset({"answered"}), "returned", action=P + "return_answer", law=terms.QUESTION),
        Move(
            "state",
            _OPEN,
            "closed",
            P + "close_question",
            _GONE,
            terms.QUESTION,
            derived=True,
            watches=frozenset({"projects.report"}),
        ),
        Move(
            "state",
            frozenset({"closed"}),
            "asked",
            P + "ask_again",
            law=terms.QUESTION,
            derived=True,
            watches=frozenset({"projects.report"}),
            reverse_of=P + "close_question",
        ),
    ),
)
