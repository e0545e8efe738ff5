"""Firms and divisions come from CSV files: by command line and by browser, every problem by its cell, twice without harm."""

from __future__ import annotations

import argparse
import csv
import io
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import shared

from taizhang.basis.errors import BadInput, NotAllowed, NotFound
from taizhang.basis.identifiers import credit_check
from taizhang.frame import batches, jobs
from taizhang.frame.models import Batch, IntakeRow, Job
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.office import commands, queries, register_sheets
from taizhang.registers.models import Enterprise, Place

pytestmark = pytest.mark.django_db
HEADINGS = ("企业名称", "统一社会信用代码", "注册日期", "企业类型", "注册资金", "经营范围", "所在省份", "地区", "注册地址")
FIRMS = "data/enterprises/zhengzhou_companies.csv"


def code(n: int) -> str:
    stem = f"91410100MA{n:07d}"
    return stem + credit_check(stem)


def firm(n: int, **cells: str) -> list[str]:
    given = {
        "企业名称": f"示例{n}有限公司",
        "统一社会信用代码": code(n),
        "注册日期": "2015-03-02",
        "注册资金": "100(万元)",
        "注册地址": f"二七区示例路{n}号",
    } | cells
    return [given.get(h, "N/A") for h in HEADINGS]


def sheet(*lines: list[str], headings=HEADINGS, encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *lines])
    return text.getvalue().encode(encoding)


@pytest.fixture
def places(city):
    """The small city with three real names under it, one of them a zone."""
    for name, kind, number in (
        ("二七区", "county", "410103"),
        ("新郑市", "county", "410184"),
        ("郑州高新技术产业开发区", "zone", "410172"),
    ):
        city.do(city.administrator, "office.add_place", city.place, name=name, kind=kind, code=number)
    return {p.name: p for p in Place.objects.all()}


def read(city, content: bytes, place=None):
    return register_sheets.read_enterprises("firms.csv", content, place or city.place)


def bring_in(city, content: bytes, place=None):
    place = place or city.place
    return commands.bring_in(city.administrator, place, read(city, content, place))


# -- reading --------------------------------------------------------------------------------------------------------------


def test_every_problem_names_its_row_and_column(city, places):
    found = read(
        city,
        sheet(
            firm(1),
            firm(2, 统一社会信用代码="91410100MA0000000A"),
            firm(3, 企业名称=""),
            firm(1, 企业名称="另一家"),
            firm(4, 注册日期="2015年", 注册资金="很多"),
            firm(5, 注册地址="人民路1号"),
            firm(6, 企业名称="示例1有限公司"),
            firm(7, 企业名称="长" * 201),
        ),
    )
    said = [(p.row, p.letter, p.code, p.blocking) for p in found.problems]
    assert said == [
        (3, "B", "bad_code", True),
        (4, "A", "no_name", True),
        (5, "B", "duplicate", True),
        (6, "C", "bad_date", False),
        (6, "E", "capital_unreadable", False),
        (7, "I", "address_not_named", False),
        (8, "A", "same_name", False),
        (9, "A", "too_long", True),
    ]
    assert (found.total, len(found.rows), found.held) == (8, 4, 4)
    assert all(p.zh and p.en for p in found.problems)


def test_the_district_is_the_one_that_the_address_names_and_otherwise_none_is_guessed(city, places):
    found = read(
        city,
        sheet(
            firm(1, 注册地址="二七区大学路1号"),
            firm(2, 注册地址="郑州高新区科学大道1号"),
            firm(3, 注册地址="新郑市人民路1号"),
            firm(4, 注册地址="新郑路1号"),
            firm(5, 注册地址="洛阳市某路1号"),
            firm(6, 注册地址="N/A"),
        ),
    )
    assert [r.get("path") for r in found.rows] == [["410103"], ["410172"], ["410184"], [], None, []]


def test_a_firm_of_another_district_does_not_go_into_this_one(city, places):
    found = read(city, sheet(firm(1), firm(2, 注册地址="新郑市人民路1号")), places["二七区"])
    assert [(p.row, p.code, p.blocking) for p in found.problems] == [(3, "outside", True)]
    assert [r["path"] for r in found.rows] == [[]]


