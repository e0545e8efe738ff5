"""The lifecycles that new projects get: one for each kind, in the version now in force."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.kernels.casework import Lifecycle, Move, State, Track

from .beside import STAR_TRACK, TRACKS, building, stars
from .first import FILED_STAGES, GOV_STAGES
from .parts import on_paper

_BUILDING = GOV_STAGES[5:9]
_RESERVE, _FILED, _SECURED = FILED_STAGES[:3]
_PRODUCING = FILED_STAGES[7:]

APPROVED_STAGES = (
    _RESERVE,
    State("verified", Text("核准", "Verified")),
    _SECURED,
    *_BUILDING,
    *_PRODUCING,
)
PROMOTION_STAGES = (
    State("reserve", Text("在谈", "Under negotiation")),
    State("signed", Text("签约", "Agreement signed")),
    State("incorporated", Text("项目公司注册", "Company registered")),
    _FILED,
    _SECURED,
    *_BUILDING,
    *_PRODUCING,
)
RENEWAL_STAGES = (
    State("reserve", Text("谋划储备", "Reserve")),
    State("surveyed", Text("城市体检与片区策划", "Survey and plan of the quarter")),
    State("planned", Text("更新实施方案批复", "Implementation plan approved")),
    State("entrusted", Text("实施主体确定", "Implementing body named")),
    *_BUILDING,
    State("operating", Text("交付运营", "Handed over and in use"), final=True),
)
PARK_STAGES = (
    _RESERVE,
    _FILED,
    _SECURED,
    *_BUILDING,
    State("opened", Text("入驻运营", "Firms moved in"), final=True),
)


def _stage(states: tuple[State, ...]) -> Track:
    return Track("stage", Text("阶段", "Stage"), 1, states, "reserve")


def _to_production() -> tuple[Move, ...]:
    return (
        on_paper("stage", "completed", "producing", "start_production", "production_record"),
        on_paper("stage", "producing", "full", "reach_capacity", "capacity_record"),
    )


def _from_filing(source: str) -> tuple[Move, ...]:
    return (
        on_paper("stage", source, "filed", "file", "filing_certificate"),
        on_paper("stage", "filed", "secured", "secure_factors", "factor_statement"),
        on_paper("stage", "secured", "permitted", "grant_permit", "construction_permit"),
    )


GOV = Lifecycle(
    tracks=(_stage(GOV_STAGES), *TRACKS),
    moves=(
        on_paper("stage", "reserve", "proposal", "approve_proposal", "proposal_approval"),
        on_paper("stage", "proposal", "feasibility", "approve_feasibility", "feasibility_approval"),
        on_paper("stage", "feasibility", "design", "approve_design", "design_approval"),
        on_paper("stage", "design", "funded", "allot_money", "money_notice"),
        on_paper("stage", "funded", "permitted", "grant_permit", "construction_permit"),
        *building(),
        on_paper("stage", "completed", "settled", "approve_accounts", "accounts_approval"),
        on_paper("stage", "settled", "evaluated", "evaluate", "evaluation_report"),
    ),
)
FILED = Lifecycle(
    tracks=(_stage(FILED_STAGES), *TRACKS),
    moves=(*_from_filing("reserve"), *building(), *_to_production()),
)
APPROVED = Lifecycle(
    tracks=(_stage(APPROVED_STAGES), *TRACKS),
    moves=(
        on_paper("stage", "reserve", "verified", "verify", "verification_decision"),
        on_paper("stage", "verified", "secured", "secure_factors", "factor_statement"),
        on_paper("stage", "secured", "permitted", "grant_permit", "construction_permit"),
        *building(),
        *_to_production(),
    ),
)
PROMOTION = Lifecycle(
    tracks=(_stage(PROMOTION_STAGES), *TRACKS),
    moves=(
        on_paper("stage", "reserve", "signed", "sign_agreement", "investment_agreement", "fair_competition_review"),
        on_paper("stage", "signed", "incorporated", "incorporate", "business_licence"),
        *_from_filing("incorporated"),
        *building(),
        *_to_production(),
    ),
)
RENEWAL = Lifecycle(
    tracks=(_stage(RENEWAL_STAGES), *TRACKS),
    moves=(
        on_paper("stage", "reserve", "surveyed", "plan_quarter", "quarter_plan"),
        on_paper("stage", "surveyed", "planned", "approve_renewal_plan", "renewal_plan_approval"),
        on_paper("stage", "planned", "entrusted", "name_body", "body_decision"),
        on_paper("stage", "entrusted", "permitted", "grant_permit", "construction_permit"),
        *building(),
        on_paper("stage", "completed", "operating", "open_for_use", "operation_record"),
    ),
)
PARK = Lifecycle(
    tracks=(_stage(PARK_STAGES), *TRACKS, STAR_TRACK),
    moves=(
        *_from_filing("reserve"),
        *building(),
        on_paper("stage", "completed", "opened", "move_firms_in", "operation_record"),
        *stars(),
    ),
)
