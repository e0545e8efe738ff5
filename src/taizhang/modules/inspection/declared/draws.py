"""Plans and draws: the records, their verbs, lists, and what of them waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Action, Apart, Batching, Field, Filter, Listing, PageLink, Record, Task
from taizhang.registers import scope
from taizhang.registers.records import PLACE

from .. import models, terms
from ..actions import batches, chains, draws, freezing, plans, teams
from ..queries import draws as queries
from ..queries.rosters import of_regulators
from . import draw_lifecycles as lifecycle

_LAW: Final = terms.DOUBLE_RANDOM
_IN_PLACE: Final = scope.in_place()
_MOST: Final = 50
#: So long before its window opens a batch ought to be committed.
_COMMIT_BEFORE: Final = timedelta(days=7)

PLAN = Record(
    "inspection.plan",
    Text("抽查计划", "Plan of inspections"),
    models.Plan,
    models.PlanHistory,
    visible=queries.visible_plan,
    reach=_IN_PLACE,
    fields=(
        Field("title", Text("计划名称", "Title"), visibility="public"),
        Field("number", Text("编号", "Number"), visibility="public"),
        Field("year", Text("年度", "Year"), visibility="public"),
        Field("organ", Text("制定部门", "Department"), visibility="public"),
        Field("place", Text("区划", "Place"), visibility="public"),
        Field("state", Text("状态", "State"), visibility="public", choices=terms.PLAN_STATES),
        Field("filed_with", Text("报备机关", "Filed with"), visibility="public"),
        Field("filed_on", Text("报备日期", "Filed on"), visibility="public"),
        Field("published_on", Text("公布日期", "Published on"), visibility="public"),
        Field("replaces", Text("调整自", "Replaces"), visibility="public"),
        Field("reason", Text("理由", "Reason")),
    ),
    title=lambda row: row.title,
    lifecycles={"plan/1": lifecycle.PLAN},
    facts=queries.plan_facts,
    public=True,
    select_related=("place", "organ", "replaces"),
)
PLAN_LINE = Record(
    "inspection.plan_line",
    Text("计划中的批次", "Batch of a plan"),
    models.PlanLine,
    models.PlanLineHistory,
    visible=queries.visible_line,
    reach=queries.reach_of_plan,
    fields=(
        Field("plan", Text("抽查计划", "Plan of inspections"), visibility="public"),
        Field("number", Text("序号", "No."), visibility="public"),
        Field("title", Text("批次名称", "Name of the batch"), visibility="public"),
        Field("mode", Text("抽查方式", "Mode"), visibility="public", choices=terms.MODES),
        Field("organ", Text("发起部门", "Initiating department"), visibility="public"),
        Field("scope", Text("抽查范围", "Whom it concerns"), visibility="public"),
        Field("quantity", Text("抽查数量", "How many"), visibility="public"),
        Field("begins_on", Text("开始日期", "Begins on"), visibility="public"),
        Field("ends_on", Text("结束日期", "Ends on"), visibility="public"),
    ),
    title=lambda row: f"{row.number}. {row.title}",
    parent="plan",
    select_related=("plan", "organ"),
)
CHAIN = Record(
    "inspection.seed_chain",
    Text("每日种子链", "Daily chain of seeds"),
    models.SeedChain,
    models.SeedChainHistory,
    visible=of_regulators(),
    reach=_IN_PLACE,
    fields=(
        Field("name", Text("链名", "Name")),
        Field("place", Text("区划", "Place")),
        Field("organ", Text("部门", "Department")),
        Field("keeper", Text("种子保管人", "Who keeps the secret")),
        Field("length", Text("种子个数", "How many seeds")),
        Field("used", Text("已用个数", "Used")),
        Field("head", Text("链头", "Head")),
        Field("last", Text("最近公布的种子", "Seed revealed last")),
        Field("set_up_on", Text("设立日期", "Set up on")),
    ),
    title=lambda row: row.name,
    select_related=("place", "organ"),
)
BATCH = Record(
    "inspection.batch",
    Text("抽查批次", "Batch of inspections"),
    models.Batch,
    models.BatchHistory,
    visible=queries.visible_batch,
    reach=_IN_PLACE,
    fields=(
        Field("title", Text("批次名称", "Name"), visibility="public"),
        Field("plan", Text("抽查计划", "Plan of inspections"), visibility="public"),
        Field("plan_line", Text("计划中的批次", "Batch of the plan"), visibility="public"),
        Field("mode", Text("抽查方式", "Mode"), visibility="public", choices=terms.MODES),
        Field("organ", Text("发起部门", "Initiating department"), visibility="public"),
        Field("place", Text("区划", "Place"), visibility="public"),
        Field("state", Text("状态", "State"), visibility="public", choices=terms.BATCH_STATES),
        Field("window_from", Text("检查自", "Visits from"), visibility="public"),
        Field("window_to", Text("检查至", "Visits until"), visibility="public"),
        Field("team_size", Text("每组人数", "Inspectors in a team"), visibility="public"),
        Field("most_departments", Text("一次进门最多几个部门", "Most departments with one visit"), visibility="public"),
        Field("frozen_on", Text("冻结日期", "Frozen on"), visibility="public"),
        Field("items_version", Text("事项清单版本", "Version of the list of items")),
        Field("objects_version", Text("对象名录库版本", "Version of the roster of objects")),
        Field("inspectors_version", Text("人员名录库版本", "Version of the roster of inspectors")),
        Field("interests_version", Text("回避清单版本", "Version of the list of avoidance")),
        Field("event", Text("公开事件", "Public event"), visibility="public"),
        Field("draw_at", Text("随机数产生时间", "When the chance comes about"), visibility="public"),
        Field("chain", Text("种子链", "Chain of seeds")),
        Field("committed_at", Text("承诺时间", "Committed at"), visibility="public"),
        Field("commitment", Text("承诺值", "Commitment"), visibility="public"),
        Field("drawn_at", Text("抽取时间", "Drawn at"), visibility="public"),
        Field("seed", Text("种子", "Seed"), visibility="public"),
        Field("completed_on", Text("完成日期", "Completed on"), visibility="public"),
        Field("redraw_of", Text("重抽自", "Draws anew"), visibility="public"),
        Field("reason", Text("理由", "Reason"), visibility="public"),
    ),
    title=lambda row: row.title,
    lifecycles={"batch/1": lifecycle.BATCH},
    facts=queries.batch_facts,
    public=True,
    select_related=(
        "place",
        "organ",
        "plan",
        "plan_line",
        "chain",
        "redraw_of",
        "items_version",
        "objects_version",
        "inspectors_version",
        "interests_version",
    ),
    sheets=(PageLink("/inspection/batches/{id}/", Text("抽取工作台", "Desk of the draw")),),
)
PART = Record(
    "inspection.batch_part",
    Text("部门部分", "Part of a department"),
    models.BatchPart,
    models.BatchPartHistory,
    visible=queries.visible_part,
    reach=queries.reach_of_batch,
    fields=(
        Field("batch", Text("抽查批次", "Batch of inspections"), visibility="public"),
        Field("organ", Text("部门", "Department"), visibility="public"),
        Field("attached", Text("附于发起部门的抽取", "Attached to the initiator's draw"), visibility="public"),
        Field("size", Text("抽样框数量", "Size of the pool"), visibility="public"),
        Field("take", Text("抽取数量", "Drawn"), visibility="public"),
        Field("frame_sha256", Text("抽样框哈希", "Hash of the frame"), visibility="public"),
    ),
    title=lambda row: row.organ.name,
    title_en=lambda row: row.organ.name_en,
    parent="batch",
    select_related=("batch", "organ"),
)
DRAWN = Record(
    "inspection.drawn_object",
    Text("抽中对象", "Drawn firm"),
    models.DrawnObject,
    models.DrawnObjectHistory,
    visible=queries.visible_drawn,
    reach=queries.reach_of_part,
    fields=(
        Field("part", Text("部门", "Department"), visibility="public"),
        Field("enterprise", Text("经营主体", "Firm"), visibility="public"),
        Field("stratum", Text("分层", "Stratum"), visibility="public"),
        Field("number", Text("抽签次序", "Order of tickets"), visibility="public"),
        Field("substitute", Text("替补", "Substitute"), visibility="public"),
        Field("called_up_on", Text("递补日期", "Called up on"), visibility="public"),
        Field("fell_out", Text("未检查的理由", "Why it fell out"), visibility="public"),
    ),
    title=lambda row: row.enterprise.name,
    parent="part",
    select_related=("part__organ", "enterprise"),
)
RECORDS_DRAWS = (PLAN, PLAN_LINE, CHAIN, BATCH, PART, DRAWN)

#: Whoever approves the sizes commits to them; the planner who prepared them does not also decide when nothing can change any more.
ACTIONS_DRAWS = (
    Action(plans.draw_up_plan, Text("制定抽查计划", "Draw up a plan"), PLACE, terms.PLAN, law=_LAW, creates=PLAN),
    Action(plans.add_plan_line, Text("列入批次", "Add a batch"), PLAN, terms.PLAN, law=_LAW, creates=PLAN_LINE, primary=True),
    Action(plans.remove_plan_line, Text("删去批次", "Remove the batch"), PLAN_LINE, terms.PLAN, law=_LAW),
    Action(
        plans.file_plan, Text("审批并报备", "Approve and file"), PLAN, terms.APPROVE, law=_LAW, primary=True,
        apart_from=(Apart("inspection.draw_up_plan"), Apart("inspection.adjust_plan")),
    ),
    Action(plans.take_plan_back, Text("退回拟制", "Back to drafting"), PLAN, terms.APPROVE, law=_LAW),
    Action(plans.publish_plan, Text("公布计划", "Publish the plan"), PLAN, terms.PLAN, law=_LAW, primary=True),
    Action(plans.adjust_plan, Text("调整计划", "Adjust the plan"), PLAN, terms.PLAN, law=_LAW, creates=PLAN),
    Action(plans.replace_plan, Text("计划被调整", "The plan is replaced"), PLAN, law=_LAW, shown=False, machine=True),
    Action(chains.set_up_chain, Text("设立每日种子链", "Set up a daily chain"), PLACE, terms.APPROVE, law=_LAW, creates=CHAIN),
    Action(batches.prepare_batch, Text("准备批次", "Prepare a batch"), PLAN, terms.PLAN, law=_LAW, creates=BATCH, primary=True),
    Action(batches.state_part, Text("填报本部门部分", "State one's own part"), BATCH, terms.PLAN, law=_LAW, primary=True),
    Action(freezing.freeze_batch, Text("冻结名录", "Freeze the rosters"), BATCH, terms.PLAN, law=_LAW, primary=True, refusals="entry"),
    Action(batches.thaw_batch, Text("解除冻结", "Thaw"), BATCH, terms.PLAN, law=_LAW),
    Action(
        draws.commit_batch, Text("承诺", "Commit"), BATCH, terms.APPROVE, law=_LAW, primary=True, refusals="entry",
        apart_from=(Apart("inspection.freeze_batch"),),
    ),
    Action(
        draws.commit_by_chain, Text("按种子链承诺", "Commit by a chain"), BATCH, terms.APPROVE, law=_LAW, refusals="entry",
        apart_from=(Apart("inspection.freeze_batch"),),
    ),
    Action(
        draws.draw_batch, Text("公开抽取", "Draw in public"), BATCH, terms.PLAN, law=_LAW, primary=True, refusals="entry",
        # Whoever fixed the document does not also enter the chance that decides it.
        apart_from=(Apart("inspection.commit_batch"), Apart("inspection.commit_by_chain")),
    ),
    # Who was drawn stays drawn unless somebody besides the planner finds the reason good.
    Action(draws.call_up, Text("递补", "Call up a substitute"), DRAWN, terms.APPROVE, law=_LAW, refusals="entry"),
    Action(teams.assign_teams, Text("随机派组", "Assign teams at random"), BATCH, terms.PLAN, law=_LAW, primary=True, refusals="entry"),
    Action(batches.complete_batch, Text("办结批次", "Complete the batch"), BATCH, terms.PLAN, law=terms.PUBLICITY, primary=True),
    Action(batches.abort_batch, Text("中止批次", "Abort the batch"), BATCH, terms.APPROVE, law=_LAW, refusals="entry"),
    Action(batches.redraw_batch, Text("重新抽取", "Draw anew"), BATCH, terms.PLAN, law=_LAW, creates=BATCH),
)  # fmt: skip

BATCHINGS_DRAWS = (
    Batching(
        queries.DRAWN_KIND,
        Text("抽中对象入库", "Those who were drawn are stored"),
        "inspection.draw_batch",
        draws.store_drawn,
        derived=True,
    ),
    # A visit comes with its team and its items: some ten rows each.
    Batching(
        queries.VISITS_KIND,
        Text("生成检查任务", "Visits are made"),
        "inspection.assign_teams",
        teams.make_visits,
        chunk=25,
        derived=True,
    ),
)

LISTINGS_DRAWS = (
    Listing(
        "inspection.plans",
        PLAN,
        Text("年度抽查计划", "Plans of inspections"),
        columns=("title", "year", "organ", "place", "state", "filed_on", "published_on"),
        filters=(Filter("state", Text("状态", "State"), "state"), Filter("year", Text("年度", "Year"), "year")),
        sorts={"-year": ("-year", "-id"), "year": ("year", "id")},
        default_sort="-year",
        search=("title", "number"),
        empty=Text("还没有抽查计划。在区划下“制定抽查计划”。", "No plan yet. Draw one up under a place."),
    ),
    Listing(
        "inspection.batches",
        BATCH,
        Text("抽查批次", "Batches of inspections"),
        columns=("title", "organ", "mode", "state", "window_from", "window_to", "event", "draw_at", "drawn_at"),
        filters=(Filter("state", Text("状态", "State"), "state"), Filter("mode", Text("抽查方式", "Mode"), "mode")),
        sorts={"-window_from": ("-window_from", "-id"), "window_from": ("window_from", "id")},
        default_sort="-window_from",
        search=("title",),
        empty=Text("还没有批次。在已公布的计划下“准备批次”。", "No batch yet. Prepare one under a published plan."),
    ),
)
SEARCH_DRAWS = (PLAN, BATCH)
PAGES_DRAWS = (PageLink("/inspection/chains/", Text("每日种子链", "Daily chain of seeds"), terms.APPROVE),)


def worklist_draws(actor: Actor, today: date) -> Sequence[Task]:
    """What a plan or a batch waits for: filing, publishing, one's own part, the freeze, the commitment, the draw, the teams."""
    found: list[Task] = []
    if actor.may(terms.APPROVE):
        able = actor.with_right(terms.APPROVE)
        own = reading.rows(able, PLAN).filter(organ__in=able.organs)
        drafts = own.filter(state="draft", pk__in=queries.with_lines()).order_by("pk")
        found += [
            _task(PLAN, r, Text("抽查计划待审批报备", "A plan to be approved and filed"), "file_plan")
            for r in drafts[:_MOST]
        ]
        for row in _own_batches(able, "frozen"):
            # Where the window begins too soon for the days before it, the day is that of the freeze: not one that was over by then.
            due = max(row.window_from - _COMMIT_BEFORE, row.frozen_on or row.window_from)
            found.append(
                _task(
                    BATCH,
                    row,
                    (_ODD_POOL if row.alarms else _FROZEN).with_(d=due.isoformat(), n=len(row.alarms)),
                    "commit_batch",
                    due,
                )
            )
    if actor.may(terms.PLAN):
        able = actor.with_right(terms.PLAN)
        own = reading.rows(able, PLAN).filter(organ__in=able.organs, state="filed").order_by("pk")
        found += [_task(PLAN, r, Text("已报备，待公布", "Filed, to be published"), "publish_plan") for r in own[:_MOST]]
        waiting = (
            reading.rows(able, PART).filter(batch__state="prepared", items=[], organ__in=able.organs).order_by("pk")
        )
        why = Text("填报本部门的事项和比例", "State the items and ratios of your department")
        found += [_task(BATCH, p.batch, why, "state_part") for p in waiting[:_MOST]]
        found += _to_draw(able)
        found += [
            _task(BATCH, r, Text("已抽取，待随机派组", "Drawn: teams are to be assigned"), "assign_teams")
            for r in _own_batches(able, "drawn")
        ]
    return found


