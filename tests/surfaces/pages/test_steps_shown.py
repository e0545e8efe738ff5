"""Which step stands in the open on a record's page: one that leads on, never one that takes something back."""

from __future__ import annotations

import pytest

from taizhang.frame.catalogue import installed
from taizhang.surfaces.pages.steps import goes_back


@pytest.mark.parametrize(
    ("kind", "action", "state", "back"),
    [
        ("inspection.batch", "inspection.thaw_batch", "frozen", True),
        ("inspection.batch", "inspection.freeze_batch", "prepared", False),
        ("inspection.visit", "inspection.reschedule", "notified", True),
        ("inspection.plan", "inspection.take_plan_back", "filed", True),
        ("inspection.plan", "inspection.publish_plan", "filed", False),
    ],
)
def test_a_step_back_is_known_by_the_order_of_the_states(kind, action, state, back):
    lifecycle = next(iter(installed().records[kind].lifecycles.values()))
    move = next(m for m in lifecycle.moves if m.action == action and m.applies_from(state))
    assert goes_back(lifecycle, move, state) is back
