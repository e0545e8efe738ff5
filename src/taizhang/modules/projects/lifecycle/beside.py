"""Tracks that run beside the stage of every kind: the four permits, the statistics entry; and the stars of a small-firm park."""

from __future__ import annotations

from taizhang.basis.predicate import All, AnyOf, Need
from taizhang.basis.text import Text
from taizhang.kernels.casework import Move, State, Track

from .. import terms
from .parts import ACTIVE, LAND, STANDINGS, P, common, has

FOUR_PERMITS = ("land_title", "land_planning_permit", "planning_permit", "construction_permit")

PERMITS = (
    State("none", Text("四证未取得", "None of the four permits")),
    State("partial", Text("四证部分取得", "Some of the four permits")),
    State("complete", Text("四证齐全", "All four permits")),
)
LIBRARY = (
    State("none", Text("未申报入库", "Not applied for")),
    State("applied", Text("已申报入库", "Applied for")),
    State(
        "returned",
        Text("入库申报退回", "Application returned"),
        refusal=True,
        remedy=Text("按退回意见补齐材料后重新申报", "Complete the papers as asked and apply again"),
    ),
    State("entered", Text("已入库", "In the statistics library")),
)
STARS = (
    State("none", Text("未申报认定", "Recognition not applied for")),
    State("applied", Text("已申报认定", "Recognition applied for")),
    State("reviewed", Text("区级已审", "Reviewed by the district")),
    State("examined", Text("专家评审、现场核查完成", "Examined by experts and on site")),
    State("publicised", Text("公示中", "Publicised")),
    State("recognised", Text("已认定", "Recognised")),
    State(
        "refused",
        Text("未通过认定", "Not recognised"),
        refusal=True,
        remedy=Text("整改后可重新申报", "Apply again after correction"),
    ),
)

#: The permits are counted anew when a document is written, and when a day has passed.
_PAPERS = frozenset({"projects.document"})
_SOME = AnyOf(Text("四证中至少一证", "At least one of the four permits"), *(has(kind) for kind in FOUR_PERMITS))
_FALLEN = Need(
    "report.fallen",
    Text("开工后已没有有效月报", "No month reported after the start stands any more"),
    terms.OWNER,
    terms.DISPATCH,
)
_IN_SCOPE = Need(
    "entry.in_scope",
    Text("计划总投资达到统计起点", "The planned total reaches the threshold of the statistics"),
    terms.DRC,
    terms.STATISTICS,
)
_CONTENT = Need("entry.content", Text("建设内容", "What is built"), terms.DRC, terms.STATISTICS)
_APPROVED = AnyOf(
    Text("审批、核准或备案文件", "Approval, verification or filing"),
    has("feasibility_approval"),
    has("verification_decision"),
    has("filing_certificate"),
    has("renewal_plan_approval"),
)
_PUBLICITY_ENDED = Need(
    "stars.publicity_ended", Text("公示期满", "The time of publicity has ended"), terms.INDUSTRY, terms.PARK
)

#: A project that has not come to construction may still be called off; the tracks beside it do not move then.
TRACKS = (
    Track("standing", Text("状态", "Standing"), 1, STANDINGS, "normal"),
    Track("land", Text("征迁", "Requisition"), 1, LAND, "none"),
    Track("permits", Text("四证", "Four permits"), 1, PERMITS, "none"),
    Track("library", Text("统计入库", "Statistics entry"), 1, LIBRARY, "none"),
)
STAR_TRACK = Track("stars", Text("园区认定", "Recognition of the park"), 1, STARS, "none")


def building() -> tuple[Move, ...]:
    """The moves that every kind shares: start, progress, completion, standing, requisition, permits, statistics entry."""
    return (
        *common("stage"),
        Move(
            "stage",
            frozenset({"building"}),
            "started",
            action=P + "withdraw_progress",
            gate=_FALLEN,
            law=terms.DISPATCH,
            derived=True,
            reverse_of=P + "show_progress",
        ),
        *_permits(),
        *_library(),
    )


def _permits() -> tuple[Move, ...]:
    every = All(*(has(kind) for kind in FOUR_PERMITS))
    return (
        Move(
            "permits",
            frozenset({"none"}),
            "partial",
            P + "begin_permits",
            _SOME,
            terms.PERMIT,
            derived=True,
            watches=_PAPERS,
        ),
        Move(
            "permits",
            frozenset({"partial"}),
            "complete",
            P + "complete_permits",
            every,
            terms.PERMIT,
            derived=True,
            watches=_PAPERS,
        ),
        Move(
            "permits",
            frozenset({"complete"}),
            "partial",
            P + "reopen_permits",
            law=terms.PERMIT,
            derived=True,
            watches=_PAPERS,
            reverse_of=P + "complete_permits",
        ),
        Move(
            "permits",
            frozenset({"partial"}),
            "none",
            P + "withdraw_permits",
            law=terms.PERMIT,
            derived=True,
            watches=_PAPERS,
            reverse_of=P + "begin_permits",
        ),
    )


def _library() -> tuple[Move, ...]:
    papers = All(_IN_SCOPE, _CONTENT, _APPROVED, has("contract"), has("works_photo"), ACTIVE)
    law = terms.STATISTICS
    return (
        Move("library", frozenset({"none", "returned"}), "applied", P + "apply_for_entry", papers, law),
        Move("library", frozenset({"applied"}), "entered", P + "accept_entry", law=law),
        Move("library", frozenset({"applied"}), "returned", P + "return_entry", law=law),
        Move("library", frozenset({"entered"}), "none", P + "strike_entry", law=law),
    )


def stars() -> tuple[Move, ...]:
    """Recognition of a small-firm park: application, district, experts and site, publicity, stars."""
    law = terms.PARK
    return (
        Move("stars", frozenset({"none", "refused"}), "applied", P + "apply_for_stars", has("park_application"), law),
        Move("stars", frozenset({"applied"}), "reviewed", P + "review_stars", has("district_opinion"), law),
        Move(
            "stars",
            frozenset({"reviewed"}),
            "examined",
            P + "examine_stars",
            All(has("expert_opinion"), has("site_check")),
            law,
        ),
        Move("stars", frozenset({"examined"}), "publicised", P + "publicise_stars", law=law),
        Move(
            "stars",
            frozenset({"publicised"}),
            "recognised",
            P + "recognise_stars",
            All(_PUBLICITY_ENDED, has("star_decision")),
            law,
        ),
        Move(
            "stars",
            frozenset({"applied", "reviewed", "examined", "publicised"}),
            "refused",
            P + "refuse_stars",
            law=law,
        ),
        Move("stars", frozenset({"recognised"}), "none", P + "revoke_stars", law=law),
    )