def test_files_of_office_programs_are_read_and_others_refused(city, places):
    assert len(read(city, sheet(firm(1), encoding="gb18030")).rows) == 1
    assert len(read(city, sheet(firm(1), encoding="utf-8-sig")).rows) == 1
    for content, why in (
        (b"\xff\xfe\x00\x81", "bad_encoding"),
        (sheet(), "no_rows"),
        (sheet(["x"], headings=("名称",)), "no_column"),
        ('企业名称,统一社会信用代码\n"a"b,1\n'.encode(), "not_csv"),
    ):
        with pytest.raises(BadInput) as refused:
            read(city, content)
        assert refused.value.code == why
    found = read(city, sheet(firm(1)[:-1], firm(2, 经营范围="a\x00b")))
    assert [p.code for p in found.problems] == ["cells", "cell"] and found.rows == []


def test_firms_are_imported_for_a_city_or_below_it(city):
    province = Place(name="示例省", kind="province", path="/99/")
    with pytest.raises(BadInput) as refused:
        read(city, sheet(firm(1)), province)
    assert refused.value.code == "no_city"


# -- going in -------------------------------------------------------------------------------------------------------------


def test_firms_go_in_with_their_district_capital_and_day(city, places):
    bring_in(city, sheet(firm(1), firm(2, 注册资金="100万美元"), firm(3, 注册地址="洛阳市某路1号")))
    one, two, three = Enterprise.objects.order_by("uscc")
    assert (one.place, str(one.registered_on)) == (places["二七区"], "2015-03-02")
    assert (one.capital_minor, one.capital_currency) == (100_000_000, "CNY")
    assert (two.capital_currency, three.place) == ("USD", None)


def test_a_second_import_changes_nothing_and_says_what_differs(city, places):
    content = sheet(*(firm(n) for n in range(1, 8)))
    bring_in(city, content)
    before = list(Enterprise.objects.order_by("id").values_list("id", "entry", "name"))
    again = queries.progress_of(bring_in(city, content))
    assert (again.new, again.known, again.differing) == (0, 7, 0)
    other = queries.progress_of(bring_in(city, sheet(firm(1, 企业名称="改了名字"), firm(2))))
    assert (other.new, other.known, other.differing) == (0, 2, 1)
    assert list(Enterprise.objects.order_by("id").values_list("id", "entry", "name")) == before


def test_a_batch_whose_worker_was_killed_is_gone_on_with(city, places, monkeypatch):
    content = sheet(*(firm(n) for n in range(1, 1201)))
    found = read(city, content)
    intake = register_sheets.lay_ready(city.administrator, found, city.place)
    made = city.do(city.administrator, "office.accept_register", city.place, intake=intake.pk)
    job = jobs.claim([batches.JOB])
    jobs.run_step(job, batches.apply_chunk)
    assert Enterprise.objects.count() == 500
    # The worker is gone; its lease has run out.
    Job.objects.filter(pk=job.pk).update(leased_until=job.leased_until - timedelta(seconds=90))
    batch = commands.bring_in(city.administrator, city.place, read(city, content))
    assert (batch.pk, batch.state) == (made.key, "done")
    assert Enterprise.objects.count() == 1200 and Batch.objects.count() == 1
    assert Entry.objects.filter(action="office.accept_register.chunk").count() == 3
    with pytest.raises(jobs.Stale):
        jobs.run_step(job, batches.apply_chunk)


def test_a_sheet_is_accepted_for_the_place_for_which_it_was_read(city, places):
    intake = register_sheets.lay_ready(city.administrator, read(city, sheet(firm(1))), city.place)
    with pytest.raises(BadInput) as refused:
        city.do(city.administrator, "office.accept_register", places["二七区"], intake=intake.pk)
    assert refused.value.code == "wrong_place"


# -- divisions ------------------------------------------------------------------------------------------------------------

AREAS = b'code,name,cityCode,provinceCode\n410102,"A",4101,41\n410171,"Z",4101,41\n110101,"B",1101,11\n'
STREETS = b"code,name,areaCode,provinceCode,cityCode\n410102001,S,410102,41,4101\n410199001,T,410199,41,4101\n"
VILLAGES = b"code,name,streetCode\n410102001001,V,410102001\n410102001001,W,410102001\n4101020010,X,410102001\n410102002001,Y,410102001\n"


