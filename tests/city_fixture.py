"""A small city made through `perform`, each stage building on the one before.

Its 36 actions take a tenth of a second, and every other test wants them. So the first city of a process is made by the
actions, and where everything is as it was then, the next ones are the same rows put back. Under a clock that a test set, it
is as it was then at the same moment alone.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from taizhang.frame import clock
from taizhang.frame.actor import MACHINE, Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Module
from taizhang.frame.perform import Outcome, perform
from taizhang.registers import people
from taizhang.registers.models import Appointment, Organ, Person, Place
from tests.kept_rows import Kept, every_row, written

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
    ("planner", "inspection.planner", "甲区市场监管局", "district"),
    ("approver", "inspection.chief", "甲区市场监管局", "district"),
    ("officer", "inspection.officer", "甲区市场监管局", "district"),
    ("partner", "inspection.planner", "甲区应急局", "district"),
    ("other_clerk", "drc.clerk", "乙区发展改革委", "other"),
    ("other_reviewer", "bureau.reviewer", "乙区住建局", "other"),
)


class City:
    """Places and organs by short name, and one actor per role: `city.clerk`, `city.reviewer`, ..."""

    def __init__(self, *, by_the_actions: bool = False) -> None:
        if by_the_actions:
            self._build()
        elif earlier := _earlier():
            earlier.stands_again(self)
        else:
            before = every_row()
            self._build()
            _keep(self, written(before, every_row()))

    def _build(self) -> None:
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


@dataclass(frozen=True)
class _Earlier:
    """A city that the actions made in this process, under these modules, on this day, at the moment to which the clock was set."""

    modules: tuple[Module, ...]
    day: date
    set_to: datetime | None
    rights: Any
    rows: Kept
    members: dict[str, Any]

    @property
    def fits(self) -> bool:
        """True where the actions would make the same city now."""
        same = (self.modules, self.day, self.set_to) == (installed().modules, clock.today(), _set_to())
        return same and self.rows.fits

    def stands_again(self, city: City) -> None:
        """The rows are back, and the city has objects of its own, with the rights of the modules installed now."""
        self.rows.put_back()
        vars(city).update(deepcopy(self.members, {id(self.rights): installed().rights_of_role}))


_EARLIER: list[_Earlier] = []


def _set_to() -> datetime | None:
    """The moment at which the clock stands; None as long as nobody has set it."""
    now = clock.now()
    return None if abs(now - datetime.now(UTC)) < timedelta(seconds=1) else now


def _earlier() -> _Earlier | None:
    return next((e for e in _EARLIER if e.fits), None)


def _keep(city: City, rows: Kept | None) -> None:
    if rows is not None:
        rights = installed().rights_of_role
        members = deepcopy(vars(city), {id(rights): rights})
        _EARLIER.append(_Earlier(installed().modules, clock.today(), _set_to(), rights, rows, members))
