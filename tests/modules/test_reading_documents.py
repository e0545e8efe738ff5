"""Documents read into tasks: the newspaper page against a list made by reading it, other genres in small, and any text at all."""

from __future__ import annotations

import argparse
import csv
import json
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import shared

from taizhang.basis.errors import BadInput, NotFound
from taizhang.modules.commitments import commands
from taizhang.modules.commitments.reading.extract import read
from taizhang.modules.commitments.reading.lexicon import lexicon_of, own
from taizhang.modules.commitments.reading.structure import speaker_of

pytestmark = pytest.mark.once

#: Offsets of the tasks of the page, with verb, stage, places of named projects and figures. No word of the page is kept here.
GOLD = Path(__file__).with_name("plenum_tasks.csv")


@pytest.fixture(scope="module")
def page() -> str:
    return shared("seed/plenum-interviews.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def gold() -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said(quantities) -> str:
    return " ".join(f"{q.value}{q.unit}={q.role}" for q in quantities)


def test_the_tasks_of_the_page_are_found_and_nothing_else_is(page, gold):
    found = {(c.start, c.end): c for c in read(page).commitments}
    right = {(int(g["start"]), int(g["end"])) for g in gold}
    hit = len(right & found.keys())
    print(f"precision {hit / len(found):.3f}, recall {hit / len(right):.3f} of {len(right)} tasks")
    assert hit >= 0.92 * len(found) and hit >= 0.92 * len(right)
    for g in gold:
        task = found.get((int(g["start"]), int(g["end"])))
        if task is not None:
            assert (task.verb, task.stage) == (g["verb"], g["stage"]), task.text
            assert " ".join(f"{p.start}-{p.end}" for p in task.projects) == g["projects"], task.text
            assert said(task.quantities) == g["quantities"], task.text


def test_seventeen_named_projects_each_with_a_stage_and_six_of_the_first_speaker_on_five_rungs(page):
    document = read(page)
    named = [(p.name, c.stage, c.conditions) for c in document.commitments for p in c.projects]
    assert len(named) == 17 and all(stage for _, stage, _ in named)
    assert [page[p.start : p.end].replace("\n", "") for c in document.commitments for p in c.projects] == [n for n, _, _ in named]
    rungs = {name: (stage, conditions) for name, stage, conditions in named[:6]}
    assert sorted({stage for stage, _ in rungs.values()}) == sorted(["谋划", "前期", "开工", "在建"])
    assert [name for name, (_, conditions) in rungs.items() if "征迁" in conditions] == ["郑州南站"]


def test_three_amounts_in_three_roles_and_no_label_is_a_figure(page):
    figures = [q for c in read(page).commitments for q in c.quantities]
    money = {q.role: (q.value, q.unit) for q in figures if q.unit.endswith("元")}
    assert money == {
        "total_investment": (Decimal("1124"), "亿元"), "annual_plan": (Decimal("382.5"), "亿元"), "planned_completion": (Decimal("210"), "亿元"),
    }  # fmt: skip
    assert [int(q.value) for q in figures if q.role == "count" and page[q.start].isdigit()] == [40, 97, 378, 68, 4]
    assert not [page[q.start : q.end] for q in figures if page[q.start : q.end].startswith(("7", "20", "千", "九个", "六"))]


def test_each_task_has_its_article_its_part_and_its_speaker_and_neither_owner_nor_date(page):
    tasks = read(page).commitments
    assert {c.speaker_organ for c in tasks} == {"市发展改革委", "中原区委", "二七区委"}
    assert all(len(c.path) == 2 for c in tasks if c.speaker_organ == "市发展改革委")
    assert not [c for c in tasks if c.owners or c.deadline]


def test_thirty_thousand_characters_are_read_in_under_two_seconds_of_work(page):
    text = (page * 10)[:30_000]
    begun = time.process_time()
    found = read(text)
    worked = time.process_time() - begun
    print(f"{len(found.commitments)} tasks of {len(text)} characters in {worked:.2f} s")
    assert len(text) == 30_000 and worked < 2


@pytest.mark.parametrize(
    ("headline", "person", "organ"),
    [
        ("抓项目——访市政协副主席、市发展改革委党组书记、主任张三", "张三", "市发展改革委"),
        ("——访示例区委书记李四", "李四", "示例区委"),
        ("——访示例县人民政府县长王五六", "王五六", "示例县人民政府"),
    ],
)
def test_who_speaks_is_read_from_the_headline(headline, person, organ):
    speaker = speaker_of(headline)
    assert (speaker.person, speaker.organ) == (person, organ)


def test_a_notice_says_who_leads_and_until_when():
    text = "（一）强化要素保障。6月底前完成示例大道改造工程施工许可办理〔牵头单位：市住建局；配合单位：市财政局、示例区政府〕。"
    (task,) = [c for c in read(text).commitments if c.deadline]
    assert task.deadline == "6月底前" and task.owners == ("市住建局", "市财政局", "示例区政府")


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("加快推进120个重点项目建设，年度计划投资1,050.5亿元。", "120个=count 1050.5亿元=annual_plan"),
        ("新增规模以上工业企业500家以上。", "500家=target"),
        ("支持职工500人以上的企业。", "500人=threshold"),
        ("力争新增就业11万人。", "110000人=target"),
        ("完成老旧小区改造，增长8.5%。", "8.5%=rate"),
        ("争取中央预算内资金12.3亿元。", "12.3亿元=funds"),
        ("按照2025年第12号通知推进G107改线工程。", ""),
        ("打造“九个一”治理格局，推进“7+20”产业链群培育。", ""),
        ("实施两大工程，建设十二个社区驿站。", "2个=count 12个=count"),
    ],
)
def test_figures_have_units_and_roles(sentence, figures):
    assert said(q for c in read(sentence).commitments for q in c.quantities) == figures


