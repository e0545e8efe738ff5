"""Rights, laws, states and words of the conduct module."""

from __future__ import annotations

from typing import Final

from taizhang.basis.law import Law
from taizhang.basis.text import Text

Words = tuple[tuple[str, Text], ...]

#: To keep campaigns and lists; to enter what was found; to examine it, give it out and close it; to correct; to study.
KEEP: Final = "conduct.keep"
FIND: Final = "conduct.find"
CHECK: Final = "conduct.check"
CORRECT: Final = "conduct.correct"
STUDY: Final = "conduct.study"

#: What is found concerns officials: who looks after discipline looks into it.
DISCIPLINE = Law("", Text("中国共产党纪律检查机关监督执纪工作规则", "Rules for the work of discipline inspection bodies"), mark="H")
#: The page that names the campaigns and the lists, and states neither their names nor their items.
NAMED = Law(
    "",
    Text("《郑州日报》访谈（“学查改”4个专项行动、四个“十严禁”）", "The interviews in Zhengzhou Daily that name the campaigns and the lists"),
    mark="S",
)
CLOSED_BY_ANOTHER = Law(
    "", Text("整改工作惯例：由整改单位以外的机构核查销号", "Practice of corrections: another body than the one that corrects closes"), mark="S"
)
LAWS = (DISCIPLINE, NAMED, CLOSED_BY_ANOTHER)

#: A list is called 'ten prohibitions' (十严禁): it is whole when ten are stated.
WHOLE: Final = 10

NOT_STATED = Text("未写明", "Not stated")
NOT_SET = Text("未定", "Not set")

PROBLEM_STATES: Words = (
    ("found", Text("已发现，待核实", "Found, to be examined")),
    ("examined", Text("已查实，待交办整改", "Examined, to be given out")),
    ("correcting", Text("整改中", "Being corrected")),
    ("reported", Text("已报整改，待核查", "Reported corrected, to be checked")),
    ("returned", Text("核查退回", "Returned by the check")),
    ("closed", Text("已销号", "Closed")),
    ("withdrawn", Text("已撤销", "Withdrawn")),
    ("handed_over", Text("已移交", "Handed over")),
)
#: States in which the body that corrects sees the problem: not before it was given out to it.
WITH_CORRECTOR: Final = ("correcting", "reported", "returned", "closed")
OPEN: Final = ("found", "examined", "correcting", "reported", "returned")
#: What has been examined and held, and what has been corrected and checked.
HELD: Final = ("examined", "correcting", "reported", "returned", "closed", "handed_over")

CLUES: Words = (
    ("inspection", Text("专项检查", "Inspection in a campaign")),
    ("daily", Text("日常监督", "Daily supervision")),
    ("letters", Text("信访反映", "Letters and visits")),
    ("audit", Text("审计移送", "Handed over by audit")),
    ("overdue", Text("逾期督办事项", "Overdue matters under supervision")),
    ("own", Text("单位自查", "Found by the organ itself")),
    ("other", Text("其他", "Other")),
)
#: The source page has the three taken together; a finding says which it is, so that they can be counted apart.
CONCERNS: Words = (
    ("spirit", Text("党性", "Party spirit")),
    ("conduct", Text("党风", "Conduct")),
    ("discipline", Text("党纪", "Discipline")),
)
#: How a correction stands to its deadline on a day; never typed.
STANDINGS: Words = (
    ("overdue", Text("整改逾期", "Overdue")),
    ("running", Text("整改中", "Being corrected")),
    ("no_deadline", Text("整改中，时限未定", "Being corrected, no deadline set")),
    ("to_check", Text("待核查", "To be checked")),
    ("before", Text("尚未交办", "Not given out")),
    ("ended", Text("已了结", "Ended")),
)
#: What is sent to a body that corrects: that there is something, and nothing of what it is.
MESSAGES_TITLE: Final = Text("作风消息", "Messages about conduct")
MESSAGES: Final = {
    "conduct_correction": Text("作风问题交你单位整改", "A problem of conduct is your organ's to correct"),
    "conduct_returned": Text("整改核查退回", "A correction was returned by the check"),
}
