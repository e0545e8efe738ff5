"""What the verb of a task acts on, and the places that its words name: with the rule that found them, and nothing where nothing is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import shared
from tests.modules.test_reading_documents import told

from taizhang.modules.commitments.reading.extract import read
from taizhang.modules.commitments.reading.lexicon import own
from taizhang.modules.commitments.reading.own_words import OwnWord, merged


@pytest.mark.parametrize(
    ("sentence", "named", "rule"),
    [
        ("加快推进新郑机场三期扩建工程。", "新郑机场三期扩建工程", "behind the verb"),
        ("新建幼儿园4所。", "幼儿园", "behind the verb"),
        ("推进千万元以上重点项目378个、年度计划投资382.5亿元。", "千万元以上重点项目", "behind the verb"),
        ("城镇新增就业人口12.5万人。", "就业人口", "behind the verb"),
        ("把政策性资金争取作为“一号工程”。", "政策性资金争取", "behind 把, 将, 对"),
        ("把蔬菜大棚再扩200亩。", "蔬菜大棚", "behind 把, 将, 对"),
        ("对进展缓慢的单位进行约谈。", "进展缓慢的单位", "behind 把, 将, 对"),
        ("剩余14处隐患7月10日前销号。", "剩余14处隐患", "before the verb"),
        ("村务账目按季公开。", "村务账目", "before the verb"),
        ("优良天数比例达到65%。", "优良天数比例", "before the verb"),
        ("1.示例大桥工程：全长2公里，总投资3亿元。", "示例大桥工程", "name of the project"),
        ("示例县住建局要一周内解决。", "", ""),
        ("每周调度一次。", "", ""),
        ("四季度再开工60个。", "", ""),
    ],
)
def test_the_object_of_a_task_is_in_its_words_and_says_its_rule(sentence, named, rule):
    (task,) = read(sentence).commitments
    assert task.object == named
    assert (task.thing.rule if task.thing else "") == (f"object/{rule}" if rule else "")
    assert task.thing is None or sentence[task.thing.start : task.thing.end] == named


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("推动中原区、二七区加快老旧小区改造。", [("中原区", "place/county"), ("二七区", "place/county")]),
        ("加快示例路、样板大道改造。", [("示例路", "place/by its form"), ("样板大道", "place/by its form")]),
        ("支持示例镇建设冷库。", [("示例镇", "place/by its form")]),
        ("由二七区政府负责完成征迁。", []),
        ("中原区住建局要完成危房改造。", []),
        ("打通断头路3条，建设高标准示范区。", []),
        ("改造背街小巷，推进特色小镇和产业园区建设。", []),
        ("服务郑州市民出行。", []),
        ("推进公路、铁路和城乡道路管护。", []),
    ],
)
def test_a_place_is_there_only_where_the_words_name_it(sentence, named):
    places = [place for task in read(sentence).commitments for place in task.places]
    assert [(place.name, place.rule) for place in places] == named
    assert all(sentence[place.start : place.end] == place.name for place in places)


def test_an_office_knows_places_of_its_own_and_takes_common_words_out():
    sentence = "完成甲家湾排水管网改造。"
    assert not read(sentence).commitments[0].places
    words = merged(own(), [OwnWord("place", "甲家湾", "community")])
    assert [(p.name, p.rule) for p in read(sentence, words).commitments[0].places] == [("甲家湾", "place/community")]
    assert not read("支持示例镇建设冷库。", merged(own(), [OwnWord("common_place", "示例镇")])).commitments[0].places


def test_of_the_page_nearly_every_task_has_its_object_and_no_place_is_invented():
    page = shared("seed/plenum-interviews.txt").read_text("utf-8")
    tasks = read(page).commitments
    assert sum(bool(task.object) for task in tasks) >= len(tasks) - 1
    assert {place.name for task in tasks for place in task.places} == {"荥阳市", "芝麻街", "二七区"}
    for task in tasks:
        for place in task.places:
            assert task.start <= place.start < place.end <= task.end
        assert task.thing is None or task.start <= task.thing.start < task.thing.end <= task.end


def test_the_command_says_object_and_places_beside_the_promised_keys(tmp_path: Path):
    lines = told(tmp_path, "加快中原区示例路改造。".encode(), "--json")
    (task,) = json.loads(lines[0])["commitments"]
    assert (task["object"], task["object_start"], task["object_end"], task["object_rule"]) == ("中原区示例路改造", 2, 10, "object/behind the verb")
    assert task["places"][0] == {"name": "中原区", "start": 2, "end": 5, "rule": "place/county"} and task["places"][1]["name"] == "示例路"
