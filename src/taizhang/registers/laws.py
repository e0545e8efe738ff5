"""The laws and rules that projects and their casework cite.

Marks say how sure we are: S seen in a public text, H well known, M to be confirmed, U unsure. An article without a mark of its own has
that of its law. Figures do not stand here: they live in dated parameters that point to these sources.
"""

from __future__ import annotations

from typing import Final

from taizhang.basis.law import Law
from taizhang.basis.text import Text

# --- government investment ------------------------------------------------------------------------------------------------------
GOVERNMENT_INVESTMENT: Final = Law("国令第712号", Text("政府投资条例", "Government Investment Regulations"))
ESTIMATE_OVER_FEASIBILITY: Final = GOVERNMENT_INVESTMENT.at("第十二条", "M")
START_CONDITIONS: Final = GOVERNMENT_INVESTMENT.at("第二十条", "S")
CHANGES_TO_APPROVER: Final = GOVERNMENT_INVESTMENT.at("第二十一条", "S")
MONEY_IN_PLACE: Final = GOVERNMENT_INVESTMENT.at("第二十二条", "S")
NOT_ABOVE_ESTIMATE: Final = GOVERNMENT_INVESTMENT.at("第二十三条", "S")
REASONABLE_DURATION: Final = GOVERNMENT_INVESTMENT.at("第二十四条", "S")
ACCEPTANCE_AND_ACCOUNTS: Final = GOVERNMENT_INVESTMENT.at("第二十五条", "S")
POST_EVALUATION: Final = GOVERNMENT_INVESTMENT.at("第二十六条", "S")

# --- investment of firms --------------------------------------------------------------------------------------------------------
ENTERPRISE_INVESTMENT: Final = Law(
    "国令第673号",
    Text("企业投资项目核准和备案管理条例", "Regulations on Verification and Filing of Enterprise Investment Projects"),
)
PROJECT_CODE: Final = ENTERPRISE_INVESTMENT.at("", "M")
VERIFIED_CHANGES: Final = ENTERPRISE_INVESTMENT.at("第十一条")
FILED_CHANGES: Final = ENTERPRISE_INVESTMENT.at("第十四条")
VERIFICATION_LAPSES: Final = ENTERPRISE_INVESTMENT.at("", "M")

# --- licensing ------------------------------------------------------------------------------------------------------------------
LICENSING: Final = Law("", Text("中华人民共和国行政许可法", "Administrative Licensing Law"))
TOLD_ONCE: Final = LICENSING.at("第三十二条")
DECIDED_IN_TIME: Final = LICENSING.at("第四十二条")
REVIEW_BY_LOWER_LEVEL: Final = LICENSING.at("第四十三条")
LICENCE_DELIVERED: Final = LICENSING.at("第四十四条")
CLOCK_STOPS: Final = LICENSING.at("第四十五条")
DAYS_ARE_WORKING_DAYS: Final = LICENSING.at("第八十二条")

# --- construction ---------------------------------------------------------------------------------------------------------------
CONSTRUCTION_PERMIT: Final = Law("", Text("建筑工程施工许可管理办法", "Measures on Construction Permits"))
CONSTRUCTION_PERMIT_LAPSES: Final = CONSTRUCTION_PERMIT.at("", "M")
CONSTRUCTION_LAW: Final = Law("", Text("中华人民共和国建筑法", "Construction Law"))
START_REPORT: Final = CONSTRUCTION_LAW.at("第七条")
CONSTRUCTION_QUALITY: Final = Law("国令第279号", Text("建设工程质量管理条例", "Regulations on the Quality of Construction Works"))
COMPLETION_ACCEPTANCE: Final = CONSTRUCTION_QUALITY.at("第十六条")
ENVIRONMENTAL_IMPACT: Final = Law("", Text("中华人民共和国环境影响评价法", "Environmental Impact Assessment Law"))
ENVIRONMENTAL_IMPACT_LAPSES: Final = ENVIRONMENTAL_IMPACT.at("", "M")
LAND_PRE_EXAMINATION: Final = Law(
    "", Text("建设项目用地预审管理办法", "Measures on Pre-examination of Land for Construction"), mark="M"
)
LAND_ADMINISTRATION: Final = Law(
    "", Text("土地管理法实施条例（2021年）", "Implementing Regulations of the Land Administration Law (2021)")
)

