"""An assistant that is plugged in: asked by a press of a button alone, marked as its own, nothing accepted by itself, each taken up by a person."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from tests.city_fixture import City

from taizhang.modules.commitments.models import Example, Source, Task
from taizhang.modules.commitments.reading.assistant import Suggestion
from taizhang.modules.commitments.reading.extract import read

TEXT = "一、加快推进示例大道建设。\n二、示例事项请各单位关注并办好。\n三、开展示例行动。"
MISSED = "示例事项请各单位关注并办好"


class Helper:
    """Finds what the reader missed, doubts its last task, and takes a word for a term."""

    name = "示例助手"
    given: list[str] = []

    def suggest(self, text, segments):
        self.given.append(text)
        start, last, word = text.index(MISSED), read(text).commitments[-1], text.index("示例行动")
        return [
            Suggestion(start, start + len(MISSED), "task", "祈使句"),
            Suggestion(last.start, last.end, "not_a_task", "是口号"),
            Suggestion(word, word + 4, "term"),
        ]


class Broken:
    """Never answers."""

    name = "示例助手"

    def suggest(self, text, segments):
        raise TimeoutError


@pytest.fixture
def city(db) -> City:
    found = City()
    found._post("office", "supervision.clerk", "甲区督查室", found.district)
    return found


@pytest.fixture
def source(city) -> Source:
    Helper.given.clear()
    cache.clear()
    made = city.do(city.office, "commitments.register_source", city.district, title="示例方案", text=TEXT)
    return Source.objects.get(pk=made.key)


def suggestions(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>|\s", "", each.split("</li>")[0]) for each in page.split('data-testid="suggestion">')[1:]]


def test_where_none_is_plugged_in_nothing_is_said_of_one(city, source, browser):
    assert "助手" not in browser(city.office).get(f"/commitments/sources/{source.pk}/?suggest=1").content.decode()


def test_the_text_is_given_to_it_only_when_somebody_asks_and_what_it_says_is_marked_and_no_task(city, source, browser, settings):
    settings.TAIZHANG_ASSISTANT = f"{__name__}.Helper"
    client, address = browser(city.office), f"/commitments/sources/{source.pk}/"
    page = client.get(address).content.decode()
    assert Helper.given == [] and 'data-testid="ask-assistant"' in page and suggestions(page) == []
    asked = client.get(f"{address}?suggest=1").content.decode()
    said = suggestions(asked)
    assert [line.partition("助手说：")[0] for line in said[:2]] == [f"可能是任务{MISSED}", "可能不是任务开展示例行动第2项"]
    assert "示例助手" in asked and "也没有人确认过" in asked and Helper.given == [TEXT]
    # It is not among what was read or marked in the text, and no button confirms all of it.
    assert asked.count('data-testid="row"') == page.count('data-testid="row"') == len(read(TEXT).commitments)
    assert Task.objects.count() == 0 and Example.objects.count() == 0
    english = browser(city.office, "en").get(f"{address}?suggest=1").content.decode()
    assert "May be a task" in english and "nobody has confirmed it" in english and Helper.given == [TEXT], "its answer is kept for the sitting"


def test_each_is_taken_up_by_a_person_one_by_one(city, source, browser, settings):
    settings.TAIZHANG_ASSISTANT = f"{__name__}.Helper"
    client, address = browser(city.office), f"/commitments/sources/{source.pk}/"
    start, last = TEXT.index(MISSED), read(TEXT).commitments[-1]
    made = client.post(f"{address}do/", {"do": "make", "span": f"{start}-{start + len(MISSED)}", "suggest": "1", "nonce": "a"}).content.decode()
    task = Task.objects.get()
    assert (task.words, task.rule) == (MISSED, "clerk"), "who confirmed it answers for it"
    assert len(suggestions(made)) == 2 and MISSED not in "".join(suggestions(made))
    denied = client.post(f"{address}do/", {"do": "deny", "ids": [f"{last.start}-{last.end}"], "suggest": "1", "nonce": "b"}).content.decode()
    assert Example.objects.filter(kind="not_a_task").count() == 1 and len(suggestions(denied)) == 1
    assert re.search(r'href="/r/registers\.place/\d+/do/commitments\.enter_term/\?name=[^"]+"', denied)


def test_one_that_fails_does_not_take_the_page_with_it_and_only_who_keeps_the_register_is_offered_it(city, source, browser, settings):
    settings.TAIZHANG_ASSISTANT = f"{__name__}.Broken"
    answer = browser(city.office).get(f"/commitments/sources/{source.pk}/?suggest=1")
    assert answer.status_code == 200 and "助手没有答复" in answer.content.decode()
    settings.TAIZHANG_ASSISTANT = f"{__name__}.Helper"
    assert "示例助手" not in browser(city.leader).get(f"/commitments/sources/{source.pk}/?suggest=1").content.decode() and Helper.given == []
