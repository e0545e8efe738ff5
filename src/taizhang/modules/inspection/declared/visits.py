"""Records, verbs and lists of visits, what follows from them and what firms ask, and what of it waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Action, Apart, Field, Filter, Listing, Record, Task
from taizhang.registers import scope
from taizhang.registers.records import PLACE

from .. import models, terms
from ..actions import firm, follow_ups, on_site, visits
from ..queries import visits as queries
from ..terms import visit_words as words
from . import visit_lifecycles as lifecycles

_LAW: Final = terms.DISCIPLINE
_RANDOM: Final = terms.DOUBLE_RANDOM
_MOST: Final = 50

VISIT = Record(
    "inspection.visit",
    Text("检查任务", "Visit"),
    models.Visit,
    models.VisitHistory,
    visible=queries.visible_visit,
    reach=scope.in_place(),
    fields=(
        Field("number", Text("检查编号", "Number")),
        Field("enterprise", Text("经营主体", "Firm")),
        Field("kind", Text("检查类型", "Kind of visit"), choices=terms.VISIT_KINDS),
        Field("state", Text("检查状态", "State of the visit"), choices=terms.VISIT_STATES),
        Field("organ", Text("发起部门", "Initiating department")),
        Field("batch", Text("抽查批次", "Batch")),
        Field("ground", Text("豁免情形", "Ground outside the cap"), choices=terms.GROUNDS),
        Field("ground_note", Text("检查事由", "Cause")),
        Field("ground_proof", Text("证明材料", "Proof")),
        Field("window_from", Text("检查日期自", "Window from")),
        Field("window_to", Text("检查日期至", "Window to")),
        Field("approved_on", Text("审批日期", "Approved on")),
        Field("notified_on", Text("通知日期", "Notice given on")),
        Field("entered_at", Text("进企时间", "Entered at")),
        Field("left_at", Text("离企时间", "Left at")),
        Field("signature", Text("企业签字", "Signature of the firm")),
        Field("refused_why", Text("拒签理由", "Why it was refused")),
        Field("completed_on", Text("完成日期", "Completed on")),
        Field("publish_by", Text("公示期限", "Publish by")),
        Field("published_on", Text("公示日期", "Result published on")),
        Field("withheld_why", Text("不予公示理由", "Why it is not published")),
        Field("reason", Text("理由", "Reason")),
        Field("place", Text("区划", "Place")),
    ),
    title=lambda row: row.number,
    lifecycles={"visit/1": lifecycles.VISIT},
    facts=queries.visit_facts,
    select_related=("enterprise", "organ__place", "place", "batch", "ground_proof", "signature"),
    concerns=lambda row: queries.people_of(row.pk),
)
VISIT_INSPECTOR = Record(
    "inspection.visit_inspector",
    Text("检查组成员", "Member of the team"),
    models.VisitInspector,
    models.VisitInspectorHistory,
    visible=queries.of_visit(),
    fields=(
        Field("visit", Text("检查任务", "Visit")),
        Field("inspector", Text("检查人员", "Inspector of the visit")),
        Field("slot", Text("分工", "Slot"), choices=words.SLOTS),
        Field("replaced_why", Text("替换理由", "Why replaced")),
    ),
    title=lambda row: row.inspector.person.name,
    title_en=lambda row: row.inspector.person.name_en,
    parent="visit",
    select_related=("visit", "inspector__person", "inspector__organ"),
)
VISIT_ITEM = Record(
    "inspection.visit_item",
    Text("检查事项结果", "Item of a visit"),
    models.VisitItem,
    models.VisitItemHistory,
    visible=queries.of_visit(),
    fields=(
        Field("visit", Text("检查任务", "Visit")),
        Field("item", Text("抽查事项", "Item of inspection")),
        Field("organ", Text("检查主体", "Department")),
        Field("outcome", Text("检查结果", "Outcome"), choices=terms.OUTCOMES),
        Field("finding", Text("检查情况", "What was found on site")),
        Field("proof", Text("现场照片", "Photo")),
        Field("recorded_at", Text("记录时间", "Recorded at")),
        Field("recorder", Text("记录人", "Recorded by")),
    ),
    title=lambda row: row.item.name,
    title_en=lambda row: row.item.name_en,
    parent="visit",
    select_related=("visit__enterprise", "item", "organ", "proof", "recorder__person"),
)
FOLLOW_UP = Record(
    "inspection.follow_up",
    Text("后续处理", "What follows"),
    models.FollowUp,
    models.FollowUpHistory,
    visible=queries.visible_follow,
    fields=(
        Field("visit_item", Text("检查事项结果", "Item of a visit")),
        Field("kind", Text("后续处理", "What follows"), choices=words.FOLLOW_KINDS),
        Field("organ", Text("办理机关", "In the hands of")),
        Field("note", Text("要求或说明", "What is asked of it")),
        Field("due", Text("期限", "Deadline")),
        Field("state", Text("后续处理状态", "State of what follows"), choices=words.FOLLOW_STATES),
        Field("result", Text("办理结果", "Result")),
        Field("proof", Text("佐证材料", "Proof")),
        Field("done_on", Text("办结日期", "Closed on")),
    ),
    title=lambda row: f"{dict(words.FOLLOW_KINDS)[row.kind].zh}：{row.visit_item.item.name}",
    title_en=lambda row: f"{dict(words.FOLLOW_KINDS)[row.kind].en}: {row.visit_item.item.name_en or row.visit_item.item.name}",
    parent="visit_item",
    lifecycles={"follow_up/1": lifecycles.FOLLOW_UP},
    select_related=("visit_item__item", "visit_item__visit__enterprise", "organ", "proof"),
)
FIRM_REQUEST = Record(
    "inspection.firm_request",
    Text("企业申请和投诉", "Request of a firm"),
    models.FirmRequest,
    models.FirmRequestHistory,
    visible=queries.visible_request,
    reach=queries.visible_request,
    fields=(
        Field("visit", Text("检查任务", "Visit")),
        Field("kind", Text("申请类型", "Kind of request"), choices=words.REQUEST_KINDS),
        Field("inspector", Text("申请回避的人员", "Who should stay away")),
        Field("words", Text("企业陈述", "What the firm says")),
        Field("received_at", Text("收到时间", "Received at")),
        Field("state", Text("申请状态", "State of the request"), choices=words.REQUEST_STATES),
        Field("answer", Text("答复", "Answer")),
        Field("answered_on", Text("答复日期", "Answered on")),
    ),
    title=lambda row: f"{row.visit.number} {dict(words.REQUEST_KINDS)[row.kind].zh}",
    title_en=lambda row: f"{row.visit.number} {dict(words.REQUEST_KINDS)[row.kind].en}",
    parent="visit",
    lifecycles={"request/1": lifecycles.REQUEST},
    select_related=("visit__enterprise", "visit__organ", "inspector__person"),
    concerns=lambda row: (f"registers.person:{row.inspector.person_id}",) if row.inspector is not None else (),
)
RECORDS_VISITS = (VISIT, VISIT_INSPECTOR, VISIT_ITEM, FOLLOW_UP, FIRM_REQUEST)

_PLAN, _APPROVE, _INSPECT, _ASK = terms.PLAN, terms.APPROVE, terms.INSPECT, terms.ASK
_TWO = words.TWO_OFFICERS
ACTIONS_VISITS = (
    Action(visits.log_cause, Text("登记有因检查", "Log a visit for a cause"), PLACE, _PLAN, law=_LAW, creates=VISIT),
    Action(
        visits.approve_visit, Text("审批检查", "Approve the visit"), VISIT, _APPROVE, law=_LAW, primary=True, each=True,
        apart_from=(Apart("inspection.log_cause"),),
    ),
    Action(visits.give_notice, Text("发检查通知书", "Give notice"), VISIT, _PLAN, law=_LAW, primary=True, each=True),
    Action(visits.reschedule, Text("改期", "Put it off"), VISIT, _PLAN, law=_LAW),
    Action(visits.substitute, Text("替换检查人员", "Change the team"), VISIT, _PLAN, law=_LAW),
    Action(visits.cancel_visit, Text("取消检查", "Cancel the visit"), VISIT, _APPROVE, law=_LAW, apart_from=(Apart("inspection.log_cause"),)),
    Action(on_site.enter_visit, Text("扫码进企", "Enter with the code"), VISIT, _INSPECT, law=_TWO, primary=True),
    Action(on_site.record_item, Text("记录事项结果", "Record the item"), VISIT_ITEM, _INSPECT, law=_RANDOM, primary=True),
    Action(on_site.items_recorded, Text("事项已全部记录", "All items recorded"), VISIT, law=_RANDOM, machine=True, shown=False),
    Action(on_site.sign_record, Text("企业签字", "The firm signs"), VISIT, _INSPECT, law=_LAW, primary=True),
    Action(on_site.refuse_signature, Text("记录拒签", "Signature refused"), VISIT, _INSPECT, law=_LAW),
    Action(on_site.tell_result, Text("发结果告知书", "Tell the firm the result"), VISIT, _PLAN, law=_LAW),
    Action(on_site.record_delivery, Text("登记送达", "Record a delivery"), VISIT, _PLAN, law=_LAW),
    Action(on_site.publish_visit, Text("公示结果", "Publish the result"), VISIT, _PLAN, law=_RANDOM, primary=True, each=True),
    Action(on_site.withhold_visit, Text("不予公示", "Withhold the result"), VISIT, _APPROVE, law=terms.PUBLICITY),
    Action(follow_ups.follow_up, Text("后续处理", "Follow it up"), VISIT_ITEM, _PLAN, law=_RANDOM, creates=FOLLOW_UP),
    Action(follow_ups.close_follow_up, Text("办结", "Close it"), FOLLOW_UP, _PLAN, law=_RANDOM, primary=True),
    Action(firm.ask_avoidance, Text("申请回避", "Ask for avoidance"), None, law=words.AVOIDANCE, creates=FIRM_REQUEST, public=True, shown=False),
    Action(firm.complain, Text("投诉", "Complain"), None, law=_LAW, creates=FIRM_REQUEST, public=True, shown=False),
    Action(firm.grant_avoidance, Text("同意回避", "Grant the avoidance"), FIRM_REQUEST, _APPROVE, law=words.AVOIDANCE, primary=True),
    Action(firm.refuse_avoidance, Text("不予回避", "Refuse the avoidance"), FIRM_REQUEST, _APPROVE, law=words.AVOIDANCE),
    Action(firm.answer_complaint, Text("答复投诉", "Answer the complaint"), FIRM_REQUEST, _ASK, law=_LAW),
)


def _choices(table: terms.Words) -> Any:
    def choices(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
        return [(key, said.in_(language)) for key, said in table]

    return choices


LISTINGS_VISITS = (
    Listing(
        "inspection.visits",
        VISIT,
        Text("检查任务台账", "Register of visits"),
        columns=("number", "enterprise", "state", "kind", "organ", "window_from", "window_to", "result_standing", "publish_term"),
        filters=(
            Filter("state", Text("检查状态", "State of the visit"), "state"),
            Filter("standing", Text("公示进度", "Publication"), "state", choices=_choices(words.RESULT_STANDINGS), apply=queries.standing_at),
            Filter("kind", Text("检查类型", "Kind of visit"), "kind"),
            Filter("ground", Text("豁免情形", "Ground outside the cap"), "ground"),
            Filter("organ", Text("发起部门", "Initiating department"), "organ"),
            Filter("batch", Text("抽查批次", "Batch"), "batch"),
            Filter("firm", Text("经营主体名称", "Name of the firm"), "enterprise__name", how="contains"),
            Filter("enterprise", Text("经营主体", "Firm"), "enterprise"),
        ),
        sorts={"-window": ("-window_from", "-id"), "window": ("window_from", "id")},
        default_sort="-window",
        search=("number",),
        derived=(
            Field("result_standing", Text("公示进度", "Publication"), choices=words.RESULT_STANDINGS),
            Field(
                "publish_term",
                Text("公示期限", "Publish by"),
                help=Text(
                    "完成之日起20个工作日；节假日未公布的年度为暂定",
                    "20 working days from completion; provisional where a year's holidays are not announced",
                ),
            ),
        ),
        derive=queries.with_standing,
        empty=Text(
            "还没有检查任务。随机抽查由批次生成，有因检查从区划页登记。",
            "No visits yet: batches make the random ones, those for a cause are logged on a place's page.",
        ),
    ),
    Listing(
        "inspection.follow_ups",
        FOLLOW_UP,
        Text("后续处理台账", "Register of what follows"),
        columns=("visit_item", "kind", "organ", "due", "state", "done_on"),
        filters=(
            Filter("kind", Text("后续处理", "What follows"), "kind"),
            Filter("state", Text("后续处理状态", "State of what follows"), "state"),
            Filter("organ", Text("办理机关", "In the hands of"), "organ"),
        ),
        sorts={"due": ("state", "due", "id")},
        default_sort="due",
        search=("visit_item__visit__number", "visit_item__visit__enterprise__name"),
        empty=Text("没有后续处理。", "Nothing follows from any visit."),
    ),
    Listing(
        "inspection.requests",
        FIRM_REQUEST,
        Text("企业申请和投诉", "Requests of firms"),
        columns=("visit", "kind", "state", "received_at", "waited", "decide_by", "answered_on"),
        filters=(
            Filter("kind", Text("申请类型", "Kind of request"), "kind"),
            Filter("state", Text("申请状态", "State of the request"), "state"),
        ),
        sorts={"received": ("state", "received_at")},
        default_sort="received",
        derived=(
            Field("waited", Text("已等天数", "Days waited"), unit="天"),
            Field("decide_by", Text("应于进企前决定", "To be decided before"), absent=Text("未写明", "Not stated")),
        ),
        derive=queries.with_wait,
        empty=Text("没有企业的申请和投诉。", "No firm has asked or complained."),
    ),
)


# -- my work ----------------------------------------------------------------------------------------------------------------


def worklist_visits(actor: Actor, today: date) -> Sequence[Task]:
    """To approve, to notify, to publish in time; requests of firms; firms on which visits pile up; open follow-ups; one's own visits."""
    found: list[Task] = []
    if actor.may(_APPROVE):
        found += _approving(actor.with_right(_APPROVE), today)
    if actor.may(_PLAN):
        found += _planning(actor.with_right(_PLAN), today)
    if actor.may(_ASK):
        able = actor.with_right(_ASK)
        rows = reading.rows(able, FIRM_REQUEST).filter(kind="complaint", state="received", visit__organ__in=able.organs)
        found += [_request(r, "answer_complaint", Text("企业投诉待答复", "A firm's complaint waits for an answer"), today) for r in rows[:_MOST]]
    if actor.may(_INSPECT):
        mine = queries.of_person(actor, today)[:_MOST]
        found += [_visit(r, _MINE, "enter_visit", r.window_to, _TWO) for r in mine if r.state == "notified"]
        found += [
            Task(f"{r.enterprise.name} · {r.number}", _ON_SITE[r.state], VISIT.kind, r.pk, r.window_to, None, _LAW, url="/report/")
            for r in mine if r.state in _ON_SITE
        ]  # fmt: skip
    return found


