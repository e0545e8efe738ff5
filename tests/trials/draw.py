"""Trial: a sealed draw. It waits for something that happens outside, works in batch, and can be drawn again by anyone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from taizhang.basis.errors import BadInput
from taizhang.basis.law import Law
from taizhang.basis.predicate import All, Known, Need
from taizhang.basis.text import Text
from taizhang.frame import batches
from taizhang.frame.declare import Action, Ask, Batching, Event, Field, Listing, Module, On, Record
from taizhang.frame.hand import Hand
from taizhang.frame.models import Batch, Intake
from taizhang.kernels.casework import STAY, Lifecycle, Move, State, Track
from taizhang.registers import scope
from taizhang.registers.models import Place
from taizhang.registers.records import PLACE

from . import models

LAW = Law("", Text("试验规则：抽取可以重抽", "Rule of the trial: a draw can be drawn again"), mark="P")
OFFICE = Text("抽取办公室", "Office of the draw")
DRAWN = Event("draw.drawn", Text("已经抽取", "A draw was made"))
KIND = "draw.list"

LISTED = Need("list.loaded", Text("名单已全部载入", "The whole list is loaded"), OFFICE, LAW)
SEEDED = Need("beacon.there", Text("公共随机数已到", "The public randomness has arrived"), OFFICE, LAW)


def lots(root: str, seed: str, count: int, size: int) -> list[int]:
    """Numbers of the list that are drawn, in the order of being drawn: the smallest hashes of root, seed and number."""
    return sorted(range(count), key=lambda n: hashlib.sha256(f"{root}:{seed}:{n}".encode()).digest())[:size]


def facts(row: models.Draw, day: date, ask: Any) -> Mapping[str, Known]:
    """Whether the list is complete and the randomness is there."""
    loaded = row.count is not None and models.Candidate.objects.filter(draw=row).count() == row.count
    return {
        "list.loaded": Known(loaded, Text("名单", "List"), day),
        "beacon.there": Known(models.Beacon.objects.filter(draw=row).exists(), Text("随机数", "Randomness"), day),
    }


def plan(
    place: Place,
    by: Hand,
    *,
    name: Annotated[str, Ask(Text("名称", "Name"), visibility="public", example="示例抽取")],
    size: Annotated[int, Ask(Text("抽取数量", "How many"), visibility="public", example=30)],
    opens_at: Annotated[datetime, Ask(Text("启封时间", "Opened at"), visibility="public", example="2026-12-01T09:00+08:00")],
    limit: Annotated[str, Ask(Text("控制价（启封前保密）", "Limit price, sealed"), visibility="sealed", sealed_until="opens_at")] = "",
) -> models.Draw:
    """The draw is planned; nothing of its list is known yet."""
    return by.put(models.Draw(name=name, size=size, opens_at=opens_at, place=place))


def commit(
    draw: models.Draw,
    by: Hand,
    *,
    intake: Annotated[Intake, Ask(Text("名单", "List"), ref="frame.intake")],
) -> None:
    """The list is fixed: its root and count stand in this entry, before the seed exists.

    Raises:
        BadInput: fewer lines than are to be drawn.
    """
    if intake.rows_count < draw.size:
        raise BadInput(Text("名单少于抽取数量", "The list is shorter than the draw"), code="too_short", field="intake")
    batches.accept(by, intake, place=draw.place_id, settings={"draw": draw.pk})
    draw.list_root, draw.count = intake.rows_root, intake.rows_count


def record_beacon(
    draw: models.Draw,
    by: Hand,
    *,
    round: Annotated[int, Ask(Text("期号", "Round"), visibility="public", example=1)],
    value: Annotated[str, Ask(Text("随机数", "Value"), visibility="public", example="00ff")],
) -> models.Beacon:
    """The public randomness of the draw is on record; with a complete list it is drawn at once."""
    return by.put(models.Beacon(draw=draw, round=round, value=value))


def draw_lots(draw: models.Draw, by: Hand) -> None:
    """The lots are drawn from list and seed alone; who was drawn stays sealed until its time."""
    draw.seed = models.Beacon.objects.filter(draw=draw).order_by("id").values_list("value", flat=True)[0]
    assert draw.count is not None
    drawn = {number: rank for rank, number in enumerate(lots(draw.list_root, draw.seed, draw.count, draw.size), 1)}
    for candidate in models.Candidate.objects.filter(draw=draw, number__in=drawn).order_by("number"):
        candidate.rank = drawn[candidate.number]
        by.put(candidate)
    by.say(root=draw.list_root, seed=draw.seed, count=draw.count, size=draw.size)
    by.happened(DRAWN, draw.pk)


def announce(draw: models.Draw, by: Hand) -> None:
    """Everyone knows that the draw was made, not yet who was drawn."""
    draw.announced_on = by.today
    by.put(draw)


def apply(by: Hand, batch: Batch, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a chunk are lines of the draw's list."""
    draw = models.Draw.objects.get(pk=batch.settings["draw"])
    made = [models.Candidate(draw=draw, number=row["number"], name=row["name"], opens_at=draw.opens_at) for row in rows]
    return [{"key": row.pk} for row in by.put_new(made)]


