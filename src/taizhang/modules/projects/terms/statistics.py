"""What the forms of fixed-asset investment statistics ask of a project (统计入库资料), as dated data with its source.

The names of the forms are those of the 2017/2018 system and its 2020 edition; the codes of the present year are to be confirmed
with the statistics office (mark U). The eight papers of an entry follow a county's guide of 2023 (mark S); the first four are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from taizhang.basis.law import Dated, Law, Span
from taizhang.basis.text import Text
from taizhang.registers import laws

from .documents import DRC, OWNER, STAT_OFFICE

#: Needed of every project; asked where it fits; asked only of what is bought ready; due once the works are done.
Weight = Literal["needed", "asked", "purchase", "after"]

GUIDE = Law("", Text("固定资产投资入库资料指南（县级，2023年）", "Guide to the papers for statistics entry (a county, 2023)"), mark="S")
FORMS_LAW = laws.STATISTICS_FORMS
WEIGHTS: dict[Weight, Text] = {
    "needed": Text("必备", "needed"),
    "asked": Text("视情提供", "where it fits"),
    "purchase": Text("仅单纯购置", "pure purchase only"),
    "after": Text("竣工后", "after completion"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing a form asks for. `facts` are alternatives: 'document.contract' or 'field.owner'; none of them: the ledger cannot know."""

    key: str
    words: Text
    weight: Weight
    facts: tuple[str, ...]
    holder: Text
    law: Law
    large_only: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its code, what it is for, who fills it in, what it asks. `size`: for large projects, for the others, or for both."""

    code: str
    words: Text
    by: Text
    asks: tuple[Asked, ...]
    size: Literal["", "large", "small"] = ""


def _ask(key: str, zh: str, en: str, weight: Weight, *facts: str, holder: Text = OWNER, law: Law = FORMS_LAW, large: bool = False) -> Asked:
    return Asked(key, Text(zh, en), weight, facts, holder, law, large)


_APPROVALS = (
    "document.feasibility_approval",
    "document.verification_decision",
    "document.filing_certificate",
    "document.renewal_plan_approval",
)
_ENTRY = Form(
    "H202",
    Text("入库申请", "Application for entry"),
    OWNER,
    (
        _ask("content", "建设内容", "What is built", "needed", "field.summary", law=GUIDE),
        _ask("approval", "审批、核准或备案文件", "Approval, verification or filing", "needed", *_APPROVALS, holder=DRC, law=GUIDE),
        _ask("contract", "施工合同", "Construction contract", "needed", "document.contract", law=GUIDE),
        _ask("photo", "现场照片（项目、地点、时间）", "Photo of the site: project, place, time", "needed", "document.works_photo", law=GUIDE),
        _ask("licence", "施工许可证或开工报告", "Permit or start report", "asked", "document.construction_permit", "document.start_report", law=GUIDE),
        _ask("unit", "单位登记（统一社会信用代码）", "Registration of the unit", "asked", "document.business_licence", law=GUIDE),
        _ask("note", "5000万元以上项目情况说明", "Note on a project of 50 million CNY and more", "asked", law=GUIDE, large=True),
        _ask("feasibility", "可行性研究报告批复", "Feasibility study", "asked", "document.feasibility_approval", holder=DRC, law=GUIDE),
        _ask("name", "项目名称", "Name", "needed", "field.name"),
        _ask("code", "项目代码（审批监管平台截图随附）", "Code, with a print-out of the platform", "needed", "field.code", holder=DRC),
        _ask("place", "建设地点（在项目所在地统计）", "Place: counted where the project is", "needed", "field.place"),
        _ask("total", "计划总投资", "Planned total", "needed", "field.total"),
        _ask("dates", "计划开工和竣工时间", "Planned start and finish", "needed", "field.planned"),
    ),
)
_UNIT = Form(
    "201-1",
    Text("单位基本情况", "The unit"),
    OWNER,
    (
        _ask("owner", "建设单位名称", "Name of the owner", "needed", "field.owner"),
        _ask("credit_code", "统一社会信用代码", "Unified social credit code", "needed", "document.business_licence"),
    ),
)


def _monthly(code: str, zh: str, en: str, size: Literal["large", "small"]) -> Form:
    return Form(
        code,
        Text(zh, en),
        OWNER,
        (
            _ask("start", "实际开工时间（按证据认定）", "Day of the start, proved by evidence", "needed", "field.started"),
            _ask("investment", "本年逐月完成投资", "Investment of each month of the year", "needed", "field.investment"),
            _ask("progress", "形象进度", "Visible progress", "needed", "field.progress"),
            _ask("vouchers", "支付凭证或财务资料", "Payment vouchers or accounts", "needed" if size == "large" else "asked", "document.first_payment"),
            _ask("money", "资金到位情况（按来源）", "Money received, by source", "asked", "document.money_notice"),
        ),
        size,
    )


_CAPACITY = Form(
    "108",
    Text("新增生产能力或效益", "New capacity"),
    OWNER,
    (
        _ask("acceptance", "竣工验收", "Acceptance on completion", "after", "document.acceptance_record"),
        _ask("capacity", "新增能力的名称、单位和数量", "New capacity: what, unit, how much", "after", "document.capacity_record"),
    ),
)
_PURCHASE = Form(
    "H202",
    Text("单纯购置项目入库", "Entry of a pure purchase"),
    OWNER,
    (
        _ask("buying_contract", "购置合同", "Contract of purchase", "purchase", "document.contract", law=GUIDE),
        _ask("voucher", "付款凭证", "Voucher of payment", "purchase", "document.first_payment", law=GUIDE),
        _ask("delivery", "到货照片", "Photo of the delivery", "purchase", law=GUIDE),
    ),
)
_SUMMARY = Form("H401", Text("投资情况汇总", "Summary of investment"), STAT_OFFICE, ())

STATISTICS_FORMS: Dated[tuple[Form, ...]] = Dated(
    "projects.statistics_forms",
    Text("固定资产投资统计报表及入库资料", "Forms of investment statistics and papers for entry"),
    (
        Span(
            (
                _ENTRY,
                _UNIT,
                _monthly("206-1", "5000万元以上项目月报", "Monthly form, 50 million CNY and more", "large"),
                _monthly("206-2", "500万至5000万元项目月报", "Monthly form, 5 to 50 million CNY", "small"),
                _CAPACITY,
                _PURCHASE,
                _SUMMARY,
            ),
            date(2017, 1, 1),
            None,
            FORMS_LAW,
        ),
    ),
)
