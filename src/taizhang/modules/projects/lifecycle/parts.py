"""What the lifecycles of projects are made of: needs, tracks that every kind has, and moves that several share."""

from __future__ import annotations

from taizhang.basis.predicate import All, AnyOf, Need
from taizhang.basis.text import Text
from taizhang.kernels.casework import BACK, Move, State

from .. import terms

DOCUMENTS = {key: (words, holder, law) for key, words, holder, law in terms.DOCUMENTS}


def has(kind: str) -> Need:
    """The need for a document that is there and was not withdrawn."""
    words, holder, law = DOCUMENTS[kind]
    return Need(f"document.{kind}", words, holder, law)


#: What proves a start. The photo counts only with a date and a place.
START = All(
    AnyOf(
        Text("施工许可证或开工报告", "Construction permit or start report"),
        has("construction_permit"),
        has("start_report"),
    ),
    has("contract"),
    has("works_photo"),
    AnyOf(
        Text("首笔工程款凭证或监理日志", "First payment or supervision log"),
        has("first_payment"),
        has("supervision_log"),
    ),
)
START_UNDONE = Need(
    "start.fallen", Text("开工证据已不完整", "The evidence of the start is no longer complete"), terms.OWNER, None
)
PROGRESS = Need(
    "report.accepted",
    Text("一份经区级核定的月报", "A monthly report accepted by the district"),
    terms.DISTRICT,
    terms.DISPATCH,
)

STANDINGS = (
    State("normal", Text("正常", "Normal")),
    State("suspended", Text("暂停", "Suspended")),
    State("adjusted", Text("调整", "Under adjustment")),
    State(
        "terminated",
        Text("终止", "Terminated"),
        final=True,
        refusal=True,
        remedy=Text("需要重新建设的，重新储备入库", "To build it after all, enter it into the reserve anew"),
    ),
)
LAND = (
    State("none", Text("未启动征迁", "No requisition")),
    State("announced", Text("已预公告", "Pre-notice published")),
    State("compensation", Text("补偿方案已公告", "Compensation plan published")),
    State("signing", Text("签约中", "Agreements being signed")),
    State("cleared", Text("净地交付", "Cleared land handed over"), final=True),
)

#: A project that stands still or was terminated goes no further.
ACTIVE = Need(
    "standing.active",
    Text("项目处于正常或调整状态", "The project is neither suspended nor terminated"),
    terms.DRC,
    None,
)

P = "projects."


def on_paper(track: str, source: str, to: str, verb: str, kind: str, *more: str) -> Move:
    """A move that needs papers: the first of them is what it rests on, and gives the law."""
    papers = [has(k) for k in (kind, *more)]
    return Move(track, frozenset({source}), to, action=P + verb, gate=All(*papers, ACTIVE), law=DOCUMENTS[kind][2])


def common(track: str) -> tuple[Move, ...]:
    """Start, progress, completion, standing and requisition, as every kind has them."""
    law = terms.INVESTMENT
    return (
        Move(
            track,
            frozenset({"permitted"}),
            "started",
            action=P + "prove_start",
            gate=All(START, ACTIVE),
            law=law.at("第二十条", "S"),
            derived=True,
        ),
        Move(
            track,
            frozenset({"started", "building"}),
            "permitted",
            action=P + "withdraw_start",
            gate=START_UNDONE,
            derived=True,
            reverse_of=P + "prove_start",
        ),
        Move(
            track,
            frozenset({"started"}),
            "building",
            action=P + "show_progress",
            gate=PROGRESS,
            derived=True,
            law=terms.DISPATCH,
        ),
        on_paper(track, "building", "completed", "accept_completion", "acceptance_record"),
        Move("standing", frozenset({"normal", "adjusted"}), "suspended", action=P + "suspend"),
        Move("standing", frozenset({"suspended"}), BACK, action=P + "resume"),
        Move("standing", frozenset({"normal"}), "adjusted", action=P + "adjust", law=law.at("第二十一条", "S")),
        Move(
            "standing",
            frozenset({"adjusted"}),
            "normal",
            action=P + "settle_adjustment",
            gate=has("adjustment_decision"),
            law=law.at("第二十一条", "S"),
        ),
        Move("standing", frozenset({"normal", "suspended", "adjusted"}), "terminated", action=P + "terminate"),
        Move(
            "land",
            frozenset({"none"}),
            "announced",
            action=P + "announce_requisition",
            law=terms.REQUISITION.at("第二十六条", "S"),
        ),
        Move(
            "land",
            frozenset({"announced"}),
            "compensation",
            action=P + "publish_compensation",
            law=terms.REQUISITION.at("第二十八条", "S"),
        ),
        Move(
            "land",
            frozenset({"compensation"}),
            "signing",
            action=P + "begin_signing",
            law=terms.REQUISITION.at("第二十九条", "M"),
        ),
        Move("land", frozenset({"signing"}), "cleared", action=P + "hand_over_land", law=terms.REQUISITION),
    )
