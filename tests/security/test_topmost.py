"""What holds in every place is done over the topmost one."""

from __future__ import annotations

import pytest
from django.test import Client

from taizhang.basis.errors import NotAllowed
from taizhang.frame.models import Refusal
from taizhang.registers import people
from taizhang.registers.models import Account, HolidayNotice, Person

pytestmark = pytest.mark.django_db

NOTICE = {"year": 2027, "number": "示例", "published_on": "2026-11-01"}


@pytest.fixture
def districts(city):
    """A system administrator of one district."""
    organ = city.organs["甲区发展改革委"]
    person = city.do(city.administrator, "office.enrol", organ, name="区管理员（示例）").key
    post = {"person": person, "role": "admin.system", "place": city.district.pk, "valid_from": "2025-01-01"}
    city.do(city.administrator, "office.appoint", organ, **post)
    return people.actor_of(Person.objects.get(pk=person))


def test_a_districts_administrator_does_not_move_the_whole_citys_deadlines(city, districts):
    with pytest.raises(NotAllowed) as refused:
        city.do(districts, "office.load_notice", None, **NOTICE)
    assert refused.value.code == "not_topmost"
    assert not HolidayNotice.objects.exists()
    assert Refusal.objects.get().code == "not_topmost"
    assert city.do(city.administrator, "office.load_notice", None, **NOTICE).created


def test_nor_is_it_offered_to_them(city, districts, settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    pages = ("/m/office/", "/list/office.notices/", "/office/warnings/")
    for actor, offered in ((districts, False), (city.administrator, True)):
        client = Client()
        client.force_login(Account.objects.create(username=f"p{actor.person}", person_id=actor.person))
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == 200
            assert ("office.load_notice/" in answer.content.decode()) is offered, page
        assert client.get("/do/office.load_notice/").status_code == (200 if offered else 403)
