"""The lifecycles of a node and of a baseline."""

from __future__ import annotations

from taizhang.basis.predicate import Need
from taizhang.basis.text import Text
from taizhang.kernels.casework import Lifecycle, Move, State, Track

from .. import terms
from .parts import P

_WORDS = dict(terms.NODE_STATES)
_OPEN = frozenset(terms.OPEN_NODES)
#: A node is closed on its proof, and only while that still counts.
PROOF = Need("node.proof", Text("完成证据（未作废）", "A proof that was not withdrawn"), terms.OWNER, terms.DISPATCH)

NODE = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("节点状态", "State of the node"),
            1,
            (
                State("planned", _WORDS["planned"]),
                State("under_way", _WORDS["under_way"]),
                State("reported", _WORDS["reported"]),
                State(
                    "returned",
                    _WORDS["returned"],
                    refusal=True,
                    remedy=Text("按退回意见补齐证据后重新报完成", "Complete the proof as asked and report again"),
                ),
                State("closed", _WORDS["closed"]),
                State("dropped", _WORDS["dropped"], final=True),
            ),
            "planned",
        ),
    ),
    moves=(
        Move("state", frozenset({"planned"}), "under_way", action=P + "begin_node", law=terms.DISPATCH),
        Move("state", _OPEN, "reported", action=P + "report_node_done", law=terms.DISPATCH),
        Move("state", frozenset({"reported"}), "closed", action=P + "close_node", gate=PROOF, law=terms.DISPATCH),
        Move("state", frozenset({"reported"}), "returned", action=P + "return_node", law=terms.DISPATCH),
        Move("state", frozenset({"closed"}), "under_way", action=P + "reopen_node", law=terms.DISPATCH),
        Move("state", _OPEN, "dropped", action=P + "drop_node", law=terms.DISPATCH),
    ),
)

_BASELINE_WORDS = dict(terms.BASELINE_STATES)
BASELINE = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("基线状态", "State of the baseline"),
            1,
            (
                State("proposed", _BASELINE_WORDS["proposed"]),
                State("approved", _BASELINE_WORDS["approved"], final=True),
                State(
                    "refused",
                    _BASELINE_WORDS["refused"],
                    refusal=True,
                    final=True,
                    remedy=Text("修改节点后重新提出", "Amend the nodes and propose again"),
                ),
            ),
            "proposed",
        ),
    ),
    moves=(
        Move("state", frozenset({"proposed"}), "approved", action=P + "approve_baseline", law=terms.DISPATCH),
        Move("state", frozenset({"proposed"}), "refused", action=P + "refuse_baseline", law=terms.DISPATCH),
    ),
)
