"""Tables in the text layer of a PDF: ruled lines say which words stand in which cell; where nothing is ruled no table is guessed."""

from __future__ import annotations

import zlib

import pytest
from tests.modules.test_reading_files import page_of

from taizhang.basis.errors import BadInput
from taizhang.modules.commitments.reading.extract import read
from taizhang.modules.commitments.reading.files import text_of
from taizhang.modules.commitments.reading.portable_grid import rejoined

XS = (20, 50, 200, 290, 380)
YS = (360, 330, 290, 260)
#: Where each line of words begins: the second task is broken in two lines, and one cell stands for two rows.
WORDS = (
    (22, 380, "示例市任务分解表"), (22, 340, "序号"), (60, 340, "重点任务"), (210, 340, "牵头单位"), (300, 340, "完成时限"),
    (22, 310, "1"), (60, 315, "加快示例大道建设，"), (60, 300, "打通断头路3条"), (210, 280, "市住建局"), (300, 310, "2026年10月底前"),
    (22, 270, "2"), (60, 270, "新建示例小学4所"), (300, 270, "年底前"), (22, 240, "各单位每月25日前报送进展。"),
)  # fmt: skip


def drawn(rules: str, words: tuple[tuple[int, int, str], ...] = WORDS) -> bytes:
    shown = "".join(f"1 0 0 1 {x} {y} Tm <{said.encode('utf-16-be').hex()}> Tj\n" for x, y, said in words)
    return page_of(zlib.compress(f"{rules}\nBT /F 10 Tf\n{shown}ET".encode()))


def stroked() -> str:
    """Lines that are drawn; between the two rows below the heading none in the third column."""
    across = [(20, 380, y) for y in (360, 330, 260)] + [(20, 200, 290), (290, 380, 290)]
    return "\n".join([f"{a} {y} m {b} {y} l S" for a, b, y in across] + [f"{x} {YS[-1]} m {x} {YS[0]} l S" for x in XS])


def filled() -> str:
    """The same as rectangles as thin as a line, which is how an office program draws them."""
    across = [(20, 360, y) for y in (360, 330, 260)] + [(20, 180, 290), (290, 90, 290)]
    return "\n".join([f"{x} {y} {w} 0.5 re f" for x, w, y in across] + [f"{x} {YS[-1]} 0.5 100 re f" for x in XS])


@pytest.mark.parametrize("rules", [stroked(), filled()], ids=["stroked", "filled"])
def test_the_tasks_of_a_ruled_table_have_their_organ_and_their_deadline(rules):
    text = text_of(drawn(rules), "任务.pdf").text
    assert text.splitlines()[1].split("\t") == ["序号", "重点任务", "牵头单位", "完成时限"]
    document = read(text)
    tasks = [(c.text, c.lead, c.deadline) for c in document.commitments]
    assert tasks == [
        ("加快示例大道建设，打通断头路3条", ("市住建局",), "2026年10月底前"),
        ("新建示例小学4所", ("市住建局",), "年底前"),
        ("各单位每月25日前报送进展", (), "每月25日前"),
    ]
    assert document.commitments[0].rule == "table/task"


def test_where_nothing_is_ruled_the_lines_stay_lines():
    text = text_of(drawn(""), "任务.pdf").text
    assert "\t" not in text and "\u2029" not in text and "市住建局" in text


def test_a_row_that_a_page_broke_is_one_again():
    pages = [["序号\t任务\t时限\u2029", "1\t加快示例大道\t年底前\u2029"], ["\t绿化提升\t\u2029", "2\t建园\t年底前\u2029"], ["3\t建桥\t年底前\u2029"]]
    rejoined(pages)
    assert pages[0][-1] == "1\t加快示例大道绿化提升\t年底前\u2029" and [len(page) for page in pages] == [2, 1, 1]


def test_a_frame_around_a_page_and_a_line_below_a_heading_make_no_table():
    assert "\t" not in text_of(drawn("10 200 380 190 re S\n20 350 m 380 350 l S"), "任务.pdf").text


@pytest.mark.by_turns(3)
def test_a_page_of_nothing_but_rules_is_read_or_refused_in_time():
    rules = "\n".join(f"{n % 390} {n % 370} m {n % 390} {n % 370 + 30} l S {n % 390} {n % 380} m {n % 390 + 20} {n % 380} l S" for n in range(8_000))
    try:
        assert "任务" in text_of(drawn(rules), "任务.pdf").text
    except BadInput as refused:
        assert refused.code in ("too_slow", "too_large")
