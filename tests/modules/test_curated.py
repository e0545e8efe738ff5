"""What an office keeps beside its tasks: terms with their items, the duty catalogue, its own words, and corrections."""

from __future__ import annotations

import argparse
import json
from datetime import date, timedelta

import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict, NotFound
from taizhang.frame import clock, fsck
from taizhang.frame.catalogue import installed
from taizhang.frame.reading import rows
from taizhang.modules.commitments import commands, terms
from taizhang.modules.commitments.declared.naming import TERMS_LIST
from taizhang.modules.commitments.models import Duty, Example, LexiconWord, Source, Tag, Task, Term, TermItem
from taizhang.modules.commitments.queries.lexicon import lexicon_for
from taizhang.modules.commitments.queries.proposals import proposals
from taizhang.modules.commitments.reading.extract import read

TEXT = "一、落实信息共享、会商研判、联合督办“三项机制”，建设“六个环境”。\n二、加快推进示例大道建设。"


@pytest.fixture
def city(db) -> City:
    made = City()
    made._post("office", "supervision.clerk", "甲区督查室", made.district)
    made._post("city_office", "supervision.clerk", "市督查室", made.place)
    return made


def entered(city: City, text: str = TEXT, title: str = "示例文件") -> Source:
    made = city.do(city.office, "commitments.register_source", city.district, title=title, text=text, issued_on="2026-01-20")
    return Source.objects.get(pk=made.key)


def confirmed(city: City, source: Source) -> list[Task]:
    spans = "\n".join(f"{c.start}-{c.end}" for c in read(source.text).commitments)
    city.do(city.office, "commitments.confirm_tasks", source, spans=spans)
    return list(Task.objects.filter(source=source).order_by("start"))


def told(*words: str) -> tuple[int, list[str]]:
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    said: list[str] = []
    return commands.run(parser.parse_args(words), said.append), said


# -- terms --------------------------------------------------------------------------------------------------------------


def test_the_terms_of_a_document_are_kept_with_the_members_that_it_lists_and_the_others_are_not_stated(city):
    source = entered(city)
    city.do(city.office, "commitments.keep_terms", source)
    assert dict(Term.objects.values_list("name", "valid_from")) == {"三项机制": source.issued_on, "六个环境": source.issued_on}
    items = list(TermItem.objects.order_by("number").values_list("term__name", "text", "source"))
    assert items == [("三项机制", text, source.pk) for text in ("信息共享", "会商研判", "联合督办")]
    assert TERMS_LIST.derived[0].absent == terms.NOT_STATED, "which is what the list says where a term has no items"
    shown = {row.name: (row.stated, row.lacking) for row in TERMS_LIST.derive(Term.objects.all(), None)}
    assert shown == {"三项机制": ("信息共享；会商研判；联合督办", 0), "六个环境": ("", 6)}
    with pytest.raises(Conflict, match="没有新的提法"):
        city.do(city.office, "commitments.keep_terms", source)
    assert fsck.check(installed(), clock.now()).findings == ()


def test_a_term_says_where_it_comes_from_and_stands_once_for_a_time(city):
    source, enter = entered(city), "commitments.enter_term"
    with pytest.raises(BadInput, match="出处"):
        city.do(city.office, enter, city.district, name="示例三项行动")
    with pytest.raises(BadInput, match="没有“五项机制”"):
        city.do(city.office, enter, city.district, name="五项机制", source=source.pk)
    made = city.do(city.office, enter, city.district, name="三项机制", source=source.pk)
    term = Term.objects.get(pk=made.key)
    assert term.items.count() == 3
    with pytest.raises(Conflict, match="已经登记"):
        city.do(city.office, enter, city.district, name="三项机制", ground="示例")
    city.do(city.office, "commitments.amend_term", term, meaning="示例", valid_from="2026-01-20", valid_to="2026-06-30", reason="示例")
    city.do(city.office, enter, city.district, name="三项机制", ground="示例新文件", valid_from="2026-07-01")
    with pytest.raises(BadInput, match="早于"):
        city.do(city.office, enter, city.district, name="示例", ground="示例", valid_from="2026-07-01", valid_to="2026-06-01")


