"""One record, two verbs, a lifecycle, a list: everything that a rule can look at, and nothing for a rule to find."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from taizhang.basis.law import Law
from taizhang.basis.predicate import Known, Need
from taizhang.basis.text import Text
from taizhang.frame.batches import INTAKE
from taizhang.frame.declare import Action, Apart, Ask, Batching, Event, Field, Listing, Module, On, Record, Role
from taizhang.frame.hand import Hand
from taizhang.frame.models import Intake
from taizhang.kernels.casework import Lifecycle, Move, State, Track
from taizhang.registers import scope
from tests.trials import models

LAW = Law("", Text("试验规则", "Rule of the trial"), mark="P")
READY = Need("list.ready", Text("名单已备", "The list is ready"), Text("办公室", "Office"), LAW)
DONE = Event("planted.done", Text("已办结", "Done"))


def plan(
    by: Hand,
    *,
    name: Annotated[str, Ask(Text("名称", "Name"), example="示例")],
    amount_fen: Annotated[int, Ask(Text("金额", "Amount"), unit="万元", example=100)],
) -> models.Draw:
    """The matter is planned and waits for its list."""
    return by.put(models.Draw(name=name, size=amount_fen))


def fix(row: models.Draw, by: Hand, *, intake: Annotated[Intake, Ask(Text("名单", "List"), ref="frame.intake")]) -> None:
    """The list of the matter is fixed from now on."""


def finish(row: models.Draw, by: Hand) -> None:
    """The matter is done and nothing more happens to it."""


def deem(row: models.Draw, by: Hand) -> None:
    """The matter counts as done because its list was ready."""


def reopen(row: models.Draw, by: Hand) -> None:
    """The matter is open again, because its list fell away."""


def react(row: models.Draw, by: Hand) -> None:
    """The matter has taken note of what happened elsewhere."""


def facts(row: models.Draw, day: date, ask: Any) -> Mapping[str, Known]:
    """Whether the list is ready."""
    return {"list.ready": Known(True)}


def apply(by: Hand, batch: Any, rows: Any) -> list[dict[str, Any]]:
    """Every row is applied."""
    return [{} for _ in rows]


STATES = (
    State("planned", Text("已计划", "Planned")),
    State("fixed", Text("已锁定", "Fixed")),
    State("done", Text("已办结", "Done"), final=True, reopens=True),
)
P = "planted."
LIFECYCLE = Lifecycle(
    tracks=(Track("state", Text("状态", "State"), 1, STATES, "planned"),),
    moves=(
        Move("state", frozenset({"planned"}), "fixed", action=P + "fix", law=LAW),
        Move("state", frozenset({"fixed"}), "done", action=P + "finish", law=LAW),
        Move("state", frozenset({"fixed"}), "done", action=P + "deem", gate=READY, law=LAW, derived=True),
        Move("state", frozenset({"done"}), "fixed", action=P + "reopen", law=LAW, derived=True, reverse_of=P + "deem"),
    ),
)
MATTER = Record(
    "planted.matter",
    Text("事项", "Matter"),
    models.Draw,
    models.DrawHistory,
    visible=scope.in_place(),
    fields=(
        Field("name", Text("名称", "Name")),
        Field("size", Text("金额", "Amount"), unit="万元"),
        Field("seed", Text("种子", "Seed"), visibility="sealed", sealed_until="opens_at"),
        Field("state", Text("状态", "State"), choices=tuple((s.key, s.label) for s in STATES)),
    ),
    lifecycles={"matter/1": LIFECYCLE},
    facts=facts,
)
LINE = Record(
    "planted.line",
    Text("行", "Line"),
    models.Candidate,
    models.CandidateHistory,
    visible=scope.staff,
    fields=(Field("name", Text("名称", "Name")),),
    parent="draw",
)
RIGHT = "planted.do"
ACTIONS = (
    Action(plan, Text("计划", "Plan"), None, RIGHT, law=LAW, creates=MATTER),
    Action(fix, Text("锁定", "Fix"), MATTER, RIGHT, law=LAW),
    Action(finish, Text("办结", "Finish"), MATTER, RIGHT, law=LAW, apart_from=(Apart("planted.plan"),)),
    Action(deem, Text("视为办结", "Deemed done"), MATTER, law=LAW, machine=True, shown=False),
    Action(reopen, Text("重新打开", "Open again"), MATTER, law=LAW, machine=True, shown=False),
    Action(react, Text("知悉", "Take note"), MATTER, law=LAW, machine=True, shown=False),
)
LISTING = Listing("planted.matters", MATTER, Text("事项", "Matters"), ("name", "state"), sorts={"opens_at": ("opens_at", "id")}, default_sort="opens_at")

MODULE = Module(
    "planted",
    Text("示范", "Sound"),
    Text("试验", "Trials"),
    records=(MATTER, LINE, INTAKE),
    actions=ACTIONS,
    listings=(LISTING,),
    roles=(Role("clerk", Text("经办人", "Clerk"), frozenset({RIGHT})),),
    events=(DONE,),
    on=(On(DONE, "planted.react"),),
    batches=(Batching("planted.list", Text("名单", "List"), "planted.fix", apply),),
)
