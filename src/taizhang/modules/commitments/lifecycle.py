"""The lifecycles of a document, of a task and of an extension."""

from __future__ import annotations

from taizhang.basis.predicate import All, Need
from taizhang.basis.text import Text
from taizhang.kernels.casework import STAY, Lifecycle, Move, State, Track

from . import terms

P = "commitments."
_LAW = terms.SUPERVISION
_DOER = Text("承办单位", "The organ that does it")
_WORDS = dict(terms.TASK_STATES)
_HELD = frozenset(terms.WITH_DOER)
_OPEN = frozenset(terms.OPEN)

_GIVE_ANEW = Text("核实职责后重新交办", "Look at whose duty it is, then give it out again")
_COMPLETE = Text("按核查意见补齐后再报办结", "Complete it as the check asked, then report again")
_ENTER_ANEW = Text("需要继续办理的，重新登记任务", "To have it done after all, enter it again")
_KEEP = Text("按原时限办理，或说明新情况再申请", "Keep the deadline, or ask again with what is new")

PARTS = Need("task.parts_closed", Text("下级分解任务已全部销号", "Every part of it is closed"), _DOER, _LAW)
#: Where another module knows whether a task is done, nobody reports it a second time.
REPORTABLE = Need("task.reported_by_hand", Text("进展须由承办单位填报（自动得出的不填）", "Its progress is reported by hand, not derived"), _DOER, None)
PROOF = Need("task.proof", Text("办结佐证", "Proof of the result"), _DOER, terms.VERIFIED_BY_ANOTHER)
REACHED = Need("task.reached", Text("所关联的事实已达到", "What it awaits has come about"), _DOER, None)
CLOSED_THERE = Need("task.closed_there", Text("提请协调事项已销号", "The matter for coordination is closed"), _DOER, None)
FALLEN = Need("task.fallen", Text("所关联的事实已不成立", "What it awaited no longer holds"), _DOER, None)

TASK = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("任务状态", "State of the task"),
            1,
            (
                State("confirmed", _WORDS["confirmed"]),
                State("assigned", _WORDS["assigned"]),
                State("declined", _WORDS["declined"], refusal=True, remedy=_GIVE_ANEW),
                State("signed", _WORDS["signed"]),
                State("under_way", _WORDS["under_way"]),
                State("returned", _WORDS["returned"], refusal=True, remedy=_COMPLETE),
                State("reported", _WORDS["reported"]),
                State("closed", _WORDS["closed"]),
                State("archived", _WORDS["archived"], final=True),
                State("merged", _WORDS["merged"], final=True),
                State("dropped", _WORDS["dropped"], final=True, refusal=True, remedy=_ENTER_ANEW),
            ),
            "confirmed",
        ),
    ),
    moves=(
        Move("state", frozenset({"confirmed", "declined"}), "assigned", action=P + "assign", law=_LAW),
        Move("state", frozenset({"confirmed", "declined"}), "assigned", action=P + "give_part", law=_LAW),
        Move("state", _HELD, "assigned", action=P + "reassign", law=_LAW),
        Move("state", frozenset({"assigned"}), "signed", action=P + "sign", law=_LAW),
        Move("state", frozenset({"assigned"}), "declined", action=P + "decline", law=_LAW),
        Move("state", frozenset({"signed"}), "under_way", action=P + "feed_back", law=_LAW),
        Move("state", frozenset({"under_way", "returned", "reported"}), STAY, action=P + "feed_back", law=_LAW),
        Move("state", frozenset({"signed", "under_way", "returned"}), "reported", action=P + "report_done", gate=All(REPORTABLE, PARTS), law=_LAW),
        Move("state", _HELD, "reported", action=P + "reach", gate=REACHED, law=_LAW, derived=True),
        Move("state", frozenset({"reported"}), "under_way", action=P + "unreach", gate=FALLEN, derived=True, reverse_of=P + "reach"),
        Move("state", frozenset({"reported"}), "returned", action=P + "return_task", law=terms.VERIFIED_BY_ANOTHER),
        Move("state", frozenset({"reported"}), "closed", action=P + "close", gate=PROOF, law=terms.VERIFIED_BY_ANOTHER),
        Move("state", frozenset({"reported"}), "closed", action=P + "close_with_meeting", gate=CLOSED_THERE, law=_LAW, derived=True, lasting=True),
        Move("state", frozenset({"closed"}), "under_way", action=P + "reopen", law=_LAW),
        Move("state", frozenset({"closed"}), "archived", action=P + "archive", law=_LAW),
        Move("state", _OPEN - {"reported"}, "merged", action=P + "merge", law=_LAW),
        Move("state", _OPEN, "dropped", action=P + "drop", law=_LAW),
    ),
)

_SOURCE = dict(terms.SOURCE_STATES)
SOURCE = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("文件状态", "State of the document"),
            1,
            (
                State("open", _SOURCE["open"]),
                State("settled", _SOURCE["settled"], final=True, reopens=True),
                State("withdrawn", _SOURCE["withdrawn"], final=True, refusal=True, remedy=Text("重新登记文件", "Enter the document again")),
            ),
            "open",
        ),
    ),
    moves=(
        Move("state", frozenset({"open"}), STAY, action=P + "confirm_tasks", law=_LAW),
        Move("state", frozenset({"open"}), "settled", action=P + "settle_source", law=_LAW),
        Move("state", frozenset({"settled"}), "open", action=P + "reopen_source", law=_LAW),
        Move("state", frozenset({"open"}), "withdrawn", action=P + "withdraw_source", law=_LAW),
    ),
)

_EXTENSION = dict(terms.EXTENSION_STATES)
EXTENSION = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("延期状态", "State of the extension"),
            1,
            (
                State("asked", _EXTENSION["asked"]),
                State("approved", _EXTENSION["approved"], final=True),
                State("refused", _EXTENSION["refused"], final=True, refusal=True, remedy=_KEEP),
            ),
            "asked",
        ),
    ),
    moves=(
        Move("state", frozenset({"asked"}), "approved", action=P + "approve_extension", law=_LAW),
        Move("state", frozenset({"asked"}), "refused", action=P + "refuse_extension", law=_LAW),
    ),
)

_SPOT = dict(terms.SPOT_STATES)
SPOT = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("抽核状态", "State of the check"),
            1,
            (
                State("committed", _SPOT["committed"]),
                State("drawn", _SPOT["drawn"]),
                State("void", _SPOT["void"], final=True, refusal=True, remedy=Text("重新承诺一次抽核", "Commit to another one")),
            ),
            "committed",
        ),
    ),
    moves=(
        Move("state", frozenset({"committed"}), "drawn", action=P + "draw_spot_check", law=terms.SAMPLE),
        Move("state", frozenset({"committed", "drawn"}), "void", action=P + "void_spot_check", law=terms.SAMPLE),
    ),
)