def test_an_item_is_stated_by_an_office_and_there_are_no_more_than_the_name_says(city):
    term = Term.objects.get(pk=city.do(city.office, "commitments.enter_term", city.district, name="两项行动", ground="示例").key)
    for text in ("示例一", "示例二"):
        city.do(city.office, "commitments.state_item", term, text=text, ground="示例批复")
    with pytest.raises(BadInput, match="没有第3项"):
        city.do(city.office, "commitments.state_item", term, text="示例三", ground="示例")
    with pytest.raises(BadInput, match="出处"):
        city.do(city.office, "commitments.state_item", term, text="示例二", number=2)
    city.do(city.office, "commitments.state_item", term, text="示例二（更正）", number=2, ground="示例批复")
    assert list(term.items.order_by("number").values_list("text", flat=True)) == ["示例一", "示例二（更正）"]


def test_a_task_is_tagged_with_a_term_of_the_place_above_and_only_by_its_own_register(city):
    task = confirmed(city, entered(city))[0]
    term = Term.objects.get(pk=city.do(city.city_office, "commitments.enter_term", city.place, name="六个环境", ground="示例").key)
    city.do(city.office, "commitments.tag_task", task, term=term.pk)
    assert rows(city.office, installed().record("commitments.tag")).get().term == term
    with pytest.raises(Conflict, match="已有"):
        city.do(city.office, "commitments.tag_task", task, term=term.pk)
    city._post("other_office", "supervision.clerk", "乙区督查室", city.other_district)
    with pytest.raises(NotFound):
        city.do(city.other_office, "commitments.tag_task", task, term=term.pk)
    city.do(city.office, "commitments.untag_task", Tag.objects.get(), reason="示例")
    assert not Tag.objects.exists()


# -- who is proposed ----------------------------------------------------------------------------------------------------


def duty(city: City, organ: str, words: str, **more: str) -> Duty:
    given = {"organ": city.organs[organ].pk, "words": words, "ground": "示例"} | more
    return Duty.objects.get(pk=city.do(city.office, "commitments.enter_duty", city.district, **given).key)


def proposed(city: City, text: str, *owners: str, place=None, day: date | None = None):
    return proposals({1: (text, owners)}, place or city.district, day or clock.today())[1]


def test_the_organ_that_the_text_names_is_proposed_before_any_duty(city):
    duty(city, "甲区统计局", "示例大道")
    found = proposed(city, "推进示例大道建设", "甲区住建局", "甲区统计局")
    assert (found.organ, found.by, found.rule) == (city.organs["甲区住建局"], "stated", "owner/stated 甲区住建局")
    other = proposed(city, "推进示例大道建设", "某公司")
    assert other.organ is None and "不是已登记机构" in other.reason.zh, "a name that nobody has is no reason to propose another"


def test_the_longest_word_of_a_duty_decides_and_two_organs_are_none(city):
    duty(city, "甲区住建局", "示例大道、道路")
    duty(city, "甲区统计局", "示例大道建设")
    assert proposed(city, "推进示例大道建设").organ == city.organs["甲区统计局"]
    assert proposed(city, "推进道路建设").words == "道路"
    duty(city, "甲区发展改革委", "道路")
    both = proposed(city, "推进道路建设")
    assert both.organ is None and both.by == "ambiguous" and "甲区住建局" in both.reason.zh and "甲区发展改革委" in both.reason.zh
    assert proposed(city, "加强食品安全宣传").by == "none"


