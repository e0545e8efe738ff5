"""The two lifecycles of this version: a government-invested project (审批) and a filed enterprise project (备案).

Each has three tracks: the stage, the standing, and the requisition of land. A stage is entered on evidence. The start is
proved, never typed: permit or start report, contract, dated and located photo of permanent works, first payment or log.
"""

from __future__ import annotations

from taizhang.basis.predicate import All, AnyOf, Need
from taizhang.basis.text import Text
from taizhang.kernels.casework import BACK, Lifecycle, Move, State, Track

from . import terms

_DOCUMENTS = {key: (words, holder, law) for key, words, holder, law in terms.DOCUMENTS}


def has(kind: str) -> Need:
    """The need for a document that is there and was not withdrawn."""
    words, holder, law = _DOCUMENTS[kind]
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
_START_UNDONE = Need(
    "start.fallen", Text("开工证据已不完整", "The evidence of the start is no longer complete"), terms.OWNER, None
)
_PROGRESS = Need(
    "report.accepted",
    Text("一份经区级核定的月报", "A monthly report accepted by the district"),
    terms.DISTRICT,
    terms.DISPATCH,
)

_GOV_STAGES = (
    State("reserve", Text("储备", "Reserve")),
    State("proposal", Text("项目建议书", "Proposal approved")),
    State("feasibility", Text("可研", "Feasibility approved")),
    State("design", Text("初设概算", "Design and estimate approved")),
    State("funded", Text("资金", "Money allotted")),
    State("permitted", Text("施工许可", "Permitted")),
    State("started", Text("实质性开工", "Start proved")),
    State("building", Text("在建", "Under construction")),
    State("completed", Text("竣工验收", "Completed")),
    State("settled", Text("决算", "Final accounts")),
    State("evaluated", Text("后评价", "Evaluated"), final=True),
)
_FILED_STAGES = (
    State("reserve", Text("储备", "Reserve")),
    State("filed", Text("备案", "Filed")),
    State("secured", Text("要素", "Factors secured")),
    State("permitted", Text("施工许可", "Permitted")),
    State("started", Text("实质性开工", "Start proved")),
    State("building", Text("在建", "Under construction")),
    State("completed", Text("竣工验收", "Completed")),
    State("producing", Text("投产", "In production")),
    State("full", Text("达产", "Full production"), final=True),
)
_STANDINGS = (
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
_LAND = (
    State("none", Text("未启动征迁", "No requisition")),
    State("announced", Text("已预公告", "Pre-notice published")),
    State("compensation", Text("补偿方案已公告", "Compensation plan published")),
    State("signing", Text("签约中", "Agreements being signed")),
    State("cleared", Text("净地交付", "Cleared land handed over"), final=True),
)

#: A project that stands still or was terminated goes no further.
_ACTIVE = Need(
    "standing.active",
    Text("项目处于正常或调整状态", "The project is neither suspended nor terminated"),
    terms.DRC,
    None,
)

P = "projects."


def _on_paper(track: str, source: str, to: str, verb: str, kind: str) -> Move:
    return Move(track, frozenset({source}), to, action=P + verb, gate=All(has(kind), _ACTIVE), law=_DOCUMENTS[kind][2])


def _common(track: str) -> tuple[Move, ...]:
    law = terms.INVESTMENT
    return (
        Move(
            track,
            frozenset({"permitted"}),
            "started",
            action=P + "prove_start",
            gate=All(START, _ACTIVE),
            law=law.at("第二十条", "S"),
            derived=True,
        ),
        Move(
            track,
            frozenset({"started", "building"}),
            "permitted",
            action=P + "withdraw_start",
            gate=_START_UNDONE,
            derived=True,
            reverse_of=P + "prove_start",
        ),
        Move(
            track,
            frozenset({"started"}),
            "building",
            action=P + "show_progress",
            gate=_PROGRESS,
            derived=True,
            law=terms.DISPATCH,
        ),
        _on_paper(track, "building", "completed", "accept_completion", "acceptance_record"),
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
            law=terms.REQUISITION.at("第二十六条"),
        ),
        Move(
            "land",
            frozenset({"announced"}),
            "compensation",
            action=P + "publish_compensation",
            law=terms.REQUISITION.at("第二十八条"),
        ),
        Move(
            "land",
            frozenset({"compensation"}),
            "signing",
            action=P + "begin_signing",
            law=terms.REQUISITION.at("第二十九条"),
        ),
        Move("land", frozenset({"signing"}), "cleared", action=P + "hand_over_land", law=terms.REQUISITION),
    )


GOV = Lifecycle(
    tracks=(
        Track("stage", Text("阶段", "Stage"), 1, _GOV_STAGES, "reserve"),
        Track("standing", Text("状态", "Standing"), 1, _STANDINGS, "normal"),
        Track("land", Text("征迁", "Requisition"), 1, _LAND, "none"),
    ),
    moves=(
        _on_paper("stage", "reserve", "proposal", "approve_proposal", "proposal_approval"),
        _on_paper("stage", "proposal", "feasibility", "approve_feasibility", "feasibility_approval"),
        _on_paper("stage", "feasibility", "design", "approve_design", "design_approval"),
        _on_paper("stage", "design", "funded", "allot_money", "money_notice"),
        _on_paper("stage", "funded", "permitted", "grant_permit", "construction_permit"),
        *_common("stage"),
        _on_paper("stage", "completed", "settled", "approve_accounts", "accounts_approval"),
        _on_paper("stage", "settled", "evaluated", "evaluate", "evaluation_report"),
    ),
)

FILED = Lifecycle(
    tracks=(
        Track("stage", Text("阶段", "Stage"), 1, _FILED_STAGES, "reserve"),
        Track("standing", Text("状态", "Standing"), 1, _STANDINGS, "normal"),
        Track("land", Text("征迁", "Requisition"), 1, _LAND, "none"),
    ),
    moves=(
        _on_paper("stage", "reserve", "filed", "file", "filing_certificate"),
        _on_paper("stage", "filed", "secured", "secure_factors", "factor_statement"),
        _on_paper("stage", "secured", "permitted", "grant_permit", "construction_permit"),
        *_common("stage"),
        _on_paper("stage", "completed", "producing", "start_production", "production_record"),
        _on_paper("stage", "producing", "full", "reach_capacity", "capacity_record"),
    ),
)

#: By kind and version; a project keeps the one under which it began.
LIFECYCLES = {"gov/1": GOV, "filed/1": FILED}
CURRENT = {"gov": "gov/1", "filed": "filed/1"}

#: All stages in one order, for columns and charts that show both kinds.
STAGE_WORDS: terms.Words = tuple(
    {
        s.key: (s.key, s.label)
        for s in (*_GOV_STAGES[:6], *_FILED_STAGES[1:3], *_GOV_STAGES[6:9], *_FILED_STAGES[7:], *_GOV_STAGES[9:])
    }.values()
)
STANDING_WORDS: terms.Words = tuple((s.key, s.label) for s in _STANDINGS)
LAND_WORDS: terms.Words = tuple((s.key, s.label) for s in _LAND)

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