_FROZEN: Final = Text("名录已冻结，最晚{d}承诺", "Frozen: commit by {d}")
#: Whoever commits answers for the pool: what is odd about it is not only on the desk.
_ODD_POOL: Final = Text(
    "名录已冻结，抽样框有{n}处须留意，核对后最晚{d}承诺", "Frozen, with {n} thing(s) to note about the pool: look at them and commit by {d}"
)


def _to_draw(able: Actor) -> list[Task]:
    now, found = clock.now(), []
    for row in reading.rows(able, BATCH).filter(state="committed").order_by("draw_at", "pk")[:_MOST]:
        if row.draw_at is None:
            continue
        on = row.draw_at.astimezone(clock.ZONE)
        why = (
            Text("可以公开抽取了", "The draw is due")
            if row.draw_at <= now
            else Text("{d}公开抽取", "The draw is on {d}").with_(d=on.strftime("%Y-%m-%d %H:%M"))
        )
        found.append(_task(BATCH, row, why, "draw_batch", on.date()))
    return found


def _own_batches(able: Actor, state: str) -> Any:
    return reading.rows(able, BATCH).filter(state=state, organ__in=able.organs).order_by("window_from", "pk")[:_MOST]


def _task(record: Record, row: Any, why: Text, verb: str, due: date | None = None) -> Task:
    return Task(row.title, why, record.kind, row.pk, due, f"inspection.{verb}", _LAW)
