"""One function for each verb: what is kept of campaigns and lists, and how a problem goes from found to closed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.actor import people_of
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand, not_future
from taizhang.registers import evidence as files
from taizhang.registers.models import Organ, Place, Upload

from . import queries, rules, terms
from .models import Campaign, Problem, RuleItem, RuleList, Study

Reason = Annotated[str, Ask(Text("理由", "Reason"), multiline=True, example="示例理由")]
Source = Annotated[str, Ask(Text("来源文件", "Source document"), example="示例文件")]
SourcedOn = Annotated[date | None, Ask(Text("文件日期", "Dated"), help=Text("不知道的留空", "Leave it empty while unknown"))]
Begins = Annotated[date | None, Ask(Text("开始日期", "Begins on"), help=Text("未写明的留空", "Leave it empty where it is not stated"))]
Ends = Annotated[date | None, Ask(Text("结束日期", "Ends on"), help=Text("未写明的留空", "Leave it empty where it is not stated"))]
Proof = Annotated[Upload | None, Ask(Text("佐证材料", "Proof"), ref="registers.upload", evidence="any")]
Due = Annotated[
    date | None,
    Ask(
        Text("整改时限", "Deadline"),
        help=Text("由交办机构确定；没有定的留空，显示“未定”", "Set by whoever gives it out; left empty it shows as not set"),
        example="2099-12-31",
    ),
]
InCampaign = Annotated[Campaign, Ask(Text("专项行动", "Campaign"), ref="conduct.campaign")]
Concerned = Annotated[Organ, Ask(Text("涉及单位", "Organ concerned"), ref="registers.organ")]
Corrector = Annotated[Organ, Ask(Text("整改单位", "Body that corrects"), ref="registers.organ")]
_NO_NAMES = Text("只写单位和事实，不写个人姓名、电话和证件号码", "The organ and what happened; no personal names, telephone or identity numbers")


# -- campaigns, lists, study ----------------------------------------------------------------------------------------------


def enter_campaign(
    place: Place,
    by: Hand,
    *,
    number: Annotated[int, Ask(Text("第几个", "Number"), example=1)],
    source: Source,
    name: Annotated[str, Ask(Text("名称", "Name"), help=Text("来源没有写明的留空", "Leave it empty where the source does not state it"))] = "",
    sourced_on: SourcedOn = None,
    begins_on: Begins = None,
    ends_on: Ends = None,
    organ: Annotated[Organ | None, Ask(Text("牵头机构", "Leading organ"), ref="registers.organ")] = None,
) -> Campaign:
    """A campaign is there with what its source states of it, and nothing else.

    Raises:
        Conflict: the place has a campaign of this number. BadInput: a number below one, or an end before the beginning.
    """
    if number < 1:
        raise BadInput(Text("序号从1开始", "Numbers begin with 1"), code="number", field="number")
    if Campaign.objects.filter(place=place, number=number).exists():
        raise Conflict(Text("第{n}个专项行动已经登记", "Campaign {n} was entered before").with_(n=number), code="known", field="number")
    _in_order(begins_on, ends_on)
    return by.put(
        Campaign(
            place=place, organ=organ, number=number, name=name.strip()[:120], source=source[:200], sourced_on=sourced_on,
            begins_on=begins_on, ends_on=ends_on,
        )
    )  # fmt: skip


def state_campaign(
    campaign: Campaign,
    by: Hand,
    *,
    source: Source,
    name: Annotated[str, Ask(Text("名称", "Name"), example="示例专项行动")],
    sourced_on: SourcedOn = None,
    begins_on: Begins = None,
    ends_on: Ends = None,
    organ: Annotated[Organ | None, Ask(Text("牵头机构", "Leading organ"), ref="registers.organ")] = None,
) -> None:
    """The campaign has the name and days that a document states; what is left empty stays as it was.

    Raises:
        BadInput: an end before the beginning.
    """
    campaign.name, campaign.source = name.strip()[:120], source[:200]
    campaign.sourced_on = sourced_on or campaign.sourced_on
    campaign.begins_on, campaign.ends_on = begins_on or campaign.begins_on, ends_on or campaign.ends_on
    campaign.organ = organ or campaign.organ
    _in_order(campaign.begins_on, campaign.ends_on)
    by.put(campaign)


def enter_list(
    place: Place,
    by: Hand,
    *,
    name: Annotated[str, Ask(Text("清单主题", "Subject of the list"), example="示例主题“十严禁”")],
    source: Source,
    name_en: Annotated[str, Ask(Text("英文主题", "Subject in English"))] = "",
    sourced_on: SourcedOn = None,
) -> RuleList:
    """A list of ten prohibitions is there by its subject; none of its items is stated yet.

    Raises:
        Conflict: the place has a list of this subject.
    """
    name = name.strip()[:120]
    if RuleList.objects.filter(place=place, name=name).exists():
        raise Conflict(Text("“{n}”已经登记", "“{n}” was entered before").with_(n=name), code="known", field="name")
    return by.put(RuleList(place=place, name=name, name_en=name_en.strip()[:160], source=source[:200], sourced_on=sourced_on))


def state_item(
    rule_list: RuleList,
    by: Hand,
    *,
    number: Annotated[int, Ask(Text("第几条", "Item"), example=1)],
    words: Annotated[str, Ask(Text("条文", "Words"), multiline=True, example="示例条文")],
    source: Source,
    valid_from: Annotated[date, Ask(Text("施行日期", "In force from"), example="2026-01-01")],
) -> RuleItem:
    """The list has these words under this number from a day on; words that it had before end on that day.

    Raises:
        BadInput: no number of a list of ten, or a day not after the one on which the words before it began.
    """
    rules.check_number(number)
    before = queries.item_on(rule_list, number)
    if before is not None:
        if valid_from <= before.valid_from:
            raise BadInput(
                Text("现条文自{d}起施行，新条文应晚于这一天", "The words there are in force from {d}; new ones begin later").with_(
                    d=before.valid_from.isoformat()
                ),
                code="not_later", field="valid_from", remedy=Text("核对施行日期", "Check the day"),
            )  # fmt: skip
        before.valid_to = valid_from
        by.put(before)
    return by.put(RuleItem(rule_list=rule_list, number=number, words=words.strip(), source=source[:200], valid_from=valid_from))


def record_study(
    by: Hand,
    *,
    campaign: InCampaign,
    held_on: Annotated[date, Ask(Text("学习日期", "Held on"), example="2026-01-15")],
    topic: Annotated[str, Ask(Text("学习内容", "What was studied"), example="示例学习内容")],
    attended: Annotated[int | None, Ask(Text("参加人数", "People attending"), unit="人")] = None,
    file: Proof = None,
) -> Study:
    """The actor's organ has held a session of study; without a proof the list says that there is none.

    Raises:
        BadInput: a day to come, or fewer than no people.
    """
    not_future(held_on, by, "held_on")
    if attended is not None and attended < 0:
        raise BadInput(Text("人数不能小于0", "There cannot be fewer than none"), code="negative", field="attended")
    study = Study(campaign=campaign, organ_id=by.actor.organs[0], held_on=held_on, topic=topic[:200], attended=attended)
    by.put(study)
    if file is not None:
        study.proof = files.keep(by, file, f"conduct.study:{study.pk}")
        by.put(study)
    return study


# -- problems -------------------------------------------------------------------------------------------------------------


def find_problem(
    place: Place,
    by: Hand,
    *,
    organ: Concerned,
    description: Annotated[str, Ask(Text("问题描述", "What was found"), multiline=True, help=_NO_NAMES, example="示例：某事项超期未办")],
    found_on: Annotated[date, Ask(Text("发现日期", "Found on"), example="2026-01-15")],
    clue: Annotated[str, Ask(Text("线索来源", "Clue from"), choices=terms.CLUES)] = "other",
    concern: Annotated[str, Ask(Text("属于", "Concerns"), choices=terms.CONCERNS)] = "",
    campaign: Annotated[Campaign | None, Ask(Text("专项行动", "Campaign"), ref="conduct.campaign")] = None,
    rule_list: Annotated[RuleList | None, Ask(Text("“十严禁”清单", "List of prohibitions"), ref="conduct.rule_list")] = None,
    item: Annotated[RuleItem | None, Ask(Text("触犯条目", "Item"), ref="conduct.rule_item")] = None,
) -> Problem:
    """A problem at an organ of the place is in the register with a number of its own, to be examined.

    Raises:
        BadInput: a day to come, words that name somebody, an organ outside the place, or an item that is not of the list or
            did not hold on the day.
    """
    not_future(found_on, by, "found_on")
    if not organ.place.path.startswith(place.path):
        raise BadInput(
            Text("{o}不在{p}", "{o} is not in {p}").with_(o=organ.name, p=place.name), code="elsewhere", field="organ",
            remedy=Text("登记到该单位所在的区划", "Enter it under the place of the organ"),
        )  # fmt: skip
    rules.check_words(description, queries.names_in(organ), "description")
    rule_list = _list_of(rule_list, item, found_on)
    finder = by.actor.organs[0] if by.actor.organs else None
    drawn = by.number(finder or organ.pk, "conduct")
    return by.put(
        Problem(
            number=f"作风〔{by.today.year}〕{drawn}号", place=place, organ=organ, finder_id=finder, campaign=campaign,
            rule_list=rule_list, item=item, clue=clue, concern=concern, found_on=found_on, description=description,
        )
    )  # fmt: skip


def examine(
    problem: Problem,
    by: Hand,
    *,
    finding: Annotated[str, Ask(Text("核实情况", "What the examination found"), multiline=True, help=_NO_NAMES, example="示例：经核实属实")],
) -> None:
    """The problem was examined and holds.

    Raises:
        Conflict: it is about the actor's own organ. BadInput: words that name somebody.
    """
    _not_own(problem, by)
    rules.check_words(finding, queries.names_in(problem.organ), "finding")
    problem.finding, problem.examined_on = finding, by.today
    by.put(problem)


def withdraw_problem(problem: Problem, by: Hand, *, reason: Reason) -> None:
    """The problem does not hold, and why stays readable.

    Raises:
        Conflict: it is about the actor's own organ.
    """
    _not_own(problem, by)
    problem.reason = reason[:400]
    by.put(problem)


def hand_over(
    problem: Problem,
    by: Hand,
    *,
    handed_to: Annotated[str, Ask(Text("移交给", "Handed to"), example="示例机关")],
    reason: Reason,
) -> None:
    """The clue is with the body that may act on it, and that it was handed over is on record.

    Raises:
        Conflict: it is about the actor's own organ.
    """
    _not_own(problem, by)
    problem.handed_to, problem.reason = handed_to[:120], reason[:400]
    by.put(problem)


def give_out(
    problem: Problem,
    by: Hand,
    *,
    corrector: Corrector,
    demand: Annotated[str, Ask(Text("整改要求", "What is to be corrected"), multiline=True, help=_NO_NAMES, example="示例：完善制度并公布")],
    due: Due = None,
) -> None:
    """A body has the problem to correct, until the day that was set, if one was.

    Raises:
        Conflict: it is about the actor's own organ. BadInput: a deadline that has passed, or words that name somebody.
    """
    _not_own(problem, by)
    _not_past(due, by)
    rules.check_words(demand, queries.names_in(problem.organ), "demand")
    problem.corrector, problem.demand, problem.due, problem.assigned_on = corrector, demand, due, by.today
    by.put(problem)
    by.send("inbox", f"organ:{corrector.pk}", kind="conduct_correction", problem=problem.pk)


def set_deadline(
    problem: Problem, by: Hand, *, due: Annotated[date, Ask(Text("整改时限", "Deadline"), example="2099-12-31")], reason: Reason
) -> None:
    """The correction is due on this day, for this reason. Later than before is for another person than who gave it out.

    Raises:
        Conflict: it is about the actor's own organ, or whoever gave it out puts its deadline off. BadInput: the day has passed.
    """
    _not_own(problem, by)
    _not_past(due, by)
    if problem.due is not None and due > problem.due and queries.gave_out(problem) & people_of(by.actor):
        raise Conflict(
            Text("整改由您交办，时限不能由您往后推", "You gave it out; you may not put its deadline off"), code="own_deadline", law=terms.CLOSED_BY_ANOTHER,
            remedy=Text("由其他监督人员延长，并写明理由", "Another person who checks may, with a reason"),
        )  # fmt: skip
    problem.due, problem.reason = due, reason[:400]
    by.put(problem)


def report_correction(
    problem: Problem,
    by: Hand,
    *,
    correction: Annotated[str, Ask(Text("整改情况", "What was corrected"), multiline=True, help=_NO_NAMES, example="示例：已完善制度并公布")],
    file: Proof = None,
) -> None:
    """The body that corrects says what it did, with proof; another has yet to check it.

    Raises:
        Conflict: it was given to another body. BadInput: words that name somebody.
    """
    if not by.actor.machine and problem.corrector_id not in by.actor.organs:
        raise Conflict(
            Text("由{o}整改", "It is for {o} to correct").with_(o=problem.corrector.name if problem.corrector else "—"),
            code="not_yours", law=terms.DISCIPLINE, remedy=Text("请由整改单位办理", "Ask that organ"),
        )  # fmt: skip
    rules.check_words(correction, queries.names_in(problem.organ), "correction")
    problem.correction, problem.reported_on = correction, by.today
    if file is not None:
        problem.proof = files.keep(by, file, f"conduct.problem:{problem.pk}")
    by.put(problem)


def return_correction(problem: Problem, by: Hand, *, reason: Reason) -> None:
    """It is not corrected yet, and the body that reported it can read why.

    Raises:
        Conflict: it is about the actor's own organ.
    """
    _not_own(problem, by)
    problem.reason, problem.reported_on = reason[:400], None
    by.put(problem)
    by.send("inbox", f"organ:{problem.corrector_id}", kind="conduct_returned", problem=problem.pk)


def close_problem(
    problem: Problem,
    by: Hand,
    *,
    check_result: Annotated[str, Ask(Text("核查情况", "What the check found"), multiline=True, help=_NO_NAMES, example="示例：复查属实")],
) -> None:
    """The problem is closed on what another body than the one that corrected it found.

    Raises:
        Conflict: it is about the actor's own organ. BadInput: words that name somebody.
    """
    _not_own(problem, by)
    rules.check_words(check_result, queries.names_in(problem.organ), "check_result")
    problem.check_result, problem.closed_on = check_result, by.today
    by.put(problem)


def _not_own(problem: Problem, by: Hand) -> None:
    if not by.actor.machine and problem.organ_id in by.actor.organs:
        raise Conflict(
            Text("问题涉及您所在的单位，您须回避", "It is about your own organ: it is not for you to deal with"), code="own_organ", law=terms.DISCIPLINE,
            remedy=Text("由其他单位的监督人员办理", "Somebody of another organ who checks has to"),
        )  # fmt: skip


def _list_of(rule_list: RuleList | None, item: RuleItem | None, found_on: date) -> RuleList | None:
    """The list that a problem falls under; an item says so by itself."""
    if item is None:
        return rule_list
    if rule_list is not None and rule_list.pk != item.rule_list_id:
        raise BadInput(
            Text("这一条不在所选清单中", "The item is not of the list that was chosen"), code="other_list", field="item",
            remedy=Text("只选条目即可", "Choose the item alone"),
        )  # fmt: skip
    if not rules.holds(item.valid_from, item.valid_to, found_on):
        raise BadInput(
            Text("{d}这一条尚未施行或已被替换", "The item did not hold on {d}").with_(d=found_on.isoformat()), code="not_in_force", field="item",
            remedy=Text("选当时施行的条文", "Choose the words that held then"),
        )  # fmt: skip
    return item.rule_list


def _in_order(begins_on: date | None, ends_on: date | None) -> None:
    if begins_on is not None and ends_on is not None and ends_on < begins_on:
        raise BadInput(Text("结束日期早于开始日期", "It ends before it begins"), code="order", field="ends_on")


def _not_past(due: date | None, by: Hand) -> None:
    if due is not None and due < by.today:
        raise BadInput(
            Text("整改时限 {d} 已经过去", "The deadline {d} has passed").with_(d=due.isoformat()), code="past", field="due",
            remedy=Text("填今天或以后的日期，或留空", "Give today or a later day, or leave it empty"),
        )  # fmt: skip
