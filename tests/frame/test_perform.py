"""The one write path: what it promises about retries, versions, choices, followers and refusals."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.trials import models
from tests.trials.reading_entries import entries

from taizhang.basis.errors import BadInput, Conflict, NotAllowed, NotFound
from taizhang.frame import clock, reading
from taizhang.frame.actor import PUBLIC, Post
from taizhang.frame.models import Claim, Draft, Number, Outbox, Refusal
from taizhang.frame.perform import perform
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects.declared.records import PROJECT
from taizhang.modules.projects.models import Project
from taizhang.registers.models import Appointment, Person

pytestmark = pytest.mark.django_db


def suspend(city, project, key=None, reason="示例", version=None, actor=None):
    return perform("projects.suspend", project.pk, actor or city.clerk, {"reason": reason}, idempotency_key=key, version=version)


class TestRetries:
    def test_the_same_key_and_inputs_give_the_stored_outcome_and_no_second_entry(self, city):
        project = city.project()
        first = suspend(city, project, "k1")
        before = Entry.objects.count()
        again = suspend(city, project, "k1")
        assert again == replace(first, repeated=True)
        assert Entry.objects.count() == before

    def test_the_same_key_with_other_inputs_is_refused(self, city):
        project = city.project()
        suspend(city, project, "k1")
        with pytest.raises(Conflict) as refused:
            suspend(city, project, "k1", reason="另一个")
        assert refused.value.code == "key_reused"

    def test_a_key_belongs_to_one_person_one_action_and_one_target(self, city):
        one, other = city.project(), city.project(name="另一个")
        suspend(city, one, "k1")
        with pytest.raises(Conflict):
            suspend(city, other, "k1")
        suspend(city, other, "k1", actor=city.chief)

    def test_a_refused_attempt_does_not_use_its_key_up(self, city):
        project = city.project()
        suspend(city, project)
        with pytest.raises(Conflict):
            suspend(city, project, "k1")
        assert not Claim.objects.filter(key="k1").exists()
        city.do(city.clerk, "projects.resume", project, reason="示例")
        assert not suspend(city, project, "k1").repeated

    def test_a_key_is_forgotten_after_ninety_days(self, city):
        project = city.project()
        suspend(city, project, "k1")
        city.do(city.clerk, "projects.resume", project, reason="示例")
        with clock.at(clock.now() + timedelta(days=91)):
            assert not suspend(city, project, "k1", reason="新的").repeated


class TestTargets:
    def test_a_page_that_was_opened_before_somebody_else_wrote_is_refused(self, city):
        project = city.project()
        opened = project.entry
        suspend(city, project)
        with pytest.raises(Conflict) as refused:
            perform("projects.resume", project.pk, city.clerk, {"reason": "示例"}, version=opened)
        assert refused.value.code == "version"
        project.refresh_from_db()
        perform("projects.resume", project.pk, city.clerk, {"reason": "示例"}, version=project.entry)

    def test_what_is_chosen_has_to_be_in_the_choosers_own_scope(self, city):
        hidden = city.project(actor=city.city_clerk)
        document = city.document(hidden, "contract")
        with pytest.raises(NotFound):
            city.do(city.other_clerk, "projects.withdraw_document", document.key, reason="示例")
        with pytest.raises(BadInput) as refused:
            city.do(city.clerk, "projects.put_on_list", hidden, list=999)
        assert (refused.value.code, refused.value.field) == ("no_such_choice", "list")

    def test_an_unknown_action_and_a_missing_target_are_not_found(self, city):
        for action, target in (("projects.nothing", 1), ("projects.suspend", None), ("projects.suspend", 2**60)):
            with pytest.raises(NotFound):
                perform(action, target, city.clerk, {"reason": "示例"})


class TestInputs:
    @pytest.mark.parametrize("text", ["a\x00b", "\ud800", "末尾\udfff"])
    def test_what_no_database_can_hold_is_refused(self, city, text):
        with pytest.raises(BadInput) as refused:
            city.project(name=text)
        assert refused.value.field == "name"
        assert not Project.objects.exists()

    def test_an_input_that_nobody_asked_for_is_refused(self, city):
        with pytest.raises(BadInput) as refused:
            suspend_raw = {"reason": "示例", "stage": "full"}
            perform("projects.suspend", city.project().pk, city.clerk, suspend_raw)
        assert refused.value.details[0].code == "unknown_input"

    @pytest.mark.parametrize("amount", [1.5, "1.5", True, 2**60, "一万"])
    def test_money_is_a_whole_number_of_fen(self, city, amount):
        with pytest.raises(BadInput):
            city.project(total_investment_fen=amount)


class TestRefusals:
    def test_a_refusal_changes_nothing_and_is_journalled_without_what_was_typed(self, city):
        project = city.project()
        suspend(city, project)
        before = Entry.objects.count()
        with pytest.raises(Conflict):
            suspend(city, project, reason="绝不能进日志的话")
        assert Entry.objects.count() == before
        line = Refusal.objects.latest("id")
        assert (line.action, line.code, line.status, line.target) == ("projects.suspend", "wrong_state", 409, f"projects.project:{project.pk}")
        assert "绝不能" not in " ".join(str(v) for v in line.__dict__.values())

    def test_a_fault_of_the_program_is_no_refusal_and_leaves_nothing(self, city, trials, monkeypatch):
        project, before = city.project(), Entry.objects.count()
        journalled = Refusal.objects.count()
        bound = trials.actions["projects.suspend"]

        def faulty(row, by, *, reason):
            by.send("mail", "nobody", text="x")
            by.number(1, "letters")
            raise RuntimeError("a fault")

        monkeypatch.setitem(trials._actions, bound.key, replace(bound, action=replace(bound.action, run=faulty)))
        with pytest.raises(RuntimeError):
            suspend(city, project)
        assert (Entry.objects.count(), Refusal.objects.count(), Outbox.objects.count(), Number.objects.count()) == (before, journalled, 0, 0)

    def test_document_numbers_have_no_gap_after_a_refusal(self, city, trials, monkeypatch):
        bound, numbers = trials.actions["projects.plan"], []

        def numbered(row, by, *, role, year, amount_fen, ground=""):
            numbers.append(by.number(7, "letters"))
            if amount_fen < 0:
                raise Conflict(PROJECT.label, code="test")

        monkeypatch.setitem(trials._actions, bound.key, replace(bound, action=replace(bound.action, run=numbered)))
        project = city.project()
        for amount in (1, -1, 2):
            with suppress(Conflict):
                city.do(city.clerk, "projects.plan", project, role="annual_plan", year=2026, amount_fen=amount)
        assert numbers == [1, 2, 2]
        with clock.on(date(clock.today().year + 1, 1, 4)):
            city.do(city.clerk, "projects.plan", project, role="annual_plan", year=2026, amount_fen=3)
        assert numbers[-1] == 1


class TestRoundsAndMoves:
    def test_back_leads_to_the_state_that_was_left(self, city):
        project = city.project()
        city.do(city.clerk, "projects.adjust", project, reason="示例")
        suspend(city, project)
        city.do(city.clerk, "projects.resume", project, reason="示例")
        project.refresh_from_db()
        assert project.standing == "adjusted"

    def test_who_acts_for_somebody_may_not_check_that_persons_work(self, city):
        project = city.project()
        report = city.do(city.reporter, "projects.report_month", project, period="2026-01", progress="示例")
        covering = Person.objects.get(pk=city.reviewer.person)
        post = city.reviewer.posts[0]
        cover = replace(city.reviewer, posts=(replace(post, acting_for=city.reporter.person),))
        with pytest.raises(Conflict) as refused:
            city.do(cover, "projects.review_report", report.key)
        assert refused.value.code == "apart" and covering.pk == cover.person
        city.do(city.reviewer, "projects.review_report", report.key)

    def test_the_entry_names_the_post_that_carries_the_right_and_whom_it_acts_for(self, city):
        project = city.project()
        idle = Post("leader", city.organs["甲区人民政府"].pk, city.district.pk, city.district.path)
        covered = replace(city.clerk.posts[0], acting_for=city.chief.person)
        both = replace(city.clerk, posts=(idle, covered))
        suspend(city, project, actor=both)
        assert entries("projects.suspend")[-1].actor == f"p{city.clerk.person}/o{covered.organ}/for{city.chief.person}"

    def test_of_two_posts_with_the_right_the_entry_names_the_one_that_sees_the_row(self, city):
        project = city.project()
        both = replace(city.clerk, posts=(*city.other_clerk.posts, *city.clerk.posts))
        suspend(city, project, actor=both)
        assert entries("projects.suspend")[-1].actor == f"p{city.clerk.person}/o{city.clerk.posts[0].organ}"


class TestReading:
    def test_what_was_known_at_the_end_of_a_day_stays_as_it_was_known(self, city):
        with clock.on(date(2026, 3, 2)):
            project = city.project()
        with clock.on(date(2026, 3, 9)):
            suspend(city, project)
        with clock.on(date(2026, 4, 1)):
            def then(day):
                return list(reading.rows(city.clerk, PROJECT, at=day).values_list("id", "standing"))

            assert then(date(2026, 3, 1)) == []
            assert then(date(2026, 3, 2)) == then(date(2026, 3, 8)) == [(project.pk, "normal")]
            assert then(date(2026, 3, 9)) == [(project.pk, "suspended")]

    def test_a_draft_leaves_no_trace_in_the_ledger(self, city):
        before = Entry.objects.count()
        Draft.objects.create(person=city.clerk.person, action="projects.register", raw={"name": "草稿"}, saved_at=clock.now())
        Draft.objects.update(raw={"name": "改过"})
        Draft.objects.all().delete()
        assert Entry.objects.count() == before

    def test_a_post_that_ended_carries_no_right(self, city):
        Appointment.objects.filter(person=city.clerk.person).update(valid_to=date(2025, 12, 31))
        from taizhang.registers import people

        project = city.project(actor=city.chief)
        with pytest.raises(NotAllowed):
            suspend(city, project, actor=people.actor_by_key(city.clerk.person))

    def test_the_public_does_nothing_that_is_not_public(self, city):
        project = city.project()
        for action in ("projects.suspend", "office.establish"):
            with pytest.raises(NotAllowed):
                perform(action, project.pk, PUBLIC, {"reason": "示例"})
        assert models.Sighting.objects.count() == 0