def _approving(able: Actor, today: date) -> list[Task]:
    rows = reading.rows(able, VISIT).filter(organ__in=able.organs)
    found = [_visit(r, _TO_APPROVE, "approve_visit", r.window_to) for r in rows.filter(state="assigned").order_by("window_from", "id")[:_MOST]]
    asked = reading.rows(able, FIRM_REQUEST).filter(kind="avoidance", state="received", visit__organ__in=able.organs)
    found += [_request(r, "grant_avoidance", _ASKED, today) for r in asked[:_MOST]]
    least = visits.dated(words.PILED_UP, today)
    for firm_row, n in queries.piled_up(rows, today.year, least)[:_MOST]:
        why = Text("本年检查已{n}次，注意频次", "{n} visits this year: watch the caps").with_(n=n)
        url = f"/list/inspection.visits/?enterprise={firm_row.pk}"
        found.append(Task(firm_row.name, why, "registers.enterprise", firm_row.pk, law=terms.CITED_FOR_CAPS, url=url))
    return found


def _planning(able: Actor, today: date) -> list[Task]:
    rows = reading.rows(able, VISIT).filter(organ__in=able.organs)
    found = [_visit(r, _TO_NOTIFY, "give_notice", r.window_to) for r in rows.filter(state="approved").order_by("window_from", "id")[:_MOST]]
    waits = rows.filter(state="completed", publish_by__lte=queries.soon(today)).order_by("publish_by", "id")
    found += [_visit(r, _LATE if r.publish_by < today else _SOON, "publish_visit", r.publish_by, _RANDOM) for r in waits[:_MOST]]
    found += [_following(i) for i in queries.to_be_followed(able.organs)[:_MOST]]
    after = reading.rows(able, FOLLOW_UP).filter(state="open", organ__in=able.organs).order_by("due", "id")
    found += [
        Task(FOLLOW_UP.name_of(r), Text("后续处理未办结", "What follows is open"), FOLLOW_UP.kind, r.pk, r.due, "inspection.close_follow_up", _RANDOM)
        for r in after[:_MOST]
    ]
    return found