STATES = (
    State("planned", Text("已计划", "Planned")),
    State("committed", Text("名单已锁定", "List fixed")),
    State("drawn", Text("已抽取", "Drawn"), final=True),
)
LIFECYCLE = Lifecycle(
    tracks=(Track("state", Text("状态", "State"), 1, STATES, "planned"),),
    moves=(
        Move("state", frozenset({"planned"}), "committed", action="draw.commit", law=LAW),
        Move("state", frozenset({"committed"}), STAY, action="draw.record_beacon", law=LAW),
        Move("state", frozenset({"committed"}), "drawn", action="draw.draw_lots", gate=All(LISTED, SEEDED), law=LAW, derived=True, lasting=True),
    ),
)


def of_visible_draw(actor: Any) -> Any:
    """Lines and seeds of the draws that a person may see."""
    if actor.machine:
        return scope.ALL
    return scope.Q(draw__in=models.Draw.objects.filter(scope.in_place()(actor)).values("pk"))


DRAW = Record(
    "draw.draw",
    Text("抽取", "Draw"),
    models.Draw,
    models.DrawHistory,
    visible=scope.in_place(),
    fields=(
        Field("name", Text("名称", "Name"), visibility="public"),
        Field("state", Text("状态", "State"), visibility="public", choices=tuple((s.key, s.label) for s in STATES)),
        Field("size", Text("抽取数量", "How many"), visibility="public"),
        Field("opens_at", Text("启封时间", "Opened at"), visibility="public"),
        Field("list_root", Text("名单的根", "Root of the list"), visibility="public"),
    ),
    title=lambda row: row.name,
    lifecycles={"draw/1": LIFECYCLE},
    facts=facts,
)
CANDIDATE = Record(
    "draw.candidate",
    Text("名单行", "Line of the list"),
    models.Candidate,
    models.CandidateHistory,
    visible=of_visible_draw,
    fields=(
        Field("name", Text("名称", "Name")),
        Field("rank", Text("抽中次序", "Drawn as"), visibility="sealed", sealed_until="opens_at"),
    ),
    title=lambda row: row.name,
    parent="draw",
)
BEACON = Record(
    "draw.beacon",
    Text("公共随机数", "Public randomness"),
    models.Beacon,
    models.BeaconHistory,
    visible=of_visible_draw,
    fields=(Field("round", Text("期号", "Round")), Field("value", Text("随机数", "Value"))),
    parent="draw",
)

MODULE = Module(
    "draw",
    Text("抽取（试验）", "Draw (trial)"),
    Text("试验", "Trials"),
    records=(DRAW, CANDIDATE, BEACON),
    actions=(
        Action(plan, Text("计划", "Plan"), PLACE, "draw.run", law=LAW, creates=DRAW),
        Action(commit, Text("锁定名单", "Fix the list"), DRAW, "draw.run", law=LAW, refusals="entry"),
        Action(record_beacon, Text("登记随机数", "Record the randomness"), DRAW, "draw.run", law=LAW, creates=BEACON, refusals="entry"),
        Action(draw_lots, Text("抽取", "Draw"), DRAW, law=LAW, machine=True, shown=False, refusals="entry"),
        Action(announce, Text("公布", "Announce"), DRAW, law=LAW, machine=True, shown=False),
    ),
    listings=(
        Listing("draw.draws", DRAW, Text("抽取", "Draws"), ("name", "state", "opens_at"), sorts={"opens_at": ("opens_at", "id")}, default_sort="opens_at"),
    ),
    grants={"drc.clerk": frozenset({"draw.run"})},
    events=(DRAWN,),
    on=(On(DRAWN, "draw.announce"),),
    batches=(Batching(KIND, Text("抽取名单", "List of a draw"), "draw.commit", apply),),
)
