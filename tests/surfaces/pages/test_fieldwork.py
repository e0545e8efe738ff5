"""上报: what a telephone is given to work with, and what it is not."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from taizhang.frame import clock
from taizhang.frame.catalogue import installed
from taizhang.modules.projects import rules
from taizhang.modules.projects.models import Project
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.fieldwork import errands_of

pytestmark = pytest.mark.django_db


_PERMIT = (
    ("filing_certificate", "projects.file"),
    ("factor_statement", "projects.secure_factors"),
    ("construction_permit", "projects.grant_permit"),
)


def permitted(city, project=None):
    """A project of which there is something to see on the site."""
    project = project or city.project(kind="filed")
    for kind, action in _PERMIT:
        city.document(project, kind)
        city.do(city.clerk, action, project)
    return project


@pytest.fixture
def site(city):
    """A permitted project that the reporter's organ reports."""
    project = permitted(city)
    city.do(city.clerk, "projects.assign_unit", project, unit=city.organs["甲区城投公司"].pk)
    return project


def errands(client):
    answer = client.get("/report/errands.json")
    assert answer.status_code == 200
    return answer.json()


def titles(said, label):
    return [line["title"] for group, lines in said["groups"] for line in lines if group == label]


def test_the_months_a_unit_must_report_are_on_its_reporters_telephone_until_they_are_reported(city, browser, site):
    client, period = browser("reporter"), rules.due_period(clock.today())
    assert titles(errands(client), "报送月报") == [site.name]
    assert titles(errands(browser("leader")), "报送月报") == []
    city.do(city.reporter, "projects.report_month", site, period=period, progress="示例")
    said = errands(client)
    assert titles(said, "报送月报") == []
    assert titles(said, "现场照片") == [site.name]


def test_a_street_clerk_adds_photos_of_the_street_and_of_no_other(city, browser, site):
    made = city.do(city.clerk, "projects.register", city.street_place, name="街道示例工程", kind="filed")
    here = permitted(city, Project.objects.get(pk=made.key))
    assert titles(errands(browser("street")), "现场照片") == [here.name]


def test_a_project_with_an_english_name_is_called_by_it_in_english(city, browser):
    made = city.do(city.clerk, "projects.register", city.street_place, name="街道示例工程", name_en="Example street works", kind="filed")
    permitted(city, Project.objects.get(pk=made.key))
    said = errands(browser("street", "en"))
    assert "Example street works" in str(said) and "街道示例工程" not in str(said)


def test_every_errand_can_be_sent_with_what_it_fixes_asks_and_takes_from_the_picture(city, site):
    found = errands_of(city.reporter, date(2026, 3, 3))
    assert {e.action for e in found} == {"projects.report_month", "projects.add_document"}
    for errand in found:
        inputs = {item.name: item for item in installed().action(errand.action).inputs}
        given = {*errand.fixed, *errand.asks, errand.photo, errand.day} - {""}
        assert given <= set(inputs)
        assert {name for name, item in inputs.items() if item.required} <= given
        # Another record is chosen from a list that only the server has.
        assert all(inputs[n].kind not in ("ref", "refs") or inputs[n].ask.ref == "registers.upload" for n in errand.asks)


def test_the_shell_that_a_browser_keeps_is_the_same_for_everybody(browser, anybody, site):
    signed_in = browser("reporter").get("/report/shell/")
    assert signed_in.content == anybody.get("/report/shell/").content
    assert site.name not in signed_in.content.decode()
    assert "csrfmiddlewaretoken" not in signed_in.content.decode()


def test_whose_telephone_it_is_is_told_by_a_name_that_says_nothing(browser, city):
    client = browser("reporter")
    one, again, other = errands(client)["who"], errands(client)["who"], errands(browser("clerk"))["who"]
    assert one == again != other
    assert len(one) == 24
    assert str(city.reporter.person) != one


def test_the_script_for_offline_pages_is_looked_for_anew(anybody):
    answer = anybody.get("/report/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "unsafe-inline" not in answer["Content-Security-Policy"].split("script-src")[1].split(";")[0]


def test_signing_out_leaves_nothing_in_the_browser(browser):
    assert browser("reporter").post("/sign-out/")["Clear-Site-Data"] == '"storage"'


@pytest.mark.parametrize(("who", "reports"), [("reporter", True), ("street", True), ("leader", False), ("statistician", False)])
def test_the_bar_of_a_telephone_has_at_most_four_places(city, who, reports):
    places = [p.href for p in layout.bar(getattr(city, who), "zh", "/work/")]
    assert len(places) <= 4
    assert places[0] == reverse("pages:work")
    assert places[-1] == reverse("pages:me")
    assert (reverse("pages:report") in places) == reports
    assert "/projects/map/" in places


def test_without_scripts_the_page_leads_to_the_ordinary_forms(browser, site):
    page = browser("reporter").get("/report/").content.decode()
    period = rules.due_period(clock.today())
    assert f'href="/r/projects.project/{site.pk}/do/projects.report_month/?period={period}"' in page


def test_my_own_corner_names_the_posts_and_what_is_begun(browser):
    page = browser("reporter").get("/me/").content.decode()
    assert "甲区城投公司" in page
    assert "data-unsent" in page


def test_no_page_but_this_one_may_ask_for_the_camera_or_for_where_somebody_is(browser, site):
    client = browser("reporter")
    allowed = [page for page in ("/report/", "/report/shell/", "/work/", "/me/", "/") if "camera=(self)" in client.get(page)["Permissions-Policy"]]
    assert allowed == ["/report/", "/report/shell/"]
    assert client.get("/work/")["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
