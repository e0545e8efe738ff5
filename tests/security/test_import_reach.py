"""A workbook reaches no further than the place for which it was accepted."""

from __future__ import annotations

import pytest

from taizhang.basis.errors import BadInput
from taizhang.frame import batches
from taizhang.frame.models import IntakeRow
from taizhang.modules.projects import imports
from taizhang.modules.projects.models import Membership, Plan, Project

pytestmark = pytest.mark.django_db

CODE = "2025-410103-48-01-000123"


@pytest.fixture
def foreign(city):
    made = city.do(
        city.other_clerk,
        "projects.register",
        city.other_district,
        name="乙区示例工程",
        kind="gov",
        code=CODE,
        total_investment_fen=100,
    )
    return Project.objects.get(pk=made.key)


def _import(city, *rows, **raw):
    content = [{"sheet": "重点项目", "row": i, "same": 0, **row} for i, row in enumerate(rows, 2)]
    intake = batches.take_in(imports.KIND, city.clerk, "a.xlsx", "0" * 64, content, reading={"sheets": ["重点项目"]})
    city.do(city.clerk, "projects.accept_workbook", city.district, intake=intake.pk, year=2026, **raw)
    batches.run_waiting()


def test_a_row_with_the_code_of_another_districts_project_changes_nothing_of_it(city, foreign):
    row = {"name": "假名", "code": CODE, "total_investment": 999_900, "annual_plan": 555}
    _import(city, row, {"name": "甲区示例工程"}, sheet_decides=True)
    before = foreign.entry
    foreign.refresh_from_db()
    assert (foreign.entry, foreign.total_investment_fen) == (before, 100)
    assert not Membership.objects.filter(project=foreign).exists()
    assert not Plan.objects.filter(project=foreign).exists()
    refused, applied = IntakeRow.objects.order_by("index").values_list("outcome", flat=True)
    assert refused["refused"]["code"] == "elsewhere"
    assert foreign.name not in str(refused)
    assert applied["new"] is True


def test_the_refusal_of_a_taken_code_does_not_name_a_project_out_of_scope(city, foreign):
    with pytest.raises(BadInput) as refused:
        city.project(code=CODE)
    assert refused.value.code == "code_taken"
    assert foreign.name not in refused.value.reason.zh + refused.value.reason.en
    with pytest.raises(BadInput) as refused:
        city.do(city.city_clerk, "projects.register", city.other_district, name="另一个", kind="gov", code=CODE)
    assert foreign.name in refused.value.reason.zh
