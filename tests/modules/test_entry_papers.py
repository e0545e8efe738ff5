"""Papers for statistics entry: each requirement is there, missing, or unknown to the ledger, with its source and who holds the rest."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pypdf
import pytest
from tests.city_fixture import City

from taizhang.basis.predicate import Known
from taizhang.modules.projects import rules, terms
from taizhang.modules.projects.entry_checklist import Held, checklist
from taizhang.modules.projects.terms.statistics import STATISTICS_FORMS

pytestmark = pytest.mark.once

DAY = date(2026, 3, 3)
MILLION = 100_000_000


def held(total: int | None, *papers: str, built: bool = False, **fields: str) -> Held:
    there = [rules.Paper(p, date(2026, 1, 5), "示〔2026〕1号", located=True, with_file=True) for p in papers]
    return Held(total, built, {f"field.{k}": v for k, v in fields.items()}, rules.document_facts(there, DAY))


def lines(found, code: str) -> dict:
    return {line.words.zh: line for s in found.sheets if s.code == code for line in s.lines}


def test_the_monthly_form_follows_the_size_of_the_project():
    codes = {total: [s.code for s in checklist(held(total), DAY).sheets] for total in (4 * MILLION, 5 * MILLION, 49 * MILLION, 50 * MILLION, None)}
    assert "206-2" in codes[5 * MILLION] and "206-1" not in codes[49 * MILLION]
    assert "206-1" in codes[50 * MILLION] and "206-2" not in codes[50 * MILLION]
    assert {"206-1", "206-2"} <= set(codes[None])
    assert [checklist(held(total), DAY).counted for total in (4 * MILLION, 5 * MILLION, None)] == [False, True, None]


def test_four_papers_are_needed_and_any_approval_will_do():
    some = checklist(held(60 * MILLION, "contract", "works_photo", "filing_certificate", summary="教学楼"), DAY)
    entry = lines(some, "H202")
    assert [entry[k].state for k in ("建设内容", "审批、核准或备案文件", "施工合同", "现场照片（项目、地点、时间）")] == ["met"] * 4
    assert entry["审批、核准或备案文件"].proof.zh == "企业投资项目备案证明 示〔2026〕1号" and entry["审批、核准或备案文件"].dated == date(2026, 1, 5)
    assert {line.words.zh for line in some.missing} == {"项目名称", "项目代码（审批监管平台截图随附）", "建设地点（在项目所在地统计）", "计划总投资", "计划开工和竣工时间"}
    none = lines(checklist(held(60 * MILLION), DAY), "H202")
    assert none["审批、核准或备案文件"].state == "unmet" and none["审批、核准或备案文件"].holder == terms.DRC and none["施工合同"].holder == terms.OWNER


def test_what_the_ledger_cannot_know_is_not_called_missing():
    large, small = (lines(checklist(held(n * MILLION), DAY), "H202") for n in (60, 6))
    assert large["5000万元以上项目情况说明"].state == "unknown" and "5000万元以上项目情况说明" not in small


def test_capacity_is_asked_once_the_works_are_done():
    assert {x.state for x in lines(checklist(held(MILLION), DAY), "108").values()} == {"later"}
    done = lines(checklist(held(MILLION, "acceptance_record", built=True), DAY), "108")
    assert [x.state for x in done.values()] == ["met", "unmet"]


def test_a_photo_that_does_not_count_says_why():
    bare = Held(MILLION, False, {}, rules.document_facts([rules.Paper("works_photo", DAY)], DAY))
    photo = lines(checklist(bare, DAY), "H202")["现场照片（项目、地点、时间）"]
    assert photo.state == "unmet" and "没有位置" in photo.proof.zh


def test_every_requirement_names_its_source_and_what_it_looks_for_exists():
    facts = rules.document_facts([], DAY)
    for span in STATISTICS_FORMS.spans:
        for asked in (a for form in span.value for a in form.asks):
            assert asked.law.mark in "SU" and asked.law.cite() and asked.words.en
            assert all(f.startswith("field.") or isinstance(facts[f], Known) for f in asked.facts), asked.key
    assert checklist(held(MILLION), date(2010, 1, 1)) is None


# -- pages ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def city(db):
    return City()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_pdf_and_workbook_say_the_same(city, browser, language):
    project = city.project(name="=示例中学", summary="教学楼")
    city.document(project, "contract", number="合同1")
    client, at = browser(city.clerk, language), f"/projects/{project.pk}/entry-papers"
    page = client.get(at + "/")
    text = page.content.decode()
    assert page.status_code == 200 and "206-" in text and ("施工合同 合同1" in text or "Construction contract 合同1" in text)
    needed, there = page.context["needed"], page.context["there"]
    assert (needed, there) == (9, 5) and len(page.context["missing"]) == 4
    pdf = client.get(at + ".pdf")
    said = "".join("".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf.content)).pages).split())
    assert "=示例中学" in said and "H202" in said and ("合同1" in said)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(at + "/" + page.context["frame"].take).streaming_content)))
    rows = [[c.value for c in r] for r in book.worksheets[0].iter_rows()]
    assert len(rows) == 1 + sum(len(s.lines) for s in page.context["found"].sheets)
    assert browser(city.other_clerk).get(at + "/").status_code == 404 and browser(city.other_clerk).get(at + ".pdf").status_code == 404
    assert f"{at}/" in client.get(f"/r/projects.project/{project.pk}/").content.decode()
