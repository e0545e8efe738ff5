"""Networks of nodes (进度): critical path, dates, baselines, earned value. Pure: no database, no clock, no dependency.

The exact solver is imported by name: `from taizhang.kernels.schedule.exact import shortest`.
"""

from .baseline import AtFinish, Baseline, FrozenNode, Method, Quantity, WeightedSteps, freeze, from_plain
from .checker import Violation, violations
from .compress import Advice, Lever, Step, advise
from .critical_path import Cause, CriticalPath, NodeTimes, critical_path
from .dating import NodeDates, PlanDate, Timeline, WorkingCalendar, dates
from .drift import Drift, PlanRow, Slip, drift, months_between, rows_of
from .earned import (
    Assessment,
    Done,
    EarnedSchedule,
    Measures,
    NodeValue,
    PlanCurve,
    assess,
    completion_rate,
    curve_of,
    earned_schedule,
    linear_year,
    measure,
    period_ends,
    stepped,
)
from .figures import Exact, Figure, Undefined, rounded
from .forecast import Forecast, Shift, Standing, cost_variance, schedule_variance, shifts, standing
from .network import Link, LinkType, Network, Node, When
from .passes import Actual, Axis
from .resources import SERIAL_METHOD, Capacity, ResourceProblem, Schedule, brought_forward, levelled
from .waits import Wait, waits
from .what_if import Effect, Moved, WhatIf, effect_at, what_if

__all__ = [
    "SERIAL_METHOD",
    "Actual",
    "Advice",
    "Assessment",
    "AtFinish",
    "Axis",
    "Baseline",
    "Capacity",
    "Cause",
    "CriticalPath",
    "Done",
    "Drift",
    "EarnedSchedule",
    "Effect",
    "Exact",
    "Figure",
    "Forecast",
    "FrozenNode",
    "Lever",
    "Link",
    "LinkType",
    "Measures",
    "Method",
    "Moved",
    "Network",
    "Node",
    "NodeDates",
    "NodeTimes",
    "NodeValue",
    "PlanCurve",
    "PlanDate",
    "PlanRow",
    "Quantity",
    "ResourceProblem",
    "Schedule",
    "Shift",
    "Slip",
    "Standing",
    "Step",
    "Timeline",
    "Undefined",
    "Violation",
    "Wait",
    "WeightedSteps",
    "WhatIf",
    "When",
    "WorkingCalendar",
    "advise",
    "assess",
    "brought_forward",
    "completion_rate",
    "cost_variance",
    "critical_path",
    "curve_of",
    "dates",
    "drift",
    "earned_schedule",
    "effect_at",
    "freeze",
    "from_plain",
    "levelled",
    "linear_year",
    "measure",
    "months_between",
    "period_ends",
    "rounded",
    "rows_of",
    "schedule_variance",
    "shifts",
    "standing",
    "stepped",
    "violations",
    "waits",
    "what_if",
]
