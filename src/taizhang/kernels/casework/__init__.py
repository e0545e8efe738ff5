"""Declared lifecycles and legal clocks (办件): what may happen next, what is missing, and by when. No database here.

The check of a definition is imported by name: `from taizhang.kernels.casework.lint import lint`.
"""

from taizhang.basis.predicate import ALWAYS, judge

from .calendar import OFFICE_HOURS, ZONE, Calendar, Due, DueAt, YearDays, add_months, national_calendar, year_days
from .clocks import ClockEvent, ClockRule, ClockState, Deemed, Extension, state
from .core import ANY, BACK, STAY, Lifecycle, Move, State, Step, Track, Unsettled, next_steps, settle, target
from .licensing import DAYS_ARE_WORKING_DAYS, EVENT_DAY_NOT_COUNTED, LICENSING_CLOCKS, LICENSING_LAW, STOP_GROUNDS
from .lint import Finding
from .picture import mermaid, svg

__all__ = [
    "ALWAYS",
    "ANY",
    "BACK",
    "DAYS_ARE_WORKING_DAYS",
    "EVENT_DAY_NOT_COUNTED",
    "LICENSING_CLOCKS",
    "LICENSING_LAW",
    "OFFICE_HOURS",
    "STAY",
    "STOP_GROUNDS",
    "ZONE",
    "Calendar",
    "ClockEvent",
    "ClockRule",
    "ClockState",
    "Deemed",
    "Due",
    "DueAt",
    "Extension",
    "Finding",
    "Lifecycle",
    "Move",
    "State",
    "Step",
    "Track",
    "Unsettled",
    "YearDays",
    "add_months",
    "judge",
    "mermaid",
    "national_calendar",
    "next_steps",
    "settle",
    "state",
    "svg",
    "target",
    "year_days",
]
