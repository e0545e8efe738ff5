"""The ways through the two schemes: how a firm comes in, is guided, corrects itself, is verified, and how it leaves."""

from __future__ import annotations

from typing import Final

from taizhang.basis.predicate import All, AnyOf, Need, Not
from taizhang.basis.text import Text
from taizhang.kernels.casework import STAY, Lifecycle, Move, State, Track

from . import terms

S: Final = "sandbox."
_W: Final = dict(terms.STATES)
_HOLDER: Final = Text("市场监管部门的检查台账", "The market regulator's register of inspections")
_FILE: Final = Text("沙盒监管台账", "The sandbox's own file")
_RULE: Final = terms.READING

BEFORE_LISTING = Need(
    "sandbox.before_listing", Text("法定列入时限未过、尚未列入", "The time for listing is not over, and it is not listed"), _FILE, terms.LISTING
)
FIRST_TIME = Need("sandbox.first_time", Text("规定期间内未因同一缺陷进过沙盒", "Not in the sandbox for the same defect within the stated time"), _FILE, _RULE)
NO_VIOLATION = Need("sandbox.no_violation", Text("没有未处理完的违法问题", "No violation that is not dealt with"), _HOLDER, _RULE)
FITS = Need("sandbox.fits", Text("符合所选的入盒条件", "The ground of entry holds"), _HOLDER, terms.CHONGQING)
OUTSIDE_SAFETY = Need(
    "sandbox.outside_safety", Text("不属于安全领域（按A类入盒时）", "Outside the fields of safety, when it comes in by class A"), _HOLDER, terms.CHONGQING
)
OFF_NEGATIVE = Need("sandbox.off_negative", Text("不在负面清单内", "Not on the negative list"), _HOLDER, terms.CHONGQING)
PROOF = Need("sandbox.proof", Text("自纠佐证", "Proof of the correction"), Text("企业", "The firm"), terms.ANOTHER)
FIRM_ANSWERED = Need(
    "sandbox.firm_answered", Text("企业凭编码提交了自纠情况", "The firm answered with the code of its letter"), Text("企业", "The firm"), terms.LENIENT
)
VIOLATION = Need("sandbox.violation_found", Text("检查发现违法", "An inspection found a violation"), _HOLDER, _RULE)
NOT_LISTED = Need("sandbox.not_listed", Text("尚未作出列入决定", "No decision to list was taken"), _FILE, terms.LISTING)
LISTING_OVER = Need("sandbox.listing_over", Text("法定列入时限已过", "The law's term for listing is over"), _FILE, terms.LISTING)
PERIOD_OVER = Need("sandbox.period_over", Text("沙盒期已满", "The sandbox's period is over"), _FILE, _RULE)
GROUND_GONE = AnyOf(
    Text("入盒条件已不成立", "What the firm came in by no longer holds"), Not(FITS), Not(OUTSIDE_SAFETY), Not(OFF_NEGATIVE)
)
CLASS_CHANGED = Need("sandbox.class_changed", Text("信用风险分类已变化", "The class of credit risk has changed"), _HOLDER, terms.CHONGQING)

_LATE: Final = Text("由列入决定的经办人办理，改正后可申请移出", "Whoever decides on listings goes on; once corrected the firm may ask to be removed")
_CASE: Final = Text("由办案机构依法处理", "The body that handles cases goes on by law")
_AGAIN: Final = Text("情况变化后可重新提出", "It may be proposed anew when things have changed")
_ORDINARY: Final = Text("转入常规监管", "Ordinary supervision goes on")


def _state(key: str, remedy: Text | None = None, *, final: bool = False, reopens: bool = False) -> State:
    return State(key, _W[key], final=final, refusal=remedy is not None, remedy=remedy, reopens=reopens)


def _move(sources: str, to: str, action: str, gate: All | AnyOf | None = None, law: object = None, *, derived: bool = False) -> Move:
    start = frozenset(sources.split())
    more = {"gate": gate} if gate is not None else {}
    return Move("state", start, to, action=S + action, law=law or _RULE, derived=derived, lasting=derived, **more)  # type: ignore[arg-type]


