"""The lifecycle of a monthly report."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.kernels.casework import Lifecycle, Move, State, Track

from .. import terms
from .parts import P

_TRACK = Track(
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
)
_MOVES = (
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
)
#: What the district can do with a reviewed month besides taking it: to the unit that sent it, or to the bureau that passed it.
_SENT_BACK = (
    Move("state", frozenset({"reviewed"}), "returned", action=P + "return_to_unit", law=terms.DISPATCH),
    Move("state", frozenset({"reviewed"}), "submitted", action=P + "return_to_bureau", law=terms.DISPATCH),
)

#: By version; a report keeps the one under which it was sent.
REPORTS = {
    "report/1": Lifecycle(tracks=(_TRACK,), moves=_MOVES),
    "report/2": Lifecycle(tracks=(_TRACK,), moves=(*_MOVES, *_SENT_BACK)),
}
CURRENT_REPORT = "report/2"
