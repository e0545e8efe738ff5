"""Pages of the list and the rosters, versions that are compared and taken away, and files exchanged with a provincial platform."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.city_fixture import City
from tests.modules.test_roster_sheets import csv_file
from tests.modules.test_rosters import code_of, firm, frozen, inspector, item, listed

from taizhang.basis.errors import BadInput
from taizhang.frame import batches, clock, fsck
from taizhang.frame.catalogue import installed
from taizhang.frame.models import Batch, Intake, IntakeRow
from taizhang.modules.inspection.models import InspectedObject, Inspector, PlanLine, RosterVersion
from taizhang.modules.inspection.rules import exchange, rosters
from taizhang.registers.models import Enterprise, Person
from taizhang.surfaces.workbook.opening import open_workbook

LIST, EXPORT = "/list/inspection.objects/", "/list/inspection.objects/export.xlsx"
ROWS = ({"uscc": code_of("91410100MA0000001"), "score": "620", "scored_on": "2026-01", "overrides": "", "class": "C"},)


# -- the file ---------------------------------------------------------------------------------------------------------------


def test_a_file_reads_the_same_as_json_and_as_csv():
    given = exchange.Exchange("scores", "410103", date(2026, 1, 31), exchange.RECEIVED["scores"], ROWS)
    assert exchange.received(given.as_json().encode()) == exchange.received(given.as_csv().encode()) == given


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace('"620"', '"120"'), "hash"),
        (lambda text: text.replace('"version": 1', '"version": 2'), "format"),
        (lambda text: text.replace('"scores"', '"draws"'), "kind"),
        (lambda text: text.replace('"class"', '"klass"'), "columns"),
        (lambda text: text.replace('"620"', "620"), "columns"),
        (lambda text: text[:-20], "json"),
        (lambda text: "[" * 100_000, "format"),
        (lambda text: '{"a":' + "[" * 100_000, "json"),
        (lambda text: text.replace("2026-01-31", "20260131x"), "as_of"),
    ],
)
def test_a_file_that_was_changed_or_is_none_is_refused(change, code):
    text = exchange.Exchange("scores", "410103", date(2026, 1, 31), exchange.RECEIVED["scores"], ROWS).as_json()
    with pytest.raises(BadInput) as refused:
        exchange.received(change(text).encode())
    assert refused.value.code == code


# -- pages ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def city(db) -> City:
    return City()


def sheet(rows: list[list[Any]]) -> SimpleUploadedFile:
    return SimpleUploadedFile("名录.csv", csv_file(rows), "text/csv")


def test_a_sheet_goes_in_by_the_page_and_what_was_held_back_is_taken_away(city, browser):
    code, client = firm(city).uscc, browser(city.planner)
    rows = [["统一社会信用代码", "标签"], [code, "食品经营"], ["=1+1", "食品经营"]]
    sent = client.post("/inspection/rosters/import/", {"kind": "objects", "place": city.district.pk, "file": sheet(rows)})
    seen = client.get(sent.url).content.decode()
    assert "A3" in seen and "导入 1 行，暂缓 1 行" in seen
    held = open_workbook(b"".join(client.get(f"{sent.url}held/").streaming_content)).sheets[0].rows
    assert held[0][3:] == ["统一社会信用代码", "标签"] and held[1][3:] == ["=1+1", "食品经营"] and "A3" in held[1][2]
    assert client.post(f"{sent.url}accept/").status_code == 302
    batches.run_waiting()
    assert InspectedObject.objects.get().tags == "食品经营" and "已受理" in client.get(sent.url).content.decode()
    # Another's preview is nobody else's, and who does not keep rosters has no such page.
    assert browser(city.partner).get(sent.url).status_code == 404 and browser(city.clerk).get(sent.url).status_code == 403
    refused = client.post("/inspection/rosters/import/", {"kind": "objects", "place": city.other_district.pk, "file": sheet(rows)})
    assert refused.status_code == 422 and InspectedObject.objects.count() == 1


def test_certificate_numbers_of_a_sheet_are_in_the_roster_and_nowhere_else_once_it_went_in(city, browser):
    client, number, name = browser(city.planner), "16010300088", Person.objects.get(pk=city.street.person).name
    rows = [["姓名", "人员身份", "执法证号", "证件有效期至"], [name, "执法人员", number, "2031-12-31"], ["查无此人", "执法人员", "16010300099", "2031-12-31"]]
    sent = client.post("/inspection/rosters/import/", {"kind": "inspectors", "place": city.district.pk, "file": sheet(rows)})
    before = client.get(sent.url).content.decode()
    assert rosters.masked(number) in before and number not in before
    client.post(f"{sent.url}accept/")
    batches.run_waiting()
    assert Inspector.objects.get().certificate == number
    row = IntakeRow.objects.get()
    assert row.personal is None and number not in str(row.content) and row.outcome["new"]
    assert number not in client.get(sent.url).content.decode()
    assert not [f for f in fsck.check(installed(), clock.now()).findings if f.code == "batch_rows"]
    with clock.on(clock.today() + timedelta(days=2)):
        batches.sweep()
    intake = Intake.objects.get()
    assert "16010300099" not in str(intake.reading) and intake.problems == [], "nobody can look at the rows held back any more"


def test_a_number_that_was_changed_after_it_was_accepted_stops_the_sheet(city, browser):
    client, name = browser(city.planner), Person.objects.get(pk=city.street.person).name
    rows = [["姓名", "人员身份", "执法证号", "证件有效期至"], [name, "执法人员", "16010300088", "2031-12-31"]]
    sent = client.post("/inspection/rosters/import/", {"kind": "inspectors", "place": city.district.pk, "file": sheet(rows)})
    client.post(f"{sent.url}accept/")
    waiting = IntakeRow.objects.get()
    waiting.personal["certificate"][1] = "16010300077"
    waiting.save()
    batches.run_waiting()
    assert Batch.objects.get().state == "cancelled" and not Inspector.objects.exists()


def test_all_firms_of_the_register_are_entered_at_once_and_once(city, browser):
    codes = {firm(city, n).uscc for n in range(1, 6)}
    client = browser(city.planner)
    sent = client.post("/inspection/rosters/import/register/", {"place": city.district.pk})
    client.post(f"{sent.url}accept/")
    batches.run_waiting()
    assert set(InspectedObject.objects.values_list("enterprise__uscc", flat=True)) == codes
    assert "从登记簿列入" not in client.get("/inspection/rosters/import/").content.decode()


def test_the_glance_says_who_may_inspect_and_blank_sheets_read_back(city, browser):
    city.do(city.planner, "inspection.publish_item", item(city))
    inspector(city)
    inspector(city, person=city.street.person, standing="grid_worker")
    for language, words in (("zh-hans", "其中持证可执法 1 人"), ("en", "of whom 1 may inspect")):
        page = browser(city.planner, language).get("/inspection/rosters/").content.decode()
        assert words in page and ("比例" in page or "Share drawn" in page)
    assert browser(city.clerk).get("/inspection/rosters/").status_code == 403
    blank = b"".join(browser(city.planner).get("/inspection/rosters/import/blank/inspectors/").streaming_content)
    assert open_workbook(blank).sheets[0].rows[0][:2] == ["姓名*", "人员身份*"]


def test_a_version_is_compared_and_taken_away_by_those_who_may_read_it(city, browser):
    row = listed(city)
    first = frozen(city, "objects")
    city.do(city.planner, "inspection.score_object", row, score=800, scored_on="2026-01-31")
    second = frozen(city, "objects")
    client, address = browser(city.planner), f"/inspection/versions/{second.pk}/"
    page = client.get(address, {"with": first.pk}).content.decode()
    assert "变更 1 行" in page and "D 类（高风险）" in page
    assert rosters.digest(client.get(f"{address}csv/").content.decode()) == second.sha256
    sent = json.loads(client.get(f"{address}exchange.json/").content)
    assert (sent["kind"], sent["rows"][0]["risk_class"]) == ("objects", "D")
    outsider = browser(city.clerk)
    hidden = outsider.get(address, {"with": first.pk}).content.decode()
    assert second.sha256 in hidden and "高风险" not in hidden and outsider.get(f"{address}csv/").status_code == 404


def test_scores_of_the_province_come_in_by_a_file_and_nothing_is_entered_twice(city, browser):
    row, client = listed(city), browser(city.planner)
    where = city.district.code or city.district.name
    rows = ({**ROWS[0], "uscc": row.enterprise.uscc},)
    given = exchange.Exchange("scores", where, date(2026, 1, 31), exchange.RECEIVED["scores"], rows)
    for text in (given.as_json(), given.as_csv()):
        file = SimpleUploadedFile("省平台.json", text.encode())
        sent = client.post("/inspection/exchange/", {"place": city.district.pk, "file": file})
        assert client.post(f"{sent.url}accept/").status_code == 302
        batches.run_waiting()
    row.refresh_from_db()
    assert (row.risk_score, row.risk_class, row.classed_on) == (620, "C", date(2026, 1, 1))
    # A class that the rule does not give is held back, not believed.
    wrong = exchange.Exchange("scores", where, date(2026, 1, 31), exchange.RECEIVED["scores"], ({**rows[0], "class": "A"},))
    sent = client.post("/inspection/exchange/", {"place": city.district.pk, "file": SimpleUploadedFile("x.json", wrong.as_json().encode())})
    assert "按规则应为C类" in client.get(sent.url).content.decode()
    elsewhere = exchange.Exchange("scores", "410999", date(2026, 1, 31), exchange.RECEIVED["scores"], rows)
    file = SimpleUploadedFile("x.json", elsewhere.as_json().encode())
    assert client.post("/inspection/exchange/", {"place": city.district.pk, "file": file}).status_code == 422
    assert json.loads(client.get("/inspection/exchange/draws/").content)["rows"] == []


def test_tasks_from_above_become_lines_of_the_plan_being_drawn_up_once(city, browser):
    client, year = browser(city.planner), clock.today().year
    row = {
        "number": "1", "title": "示例任务", "department": "甲区市场监管局", "mode": "alone", "scope": "示例", "quantity": "示例",
        "begins_on": f"{year}-03-01", "ends_on": f"{year}-06-30",
    }  # fmt: skip
    given = exchange.Exchange("tasks", city.district.name, clock.today(), exchange.RECEIVED["tasks"], (row, {**row, "number": "2", "department": "无此局"}))

    def came() -> str:
        file = SimpleUploadedFile("任务.json", given.as_json().encode())
        sent = client.post("/inspection/exchange/", {"place": city.district.pk, "file": file})
        client.post(f"{sent.url}accept/")
        batches.run_waiting()
        return client.get(sent.url).content.decode()

    assert "没有这个机构" in came() and not PlanLine.objects.exists()
    city.do(city.planner, "inspection.draw_up_plan", city.district, year=year, title="示例计划")
    for _ in range(2):
        came()
    line = PlanLine.objects.get()
    assert (line.title, line.organ, line.begins_on) == ("示例任务", city.organs["甲区市场监管局"], date(year, 3, 1))


def told(answer: Any) -> str:
    """What an answer says; of a workbook, its cells."""
    if not answer.streaming:
        return answer.content.decode(errors="replace")
    return str(open_workbook(b"".join(answer.streaming_content)).sheets[0].rows)


def test_no_entrance_shows_a_class_to_the_public_to_units_or_to_other_offices(city, browser, client):
    row = listed(city)
    city.do(city.planner, "inspection.score_object", row, score=923, scored_on="2026-01-31")
    city.do(city.planner, "inspection.override_class", row, serious_list=True, reason="示例")
    version = frozen(city, "objects")
    enterprise, entry = row.enterprise_id, InspectedObject.objects.get().entry
    addresses = (
        f"/r/registers.enterprise/{enterprise}/", f"/r/inspection.object/{row.pk}/", LIST, f"/inspection/versions/{version.pk}/",
        f"/r/inspection.version/{version.pk}/", f"/entry/{entry}/", EXPORT, "/search/?q=示例企业1",
        f"/api/records/inspection.object/{row.pk}/", "/api/records/inspection.object/", f"/api/records/registers.enterprise/{enterprise}/",
        f"/api/entries/{entry}/",
    )  # fmt: skip
    office = browser(city.officer)
    assert "高风险" in office.get(LIST).content.decode() and "高风险" in told(office.get(EXPORT))
    for reader in (client, *(browser(actor) for actor in (city.reporter, city.clerk, city.street, city.leader))):
        for address in addresses:
            shown = told(reader.get(address))
            # The list offers every class as a filter, whatever is in it; it has no row for them.
            words = ("示例企业1",) if address == LIST else ("高风险", "serious_list", "严重违法", "risk_score")
            assert not any(word in shown for word in words), address
    assert "高风险" in office.get(f"/r/inspection.object/{row.pk}/").content.decode()


def test_versions_of_every_kind_have_a_page(city, browser):
    city.do(city.planner, "inspection.publish_item", item(city))
    inspector(city)
    city.do(city.planner, "inspection.declare_interest", Inspector.objects.get(), firm=firm(city).pk, kind="share")
    for kind in ("items", "inspectors", "interests"):
        key = frozen(city, kind).pk
        assert browser(city.planner, "en").get(f"/inspection/versions/{key}/").status_code == 200
    assert RosterVersion.objects.count() == 3 and Enterprise.objects.count() == 1 and clock.today()