# --- statistics -----------------------------------------------------------------------------------------------------------------
STATISTICS: Final = Law("", Text("中华人民共和国统计法", "Statistics Law"))
INVESTMENT_STATISTICS: Final = Law(
    "", Text("固定资产投资统计报表制度", "Reporting System of Fixed Asset Investment Statistics"), mark="S"
)
FIRST_IN_LIBRARY: Final = INVESTMENT_STATISTICS.at("先入库、后有数", "S")
STATISTICS_FORMS: Final = INVESTMENT_STATISTICS.at("206-1、206-2、H202", "U")

# --- money ----------------------------------------------------------------------------------------------------------------------
SPECIAL_BONDS: Final = Law(
    "国办发〔2024〕52号",
    Text(
        "国务院办公厅关于优化完善地方政府专项债券管理机制的意见",
        "Opinions of the General Office of the State Council on the Management of Local Special Bonds",
    ),
    mark="S",
)
CENTRAL_BUDGET: Final = Law(
    "国家发展改革委令第10号",
    Text("中央预算内投资项目监督管理办法", "Measures on Supervision of Central Budget Investment Projects"),
    mark="S",
)
FAIR_COMPETITION: Final = Law("国令第783号", Text("公平竞争审查条例", "Fair Competition Review Regulations"))

PARK_RECOGNITION: Final = Law(
    "郑制高组办〔2021〕5号",
    Text(
        "郑州市小微企业园认定评价办法（试行）",
        "Measures of Zhengzhou for Recognising and Rating Small-Firm Parks (Trial)",
    ),
    mark="S",
)

# --- supervision, time, persons, integrity --------------------------------------------------------------------------------------
GOVERNMENT_SUPERVISION: Final = Law("国令第733号", Text("政府督查工作条例", "Regulations on Government Supervision"))
HOLIDAY_NOTICE: Final = Law(
    "",
    Text("国务院办公厅关于部分节假日安排的通知", "Holiday Notice of the General Office of the State Council"),
    mark="H",
)
PERSONAL_INFORMATION: Final = Law("", Text("中华人民共和国个人信息保护法", "Personal Information Protection Law"))
OPEN_GOVERNMENT: Final = Law(
    "国令第711号", Text("政府信息公开条例", "Open Government Information Regulations"), mark="M"
)
CYBERSECURITY: Final = Law("", Text("中华人民共和国网络安全法", "Cybersecurity Law"))
CLASSIFIED_PROTECTION: Final = Law(
    "GB/T 22239-2019",
    Text("信息安全技术 网络安全等级保护基本要求", "Baseline for Classified Protection of Cybersecurity"),
)
YINCHUAN_LIGHTS: Final = Law(
    "",
    Text(
        "银川市重点项目“红黄绿灯”推进机制（2025年3月18日）",
        "Yinchuan: Red, Yellow and Green Lights for Key Projects (18 March 2025)",
    ),
    mark="S",
)

# --- rules of this product ------------------------------------------------------------------------------------------------------
ABSENT_IS_NOT_ZERO: Final = Law(
    "", Text("本系统规则：缺项不是零，也不是否", "Rule of this product: absent is not zero and not no"), mark="P"
)
ENTERED_ONCE: Final = Law(
    "", Text("本系统规则：填一次、处处用", "Rule of this product: enter once, use everywhere"), mark="P"
)
DERIVED_START: Final = Law(
    "", Text("本系统规则：开工由四项证据推定", "Rule of this product: a start is derived from four proofs"), mark="P"
)
CLOSER_IS_NOT_DOER: Final = Law(
    "", Text("本系统规则：办的人不能自己销号", "Rule of this product: who did it does not close it"), mark="P"
)


def all_laws() -> tuple[Law, ...]:
    """Every source of this file, each article once, in the order in which they stand here."""
    return tuple(dict.fromkeys(value for value in globals().values() if isinstance(value, Law)))


def unconfirmed() -> tuple[Law, ...]:
    """The sources that an administrator has to confirm before relying on them."""
    return tuple(law for law in all_laws() if law.needs_confirmation)
