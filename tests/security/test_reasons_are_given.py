"""What the form asks for is needed at every entrance: a reason that says nothing is no reason."""

from __future__ import annotations

import pytest
from tests.surfaces.api.conftest import Callers

from taizhang.basis.errors import BadInput
from taizhang.frame.catalogue import installed
from taizhang.kernels.ledger.models import Entry
from taizhang.surfaces.api import openapi

pytestmark = pytest.mark.django_db


@pytest.fixture
def callers(city):
    return Callers(city)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t", "\u3000", "\u200b", "\u200b \u2060"])
def test_an_action_without_a_reason_is_refused_by_the_api_as_by_the_form(city, callers, reason):
    # A caller's account is an entry too: it is opened before anything is counted.
    project, clerk, entries = city.project(), callers.clerk, Entry.objects.count()
    answer = clerk.act("projects.suspend", project, reason=reason)
    assert answer.status_code == 422
    (said,) = answer.json()["details"]
    assert (said["code"], said["field"]) == ("missing", "reason")
    assert Entry.objects.count() == entries
    with pytest.raises(BadInput):
        city.do(city.clerk, "projects.suspend", project, reason=reason)


def test_what_may_be_left_out_may_be_empty(city, callers):
    project = city.project()
    city.document(project, "proposal_approval")
    assert callers.clerk.act("projects.approve_proposal", project, note="").status_code == 200


def test_the_schema_says_so_of_every_text_that_is_needed():
    needed = [(b, i) for b in openapi.people_do(installed()) for i in b.inputs if i.required and i.kind == "text"]
    assert len(needed) > 20
    assert not [b.key for b, i in needed if openapi.inputs_schema(b)["properties"][i.name].get("minLength") != 1]