def test_an_organ_of_the_same_place_comes_before_those_below_and_above(city):
    city.do(city.city_office, "commitments.enter_duty", city.place, organ=city.organs["市发展改革委"].pk, words="道路建设", ground="示例")
    assert proposed(city, "推进道路建设").organ == city.organs["市发展改革委"], "above, as long as nobody nearer answers for it"
    duty(city, "甲区一街道办", "道路")
    assert proposed(city, "推进道路建设").organ == city.organs["甲区一街道办"]
    duty(city, "甲区住建局", "道路")
    assert proposed(city, "推进道路建设").organ == city.organs["甲区住建局"]
    assert proposed(city, "推进道路建设", place=city.other_district).organ == city.organs["市发展改革委"]


def test_a_duty_holds_for_its_days(city):
    row = duty(city, "甲区住建局", "道路", valid_from="2026-01-01")
    city.do(city.office, "commitments.amend_duty", row, words="道路、桥梁", ground="示例", valid_from="2026-01-01", valid_to="2026-06-30", reason="示例")
    assert proposed(city, "推进桥梁建设", day=date(2026, 6, 30)).organ == city.organs["甲区住建局"]
    assert proposed(city, "推进桥梁建设", day=date(2026, 7, 1)).organ is None
    assert proposed(city, "推进桥梁建设", day=date(2025, 12, 31)).organ is None


def test_five_hundred_tasks_are_four_statements(city, django_assert_max_num_queries):
    duty(city, "甲区住建局", "示例大道")
    many = {n: ("推进示例大道建设", ["甲区住建局"] if n % 2 else []) for n in range(500)}
    with django_assert_max_num_queries(4):
        found = proposals(many, city.district, clock.today())
    assert len(found) == 500 and {p.by for p in found.values()} == {"stated", "duty"}


def test_a_pasted_list_is_entered_line_by_line_or_not_at_all(city):
    with pytest.raises(BadInput, match="第2行：没有名为"):
        city.do(city.office, "commitments.enter_duties", city.district, lines="甲区住建局\t道路\t示例\t示例\n无此机构\t桥梁\t示例\t示例")
    with pytest.raises(BadInput, match="缺列"):
        city.do(city.office, "commitments.enter_duties", city.district, lines="甲区住建局\t道路")
    assert not Duty.objects.exists()
    city.do(city.office, "commitments.enter_duties", city.district, lines="甲区住建局\t道路、桥梁\t示例\t示例规定\n\n甲区统计局\t纳统\t示例\t示例规定")
    assert Duty.objects.count() == 2


# -- words of the office ------------------------------------------------------------------------------------------------


def test_a_word_of_the_city_holds_below_it_and_one_of_a_district_only_there(city):
    today, text = clock.today(), "示例推动示例广场建设。"
    assert read(text, lexicon_for(city.district, today)).commitments == ()
    given = {"kind": "verb", "word": "示例推动", "detail": "task"}
    with pytest.raises(BadInput, match="细类"):
        city.do(city.office, "commitments.enter_word", city.district, **(given | {"detail": "无"}))
    word = city.do(city.office, "commitments.enter_word", city.district, **given)
    (task,) = read(text, lexicon_for(city.district, today)).commitments
    assert task.rule == "clause/示例推动"
    assert read(text, lexicon_for(city.street_place, today)).commitments
    assert not read(text, lexicon_for(city.other_district, today)).commitments
    assert not read(text, lexicon_for(city.district, today - timedelta(days=1))).commitments
    city.do(city.office, "commitments.end_word", LexiconWord.objects.get(pk=word.key), reason="示例")
    assert not read(text, lexicon_for(city.district, today)).commitments
    assert not read(text, lexicon_for(city.place, today)).commitments


def test_a_document_is_confirmed_by_the_words_of_its_place(city):
    city.do(city.office, "commitments.enter_word", city.district, kind="verb", word="示例推动", detail="task")
    source = entered(city, "示例推动示例广场建设。")
    city.do(city.office, "commitments.confirm_tasks", source, spans="0-10")
    assert (Task.objects.get().rule, Example.objects.count()) == ("clause/示例推动", 0)


