"""Dated limits of the cross-checks between a project's figures, each with its source. A limit asks a question; it decides nothing."""

from __future__ import annotations

from datetime import date

from taizhang.basis.clockunits import Months
from taizhang.basis.law import Dated, Span
from taizhang.basis.text import Text

from .law import CAPITAL_SHARE, QUANTITIES_APART

#: So many reported months in a row with money spent and no physical quantity added raise a question.
FLAT_MONTHS = Dated(
    "projects.flat_months",
    Text("投资增加而实物量不变的提示月数", "Months of money spent with no physical quantity added before it is asked about"),
    (Span(Months(2), date(2025, 1, 1), None, QUANTITIES_APART),),
)
#: Money paid may be so many per cent above the value of work done before it is asked about.
PAID_OVER_DONE_PERCENT = Dated(
    "projects.paid_over_done_percent",
    Text("累计支付超过累计工作量的提示比例", "Share by which money paid may exceed work done before it is asked about"),
    (Span(0, date(2025, 1, 1), None, QUANTITIES_APART),),
    unit="%",
)
#: The least share of capital in the total investment, by industry; some infrastructure may be lower by decision.
CAPITAL_MINIMUM_PERCENT = {
    "general": Dated(
        "projects.capital_minimum",
        Text("项目资本金最低比例", "Least share of capital"),
        (Span(20, date(2019, 11, 20), None, CAPITAL_SHARE),),
        unit="%",
    ),
    "airport": Dated(
        "projects.capital_minimum_airport",
        Text("项目资本金最低比例（机场）", "Least share of capital (airports)"),
        (Span(25, date(2019, 11, 20), None, CAPITAL_SHARE),),
        unit="%",
    ),
}
#: By how many points the least share of capital of some infrastructure may be lowered.
CAPITAL_RELIEF_POINTS = Dated(
    "projects.capital_relief_points",
    Text("部分基础设施项目可下调的资本金比例", "Points by which the share of capital of some infrastructure may be lowered"),
    (Span(5, date(2019, 11, 20), None, CAPITAL_SHARE),),
    unit="%",
)

LIMITS = (FLAT_MONTHS, PAID_OVER_DONE_PERCENT, *CAPITAL_MINIMUM_PERCENT.values(), CAPITAL_RELIEF_POINTS)
