"""A project's life through the one write path."""

from __future__ import annotations

import pytest

from taizhang.basis.errors import BadInput, Conflict, NotAllowed, NotFound
from taizhang.modules.projects.models import Project

pytestmark = pytest.mark.django_db


def test_a_stage_is_refused_until_its_document_is_there(city):
    project = city.project()
    with pytest.raises(Conflict) as refused:
        city.do(city.clerk, "projects.approve_proposal", project)
    assert refused.value.code == "gate"
    assert [d.field for d in refused.value.details] == ["document.proposal_approval"]
    city.document(project, "proposal_approval")
    city.do(city.clerk, "projects.approve_proposal", project)
    project.refresh_from_db()
    assert project.stage == "proposal"


def test_nobody_may_act_outside_their_district(city):
    project = city.project()
    with pytest.raises(NotFound):
        city.do(city.other_clerk, "projects.suspend", project, reason="无")
    with pytest.raises(NotAllowed):
        city.do(city.reporter, "projects.suspend", project, reason="无")


def test_a_code_belongs_to_one_project(city):
    city.project(code="2025-410103-48-01-000123")
    with pytest.raises(BadInput) as refused:
        city.project(code="2025-410103-48-01-000123", name="另一个")
    assert refused.value.code == "code_taken"
    assert Project.objects.count() == 1
