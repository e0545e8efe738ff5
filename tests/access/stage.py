"""A city with a person in every role of two districts, and one row of every record in the first of them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from taizhang.frame import batches, clock
from taizhang.frame.actor import MACHINE, Actor
from taizhang.frame.catalogue import BoundAction
from taizhang.frame.models import Batch, Job
from taizhang.modules.commitments.models import (
    Cooperator,
    Duty,
    Example,
    Extension,
    Feedback,
    Figure,
    LexiconWord,
    Source,
    SpotCheck,
    SpotTask,
    Tag,
    Task,
    Term,
    TermItem,
    Tie,
)
from taizhang.modules.conduct.models import Campaign, Problem, RuleItem, RuleList, Study
from taizhang.modules.inspection.models import InspectedObject, InspectionItem, Inspector, Interest, RosterVersion
from taizhang.modules.projects import capital, imports
from taizhang.modules.projects.models import (
    Baseline,
    BaselineNode,
    CapitalLine,
    CapitalPlan,
    Commentary,
    Coordination,
    Document,
    ExtraColumn,
    ExtraValue,
    Feed,
    Forecast,
    Item,
    LightChoice,
    Link,
    Membership,
    Node,
    Plan,
    Project,
    ProjectList,
    Quantity,
    Question,
    Report,
    SheetTemplate,
    StatFigure,
    SuperiorForm,
    Waiver,
)
from taizhang.modules.sandbox.queries.clocks import letter_entry
from taizhang.registers import evidence, people, tokens
from taizhang.registers.models import (
    Account,
    Appointment,
    Delivery,
    Enterprise,
    Evidence,
    HolidayNotice,
    Organ,
    Person,
    PersonHistory,
    Token,
)
from taizhang.site.example_city.photo import photo
from taizhang.surfaces.api.openapi import sample
from tests.access.draws_stage import draws
from tests.access.sandbox_stage import in_sandbox
from tests.access.visits_stage import visits
from tests.city_fixture import City
from tests.surfaces.api.conftest import Caller, account_for

#: A number that is a valid mobile number and nobody's: where it shows, something leaked.
CANARY = "13800138000"
#: The number of an inspector's certificate: so does this one.
CERTIFICATE = "16010000009"
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])")
TEMPLATE = '{"version": 1, "name": "", "fingerprint": "0", "roles": [], "units": []}'
FORM = '{"sheet": "示例", "first_row": 4, "last_row": 20, "columns": {"B": "name"}, "cells": {}}'
_SECRETS = {f"示例{name}": sha256(name.encode()) for name in "甲乙丙"}
PARTIES = "\n".join(f"{name} {sha256(secret.digest()).hexdigest()}" for name, secret in _SECRETS.items())
#: What the parties of a sample check reveal after its event.
REVEALED = "\n".join(f"{name} {secret.hexdigest()}" for name, secret in _SECRETS.items())
ROLES = (
    "drc.clerk", "drc.chief", "bureau.reviewer", "unit.reporter", "leader", "statistics.officer",
    "street.clerk", "supervision.clerk", "supervisor", "inspection.planner", "inspection.chief", "inspection.officer",
    "admin.system", "admin.security", "admin.audit",
)  # fmt: skip
#: Those who may have a calendar address.
WITH_CALENDAR = tuple(role for role in ROLES if not role.startswith(("admin.", "supervision.", "inspection.")))
#: Those whose organ may have a problem of conduct to correct.
WITH_CORRECTIONS = ("bureau.reviewer", "drc.chief", "street.clerk", "supervision.clerk")


class Stage:
    """`own` and `other` give the actor of a role in the first and the second district; `rows` one row of each kind."""

    def __init__(self) -> None:
        self.city = City()
        self.own = {role: self._person(role, "甲区", self.city.district, self.city.street_place) for role in ROLES}
        self.other = {role: self._person(role, "乙区", self.city.other_district, self.city.other_district) for role in ROLES}
        self.rows: dict[str, Any] = {}
        self._registers()
        self._project()
        self._tasks()
        self._conduct()
        self._rosters()
        self._draws()
        self._visits()
        self.rows |= in_sandbox(self.city, self.own["inspection.planner"], self.rows["registers.enterprise"].pk)
        self._batches()
        # All made now: what is made while a test runs is taken back with it.
        self.accounts = {a.person: account_for(a.person, f"p{a.person}") for side in (self.own, self.other) for a in side.values()}
        self.callers = {person: Caller(tokens.issue(account, "test")[1]) for person, account in self.accounts.items()}
        self.topmost = Caller(tokens.issue(account_for(self.city.administrator.person, "topmost"), "test")[1])
        self.public = Caller()
        self.cookies = {person: signed_in(account) for person, account in self.accounts.items()}

    def _person(self, role: str, name: str, place: Any, street: Any) -> Actor:
        do, admin = self.city.do, self.city.administrator
        key = f"{name}{role}"
        # Those who plan, approve and inspect are of one department.
        one = f"{name}inspection.planner" if role.startswith("inspection.") else key
        known = Organ.objects.filter(name=one).first()
        organ = known.pk if known else do(admin, "office.found_organ", place, name=one, kind="bureau").key
        person = do(admin, "office.enrol", organ, name=f"{key}（示例）", phone=CANARY).key
        at = street if role == "street.clerk" else place
        do(admin, "office.appoint", organ, person=person, role=role, place=at.pk, valid_from="2025-01-01")
        return people.actor_of(Person.objects.get(pk=person))

    def _registers(self) -> None:
        do, admin, city = self.city.do, self.city.administrator, self.city
        self.rows["registers.place"] = city.district
        self.rows["registers.organ"] = city.organs["甲区住建局"]
        self.rows["registers.person"] = Person.objects.get(pk=self.own["bureau.reviewer"].person)
        #: The entry by which that person, telephone number and all, came into the register.
        self.enrolled = PersonHistory.objects.filter(id=self.rows["registers.person"].pk).order_by("history_id").values_list("entry", flat=True)[0]
        self.rows["registers.appointment"] = Appointment.objects.get(person=city.reviewer.person)
        delivery = do(admin, "office.set_delivery", city.organs["甲区住建局"], channel="email", address="office@example.org").key
        self.rows["registers.delivery"] = Delivery.objects.get(pk=delivery)
        *codes, self.third_code = _codes()
        for code in codes:
            do(admin, "office.enter_enterprise", city.district, name=f"示例{code}", uscc=code)
        self.rows["registers.enterprise"], self.second_firm = Enterprise.objects.order_by("id")
        # The administrator of the city: those of the districts, who play here, may not.
        do(admin, "office.load_notice", None, year=2027, number="示例", published_on="2026-11-01")
        self.rows["registers.holiday_notice"] = HolidayNotice.objects.get()

    def _project(self) -> None:
        do, clerk = self.city.do, self.own["drc.clerk"]
        # In the street, so that its clerk sees it; reported by the unit, so that its reporter does.
        made = do(clerk, "projects.register", self.city.street_place, name="示例路", kind="gov", organ=self.rows["registers.organ"].pk)
        project = Project.objects.get(pk=made.key)
        do(clerk, "projects.assign_unit", project, unit=self.own["unit.reporter"].organs[0])
        self.template, self.form = TEMPLATE, FORM
        self.picture = photo(datetime(2026, 1, 10, 9, 0), 34_750_000, 113_620_000)
        upload = evidence.receive(clerk, "site.jpg", [self.picture])
        do(clerk, "projects.add_document", project, kind="works_photo", dated="2026-01-10", file=upload.pk)
        do(clerk, "projects.plan", project, role="annual_plan", year=2026, amount_fen=100)
        do(self.own["unit.reporter"], "projects.report_month", project, period="2026-01", progress="示例", quantities="桩基 根 3")
        do(self.own["statistics.officer"], "projects.certify", project, period="2026-01", in_library=True)
        do(clerk, "projects.save_template", None, name="示例", body=TEMPLATE)
        do(clerk, "projects.save_form", None, name="示例", body=FORM)
        do(clerk, "projects.ask_coordination", project, matter="示例")
        do(clerk, "projects.lay_out_nodes", project, starts_on="2026-03-02")
        do(clerk, "projects.propose_baseline", project, reason="示例")
        node = Node.objects.get(key="feasibility")
        do(self.own["unit.reporter"], "projects.forecast_node", node, expected_finish="2099-12-31", reason="示例")
        do(self.own["unit.reporter"], "projects.request_waiver", project, dimension="start", reason="示例", valid_until="2099-12-31")
        do(self.city.administrator, "projects.choose_light_rule", None, city="yinchuan", valid_from="2025-03-01", reason="示例")
        # A start that is claimed and not proved is a question to the unit.
        do(self.own["unit.reporter"], "projects.claim_start", project, on="2026-01-12")
        do(MACHINE, "projects.check_figures", project)
        # Nobody sees another's calendar address, so everybody who may has one.
        self.feed_of = {a.person: do(a, "projects.open_feed", None).key for a in (self.own[r] for r in WITH_CALENDAR)}
        project.refresh_from_db()
        self.rows |= {
            "projects.feed": Feed.objects.get(person=clerk.person),
            "projects.project": project,
            "projects.node": node,
            "projects.link": Link.objects.get(node=node),
            "projects.baseline": Baseline.objects.get(),
            "projects.baseline_node": BaselineNode.objects.first(),
            "projects.forecast": Forecast.objects.get(),
            "projects.document": Document.objects.get(),
            "projects.item": Item.objects.filter(project=project).first(),
            "projects.plan": Plan.objects.get(),
            "projects.report": Report.objects.get(),
            "projects.quantity": Quantity.objects.get(),
            "projects.stat": StatFigure.objects.get(),
            "projects.template": SheetTemplate.objects.get(),
            "projects.form": SuperiorForm.objects.get(),
            "projects.coordination": Coordination.objects.get(),
            "projects.waiver": Waiver.objects.get(),
            "projects.light_choice": LightChoice.objects.get(),
            "projects.question": Question.objects.order_by("id").first(),
            "registers.evidence": Evidence.objects.get(),
            "registers.upload": evidence.receive(clerk, "waits.jpg", [self.picture]),
        }

    def _tasks(self) -> None:
        """A document of the street, with a task in the hands of the unit and one row of all that belongs to it."""
        do, office, unit = self.city.do, self.own["supervision.clerk"], self.own["unit.reporter"]
        made = do(office, "commitments.register_source", self.city.street_place, title="示例文件", text="加快建设示例路，全年完成投资1亿元。")
        source = Source.objects.get(pk=made.key)
        do(office, "commitments.confirm_tasks", source, spans="0-7")
        task = Task.objects.get(source=source)
        lead, helper = unit.organs[0], self.rows["registers.organ"].pk
        do(office, "commitments.assign", task, lead=lead, cooperating=[helper], due="2099-12-31")
        do(office, "commitments.tie_project", task, project=self.rows["projects.project"].pk)
        do(unit, "commitments.sign", task)
        do(unit, "commitments.feed_back", task, progress="示例")
        do(unit, "commitments.ask_extension", task, due="2100-06-30", reason="示例")
        place = self.city.street_place
        term = Term.objects.get(pk=do(office, "commitments.enter_term", place, name="示例两项行动", ground="示例").key)
        do(office, "commitments.state_item", term, text="示例行动", ground="示例")
        do(office, "commitments.tag_task", task, term=term.pk)
        do(office, "commitments.enter_duty", place, organ=helper, words="示例事项", ground="示例")
        do(office, "commitments.enter_word", place, kind="term", word="示例词语")
        do(office, "commitments.correct", source, span="8-12", kind="not_a_task")
        self.rows |= {
            "commitments.source": source,
            "commitments.figure": Figure.objects.get(),
            "commitments.task": Task.objects.get(),
            "commitments.cooperator": Cooperator.objects.get(),
            "commitments.feedback": Feedback.objects.get(),
            "commitments.extension": Extension.objects.get(),
            "commitments.tie": Tie.objects.get(),
            "commitments.term": term,
            "commitments.term_item": TermItem.objects.get(),
            "commitments.tag": Tag.objects.get(),
            "commitments.duty": Duty.objects.get(),
            "commitments.lexicon_word": LexiconWord.objects.get(),
            "commitments.example": Example.objects.get(),
        }
        self._spot_check(office, unit)

    def _conduct(self) -> None:
        """A campaign and a list with one item stated, and a problem in the hands of each organ that may have one to correct."""
        do, office = self.city.do, self.own["supervisor"]
        do(office, "conduct.enter_campaign", self.city.district, number=7, source="示例")
        do(office, "conduct.enter_list", self.city.district, name="示例", source="示例")
        do(office, "conduct.state_item", RuleList.objects.get(), number=10, words="示例", source="示例", valid_from="2025-01-01")
        do(self.own["bureau.reviewer"], "conduct.record_study", None, campaign=Campaign.objects.get().pk, held_on="2026-01-15", topic="示例")
        self.problem_of = {}
        for actor in (self.own[role] for role in WITH_CORRECTIONS):
            organ = actor.organs[0]
            key = do(office, "conduct.find_problem", self.city.district, organ=organ, description="示例", found_on="2026-01-15").key
            do(office, "conduct.examine", key, finding="示例")
            do(office, "conduct.give_out", key, corrector=organ, demand="示例")
            self.problem_of[actor.person] = key
        self.rows |= {
            "conduct.campaign": Campaign.objects.get(),
            "conduct.rule_list": RuleList.objects.get(),
            "conduct.rule_item": RuleItem.objects.get(),
            "conduct.study": Study.objects.get(),
            "conduct.problem": Problem.objects.get(pk=self.problem_of[self.own["bureau.reviewer"].person]),
        }

    def _rosters(self) -> None:
        """A published item, a firm, an inspector with an interest in it, and a version of the list."""
        do, planner, district = self.city.do, self.own["inspection.planner"], self.city.district
        firm = self.rows["registers.enterprise"].pk
        do(planner, "inspection.enter_item", district, code="示例-1", name="示例事项", basis="示例")
        do(planner, "inspection.publish_item", InspectionItem.objects.get())
        do(planner, "inspection.enter_object", district, firm=firm)
        given = {"certificate": CERTIFICATE, "certificate_until": "2099-12-31"}
        inspector = do(planner, "inspection.enter_inspector", district, person=self.own["inspection.officer"].person, **given).key
        do(planner, "inspection.declare_interest", inspector, firm=firm, kind="share")
        do(planner, "inspection.freeze_roster", district, kind="items")
        self.rows |= {
            "inspection.item": InspectionItem.objects.get(),
            "inspection.object": InspectedObject.objects.get(),
            "inspection.inspector": Inspector.objects.get(),
            "inspection.interest": Interest.objects.get(),
            "inspection.version": RosterVersion.objects.get(),
        }

    def _draws(self) -> None:
        own, people = self.own, [self.own[role].person for role in ("drc.clerk", "drc.chief")]
        self.rows |= draws(self.city, own["inspection.planner"], own["inspection.chief"], self.rows["inspection.item"].pk, people)

    def _visits(self) -> None:
        own, item = (self.own[f"inspection.{role}"] for role in ("planner", "chief", "officer")), self.rows["inspection.item"].pk
        self.rows |= visits(self.city, *own, item, self.picture)

    def _spot_check(self, office: Actor, unit: Actor) -> None:
        """A task of the district that was closed, drawn to be looked at once more; another check waits for its event."""
        do, day = self.city.do, clock.today()
        with clock.on(day - timedelta(days=3)):
            task = do(office, "commitments.add_task", self.city.district, title="示例", ground="示例").key
            do(office, "commitments.assign", task, lead=unit.organs[0])
            do(unit, "commitments.sign", task)
            proof = evidence.receive(unit, "proof.jpg", [self.picture])
            do(unit, "commitments.report_done", task, result="示例", file=proof.pk)
            do(office, "commitments.close", task, finding="示例")
            given = {"title": "示例", "since": "2020-01-01", "until": "2099-12-31", "parties": PARTIES, "event_on": day.isoformat()}
            drawn, waits = (do(office, "commitments.commit_spot_check", self.city.district, **given, event=f"示例{n}").key for n in range(2))
        do(self.own["supervisor"], "commitments.draw_spot_check", drawn, result="03 07 12", secrets=REVEALED)
        self.rows |= {"commitments.spot_check": SpotCheck.objects.get(pk=waits), "commitments.spot_task": SpotTask.objects.get()}

    def _batches(self) -> None:
        """Whoever may bring in a workbook has brought one in, and has another that waits."""
        self.batch_of: dict[int | None, Any] = {}
        for role in ("drc.clerk", "drc.chief"):
            actor = self.own[role]
            made = self.city.do(actor, "projects.accept_workbook", self.city.district, intake=self._intake(actor, imports.KIND), year=2026)
            self.batch_of[actor.person] = Batch.objects.get(pk=made.key)
        admin = self.own["admin.system"]
        made = self.city.do(admin, "office.accept_register", self.city.district, intake=self._intake(admin, "office.organs"))
        self.batch_of[admin.person] = Batch.objects.get(pk=made.key)
        clerk = self.own["drc.clerk"]
        self.rows["frame.batch"] = self.batch_of[clerk.person]
        self.intakes = {actor.person: self._intake(actor, imports.KIND) for actor in self.own.values()}
        self.intakes[admin.person] = self._intake(admin, "office.organs")
        self.commitments = {actor.person: self._commitments(actor) for actor in self.own.values()}
        self._capital_plan(clerk)
        self.rows["frame.intake"] = batches.INTAKE.model.objects.get(pk=self.intakes[clerk.person])
        self.rows["projects.list"] = ProjectList.objects.get()
        self.city.do(clerk, "projects.put_on_list", self.rows["projects.project"], list=self.rows["projects.list"].pk)
        self.rows["projects.membership"] = Membership.objects.get()
        self.city.do(clerk, "projects.add_column", None, list=self.rows["projects.list"].pk, name="示例列", kind="number")
        self.rows["projects.extra_column"] = ExtraColumn.objects.get()
        self.city.do(clerk, "projects.fill_columns", self.rows["projects.project"], cells="示例列=1", period="2026-01")
        self.rows["projects.extra_value"] = ExtraValue.objects.get()
        self.city.do(clerk, "projects.comment_on_unit", Organ.objects.get(pk=self.own["unit.reporter"].organs[0]), period="2026-01", text="示例")
        self.rows["projects.commentary"] = Commentary.objects.get()

    def _capital_plan(self, clerk: Actor) -> None:
        """A snapshot of another city with its one line taken in, and no other batch."""
        given = {"city": "示例外市", "title": "示例", "published_on": "2026-01-10"}
        made = self.city.do(clerk, "projects.take_in_capital_plan", self.city.district, intake=self._commitments(clerk), **given)
        waits = Job.objects.filter(kind=batches.JOB, subject=made.key)
        with transaction.atomic():
            batches.apply_chunk(waits.get())
        waits.update(state="done")
        self.rows["projects.capital_plan"] = CapitalPlan.objects.get()
        self.rows["projects.capital_line"] = CapitalLine.objects.get()

    def _commitments(self, actor: Actor) -> int:
        return batches.take_in(capital.KIND, actor, "示例.csv", "0" * 64, [{"row": 2, "name": "示例", "commitment": 100}]).pk

    def roster_sheet(self, actor: Actor) -> int:
        """A sheet of the list of items that waits to be accepted."""
        row = {"code": "示例-3", "name": "示例", "basis": "示例"}
        return batches.take_in("inspection.sheet_items", actor, "示例.xlsx", "0" * 64, [row]).pk

    def _intake(self, actor: Actor, kind: str) -> int:
        return batches.take_in(kind, actor, "示例.xlsx", "0" * 64, [{"name": "示例"}], reading={"sheets": ["重点项目"]}).pk

    # -- asking -----------------------------------------------------------------------------------------------------

    def target(self, bound: BoundAction, actor: Actor) -> int | None:
        """The row an action is tried on: of a batch one's own, since nobody sees another's."""
        if bound.on is None:
            return None
        if bound.on.kind == "frame.batch" and actor.person in self.batch_of:
            return self.batch_of[actor.person].pk
        if bound.on.kind == "projects.feed" and actor.person in self.feed_of:
            return self.feed_of[actor.person]
        if bound.on.kind == "conduct.problem" and actor.person in self.problem_of:
            return self.problem_of[actor.person]
        return self.rows[bound.on.kind].pk

    def inputs(self, bound: BoundAction, actor: Actor) -> dict[str, Any]:
        """Inputs that can be read and whose records are there for the actor."""
        found = {}
        for item in bound.inputs:
            if item.ask.ref == "frame.intake" and bound.key == "projects.take_in_capital_plan":
                found[item.name] = self.commitments.get(actor.person, 1)
            elif item.name == "batch":
                found[item.name] = self.rows["frame.batch"].pk
            elif item.ask.ref and item.required:
                chosen = self._chosen(item.ask.ref, actor)
                found[item.name] = [chosen] if item.kind == "refs" else chosen
            elif item.required or item.ask.example is not None:
                found[item.name] = sample(item)
        return found

    def _chosen(self, kind: str, actor: Actor) -> int:
        if kind == "frame.intake":
            return self.intakes.get(actor.person, 1)
        if kind == "registers.enterprise":
            return self.second_firm.pk
        return self.rows[kind].pk

    def caller(self, actor: Actor) -> Caller:
        """The API for a person, by token."""
        return self.callers[actor.person]

    def browser(self, actor: Actor) -> Client:
        """A browser in which the person is signed in already, or nobody when it is the public."""
        # The API's actions say that they act on whatever the record says now; pages do not look at this.
        client = Client(headers={"accept-language": "zh-hans", "if-match": "*"}, raise_request_exception=False)
        if actor.person is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[actor.person]
        return client

    def account(self, actor: Actor) -> Account:
        """The account of a person."""
        return self.accounts[actor.person]

    @cached_property
    def places_in_addresses(self) -> dict[str, Any]:
        """What stands for the names in braces of a sample address."""
        names = {kind.replace(".", "_"): row.pk for kind, row in self.rows.items()}
        clerk = self.own["drc.clerk"]
        token = Token.objects.get(account=self.account(clerk))
        return names | {"letter": letter_entry(self.rows["sandbox.member"].pk), "entry": self.rows["projects.project"].entry, "token": token.pk, "today": clock.today().isoformat()}


def mobile_numbers(text: str) -> list[str]:
    """Whatever in a text is somebody's mobile number."""
    return _MOBILE.findall(text)


def signed_in(account: Account) -> str:
    """What a browser keeps after somebody signed in."""
    client = Client()
    client.force_login(account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _codes() -> list[str]:
    """Three credit codes with right check characters."""
    from taizhang.basis.identifiers import credit_code

    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    found = []
    for stem in ("91410100MA0000001", "91410100MA0000002", "91410100MA0000003"):
        for last in letters:
            try:
                found.append(credit_code(stem + last).code)
                break
            except Exception:
                continue
    return found


