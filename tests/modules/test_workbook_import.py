"""A district's own workbook goes in through an intake and a batch."""

from __future__ import annotations

import json

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


def test_the_example_workbook_becomes_465_projects_whose_totals_are_the_truth_and_a_second_import_changes_nothing(city):
    content = shared("data/projects/erqi-2025.xlsx").read_bytes()
    truth = json.loads(shared("data/projects/erqi-2025.truth.json").read_text())
    _import(city, content)
    assert Project.objects.count() == 465
    lines, over = queries.totals(city.clerk, RECORDS, by="list", year=2025)
    by_count = {line.projects: line for line in lines}
    assert sorted(by_count) == [62, 91, 372]
    assert over.projects == 465
    for sheet in truth["sheets"].values():
        line = by_count[sheet["accepted"]]
        for role, fen in sheet["sums_fen"].items():
            assert getattr(line, role) == fen, (sheet["accepted"], role)

    before = _all_of_it()
    _import(city, content)
    assert _all_of_it() == before


def _all_of_it():
    return list(Project.objects.values_list("id", "entry")), Membership.objects.count(), Plan.objects.count()
