"""Pictures: well-formed, the same every time, readable without colour and without eyes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from tests.kernels.casework.samples import LABELS, LICENCE, STATES

from taizhang.basis.text import Text
from taizhang.kernels.casework import Lifecycle, Move, State, Track
from taizhang.kernels.casework.picture import main_line, mermaid, svg, width_of, wrapped

NS = {"s": "http://www.w3.org/2000/svg"}


def drawn(language: str = "zh", **more: object) -> ET.Element:
    return ET.fromstring(svg(LICENCE, "licence", language, labels=LABELS, now="reviewed", past=["received", "accepted"], **more))  # type: ignore[arg-type]


def rectangles(root: ET.Element) -> list[tuple[float, float, float, float]]:
    return [tuple(float(r.get(k, "0")) for k in ("x", "y", "width", "height")) for r in root.iterfind(".//s:rect", NS)]  # type: ignore[misc]


def test_the_main_line_is_the_longest_way_forward() -> None:
    assert main_line(LICENCE, LICENCE.tracks[0]) == ["received", "accepted", "reviewed", "proved", "decided", "delivered"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_state_and_every_action_is_named(language: str) -> None:
    text = "".join(drawn(language).itertext()).replace(" ", "")
    for state in STATES:
        assert state.label.in_(language).replace(" ", "") in text
    for action in ("accept", "supply", "note", "unprove", "refuse"):
        assert LABELS[f"licence.{action}"].in_(language).replace(" ", "") in text


def test_boxes_do_not_overlap_and_stay_inside_the_view() -> None:
    root = drawn("en")
    _, _, width, height = map(float, root.get("viewBox", "").split())
    boxes = rectangles(root)
    assert len(boxes) == len(STATES)
    for i, (x, y, w, h) in enumerate(boxes):
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height
        for x2, y2, w2, h2 in boxes[i + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
    # Narrow enough that letters of 14 stay above 8 on a phone 360 wide.
    assert width < 620


def test_a_screen_reader_is_told_where_the_matter_stands() -> None:
    root = drawn("en", name="case-7")
    assert root.get("role") == "img" and root.get("aria-labelledby") == "case-7-title case-7-desc"
    assert root.findtext("s:title", "", NS) == "Licence"
    described = root.findtext("s:desc", "", NS)
    assert "Now: Reviewed." in described and "Passed: Received, Accepted." in described


def test_nothing_is_said_by_colour_alone() -> None:
    groups = {g.get("class", ""): "".join(g.itertext()) for g in drawn().iterfind("s:g", NS)}
    assert groups["tz-box tz-now"].startswith("● 审查")
    assert groups["tz-box tz-past"].startswith("✓")
    derived = [g for g in drawn().iterfind("s:g", NS) if "tz-derived" in g.get("class", "")]
    assert len(derived) == 2 and all(g[0].get("stroke-dasharray") for g in derived)


def test_the_same_input_gives_the_same_bytes() -> None:
    again = replace(LICENCE)
    assert svg(LICENCE, "licence") == svg(again, "licence")
    assert mermaid(LICENCE, "clock", "en") == mermaid(again, "clock", "en")


def test_markup_in_a_label_is_only_text() -> None:
    nasty = Text('<script>&"', "a\"b;c --> d")
    track = Track("t", nasty, 1, (State("a", nasty), State("b", nasty, final=True)), "a")
    lifecycle = Lifecycle((track,), (Move("t", frozenset({"a"}), "b", "x"),))
    root = ET.fromstring(svg(lifecycle, "t", labels={"x": nasty}, name='"><b>'))
    assert "script" not in {e.tag.rpartition("}")[2] for e in root.iter()}
    assert mermaid(lifecycle, "t", "en").splitlines()[1] == '  state "a#34;b#59;c --#62; d" as s0'


def test_a_diagram_in_text_has_the_same_states_and_moves() -> None:
    lines = mermaid(LICENCE, "licence", "en", LABELS).splitlines()
    assert lines[0] == "stateDiagram-v2" and "  [*] --> s0" in lines
    assert '  state "Waiting for materials" as s6' in lines
    assert "  s6 --> s1 : Step 0" in lines and "  s0 --> s1 : Step 0" in lines
    assert "  s6 : ↩ back#58; Step 2" in lines and "  s5 --> [*]" in lines


def test_words_are_broken_at_spaces_or_between_characters() -> None:
    assert wrapped("Waiting for missing materials", 14, 124) == ["Waiting for", "missing", "materials"]
    assert wrapped("统一受理平台审查意见书", 14, 100) == ["统一受理平台审", "查意见书"]
    assert width_of("审a", 10) == 15.8


def test_a_long_line_with_many_side_states_is_drawn_quickly_and_without_overlap() -> None:
    main = tuple(State(f"m{i}", Text(f"环节{i}", f"Stage number {i}"), final=i == 11) for i in range(12))
    side = tuple(State(f"s{i}", Text(f"旁支{i}", f"Side state {i}"), final=True) for i in range(5))
    moves = [Move("t", frozenset({f"m{i}"}), f"m{i + 1}", f"go{i}") for i in range(11)]
    moves += [Move("t", frozenset({f"m{2 * i}", f"m{2 * i + 1}"}), f"s{i}", f"aside{i}") for i in range(5)]
    moves += [Move("t", frozenset({"m9"}), "m2", "return"), Move("t", frozenset({"m3"}), "m8", "skip")]
    root = ET.fromstring(svg(Lifecycle((Track("t", main[0].label, 1, main + side, "m0"),), tuple(moves)), "t", "en"))
    boxes = rectangles(root)
    assert len(boxes) == 17
    assert all(
        x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
        for i, (x, y, w, h) in enumerate(boxes)
        for x2, y2, w2, h2 in boxes[i + 1 :]
    )
