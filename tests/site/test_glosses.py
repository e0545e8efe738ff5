"""The words of the English pages and the Chinese they stand for: from the glossary and the declarations, from nowhere else."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from taizhang.site.example_city.glossary_terms import TERMS
from taizhang.site.glosses import at_the_end, labels, terms_in

pytestmark = pytest.mark.once

HAN = re.compile("[\u3400-\u9fff]")


def test_every_term_is_told_with_its_meaning_and_its_place_in_the_glossary():
    answer = Client().get("/glossary/terms.json")
    told = answer.json()["terms"]
    assert {t["zh"] for t in told} == {t.zh for t in TERMS} - {"示例"}
    assert all(t["gloss"] and t["href"].startswith("/glossary/#term-") for t in told)


def test_labels_are_those_that_the_modules_declare():
    found = labels()
    assert found["stage (claimed)"] == "自报阶段"
    assert found["report a month"] == "报送月报"
    assert found["under construction"] == "在建"
    assert found["projects and investment"] == "抓项目促投资"
    assert all(HAN.search(zh) and not HAN.search(en) for en, zh in found.items())
    assert len(found) > 300


def test_nothing_of_anybody_is_in_it_so_that_a_browser_may_keep_it():
    answer = Client().get("/glossary/terms.json")
    assert answer["Cache-Control"] == "private, max-age=600"
    assert "Set-Cookie" not in answer


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "glossed"), [("en", True), ("zh-hans", False)])
def test_only_english_pages_ask_for_it(city, language, glossed):
    from taizhang.registers.models import Account, Person

    client = Client(headers={"accept-language": language})
    client.force_login(Account.objects.create(username="c", person=Person.objects.get(pk=city.clerk.person), password="!"))
    assert ("/glossary/terms.json" in client.get("/work/").content.decode()) == glossed


def test_a_text_names_the_terms_that_stand_in_it_as_whole_words_and_in_the_plural():
    assert [t["zh"] for t in terms_in("Two monthly Bulletins and a time schedule; unwaivered.")][:2] == [
        t["zh"] for t in terms_in("monthly bulletin, time schedule")
    ]
    assert not terms_in("nothing of the office")


def test_what_a_reader_does_not_see_as_text_names_no_term():
    assert at_the_end('<p title="time schedule">x<textarea>time schedule</textarea></p>') == ""
    shown = at_the_end("<p>The <b>time schedule</b></p>")
    assert shown.startswith("<noscript>") and re.search(r'href="/glossary/#term-\d+">time schedule</a> <span lang="zh-Hans">序时进度', shown)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "there"), [("en", True), ("zh-hans", False)])
def test_an_english_page_names_its_terms_for_browsers_without_scripts(city, language, there):
    from taizhang.registers.models import Account, Person

    client = Client(headers={"accept-language": language})
    client.force_login(Account.objects.create(username="d", person=Person.objects.get(pk=city.clerk.person), password="!"))
    text = client.get("/projects/reserve/").content.decode()
    links = re.findall(r'href="/glossary/#(term-\d+)"', text.partition("<noscript><nav")[2].partition("</noscript>")[0])
    assert bool(links) == there and text.count("<noscript><nav") == there
    glossary = Client().get("/glossary/").content.decode()
    assert all(f'id="{anchor}"' in glossary for anchor in links)
