"""Trial: an anonymous report from a phone that is sent twice, a clock in hours, and a closing by another organ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from taizhang.basis.clockunits import WorkingHours
from taizhang.basis.errors import BadInput
from taizhang.basis.law import Law
from taizhang.basis.predicate import Known, Need, Not
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.declare import Action, Apart, Ask, Field, Listing, Module, Record
from taizhang.frame.hand import Hand
from taizhang.kernels import casework
from taizhang.kernels.casework import BACK, ClockEvent, ClockRule, ClockState, Deemed, Lifecycle, Move, State, Track
from taizhang.registers import scope
from taizhang.registers.calendar import calendar
from taizhang.registers.models import Place
from taizhang.registers.records import PLACE

from . import models

LAW = Law("", Text("试验规则：四个工作小时内接单", "Rule of the trial: taken up within four office hours"), mark="P")
GRID = Text("网格中心", "Grid centre")
TAKE_UP = ClockRule(
    key="take_up",
    label=Text("接单", "Taking up"),
    unit=WorkingHours(4),
    law=LAW,
    starts_on="filed",
    ends_on=frozenset({"taken"}),
    deemed=Deemed(Text("逾期视为已接单", "Not taken up in time: deemed taken up"), LAW, since="start"),
)
LAPSED = Need("take_up.lapsed", Text("接单时限已过", "The time for taking up has run out"), GRID, LAW)


def clock_of(row: models.Sighting, now: datetime) -> ClockState:
    """What the clock of a report shows."""
    return casework.state(TAKE_UP, [ClockEvent("start", row.filed_at, LAW)], calendar(), now)


def facts(row: models.Sighting, day: date, ask: Any) -> Mapping[str, Known]:
    """Whether the term has run out in silence; a term that crosses a year without notice has not."""
    return {LAPSED.fact: Known(clock_of(row, clock.now()).deemed_on is not None, Text("时钟", "Clock"), day)}


def report(
    place: Place,
    by: Hand,
    *,
    text: Annotated[str, Ask(Text("情况", "What you saw"), example="示例：井盖缺失")],
    contact: Annotated[str, Ask(Text("联系方式", "How to reach you"), visibility="personal")] = "",
) -> models.Sighting:
    """The report is filed, and says by when it will be taken up.

    Raises:
        BadInput: without a word.
    """
    if not text:
        raise BadInput(Text("请写明情况", "Say what you saw"), code="missing", field="text")
    due = calendar().due_moment(by.now, TAKE_UP.unit)
    return by.put(models.Sighting(place=place, text=text, contact=contact, filed_at=by.now, due_at=due.at))


def take_up(sighting: models.Sighting, by: Hand) -> None:
    """An organ has taken the report up."""
    sighting.taken_on = by.today


def deem_taken(sighting: models.Sighting, by: Hand) -> None:
    """The report counts as taken up from its legal date, however late this is recorded."""
    sighting.taken_on = clock_of(sighting, by.now).deemed_on
    by.say(taken_on=sighting.taken_on)


def deal_with(sighting: models.Sighting, by: Hand) -> None:
    """What was reported has been dealt with; somebody else has to look."""


def send_back(
    sighting: models.Sighting,
    by: Hand,
    *,
    reason: Annotated[str, Ask(Text("理由", "Reason"), example="示例：井盖仍松动")],
) -> None:
    """The matter is where it was before it was said to be dealt with, with the reason."""
    sighting.return_reason = reason


def close(sighting: models.Sighting, by: Hand) -> None:
    """The matter is closed, by another organ than the one that dealt with it."""


STATES = (
    State("filed", Text("已报", "Filed")),
    State("taken", Text("已接单", "Taken up")),
    State("handled", Text("已处置", "Dealt with")),
    State("closed", Text("已销号", "Closed"), final=True),
)
LIFECYCLE = Lifecycle(
    tracks=(Track("state", Text("状态", "State"), 1, STATES, "filed"),),
    moves=(
        Move("state", frozenset({"filed"}), "taken", action="sighting.take_up", gate=Not(LAPSED), law=LAW),
        Move("state", frozenset({"filed"}), "taken", action="sighting.deem_taken", gate=LAPSED, law=LAW, derived=True, lasting=True),
        Move("state", frozenset({"taken"}), "handled", action="sighting.deal_with", law=LAW),
        Move("state", frozenset({"handled"}), BACK, action="sighting.send_back", law=LAW),
        Move("state", frozenset({"handled"}), "closed", action="sighting.close", law=LAW),
    ),
    clocks=(TAKE_UP,),
)

SIGHTING = Record(
    "sighting.sighting",
    Text("随手报", "Sighting"),
    models.Sighting,
    models.SightingHistory,
    visible=scope.in_place(),
    fields=(
        Field("text", Text("情况", "What was seen")),
        Field("contact", Text("联系方式", "How to reach"), visibility="personal"),
        Field("state", Text("状态", "State"), choices=tuple((s.key, s.label) for s in STATES)),
        Field("due_at", Text("接单时限", "To be taken up by")),
        Field("taken_on", Text("接单日期", "Taken up on")),
        Field("return_reason", Text("退回理由", "Why returned")),
    ),
    title=lambda row: row.text[:20],
    lifecycles={"sighting/1": LIFECYCLE},
    facts=facts,
    # Whoever reports has no sign-in: nobody in the register.
    concerns=lambda row: (),
)
RIGHT = "sighting.handle"

MODULE = Module(
    "sighting",
    Text("随手报（试验）", "Sightings (trial)"),
    Text("试验", "Trials"),
    records=(SIGHTING,),
    actions=(
        Action(report, Text("随手报", "Report"), PLACE, law=LAW, creates=SIGHTING, public=True),
        Action(take_up, Text("接单", "Take up"), SIGHTING, RIGHT, law=LAW),
        Action(deem_taken, Text("视为接单", "Deemed taken up"), SIGHTING, law=LAW, machine=True, shown=False),
        Action(deal_with, Text("处置", "Deal with"), SIGHTING, RIGHT, law=LAW),
        Action(send_back, Text("退回", "Send back"), SIGHTING, RIGHT, law=LAW),
        Action(close, Text("销号", "Close"), SIGHTING, RIGHT, law=LAW, apart_from=(Apart("sighting.deal_with", by="organ"),)),
    ),
    listings=(
        Listing("sighting.sightings", SIGHTING, Text("随手报", "Sightings"), ("text", "state", "due_at"), sorts={"due_at": ("state", "due_at", "id")}, default_sort="due_at"),
    ),
    grants={"drc.clerk": frozenset({RIGHT}), "drc.chief": frozenset({RIGHT}), "bureau.reviewer": frozenset({RIGHT})},
)
