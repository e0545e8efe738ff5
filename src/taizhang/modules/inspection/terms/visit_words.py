"""Words, laws and dated figures of visits, what follows from them, and what firms ask."""

from __future__ import annotations

from datetime import date
from typing import Final

from taizhang.basis.law import Dated, Law, Span
from taizhang.basis.text import Text

from .law import CITED_FOR_CAPS, DOUBLE_RANDOM

Words = tuple[tuple[str, Text], ...]

TWO_OFFICERS = Law(
    "",
    Text("中华人民共和国行政处罚法", "Administrative Penalty Law"),
    "第四十二条",
    mark="H",
)
AVOIDANCE = Law("", Text("中华人民共和国行政处罚法", "Administrative Penalty Law"), "第四十三条", mark="H")
PUBLISHED_IN_TIME = Law(DOUBLE_RANDOM.number, DOUBLE_RANDOM.name, mark="H")
SEVEN_FORMS = Law(
    "国办发〔2024〕54号",
    Text("行政检查文书（司法部印发的基本格式）", "Forms of inspections (patterns issued by the justice ministry)"),
    mark="S",
)
_SINCE = date(2025, 1, 3)

CAP_EACH = Dated(
    "inspection.cap_each_level",
    Text("同一级对同一企业年度检查上限", "Most visits of one level to one firm a year"),
    (Span(2, _SINCE, None, CITED_FOR_CAPS),),
    unit="次",
)
CAP_TOGETHER = Dated(
    "inspection.cap_city_and_county",
    Text("市县两级对同一企业年度检查上限", "Most visits of city and county together to one firm a year"),
    (Span(4, _SINCE, None, CITED_FOR_CAPS),),
    unit="次",
)
VISIT_TEAM = Dated(
    "inspection.visit_team",
    Text("现场检查最少持证人数", "Fewest certified officers on a visit"),
    (Span(2, date(2021, 7, 15), None, TWO_OFFICERS),),
    unit="人",
)
PUBLISH_WITHIN = Dated(
    "inspection.publish_within",
    Text("检查结果公示期限", "Results published within"),
    (Span(20, date(2019, 1, 27), None, PUBLISHED_IN_TIME),),
    unit="个工作日",
)
PILED_UP = Dated(
    "inspection.piled_up",
    Text("频繁检查提醒：一年内次数", "Visits a year that pile up"),
    (Span(3, _SINCE, None, Law("", Text("本系统提醒阈值，待确认", "This product's threshold, to be confirmed"), mark="P")),),
    unit="次",
)
VISIT_PARAMETERS = (CAP_EACH, CAP_TOGETHER, VISIT_TEAM, PUBLISH_WITHIN, PILED_UP)
#: Results that are due within so many working days are named in 'my work'.
WARNED_WORKING_DAYS: Final = 5

#: A cause outside the ten grounds: the visit counts under the cap.
NO_GROUND: Final = Text("不在豁免情形内（计入频次）", "None of these (counts under the cap)")
#: Who of a team is what; members are numbered.
SLOTS: Words = (
    ("lead", Text("组长", "Lead")),
    *((f"member {n}", Text(f"组员{n}", f"Member {n}")) for n in range(1, 10)),
)
FOLLOW_KINDS: Words = (
    ("correction", Text("责令改正", "Correction ordered")),
    ("listing", Text("列入经营异常名录", "Abnormal list")),
    ("case", Text("立案", "Case opened")),
    ("transfer", Text("移送其他机关", "Transfer to another organ")),
)
FOLLOW_STATES: Words = (
    ("open", Text("办理中", "Open")),
    ("closed", Text("已办结", "Closed")),
)
REQUEST_KINDS: Words = (
    ("avoidance", Text("申请回避", "Request for avoidance")),
    ("complaint", Text("投诉", "Complaint")),
)
REQUEST_STATES: Words = (
    ("received", Text("已收到", "Received")),
    ("granted", Text("同意回避", "Granted")),
    ("refused", Text("不予回避", "Refused")),
    ("answered", Text("已答复", "Answered")),
)
#: What an outcome may lead to; what was found in order leads to nothing.
FOLLOWS: Final[dict[str, tuple[str, ...]]] = {
    "none_found": (),
    "no_activity": (),
    "no_report": ("correction", "listing", "case"),
    "no_disclosure": ("correction", "listing", "case"),
    "false": ("correction", "listing", "case"),
    "unreachable": ("listing",),
    "corrected": ("correction",),
    "uncooperative": ("case", "listing"),
    "pending": ("correction", "listing", "case", "transfer"),
}
RESULT_STANDINGS: Words = (
    ("overdue", Text("公示逾期", "Publication overdue")),
    ("soon", Text("公示临期", "Publication due soon")),
    ("running", Text("公示期内", "Within the term")),
    ("done", Text("已了结", "Done")),
    ("before", Text("检查未完成", "Visit not completed")),
)
#: What each form is called, under its key; in the order in which they come about.
FORMS: Words = (
    ("approval", Text("行政检查审批表", "Approval of the inspection")),
    ("notice", Text("行政检查通知书", "Notice of inspection")),
    ("decision", Text("回避申请决定书", "Decision on avoidance")),
    ("record", Text("现场笔录", "On-site record")),
    ("correction", Text("责令改正通知书", "Order to correct")),
    ("delivery", Text("送达回证", "Proof of delivery")),
    ("result", Text("检查结果告知书", "Result told to the firm")),
)
DELIVERY_WAYS: Words = (
    ("direct", Text("直接送达", "Handed over")),
    ("left", Text("留置送达", "Left there")),
    ("mail", Text("邮寄送达", "By post")),
    ("electronic", Text("电子送达", "Electronically")),
)
DELIVERED: Words = tuple(pair for pair in FORMS if pair[0] in ("notice", "correction", "result"))
