"""The lifecycles of a visit, of what follows from it, and of what a firm asks."""

from __future__ import annotations

from taizhang.basis.predicate import All, Need
from taizhang.basis.text import Text
from taizhang.kernels.casework import STAY, Lifecycle, Move, State, Track

from .. import terms
from ..terms import visit_words as words

P = "inspection."
_LAW = terms.DISCIPLINE
_VISITS = dict(terms.VISIT_STATES)
_AHEAD = frozenset({"assigned", "approved", "notified"})
_DONE = frozenset({"completed", "published", "withheld"})

RECORDED = Need(
    "visit.items_recorded",
    Text("每个事项都已记录结果", "Every item has an outcome"),
    Text("各部门检查人员", "The inspectors of each department"),
    terms.DOUBLE_RANDOM,
)

VISIT = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("检查状态", "State of the visit"),
            1,
            (
                State("assigned", _VISITS["assigned"]),
                State("approved", _VISITS["approved"]),
                State("notified", _VISITS["notified"]),
                State("entered", _VISITS["entered"]),
                State("recorded", _VISITS["recorded"]),
                State("completed", _VISITS["completed"]),
                State("published", _VISITS["published"], final=True),
                State("withheld", _VISITS["withheld"], final=True),
                State("cancelled", _VISITS["cancelled"], final=True, refusal=True, remedy=Text("需要检查的，另行登记", "Log another one where it is needed")),
            ),
            "assigned",
        ),
    ),
    moves=(
        Move("state", frozenset({"assigned"}), "approved", action=P + "approve_visit", law=_LAW),
        Move("state", frozenset({"approved"}), "notified", action=P + "give_notice", law=_LAW),
        Move("state", frozenset({"assigned"}), STAY, action=P + "substitute", law=_LAW),
        # Who goes is part of what was approved and of the notice: both are given anew.
        Move("state", frozenset({"approved", "notified"}), "assigned", action=P + "substitute", law=_LAW),
        Move("state", frozenset({"assigned", "approved"}), STAY, action=P + "reschedule", law=_LAW),
        # A notice that was given says other days: another one has to be.
        Move("state", frozenset({"notified"}), "approved", action=P + "reschedule", law=_LAW),
        Move("state", _AHEAD, "cancelled", action=P + "cancel_visit", law=_LAW),
        Move("state", frozenset({"notified"}), "entered", action=P + "enter_visit", law=_LAW),
        Move("state", frozenset({"entered"}), "recorded", action=P + "items_recorded", gate=All(RECORDED), law=_LAW, derived=True, lasting=True),
        Move("state", frozenset({"recorded"}), "completed", action=P + "sign_record", law=_LAW),
        Move("state", frozenset({"recorded"}), "completed", action=P + "refuse_signature", law=_LAW),
        Move("state", _DONE, STAY, action=P + "tell_result", law=_LAW),
        Move("state", _DONE | {"notified", "entered", "recorded"}, STAY, action=P + "record_delivery", law=_LAW),
        Move("state", frozenset({"completed"}), "published", action=P + "publish_visit", law=terms.DOUBLE_RANDOM),
        Move("state", frozenset({"completed"}), "withheld", action=P + "withhold_visit", law=terms.DOUBLE_RANDOM),
    ),
)

_FOLLOWS = dict(words.FOLLOW_STATES)
FOLLOW_UP = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("后续处理状态", "State of what follows"),
            1,
            (State("open", _FOLLOWS["open"]), State("closed", _FOLLOWS["closed"], final=True)),
            "open",
        ),
    ),
    moves=(Move("state", frozenset({"open"}), "closed", action=P + "close_follow_up", law=terms.DOUBLE_RANDOM),),
)

_REQUESTS = dict(words.REQUEST_STATES)
REQUEST = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("申请状态", "State of the request"),
            1,
            (
                State("received", _REQUESTS["received"]),
                State("granted", _REQUESTS["granted"], final=True),
                State("refused", _REQUESTS["refused"], final=True, refusal=True, remedy=Text("可以投诉", "It can complain")),
                State("answered", _REQUESTS["answered"], final=True),
            ),
            "received",
        ),
    ),
    moves=(
        Move("state", frozenset({"received"}), "granted", action=P + "grant_avoidance", law=words.AVOIDANCE),
        Move("state", frozenset({"received"}), "refused", action=P + "refuse_avoidance", law=words.AVOIDANCE),
        Move("state", frozenset({"received"}), "answered", action=P + "answer_complaint", law=_LAW),
    ),
)
