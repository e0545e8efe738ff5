"""The source page: every phrase once, under its system, with the status that the table gives it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from tests.site.page_text import PageText

from taizhang.site.example_city.systems import HEADINGS, STATUSES, SYSTEMS, mechanisms

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def page(client, query: str = "", lang: str = "zh") -> str:
    response = client.get(f"/source/?{query}&lang={lang}")
    assert response.status_code == 200
    return response.content.decode()


def shown(text: str) -> list[str]:
    """Keys of the phrases on a page, in order."""
    return re.findall(r'<li class="phrase" id="([^"]+)">', text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_phrase_is_there_once_with_its_meaning(client, lang):
    text = page(client, lang=lang)
    assert sorted(shown(text)) == sorted(m.key for m in mechanisms())
    plain = unescape(text)
    spoken = re.sub(r"</?span[^>]*>", "", plain)
    for mechanism in mechanisms():
        assert f"<q>{mechanism.phrase}</q>" in plain
        assert f'<p class="plain">{mechanism.meaning.in_(lang)}</p>' in spoken


def test_the_chinese_page_explains_no_phrase_in_english(client):
    plain = unescape(page(client))
    assert not [m.key for m in mechanisms() if m.meaning.en in plain]
    sentences = re.findall(r'<p class="plain">(.*?)</p>', plain)
    assert len(sentences) == len(mechanisms())
    assert not [s for s in sentences if re.search("[A-Za-z]", s)]


def test_counts_at_the_top_are_those_of_the_table(client):
    text = page(client, lang="en")
    counted = Counter(m.status for m in mechanisms())
    for status, words in STATUSES.items():
        slug = status.replace(" ", "-")
        tally = re.search(rf'href="\?status={slug}"[^>]*><b class="num">(\d+)</b>', text)
        assert tally and int(tally[1]) == counted[status], words
    assert sum(counted.values()) == len(mechanisms())


def test_all_eighteen_systems_have_an_anchor_under_the_headings_of_the_menu(client):
    text = page(client)
    ids = PageText(text).ids
    assert [f"system-{n}" in ids for n in range(1, 19)] == [True] * 18
    assert len(ids) == len(set(ids))
    places = [text.index(f"<h2>{words.zh}</h2>") for key, words in HEADINGS.items() if key != "mine"]
    assert places == sorted(places)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda s: s.module)
def test_filter_by_system(client, system):
    text = page(client, f"system={system.number}")
    assert shown(text) == [m.key for m in mechanisms() if m.system == system]


def test_filter_by_status_and_both_together(client):
    for status in STATUSES:
        slug = status.replace(" ", "-")
        assert sorted(shown(page(client, f"status={slug}"))) == sorted(
            m.key for m in mechanisms() if m.status == status
        )
        wanted = [m.key for m in mechanisms() if m.status == status and m.system.number == 4]
        assert shown(page(client, f"status={slug}&system=4")) == wanted


def test_an_unknown_filter_shows_nothing_and_a_way_back(client):
    text = page(client, "system=99", "en")
    assert shown(text) == [] and "No phrase matches" in text and 'href="/source/"' in text


def test_a_status_is_a_word_and_a_shape(client):
    text = page(client, lang="en")
    for shape, status in (("circle-check", "Working"), ("circle-dot", "Partly working"), ("circle-dashed", "Not yet")):
        assert re.search(rf"#{shape}\"/></svg>{status}</span>", text)


def test_each_phrase_says_which_interview_it_is_from(client):
    text = page(client, lang="en")
    said = Counter(re.findall(r'<p class="speaker">([^<]+)</p>', unescape(text)))
    articles = Counter(m.article for m in mechanisms())
    assert said == {
        "Head of the city's DRC": articles["drc"],
        "Party secretary, Zhongyuan": articles["zhongyuan"],
        "Party secretary, Erqi": articles["erqi"],
    }


def test_only_short_phrases_are_quoted():
    assert max(len(m.phrase) for m in mechanisms()) <= 30


def test_what_is_said_to_work_has_a_page_that_answers_and_a_test_that_exists(client):
    for mechanism in mechanisms():
        if mechanism.status == "not yet":
            continue
        assert _exists(mechanism.test), (mechanism.key, mechanism.test)
        if mechanism.page.startswith(("/public/", "/source/", "/verify/", "/about/")):
            assert client.get(mechanism.page).status_code == 200, mechanism.key


def _exists(test: str) -> bool:
    """Whether 'tests/x/test_y.py::name' or 'tests/x/test_y.py::Class::name' is a test of this repository."""
    file, *names = test.split("::")
    path = ROOT / file
    if not path.is_file() or not names:
        return False
    body: list[ast.stmt] = ast.parse(path.read_text(encoding="utf-8")).body
    for name in names:
        found = [node for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name]
        if not found:
            return False
        body = found[0].body
    return True
