"""Records of the sandbox: firms in it, and contacts with them. Every field is internal."""

from __future__ import annotations

from typing import Any, Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Field, Record

from .. import lifecycle, models, terms
from ..queries import facts, scope


def _title(row: Any) -> str:
    return f"{row.number} {row.enterprise.name}"


MEMBER: Final = Record(
    "sandbox.member",
    Text("沙盒企业", "Firm in the sandbox"),
    models.Member,
    models.MemberHistory,
    visible=scope.members,
    fields=(
        Field("number", Text("编号", "Number")),
        Field("enterprise", Text("企业", "Firm")),
        Field("scheme", Text("沙盒类别", "Scheme"), choices=terms.SCHEME_WORDS),
        Field("state", Text("环节", "State"), choices=terms.STATES),
        Field("defect", Text("公示缺陷", "Defect of disclosure"), choices=terms.DEFECTS),
        Field("ground", Text("入盒条件", "Ground of entry"), choices=terms.GROUNDS),
        Field("report_year", Text("年报年度", "Year of the report")),
        Field("arose_on", Text("即时信息产生日", "Information arose on")),
        Field("triggered_on", Text("法定时限起算事由发生日", "Day that sets off the term of the law")),
        Field("listing_due", Text("法定列入决定期限", "Decision to list due by law")),
        Field("listing_provisional", Text("期限暂定（节假日安排未公布）", "Provisional: holidays not announced")),
        Field("found_on", Text("登记日期", "Put on file on")),
        Field("returning", Text("规定期间内再次入盒", "Comes back within the stated time")),
        Field("entered_on", Text("入盒日期", "Came in on")),
        Field("period_ends", Text("沙盒期满日", "Sandbox ends on")),
        Field("class_at_entry", Text("入盒时信用风险分类", "Class of credit risk on entry")),
        Field("letter_number", Text("指导书文号", "Number of the guidance letter")),
        Field("guided_on", Text("指导日期", "Guided on")),
        Field("demand", Text("指导内容", "What the firm was asked")),
        Field("correct_by", Text("请于何日前自纠", "To be corrected by")),
        Field("corrected_on", Text("自纠日期", "Corrected on")),
        Field("correction", Text("自纠情况", "What was corrected")),
        Field("corrected_by", Text("由谁登记", "Entered by"), choices=terms.SENDERS),
        Field("proof", Text("自纠佐证", "Proof of the correction")),
        Field("verified_on", Text("核验日期", "Verified on")),
        Field("finding", Text("核验情况", "What the verification found")),
        Field("violation", Text("检查发现的违法", "Violation that was found")),
        Field("out_on", Text("出盒日期", "Out on")),
        Field("reason", Text("理由", "Reason")),
        Field("listed_on", Text("列入决定日期", "Listed on")),
        Field("listing_number", Text("列入决定文号", "Number of the decision to list")),
        Field("facts", Text("有关情况", "What is known")),
        Field("organ", Text("管理机构", "Office")),
        Field("place", Text("区划", "Place")),
    ),
    title=_title,
    lifecycles=lifecycle.LIFECYCLES,
    lifecycle_of=lambda row: row.lifecycle,
    facts=facts.of_member,
    select_related=("place", "organ", "enterprise", "proof"),
)
CONTACT: Final = Record(
    "sandbox.contact",
    Text("联系记录", "Contact with the firm"),
    models.Contact,
    models.ContactHistory,
    visible=scope.contacts,
    fields=(
        Field("member", Text("沙盒企业", "Firm in the sandbox")),
        Field("kind", Text("联系方式", "Kind"), choices=terms.CONTACT_KINDS),
        Field("made_on", Text("日期", "Day")),
        Field("content", Text("联系内容", "What it was about")),
        Field("replaces_visit", Text("代替上门", "In place of a visit")),
        Field("sender", Text("由谁登记", "Entered by"), choices=terms.SENDERS),
        Field("proof", Text("佐证", "Proof")),
        Field("organ", Text("机构", "Organ")),
    ),
    title=lambda row: f"{row.made_on} {row.member.number}",
    parent="member",
    select_related=("member__enterprise", "organ", "proof"),
)
RECORDS: Final = (MEMBER, CONTACT)
