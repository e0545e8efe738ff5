"""The lifecycle of a monthly report."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.kernels.casework import Lifecycle, Move, State, Track

from .. import terms
from .parts import P

REPORT = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("月报状态", "State of the report"),
            1,
            (
                State("submitted", Text("已报", "Submitted")),
                State("reviewed", Text("主管部门已审", "Reviewed by the bureau")),
                State("accepted", Text("区级已核", "Accepted by the district")),
                State("forwarded", Text("已报市级", "Forwarded to the city")),
                State(
                    "returned",
                    Text("退回", "Returned"),
                    refusal=True,
                    remedy=Text("按退回意见更正后重新报送", "Correct it as asked and submit again"),
                ),
                State("superseded", Text("已被更正", "Superseded"), final=True),
            ),
            "submitted",
        ),
    ),
    moves=(
        Move("state", frozenset({"submitted"}), "reviewed", action=P + "review_report", law=terms.DISPATCH),
        Move("state", frozenset({"reviewed"}), "accepted", action=P + "accept_report", law=terms.DISPATCH),
        Move("state", frozenset({"accepted"}), "forwarded", action=P + "forward_report", law=terms.DISPATCH),
        Move("state", frozenset({"submitted", "reviewed"}), "returned", action=P + "return_report", law=terms.DISPATCH),
        Move(
            "state",
            frozenset({"submitted", "reviewed", "accepted", "forwarded", "returned"}),
            "superseded",
            action=P + "correct_report",
            law=terms.DISPATCH,
        ),
    ),
)
