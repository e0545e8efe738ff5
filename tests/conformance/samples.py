"""Rows and inputs for any declared action, made from its own examples: no module has to provide anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import connection

from taizhang.basis.errors import Conflict
from taizhang.frame import batches, clock, conformance
from taizhang.frame.actor import MACHINE, Actor, Post
from taizhang.frame.catalogue import BoundAction, Catalogue
from taizhang.frame.declare import Record
from taizhang.frame.perform import Outcome, perform
from taizhang.registers import evidence
from taizhang.registers.models import Appointment, Organ, Place
from tests.access.draws_stage import draws
from tests.conformance import visit_samples

#: Records that no action creates as its subject, with an action by which they come about.
BY_PRODUCTS = {
    "projects.list": "projects.accept_workbook",
    "projects.item": "projects.register",
    "projects.link": "projects.lay_out_nodes",
    "projects.baseline_node": "projects.propose_baseline",
    "projects.question": "projects.check_figures",
}
#: What has to be done first to the same target, for an example to have anything to work on.
BEFORE = dict.fromkeys(("office.reset_account", "office.unlock_account", "office.close_account"), "office.open_account") | {
    "projects.propose_baseline": "projects.add_node",
    "projects.check_figures": "projects.claim_start",
}
#: What is done to a new row, so that whoever may do everything has it in hand.
THEN = {"commitments.task": ("commitments.assign", "commitments.sign"), "inspection.item": ("inspection.publish_item",)}
#: Kinds whose rows come of one draw, with two people and a chain of seeds.
DRAWN = (
    "inspection.plan", "inspection.plan_line", "inspection.seed_chain", "inspection.batch", "inspection.batch_part", "inspection.drawn_object",
)  # fmt: skip
#: The smallest picture there is.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c4890000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
#: Inputs that name a row by its number, without being a choice.
NUMBERS = {("office.halt_batch", "batch"): "frame.batch"}
#: What a second row of a kind has to have of its own, where an action needs two.
SECOND = {"registers.enterprise": {"uscc": "91410100MA0000015B"}}


class Samples:
    """A city in which somebody holds every right over everything, and one row of every kind that can be made."""

    def __init__(self, catalogue: Catalogue, city: Any) -> None:
        self.catalogue, self.city = catalogue, city
        self.rights = frozenset(b.action.may for b in catalogue.actions.values() if b.action.may)
        self.everybody = self.actor(city.place, city.organs["市发展改革委"], self.rights, person=city.clerk.person)
        self.stranger = self.actor(city.other_district, city.organs["乙区住建局"], self.rights, person=city.other_clerk.person)
        self.statistician = self.actor(city.place, city.organs["甲区统计局"], self.rights, person=city.statistician.person)
        self.powerless = self.actor(city.place, city.organs["市发展改革委"], frozenset(), person=city.clerk.person)
        self._keys: dict[str, int] = {
            "registers.place": city.district.pk,
            "registers.organ": city.organs["甲区住建局"].pk,
            "registers.appointment": Appointment.objects.get(person=city.reviewer.person).pk,
        }

    def actor(self, place: Place, organ: Organ, rights: frozenset[str], person: int | None) -> Actor:
        """Somebody with these rights over a place."""
        return Actor(person, (Post("everything", organ.pk, place.pk, place.path),), {"everything": rights}, name="示例")

    def who(self, bound: BoundAction) -> Actor:
        """Whoever may do an action."""
        # What a firm asked is read in the department of the visit alone.
        if bound.key == "inspection.log_cause" or (bound.on is not None and bound.on.kind == "inspection.firm_request"):
            return visit_samples.who(self)
        return MACHINE if bound.action.machine else self.everybody

    def row(self, kind: str) -> Any:
        """A row of a kind: one that is there, or one made by the action that creates it."""
        record = self.catalogue.record(kind)
        row = record.model._default_manager.filter(pk=self._keys.get(kind, 0)).first()
        if row is None:
            # Not made yet, or taken back since.
            self._keys[kind] = self._made(record)
            row = record.model._default_manager.get(pk=self._keys[kind])
        return row

    def one_of_each(self) -> None:
        """A row of each kind that an action creates is there: what is made while something is taken back goes with it."""
        for kind in {b.action.creates.kind: b for b in self.catalogue.actions.values() if b.action.creates}:
            with suppress(Conflict):
                self.row(kind)

    def chosen(self, kind: str) -> int:
        """The key of a row to choose: the newest, so that it is another one than the target where that matters."""
        if kind == "registers.upload":
            # Whoever sends a file chooses it: nobody sees another's.
            return int(evidence.receive(self.everybody, "proof.png", [PNG]).pk)
        self.row(kind)
        keys = self.catalogue.record(kind).model._default_manager.order_by("-id").values_list("id", flat=True)
        if kind in SECOND and len(keys) == 1:
            maker = next(b for b in self.catalogue.actions.values() if b.action.creates and b.action.creates.kind == kind)
            self.do(maker, **SECOND[kind])
        return int(keys.all()[0]) if kind in ("registers.person", *SECOND) else int(self.row(kind).pk)

    def _made(self, record: Record) -> int:
        if record.kind in ("commitments.spot_check", "commitments.spot_task"):
            return self._drawn(record)
        if record.kind in DRAWN:
            return self._of_draws(record)
        if record.kind in visit_samples.KINDS:
            self._keys |= visit_samples.made(self, PNG)
            return self._keys[record.kind]
        there = record.model._default_manager.filter(record.visible(self.everybody)).order_by("id").first()
        if there is not None:
            return int(there.pk)
        makers = [b for b in self.catalogue.actions.values() if b.action.creates is record and not (b.on and b.on.kind == record.kind)]
        if not makers:
            self.do(self.catalogue.action(BY_PRODUCTS[record.kind]))
            return self._made(record)
        key = self.do(makers[0]).key
        assert key is not None
        for action in THEN.get(record.kind, ()):
            bound = self.catalogue.action(action)
            own = {"lead": self.everybody.organs[0]} if bound.inputs.get("lead") else {}
            perform(action, key, self.everybody, self.raw(bound) | own)
        return key

    def _drawn(self, record: Record) -> int:
        """A sample check that waits, and one of tasks that another organ closed, drawn after its event."""
        day, place = clock.today(), self.city.place.pk
        other = self.actor(self.city.place, self.city.organs["甲区住建局"], self.rights, person=self.city.reviewer.person)
        with clock.on(day - timedelta(days=3)):
            task = perform("commitments.add_task", place, other, {"title": "示例", "ground": "示例"}).key
            for who, action, raw in (
                (other, "assign", {"lead": self.city.organs["甲区统计局"].pk}),
                (self.statistician, "sign", {}),
                (self.statistician, "report_done", {"result": "示例", "file": evidence.receive(self.statistician, "proof.png", [PNG]).pk}),
                (other, "close", {"finding": "示例"}),
            ):
                perform(f"commitments.{action}", task, who, raw)
            given = conformance.example(self.catalogue.action("commitments.commit_spot_check")) | {"event_on": day.isoformat()}
            drawn, waits = (perform("commitments.commit_spot_check", place, other, given | {"event": f"示例{n}"}).key for n in range(2))
        secrets = "\n".join(f"示例{name} {sha256(name.encode()).hexdigest()}" for name in "甲乙丙")
        perform("commitments.draw_spot_check", drawn, self.statistician, {"result": "03 07 12", "secrets": secrets})
        self._keys["commitments.spot_check"] = waits or 0
        self._keys["commitments.spot_task"] = self.catalogue.record("commitments.spot_task").model._default_manager.get(check_row=drawn).pk
        return self._keys[record.kind]

    def _of_draws(self, record: Record) -> int:
        """A published plan, a batch that is being prepared, and one that was drawn by a chain after another person had committed it."""
        city = self.city
        item = city.do(city.planner, "inspection.enter_item", city.district, code="示例-抽查", name="示例", basis="示例").key
        city.do(city.planner, "inspection.publish_item", item)
        rows = draws(city, city.planner, city.approver, item, [city.street.person, city.leader.person])
        self._keys |= {kind: row.pk for kind, row in rows.items()}
        return self._keys[record.kind]

    def target(self, bound: BoundAction) -> int | None:
        """The key of a row that an action can be done to."""
        return self.row(bound.on.kind).pk if bound.on else None

    def raw(self, bound: BoundAction) -> dict[str, Any]:
        """The example of an action, with keys of rows that are there."""
        if bound.key in visit_samples.RAW:
            return visit_samples.raw(self, bound.key, PNG)
        given = conformance.example(bound)
        if bound.key in BEFORE:
            self.do(self.catalogue.action(BEFORE[bound.key]))
        for item in bound.inputs:
            if (bound.key, item.name) in NUMBERS:
                given[item.name] = self.row(NUMBERS[bound.key, item.name]).pk
            if item.ask.ref and item.name in given:
                key = self._intake(bound) if item.ask.ref == "frame.intake" else self.chosen(item.ask.ref)
                given[item.name] = [key] if item.kind == "refs" else key
        return given

    def _intake(self, bound: BoundAction) -> int:
        kind = next(b.kind for m in self.catalogue.modules for b in m.batches if b.accept == bound.key)
        rows = [{"number": n, "name": f"示例{n}"} for n in range(40)]
        return batches.take_in(kind, self.everybody, "示例表", "0" * 64, rows, reading={"sheets": ["重点项目"]}).pk

    def do(self, bound: BoundAction, **changed: Any) -> Outcome:
        """The action, done as its example says."""
        return perform(bound.key, self.target(bound), self.who(bound), self.raw(bound) | changed)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back. Not `atomic`: `perform` insists on being the outermost one."""
    mark = connection.savepoint()
    try:
        yield
    finally:
        connection.savepoint_rollback(mark)
