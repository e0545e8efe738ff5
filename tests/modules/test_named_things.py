"""What a task acts on and the places that it names: stored with their rules, shown, put right by the words of the text, and filtered by."""

from __future__ import annotations

import html
import re

import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict
from taizhang.frame import clock, fsck
from taizhang.frame.catalogue import installed
from taizhang.modules.commitments.models import Example, Source, Task
from taizhang.modules.commitments.queries import lexicon
from taizhang.modules.commitments.reading.extract import read

TEXT = "示例区工作安排\n一、加快推进甲区、乙区老旧管网改造。\n二、把蔬菜大棚再扩200亩。\n三、加快示例路拓宽改造。\n四、持续优化营商环境。"


@pytest.fixture
def city(db) -> City:
    found = City()
    found._post("office", "supervision.clerk", "甲区督查室", found.district)
    return found


@pytest.fixture
def source(city) -> Source:
    made = city.do(city.office, "commitments.register_source", city.district, title="示例安排", text=TEXT)
    return Source.objects.get(pk=made.key)


@pytest.fixture
def tasks(city, source) -> list[Task]:
    city.do(city.office, "commitments.confirm_tasks", source, spans="\n".join(f"{c.start}-{c.end}" for c in read(TEXT).commitments))
    return list(Task.objects.filter(source=source).order_by("start"))


def put_right(city, task, field, value):
    city.do(city.office, "commitments.correct_named", task, field=field, value=value, reason="示例")
    task.refresh_from_db()


def test_object_and_places_are_kept_with_the_rule_that_found_them(tasks):
    pipes, sheds, road, climate = tasks
    assert (pipes.object, pipes.object_rule) == ("甲区、乙区老旧管网改造", "object/behind the verb")
    assert (pipes.places, pipes.places_rule) == ("甲区、乙区", "place/division tree"), "the places of the office's own tree"
    assert (sheds.object, sheds.object_rule, sheds.places) == ("蔬菜大棚", "object/behind 把, 将, 对", "")
    assert (road.places, road.places_rule) == ("示例路", "place/by its form")
    assert (climate.object, climate.places, climate.places_rule) == ("营商环境", "", "")


def test_a_clerk_puts_them_right_by_words_of_the_text_and_by_no_others(city, tasks):
    road = tasks[2]
    put_right(city, road, "object", "示例路")
    put_right(city, road, "places", "")
    assert (road.object, road.object_rule, road.places, road.places_rule) == ("示例路", "clerk", "", "clerk")
    assert list(Example.objects.order_by("id").values_list("kind", "field", "value")) == [("wrong_field", "object", "示例路"), ("wrong_field", "places", "")]
    with pytest.raises(BadInput, match="没有“乙区”"):
        put_right(city, road, "places", "示例路、乙区")
    with pytest.raises(Conflict, match="没有变化"):
        put_right(city, road, "object", "示例路")
    assert [each for each in fsck.check(installed(), clock.now()).findings if each.code != "account_unexplained"] == []


def test_what_was_put_right_before_a_task_is_confirmed_is_confirmed_with_it(city, source):
    first = read(TEXT).commitments[0]
    city.do(city.office, "commitments.correct", source, span=f"{first.start}-{first.end}", kind="wrong_field", field="object", value="老旧管网改造")
    city.do(city.office, "commitments.confirm_tasks", source, spans=f"{first.start}-{first.end}")
    task = Task.objects.get()
    assert (task.object, task.object_rule, task.places) == ("老旧管网改造", "clerk", "甲区、乙区")


def test_the_sitting_the_record_and_the_register_show_them_and_the_register_narrows_by_them(city, source, tasks, browser):
    clerk = browser(city.office)
    sitting = html.unescape(clerk.get(f"/commitments/sources/{source.pk}/").content.decode())
    assert "对象 <b lang=\"zh\">蔬菜大棚</b>" in sitting and "原文地点 <b lang=\"zh\">甲区、乙区</b>" in sitting
    link = re.search(r'<a href="([^"]*commitments\.correct_named[^"]*field=object[^"]*)"', sitting)
    form = clerk.get(link[1]).content.decode()
    assert link is not None and f"/{tasks[0].pk}/" in link[1] and "甲区、乙区老旧管网改造" in form, "the form has what was read in it"
    answer = clerk.post(html.unescape(link[1]).partition("?")[0], {"field": "object", "value": "老旧管网改造", "reason": "示例"})
    tasks[0].refresh_from_db()
    assert answer.status_code in (200, 302) and (tasks[0].object, tasks[0].object_rule) == ("老旧管网改造", "clerk")
    record = html.unescape(clerk.get(f"/r/commitments.task/{tasks[0].pk}/").content.decode())
    assert "place/division tree" in record and "老旧管网改造 <small>clerk</small>" in record
    columns = html.unescape(clerk.get("/list/commitments.tasks/?cols=title,object,places").content.decode())
    assert re.search(r">\s*蔬菜大棚\s*<", columns) and re.search(r">\s*示例路\s*<", columns), "each in a column of its own"
    for place, there in (("乙区", ["老旧管网改造"]), ("示例路", ["示例路拓宽改造"]), ("区", [])):
        listed = html.unescape(clerk.get(f"/list/commitments.tasks/?places={place}&cols=title,object,places").content.decode())
        assert [task.object for task in tasks if task.title in listed and task.object in listed] == there, place


def test_a_document_is_read_ahead_of_the_transaction_and_not_again_within_it(city, source):
    def readings() -> int:
        return lexicon._read.cache_info().misses

    place, more = city.district, TEXT + "五、完善示例制度。"
    lexicon._read.cache_clear()
    installed().action("commitments.confirm_tasks").action.ahead(source.pk, {})
    installed().action("commitments.register_source").action.ahead(place.pk, {"text": more})
    assert readings() == 2
    first = read(TEXT).commitments[0]
    city.do(city.office, "commitments.confirm_tasks", source, spans=f"{first.start}-{first.end}")
    city.do(city.office, "commitments.register_source", place, title="示例安排二", text=more)
    city.do(city.office, "commitments.enter_term", place, name="示例制度", source=Source.objects.latest("id").pk)
    assert readings() == 2, "what was read ahead is what the actions go by"


def test_what_cannot_be_read_is_refused_before_anything_is_entered(city):
    with pytest.raises(BadInput, match="多到无法逐项读出"):
        city.do(city.office, "commitments.register_source", city.district, title="示例", text="推进示例大桥。" * 1_000 + "责任单位：示例局。" * 100)
    assert not Source.objects.exists()
