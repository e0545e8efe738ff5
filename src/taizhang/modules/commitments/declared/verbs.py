"""The verbs of the commitments module, with their rights and who may not do which."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Action, Apart
from taizhang.registers.records import PLACE

from .. import terms
from ..actions import ahead, assigning, checking, confirming, derived, doing, issuing, named, reminding, sources
from .records import EXTENSION, FEEDBACK, SOURCE, TASK, TIE

REGISTER: Final = "commitments.register"
DO: Final = "commitments.do"
CHECK: Final = "commitments.check"
APPROVE: Final = "commitments.approve"
_LAW: Final = terms.SUPERVISION
_ANOTHER: Final = terms.VERIFIED_BY_ANOTHER

ACTIONS = (
    Action(sources.register_source, Text("登记文件", "Enter a document"), PLACE, REGISTER, law=_LAW, creates=SOURCE, ahead=ahead.of_text),
    Action(sources.keep_figures, Text("续存文中数字", "Keep further figures"), SOURCE, REGISTER, law=_LAW, shown=False, ahead=ahead.of_source),
    Action(confirming.confirm_tasks, Text("确认任务", "Confirm tasks"), SOURCE, REGISTER, law=_LAW, primary=True, ahead=ahead.of_source),
    Action(sources.settle_source, Text("分解完毕", "Read through"), SOURCE, REGISTER, law=_LAW),
    Action(sources.reopen_source, Text("继续分解", "Go on reading"), SOURCE, REGISTER, law=_LAW),
    Action(sources.withdraw_source, Text("撤回文件", "Withdraw"), SOURCE, REGISTER, law=_LAW),
    Action(confirming.add_task, Text("登记任务", "Enter a task"), PLACE, REGISTER, law=_LAW, creates=TASK),
    Action(confirming.amend_task, Text("更正任务", "Amend"), TASK, REGISTER, law=_LAW),
    Action(named.correct_named, Text("更正对象或地点", "Put object or places right"), TASK, REGISTER, law=_LAW),
    Action(confirming.tie_project, Text("关联项目", "Link a project"), TASK, REGISTER, law=_LAW, creates=TIE),
    Action(confirming.untie_project, Text("解除关联", "Take the link away"), TIE, REGISTER, law=_LAW),
    Action(assigning.assign, Text("交办", "Give out"), TASK, REGISTER, law=_LAW, each=True, primary=True),
    Action(assigning.reassign, Text("改交", "Give to another"), TASK, REGISTER, law=_LAW),
    Action(assigning.remind, Text("催办", "Remind"), TASK, REGISTER, law=_LAW, each=True),
    Action(issuing.issue_slip, Text("发督办单", "Issue a slip"), TASK, REGISTER, law=_LAW),
    Action(issuing.issue_letter, Text("发督办函", "Issue a letter"), PLACE, REGISTER, law=_LAW),
    Action(issuing.issue_notice, Text("发通报", "Issue a notice"), PLACE, REGISTER, law=_LAW),
    Action(assigning.merge, Text("并入", "Merge"), TASK, REGISTER, law=_LAW),
    Action(assigning.drop, Text("撤销任务", "Drop"), TASK, APPROVE, law=_LAW),
    Action(doing.sign, Text("签收", "Sign for it"), TASK, DO, law=_LAW, each=True, primary=True),
    Action(doing.decline, Text("退回交办", "Send back"), TASK, DO, law=_LAW),
    Action(doing.split, Text("分解到下级", "Split"), TASK, DO, law=_LAW, creates=TASK),
    Action(doing.give_part, Text("交办下级任务", "Give out a part"), TASK, DO, law=_LAW),
    Action(doing.feed_back, Text("反馈进展", "Tell how far it is"), TASK, DO, law=_LAW, creates=FEEDBACK, primary=True),
    Action(doing.report_done, Text("报办结", "Report it done"), TASK, DO, law=_LAW),
    Action(doing.ask_extension, Text("申请延期", "Ask for more time"), TASK, DO, law=_LAW, creates=EXTENSION),
    Action(checking.return_task, Text("核查退回", "Return"), TASK, CHECK, law=_ANOTHER),
    Action(
        checking.close,
        Text("核查销号", "Check and close"),
        TASK,
        CHECK,
        law=_ANOTHER,
        primary=True,
        apart_from=(Apart("commitments.report_done", by="organ"),),
    ),
    Action(checking.reopen, Text("重新办理", "Open again"), TASK, CHECK, law=_ANOTHER),
    Action(checking.archive, Text("归档", "Archive"), TASK, REGISTER, law=_LAW, each=True),
    Action(
        checking.approve_extension,
        Text("批准延期", "Approve"),
        EXTENSION,
        APPROVE,
        law=_LAW,
        primary=True,
        apart_from=(Apart("commitments.ask_extension"),),
    ),
    Action(checking.refuse_extension, Text("不予延期", "Refuse"), EXTENSION, APPROVE, law=_LAW),
    Action(reminding.remind_by_clock, Text("到期提醒", "Reminded by the clock"), TASK, law=_LAW, machine=True, shown=False),
    Action(derived.follow_coordination, Text("随议定事项登记任务", "Follow a decided matter"), PLACE, law=_LAW, creates=TASK, machine=True, shown=False),
    Action(derived.close_with_meeting, Text("随协调事项销号", "Closed with its matter"), TASK, law=_LAW, machine=True, shown=False),
    Action(derived.reach, Text("事实达到，待核查", "What it awaits has come about"), TASK, law=_LAW, machine=True, shown=False),
    Action(derived.unreach, Text("事实不再成立", "What it awaited no longer holds"), TASK, law=_LAW, machine=True, shown=False),
)
