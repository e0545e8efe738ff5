"""Words and dated figures of lights, waivers and questions."""

from __future__ import annotations

from datetime import date

from taizhang.basis.clockunits import WorkingDays
from taizhang.basis.law import Dated, Law, Span
from taizhang.basis.text import Text
from taizhang.registers import laws

from .law import RULE
from .words import Words

#: The right to choose by which city's rule the lights are computed.
CHOOSE_RULE = "projects.light_rule"
#: Whose rule the lights follow until somebody chooses another: the one that was published.
LIGHT_CITY = Dated(
    "projects.light_city",
    Text("红黄绿灯所用规则（另行选定之前）", "Rule of lights (until another is chosen)"),
    (Span("yinchuan", date(2025, 3, 1), None, laws.YINCHUAN_LIGHTS),),
)
LIGHT_CITIES: Words = (
    ("yinchuan", Text("银川市", "Yinchuan")),
    ("example", Text("示例城市", "Example city")),
)
#: Lights of a project that a rule may have, in the order in which they are shown.
LIGHT_WORDS: Words = (
    ("progress", Text("序时进度", "Progress")),
    ("start", Text("开工", "Start")),
    ("payment", Text("资金支付", "Payment")),
    ("statistics", Text("统计入库", "Statistics entry")),
)
WAIVER_STATES: Words = (
    ("requested", Text("已申请", "Requested")),
    ("approved", Text("豁免中", "In force")),
    ("refused", Text("不予豁免", "Refused")),
    ("ended", Text("已提前终止", "Ended early")),
    ("lapsed", Text("已到期", "Lapsed")),
)
#: The Statistics Law forbids that anybody has a unit's figures changed; a question asks, and the unit answers or corrects.
QUESTION = Law("", Text("中华人民共和国统计法", "Statistics Law"), "第七条", "M")
QUESTION_TERM = Dated(
    "projects.question_term",
    Text("核查问题答复期限", "Term for answering a question"),
    (Span(WorkingDays(5), date(2025, 1, 1), None, RULE),),
)
QUESTION_STATES: Words = (
    ("asked", Text("待答复", "Waits for an answer")),
    ("answered", Text("已答复，待核", "Answered, to be looked at")),
    ("returned", Text("退回重答", "Returned")),
    ("accepted", Text("答复已采信", "Answer accepted")),
    ("closed", Text("数据更正后消失", "Gone with the correction")),
)
CHECK_WORDS: Words = (
    ("total_falls", Text("累计数减少", "A total falls")),
    ("money_without_works", Text("投资增加、实物量不变", "Investment without works")),
    ("investment_without_quantity", Text("有投资、无实物量", "Investment without any quantity")),
    ("paid_above_done", Text("支付大于工作量", "Paid above done")),
    ("paid_above_received", Text("支付大于到位", "Paid above received")),
    ("received_above_allotted", Text("到位大于下达", "Received above allotted")),
    ("allotted_above_planned", Text("下达大于计划", "Allotted above planned")),
    ("double_funding", Text("重复支持", "Double funding")),
    ("capital_below_minimum", Text("资本金偏低", "Capital below the minimum")),
    ("estimate_above_feasibility", Text("概算超可研", "Estimate above feasibility")),
    ("final_above_estimate", Text("决算超概算", "Final accounts above estimate")),
    ("start_not_proved", Text("自报开工未证", "Start claimed, not proved")),
    ("start_without_permit", Text("无证开工", "Start without a permit")),
    ("payment_before_start", Text("开工前支付", "Paid before the start")),
)
