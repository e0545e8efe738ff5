"""Lifecycles of projects and of their monthly reports.

A project's kind chooses its lifecycle; a project keeps the version under which it began. A stage is entered on evidence.
The start is proved, never typed: permit or start report, contract, dated and located photo of permanent works, first
payment or log. Beside the stage run the standing, the requisition of land, the four permits and the statistics entry.
"""

from .coordination import COORDINATION
from .groups import (
    BUILT,
    CURRENT,
    LAND_WORDS,
    LIBRARY_WORDS,
    LIFECYCLES,
    PERMIT_WORDS,
    PREPARING,
    REPORTING,
    STAGE_WORDS,
    STANDING_WORDS,
    STAR_WORDS,
    STARTED,
)
from .lights import QUESTION, WAIVER
from .nodes import BASELINE, NODE
from .parts import START, has
from .report import CURRENT_REPORT, REPORTS

__all__ = [
    "BASELINE",
    "BUILT",
    "COORDINATION",
    "CURRENT",
    "CURRENT_REPORT",
    "LAND_WORDS",
    "LIBRARY_WORDS",
    "LIFECYCLES",
    "NODE",
    "PERMIT_WORDS",
    "PREPARING",
    "QUESTION",
    "REPORTING",
    "REPORTS",
    "STAGE_WORDS",
    "STANDING_WORDS",
    "START",
    "STARTED",
    "STAR_WORDS",
    "WAIVER",
    "has",
]
