"""Rights of the inspection module."""

from __future__ import annotations

from typing import Final

#: To keep the list and the rosters; to plan, freeze, commit and draw; to approve plans and visits; to inspect; to answer firms.
ROSTER: Final = "inspection.roster"
PLAN: Final = "inspection.plan"
APPROVE: Final = "inspection.approve"
INSPECT: Final = "inspection.inspect"
ASK: Final = "inspection.answer"
