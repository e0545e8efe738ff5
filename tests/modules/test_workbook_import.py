"""A district's own workbook goes in through an intake and a batch."""

from __future__ import annotations

import pytest
from tests.conftest import shared

from taizhang.frame import batches
from taizhang.modules.projects import imports, queries
from taizhang.modules.projects.declared.records import RECORDS
from taizhang.modules.projects.models import Membership, Plan, Project

pytestmark = pytest.mark.django_db


def _import(city, content: bytes, **raw):
    _, review = imports.read(content)
    intake = imports.lay_ready(city.clerk, "erqi-2025.xlsx", content, review)
    outcome = city.do(city.clerk, "projects.accept_workbook", city.district, intake=intake.pk, year=2025, **raw)
    batches.run_waiting()
    return outcome, intake


def test_the_example_workbook_becomes_465_projects_whose_totals_are_the_truth(city):
    content = shared("data/projects/erqi-2025.xlsx").read_bytes()
    _import(city, content)
    assert Project.objects.count() == 465
    lines, over = queries.totals(city.clerk, RECORDS, by="list", year=2025)
    by_count = {line.projects: line for line in lines}
    assert sorted(by_count) == [62, 91, 372]
    assert by_count[91].annual_plan != 0
    assert over.projects == 465


def test_a_second_import_of_the_same_file_changes_nothing(city):
    content = shared("data/projects/erqi-2025.xlsx").read_bytes()
    _import(city, content)
    before = (list(Project.objects.values_list("id", "entry")), Membership.objects.count(), Plan.objects.count())
    _import(city, content)
    assert (
        list(Project.objects.values_list("id", "entry")),
        Membership.objects.count(),
        Plan.objects.count(),
    ) == before


def test_each_list_adds_up_to_what_its_sheet_says(city):
    import json

    truth = json.loads(shared("data/projects/erqi-2025.truth.json").read_text())
    _import(city, shared("data/projects/erqi-2025.xlsx").read_bytes())
    lines, _ = queries.totals(city.clerk, RECORDS, by="list", year=2025)
    by_count = {line.projects: line for line in lines}
    for sheet in truth["sheets"].values():
        line = by_count[sheet["accepted"]]
        for role, fen in sheet["sums_fen"].items():
            assert getattr(line, role) == fen, (sheet["accepted"], role)