def test_a_word_may_be_taken_out(city):
    text = "推进示例广场建设。"
    assert read(text, lexicon_for(city.district, clock.today())).commitments
    city.do(city.office, "commitments.enter_word", city.district, kind="verb", word="推进", effect="removes")
    assert "推进" not in lexicon_for(city.district, clock.today()).words["verb"]
    assert "推进" in lexicon_for(city.other_district, clock.today()).words["verb"]


# -- corrections --------------------------------------------------------------------------------------------------------


def test_a_place_that_a_clerk_marks_otherwise_teaches_the_reader(city):
    source = entered(city)
    start = TEXT.index("示例大道")
    city.do(city.office, "commitments.confirm_tasks", source, spans=f"0-2\n{start}-{start + 4}")
    assert set(Example.objects.values_list("start", "kind")) == {(0, "missed"), (start, "wrong_span")}


def test_a_correction_says_what_was_wrong(city):
    source, correct = entered(city), "commitments.correct"
    start, end = TEXT.index("加快推进"), len(TEXT) - 1
    for wrong in ({"kind": "wrong_field"}, {"kind": "missed", "field": "verb"}):
        with pytest.raises(BadInput, match="哪一项"):
            city.do(city.office, correct, source, span=f"{start}-{end}", **wrong)
    with pytest.raises(BadInput, match="不在原文"):
        city.do(city.office, correct, source, span="0-9999", kind="missed")
    city.do(city.office, correct, source, span=f"{start}-{end}", kind="wrong_field", field="stage", value="谋划")
    city.do(city.office, correct, source, span=f"{start}-{end}", kind="wrong_field", field="verb", value="推进")
    assert dict(Example.objects.values_list("field", "agreed")) == {"stage": False, "verb": True}
    with pytest.raises(Conflict, match="同样的更正"):
        city.do(city.office, correct, source, span=f"{start}-{end}", kind="wrong_field", field="verb", value="推进")


def test_reading_again_says_what_agrees_and_fails_where_something_got_worse(city, tmp_path):
    source = entered(city)
    confirmed(city, source)
    start, end = TEXT.index("加快推进"), len(TEXT) - 1
    city.do(city.office, "commitments.correct", source, span=f"{start}-{end}", kind="wrong_field", field="stage", value="谋划")
    code, said = told("regress", "--json")
    found = json.loads(said[0])
    assert (code, found["worse"], found["kinds"]["wrong_field"]) == (0, 0, {"right": 0, "of": 1})
    assert found["kinds"]["confirmed"]["right"] == found["kinds"]["confirmed"]["of"] == Task.objects.count()
    assert [d["read"] for d in found["disagreements"]] == ["在建"]
    file = tmp_path / "examples.json"
    assert told("examples", "--export", str(file))[0] == 0
    assert told("regress", "--json", "--file", str(file)) == (0, said), "the exported examples say the same without the database"
    # The office takes a word out, and what was confirmed by it is not read any more.
    city.do(city.office, "commitments.enter_word", city.district, kind="verb", word="推进", effect="removes")
    city.do(city.office, "commitments.enter_word", city.district, kind="modifier", word="加快", effect="removes")
    city.do(city.office, "commitments.enter_word", city.district, kind="verb", word="加快", effect="removes")
    code, said = told("regress")
    assert code == 1 and any(line.startswith("退步") and f"{start}-{end}" in line for line in said)


def test_what_is_right_now_is_kept_to_be_held_against_later_readings(city):
    source = entered(city, "示例推动示例广场建设。")
    city.do(city.office, "commitments.correct", source, span="0-10", kind="missed")
    word = city.do(city.office, "commitments.enter_word", city.district, kind="verb", word="示例推动", detail="task")
    assert told("regress", "--keep")[0] == 0 and Example.objects.get().agreed
    city.do(city.office, "commitments.end_word", LexiconWord.objects.get(pk=word.key), reason="示例")
    assert told("regress")[0] == 1
    city.do(city.office, "commitments.take_back_example", Example.objects.get(), reason="示例")
    assert told("regress")[0] == 0 and not Example.objects.exists()
    assert fsck.check(installed(), clock.now()).findings == ()