_TO_APPROVE: Final = Text("检查待审批", "A visit to be approved")
_ASKED: Final = Text("企业申请回避，进企前决定", "A firm asks for avoidance: decide before the visit")
_TO_NOTIFY: Final = Text("已审批，待发通知书", "Approved; notice to be given")
_SOON: Final = Text("检查结果临近公示期限", "A result is due for publication")
_LATE: Final = Text("检查结果公示逾期", "The publication of a result is overdue")
_MINE: Final = Text("待进企检查", "A visit to make")
_TO_FOLLOW: Final = Text("检查发现问题，待登记后续处理", "A problem was found: say what follows")
#: What the team does next with a visit that is under way, on a telephone.
_ON_SITE: Final = {
    "entered": Text("检查中，待逐项记录", "Under way: record each item"),
    "recorded": Text("已记录，待企业签字", "Recorded: the firm is to sign"),
}


def _visit(row: Any, why: Text, verb: str, due: date | None, law: Any = _LAW) -> Task:
    return Task(f"{row.enterprise.name} · {row.number}", why, VISIT.kind, row.pk, due, f"inspection.{verb}", law)


def _following(row: Any) -> Task:
    called = Text("{f} · {i}", "{f} · {i}").with_(f=row.visit.enterprise.name, i=Text(row.item.name, row.item.name_en or row.item.name))
    return Task(called, _TO_FOLLOW, VISIT_ITEM.kind, row.pk, None, "inspection.follow_up", _RANDOM)


def _request(row: Any, verb: str, why: Text, today: date) -> Task:
    due = row.visit.window_from if row.kind == "avoidance" else None
    return Task(FIRM_REQUEST.name_of(row), why, FIRM_REQUEST.kind, row.pk, due, f"inspection.{verb}", words.AVOIDANCE if due else _LAW)