@pytest.mark.parametrize("sentence", ["会议指出，全会为我们指明了方向。", "全市上下要切实增强“四个意识”、坚定“四个自信”。", "去年经济同比增长6.1%。"])
def test_praise_attitude_and_what_was_make_no_task(sentence):
    assert read(sentence).commitments == ()


@pytest.mark.parametrize(
    ("sentence", "tasks"),
    [
        ("切实加强组织领导，压实各级责任。", []),
        ("强化督导考核和宣传引导，每季度通报一次进展。", ["每季度通报一次进展"]),
        ("各单位要加强协作配合、细化任务分工。", []),
        ("加强防汛物资储备。", ["加强防汛物资储备"]),
        ("落实属地责任，加强组织领导和危房排查。", ["落实属地责任", "加强组织领导和危房排查"]),
    ],
)
def test_how_an_office_organises_itself_is_no_task_and_what_has_a_thing_of_its_own_is_one(sentence, tasks):
    assert [c.text for c in read(sentence).commitments] == tasks


@pytest.mark.parametrize(
    "sentence",
    ["坑塘清淤26口。", "户厕再改600户。", "每个自然村配一名网格员。", "米面油肉实行统一招标采购。", "考试不过关的不让上灶。", "供货商一年一评。",
     "发现一起查处一起。", "家长委员会每月进食堂看一次。", "种植面积扩到1.5万亩。"],
)  # fmt: skip
def test_colloquial_words_that_tell_what_to_do_are_a_task(sentence):
    assert [c.text for c in read(sentence).commitments] == [sentence.rstrip("。")]


@pytest.mark.parametrize("sentence", ["全镇每天产生垃圾30吨。", "其中市级财政补助6000万元。"])
def test_what_tells_how_things_are_is_none(sentence):
    assert read(sentence).commitments == ()


def test_a_word_broken_by_a_column_is_one_again_and_offsets_are_those_of_the_file():
    text = "围绕示例片区，积极争\n\n取专项债资金支持，加快示例\n产业园建设。\n"
    first, second = read(text).commitments
    assert (first.text, second.text) == ("积极争取专项债资金支持", "加快示例产业园建设")
    assert text[second.start : second.end].replace("\n", "") == second.text


def test_narrow_stops_of_a_web_page_part_clauses_as_wide_ones_do_and_the_words_stay_as_they_are_printed():
    first, second = read("加快示例大桥(二期)建设,年度计划投资1,050.5亿元;完成征迁。").commitments
    assert (first.text, [str(q.value) for q in first.quantities]) == ("加快示例大桥(二期)建设,年度计划投资1,050.5亿元", ["1050.5"])
    assert second.text == "完成征迁"


@given(st.text(alphabet=st.sampled_from("一是突出在方面推进加快项目园等，。；：、“”（）〔〕《》1234.亿元个%年月底前牵头单位：将把访——本报记者\n\r \t表示") | st.characters(), max_size=200))
def test_every_character_is_in_one_segment_and_every_finding_says_its_rule(text):
    document = read(text)
    covered = [0] * len(text)
    for segment in document.segments:
        assert segment.start < segment.end and segment.rule and segment.kind
        for n in range(segment.start, segment.end):
            covered[n] += 1
    for n, char in enumerate(text):
        unseen = char.isspace() or char in "\ufeff\u200b\u200c\u200d\u00ad"
        assert covered[n] <= 1 and (covered[n] == 1 or unseen), (n, char)
    for task in document.commitments:
        assert task.rule and all(task.start <= q.start < q.end <= task.end and q.rule for q in task.quantities)
        assert task.text == "".join(c for c in text[task.start : task.end] if not c.isspace() and c not in "\ufeff\u200b\u200c\u200d\u00ad")
    assert read(text) == document


def test_an_office_has_words_of_its_own():
    lines = [{"kind": kind, "word": word, "detail": detail} for kind, words in own().words.items() for word, detail in words.items()]
    assert read("勠办示例大桥。").commitments == ()
    assert read("勠办示例大桥。", lexicon_of([*lines, {"kind": "verb", "word": "勠办", "detail": "task"}])).commitments[0].verb == "勠办"
    with pytest.raises(ValueError, match="line 2"):
        lexicon_of([{"kind": "noun", "word": "桥", "detail": ""}])


def told(tmp_path, content: bytes, *words: str) -> list[str]:
    (tmp_path / "a.txt").write_bytes(content)
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    lines: list[str] = []
    assert commands.run(parser.parse_args(["extract", str(tmp_path / "a.txt"), *words]), lines.append) == 0
    return lines


def test_the_command_prints_tasks_as_lines_and_as_json_and_refuses_what_is_no_text(tmp_path):
    text = "加快推进示例大桥工程，计划完成投资2.5亿元。\r\n".encode()
    assert "2.5亿元[planned_completion]" in told(tmp_path, text)[0]
    (task,) = json.loads(told(tmp_path, text, "--json")[0])["commitments"]
    assert set(task) >= {"start", "end", "text", "path", "verb", "stage", "intensity", "owners", "proposed_owners", "speaker_organ", "deadline", "projects", "quantities"}
    assert task["quantities"] == [{"start": 17, "end": 22, "value": "2.5", "unit": "亿元", "role": "planned_completion", "rule": "quantity/planned_completion"}]
    assert len(told(tmp_path, text, "--segments")) == 2
    for content in (b"\xff\xfe\x00", b"PK\x03\x04\x00", b"\x00" * 10):
        with pytest.raises(BadInput):
            told(tmp_path, content)
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    with pytest.raises(NotFound):
        commands.run(parser.parse_args(["extract", str(tmp_path / "none.txt")]))
