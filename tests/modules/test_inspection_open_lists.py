"""What everybody may have of inspections: tables, files, and the draws in which a firm was drawn."""

from __future__ import annotations

import csv
import json
from datetime import timedelta

import pytest
from django.test import Client
from tests import draw_fixture as pool
from tests.city_fixture import City

from taizhang.frame import batches, clock
from taizhang.modules.inspection.models import DrawnObject, InspectedObject, InspectionItem, Visit, VisitItem
from taizhang.modules.inspection.pages.open_lists import FILES
from taizhang.modules.inspection.rules import exchange


@pytest.fixture
def city(db, plain_settings) -> City:
    city = City()
    pool.pool(city)
    return city


def taken(name: str, form: str) -> str:
    answer = Client().get(f"/public/inspections/{name}.{form}")
    assert answer.status_code == 200, name
    return b"".join(answer.streaming_content).decode()


@pytest.fixture
def drawn(city):
    batch = pool.committed(city, pool.prepared(city, pool.plan(city)))
    with clock.at(batch.draw_at + timedelta(minutes=5)):
        city.do(city.planner, "inspection.draw_batch", batch, result="03 07 12", secrets=pool.REVEALED)
        batches.run_waiting()
        city.do(city.planner, "inspection.assign_teams", batch)
        batches.run_waiting()
    batch.refresh_from_db()
    return batch


def test_every_file_says_in_both_forms_what_its_columns_say_and_nothing_that_is_internal(city, drawn):
    visit = Visit.objects.filter(batch=drawn).first()
    VisitItem.objects.filter(visit=visit).update(outcome="none_found")
    day = clock.today()
    Visit.objects.filter(pk=visit.pk).update(state="published", completed_on=day, published_on=day)
    inspectors = set(visit.team.values_list("inspector__person__name", flat=True))
    for name, each in FILES.items():
        rows, document = list(csv.DictReader(taken(name, "csv").splitlines())), json.loads(taken(name, "json"))
        assert len(rows) == len(document["rows"]) > 0, name
        assert list(rows[0]) == list(document["columns"]) == list(document["rows"][0]) == list(each.columns)
        said = json.dumps([rows, document], ensure_ascii=False)
        assert not any(person in said for person in inspectors) and "risk" not in said and drawn.seal_key not in said
    results = list(csv.DictReader(taken("results", "csv").splitlines()))
    assert {r["credit_code"] for r in results} == {visit.enterprise.uscc}, (
        "whose result is not published is named nowhere"
    )
    (own,) = [r for r in csv.DictReader(taken("draws", "csv").splitlines()) if r["commitment"] == drawn.commitment]
    takes = DrawnObject.objects.filter(part__batch=drawn, substitute=False).count()
    assert (own["seed"], own["taken"]) == (drawn.seed, str(takes))
    assert InspectedObject.objects.count() > len(results)


def test_what_was_drawn_and_found_goes_to_the_province_in_files_that_prove_themselves_and_tell_no_class(city, drawn, browser):
    ahead, done = Visit.objects.filter(batch=drawn).order_by("pk")[:2]
    VisitItem.objects.filter(visit__in=(ahead, done)).update(outcome="corrected", finding="示例情况")
    Visit.objects.filter(pk=done.pk).update(state="published", completed_on=clock.today(), published_on=clock.today())
    files = {}
    for kind in ("draws", "results"):
        document = json.loads(browser(city.planner).get(f"/inspection/exchange/{kind}/").content)
        columns = exchange.SENT[kind]
        assert all(tuple(row) == columns for row in document["rows"])
        again = exchange.Exchange(kind, document["place"], clock.today(), columns, tuple(document["rows"]))
        assert again.sha256 == document["sha256"] and "risk" not in json.dumps(document)
        files[kind] = document["rows"]
    chosen = DrawnObject.objects.filter(part__batch=drawn)
    expected = {(d.part.organ.name, d.enterprise.uscc, str(d.number), str(int(d.substitute))) for d in chosen.select_related("part__organ", "enterprise")}
    assert {(r["department"], r["uscc"], r["number"], r["substitute"]) for r in files["draws"]} == expected
    assert {r["commitment"] for r in files["draws"]} == {drawn.commitment}
    assert {r["visit"] for r in files["results"]} == {done.number}, "what is not published is not sent"
    assert len(files["results"]) == done.items.count() and "示例情况" not in json.dumps(files["results"], ensure_ascii=False)
    assert browser(city.clerk).get("/inspection/exchange/draws/").status_code == 403


def test_an_item_that_is_not_published_is_in_no_list_and_no_cell_is_a_formula(city):
    InspectionItem.objects.filter(code="S1").update(name="=1+1")
    shown = taken("items", "csv")
    assert "'=1+1" in shown and "S9" not in shown and json.loads(taken("items", "json"))["rows"]
    page = Client().get("/public/inspections/", {"q": "S2"}).content.decode()
    assert "示例事项S2" in page and "示例事项E1" not in page
    whole = Client().get("/public/inspections/?lang=en").content.decode()
    assert "示例事项E1" in whole and "示例事项S9" not in whole and "Open data" in whole
    assert "没有查到" in Client().get("/public/inspections/", {"q": "S9"}).content.decode()
    for wrong in ("nothing.csv", "items.xml"):
        assert Client().get(f"/public/inspections/{wrong}").status_code == 404


def test_draws_are_found_by_a_firm_that_was_drawn_and_not_by_one_that_stood_ready(city, drawn):
    chosen = DrawnObject.objects.filter(part__batch=drawn, substitute=False).first().enterprise
    named = set(DrawnObject.objects.filter(part__batch=drawn, substitute=False).values_list("enterprise", flat=True))
    ready = DrawnObject.objects.filter(part__batch=drawn, substitute=True).exclude(enterprise__in=named).first()
    for asked in (chosen.uscc.lower(), chosen.name):
        assert drawn.title in Client().get("/public/draws/", {"firm": asked}).content.decode()
    assert (
        ready is not None
        and "没有抽中过这家企业" in Client().get("/public/draws/", {"firm": ready.enterprise.uscc}).content.decode()
    )
