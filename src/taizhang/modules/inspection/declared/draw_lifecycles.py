"""The lifecycles of a plan and of a batch: nothing is drawn before it is committed, and nothing is committed before it is frozen."""

from __future__ import annotations

from taizhang.basis.predicate import All, Need
from taizhang.basis.text import Text
from taizhang.kernels.casework import STAY, Lifecycle, Move, State, Track

from .. import terms

P = "inspection."
_LAW = terms.DOUBLE_RANDOM
_PLANNER = Text("制定计划的部门", "The department that draws up the plan")
_INITIATOR = Text("发起部门", "The initiating department")
_EACH = Text("参加部门各自", "Each department that takes part")
_WORKER = Text("后台作业", "The background work")
_VISITORS = Text("检查部门", "The departments that inspect")

LINES = Need("plan.lines", Text("计划已列明批次", "The plan states its batches"), _PLANNER, _LAW)
REPLACED = Need("plan.replaced", Text("调整后的计划已公布", "The plan that replaces it is published"), _PLANNER, _LAW)
PARTS = Need("batch.parts", Text("参加部门都已填报本部门部分", "Each department has stated its part"), _EACH, _LAW)
SEVERAL = Need(
    "batch.several",
    Text("联合、综合抽查至少两个部门或科室", "A joint or comprehensive one has two parts at least"),
    _EACH,
    _LAW,
)
STORED = Need("batch.stored", Text("抽中对象已全部入库", "All that were drawn are stored"), _WORKER, None)
MADE = Need("batch.visits_made", Text("检查任务已全部生成", "All visits are made"), _WORKER, None)
OVER = Need(
    "batch.visits_over",
    Text("检查都已公示、不予公示或取消", "Every visit is published, withheld or cancelled"),
    _VISITORS,
    terms.PUBLICITY,
)

_PLANS = dict(terms.PLAN_STATES)
PLAN = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("计划状态", "State of the plan"),
            1,
            (
                State("draft", _PLANS["draft"]),
                State("filed", _PLANS["filed"]),
                State("published", _PLANS["published"]),
                State(
                    "replaced",
                    _PLANS["replaced"],
                    final=True,
                    refusal=True,
                    remedy=Text("按新计划办理", "Go by the plan that replaces it"),
                ),
            ),
            "draft",
        ),
    ),
    moves=(
        Move("state", frozenset({"draft"}), STAY, action=P + "add_plan_line", law=_LAW),
        Move("state", frozenset({"draft"}), "filed", action=P + "file_plan", gate=All(LINES), law=_LAW),
        Move("state", frozenset({"filed"}), "draft", action=P + "take_plan_back", law=_LAW),
        Move("state", frozenset({"filed"}), "published", action=P + "publish_plan", law=_LAW),
        Move("state", frozenset({"published"}), STAY, action=P + "adjust_plan", law=_LAW),
        Move("state", frozenset({"published"}), "replaced", action=P + "replace_plan", gate=REPLACED, law=_LAW, derived=True, lasting=True),
        Move("state", frozenset({"published"}), STAY, action=P + "prepare_batch", law=_LAW),
    ),
)

_BATCHES = dict(terms.BATCH_STATES)
_UNDRAWN = frozenset({"prepared", "frozen", "committed"})
BATCH = Lifecycle(
    tracks=(
        Track(
            "state",
            Text("批次状态", "State of the batch"),
            1,
            (
                State("prepared", _BATCHES["prepared"]),
                State("frozen", _BATCHES["frozen"]),
                State("committed", _BATCHES["committed"]),
                State("drawn", _BATCHES["drawn"]),
                State("under_way", _BATCHES["under_way"]),
                State("completed", _BATCHES["completed"], final=True),
                State(
                    "aborted", _BATCHES["aborted"], final=True, refusal=True,
                    remedy=Text("重新抽取须另建批次，并写明是哪一批的重抽", "To draw again is a new batch that names this one"),
                ),
            ),
            "prepared",
        ),
    ),
    moves=(
        Move("state", frozenset({"prepared"}), STAY, action=P + "state_part", law=_LAW),
        Move("state", frozenset({"prepared"}), "frozen", action=P + "freeze_batch", gate=All(PARTS, SEVERAL), law=_LAW),
        Move("state", frozenset({"frozen"}), "prepared", action=P + "thaw_batch", law=_LAW),
        Move("state", frozenset({"frozen"}), "committed", action=P + "commit_batch", law=_LAW),
        Move("state", frozenset({"frozen"}), "committed", action=P + "commit_by_chain", law=_LAW),
        Move("state", frozenset({"committed"}), "drawn", action=P + "draw_batch", law=_LAW),
        Move("state", frozenset({"drawn"}), "under_way", action=P + "assign_teams", gate=All(STORED), law=_LAW),
        Move("state", frozenset({"under_way"}), "completed", action=P + "complete_batch", gate=All(MADE, OVER), law=terms.PUBLICITY),
        Move("state", _UNDRAWN | {"drawn"}, "aborted", action=P + "abort_batch", law=_LAW),
        Move("state", frozenset({"aborted"}), STAY, action=P + "redraw_batch", law=_LAW),
    ),
)  # fmt: skip