DISCLOSURE_1 = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("沙盒环节", "Stage in the sandbox"),
            1,
            (
                _state("eligible"), _state("entered"), _state("guided"), _state("corrected"), _state("verified"),
                _state("out_good", final=True), _state("out_to_list", _LATE, final=True), _state("out_to_case", _CASE, final=True),
                _state("declined", _AGAIN, final=True),
            ),
            "eligible",
        ),
    ),
    moves=(
        _move("eligible", "entered", "admit", All(BEFORE_LISTING, FIRST_TIME, NO_VIOLATION)),
        _move("eligible", "entered", "admit_again", All(BEFORE_LISTING, Not(FIRST_TIME), NO_VIOLATION)),
        _move("eligible", "declined", "decline"),
        _move("entered", "guided", "guide"),
        _move("eligible entered guided corrected verified", STAY, "record_contact"),
        _move("guided corrected", STAY, "renew_code", law=terms.LENIENT),
        _move("guided", "corrected", "record_correction", law=terms.LENIENT),
        _move("guided", "corrected", "firm_corrected", All(FIRM_ANSWERED), terms.LENIENT, derived=True),
        _move("corrected", "guided", "return_correction", law=terms.ANOTHER),
        _move("corrected", "verified", "verify", All(PROOF), terms.ANOTHER),
        _move("verified", "out_good", "let_out", law=terms.LENIENT),
        _move("entered guided corrected verified", "out_to_list", "propose_listing", law=terms.LISTING),
        _move("entered guided corrected verified", "out_to_case", "open_case"),
        _move("entered guided corrected verified", "out_to_case", "exit_by_violation", All(VIOLATION), derived=True),
        _move("entered guided", "out_to_list", "expire", All(PERIOD_OVER), derived=True),
        _move("out_to_list out_to_case", STAY, "record_listing", law=terms.LISTING),
    ),
)  # fmt: skip
#: The period is the firm's, to correct itself: who did so in time does not go to listing because the office is slow. What was verified is
#: out well when the period is over. What waits to be verified goes on until the law's own term ends; then it is out like any other, for no
#: pilot holds a firm past that term, and whoever decides on listings may still find that it was corrected.
DISCLOSURE = Lifecycle(
    tracks=(
        Track(
            "state", DISCLOSURE_1.tracks[0].label, 2,
            tuple(_state(s.key, s.remedy, final=s.final, reopens=s.key == "out_to_list") for s in DISCLOSURE_1.tracks[0].states), "eligible",
        ),
    ),
    moves=(
        *DISCLOSURE_1.moves,
        _move("verified", "out_good", "expire", All(PERIOD_OVER), terms.LENIENT, derived=True),
        _move("corrected", "out_to_list", "expire", All(LISTING_OVER), terms.LISTING, derived=True),
        _move("out_to_list", "out_good", "verify_late", All(PROOF, NOT_LISTED), terms.LENIENT),
    ),
)  # fmt: skip
_INNOVATION_STATES: Final = (
    _state("eligible"), _state("entered"), _state("out_good", final=True), _state("out_class", _ORDINARY, final=True),
    _state("out_to_case", _CASE, final=True), _state("declined", _AGAIN, final=True),
)  # fmt: skip
_INNOVATION_MOVES: Final = (
    _move("eligible", "entered", "admit", All(FIRST_TIME, NO_VIOLATION, FITS, OUTSIDE_SAFETY, OFF_NEGATIVE), terms.CHONGQING),
    _move("eligible", "entered", "admit_again", All(Not(FIRST_TIME), NO_VIOLATION, FITS, OUTSIDE_SAFETY, OFF_NEGATIVE), terms.CHONGQING),
    _move("eligible", "declined", "decline", law=terms.CHONGQING),
    _move("eligible entered", STAY, "record_contact", law=terms.CHONGQING),
    _move("entered", "out_good", "let_out", law=terms.CHONGQING),
    _move("entered", "out_to_case", "open_case", law=terms.CHONGQING),
    _move("entered", "out_to_case", "exit_by_violation", All(VIOLATION), terms.CHONGQING, derived=True),
    _move("entered", "out_class", "exit_by_class", All(CLASS_CHANGED), terms.CHONGQING, derived=True),
    _move("entered", "out_good", "expire", All(PERIOD_OVER), terms.CHONGQING, derived=True),
)
_STAGE: Final = Text("沙盒环节", "Stage in the sandbox")
INNOVATION_1 = Lifecycle(tracks=(Track("state", _STAGE, 1, _INNOVATION_STATES, "eligible"),), moves=_INNOVATION_MOVES)
#: What a firm came in by has to hold as long as it is in: the negative list, or a field of safety, ends it as another class does.
INNOVATION = Lifecycle(
    tracks=(Track("state", _STAGE, 2, (*_INNOVATION_STATES, _state("out_ground", _ORDINARY, final=True)), "eligible"),),
    moves=(
        *_INNOVATION_MOVES,
        _move("entered", "out_ground", "exit_by_ground", GROUND_GONE, terms.CHONGQING, derived=True),
    ),
)
LIFECYCLES: Final = {"disclosure/1": DISCLOSURE_1, "disclosure/2": DISCLOSURE, "innovation/1": INNOVATION_1, "innovation/2": INNOVATION}
