"""Another city's capital commitments: any sheet by its columns, negative net changes as they are, snapshots and their drift, apart from our sums."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from taizhang.basis.errors import Conflict
from taizhang.frame import batches, clock
from taizhang.modules.projects import capital, queries
from taizhang.modules.projects.models import CapitalLine, CapitalPlan, SheetTemplate

pytestmark = pytest.mark.django_db

WINTER = """Managing Agency,Project ID,Project Description,Plan Comm Date,Planned Commitment,Net Change
DEP,W-01,Water main renewal,06/2027,"1,200,000",0
DEP,W-02,Pumping station,2026-09,500000,-250000
DOT,B-07,Bridge deck,2028-03,"3,000,000.50",100000
"""
SUMMER = """Managing Agency,Project ID,Project Description,Plan Comm Date,Planned Commitment,Net Change
DEP,W-01,Water main renewal,2027-09,"1,500,000",300000
DOT,B-07,Bridge deck,2028-03,"3,000,000.50",0
DOT,B-09,Bus lane,2027-01,80000,80000
"""


@pytest.fixture(autouse=True)
def autumn():
    with clock.on(date(2026, 10, 9)):
        yield


def send(browser, city, text, published_on, name="plan.csv", **more):
    client = browser(city.clerk)
    answer = client.post("/projects/capital/", {"file": SimpleUploadedFile(name, text.encode())})
    assert answer.status_code == 302, answer.content.decode()[:600]
    address = answer["Location"].split("?")[0]
    accepted = client.post(
        f"{address}accept/",
        {"name": name, "place": city.district.pk, "city": "示例外市", "title": "示例计划", "published_on": published_on, "currency": "USD"} | more,
    )
    assert accepted.status_code == 302, accepted.content.decode()[:600]
    batches.run_waiting()
    return client, address


def test_a_sheet_is_known_by_its_columns_and_negative_changes_stay_negative(browser, city):
    client, address = send(browser, city, WINTER, "2026-01-20")
    lines = {line.code: (line.commitment_fen, line.net_change_fen, line.due, line.organ) for line in CapitalLine.objects.all()}
    assert lines == {
        "W-01": (120_000_000, 0, "2027-06", "DEP"),
        "W-02": (50_000_000, -25_000_000, "2026-09", "DEP"),
        "B-07": (300_000_050, 10_000_000, "2028-03", "DOT"),
    }
    page = client.get(f"{address}?name=plan.csv").content.decode()
    assert "Planned Commitment" in page and "（其中 1 行为负）" in page
    shown = client.get(f"/projects/capital/{CapitalPlan.objects.get().pk}/").content.decode()
    assert "-25" in shown and "不计入本市任何合计" in shown
    assert queries.portfolio(city.clerk, "2026-09").projects == 0


def test_snapshots_are_history_and_their_drift_is_told_by_project(browser, city):
    client, _ = send(browser, city, WINTER, "2026-01-20")
    send(browser, city, SUMMER, "2026-07-20")
    first, second = CapitalPlan.objects.order_by("published_on")
    drift, names = queries.capital_drift(first, second)
    assert {names[turn.project]: set(turn.became) for turn in drift.turns.values()} == {
        "Water main renewal": {"slipped", "amount"},
        "Pumping station": {"gone"},
        "Bus lane": {"new"},
    }
    assert (drift.slips, drift.amount_change) == ([3], 30_000_000)
    text = client.get(f"/projects/capital/{second.pk}/?show=slipped").content.decode()
    assert "2027-06" in text and "2027-09" in text and "+3" in text
    assert "示例外市" in client.get("/projects/capital/").content.decode()


def test_one_day_of_a_city_is_taken_in_once(browser, city):
    send(browser, city, SUMMER, "2026-07-20")
    _, sheets = capital.read(SUMMER.encode(), reader=city.clerk)
    intake = capital.lay_ready(city.clerk, "again.csv", SUMMER.encode(), sheets)
    with pytest.raises(Conflict) as refused:
        city.do(
            city.clerk, "projects.take_in_capital_plan", city.district, intake=intake.pk, city="示例外市", title="再来", published_on="2026-07-20"
        )
    assert refused.value.code == "snapshot_there"


def test_columns_are_corrected_and_the_correction_is_remembered(browser, city):
    odd = "Agency,What,Amount,More or less\nDEP,Water main,1200,-200\n"
    client = browser(city.clerk)
    address = client.post("/projects/capital/", {"file": SimpleUploadedFile("odd.csv", odd.encode())})["Location"].split("?")[0]
    sheet = capital.read(odd.encode(), reader=city.clerk)[1][0].reading.sheet
    chosen = {f"role|{sheet}|{letter}": role for letter, role in zip("ABCD", ("organ", "name", "commitment", "net_change"), strict=True)}
    given = {"place": city.district.pk, "city": "示例外市", "title": "示例", "published_on": "2026-07-20", "save_template": "1"}
    assert client.post(f"{address}accept/", given | chosen).status_code == 302
    batches.run_waiting()
    assert CapitalLine.objects.get().net_change_fen == -20_000
    assert SheetTemplate.objects.count() == 1
    assert len(capital.read(odd.encode(), reader=city.clerk)[1][0].accepted) == 1


def test_an_xlsx_goes_the_same_way_and_what_is_no_amount_is_held_back_with_its_cell(city):
    book = Workbook()
    for row in (("项目名称", "承诺额（万元）", "净变动（万元）", "承诺日期"), ("示例桥", 120.5, -3, "2027年3月"), ("示例路", "N/A", 0, "2027")):
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)
    _, (sheet, *_) = capital.read(kept.getvalue(), reader=city.clerk)
    assert [row.values["commitment"] for row in sheet.accepted] == [120_500_000]
    assert [problem.cell for problem in sheet.problems if problem.blocking] == ["B3"]
