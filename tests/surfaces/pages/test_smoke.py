"""Every derived page opens, for people of different posts and in both languages."""

from __future__ import annotations

import re

import pytest

from taizhang.frame.catalogue import installed
from taizhang.kernels.ledger.models import Entry
from tests.examples import whose_turn

pytestmark = [pytest.mark.django_db, pytest.mark.once]
#: Neighbours have different languages: on each push a page opens in both.
POSTS = (("clerk", "zh-hans"), ("reporter", "en"), ("leader", "zh-hans"), ("administrator", "en"))


@pytest.mark.by_turns(2)
def test_every_page_opens_for_every_post_in_both_languages(city, browser):
    project = city.project()
    city.document(project, "contract")
    places = ["/work/", "/work/count/", "/search/", "/search/?q=示例", "/drafts/", "/password/"]
    places += [f"/m/{m.key}/" for m in installed().modules]
    places += [f"/list/{key}/" for key in installed().listings]
    places += [f"/r/projects.project/{project.pk}/", f"/entry/{Entry.objects.filter(matter=f'projects.project:{project.pk}').latest('key').key}/"]
    people = [(who, browser(who), language) for who, language in POSTS]
    for place in places:
        # Two of the posts on each push, all of them within two days.
        for who, client, language in whose_turn(people, 2, re.sub(r"[0-9a-f]{6,}|[0-9]+", "", place)):
            assert client.get(place, HTTP_ACCEPT_LANGUAGE=language).status_code == 200, (who, place)


@pytest.mark.by_turns(3)
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


def test_no_english_page_is_half_chinese(city, browser):
    """Without data of the city, what is left of an English page is English."""
    client = browser("clerk", "en")
    data = {"clerk（示例）", "甲区发展改革委", "甲区", "中文", "用中文阅读"}
    places = ["/work/", "/drafts/", "/search/?q=zzz", "/password/", "/r/projects.project/99999/", "/start/projects.register/"]
    places += [f"/list/{key}/" for key in installed().listings if key.startswith("projects.")]
    places += [f"/r/registers.place/{city.district.pk}/do/projects.register/"]
    for place in places:
        text = re.sub(r"<option.*?</option>", "", client.get(place).content.decode(), flags=re.S)
        # What is marked as Chinese is there on purpose: a term beside its English name.
        text = re.sub(r'<(span|i|b|bdi|em)\b[^>]*\blang="zh[^"]*"[^>]*>.*?</\1>', "", text, flags=re.S)
        for known in sorted(data, key=len, reverse=True):
            text = text.replace(known, "")
        text = re.sub(r"<[^>]+>", " ", text)
        left = re.findall(r"[\u4e00-\u9fff]+", text.replace("乙区", "").replace("示例市", "").replace("一街道", ""))
        assert not left, (place, left)
