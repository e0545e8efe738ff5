"""What may be there once and is there already is refused to the person; it is never a fault with a page of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from tests.city_fixture import City
from tests.ledger.conftest import real_commits, var  # noqa: F401 - fixtures

from taizhang.basis.errors import Conflict, Refused
from taizhang.frame.perform import _durably, perform
from taizhang.modules.projects.models import Project, SheetTemplate
from taizhang.registers.models import Enterprise, HolidayNotice, Organ

TEMPLATE = '{"version": 1, "name": "", "fingerprint": "0", "roles": [], "units": []}'


@pytest.mark.django_db
def test_an_action_that_did_not_look_is_refused_with_what_is_taken(city):
    organ = Organ.objects.get(name="甲区统计局")

    def doubled():
        return Organ.objects.create(name=organ.name, kind="bureau", place=organ.place, entry="0" * 32)

    with pytest.raises(Conflict) as refused:
        _durably(doubled)
    assert refused.value.code == "taken"
    assert refused.value.reason.zh.startswith("已有机构的名称与此相同")
    assert Organ.objects.filter(name=organ.name).count() == 1


@pytest.mark.django_db
def test_every_other_broken_rule_of_the_database_stays_a_fault(city):
    project = city.project()
    with pytest.raises(IntegrityError):
        _durably(lambda: Project.objects.filter(pk=project.pk).update(total_investment_fen=-1))


#: What two people do at once: action, inputs that only one of them can have, and how many rows of it there may be.
ONCE = {
    "a project code": ("projects.register", {"name": "示例", "kind": "gov", "code": "2026-410103-01-01-000001"}, lambda: Project.objects.exclude(code=None)),
    "an organ's name": ("office.found_organ", {"name": "示例新局", "kind": "bureau"}, lambda: Organ.objects.filter(name="示例新局")),
    "a firm's code": ("office.enter_enterprise", {"name": "示例", "uscc": "91410100MA0000007G"}, lambda: Enterprise.objects),
    "a year's notice": ("office.load_notice", {"year": 2027, "number": "示例", "published_on": "2026-11-01"}, lambda: HolidayNotice.objects),
    "an organ's template": ("projects.save_template", {"name": "示例", "body": TEMPLATE}, lambda: SheetTemplate.objects),
}


@pytest.mark.parametrize("what", ONCE)
def test_of_two_at_once_one_has_it_and_the_other_is_told(real_commits, what):  # noqa: F811
    if connection.vendor == "sqlite":
        pytest.skip("about PostgreSQL's transactions; SQLite has one writer")
    city = City()
    action, raw, rows = ONCE[what]
    who = city.clerk if action.startswith("projects.") else city.administrator
    where = None if action in ("office.load_notice", "projects.save_template") else city.district.pk
    start = Barrier(4)

    def press() -> str:
        try:
            start.wait(20)
            perform(action, where, who, raw)
            return "done"
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = [future.result(60) for future in [pool.submit(press) for _ in range(4)]]
    assert rows().count() == 1
    assert "done" in told and set(told) <= {"done", "code_taken", "name_taken", "taken", "version"}, told
