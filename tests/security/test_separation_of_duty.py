"""Nobody checks their own work, whichever action they did it by."""

from __future__ import annotations

import pytest

from taizhang.basis.errors import Conflict
from taizhang.frame import clock
from taizhang.registers import people
from taizhang.registers.models import Appointment, Person

pytestmark = pytest.mark.django_db


def _corrected(city, by):
    report = city.do(city.reporter, "projects.report_month", city.project(), period="2026-01", progress="示例").key
    return city.do(by, "projects.correct_report", report, progress="示例，已改", reason="示例").key


def test_a_reviewer_who_corrected_a_report_may_not_review_the_correction(city):
    corrected = _corrected(city, city.reviewer)
    with pytest.raises(Conflict) as refused:
        city.do(city.reviewer, "projects.review_report", corrected)
    assert refused.value.code == "apart"


def test_whoever_corrected_a_report_may_not_accept_it_for_the_district(city):
    both = city.do(
        city.administrator,
        "office.appoint",
        city.organs["甲区发展改革委"],
        person=city.clerk.person,
        role="bureau.reviewer",
        place=city.district.pk,
        valid_from="2025-01-01",
    )
    assert both.created
    clerk = people.actor_of(Person.objects.get(pk=city.clerk.person))
    corrected = _corrected(city, clerk)
    city.do(city.reviewer, "projects.review_report", corrected)
    with pytest.raises(Conflict) as refused:
        city.do(clerk, "projects.accept_report", corrected)
    assert refused.value.code == "apart"


def test_a_cover_is_not_covered_in_turn_so_that_the_first_holder_stays_known(city):
    today = clock.today().isoformat()
    span = {"valid_from": today, "valid_to": today}
    post = Appointment.objects.get(person=city.reviewer.person)
    cover = city.do(city.administrator, "office.cover", post, person=city.street.person, **span).key
    with pytest.raises(Conflict) as refused:
        city.do(city.administrator, "office.cover", cover, person=city.leader.person, **span)
    assert refused.value.code == "cover_of_cover"
