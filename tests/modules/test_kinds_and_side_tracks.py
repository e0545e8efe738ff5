"""Every kind of project has its own way to the permit; permits, statistics entry and stars run beside it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.city_fixture import City

from taizhang.basis.errors import Conflict
from taizhang.frame import clock, ticking
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects import lifecycle
from taizhang.modules.projects.models import Document, Item, Report
from taizhang.registers import evidence
from taizhang.site.example_city.photo import photo

pytestmark = pytest.mark.django_db

FOUR = ("land_title", "land_planning_permit", "planning_permit", "construction_permit")


@pytest.fixture
def city():
    return City()


def fresh(project):
    project.refresh_from_db()
    return project


def test_a_new_project_begins_under_the_newest_lifecycle_of_its_kind(city):
    for kind, version in lifecycle.CURRENT.items():
        project = city.project(kind=kind, name=f"示例{kind}")
        assert (project.lifecycle, project.stage) == (version, "reserve")


def test_a_promoted_project_is_not_signed_without_the_fair_competition_review(city):
    project = city.project(kind="promotion")
    city.document(project, "investment_agreement")
    with pytest.raises(Conflict) as refused:
        city.do(city.clerk, "projects.sign_agreement", project)
    assert [d.field for d in refused.value.details] == ["document.fair_competition_review"]
    assert "国令第783号" in refused.value.details[0].law.cite("zh")
    city.document(project, "fair_competition_review")
    city.do(city.clerk, "projects.sign_agreement", project)
    assert fresh(project).stage == "signed"


def test_the_four_permits_are_counted_by_themselves_in_both_directions(city):
    project = city.project(kind="approved")
    made = [city.document(project, kind) for kind in FOUR[:3]]
    assert fresh(project).permits == "partial"
    city.document(project, FOUR[3])
    assert fresh(project).permits == "complete"
    for document in made:
        city.do(city.clerk, "projects.withdraw_document", Document.objects.get(pk=document.key), reason="测试")
    assert fresh(project).permits == "partial"
    last = Document.objects.get(project=project, kind=FOUR[3])
    city.do(city.clerk, "projects.withdraw_document", last, reason="测试")
    assert fresh(project).permits == "none"
    assert Entry.objects.filter(action="projects.reopen_permits", actor="system").count() == 1


def test_a_permit_whose_time_is_over_is_noticed_by_the_tick(city):
    project = city.project(kind="approved")
    for kind in FOUR[:3]:
        city.document(project, kind)
    city.document(project, FOUR[3], valid_until=clock.today().isoformat())
    assert fresh(project).permits == "complete"
    for n in range(3):
        city.document(city.project(name=f"示例{n}"), "land_title", valid_until="2099-12-31")
    assert ticking.tick().looked_at == 0
    with clock.on(clock.today() + timedelta(days=2)):
        ticked = ticking.tick()
    assert (ticked.looked_at, ticked.made) == (1, 1)
    assert fresh(project).permits == "partial"


def test_an_environmental_approval_without_an_end_gets_the_term_of_the_law(city):
    project = city.project()
    made = city.document(project, "eia_approval", dated="2026-01-31")
    assert Document.objects.get(pk=made.key).valid_until == date(2031, 1, 31)


def test_the_permit_sets_the_term_to_begin_the_works_running(city):
    project = city.project(kind="filed")
    for kind, verb in (("filing_certificate", "file"), ("factor_statement", "secure_factors"), ("construction_permit", "grant_permit")):
        city.document(project, kind)
        city.do(city.clerk, f"projects.{verb}", project)
    line = Item.objects.get(project=project, clock="permit_start")
    assert (line.clock_from, line.due) == (date(2026, 1, 15), date(2026, 4, 15))


def test_entry_needs_the_size_the_content_and_the_papers_and_the_statistics_office(city):
    project = city.project(kind="filed", total_investment_fen=4_999_999_99, summary="标准厂房")
    with pytest.raises(Conflict) as refused:
        city.do(city.reporter, "projects.apply_for_entry", project)
    missing = {d.field for d in refused.value.details}
    assert {"entry.in_scope", "document.contract", "document.works_photo"} <= missing
    assert "entry.content" not in missing


def test_construction_no_longer_shows_when_its_only_month_went_back(city):
    """A month that is being corrected still stands; one that is returned after the correction does not."""
    project = begun(city)
    report = city.do(city.reporter, "projects.report_month", project, period="2026-03", progress="基础")
    city.do(city.reviewer, "projects.review_report", Report.objects.get(pk=report.key))
    city.do(city.clerk, "projects.accept_report", Report.objects.get(pk=report.key))
    assert fresh(project).stage == "building"
    changed = city.do(
        city.reporter, "projects.correct_report", Report.objects.get(pk=report.key), progress="主体", reason="测试"
    )
    assert fresh(project).stage == "building"
    city.do(city.reviewer, "projects.return_report", Report.objects.get(pk=changed.key), reason="数据不实")
    assert fresh(project).stage == "started"


def begun(city):
    """A filed project whose start is proved."""
    project = city.project(kind="filed")
    for kind, verb in (("filing_certificate", "file"), ("factor_statement", "secure_factors"), ("construction_permit", "grant_permit")):
        city.document(project, kind)
        city.do(city.clerk, f"projects.{verb}", project)
    city.document(project, "contract")
    city.document(project, "first_payment")
    taken = datetime(2026, 2, 3, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    site = evidence.receive(city.clerk, "a.jpg", [photo(taken, 34_700_000, 113_600_000)])
    city.do(city.clerk, "projects.add_document", project, kind="works_photo", dated="2026-02-03", file=site.pk)
    assert fresh(project).stage == "started"
    line = Item.objects.get(project=project, clock="permit_start")
    assert (line.state, line.done_on) == ("done", date(2026, 2, 3))
    return project


def test_a_line_of_the_checklist_follows_the_document_it_asks_for(city):
    project = city.project(kind="filed")
    line = Item.objects.get(project=project, kind="filing_certificate")
    made = city.document(project, "filing_certificate")
    line.refresh_from_db()
    assert (line.state, line.done_on, line.entry) == ("done", date(2026, 1, 15), made.entry)
    city.do(city.clerk, "projects.withdraw_document", Document.objects.get(pk=made.key), reason="测试")
    line.refresh_from_db()
    assert (line.state, line.done_on) == ("open", None)


def test_every_kind_begins_with_lines_on_all_five_lists(city):
    for kind in lifecycle.CURRENT:
        project = city.project(kind=kind, name=f"示例{kind}")
        lists = set(Item.objects.filter(project=project).values_list("list", flat=True))
        assert lists == {"procedure", "factor", "money", "problem", "duty"}, kind


def test_completing_the_checklist_adds_what_the_template_names_and_nothing_twice(city):
    project = city.project(kind="gov", category="transport")
    with pytest.raises(Conflict) as refused:
        city.do(city.clerk, "projects.lay_out_checklist", project)
    assert refused.value.code == "complete"
    before = Item.objects.filter(project=project).count()
    bare = city.project(kind="gov", name="示例二", category="other")
    assert not Item.objects.filter(project=bare, kind="energy_review").exists()
    city.do(city.clerk, "projects.amend", bare, name="示例二", category="transport", reason="测试")
    city.document(bare, "energy_review", dated="2026-01-10")
    city.do(city.clerk, "projects.lay_out_checklist", bare)
    assert Item.objects.filter(project=bare).count() == before
    assert Item.objects.get(project=bare, kind="energy_review").done_on == date(2026, 1, 10)
