"""The laws and practices that the commitments module cites."""

from __future__ import annotations

from taizhang.basis.law import Law
from taizhang.basis.text import Text

#: Plan, notice, conclusion, term to correct, review.
SUPERVISION = Law("国令733号", Text("政府督查工作条例", "Regulation on Government Supervision"), mark="H")
#: Who did a task does not also find that it is done.
VERIFIED_BY_ANOTHER = Law(
    "", Text("督查工作惯例：由承办单位以外的机构核查销号", "Practice of supervision: another organ than its doer closes a task"), mark="S"
)
#: Figures that nobody has stated for this city: they are set here to be seen and confirmed.
OFFICE_PRACTICE = Law("", Text("督查工作惯例（待确认）", "Practice of supervision offices (to be confirmed)"), mark="U")

#: How a draw is made that anybody can make again: docs/kernels/draw.md.
SAMPLE = Law(
    "", Text("本产品规则：抽取前先承诺，种子取自其后的公开事件", "Rule of this product: a draw is committed before the public event that decides it"), mark="P"
)

LAWS = (SAMPLE, SUPERVISION, VERIFIED_BY_ANOTHER, OFFICE_PRACTICE)
