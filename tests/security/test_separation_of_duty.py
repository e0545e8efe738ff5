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


def _also(city, actor, role, organ):
    """The same person with a second post."""
    post = {"person": actor.person, "role": role, "place": city.district.pk, "valid_from": "2025-01-01"}
    city.do(city.administrator, "office.appoint", city.organs[organ], **post)
    return people.actor_of(Person.objects.get(pk=actor.person))


@pytest.fixture
def month(city):
    """A project with a report of a month by the reviewer, who also has a unit's post; and a second reviewer."""
    both = _also(city, city.reviewer, "unit.reporter", "甲区城投公司")
    report = city.do(both, "projects.report_month", city.project(), period="2026-01", progress="示例").key
    return both, report, _also(city, city.leader, "bureau.reviewer", "甲区住建局")


def _again(city, report):
    return city.do(city.reporter, "projects.correct_report", report, progress="示例，已改", reason="示例").key


def _refused(city, actor, action, report):
    with pytest.raises(Conflict) as refused:
        city.do(actor, action, report)
    assert refused.value.code == "apart"


def test_whoever_reported_first_does_not_review_what_another_reported_after_a_return(city, month):
    first, report, third = month
    city.do(third, "projects.return_report", report, reason="示例")
    corrected = _again(city, report)
    _refused(city, first, "projects.review_report", corrected)
    city.do(third, "projects.review_report", corrected)


def test_nor_when_the_first_report_had_been_reviewed_before_it_was_sent_back(city, month):
    first, report, third = month
    city.do(third, "projects.review_report", report)
    city.do(third, "projects.return_report", report, reason="示例")
    _refused(city, first, "projects.review_report", _again(city, report))


def test_nor_when_another_corrects_it_of_their_own_accord_before_the_district_has_accepted(city, month):
    first, report, third = month
    city.do(third, "projects.review_report", report)
    _refused(city, first, "projects.review_report", _again(city, report))


def test_what_was_done_before_a_month_had_passed_all_its_checks_is_of_an_earlier_round(city, month):
    first, report, third = month
    city.do(third, "projects.review_report", report)
    city.do(city.clerk, "projects.accept_report", report)
    corrected = _again(city, report)
    # The whole month is said anew by somebody else: the first to report had no hand in this.
    assert city.do(first, "projects.review_report", corrected)
    _refused(city, _also(city, city.reporter, "drc.clerk", "甲区发展改革委"), "projects.accept_report", corrected)


def test_whoever_acted_for_the_first_to_report_is_known_in_the_same_round(city, month):
    first, report, third = month
    city.do(third, "projects.return_report", report, reason="示例")
    corrected = _again(city, report)
    today = clock.today().isoformat()
    post = Appointment.objects.get(person=first.person, role="bureau.reviewer")
    city.do(city.administrator, "office.cover", post, person=city.street.person, valid_from=today, valid_to=today)
    cover = people.actor_of(Person.objects.get(pk=city.street.person))
    _refused(city, cover, "projects.review_report", corrected)


def test_a_cover_is_not_covered_in_turn_so_that_the_first_holder_stays_known(city):
    today = clock.today().isoformat()
    span = {"valid_from": today, "valid_to": today}
    post = Appointment.objects.get(person=city.reviewer.person)
    cover = city.do(city.administrator, "office.cover", post, person=city.street.person, **span).key
    with pytest.raises(Conflict) as refused:
        city.do(city.administrator, "office.cover", cover, person=city.leader.person, **span)
    assert refused.value.code == "cover_of_cover"