def test_divisions_come_level_by_level_whatever_the_order_of_the_files(city):
    sheets = [("v.csv", VILLAGES), ("s.csv", STREETS), ("a.csv", AREAS)]
    found = register_sheets.read_divisions(sheets, city.place)
    assert sorted((p.file, p.row, p.letter, p.code) for p in found.problems) == [
        ("s.csv", 3, "A", "no_parent"),
        ("v.csv", 3, "A", "duplicate"),
        ("v.csv", 4, "A", "bad_code"),
        ("v.csv", 5, "C", "bad_parent"),
    ]
    assert (found.total, found.outside, found.held) == (9, 1, 4)
    done = queries.progress_of(commands.bring_in(city.administrator, city.place, found))
    assert (done.new, done.refused) == (4, 0)
    tree = {p.code: (p.name, p.kind, p.parent.code) for p in Place.objects.filter(code__startswith="4101", parent__isnull=False)}
    assert tree == {
        "410102": ("A", "county", "4101"),
        "410171": ("Z", "zone", "4101"),
        "410102001": ("S", "street", "410102"),
        "410102001001": ("V", "community", "410102001"),
    }
    again = queries.progress_of(commands.bring_in(city.administrator, city.place, register_sheets.read_divisions(sheets, city.place)))
    assert (again.new, again.known) == (0, 4)


def test_a_place_that_has_its_code_under_another_key_is_known(city):
    Place.objects.filter(name="甲区").update(code="410102")
    found = register_sheets.read_divisions([("a.csv", AREAS), ("s.csv", STREETS)], city.place)
    done = queries.progress_of(commands.bring_in(city.administrator, city.place, found))
    assert (done.new, done.known, done.differing) == (2, 1, 1)
    street = Place.objects.get(code="410102001")
    assert street.parent.name == "甲区" and street.path.startswith(street.parent.path)


def test_divisions_need_a_place_with_a_code(city):
    with pytest.raises(BadInput):
        register_sheets.read_divisions([("a.csv", AREAS)], city.district)


# -- command line ---------------------------------------------------------------------------------------------------------


def _run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    return commands.run(parser.parse_args(["import", *words]))


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "firms.csv"
    path.write_bytes(sheet(firm(1), firm(2, 企业名称="绝密名称", 统一社会信用代码="1")))
    return path


def test_the_command_line_checks_without_writing_and_prints_no_firm(city, places, file, capsys):
    assert _run("enterprises", str(file), "--place", "示例市", "--check") == 1
    said = capsys.readouterr().out
    assert "firms.csv B3" in said and "绝密名称" not in said and "示例1" not in said
    assert Enterprise.objects.count() == 0 and Batch.objects.count() == 0


def test_the_command_line_brings_in_as_somebody(city, places, file, browser):
    browser(city.administrator), browser(city.clerk)
    name = f"p{city.administrator.person}"
    assert _run("enterprises", str(file), "--place", "4101", "--as", name) == 1
    assert Enterprise.objects.count() == 1
    with pytest.raises(NotAllowed):
        _run("enterprises", str(file), "--place", "4101", "--as", f"p{city.clerk.person}")
    with pytest.raises(NotFound):
        _run("enterprises", str(file), "--place", "4101")
    with pytest.raises(NotFound):
        _run("enterprises", str(file), "--place", "没有", "--as", name)
    with pytest.raises(BadInput):
        _run("divisions", str(file) + ".gone", "--place", "4101", "--as", name)


# -- browser --------------------------------------------------------------------------------------------------------------


def _sent(city, content: bytes, **more):
    return {"register": "enterprises", "place": city.place.pk, "file": SimpleUploadedFile("firms.csv", content)} | more


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_register_goes_in_by_browser(city, places, browser, language):
    client = browser(city.administrator, language)
    assert client.get("/office/import/").status_code == 200
    content = sheet(firm(1), firm(2, 统一社会信用代码="1"), firm(3, 注册地址="人民路1号"))
    preview = client.post("/office/import/", _sent(city, content), follow=True)
    text = preview.content.decode()
    assert preview.status_code == 200 and "B3" in text and "I4" in text
    assert client.get(preview.request["PATH_INFO"] + "?code=bad_code").context["problems"][0]["row"] == 3
    progress = client.post(preview.request["PATH_INFO"] + "accept/", follow=True)
    assert 'hx-trigger="every 1s"' in progress.content.decode()
    batches.run_waiting()
    part = client.get(progress.request["PATH_INFO"], headers={"hx-request": "true"})
    assert "<html" not in part.content.decode() and "every 1s" not in part.content.decode()
    assert (part.context["progress"].new, Enterprise.objects.count()) == (2, 2)
    assert client.post(preview.request["PATH_INFO"] + "accept/").status_code == 409


