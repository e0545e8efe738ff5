"""The one who gives posts cannot give themselves the posts that watch them."""

from __future__ import annotations

import pytest

from taizhang.basis.errors import Conflict
from taizhang.registers.models import Appointment

pytestmark = pytest.mark.django_db


def _appoint(city, person, role, **raw):
    given = {"person": person, "role": role, "place": city.place.pk, "valid_from": "2026-01-01"} | raw
    return city.do(city.administrator, "office.appoint", city.administrator.organs[0], **given)


@pytest.mark.parametrize("role", ["admin.audit", "admin.security", "drc.clerk"])
def test_a_system_administrator_gives_no_post_to_themselves(city, role):
    with pytest.raises(Conflict) as refused:
        _appoint(city, city.administrator.person, role)
    assert refused.value.code == "own_post"


def test_nobody_is_two_of_the_three_administrators_at_one_time(city):
    person = city.supervisor.person
    _appoint(city, person, "admin.audit", valid_to="2026-06-30")
    with pytest.raises(Conflict) as refused:
        _appoint(city, person, "admin.security", valid_from="2026-06-30")
    assert refused.value.code == "three_administrators"
    assert _appoint(city, person, "admin.security", valid_from="2026-07-01").created


def test_nor_is_anybody_by_covering_for_another_administrator(city):
    auditor, security = city.supervisor.person, city.leader.person
    _appoint(city, auditor, "admin.audit")
    post = _appoint(city, security, "admin.security").key
    with pytest.raises(Conflict) as refused:
        city.do(
            city.administrator,
            "office.cover",
            Appointment.objects.get(pk=post),
            person=auditor,
            valid_from="2026-02-01",
            valid_to="2026-02-28",
        )
    assert refused.value.code == "three_administrators"
