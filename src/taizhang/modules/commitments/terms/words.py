"""Words for what the columns of tasks and documents hold."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text

Words = tuple[tuple[str, Text], ...]

GENRES: Words = (
    ("interview", Text("访谈报道", "Interview")),
    ("work_report", Text("政府工作报告", "Work report")),
    ("plan_notice", Text("分工方案、通知", "Plan or notice")),
    ("project_list", Text("项目清单", "List of projects")),
    ("bulletin", Text("通报、简报", "Bulletin")),
    ("minutes", Text("会议纪要", "Minutes")),
    ("instruction", Text("领导批示", "Leader's instruction")),
    ("other", Text("其他文件", "Other document")),
)
SOURCE_STATES: Words = (
    ("open", Text("分解中", "Being read")),
    ("settled", Text("已分解完毕", "Read through")),
    ("withdrawn", Text("已撤回", "Withdrawn")),
)
TASK_STATES: Words = (
    ("confirmed", Text("已分解，待交办", "Confirmed, not yet given out")),
    ("assigned", Text("已交办，待签收", "Given out, to be signed for")),
    ("declined", Text("退回交办", "Sent back by the organ")),
    ("signed", Text("已签收", "Signed for")),
    ("under_way", Text("承办中", "Under way")),
    ("returned", Text("核查退回", "Returned by the check")),
    ("reported", Text("办结待核查", "Done, awaiting the check")),
    ("closed", Text("已销号", "Closed")),
    ("archived", Text("已归档", "Archived")),
    ("merged", Text("已并入其他任务", "Merged into another")),
    ("dropped", Text("已撤销", "Dropped")),
)
#: States in which something has still to be done about a task.
OPEN: Final = ("confirmed", "assigned", "declined", "signed", "under_way", "returned", "reported")
#: Open, and not yet reported as done.
RUNNING: Final = tuple(state for state in OPEN if state != "reported")
#: Its organ has it.
WITH_DOER: Final = ("assigned", "signed", "under_way", "returned")

#: What is shown for a task on a day; never typed, always made of its state, its deadline and the day.
STANDINGS: Words = (
    ("overdue", Text("逾期", "Overdue")),
    ("due_soon", Text("临期", "Due soon")),
    ("not_begun", Text("未启动", "Not begun")),
    ("on_course", Text("正常推进", "On course")),
    ("to_check", Text("办结待核查", "Awaiting the check")),
    ("closed", Text("已销号", "Closed")),
    ("ended", Text("已并入或撤销", "Merged or dropped")),
)
#: Said where there is no proof, no helping organ, no word yet; and where nobody has set a deadline or named anybody. Never a blank.
NONE: Final = Text("无", "None")
NO_WORD: Final = Text("无反馈", "Nothing said yet")
NOT_STATED: Final = Text("未写明", "Not stated")
STANDING_ORDER: Final = tuple(key for key, _ in STANDINGS)

DEADLINE_FROM: Words = (
    ("", Text("未写明", "Not stated")),
    ("stated", Text("原文写明", "Stated in the text")),
    ("set", Text("交办时设定", "Set when it was given out")),
    ("extended", Text("批准延期", "Extended")),
    ("meeting", Text("会议议定", "Decided by a meeting")),
)
EXTENSION_STATES: Words = (
    ("asked", Text("待审批", "To be decided")),
    ("approved", Text("已批准", "Approved")),
    ("refused", Text("未批准", "Refused")),
)
#: What of a project makes a task that is tied to it done; '' when the project is only named.
AWAITS: Words = (
    ("", Text("仅关联", "Only linked")),
    ("started", Text("认定开工", "Proved start")),
    ("completed", Text("竣工验收", "Accepted completion")),
    ("in_use", Text("投产或交付使用", "In use")),
)
FIGURE_ROLES: Words = (
    ("count", Text("数量", "Count")),
    ("total_investment", Text("总投资", "Total investment")),
    ("annual_plan", Text("年度计划投资", "Planned for the year")),
    ("planned_completion", Text("计划完成投资", "Planned to complete")),
    ("done", Text("已完成", "Done")),
    ("rate", Text("比率", "Rate")),
    ("funds", Text("资金", "Funds")),
    ("target", Text("目标", "Target")),
    ("threshold", Text("界限", "Threshold")),
    ("other", Text("其他", "Other")),
)
#: What of a confirmed task a clerk can put right by the words of the text.
NAMED_FIELDS: Words = (
    ("object", Text("对象", "Object")),
    ("places", Text("原文地点", "Places named")),
)
SPOT_STATES: Words = (
    ("committed", Text("已承诺，待抽取", "Committed, to be drawn")),
    ("drawn", Text("已抽取", "Drawn")),
    ("void", Text("已作废", "Void")),
)
SPOT_VERDICTS: Words = (("holds", Text("属实", "It holds")), ("not", Text("不属实", "It does not")))
