"""A bulletin is checked on a page: against itself and against the ledger as of its date; text, text files and Word documents."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from taizhang.basis.errors import BadInput
from taizhang.frame import clock
from taizhang.modules.projects.briefing.file import text_of
from taizhang.modules.projects.briefing.ledger import LedgerFacts, against_ledger, day_of_bulletin, month_of_bulletin

pytestmark = pytest.mark.once

YI = 10**10
FACTS = LedgerFacts(
    {"projects": 37, "total": 90 * YI, "plan": 40 * YI, "investment": 12_3456 * YI // 10_000, "investment_planned": 12 * YI, "paid": 5 * YI, "certified": None, "before": 10 * YI, "month": 2 * YI},
    {"甲区": {"projects": 12, "plan": 10 * YI, "investment": 4 * YI, "investment_planned": 4 * YI}},
    Fraction(100 * 6, 12),
)


def verdicts(text):
    return [(held.printed, held.checked.verdict, held.shown) for held in against_ledger(text, FACTS)]


def test_amounts_are_held_against_what_their_words_name():
    assert verdicts("截至2026年6月底，共有项目37个，总投资90亿元，累计完成投资12.35亿元，占年度计划的30.9%。") == [
        ("37个", "right", "37"),
        ("90亿元", "right", "90.0亿元"),
        ("12.35亿元", "right", "12.35亿元"),
        ("30.9%", "right", "30.9%"),
    ]


def test_a_wrong_amount_is_told_with_what_the_ledger_says():
    assert verdicts("累计支付5.2亿元，低于序时进度25.0个百分点。") == [("5.2亿元", "wrong", "5.0亿元"), ("25.0个百分点", "wrong", "20.0个百分点")]
    assert verdicts("甲区累计完成投资3.9亿元。") == [("3.9亿元", "wrong", "4.0亿元")]


def test_what_the_ledger_does_not_know_or_the_words_do_not_name_is_not_guessed():
    assert [v for _, v, _ in verdicts("统计部门纳统8亿元；新开工项目21个；发放贷款3亿元；合格率98%。")] == ["not_checkable"] * 4


def test_a_bulletin_says_up_to_when_it_speaks_and_when_it_was_written():
    assert month_of_bulletin("2026年1—9月累计完成投资3亿元") == (2026, 9)
    assert month_of_bulletin("累计完成投资3亿元") == (None, None)
    assert day_of_bulletin("2026年9月通报\n示例市发展改革委\n2026年10月9日") == (2026, 10, 9)


def word(*paragraphs, row=()):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if row:
        for cell, text in zip(document.add_table(1, len(row)).rows[0].cells, row, strict=True):
            cell.text = text
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_text_files_and_word_documents_are_read():
    assert text_of("a.docx", word("第一段", "第二段", row=("甲区", "3亿元"))).splitlines() == ["第一段", "第二段", "甲区\t3亿元"]
    assert text_of("a.txt", "累计".encode("gb18030")) == "累计"


def test_what_is_no_document_or_hides_one_is_refused():
    odd = BytesIO()
    with ZipFile(odd, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    for content in (b"PK\x03\x04 broken", odd.getvalue(), b"\0\1\2"):
        with pytest.raises(BadInput):
            text_of("a.docx", content)


@pytest.mark.django_db
class TestPage:
    def make(self, city):
        with clock.on(date(2026, 1, 5)):
            project = city.project()
            city.do(city.clerk, "projects.plan", project, role="annual_plan", year=2026, amount_fen=4 * YI)
        for month in (1, 2, 3):
            with clock.on(date(2026, month + 1, 3)):
                city.do(city.reporter, "projects.report_month", project, period=f"2026-{month:02d}", progress="示例", investment_fen=YI // 2)

    def send(self, browser, actor, **given):
        with clock.on(date(2026, 6, 10)):
            return browser(actor).post("/projects/briefing/", given)

    def test_the_ledger_is_read_as_of_the_date_of_the_bulletin(self, city, browser):
        self.make(city)
        text = "截至2026年2月底，累计完成投资1亿元，占年度计划的25.0%。2026年3月10日"
        page = self.send(browser, city.leader, text=text).content.decode()
        assert "2026-03-10" in page and page.count("circle-x") == 0
        wrong = self.send(browser, city.leader, text=text.replace("2月底", "3月底")).content.decode()
        assert "circle-x" not in wrong, "the March report was not there yet on 10 March"
        later = self.send(browser, city.leader, text=text.replace("2月底", "3月底"), day="2026-06-01").content.decode()
        assert later.count("tm-verdict tm-wrong") == 2 and "1.5亿元" in later and "37.5%" in later

    def test_a_word_document_is_checked_and_nothing_is_a_sentence_not_a_fault(self, city, browser):
        self.make(city)
        sent = SimpleUploadedFile("通报.docx", word("截至2026年3月底，累计完成投资1.5亿元。"))
        assert "tm-verdict tm-right" in self.send(browser, city.leader, file=sent).content.decode()
        assert self.send(browser, city.leader, text="  ").status_code == 422
