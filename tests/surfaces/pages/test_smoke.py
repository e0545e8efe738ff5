"""Every derived page opens, for people of different posts and in both languages."""

from __future__ import annotations

import pytest

from taizhang.frame.catalogue import installed
from taizhang.kernels.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("who", ["clerk", "reporter", "leader", "administrator"])
def test_every_page_opens(city, browser, who, language):
    project = city.project()
    city.document(project, "contract")
    client = browser(who, language)
    places = ["/work/", "/work/count/", "/search/", "/search/?q=示例", "/drafts/", "/password/"]
    places += [f"/m/{m.key}/" for m in installed().modules]
    places += [f"/list/{key}/" for key in installed().listings]
    places += [f"/r/projects.project/{project.pk}/", f"/entry/{Entry.objects.filter(matter=f'projects.project:{project.pk}').latest('key').key}/"]
    for place in places:
        response = client.get(place)
        assert response.status_code == 200, place


def test_every_form_of_a_right_held_opens(city, browser):
    project = city.project()
    client = browser("clerk")
    opened = 0
    for bound in installed().actions_on(installed().record("projects.project")):
        response = client.get(f"/r/projects.project/{project.pk}/do/{bound.key}/")
        expected = 404 if bound.action.machine else 200 if city.clerk.may(bound.action.may) else 403
        assert response.status_code == expected, bound.key
        opened += response.status_code == 200
    assert opened > 5
