"""Networks of nodes (进度): critical path, dates, baselines, earned value. Pure: no database, no clock, no dependency."""

from .baseline import AtFinish, Baseline, FrozenNode, Method, Quantity, WeightedSteps, freeze, from_plain
from .critical_path import Cause, CriticalPath, NodeTimes, critical_path
from .dating import NodeDates, PlanDate, Timeline, WorkingCalendar, dates
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
from .network import Link, LinkType, Network, Node, When
from .passes import Actual, Axis

__all__ = [
    "Actual",
    "Assessment",
    "AtFinish",
    "Axis",
    "Baseline",
    "Cause",
    "CriticalPath",
    "Done",
    "EarnedSchedule",
    "Exact",
    "Figure",
    "FrozenNode",
    "Link",
    "LinkType",
    "Measures",
    "Method",
    "Network",
    "Node",
    "NodeDates",
    "NodeTimes",
    "NodeValue",
    "PlanCurve",
    "PlanDate",
    "Quantity",
    "Timeline",
    "Undefined",
    "WeightedSteps",
    "When",
    "WorkingCalendar",
    "assess",
    "completion_rate",
    "critical_path",
    "curve_of",
    "dates",
    "earned_schedule",
    "freeze",
    "from_plain",
    "linear_year",
    "measure",
    "period_ends",
    "rounded",
    "stepped",
]
