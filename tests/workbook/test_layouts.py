"""200 offices, 200 layouts, one truth; a quarter of them on each push, all within four days."""

from __future__ import annotations

import pytest

from taizhang.modules.projects.sheet_roles import review_workbook
from taizhang.surfaces.workbook.opening import open_workbook
from tests.examples import whose_turn

from .layouts import Layout, truth

GROUPS, EACH = 8, 25


@pytest.mark.parametrize("group", whose_turn(range(GROUPS), 4, "layouts"))
@pytest.mark.by_turns(2)
def test_the_same_projects_come_out_of_every_layout(group):
    expected = [(p.name, p.code, p.place, p.organ, p.total, p.plan, p.start, p.finish) for p in truth()]
    wrong = {}
    for seed in range(group * EACH, (group + 1) * EACH):
        review = review_workbook(open_workbook(Layout(seed).write()))
        keys = ("name", "code", "place", "organ", "total_investment", "annual_plan", "start", "finish")
        found = [tuple(row.values.get(key) for key in keys) for sheet in review.sheets for row in sheet.accepted]
        if found != expected or review.problems:
            wrong[seed] = (
                [sheet.reading.unread for sheet in review.sheets],
                review.problems[:2],
                [(f, e) for f, e in zip(found, expected, strict=False) if f != e][:1],
                len(found),
            )
    assert wrong == {}
