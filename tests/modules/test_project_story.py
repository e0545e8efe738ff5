"""A project's life through the one write path."""

from __future__ import annotations

import pytest

from taizhang.basis.errors import BadInput, Conflict, NotAllowed, NotFound
from taizhang.basis.predicate import needs_of
from taizhang.kernels.ledger import store
from taizhang.modules.projects import lifecycle
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


def test_an_entry_cites_the_law_of_the_step_that_it_made(city):
    """What a firm builds with its own money is not under the regulations on the government's investment."""
    public, private = city.project(), city.project(name="示例厂房", kind="filed", source="private")
    cited = {}
    for project, document, step in (
        (public, "proposal_approval", "approve_proposal"),
        (private, "filing_certificate", "file"),
        (private, "factor_statement", "secure_factors"),
    ):
        city.document(project, document)
        cited[step] = store.read(city.do(city.clerk, f"projects.{step}", project).entry).law
    assert cited == {
        "approve_proposal": "政府投资条例（国令第712号） 第九条",
        "file": "企业投资项目核准和备案管理条例（国令第673号） 第十三条",
        "secure_factors": "一项目、一清单、一台账",
    }


def test_no_step_of_a_firms_project_stands_on_the_law_of_the_governments(city):
    for kind in ("filed", "approved", "promotion", "park"):
        newest = lifecycle.LIFECYCLES[lifecycle.CURRENT[kind]]
        # Whoever applies for statistics entry shows whichever of the approvals there is: that one of them is a government project's is no mistake.
        papers = [need for move in newest.moves for need in needs_of(move.gate) if need.fact != "document.feasibility_approval"]
        cited = {law for law in (*(move.law for move in newest.moves), *(need.law for need in papers)) if law is not None}
        assert "Government Investment Regulations" not in {law.name.en for law in cited}, kind
    government = {law.name.en for m in lifecycle.LIFECYCLES[lifecycle.CURRENT["gov"]].moves if (law := m.law)}
    assert "Government Investment Regulations" in government


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


def test_a_deadline_in_a_year_without_notice_is_provisional_until_the_notice_is_loaded(city):
    from datetime import date

    from taizhang.frame import clock
    from taizhang.kernels.ledger.models import Entry
    from taizhang.modules.projects.models import Item

    with clock.on(date(2026, 12, 24)):
        project = city.project()
        city.do(city.clerk, "projects.announce_requisition", project, number="示例1号", dated="2026-12-22")
    item = Item.objects.get(clock="pre_notice")
    assert (item.due, item.provisional) == (date(2027, 1, 5), True)
    with clock.on(date(2026, 12, 28)):
        outcome = city.do(
            city.administrator,
            "office.load_notice",
            None,
            year=2027,
            number="示例",
            published_on="2026-12-28",
            off="2027-01-01",
            worked="",
        )
    item.refresh_from_db()
    assert (item.due, item.provisional) == (date(2027, 1, 6), False)
    recomputed = Entry.objects.get(action="projects.recompute_deadlines")
    assert recomputed.cause == outcome.entry
    assert item.entry == recomputed.key


def test_a_start_is_proved_by_four_papers_and_falls_away_with_one_of_them(city):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from taizhang.modules.projects.models import Document
    from taizhang.registers import evidence
    from taizhang.site.example_city.photo import photo

    project = city.project(kind="filed")
    for document, verb in (
        ("filing_certificate", "file"),
        ("factor_statement", "secure_factors"),
        ("construction_permit", "grant_permit"),
    ):
        city.document(project, document)
        city.do(city.clerk, f"projects.{verb}", project)
    city.document(project, "contract")
    city.document(project, "first_payment")
    taken = datetime(2026, 2, 3, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    nowhere = evidence.receive(city.clerk, "a.jpg", [photo(taken, None, None)])
    city.do(city.clerk, "projects.add_document", project, kind="works_photo", dated="2026-02-03", file=nowhere.pk)
    project.refresh_from_db()
    assert (project.stage, project.started_on) == ("permitted", None)
    located = evidence.receive(city.clerk, "b.jpg", [photo(taken, 34_700_000, 113_600_000)])
    assert (located.latitude_e6, located.taken_at) == (34_700_000, taken)
    city.do(city.clerk, "projects.add_document", project, kind="works_photo", dated="2026-02-03", file=located.pk)
    project.refresh_from_db()
    assert (project.stage, project.started_on.isoformat()) == ("started", "2026-02-03")
    city.do(city.clerk, "projects.withdraw_document", Document.objects.get(kind="contract"), reason="合同作废")
    project.refresh_from_db()
    assert (project.stage, project.started_on) == ("permitted", None)


def test_a_terminated_project_goes_no_further_and_reports_no_more(city):
    project = city.project()
    city.document(project, "proposal_approval")
    city.do(city.clerk, "projects.terminate", project, reason="不再建设")
    with pytest.raises(Conflict) as refused:
        city.do(city.clerk, "projects.approve_proposal", project)
    assert [d.field for d in refused.value.details] == ["standing.active"]
    with pytest.raises(Conflict) as silent:
        city.do(city.reporter, "projects.report_month", project, period="2026-01", progress="示例")
    assert silent.value.code == "terminated"


def test_a_paper_that_has_expired_opens_no_gate(city):
    project = city.project()
    city.document(project, "proposal_approval", dated="2020-01-15", valid_until="2022-01-15")
    with pytest.raises(Conflict) as refused:
        city.do(city.clerk, "projects.approve_proposal", project)
    assert refused.value.code == "gate"


def test_a_permit_that_a_unit_only_names_does_not_count(city):
    project = city.project()
    with pytest.raises(BadInput) as refused:
        city.do(
            city.reporter,
            "projects.add_document",
            project,
            kind="construction_permit",
            dated="2026-01-15",
            number="随便写的1号",
        )
    assert refused.value.code == "file_needed"


def test_an_amount_in_the_wrong_unit_is_asked_about(city):
    project = city.project()
    with pytest.raises(BadInput) as refused:
        city.do(
            city.reporter,
            "projects.report_month",
            project,
            period="2026-01",
            progress="示例",
            investment_fen=10**15 + 1,
        )
    assert (refused.value.code, refused.value.field) == ("implausible", "investment_fen")
