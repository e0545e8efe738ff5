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

RULE = Law("", Text("本产品规则", "Rule of this product"), mark="P")
LAWS = (INVESTMENT, FILING, PERMIT, REQUISITION, STATISTICS, DISPATCH, LEDGER_RULE, PARK, FAIR_COMPETITION, RULE)
