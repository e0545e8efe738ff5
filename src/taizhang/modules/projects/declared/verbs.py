"""The actions of the projects module, with their rights, laws and what they are done to."""

from __future__ import annotations

from taizhang.basis.law import Law
from taizhang.basis.text import Text
from taizhang.frame.batches import BATCH
from taizhang.frame.declare import Action, Apart
from taizhang.registers.records import PLACE

from .. import terms
from ..actions import checklist, describing, entry, land, months, papers, photos, stages, stars, workbooks
from .records import DOCUMENT, ITEM, LIST, PROJECT, REPORT, TEMPLATE

IMPORT = "projects.import"
EDIT, FORWARD, REPORT_RIGHT = terms.EDIT, "projects.advance", "projects.report"
REVIEW, ACCEPT, CITY, CERTIFY, PUBLISH = (
    "projects.review",
    "projects.accept",
    "projects.forward",
    "projects.certify",
    "projects.publish",
)
PROVE = "projects.prove"
_CONFIRM = Text(
    "推进阶段将记入台账，不能删除，只能另行更正。",
    "The step is recorded in the ledger; it cannot be deleted, only corrected by another.",
)
LAW = terms.LEDGER_RULE
#: A month is sent by reporting it or by correcting it; neither may be checked by whoever did.
_SENT = (Apart("projects.report_month"), Apart("projects.correct_report"))


def _stage(run: object, zh: str, en: str, law: Law = LAW) -> Action:
    # Where a step rests on a paper that has a law of its own, the move names that one.
    return Action(run, Text(zh, en), PROJECT, FORWARD, law=law, confirm=_CONFIRM, primary=True)  # type: ignore[arg-type]


def _derived(run: object, zh: str, en: str) -> Action:
    return Action(run, Text(zh, en), PROJECT, law=terms.INVESTMENT, machine=True, shown=False)  # type: ignore[arg-type]


