"""An organ's own templates are nobody else's to change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from taizhang.modules.projects import imports
from taizhang.modules.projects.models import SheetTemplate
from taizhang.surfaces.workbook.template import template_from

pytestmark = pytest.mark.django_db

CONTENT = "序号,项目名称,总投资（万元）,概算\n1,示例工程,100,7\n2,示例工程二期,200,8\n".encode()


def _template(city, actor, review, name, role=None) -> SheetTemplate:
    """The template of a clerk who takes the last column for `role`."""
    reading = next(s.reading for s in review.sheets if s.reading.header_rows)
    made = template_from(name, reading)
    template = replace(made, roles=(*made.roles[:-1], role)).to_json()
    return SheetTemplate.objects.get(pk=city.do(actor, "projects.save_template", None, name=name, body=template).key)


def _last_role(reader) -> str | None:
    _, review = imports.read(CONTENT, reader=reader)
    return review.sheets[0].reading.columns[-1].role


def test_a_template_of_one_organ_is_used_by_another_and_never_overwritten_by_it(city):
    _, review = imports.read(CONTENT)
    first = _template(city, city.clerk, review, "甲区模板", "remark")
    assert _last_role(city.clerk) == _last_role(city.other_clerk) == _last_role(city.city_clerk) == "remark"
    second = _template(city, city.other_clerk, review, "乙区模板", None)
    before, _ = first.body, first.refresh_from_db()
    assert (first.body, first.name, first.organ_id) == (before, "甲区模板", city.clerk.organs[0])
    assert second.organ_id == city.other_clerk.organs[0]
    # Each reads by its own; whoever has none goes on reading as before.
    assert _last_role(city.other_clerk) is None
    assert _last_role(city.clerk) == _last_role(city.city_clerk) == "remark"


def test_an_organ_changes_its_own_template(city):
    _, review = imports.read(CONTENT)
    first = _template(city, city.clerk, review, "一", "remark")
    again = _template(city, city.chief, review, "二", None)
    assert again.pk == first.pk and SheetTemplate.objects.count() == 1
    assert _last_role(city.clerk) is None
