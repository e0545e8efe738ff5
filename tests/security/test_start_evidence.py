"""A start is proved by this project's own photo, on the day on which it was taken."""

from __future__ import annotations

from datetime import datetime

import pytest

from taizhang.basis.errors import BadInput
from taizhang.frame import clock
from taizhang.modules.projects.models import Document
from taizhang.registers import evidence
from taizhang.site.example_city.photo import photo

pytestmark = pytest.mark.django_db

TAKEN = datetime(2026, 2, 3, 9, 30, tzinfo=clock.ZONE)


def _sent(city, taken=TAKEN):
    return evidence.receive(city.clerk, "a.jpg", [photo(taken, 34_700_000, 113_600_000)]).pk


def _document(city, project, upload, dated="2026-02-03"):
    return city.do(city.clerk, "projects.add_document", project, kind="works_photo", dated=dated, file=upload)


def test_the_day_of_a_photo_is_not_typed_against_what_the_photo_says(city):
    project, upload = city.project(), _sent(city)
    with pytest.raises(BadInput) as refused:
        _document(city, project, upload, dated="2025-12-31")
    assert refused.value.code == "photo_day"
    assert not Document.objects.exists()
    assert _document(city, project, upload).created


@pytest.mark.parametrize("again", ["the same upload", "sent once more"])
def test_a_photo_of_one_projects_works_proves_nothing_of_another(city, again):
    one, other, upload = city.project(), city.project(name="另一示例工程"), _sent(city)
    _document(city, one, upload)
    with pytest.raises(BadInput) as refused:
        _document(city, other, upload if again == "the same upload" else _sent(city))
    assert refused.value.code == "photo_used"
    assert one.name not in refused.value.reason.zh


def test_a_monthly_report_does_not_bring_in_another_projects_photo(city):
    one, other = city.project(), city.project(name="另一示例工程")
    _document(city, one, _sent(city))
    upload = evidence.receive(city.reporter, "b.jpg", [photo(TAKEN, 34_700_000, 113_600_000)])
    with pytest.raises(BadInput) as refused:
        city.do(city.reporter, "projects.report_month", other, period="2026-02", progress="示例", photos=(upload.pk,))
    assert refused.value.code == "photo_used"
