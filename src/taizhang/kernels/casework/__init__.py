"""Declared lifecycles and legal clocks (办件): what may happen next, what is missing, and by when. No database here."""

from taizhang.basis.predicate import ALWAYS, judge

from .calendar import OFFICE_HOURS, ZONE, Calendar, Due, DueAt, YearDays, add_months, national_calendar, year_days
from .clocks import ClockEvent, ClockRule, ClockState, Deemed, Extension, state
from .core import ANY, BACK, STAY, Lifecycle, Move, State, Step, Track, Unsettled, next_steps, settle, target
from .licensing import DAYS_ARE_WORKING_DAYS, EVENT_DAY_NOT_COUNTED, LICENSING_CLOCKS, LICENSING_LAW, STOP_GROUNDS

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
    "Lifecycle",
    "Move",
    "State",
    "Step",
    "Track",
    "Unsettled",
    "YearDays",
    "add_months",
    "judge",
    "national_calendar",
    "next_steps",
    "settle",
    "state",
    "target",
    "year_days",
]
