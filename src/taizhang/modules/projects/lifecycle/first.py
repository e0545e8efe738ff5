"""The first version of the two kinds that there were first. Projects that began under it keep it; new ones do not get it."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.kernels.casework import Lifecycle, State, Track

from .parts import LAND, STANDINGS, common, on_paper

GOV_STAGES = (
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
FILED_STAGES = (
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

GOV = Lifecycle(
    tracks=(
        Track("stage", Text("阶段", "Stage"), 1, GOV_STAGES, "reserve"),
        Track("standing", Text("状态", "Standing"), 1, STANDINGS, "normal"),
        Track("land", Text("征迁", "Requisition"), 1, LAND, "none"),
    ),
    moves=(
        on_paper("stage", "reserve", "proposal", "approve_proposal", "proposal_approval"),
        on_paper("stage", "proposal", "feasibility", "approve_feasibility", "feasibility_approval"),
        on_paper("stage", "feasibility", "design", "approve_design", "design_approval"),
        on_paper("stage", "design", "funded", "allot_money", "money_notice"),
        on_paper("stage", "funded", "permitted", "grant_permit", "construction_permit"),
        *common("stage"),
        on_paper("stage", "completed", "settled", "approve_accounts", "accounts_approval"),
        on_paper("stage", "settled", "evaluated", "evaluate", "evaluation_report"),
    ),
)

FILED = Lifecycle(
    tracks=(
        Track("stage", Text("阶段", "Stage"), 1, FILED_STAGES, "reserve"),
        Track("standing", Text("状态", "Standing"), 1, STANDINGS, "normal"),
        Track("land", Text("征迁", "Requisition"), 1, LAND, "none"),
    ),
    moves=(
        on_paper("stage", "reserve", "filed", "file", "filing_certificate"),
        on_paper("stage", "filed", "secured", "secure_factors", "factor_statement"),
        on_paper("stage", "secured", "permitted", "grant_permit", "construction_permit"),
        *common("stage"),
        on_paper("stage", "completed", "producing", "start_production", "production_record"),
        on_paper("stage", "producing", "full", "reach_capacity", "capacity_record"),
    ),
)
