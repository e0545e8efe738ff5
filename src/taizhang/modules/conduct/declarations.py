"""Records, verbs and lists of the conduct module, and what of it waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Action, Apart, Field, Filter, Listing, Record, Task
from taizhang.registers import scope
from taizhang.registers.records import PLACE

from . import actions, lifecycle, models, queries, terms

_LAW = terms.DISCIPLINE
_MOST = 50


def _campaign_name(row: Any) -> str:
    return row.name or f"第{row.number}个专项行动（名称未写明）"


def _campaign_name_en(row: Any) -> str:
    return row.name or f"Campaign {row.number} (name not stated)"


CAMPAIGN = Record(
    "conduct.campaign",
    Text("专项行动", "Campaign"),
    models.Campaign,
    models.CampaignHistory,
    visible=scope.staff,
    reach=scope.in_place(),
    fields=(
        Field("number", Text("第几个", "Number")),
        Field("name", Text("名称", "Name")),
        Field("source", Text("来源文件", "Source document")),
        Field("sourced_on", Text("文件日期", "Dated")),
        Field("begins_on", Text("开始日期", "Begins on")),
        Field("ends_on", Text("结束日期", "Ends on")),
        Field("organ", Text("牵头机构", "Leading organ")),
        Field("place", Text("区划", "Place")),
    ),
    title=_campaign_name,
    title_en=_campaign_name_en,
    select_related=("place", "organ"),
)
RULE_LIST = Record(
    "conduct.rule_list",
    Text("“十严禁”清单", "List of prohibitions"),
    models.RuleList,
    models.RuleListHistory,
    visible=scope.staff,
    reach=scope.in_place(),
    fields=(
        Field("name", Text("清单主题", "Subject of the list")),
        Field("name_en", Text("英文主题", "Subject in English")),
        Field("source", Text("来源文件", "Source document")),
        Field("sourced_on", Text("文件日期", "Dated")),
        Field("place", Text("区划", "Place")),
    ),
    title=lambda row: row.name,
    title_en=lambda row: row.name_en,
    select_related=("place",),
)
RULE_ITEM = Record(
    "conduct.rule_item",
    Text("条目", "Item"),
    models.RuleItem,
    models.RuleItemHistory,
    visible=scope.staff,
    fields=(
        Field("rule_list", Text("“十严禁”清单", "List of prohibitions")),
        Field("number", Text("第几条", "Item no.")),
        Field("words", Text("条文", "Words")),
        Field("source", Text("来源文件", "Source document")),
        Field("valid_from", Text("施行日期", "In force from")),
        Field("valid_to", Text("失效日期", "In force until")),
    ),
    title=lambda row: f"{row.number}. {row.words[:60]}",
    parent="rule_list",
    select_related=("rule_list",),
)
STUDY = Record(
    "conduct.study",
    Text("学习", "Study session"),
    models.Study,
    models.StudyHistory,
    visible=queries.visible_study,
    fields=(
        Field("campaign", Text("专项行动", "Campaign")),
        Field("organ", Text("单位", "Organ")),
        Field("held_on", Text("学习日期", "Held on")),
        Field("topic", Text("学习内容", "What was studied")),
        Field("attended", Text("参加人数", "People attending"), unit="人"),
        Field("proof", Text("佐证", "Proof")),
    ),
    title=lambda row: row.topic[:60],
    parent="campaign",
    select_related=("campaign", "organ", "proof"),
)
PROBLEM = Record(
    "conduct.problem",
    Text("作风问题", "Problem of conduct"),
    models.Problem,
    models.ProblemHistory,
    visible=queries.visible_problem,
    fields=(
        Field("number", Text("编号", "Number")),
        Field("organ", Text("涉及单位", "Organ concerned")),
        Field("state", Text("环节", "State"), choices=terms.PROBLEM_STATES),
        Field("description", Text("问题描述", "What was found")),
        Field("campaign", Text("专项行动", "Campaign")),
        Field("rule_list", Text("“十严禁”清单", "List of prohibitions")),
        Field("item", Text("触犯条目", "Item")),
        Field("concern", Text("属于", "Concerns"), choices=terms.CONCERNS),
        Field("clue", Text("线索来源", "Clue from"), choices=terms.CLUES),
        Field("found_on", Text("发现日期", "Found on")),
        Field("finder", Text("发现机构", "Found by")),
        Field("examined_on", Text("核实日期", "Examined on")),
        Field("finding", Text("核实情况", "What the examination found")),
        Field("corrector", Text("整改单位", "Body that corrects")),
        Field("demand", Text("整改要求", "What is to be corrected")),
        Field("assigned_on", Text("交办日期", "Given out on")),
        Field("due", Text("整改时限", "Deadline")),
        Field("correction", Text("整改情况", "What was corrected")),
        Field("proof", Text("整改佐证", "Proof of the correction")),
        Field("reported_on", Text("报整改日期", "Reported on")),
        Field("check_result", Text("核查情况", "What the check found")),
        Field("closed_on", Text("销号日期", "Closed on")),
        Field("handed_to", Text("移交给", "Handed to")),
        Field("reason", Text("理由或意见", "Reason or remark")),
        Field("place", Text("区划", "Place")),
    ),
    # A title is shown where reading is not noted; it tells nothing but the number.
    title=lambda row: row.number,
    lifecycles={"problem/1": lifecycle.PROBLEM},
    facts=queries.problem_facts,
    select_related=("place", "organ", "finder", "campaign", "rule_list", "item", "corrector", "proof"),
    on_record=True,
)
RECORDS = (CAMPAIGN, RULE_LIST, RULE_ITEM, STUDY, PROBLEM)

_ANOTHER = terms.CLOSED_BY_ANOTHER
ACTIONS = (
    Action(actions.enter_campaign, Text("登记专项行动", "Enter a campaign"), PLACE, terms.KEEP, law=terms.NAMED, creates=CAMPAIGN),
    Action(actions.state_campaign, Text("写明专项行动", "State the campaign"), CAMPAIGN, terms.KEEP, law=terms.NAMED),
    Action(actions.enter_list, Text("登记“十严禁”清单", "Enter a list of prohibitions"), PLACE, terms.KEEP, law=terms.NAMED, creates=RULE_LIST),
    Action(actions.state_item, Text("写明条目", "State an item"), RULE_LIST, terms.KEEP, law=terms.NAMED, creates=RULE_ITEM, primary=True),
    Action(actions.record_study, Text("记录学习", "Record a study session"), None, terms.STUDY, law=terms.NAMED, creates=STUDY),
    Action(actions.find_problem, Text("登记作风问题", "Enter a problem of conduct"), PLACE, terms.FIND, law=_LAW, creates=PROBLEM),
    Action(actions.examine, Text("核实", "Examine"), PROBLEM, terms.CHECK, law=_LAW, primary=True),
    Action(actions.give_out, Text("交办整改", "Give out for correction"), PROBLEM, terms.CHECK, law=_LAW, primary=True),
    Action(actions.set_deadline, Text("确定整改时限", "Set the deadline"), PROBLEM, terms.CHECK, law=_LAW),
    Action(actions.report_correction, Text("报整改", "Report the correction"), PROBLEM, terms.CORRECT, law=_LAW, primary=True),
    Action(
        actions.return_correction,
        Text("退回整改", "Return the correction"),
        PROBLEM,
        terms.CHECK,
        law=_ANOTHER,
        apart_from=(Apart("conduct.report_correction", by="organ"),),
    ),
    Action(
        actions.close_problem,
        Text("核查销号", "Check and close"),
        PROBLEM,
        terms.CHECK,
        law=_ANOTHER,
        primary=True,
        apart_from=(Apart("conduct.report_correction", by="organ"),),
    ),
    Action(actions.withdraw_problem, Text("撤销问题", "Withdraw the problem"), PROBLEM, terms.CHECK, law=_LAW),
    Action(actions.hand_over, Text("移交线索", "Hand the clue over"), PROBLEM, terms.CHECK, law=_LAW),
)


def _standings(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    return [(key, words.in_(language)) for key, words in terms.STANDINGS]


LISTINGS = (
    Listing(
        "conduct.problems",
        PROBLEM,
        Text("作风问题台账", "Register of problems of conduct"),
        columns=("number", "organ", "state", "term", "standing", "description", "rule_list", "found_on"),
        filters=(
            Filter("state", Text("环节", "State"), "state"),
            Filter("standing", Text("整改进度", "Progress"), "state", choices=_standings, apply=queries.standing_at),
            Filter("campaign", Text("专项行动", "Campaign"), "campaign"),
            Filter("rule_list", Text("“十严禁”清单", "List of prohibitions"), "rule_list"),
            Filter("concern", Text("属于", "Concerns"), "concern"),
            Filter("organ", Text("涉及单位", "Organ concerned"), "organ"),
        ),
        sorts={"-found_on": ("-found_on", "-id"), "found_on": ("found_on", "id"), "due": ("due", "id"), "state": ("state", "due", "id")},
        default_sort="-found_on",
        search=("number",),
        derived=(
            Field("term", Text("整改时限", "Deadline"), help=Text("由交办机构确定，没有定的显示“未定”", "Set by whoever gave it out; else it is not set")),
            Field("standing", Text("整改进度", "Progress"), choices=terms.STANDINGS),
        ),
        derive=queries.with_standing,
        empty=Text("没有登记作风问题。", "No problem of conduct has been entered."),
        help=Text("查阅逐条留痕：谁在何时看过哪一条，都有存证。", "Reading is on record: there is an entry for each row that anybody is shown."),
    ),
    Listing(
        "conduct.campaigns",
        CAMPAIGN,
        Text("专项行动", "Campaigns"),
        columns=("number", "name", "source", "sourced_on", "begins_on", "ends_on", "organ", "place"),
        sorts={"place": ("place", "number")},
        default_sort="place",
        search=("name", "source"),
        empty=Text("没有登记专项行动。", "No campaign has been entered."),
    ),
    Listing(
        "conduct.lists",
        RULE_LIST,
        Text("“十严禁”清单", "Lists of prohibitions"),
        columns=("name", "source", "sourced_on", "place"),
        sorts={"place": ("place", "name")},
        default_sort="place",
        search=("name", "name_en", "source"),
        empty=Text("没有登记清单。", "No list has been entered."),
    ),
    Listing(
        "conduct.studies",
        STUDY,
        Text("学习记录", "Study sessions"),
        columns=("organ", "campaign", "held_on", "topic", "attended", "proof"),
        filters=(Filter("campaign", Text("专项行动", "Campaign"), "campaign"), Filter("organ", Text("单位", "Organ"), "organ")),
        sorts={"-held_on": ("-held_on", "-id"), "held_on": ("held_on", "id")},
        default_sort="-held_on",
        empty=Text("没有学习记录。", "No session of study was recorded."),
    ),
)


def worklist(actor: Actor, today: date) -> Sequence[Task]:
    """To examine, to give out, to check; for a body that corrects, its own. By number alone: to list them is not to read them."""
    found: list[Task] = []
    if actor.may(terms.CHECK):
        able = actor.with_right(terms.CHECK)
        rows = reading.rows(able, PROBLEM).exclude(organ__in=able.organs).order_by("found_on", "id")
        found += [_task(r, Text("作风问题待核实", "A problem of conduct to be examined"), "examine") for r in rows.filter(state="found")[:_MOST]]
        found += [_task(r, Text("已查实，待交办整改", "Examined; to be given out"), "give_out") for r in rows.filter(state="examined")[:_MOST]]
        done = rows.filter(state="reported").exclude(corrector__in=able.organs)
        found += [_task(r, Text("已报整改，等待核查", "Reported corrected; waits for the check"), "close_problem", _ANOTHER) for r in done[:_MOST]]
    if actor.may(terms.CORRECT):
        own = actor.with_right(terms.CORRECT)
        mine = reading.rows(own, PROBLEM).filter(corrector__in=own.organs, state__in=("correcting", "returned")).order_by("due", "id")
        found += [_task(r, _why(r, today), "report_correction") for r in mine[:_MOST]]
    return found


def _why(row: Any, today: date) -> Text:
    if row.state == "returned":
        return Text("整改被退回，需重新整改", "The correction was returned and has to be done again")
    if row.due is None:
        return Text("作风问题整改，时限未定", "A problem of conduct to correct; no deadline set")
    if row.due < today:
        return Text("整改逾期 {d} 天", "The correction is {d} day(s) late").with_(d=(today - row.due).days)
    return Text("作风问题整改", "A problem of conduct to correct")


def _task(row: Any, why: Text, verb: str, law: Any = _LAW) -> Task:
    return Task(row.number, why, PROBLEM.kind, row.pk, row.due, f"conduct.{verb}", law)
