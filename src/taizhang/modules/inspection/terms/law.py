"""The rules that the inspection module cites."""

from __future__ import annotations

from taizhang.basis.law import Law
from taizhang.basis.text import Text

DOUBLE_RANDOM = Law(
    "国发〔2019〕5号",
    Text(
        "国务院关于在市场监管领域全面推行部门联合“双随机、一公开”监管的意见",
        "State Council opinion on joint random inspections of departments in market regulation",
    ),
    mark="S",
)
DISCIPLINE = Law(
    "国办发〔2024〕54号",
    Text(
        "国务院办公厅关于严格规范涉企行政检查的意见",
        "State Council General Office opinion on strictly regulating inspections of firms",
    ),
    mark="S",
)
CREDIT_CLASSES = Law(
    "豫市监办〔2022〕100号",
    Text("河南省市场监督管理局企业信用风险分类管理办法", "Henan measures on classes of credit risk of firms"),
    mark="S",
)
PUBLICITY = Law(
    "国令777号",
    Text("企业信息公示暂行条例", "Provisional regulation on the disclosure of firms' information"),
    mark="H",
)
CITED_FOR_CAPS = Law(
    "",
    Text(
        "涉企行政检查年度频次上限（一县卫生部门的实例）",
        "Yearly caps on inspections of a firm (as one county's health department set them)",
    ),
    mark="S",
)
LAWS = (DOUBLE_RANDOM, DISCIPLINE, CREDIT_CLASSES, PUBLICITY, CITED_FOR_CAPS)