ACTIONS = (
    Action(describing.register, Text("项目入库", "Register a project"), PLACE, EDIT, law=LAW, creates=PROJECT),
    Action(
        workbooks.accept_workbook,
        Text("受理台账导入", "Accept a workbook"),
        PLACE,
        IMPORT,
        law=LAW,
        creates=BATCH,
        confirm=Text(
            "受理后逐块写入台账；可以暂停，不能悄悄撤销。",
            "After acceptance it is applied chunk by chunk; it can be stopped, not undone silently.",
        ),
    ),
    Action(
        workbooks.save_template, Text("保存表格模板", "Save a sheet template"), None, IMPORT, law=LAW, creates=TEMPLATE
    ),
    Action(describing.amend, Text("更正基本情况", "Correct the description"), PROJECT, EDIT, law=LAW),
    Action(describing.open_list, Text("新设清单", "Open a list"), None, EDIT, law=LAW, creates=LIST),
    Action(describing.put_on_list, Text("列入清单", "Put on a list"), PROJECT, EDIT, law=LAW, each=True),
    Action(describing.take_off_list, Text("移出清单", "Take off a list"), PROJECT, EDIT, law=LAW, each=True),
    Action(describing.plan, Text("下达计划数", "Set a planned amount"), PROJECT, EDIT, law=LAW),
    Action(
        describing.assign_unit, Text("指定填报单位", "Assign the reporting unit"), PROJECT, EDIT, law=LAW, each=True
    ),
    Action(
        describing.publish,
        Text("公开", "Publish"),
        PROJECT,
        PUBLISH,
        law=LAW,
        each=True,
        confirm=Text("任何人都能看到公开页。", "Anyone will see its public page."),
    ),
    Action(describing.unpublish, Text("撤回公开", "Withdraw from the public"), PROJECT, PUBLISH, law=LAW, each=True),
    Action(papers.add_document, Text("登记材料", "Add a document"), PROJECT, PROVE, law=LAW, creates=DOCUMENT),
    Action(
        papers.withdraw_document,
        Text("材料作废", "Withdraw the document"),
        DOCUMENT,
        EDIT,
        law=LAW,
        confirm=Text("由它推定的事实将重新推定。", "What was derived from it is derived again."),
    ),
    # Its button stands in 'my work': on the page of every other paper it would have nothing to do.
    Action(
        photos.explain_photo,
        Text("说明近似照片", "Explain a similar photo"),
        DOCUMENT,
        EDIT,
        law=LAW,
        shown=False,
        confirm=Text("说明后这张照片作为证据，说明记在您的名下。", "After this the photo proves something; the explanation stands under your name."),
    ),
    _stage(stages.approve_proposal, "批复项目建议书", "Approve the proposal", terms.INVESTMENT),
    _stage(stages.approve_feasibility, "批复可研", "Approve the feasibility study", terms.INVESTMENT),
    _stage(stages.approve_design, "批复初设概算", "Approve design and estimate", terms.INVESTMENT),
    _stage(stages.allot_money, "下达资金", "Allot the money", terms.INVESTMENT),
    _stage(stages.file, "备案", "File", terms.FILING),
    _stage(stages.secure_factors, "要素落实", "Factors secured"),
    _stage(stages.verify, "核准", "Verify", terms.FILING),
    _stage(stages.sign_agreement, "签约", "Sign the agreement"),
    _stage(stages.incorporate, "项目公司注册", "Register the company"),
    _stage(stages.plan_quarter, "批复片区策划", "Approve the plan of the quarter"),
    _stage(stages.approve_renewal_plan, "批复更新实施方案", "Approve the implementation plan"),
    _stage(stages.name_body, "确定实施主体", "Name the implementing body"),
    _stage(stages.grant_permit, "核发施工许可", "Grant the construction permit", terms.PERMIT),
    _derived(stages.prove_start, "认定实质性开工", "Start proved"),
    _derived(stages.withdraw_start, "撤销开工认定", "Start no longer proved"),
    _derived(stages.show_progress, "转为在建", "Under construction"),
    _derived(stages.withdraw_progress, "撤销在建认定", "Construction no longer shows"),
    _derived(stages.begin_permits, "四证部分取得", "First of the four permits"),
    _derived(stages.complete_permits, "四证齐全", "All four permits"),
    _derived(stages.reopen_permits, "四证不再齐全", "Permits no longer complete"),
    _derived(stages.withdraw_permits, "四证均已失效", "No permit counts any more"),
    _stage(stages.accept_completion, "竣工验收", "Accept the completed works"),
    _stage(stages.approve_accounts, "批复决算", "Approve final accounts", terms.INVESTMENT),
    _stage(stages.evaluate, "后评价", "Evaluate", terms.INVESTMENT),
    _stage(stages.start_production, "投产", "Production begins"),
    _stage(stages.reach_capacity, "达产", "Full production"),
    _stage(stages.open_for_use, "交付运营", "Hand over for use"),
    _stage(stages.move_firms_in, "企业入驻", "Firms move in"),
    Action(stages.claim_start, Text("自报开工", "Claim a start"), PROJECT, REPORT_RIGHT, law=LAW),
    Action(stages.suspend, Text("暂停", "Suspend"), PROJECT, FORWARD, law=LAW),
    Action(stages.resume, Text("恢复", "Resume"), PROJECT, FORWARD, law=LAW),
    Action(
        stages.adjust,
        Text("启动调整", "Begin an adjustment"),
        PROJECT,
        FORWARD,
        law=terms.INVESTMENT.at("第二十一条", "S"),
    ),
    Action(
        stages.settle_adjustment,
        Text("调整批复", "Settle the adjustment"),
        PROJECT,
        FORWARD,
        law=terms.INVESTMENT.at("第二十一条", "S"),
    ),
    Action(
        stages.terminate,
        Text("终止", "Terminate"),
        PROJECT,
        FORWARD,
        law=LAW,
        confirm=Text("终止后不能恢复。", "A terminated project cannot be resumed."),
    ),
    Action(
        land.announce_requisition, Text("征收预公告", "Publish the pre-notice"), PROJECT, EDIT, law=terms.REQUISITION
    ),
    Action(
        land.publish_compensation,
        Text("公告补偿方案", "Publish the compensation plan"),
        PROJECT,
        EDIT,
        law=terms.REQUISITION,
    ),
    Action(
        entry.apply_for_entry,
        Text("申报统计入库", "Apply for statistics entry"),
        PROJECT,
        REPORT_RIGHT,
        law=terms.STATISTICS,
    ),
    Action(entry.accept_entry, Text("准予入库", "Accept into the library"), PROJECT, CERTIFY, law=terms.STATISTICS),
    Action(entry.return_entry, Text("退回入库申报", "Return the application"), PROJECT, CERTIFY, law=terms.STATISTICS),
    Action(entry.strike_entry, Text("退库", "Strike from the library"), PROJECT, CERTIFY, law=terms.STATISTICS),
    Action(stars.apply_for_stars, Text("申报园区认定", "Apply for recognition"), PROJECT, EDIT, law=terms.PARK),
    Action(stars.review_stars, Text("区级初审", "Review the recognition"), PROJECT, FORWARD, law=terms.PARK),
    Action(stars.examine_stars, Text("专家评审与现场核查", "Experts and site"), PROJECT, FORWARD, law=terms.PARK),
    Action(stars.publicise_stars, Text("认定公示", "Publicise the recognition"), PROJECT, FORWARD, law=terms.PARK),
    Action(stars.recognise_stars, Text("认定星级", "Recognise with stars"), PROJECT, FORWARD, law=terms.PARK),
    Action(stars.refuse_stars, Text("不予认定", "Do not recognise"), PROJECT, FORWARD, law=terms.PARK),
    Action(stars.revoke_stars, Text("撤销认定", "Withdraw the recognition"), PROJECT, FORWARD, law=terms.PARK),
    Action(land.begin_signing, Text("开始签约", "Begin signing"), PROJECT, EDIT, law=terms.REQUISITION),
    Action(land.hand_over_land, Text("净地交付", "Hand over cleared land"), PROJECT, EDIT, law=terms.REQUISITION),
    Action(
        checklist.lay_out_checklist,
        Text("按模板补齐清单", "Complete the checklist"),
        PROJECT,
        EDIT,
        law=LAW,
        each=True,
    ),
    Action(checklist.add_item, Text("新增清单事项", "Add a checklist item"), PROJECT, PROVE, law=LAW, creates=ITEM),
    Action(checklist.assign_item, Text("调整责任与时限", "Assign"), ITEM, EDIT, law=LAW, each=True),
    Action(checklist.complete_item, Text("办结", "Complete"), ITEM, PROVE, law=LAW),
    Action(
        checklist.recompute_deadlines,
        Text("按新日历重算期限", "Recompute deadlines"),
        None,
        law=LAW,
        machine=True,
        shown=False,
    ),
    Action(checklist.drop_item, Text("不再需要", "Drop"), ITEM, EDIT, law=LAW),
    Action(
        months.report_month,
        Text("报送月报", "Report a month"),
        PROJECT,
        REPORT_RIGHT,
        law=terms.DISPATCH,
        creates=REPORT,
        primary=True,
    ),
    Action(
        months.correct_report,
        Text("更正月报", "Correct the report"),
        REPORT,
        REPORT_RIGHT,
        law=terms.DISPATCH,
        creates=REPORT,
    ),
    Action(
        months.review_report,
        Text("主管部门审核", "Review"),
        REPORT,
        REVIEW,
        law=terms.DISPATCH,
        each=True,
        primary=True,
        apart_from=_SENT,
    ),
    Action(
        months.accept_report,
        Text("区级核定", "Accept"),
        REPORT,
        ACCEPT,
        law=terms.DISPATCH,
        each=True,
        primary=True,
        apart_from=(*_SENT, Apart("projects.review_report")),
    ),
    Action(months.forward_report, Text("报送市级", "Forward to the city"), REPORT, CITY, law=terms.DISPATCH, each=True),
    Action(months.return_report, Text("退回", "Return"), REPORT, REVIEW, law=terms.DISPATCH, each=True),
    Action(months.return_to_unit, Text("区级退回单位", "Send back to the unit"), REPORT, ACCEPT, law=terms.DISPATCH, each=True),
    Action(months.return_to_bureau, Text("区级退回主管部门", "Send back to the bureau"), REPORT, ACCEPT, law=terms.DISPATCH, each=True),
    Action(months.remind, Text("催报", "Remind"), PROJECT, ACCEPT, law=terms.DISPATCH, each=True),
    Action(months.certify, Text("登记纳统数", "Record the certified figure"), PROJECT, CERTIFY, law=terms.STATISTICS),
)
