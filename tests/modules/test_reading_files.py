"""Files of an office as text: what is read of each kind, what every offset refers to, and what is refused with a way out."""

from __future__ import annotations

import argparse
import io
import json
import resource
import time
import zipfile
import zlib
from dataclasses import asdict
from html import escape

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from taizhang.basis.errors import BadInput
from taizhang.modules.commitments import commands
from taizhang.modules.commitments.reading.extract import read
from taizhang.modules.commitments.reading.files import LIMITS, text_of
from taizhang.modules.commitments.reading.web_text import text_of_page
from taizhang.modules.commitments.reading.word_numbers import numeral
from taizhang.modules.commitments.reading.word_text import text_of_word

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def zipped(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def word_of(body: str, head: str = "", **more: str) -> bytes:
    """A Word document by hand, for what no library writes."""
    return zipped({"_rels/.rels": _RELATIONS, "word/document.xml": f"{head}<w:document {_W}><w:body>{body}</w:body></w:document>", **more})


def portable(*objects: bytes) -> bytes:
    """A PDF of these objects; the first is its catalogue."""
    made, places = b"%PDF-1.7\n", []
    for n, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (n, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(made),
    )  # fmt: skip


def page_of(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return portable(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter %s>>stream\n%s\nendstream" % (len(content), filters, content),
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
    )


def written(*lines: str) -> bytes:
    """A page with these lines of Chinese as its text layer."""
    shown = b"".join(b"1 0 0 1 40 %d Tm <%s> Tj\n" % (360 - 20 * n, line.encode("utf-16-be").hex().encode()) for n, line in enumerate(lines))
    return page_of(zlib.compress(b"BT /F 12 Tf\n" + shown + b"ET"))


def notice() -> bytes:
    document = docx.Document()
    document.add_heading("示例市任务分解通知", 0)
    document.add_paragraph("各单位要抓好落实")
    document.add_paragraph("加快示例大桥建设，年度计划投资2.5亿元。", style="List Number")
    document.add_paragraph("推进示例水厂建设。", style="List Number")
    table = document.add_table(3, 3)
    for n, row in enumerate([("任务", "牵头单位", "完成时限"), ("完成示例路征迁", "市城建局", "6月底前"), ("建成示例公园", "", "年底前")]):
        for m, words in enumerate(row):
            table.cell(n, m).text = words
    table.cell(1, 1).merge(table.cell(2, 1))
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_a_word_document_is_read_with_its_drawn_numbers_and_its_table_as_rows_of_cells():
    found = text_of(notice(), "notice.docx")
    assert found.kind == "docx" and found.notes == ()
    assert found.text.replace("\u2029\n", "\n").splitlines() == [
        "示例市任务分解通知", "各单位要抓好落实", "1.加快示例大桥建设，年度计划投资2.5亿元。", "2.推进示例水厂建设。",
        "任务\t牵头单位\t完成时限", "完成示例路征迁\t市城建局\t6月底前", "建成示例公园\t〃\t年底前",
    ]  # fmt: skip
    # Two paragraphs of Word are never one sentence, though the first has no stop.
    assert "加快示例大桥建设，年度计划投资2.5亿元" in [c.text for c in read(found.text).commitments]


def test_what_is_struck_out_hidden_or_a_note_is_not_in_the_text_and_the_notes_are_counted():
    body = (
        "<w:p><w:r><w:t>加快</w:t></w:r><w:del><w:r><w:t>旧</w:t></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        '<w:r><w:t>示例大桥建设。</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    )
    found = text_of(word_of(body), "a.docx")
    assert found.text == "加快示例大桥建设。\u2029\n" and [n.en for n in found.notes] == ["Footnotes and endnotes were not read"]


def test_a_web_page_is_read_without_menus_and_scripts_and_with_its_tables():
    page = (
        "<html><head><title>x</title></head><body><nav>首页</nav><script>var a = '<p>任务</p>'</script><h1>通知</h1><p>加快<b>示例大桥</b>建设。</p>"
        "<table><tr><td><table><tr><th>任务</th><th>牵头单位</th></tr><tr><td>建成甲园</td><td rowspan=2>市园林局</td></tr>"
        "<tr><td>建成乙园</td></tr></table></td></tr></table><div style='display:none'>藏</div></body></html>"
    )
    for content in (page.encode(), page.replace("<head>", "<head><meta charset=gb2312>").encode("gb18030")):
        found = text_of(content, "a.doc")
        assert found.kind == "html"
        assert found.text.split("\u2029\n") == ["通知", "加快示例大桥建设。", "任务\t牵头单位", "建成甲园\t市园林局", "建成乙园\t〃", ""]


def test_the_text_layer_of_a_pdf_is_read_line_by_line_without_page_numbers():
    found = text_of(written("围绕示例片区，积极争", "取专项债资金支持。", "— 3 —"), "a.pdf")
    assert (found.kind, found.text) == ("pdf", "围绕示例片区，积极争\n取专项债资金支持。\n")
    assert [c.text for c in read(found.text).commitments] == ["积极争取专项债资金支持"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_keeps_every_character_whatever_its_encoding(encoding):
    text = "加快推进示例大桥工程。\r\n积极争取资金。\n"
    found = text_of(text.encode(encoding), "a.docx")
    assert (found.kind, found.text.removeprefix("\ufeff")) == ("txt", text)


def test_the_command_prints_exactly_the_text_that_its_offsets_refer_to(tmp_path, capsys):
    (tmp_path / "a.docx").write_bytes(notice())
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    lines: list[str] = []
    commands.run(parser.parse_args(["extract", str(tmp_path / "a.docx"), "--json"]), lines.append)
    commands.run(parser.parse_args(["extract", str(tmp_path / "a.docx"), "--text"]))
    text, said = capsys.readouterr().out, json.loads(lines[0])
    assert said["kind"] == "docx" and said["commitments"]
    assert all(text[c["start"] : c["end"]] == c["text"] for c in said["commitments"])
    assert [text[q["start"] : q["end"]] for c in said["commitments"] for q in c["quantities"]] == ["2.5亿元"]


def every_character_is_in_one_piece(text: str) -> bool:
    covered = [0] * len(text)
    for segment in read(text).segments:
        for n in range(segment.start, segment.end):
            covered[n] += 1
    return all(times <= 1 and (times == 1 or text[n].isspace() or text[n] in "\ufeff\u200b\u200c\u200d\u00ad") for n, times in enumerate(covered))


_WORDS = st.text(st.sampled_from("一二是要加快推进示例大桥工程、，。；：“”（）12.亿元%年月底前牵头单位任务| ") | st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(_WORDS, max_size=6), st.lists(st.lists(_WORDS, min_size=1, max_size=4), max_size=4))
def test_every_character_of_a_page_or_a_word_document_is_in_one_piece_and_its_words_are_all_there(lines, rows):
    page = "".join(f"<p>{escape(line)}</p>" for line in lines)
    page += "<table>" + "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    body += "<w:tbl>" + "".join("<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{escape(c)}</w:t></w:r></w:p></w:tc>" for c in r) + "</w:tr>" for r in rows) + "</w:tbl>"
    said = "".join("".join(lines + [cell for row in rows for cell in row]).split())
    for text in (text_of_page(f"<html><body>{page}</body></html>".encode())[0], text_of_word(word_of(body), asdict(LIMITS))[0]):
        assert "".join(text.split()) == said and every_character_is_in_one_piece(text)


def test_every_character_of_a_pdf_is_in_one_piece():
    assert every_character_is_in_one_piece(text_of(written("一、加快示例大桥", "建设，完成投资2.5亿元。", "任务|牵头单位|时限"), "a.pdf").text)


def locked() -> bytes:
    made = pypdf.PdfWriter()
    made.append(io.BytesIO(written("加快")))
    made.encrypt("secret", algorithm="AES-256")
    kept = io.BytesIO()
    made.write(kept)
    return kept.getvalue()


_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
_LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)) + "]>"
_ELSEWHERE = '<Relationships><Relationship Id="a" Type="x/attachedTemplate" Target="https://example.invalid/a.dotm" TargetMode="External"/></Relationships>'
_HOSTILE = {
    "a bomb in a zip": (lambda: word_of(" " * (40 << 20)), "unpacks_too_far"),
    "a billion laughs": (lambda: word_of("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", _LAUGHS), "document_type"),
    "a file of the machine": (lambda: word_of("<w:p/>", "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"), "document_type"),
    "a template from elsewhere": (lambda: word_of("<w:p/>", **{"word/_rels/settings.xml.rels": _ELSEWHERE}), "fetches"),
    "a document without end": (lambda: word_of("<w:p>" * 90_000), "unsafe_parts"),
    "a page that is all comments": (lambda: b"<html>" + b"<!--" * 300_000, "too_slow"),
    "a bomb in a PDF": (lambda: page_of(zlib.compress(zlib.compress(b"(A) Tj " * (12 << 20), 9), 9), b"[/FlateDecode/FlateDecode]"), "truncated"),
    "a PDF that goes round": (lambda: portable(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"), "truncated"),
    "a scan": (lambda: page_of(zlib.compress(b"q 1 0 0 1 0 0 cm Q")), "no_text_layer"),
    "a PDF with a password": (locked, "encrypted"),
    "half a document": (lambda: notice()[:-40], "truncated"),
    "a workbook": (lambda: zipped({"xl/workbook.xml": "<a/>"}), "workbook"),
    "an OFD": (lambda: zipped({"OFD.xml": "<a/>"}), "ofd"),
    "an old document": (lambda: _OLD + "WordDocument".encode("utf-16-le"), "old_document"),
    "a document with a password": (lambda: _OLD + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", "picture"),
    "nothing": (lambda: b" \r\n", "empty_file"),
    "another language's bytes": (lambda: "äöüß é".encode("latin-1") * 9, "not_text"),
    "too much": (lambda: b"a" * (LIMITS.file_bytes + 1), "file_too_large"),
}


@pytest.mark.parametrize("name", _HOSTILE)
@pytest.mark.by_turns(3)
def test_what_cannot_be_read_is_refused_quickly_with_its_name_and_a_way_out(name):
    make, code = _HOSTILE[name]
    content = make()
    begun, worked = time.monotonic(), _worked()
    with pytest.raises(BadInput) as refused:
        text_of(content, "通知.docx")
    print(f"{name}: {time.monotonic() - begun:.2f} s by the clock")
    # Of work: what the clock says besides depends on what else the machine does.
    assert _worked() - worked < 2
    assert refused.value.code == code and "通知.docx" in refused.value.reason.zh and "通知.docx" in refused.value.reason.en
    assert refused.value.remedy is not None and refused.value.remedy.zh != refused.value.remedy.en


def _worked() -> float:
    """Seconds of work of this process and of those that it started."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def test_the_process_that_reads_has_less_than_200_mb():
    assert LIMITS.memory_bytes < 200_000_000


@pytest.mark.parametrize(("number", "how", "drawn"), [(3, "chineseCounting", "三"), (11, "chineseCountingThousand", "十一"), (40, "japaneseCounting", "四十"), (3, "decimalEnclosedCircle", "③"), (2, "upperLetter", "B"), (7, "bullet", "")])  # fmt: skip
def test_numbers_are_drawn_as_word_draws_them(number, how, drawn):
    assert numeral(number, how) == drawn
