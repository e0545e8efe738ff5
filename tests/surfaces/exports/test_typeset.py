"""Papers: what somebody typed stays text, a paper is bounded in time and memory, and a missing font is said in words."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from taizhang.basis.errors import Conflict
from taizhang.surfaces.exports import typeset

HOSTILE = '#{panic("x")} *b* _i_ $x$ `r` <l> @r [c] \\ // /* "q" #read("/etc/passwd") = H - i + n ~ -- \u202e\x07'


@pytest.fixture
def template(tmp_path, monkeypatch):
    """template(text) is the name of a template with that text behind the shared part."""
    (tmp_path / "typeset").mkdir()
    (tmp_path / "typeset/house.typ").write_text((typeset.TEMPLATES / "typeset/house.typ").read_text("utf-8"), "utf-8")
    monkeypatch.setattr(typeset, "TEMPLATES", tmp_path)

    def make(text: str) -> str:
        (tmp_path / "own.typ").write_text(text, "utf-8")
        typeset._source.cache_clear()
        return "own.typ"

    yield make
    typeset._source.cache_clear()


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def test_what_somebody_typed_is_shown_and_never_read_as_markup(template):
    page = read(typeset.pdf(template("#set page(width: 40cm)\n#d.name"), {"name": HOSTILE + "龘"})).pages[0]
    shown = "".join(page.extract_text().split())
    assert '#{panic("x")}*b*_i_$x$`r`<l>@r[c]' in shown and '#read("/etc/passwd")' in shown


def test_chinese_comes_from_the_font_that_lies_beside_the_program(template):
    page = read(typeset.pdf(template("#d.name"), {"name": "台账 Taizhang"})).pages[0]
    fonts = [str(f.get_object()["/BaseFont"]) for f in page["/Resources"]["/Font"].values()]
    assert len(fonts) == 1 and fonts[0].endswith("NotoSansSC-Regular") and "台账" in page.extract_text()


@pytest.mark.by_turns(3)
def test_a_paper_that_would_never_be_done_is_stopped(template, monkeypatch):
    monkeypatch.setattr(typeset, "LIMITS", typeset.LIMITS | {"cpu_seconds": 1})
    with pytest.raises(Conflict) as refused:
        typeset.pdf(template("#let f(n) = { let s = 0; for i in range(100000000) { s += calc.pow(i, 2) - calc.pow(i, 2) }; s }\n#f(1)"), {})
    assert refused.value.code == "too_long_to_set" and "浏览器" in refused.value.remedy.zh


def test_a_paper_that_wants_too_much_memory_is_stopped(template, monkeypatch):
    monkeypatch.setattr(typeset, "LIMITS", typeset.LIMITS | {"memory_bytes": 400 * 1024 * 1024})
    with pytest.raises(Conflict) as refused:
        typeset.pdf(template('#let s = "0123456789" * 1000000\n#let all = range(100).map(i => s * 10)\n#all.len()'), {})
    assert refused.value.code == "too_long_to_set"


def test_a_template_reaches_no_file_and_a_fault_of_it_is_said(template):
    with pytest.raises(Conflict) as refused:
        typeset.pdf(template('#read("../../../../../../etc/hostname")'), {})
    assert refused.value.code == "not_set"


def test_without_a_chinese_font_the_paper_is_refused_with_what_to_do(template, monkeypatch):
    monkeypatch.setattr(typeset, "_child", lambda order: b'{"refused": "no_font"}\n')
    with pytest.raises(Conflict) as refused:
        typeset.pdf(template("x"), {})
    assert refused.value.code == "no_chinese_font" and "fonts-wqy-microhei" in refused.value.remedy.zh


def test_the_font_is_there_and_its_licence_beside_it():
    assert (typeset.FONTS / "NotoSansSC-Regular.ttf").stat().st_size > 2_000_000
    licence = next((typeset.FONTS.parent / "licences").glob("*.txt")).read_text("utf-8")
    assert "SIL Open Font License" in licence and isinstance(typeset.FONTS, Path)
