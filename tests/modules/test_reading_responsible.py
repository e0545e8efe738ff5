"""Who is to do a task and until when, as tables, leaders' instructions and minutes say it; nobody is named whom the words do not name."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.modules.commitments.reading.extract import read
from taizhang.modules.commitments.reading.files import text_of
from taizhang.modules.commitments.reading.organs import listed

HEAD = "序号\t重点任务\t牵头单位\t责任单位\t配合单位\t责任领导\t完成时限"


def who(text: str) -> list[tuple]:
    return [(c.text, c.lead, c.cooperating, c.leader, c.deadline) for c in read(text).commitments]


def test_a_row_of_a_table_is_a_task_with_those_who_lead_help_and_stand_above_it():
    rows = "1\t建成示例产业园，新增企业20家\t市工信局\t示例区政府\t市财政局、各县（市、区）政府\t张 三\t6月底前"
    (task,) = read(f"{HEAD}\n{rows}\n").commitments
    assert task.owners == ("市工信局", "示例区政府", "市财政局", "各县（市、区）政府")
    assert (task.lead, task.cooperating, task.leader, task.deadline) == (("市工信局",), ("市财政局", "各县（市、区）政府"), "张三", "6月底前")
    assert (task.text, task.stage, [p.name for p in task.projects], [str(q.value) for q in task.quantities]) == (
        "建成示例产业园，新增企业20家", "投用", ["示例产业园"], ["20"],
    )  # fmt: skip
    assert set(task.as_json()) >= {"lead", "cooperating", "leader", "owners", "proposed_owners"} and task.as_json()["proposed_owners"] == []


def test_a_merged_cell_holds_for_the_rows_below_it_and_an_empty_one_for_none():
    text = f"{HEAD}\n1\t建成甲园\t市园林局\t\t\t\t6月底前\n2\t建成乙园\t〃\t\t\t\t〃\n3\t建成丙园\t\t\t\t\t\n"
    assert [(c.lead, c.deadline) for c in read(text).commitments] == [(("市园林局",), "6月底前"), (("市园林局",), "6月底前"), ((), "")]


def test_the_finest_column_is_the_task_and_the_wider_one_is_above_it():
    text = "|任务|工作措施|责任单位|时限|\n|---|---|---|---|\n|扩大投资|开工建设示例水厂|市水利局；市财政局|2026年6月|\n|同上|争取资金3亿元|市发改委|长期坚持|\n尾声。\n"
    document = read(text)
    assert [(c.text, c.owners, c.lead, c.path[-1], c.deadline, c.context) for c in document.commitments] == [
        ("开工建设示例水厂", ("市水利局", "市财政局"), (), "扩大投资", "2026年6月", ()),
        ("争取资金3亿元", ("市发改委",), (), "扩大投资", "", ("长期坚持",)),
    ]
    assert document.genre == "table"


def test_a_heading_of_two_rows_and_a_heading_over_rows_are_no_tasks():
    text = "任务\t责任单位\t\t时限\n〃\t牵头单位\t配合单位\t〃\n（一）产业类\t\t\t\n建成甲园\t市园林局\t市财政局\t年底前\n"
    (task,) = read(text).commitments
    assert (task.lead, task.cooperating, task.deadline, task.path[-1]) == (("市园林局",), ("市财政局",), "年底前", "（一）产业类")


def test_a_cell_says_itself_who_leads_and_who_helps_and_so_may_the_head_of_a_column():
    text = (
        "任务\t责任单位（第一个为牵头单位）\t责任领导\n建成甲园\t市园林局、市财政局\t张三 副市长\n"
        "建成乙园\t市水利局牵头，市财政局、市审计局配合\t李 四\n建成丙园\t市园林局（示例区政府配合）\t王五同志\n"
    )
    assert [(c.lead, c.cooperating, c.owners, c.leader) for c in read(text).commitments] == [
        (("市园林局",), (), ("市园林局", "市财政局"), "张三"),
        (("市水利局",), ("市财政局", "市审计局"), ("市水利局", "市财政局", "市审计局"), "李四"),
        ((), ("示例区政府",), ("市园林局", "示例区政府"), "王五"),
    ]


def test_the_first_of_a_list_leads_only_where_the_paper_says_so():
    item = "一、改造老旧小区。（责任单位：市住建局、市财政局）\n"
    said = "责任分解中，列第一位的责任单位为牵头单位。\n"
    assert [(c.owners, c.lead) for text in (item, item + said) for c in read(text).commitments] == [
        (("市住建局", "市财政局"), ()),
        (("市住建局", "市财政局"), ("市住建局",)),
    ]


def test_a_table_of_word_gives_the_same_and_every_offset_is_one_of_its_text():
    document = docx.Document()
    document.add_paragraph("任务分解表")
    table = document.add_table(3, 4)
    for n, row in enumerate([("任务", "牵头单位", "责任领导", "完成时限"), ("建成示例公园", "市园林局\n市财政局", "张示例", "年底前"), ("改造老旧小区12个", "", "李示", "6月底前")]):
        for m, words in enumerate(row):
            table.cell(n, m).text = words
    table.cell(1, 1).merge(table.cell(2, 1))
    kept = io.BytesIO()
    document.save(kept)
    text = text_of(kept.getvalue(), "a.docx").text
    assert who(text) == [
        ("建成示例公园", ("市园林局", "市财政局"), (), "张示例", "年底前"),
        ("改造老旧小区12个", ("市园林局", "市财政局"), (), "李示", "6月底前"),
    ]
    assert all(text[c.start : c.end] == c.text for c in read(text).commitments)


def test_an_instruction_names_who_leads_who_helps_until_when_and_who_signed():
    document = read("请市发展改革委牵头，市财政局、市自然资源和规划局配合，于11月30日前报结果。张示例 2026年11月5日")
    (task,) = document.commitments
    assert (document.genre, task.text, task.verb, task.deadline, task.leader) == ("instruction", "于11月30日前报结果", "报", "11月30日前", "张示例")
    assert (task.lead, task.cooperating) == (("市发展改革委",), ("市财政局", "市自然资源和规划局"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请市水利局牵头，市财政局配合。王示 11月2日", [("请市水利局牵头，市财政局配合", ("市水利局",), ("市财政局",), "王示", "")]),
        ("请市水利局牵头，市财政局配合。11月底前报结果。王示 11月2日", [("11月底前报结果", ("市水利局",), ("市财政局",), "王示", "11月底前")]),
        ("张示例市长批示：请市城管局尽快办理。", [("尽快办理", (), (), "张示例", "")]),
        ("请李示同志阅示。王示 11月2日", []),
        ("同意。请市城管局按程序办理。\n王示 11.5", [("按程序办理", (), (), "王示", "")]),
        ("转市住建局研究办理。张示例 2026.3.5", [("研究办理", (), (), "张示例", "")]),
        (
            "市长张示例在专报上批示：请李示同志牵头，市住建局、市财政局参加，尽快研究提出方案。",
            [("尽快研究提出方案", (), ("市住建局", "市财政局"), "李示", "")],
        ),
        ("请你局于12月1日前书面报告。张示例 11月2日", [("于12月1日前书面报告", (), (), "张示例", "12月1日前")]),
    ],
)
def test_instructions_of_other_forms(text, found):
    assert who(text) == found


def test_an_office_that_signs_is_no_leader():
    document = read("请按要求做好工作，提出方案。\n示例市人民政府办公室\n2026年11月5日\n")
    assert {(c.owners, c.leader) for c in document.commitments} == {((), "")} and document.genre == ""


@pytest.mark.parametrize(
    ("sentence", "owners", "lead", "leader", "deadline"),
    [
        ("会议议定，由市住建局负责，12月15日前完成施工许可办理。", ("市住建局",), (), "", "12月15日前"),
        ("示例路征迁工作由示例区政府负责，11月底前完成。", ("示例区政府",), (), "", "11月底前"),
        ("会议明确，加快示例大桥建设，由市城建局牵头，市水利局配合。", ("市城建局", "市水利局"), ("市城建局",), "", ""),
        ("市城建局作为建设主体，5月20日前完成施工图审查。", ("市城建局",), (), "", "5月20日前"),
        ("示例路由市城建局于6月底前建成通车。", ("市城建局",), (), "", "6月底前"),
        ("请市城建局、示例区政府倒排工期。", ("市城建局", "示例区政府"), (), "", ""),
        ("归集电子证照200类。（市数据局、市财政局）", ("市数据局", "市财政局"), (), "", ""),
        ("由市住建局牵头，会同市财政局，于12月底前制定方案。", ("市住建局", "市财政局"), ("市住建局",), "", "12月底前"),
        ("会议要求：一是市住建局要加快示例大桥建设。", ("市住建局",), (), "", ""),
        ("由示例区政府具体负责，市住建局按职责配合，推进示例路征迁。", ("示例区政府", "市住建局"), (), "", ""),
        ("由张示例副市长牵头，成立工作专班。", (), (), "张示例", ""),
        ("会议要求，市财政局要拨付征迁资金1.5亿元。", ("市财政局",), (), "", ""),
        ("各级各部门要加强要素保障。", (), (), "", ""),
        ("加强要素保障。（牵头单位：市工信局；配合单位：各县（市、区）政府；责任领导：张示例）", ("市工信局", "各县（市、区）政府"), ("市工信局",), "张示例", ""),
        ("请尽快完成施工许可办理。", (), (), "", ""),
    ],
)
def test_minutes_and_notices_name_who_is_responsible_in_their_own_words(sentence, owners, lead, leader, deadline):
    (task,) = read(sentence).commitments
    assert (task.owners, task.lead, task.leader, task.deadline) == (owners, lead, leader, deadline)


def test_several_organs_are_taken_apart_where_the_words_part_them():
    assert listed("市财政局、市自然资源和规划局，各县（市、区）政府等部门") == ("市财政局", "市自然资源和规划局", "各县（市、区）政府")


def test_those_whom_a_sentence_addresses_are_no_part_of_the_task_and_no_label_of_a_name_cuts_it():
    assert [c.text for c in read("各级各部门要加强要素保障，督促施工单位优化施工组织。").commitments] == ["加强要素保障", "督促施工单位优化施工组织"]
    names = {
        "加快示例水厂及配套管网工程建设。": ["示例水厂及配套管网工程"],
        "推进和平路隧道建设。": ["和平路隧道"],
        "推进示例大桥和示例水厂建设。": ["示例大桥", "示例水厂"],
        "加快粮食和物资储备中心建设。": ["粮食和物资储备中心"],
    }
    assert {text: [p.name for c in read(text).commitments for p in c.projects] for text in names} == names
    assert [c.stage for text in names for c in read(text).commitments] == ["在建"] * 4


_CELLS = st.text(alphabet="任务牵头单位责领导完成时限一二、。市局年月底前〃张 12|\t", max_size=12)


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=5), min_size=1, max_size=6), st.sampled_from("\t|"), st.sampled_from(["\n", "\u2029\n", "\r\n"]))
def test_every_character_of_a_table_is_in_one_segment(rows, mark, end):
    text = f"任务{mark}牵头单位{mark}时限{end}" + end.join(mark.join(row) for row in rows)
    covered = [0] * len(text)
    for segment in read(text).segments:
        for n in range(segment.start, segment.end):
            covered[n] += 1
    assert all(times <= 1 and (times == 1 or text[n].isspace()) for n, times in enumerate(covered))
