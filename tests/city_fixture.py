"""A small city made through `perform`, each stage building on the one before."""

from __future__ import annotations

from datetime import date
from typing import Any

from taizhang.frame.actor import MACHINE, Actor
from taizhang.frame.perform import Outcome, perform
from taizhang.registers import people
from taizhang.registers.models import Appointment, Organ, Person, Place

SINCE = date(2025, 1, 1)

_POSTS = (
    ("city_clerk", "drc.clerk", "市发展改革委", "city"),
    ("clerk", "drc.clerk", "甲区发展改革委", "district"),
    ("chief", "drc.chief", "甲区发展改革委", "district"),
    ("reviewer", "bureau.reviewer", "甲区住建局", "district"),
    ("reporter", "unit.reporter", "甲区城投公司", "district"),
    ("statistician", "statistics.officer", "甲区统计局", "district"),
    ("leader", "leader", "甲区人民政府", "district"),
    ("street", "street.clerk", "甲区一街道办", "street"),
    ("supervisor", "supervisor", "甲区审计局", "district"),
    ("other_clerk", "drc.clerk", "乙区发展改革委", "other"),
    ("other_reviewer", "bureau.reviewer", "乙区住建局", "other"),
)


class City:
    """Places and organs by short name, and one actor per role: `city.clerk`, `city.reviewer`, ..."""

    def __init__(self) -> None:
        perform(
            "office.establish",
            None,
            MACHINE,
            {
                "place": "示例市",
                "place_en": "Example City",
                "kind": "city",
                "organ": "示例市人民政府",
                "administrator": "管理员甲",
                "code": "4101",
            },
        )
        self.place = Place.objects.get()
        self.administrator = people.actor_of(Person.objects.get())
        self.district = self._place(self.place, "甲区", "county")
        self.street_place = self._place(self.district, "一街道", "street")
        self.other_district = self._place(self.place, "乙区", "county")
        self.organs: dict[str, Organ] = {}
        self.actors: dict[str, Actor] = {}
        where = {
            "city": self.place,
            "district": self.district,
            "street": self.street_place,
            "other": self.other_district,
        }
        for name, role, organ, at in _POSTS:
            self._post(name, role, organ, where[at])

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.__dict__["actors"][name]
        except KeyError:
            raise AttributeError(name) from None

    def do(self, actor: Actor, action: str, target: Any = None, **raw: Any) -> Outcome:
        """The action, on a row or a key."""
        return perform(action, getattr(target, "pk", target), actor, raw)

    def project(self, actor: Actor | None = None, **raw: Any) -> Any:
        """A government-invested project in the reserve of the first district."""
        from taizhang.modules.projects.models import Project

        given = {
            "name": "示例中学新建工程",
            "kind": "gov",
            "total_investment_fen": 500_000_000_00,
            "organ": self.organs["甲区城投公司"].pk,
        } | raw
        outcome = self.do(actor or self.clerk, "projects.register", self.district, **given)
        return Project.objects.get(pk=outcome.key)

    def document(self, project: Any, kind: str, dated: str = "2026-01-15", **raw: Any) -> Outcome:
        """A numbered document on the project's file."""
        return self.do(
            self.clerk,
            "projects.add_document",
            project,
            kind=kind,
            dated=dated,
            **({"number": "示例〔2026〕1号"} | raw),
        )

    def _place(self, parent: Place, name: str, kind: str) -> Place:
        return Place.objects.get(pk=self.do(self.administrator, "office.add_place", parent, name=name, kind=kind).key)

    def _post(self, name: str, role: str, organ: str, place: Place) -> None:
        if organ not in self.organs:
            made = self.do(self.administrator, "office.found_organ", place, name=organ, kind="bureau")
            self.organs[organ] = Organ.objects.get(pk=made.key)
        person = self.do(self.administrator, "office.enrol", self.organs[organ], name=f"{name}（示例）")
        self.do(
            self.administrator,
            "office.appoint",
            self.organs[organ],
            person=person.key,
            role=role,
            place=place.pk,
            valid_from=SINCE.isoformat(),
            ground="测试",
        )
        assert Appointment.objects.filter(person=person.key).count() == 1
        self.actors[name] = people.actor_of(Person.objects.get(pk=person.key))
