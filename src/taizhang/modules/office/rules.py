"""Rules of the office module as functions of values."""

from __future__ import annotations

from datetime import date

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

ROLE_WORDS = (
    ("drc.clerk", Text("发展改革委经办人", "DRC clerk")),
    ("drc.chief", Text("发展改革委负责人", "DRC chief")),
    ("bureau.reviewer", Text("行业部门审核人", "Bureau reviewer")),
    ("unit.reporter", Text("项目单位填报人", "Reporter of the project unit")),
    ("leader", Text("分管领导", "Leader in charge")),
    ("statistics.officer", Text("统计人员", "Statistics officer")),
    ("street.clerk", Text("街道经办人", "Subdistrict clerk")),
    ("supervisor", Text("监督人员", "Supervisor")),
    ("admin.system", Text("系统管理员", "System administrator")),
    ("admin.security", Text("安全管理员", "Security administrator")),
    ("admin.audit", Text("审计管理员", "Audit administrator")),
)


def check_span(start: date, end: date | None) -> None:
    """Nothing, when the end is not before the beginning.

    Raises:
        BadInput: otherwise.
    """
    if end is not None and end < start:
        raise BadInput(
            Text("结束日期 {e} 早于开始日期 {s}", "The end {e} is before the beginning {s}").with_(e=end.isoformat(), s=start.isoformat()),
            code="end_before_start",
            field="valid_to",
            remedy=Text("核对两个日期", "Check both dates"),
        )


def overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Two spans, ends inclusive, share at least a day."""
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])
