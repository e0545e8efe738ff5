"""Words of the office module: the roles an organ can give, and the laws its actions rest on."""

from __future__ import annotations

from taizhang.basis.law import Law
from taizhang.basis.text import Text

POSTS = Law(
    "",
    Text("本产品规则：岗位由机构任命，有起止", "Rule of this product: posts are given by organs, from and until"),
    mark="P",
)
THREE_ADMINISTRATORS = Law(
    "GB/T 22239-2019",
    Text("网络安全等级保护基本要求（三员分立）", "Baseline for classified protection (three administrators)"),
    mark="M",
)
HOLIDAYS = Law("国令第270号", Text("全国年节及纪念日放假办法", "Regulations on Public Holidays"), mark="M")
CREDIT_CODE = Law(
    "GB 32100-2015", Text("法人和其他组织统一社会信用代码编码规则", "Coding rule of the unified social credit code")
)
DIVISIONS = Law("GB/T 2260", Text("中华人民共和国行政区划代码", "Codes of administrative divisions"))

BATCHES = "office.batches"
BATCH_RULE = Law(
    "",
    Text(
        "本产品规则：批量办理一次受理、分块记账", "Rule of this product: a batch is accepted once and applied in chunks"
    ),
    mark="P",
)
PEOPLE, REGISTERS, CALENDAR, AUDIT, SECURITY = (
    "office.people",
    "office.registers",
    "office.calendar",
    "office.audit",
    "office.security",
)
#: To see what stands in the way of the installation; to see and stop work that somebody else began.
OVERVIEW, JOBS = "office.overview", "office.jobs"

#: How sure we are of a figure or an article, by the mark of its source.
MARK_WORDS: dict[str, Text] = {
    "S": Text("见于公开文本", "seen in a public text"),
    "H": Text("众所周知", "well known"),
    "M": Text("大致可靠，待确认", "fairly sure, to be confirmed"),
    "U": Text("没有把握，使用前须确认", "unsure, confirm before use"),
    "P": Text("本产品的规则", "rule of this product"),
}
DELIVERY_RULE = Law(
    "",
    Text(
        "本产品规则：消息只送到管理员为机构登记的地址",
        "Rule of this product: messages leave only to addresses that an administrator set for an organ",
    ),
    mark="P",
)
LAWS = (BATCH_RULE, DELIVERY_RULE, POSTS, THREE_ADMINISTRATORS, HOLIDAYS, CREDIT_CODE, DIVISIONS)
