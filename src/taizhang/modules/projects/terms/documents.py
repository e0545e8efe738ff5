"""The documents that a project's file can hold: who issues each, under which law."""

from __future__ import annotations

from taizhang.basis.law import Law
from taizhang.basis.text import Text
from taizhang.registers import laws

from .law import FILING, INVESTMENT, PARK, PERMIT
from .words import Words

DRC = Text("发展改革部门", "development and reform commission")
HOUSING = Text("住房城乡建设部门", "housing and construction bureau")
RESOURCES = Text("自然资源部门", "natural resources bureau")
FINANCE = Text("财政部门", "finance bureau")
OWNER = Text("项目单位", "project unit")
SUPERVISOR = Text("监理单位", "supervision firm")
STAT_OFFICE = Text("统计部门", "statistics office")
DISTRICT = Text("区县人民政府", "district government")
ECOLOGY = Text("生态环境部门", "ecology and environment bureau")
PROMOTION = Text("招商部门", "investment promotion office")
MARKET = Text("市场监管部门", "market regulation bureau")
INDUSTRY = Text("工业和信息化部门", "industry bureau")
EXPERTS = Text("评审专家组", "panel of experts")

#: Document kinds: key, words, who holds it, under which law.
DOCUMENTS: tuple[tuple[str, Text, Text, Law | None], ...] = (
    ("proposal_approval", Text("项目建议书批复", "Approval of the proposal"), DRC, INVESTMENT.at("第九条", "M")),
    (
        "feasibility_approval",
        Text("可行性研究报告批复", "Approval of the feasibility study"),
        DRC,
        INVESTMENT.at("第九条", "M"),
    ),
    (
        "design_approval",
        Text("初步设计及概算批复", "Approval of design and estimate"),
        DRC,
        INVESTMENT.at("第九条、第十二条", "M"),
    ),
    (
        "money_notice",
        Text("投资计划或资金下达文件", "Notice allotting the money"),
        FINANCE,
        INVESTMENT.at("第二十二条", "S"),
    ),
    ("filing_certificate", Text("企业投资项目备案证明", "Filing certificate"), DRC, FILING.at("第十三条", "M")),
    ("land_title", Text("用地手续（不动产权证或划拨决定书）", "Land title or allocation"), RESOURCES, None),
    ("planning_permit", Text("建设工程规划许可证", "Planning permit for works"), RESOURCES, None),
    ("factor_statement", Text("要素保障落实单", "Statement that land, energy and water are secured"), DISTRICT, None),
    ("construction_permit", Text("建筑工程施工许可证", "Construction permit"), HOUSING, PERMIT),
    ("start_report", Text("开工报告", "Start report"), OWNER, INVESTMENT.at("第二十条", "S")),
    ("contract", Text("施工合同", "Construction contract"), OWNER, None),
    (
        "works_photo",
        Text("永久工程现场照片（有日期、有位置）", "Photo of permanent works, dated and located"),
        OWNER,
        None,
    ),
    ("first_payment", Text("首笔工程款支付凭证", "Voucher of the first payment"), OWNER, None),
    ("supervision_log", Text("监理日志", "Supervision log"), SUPERVISOR, None),
    ("acceptance_record", Text("竣工验收报告", "Acceptance record"), HOUSING, INVESTMENT.at("第二十五条", "S")),
    (
        "accounts_approval",
        Text("竣工财务决算批复", "Approval of final accounts"),
        FINANCE,
        INVESTMENT.at("第二十五条", "S"),
    ),
    ("evaluation_report", Text("后评价报告", "Post-evaluation report"), DRC, INVESTMENT.at("第二十六条", "S")),
    ("production_record", Text("投产证明", "Record of production"), OWNER, None),
    ("capacity_record", Text("达产验收意见", "Full-production check"), DISTRICT, None),
    ("adjustment_decision", Text("调整批复", "Decision on the adjustment"), DRC, INVESTMENT.at("第二十一条", "S")),
    (
        "pre_examination",
        Text("用地预审与选址意见书", "Pre-examination of land and site opinion"),
        RESOURCES,
        laws.LAND_PRE_EXAMINATION,
    ),
    (
        "eia_approval",
        Text("环境影响评价批复", "Approval of the environmental impact"),
        ECOLOGY,
        laws.ENVIRONMENTAL_IMPACT,
    ),
    ("energy_review", Text("节能审查意见", "Opinion of the energy-saving review"), DRC, None),
    ("stability_assessment", Text("社会稳定风险评估报告", "Social-stability risk assessment"), DISTRICT, None),
    ("verification_decision", Text("企业投资项目核准批复", "Decision on verification"), DRC, FILING),
    (
        "land_planning_permit",
        Text("建设用地规划许可证", "Planning permit for land"),
        RESOURCES,
        None,
    ),
    ("investment_agreement", Text("投资协议", "Investment agreement"), PROMOTION, None),
    (
        "fair_competition_review",
        Text("公平竞争审查记录", "Record of the fair-competition review"),
        PROMOTION,
        laws.FAIR_COMPETITION,
    ),
    ("business_licence", Text("项目公司营业执照", "Business licence of the project company"), MARKET, None),
    ("quarter_plan", Text("片区策划方案（含城市体检）", "Plan of the quarter, with its survey"), HOUSING, None),
    ("renewal_plan_approval", Text("更新实施方案批复", "Approval of the implementation plan"), DISTRICT, None),
    ("body_decision", Text("实施主体确定文件", "Decision naming the implementing body"), DISTRICT, None),
    ("operation_record", Text("交付运营记录", "Record of hand-over and use"), OWNER, None),
    ("park_application", Text("小微企业园认定申报书", "Application for recognition of the park"), OWNER, PARK),
    ("district_opinion", Text("区级初审意见", "Opinion of the district"), DISTRICT, PARK),
    ("expert_opinion", Text("专家评审意见", "Opinion of the experts"), EXPERTS, PARK),
    ("site_check", Text("现场核查记录", "Record of the site check"), INDUSTRY, PARK),
    ("star_decision", Text("园区认定文件", "Decision on recognition"), INDUSTRY, PARK),
    ("other", Text("其他材料", "Other"), OWNER, None),
)
DOCUMENT_WORDS: Words = tuple((key, words) for key, words, _, _ in DOCUMENTS)

#: Papers of an authority: without their file they count only when the commission itself enters them.
OFFICIAL = frozenset(
    {
        "proposal_approval",
        "feasibility_approval",
        "design_approval",
        "money_notice",
        "filing_certificate",
        "land_title",
        "planning_permit",
        "factor_statement",
        "construction_permit",
        "acceptance_record",
        "accounts_approval",
        "evaluation_report",
        "capacity_record",
        "adjustment_decision",
        "pre_examination",
        "eia_approval",
        "energy_review",
        "verification_decision",
        "land_planning_permit",
        "renewal_plan_approval",
        "body_decision",
        "district_opinion",
        "star_decision",
    }
)
