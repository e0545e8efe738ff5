"""A lifecycle with everything in it: a licence from receipt to delivery, its refusals, stops and derived moves."""

from __future__ import annotations

from taizhang.basis.clockunits import WorkingDays
from taizhang.basis.predicate import All, AnyOf, Need
from taizhang.basis.text import Text
from taizhang.kernels.casework import BACK, LICENSING_CLOCKS, LICENSING_LAW, STAY, Lifecycle, Move, State, Track

WINDOW, BUREAU = Text("综合窗口", "Counter"), Text("审批局", "Licensing bureau")
REMEDY = Text("可依法申请行政复议", "An administrative review can be asked for")

MATERIALS = Need("materials.complete", Text("材料齐全", "Materials complete"), WINDOW, LICENSING_LAW.at("第三十二条"))
SILENCE = Need("notice.lapsed", Text("逾期未告知", "Not told in time"), BUREAU, LICENSING_LAW.at("第三十二条"))
REPORT = Need("report.site", Text("踏勘记录", "Record of the site visit"), BUREAU)
OPINION = Need("opinion.expert", Text("专家意见", "Expert opinion"), BUREAU)
PAID = Need("fee.paid", Text("费用已缴", "Fee paid"), Text("财政局", "Finance bureau"))

STATES = (
    State("received", Text("收件", "Received"), stage=WorkingDays(1)),
    State("accepted", Text("受理", "Accepted"), stage=WorkingDays(2)),
    State("reviewed", Text("审查", "Reviewed"), stage=WorkingDays(10)),
    State("proved", Text("条件具备", "Conditions proved")),
    State("decided", Text("决定", "Decided"), stage=WorkingDays(5)),
    State("delivered", Text("送达", "Delivered"), final=True),
    State("missing", Text("待补正", "Waiting for materials")),
    State("refused", Text("不予许可", "Licence refused"), final=True, refusal=True, remedy=REMEDY),
    State("withdrawn", Text("撤回申请", "Withdrawn"), final=True),
)
CLOCK_STATES = (State("running", Text("计时", "Running")), State("stopped", Text("中止", "Stopped")), State("closed", Text("结束", "Closed"), final=True))


def move(sources: str, to: str, action: str, **more: object) -> Move:
    """A move of the licence from the states named in one string."""
    return Move("licence", frozenset(sources.split()), to, f"licence.{action}", **more)  # type: ignore[arg-type]


def clock(sources: str, to: str, action: str) -> Move:
    """A move of the clock's own track."""
    return Move("clock", frozenset(sources.split()), to, f"licence.{action}")


MOVES = (
    move("received missing", "accepted", "accept", gate=MATERIALS, law=LICENSING_LAW.at("第三十二条")),
    move("received", "missing", "tell_missing"),
    move("missing", BACK, "supply"),
    move("accepted", "reviewed", "review"),
    move("reviewed", STAY, "note"),
    move("reviewed", "proved", "prove", gate=All(AnyOf(Text("踏勘或专家", "Site or expert"), REPORT, OPINION), PAID), derived=True),
    move("proved", "reviewed", "unprove", derived=True, reverse_of="licence.prove"),
    move("proved", "decided", "decide"),
    move("reviewed proved", "refused", "refuse"),
    move("decided", "delivered", "deliver"),
    move("received missing accepted reviewed", "withdrawn", "withdraw"),
    clock("running", "stopped", "stop"),
    clock("stopped", BACK, "resume"),
    clock("running stopped", "closed", "decide"),
)

LICENCE = Lifecycle(
    tracks=(
        Track("licence", Text("许可", "Licence"), 1, STATES, "received", WorkingDays(20), LICENSING_LAW.at("第四十二条")),
        Track("clock", Text("计时", "Clock"), 1, CLOCK_STATES, "running"),
    ),
    moves=MOVES,
    clocks=tuple(LICENSING_CLOCKS.values()),
)
LABELS = {m.action: Text(f"办理{i}", f"Step {i}") for i, m in enumerate(MOVES)}
