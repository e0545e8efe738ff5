"""Verbs of the sandbox."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.batches import BATCH
from taizhang.frame.declare import Action, Apart, Batching
from taizhang.registers.records import ENTERPRISE, PLACE

from .. import imports, terms
from ..actions import entering, guiding, leaving
from .records import CONTACT, MEMBER

_RULE: Final = terms.READING
#: Whoever had the firm's code in hand could have answered with it.
_DONE_BY: Final = (Apart("sandbox.guide"), Apart("sandbox.renew_code"), Apart("sandbox.record_correction"))
_ONCE: Final = Text("编码只在发出时显示一次，系统不保存；旧编码随即作废。", "The code is shown once and kept nowhere; an earlier one is void at once.")
_LAW_RUNS: Final = Text("入盒不停止法定列入时限。", "Coming in does not stop the law's term for listing.")

ACTIONS: Final = (
    Action(entering.find_defect, Text("登记公示缺陷", "Enter a defect of disclosure"), PLACE, terms.KEEP, law=terms.DISCLOSURE, creates=MEMBER),
    Action(entering.propose_firm, Text("提出入盒", "Propose a firm"), PLACE, terms.KEEP, law=terms.CHONGQING, creates=MEMBER),
    Action(entering.admit, Text("入盒", "Admit"), MEMBER, terms.KEEP, law=_RULE, primary=True, confirm=_LAW_RUNS, each=True),
    Action(entering.admit_again, Text("批准再次入盒", "Admit once more"), MEMBER, terms.APPROVE, law=_RULE, confirm=_LAW_RUNS),
    Action(entering.decline, Text("不入盒", "Do not admit"), MEMBER, terms.KEEP, law=_RULE),
    Action(guiding.guide, Text("发行政指导书", "Issue the guidance letter"), MEMBER, terms.KEEP, law=_RULE, primary=True),
    Action(guiding.renew_code, Text("补发编码", "Issue another code"), MEMBER, terms.KEEP, law=terms.LENIENT, confirm=_ONCE),
    Action(guiding.record_contact, Text("记录联系", "Record a contact"), MEMBER, terms.KEEP, law=_RULE, creates=CONTACT),
    Action(guiding.record_correction, Text("登记自纠", "Enter the correction"), MEMBER, terms.KEEP, law=terms.LENIENT, primary=True),
    Action(
        guiding.take_in_correction, Text("接收企业提交的自纠", "Take in what the firm sent"), MEMBER, law=terms.LENIENT, machine=True, shown=False
    ),
    Action(guiding.return_correction, Text("退回自纠", "Return the correction"), MEMBER, terms.VERIFY, law=terms.ANOTHER, apart_from=_DONE_BY),
    Action(guiding.verify, Text("核验", "Verify"), MEMBER, terms.VERIFY, law=terms.ANOTHER, primary=True, apart_from=_DONE_BY),
    Action(
        leaving.verify_late, Text("核实已改正，不予列入", "Found corrected, not listed"), MEMBER, terms.APPROVE, law=terms.LENIENT, apart_from=_DONE_BY
    ),
    Action(leaving.let_out, Text("良好出盒", "Let out, well"), MEMBER, terms.APPROVE, law=terms.LENIENT, primary=True),
    Action(leaving.propose_listing, Text("提请列入", "Propose for listing"), MEMBER, terms.APPROVE, law=terms.LISTING),
    Action(leaving.open_case, Text("转立案", "Hand over to a case"), MEMBER, terms.APPROVE, law=_RULE),
    Action(leaving.record_listing, Text("登记列入决定", "Record the decision to list"), MEMBER, terms.KEEP, law=terms.LISTING),
    Action(leaving.expire, Text("期满出盒", "Out at the end of the period"), MEMBER, law=_RULE, machine=True, shown=False),
    Action(
        leaving.exit_by_ground, Text("不再符合条件出盒", "Out because its ground fell away"), MEMBER, law=terms.CHONGQING, machine=True, shown=False
    ),
    Action(leaving.exit_by_class, Text("分类变化出盒", "Out because the class changed"), MEMBER, law=terms.CHONGQING, machine=True, shown=False),
    Action(
        guiding.firm_corrected, Text("企业已自纠", "The firm has corrected itself"), MEMBER, law=terms.LENIENT, machine=True, shown=False
    ),
    Action(leaving.note_violation, Text("记下检查发现的违法", "Note the violation that was found"), MEMBER, law=_RULE, machine=True, shown=False),
    Action(leaving.exit_by_violation, Text("违法出盒", "Out because of a violation"), MEMBER, law=terms.CHONGQING, machine=True, shown=False),
    Action(
        leaving.follow_violation, Text("响应检查发现的违法", "Follow a violation that was found"), ENTERPRISE, law=terms.CHONGQING, machine=True,
        shown=False,
    ),
    Action(
        entering.accept_defects, Text("受理公示缺陷名单", "Accept a list of defects"), PLACE, terms.KEEP, law=terms.DISCLOSURE, creates=BATCH, batch=True,
        confirm=Text("受理后逐块写入，均为“待入盒”。", "After acceptance it is applied chunk by chunk; each firm waits to be admitted."),
    ),
    Action(entering.recompute_clocks, Text("按新日历重算法定时限", "Recompute the law's terms"), None, law=terms.LISTING, machine=True, shown=False),
)  # fmt: skip
BATCHINGS: Final = (Batching(entering.DEFECTS_KIND, Text("公示缺陷名单", "List of defects"), "sandbox.accept_defects", imports.apply),)
