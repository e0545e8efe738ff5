"""The tour of the example city: five roles, real pages, a cookie and nothing on the server."""

from __future__ import annotations

import pytest
from django.test import Client

from taizhang.registers.models import Account, Person
from taizhang.site import tour
from taizhang.site.example_city.people import PEOPLE
from taizhang.site.example_city.tours import TOURS

pytestmark = [pytest.mark.django_db, pytest.mark.once]

KINDS = [(key, n) for key, found in TOURS.items() for n in range(1, len(found.steps) + 1)]


@pytest.fixture(autouse=True)
def example(settings):
    settings.TAIZHANG_EXAMPLE = True


def signed_in(city, name, actor, language="zh-hans"):
    client = Client(headers={"accept-language": language})
    account = Account.objects.create(username=name, person=Person.objects.get(pk=actor.person), password="!")
    client.force_login(account)
    return client


def test_each_role_has_five_to_seven_steps_and_somebody_to_walk_as():
    assert set(TOURS) == {"reporter", "reviewer", "clerk", "leader", "citizen"}
    people = {p.sign_in for p in PEOPLE}
    for found in TOURS.values():
        assert 5 <= len(found.steps) <= 7, found.key
        assert found.sign_in in people or found.key == "citizen"


@pytest.mark.parametrize(("key", "number"), KINDS)
@pytest.mark.by_turns(3)
def test_every_step_leads_to_a_page_that_answers(city, key, number):
    """Also where the city has nothing to report yet: then to the list in which it would be."""
    city.do(city.clerk, "projects.publish", city.project())
    actor = {"reporter": city.reporter, "reviewer": city.reviewer, "clerk": city.clerk, "leader": city.leader}.get(key)
    client = signed_in(city, TOURS[key].sign_in, actor) if actor else Client(headers={"accept-language": "en"})
    sent = client.get(f"/tour/{key}/{number}/")
    assert (sent.status_code, sent["Location"].endswith("#tour")) == (302, True)
    page = client.get(sent["Location"].removesuffix("#tour"), follow=True)
    text = page.content.decode()
    assert page.status_code == 200, sent["Location"]
    assert f"{number}/{len(TOURS[key].steps)}" in text
    assert 'id="tour"' in text


def test_somebody_who_has_not_signed_in_does_so_on_the_way(city):
    client = Client(headers={"accept-language": "zh-hans"})
    sent = client.get("/tour/clerk/2/")
    assert sent["Location"] == "/sign-in/?next=%2Ftour%2Fclerk%2F2%2F#tour"
    page = client.get("/sign-in/?next=%2Ftour%2Fclerk%2F2%2F").content.decode()
    assert "erqi-clerk" in page.partition('id="tour"')[2]


def test_a_tour_that_was_left_is_gone_from_the_pages_and_remembered(city):
    client = Client(headers={"accept-language": "zh-hans"})
    client.get("/tour/citizen/3/")
    assert 'id="tour"' in client.get("/verify/").content.decode()
    assert client.get("/tour/leave/?next=/verify/")["Location"] == "/verify/"
    assert 'id="tour"' not in client.get("/verify/").content.decode()
    assert '/tour/citizen/3/"' in client.get("/tour/").content.decode()
    assert client.get("/tour/leave/?next=https://evil.example/")["Location"] == "/public/"
    client.get("/tour/citizen/3/")
    assert 'id="tour"' in client.get("/verify/").content.decode()


@pytest.mark.parametrize("kept", ["", "x", "citizen", "citizen.0", "citizen.99", "citizen.-1", "citizen.³", "nobody.1", "citizen.1e3.left", "." * 300])
def test_a_cookie_that_somebody_else_wrote_shows_nothing(city, kept):
    client = Client()
    client.cookies[tour.COOKIE] = kept
    page = client.get("/verify/")
    assert page.status_code == 200
    assert 'id="tour"' not in page.content.decode()


def test_without_scripts_a_tour_is_a_page_of_links(city):
    page = Client(headers={"accept-language": "en"}).get("/tour/leader/").content.decode()
    for number, step in enumerate(TOURS["leader"].steps, 1):
        assert f'href="/tour/leader/{number}/"' in page
        assert step.head.en in page


def test_the_cards_of_the_sign_in_page_lead_to_the_tours(city):
    page = Client(headers={"accept-language": "en"}).get("/sign-in/").content.decode()
    for key, found in TOURS.items():
        assert (f'href="/tour/{key}/1/"' in page) == bool(found.sign_in)
    assert 'href="/tour/"' in page


@pytest.mark.parametrize("path", ["/tour/", "/tour/clerk/", "/tour/clerk/1/", "/tour/nobody/", "/tour/clerk/99/"])
def test_a_real_city_has_no_tour(city, settings, path):
    if path not in ("/tour/nobody/", "/tour/clerk/99/"):
        assert Client().get(path).status_code in (200, 302)
    settings.TAIZHANG_EXAMPLE = False
    assert Client().get(path).status_code == 404
