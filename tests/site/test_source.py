"""The source page: the outline underlined, every phrase once in the order of the page, with the status that the table gives it."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from django.urls import resolve
from tests.site.page_text import PageText

from taizhang.frame.catalogue import installed
from taizhang.site.example_city.mechanisms import INTERVIEWS, PAGE_HEADINGS, mechanisms
from taizhang.site.example_city.systems import HEADINGS, STATUSES, SYSTEMS
from taizhang.site.source_page import live_page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROOT = Path(__file__).parents[2]


def page(client, query: str = "", lang: str = "zh") -> str:
    response = client.get(f"/source/?{query}&lang={lang}")
    assert response.status_code == 200
    return response.content.decode()


def shown(text: str) -> list[str]:
    """Keys of the phrases on a page, in order."""
    return re.findall(r'<li class="phrase" id="([^"]+)">', text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_phrase_is_there_once_in_the_order_of_the_page_with_its_meaning(client, lang):
    text = page(client, lang=lang)
    assert shown(text) == [m.key for m in mechanisms()]
    plain = unescape(text)
    spoken = re.sub(r"</?span[^>]*>", "", plain)
    for mechanism in mechanisms():
        assert f'<q lang="zh-Hans">{mechanism.phrase}</q>' in plain
        assert f'<p class="plain">{mechanism.meaning.in_(lang)}</p>' in spoken
        if mechanism.there:
            assert f"</b>{mechanism.there.in_(lang)}</p>" in plain


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_phrase_is_underlined_once_links_to_its_entry_and_back(client, lang):
    text = page(client, lang=lang)
    marked = re.findall(r'<a class="marked ([a-z-]+)" id="on-([^"]+)" href="#([^"]+)">', text)
    assert [(m[1], m[0]) for m in marked] == [(m.key, m.status.replace(" ", "-")) for m in mechanisms()]
    assert all(on == to for _, on, to in marked)
    ids = PageText(text).ids
    assert len(ids) == len(set(ids))
    assert {f"on-{m.key}" for m in mechanisms()} | {m.key for m in mechanisms()} <= set(ids)
    assert text.count('<a href="#on-') == len(mechanisms())
    for interview in INTERVIEWS:
        assert f">{interview.headline.in_(lang)}</h3>" in unescape(text)
        for words in PAGE_HEADINGS[interview.number].values():
            assert f">{words.in_(lang)}</a></h4>" in unescape(text)


def test_with_the_text_at_hand_the_phrases_are_underlined_inside_it(client, settings, tmp_path):
    made = []
    for interview in INTERVIEWS:
        own = [m.phrase for m in mechanisms() if m.interview == interview]
        # A column breaks the first phrase, as on the page.
        made += [f"甲乙——访{interview.speaker.zh}", "前文，" + own[0][:2] + "\n\n" + own[0][2:] + "，" + "，".join(own[1:]) + "。", "本报记者 某某"]
    file = tmp_path / "page.txt"
    file.write_text("\n\n".join(made), encoding="utf-8")
    outline = page(client)
    settings.TAIZHANG_SOURCE_TEXT = str(file)
    text = page(client, lang="en")
    assert re.findall(r'id="on-([^"]+)" href', text) == [m.key for m in mechanisms()]
    assert "前文，" in text and "前文，" not in outline and 'class="run"' not in text
    assert shown(text) == shown(outline)


def test_a_phrase_that_was_not_asked_for_is_shown_without_a_link(client):
    text = page(client, "system=16")
    asked = [m.key for m in mechanisms() if m.system.number == 16]
    assert re.findall(r'<a class="marked [a-z-]+" id="on-([^"]+)"', text) == asked
    assert len(re.findall(r'<span class="unmarked" id="on-', text)) == len(mechanisms()) - len(asked)
    inside = [link[1:] for link in PageText(text).links if link.startswith("#")]
    assert set(inside) <= set(PageText(text).ids)


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
        tally = re.search(rf'href="\?status={slug}#phrases"[^>]*><b class="num">(\d+)</b>', text)
        assert tally and int(tally[1]) == counted[status], words
    shares = [int(n) for n in re.findall(r'<span class="(?:working|partial|not-yet) w(\d+)">', text)]
    assert sum(shares) == 100 and len(shares) == len(counted)


def test_all_eighteen_systems_have_an_anchor_under_the_headings_of_the_menu(client):
    text = page(client)
    ids = PageText(text).ids
    assert [f"system-{n}" in ids for n in range(1, 19)] == [True] * 18
    places = [text.index(f"<h3>{words.zh}</h3>") for key, words in HEADINGS.items() if key != "mine"]
    assert places == sorted(places)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda s: s.module)
def test_filter_by_system(client, system):
    text = page(client, f"system={system.number}")
    assert shown(text) == [m.key for m in mechanisms() if m.system == system]


def test_filter_by_status_and_both_together(client):
    for status in STATUSES:
        slug = status.replace(" ", "-")
        assert shown(page(client, f"status={slug}")) == [m.key for m in mechanisms() if m.status == status]
        wanted = [m.key for m in mechanisms() if m.status == status and m.system.number == 4]
        assert shown(page(client, f"status={slug}&system=4")) == wanted


def test_an_unknown_filter_shows_nothing_and_a_way_back(client):
    text = page(client, "system=99", "en")
    assert shown(text) == [] and "No phrase matches" in text and 'href="/source/"' in text


def test_a_status_is_a_word_and_a_shape(client):
    text = page(client, lang="en")
    for shape, status in (("circle-check", "Working"), ("circle-dot", "Partly working"), ("circle-dashed", "Not yet")):
        assert re.search(rf"#{shape}\"/></svg>{status}</span>", text)


def test_each_phrase_stands_under_its_interview_and_says_its_paragraph_and_sentence(client):
    text = unescape(page(client, lang="en"))
    entries = text[text.index('id="phrases"') :]
    sections = entries.split('<section class="interview"')[1:]
    for interview, section in zip(INTERVIEWS, sections, strict=True):
        own = [m for m in mechanisms() if m.interview == interview]
        assert shown(section) == [m.key for m in own] and interview.title.en in section
        assert [m.place.en in part for m, part in zip(own, section.split('<li class="phrase"')[1:], strict=True)] == [True] * len(own)


def test_a_script_gets_the_same_as_the_page(client):
    response = client.get("/source/phrases.json")
    assert response.status_code == 200 and "max-age" in response["Cache-Control"] and not response.cookies
    told = json.loads(response.content)
    assert [line["key"] for line in told["phrases"]] == [m.key for m in mechanisms()]
    assert sum(told["counts"].values()) == len(mechanisms())
    assert [s["number"] for s in told["systems"]] == [s.number for s in SYSTEMS]
    assert [i["speaker"]["en"] for i in told["interviews"]] == [i.speaker.en for i in INTERVIEWS]
    for line, m in zip(told["phrases"], mechanisms(), strict=True):
        assert (line["phrase"], line["meaning"]["en"], line["test"] or "") == (m.phrase, m.meaning.en, m.test)
        assert line["page"] is None or line["page"]["address"] == m.page


# -- what the table claims ----------------------------------------------------------------------------------------------

CLAIMED = [m for m in mechanisms() if m.status != "not yet"]


def test_the_module_of_a_phrase_that_works_is_installed():
    there = {module.key for module in installed().modules}
    assert not [(m.key, m.system.module) for m in CLAIMED if m.system.module not in there]


def test_every_page_named_is_one_that_this_installation_answers_and_has_a_name_in_both_languages():
    for m in CLAIMED:
        resolve(m.page.partition("?")[0])
        found = live_page(m.page)
        assert found and found.label.zh != found.label.en, (m.key, m.page)


def test_a_page_answers_everyone_or_asks_for_a_sign_in_that_leads_to_it(client):
    for address in sorted({m.page for m in CLAIMED}):
        response, found = client.get(address), live_page(address)
        if found and found.inside:
            assert response.status_code == 302 and response["Location"].startswith("/sign-in/?next=%2F"), address
        else:
            assert response.status_code == 200, address


def test_every_test_named_exists():
    assert not [(m.key, m.test) for m in CLAIMED if not _exists(m.test)]


def _exists(test: str) -> bool:
    """Whether 'tests/x/test_y.py::name' or 'tests/x/test_y.py::Class::name' is a test of this repository."""
    file, *names = test.split("::")
    if not (ROOT / file).is_file() or not names:
        return False
    body = _statements(file)
    for name in names:
        found = [node for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name]
        if not found:
            return False
        body = found[0].body
    return True


@cache
def _statements(file: str) -> list[ast.stmt]:
    return ast.parse((ROOT / file).read_text(encoding="utf-8")).body