def test_what_cannot_be_read_is_refused_on_the_page(city, places, browser):
    client = browser(city.administrator)
    for form in (
        {"register": "enterprises", "place": city.place.pk},
        _sent(city, b"\xff\xfe\x00\x81"),
        _sent(city, sheet(firm(1)), place="999999"),
        _sent(city, sheet(firm(1)), file=[SimpleUploadedFile(f"{n}.csv", sheet(firm(n))) for n in (1, 2)]),
    ):
        assert client.post("/office/import/", form).status_code == 422
    assert IntakeRow.objects.count() == 0


def test_imports_by_browser_are_for_those_who_keep_the_registers_and_previews_for_their_owner(city, places, browser, administrators):
    assert browser(city.clerk).get("/office/import/").status_code == 403
    assert browser(city.clerk).post("/office/import/", _sent(city, sheet(firm(1)))).status_code == 403
    client = browser(city.administrator)
    preview = client.post("/office/import/", _sent(city, sheet(firm(1))), follow=True).request["PATH_INFO"]
    other = browser(administrators("admin.system"))
    assert other.get(preview).status_code == 404 and other.post(preview + "accept/").status_code == 404
    progress = client.post(preview + "accept/", follow=True).request["PATH_INFO"]
    assert other.get(progress).status_code == 404


def test_divisions_go_in_by_browser_from_several_files(city, browser):
    client = browser(city.administrator)
    files = [SimpleUploadedFile("a.csv", AREAS), SimpleUploadedFile("s.csv", STREETS)]
    preview = client.post("/office/import/", {"register": "divisions", "place": city.place.pk, "file": files}, follow=True)
    client.post(preview.request["PATH_INFO"] + "accept/")
    batches.run_waiting()
    assert Place.objects.filter(code__in=("410102", "410171", "410102001")).count() == 3


# -- the real files: counts only ------------------------------------------------------------------------------------------


@pytest.fixture
def zhengzhou(city):
    """The city's districts from the real list."""
    Place.objects.filter(pk=city.place.pk).update(name="郑州市")
    city.place.refresh_from_db()
    areas = register_sheets.read_divisions([("areas.csv", shared("data/divisions/areas.csv").read_bytes())], city.place)
    commands.bring_in(city.administrator, city.place, areas)
    return city


def test_the_districts_of_the_real_list(zhengzhou):
    assert Place.objects.filter(code__regex=r"^4101\d\d$").count() == 15
    assert Place.objects.filter(code__regex=r"^4101\d\d$", kind="zone").count() == 3


@pytest.mark.by_turns(3)
def test_a_thousand_real_firms(zhengzhou):
    lines = shared(FIRMS).read_text(encoding="utf-8").splitlines(keepends=True)
    done = queries.progress_of(bring_in(zhengzhou, "".join(lines[:1001]).encode()))
    counts = (done.new, done.refused, Enterprise.objects.exclude(place=None).count())
    assert counts[:2] == (1000, 0) and counts[2] > 950, counts


@pytest.mark.long
def test_all_real_places_and_firms_go_in_and_a_second_import_changes_nothing(zhengzhou):
    begun = time.monotonic()
    streets = [(n, shared(f"data/divisions/{n}").read_bytes()) for n in ("zhengzhou_streets.csv", "zhengzhou_villages.csv")]
    tree = register_sheets.read_divisions(streets, zhengzhou.place)
    assert queries.progress_of(commands.bring_in(zhengzhou.administrator, zhengzhou.place, tree)).new == 208 + 3306
    places_at = time.monotonic()
    content = shared(FIRMS).read_bytes()
    found = read(zhengzhou, content)
    assert (found.total, len(found.rows), found.held) == (29_570, 29_570, 0)
    done = queries.progress_of(commands.bring_in(zhengzhou.administrator, zhengzhou.place, found))
    assert (done.new, done.refused, Enterprise.objects.count()) == (29_570, 0, 29_570)
    firms_at = time.monotonic()
    before = hash(tuple(Enterprise.objects.order_by("id").values_list("id", "entry")))
    again = queries.progress_of(bring_in(zhengzhou, content))
    assert (again.new, again.known, again.differing) == (0, 29_570, 0)
    assert hash(tuple(Enterprise.objects.order_by("id").values_list("id", "entry"))) == before
    print(
        f"places {places_at - begun:.1f} s, firms {firms_at - places_at:.1f} s, again {time.monotonic() - firms_at:.1f} s;",
        found.counts,
    )
