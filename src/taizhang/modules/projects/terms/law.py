"""The laws and practices that the projects module cites."""

from __future__ import annotations

from taizhang.basis.law import Law
from taizhang.basis.text import Text
from taizhang.registers import laws

INVESTMENT = laws.GOVERNMENT_INVESTMENT
FILING = laws.ENTERPRISE_INVESTMENT
PERMIT = laws.CONSTRUCTION_PERMIT
REQUISITION = laws.LAND_ADMINISTRATION
STATISTICS = laws.INVESTMENT_STATISTICS
PARK = laws.PARK_RECOGNITION
FAIR_COMPETITION = laws.FAIR_COMPETITION
DISPATCH = Law("", Text("项目月调度工作惯例", "Practice of monthly project dispatch"), mark="S")
LEDGER_RULE = Law("", Text("一项目、一清单、一台账", "One project, one checklist, one ledger"), mark="S")

CAPITAL_SHARE = Law(
    "国发〔2019〕26号",
    Text(
        "国务院关于加强固定资产投资项目资本金管理的通知",
        "Notice of the State Council on the Capital of Fixed Asset Investment Projects",
    ),
    mark="M",
)
NO_DOUBLE_SUPPORT = Law(
    "",
    Text("中央预算内投资与超长期特别国债不重复支持", "No double support by central budget and ultra-long treasury bonds"),
    mark="U",
)
QUANTITIES_APART = Law(
    "", Text("本产品规则：四个量分开填报、互不推算", "Rule of this product: four quantities, none derived from another"), mark="P"
)
RULE = Law("", Text("本产品规则", "Rule of this product"), mark="P")
LAWS = (
    INVESTMENT,
    FILING,
    PERMIT,
    REQUISITION,
    STATISTICS,
    DISPATCH,
    LEDGER_RULE,
    PARK,
    FAIR_COMPETITION,
    CAPITAL_SHARE,
    NO_DOUBLE_SUPPORT,
    QUANTITIES_APART,
    RULE,
)
