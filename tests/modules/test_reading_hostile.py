"""Texts that were made to be slow: the work of reading grows with a text and no faster, or the text is refused with what to do."""

from __future__ import annotations

import time

import pytest

from taizhang.basis.errors import BadInput
from taizhang.modules.commitments.reading.extract import read

#: Characters of the shorter text; the longer one is four times as long.
SHORT = 3_000


def worked(text: str) -> float:
    begun = time.process_time()
    read(text)
    return time.process_time() - begun


@pytest.mark.parametrize(
    "piece",
    ["，已\n", "责任单位：\n", "到2027年，", "；\n", "推进大桥，9月底前完成，", "推进大桥，完成，", "加快建设大桥，\n", "“七个一”1个，", "1个两个", "明年用", "委委市委，"],
)
@pytest.mark.by_turns(3)
def test_four_times_the_text_is_no_sixteen_times_the_work(piece):
    short = (piece * SHORT)[:SHORT]
    read(short[:200])
    once, four = worked(short), worked(short * 4)
    assert four < 9 * once + 0.2, f"{once:.2f} s and then {four:.2f} s"


@pytest.mark.by_turns(3)
def test_an_organ_said_of_thousands_of_tasks_is_refused_with_a_way_out():
    tasks, owners = "推进示例大桥。" * 1_000, "责任单位：示例局。" * 100
    with pytest.raises(BadInput) as refused:
        read(tasks + owners)
    assert refused.value.code == "too_tangled" and "分成几份" in refused.value.remedy.zh
    assert len(read(tasks + owners[:9]).commitments) == 1_000


def test_a_sentence_without_end_is_read_piece_by_piece_and_every_character_is_in_a_piece():
    text = "推进示例大桥，" * 500
    document = read(text)
    assert len(document.commitments) == 500
    assert sum(s.end - s.start for s in document.segments) == len(text)
