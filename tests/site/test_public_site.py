"""The pages without sign-in as a whole: both languages, links that lead somewhere, figures that are only of public rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, engines
from django.test import RequestFactory, override_settings
from django.urls import Resolver404, resolve
from tests.site.page_text import PageText
from tests.site.published_city import HIDDEN, PublishedCity

from taizhang.site.demo import PASSWORD
from taizhang.site.example_city.glossary_terms import TERMS
from taizhang.site.example_city.people import PEOPLE

pytestmark = pytest.mark.once

HAN = re.compile("[\u3400-\u9fff]")
PAGES = (
    "/public/",
    "/source/",
    "/public/projects/",
    "/verify/",
    "/about/",
    "/glossary/",
    "/accessibility/",
    "/privacy/",
)
#: Files of the ledger and the door to the inside; other parts of the product answer them.
ELSEWHERE = re.compile(r"/sign-in/$|/entry/[0-9a-f]+/bundle\.json$|/verify/(taizhang_verify\.py|policy\.json)$")


class TestEveryPage(PublishedCity):
    def test_it_answers_in_both_languages(self) -> None:
        for address in PAGES:
            assert '<html lang="zh-Hans">' in self.page(address, "zh")
            assert '<html lang="en">' in self.page(address, "en")

    def test_the_english_page_has_no_unmarked_chinese(self) -> None:
        for address in (*PAGES, "/public/nowhere/"):
            text = PageText(self.page(address, "en", 404 if "nowhere" in address else 200)).text
            assert not HAN.findall(text), (address, HAN.findall(text))

    def test_every_sentence_of_the_templates_is_there_in_both_languages(self) -> None:
        pairs = re.compile(r"""\{% both (?P<q>['"])(?P<zh>.*?)(?P=q) (?P<r>['"])(?P<en>.*?)(?P=r) %\}""", re.S)
        for name in _templates():
            source = engines["django"].get_template(name).template.source
            found = list(pairs.finditer(source))
            assert len(found) == source.count("{% both "), name
            for pair in found:
                assert not HAN.search(pair["en"]), (name, pair["en"])

    def test_links_lead_somewhere(self) -> None:
        for address in (*PAGES, f"/public/projects/{self.school.pk}/", f"/public/projects/{self.park.pk}/"):
            for lang in ("zh", "en"):
                page = PageText(self.page(address, lang))
                for link in page.links:
                    self.follow(link, page, address)

    def follow(self, link: str, page: PageText, address: str) -> None:
        path, _, anchor = link.partition("#")
        path = path.partition("?")[0]
        if not path:
            assert not anchor or anchor in page.ids, (address, link)
            return
        if ELSEWHERE.search(path):
            return
        try:
            resolve(path)
        except Resolver404:
            raise AssertionError(f"{address} links to {link}, which nothing answers") from None
        if anchor:
            assert anchor in PageText(self.page(path)).ids, (address, link)

    def test_no_page_carries_a_script_of_its_own(self) -> None:
        for address in (*PAGES, f"/public/projects/{self.school.pk}/"):
            page = self.page(address)
            assert not re.search(r"<script(?![^>]*\bsrc=)", page)
            assert not re.search(r"\son\w+=|javascript:", page)

    def test_the_language_is_remembered_and_the_filter_is_kept_when_it_changes(self) -> None:
        page = self.client.get("/public/projects/?q=中学&lang=en").content.decode()
        other = next(link for link in PageText(page).links if "lang=zh" in link)
        assert "q=" in other
        assert '<html lang="en">' in self.client.get("/about/").content.decode()

    def test_they_only_answer_to_reading(self) -> None:
        for address in PAGES:
            assert self.client.post(address).status_code == 405
            assert self.client.head(address).status_code == 200

    def test_nobody_gets_a_session_by_looking(self) -> None:
        response = self.client.get("/public/")
        assert not response.cookies


class TestFrontPage(PublishedCity):
    def test_its_first_link_is_the_source_page(self) -> None:
        for lang in ("zh", "en"):
            links = [link for link in PageText(self.page("/public/", lang)).links if not link.startswith("#")]
            assert links[0] == "/source/"

    def test_its_figures_count_published_rows_and_open_them(self) -> None:
        page = self.page("/public/", "en")
        assert HIDDEN not in page
        bars = re.findall(
            r'href="(/public/projects/\?(?:stage|district)=[^"]+)">.*?<b class="num">(\d+)</b>', page, re.S
        )
        assert bars
        for address, count in bars:
            assert f'<b class="num">{count}</b>' in self.page(address.replace("&amp;", "&"), "en")
        assert sum(int(n) for address, n in bars if "stage=" in address) == 3

    def test_latest_projects_are_published_ones(self) -> None:
        assert "Example Secondary School" in self.page("/public/", "en")


class TestExampleCity(PublishedCity):
    def test_every_public_page_says_that_values_are_generated_only_in_the_example_city(self) -> None:
        for address in PAGES:
            with override_settings(TAIZHANG_EXAMPLE=True):
                assert "Values are generated" in self.page(address, "en")
            with override_settings(TAIZHANG_EXAMPLE=False):
                assert "Values are generated" not in self.page(address, "en")

    def test_the_cards_name_everybody_and_the_password_in_the_example_city_alone(self) -> None:
        with override_settings(TAIZHANG_EXAMPLE=True):
            for lang in ("zh", "en"):
                cards = _cards(lang)
                assert PASSWORD in cards
                assert all(f"<code>{p.sign_in}</code>" in cards for p in PEOPLE)
            assert not HAN.findall(PageText(_cards("en")).text)
        with override_settings(TAIZHANG_EXAMPLE=False):
            assert not _cards("zh").strip()

    def test_the_page_on_checking_says_that_example_witnesses_prove_nothing(self) -> None:
        with override_settings(TAIZHANG_EXAMPLE=True):
            assert "prove nothing" in self.page("/verify/", "en")


def test_glossary_search_finds_terms_in_both_languages(client, db) -> None:
    for asked in ("双随机", "random inspections"):
        page = client.get("/glossary/", {"q": asked, "lang": "en"}).content.decode()
        assert "random inspections, public results" in page
        assert f"</b> / {len(TERMS)}" in page
    assert "No such word" in client.get("/glossary/", {"q": "<nothing>", "lang": "en"}).content.decode()


def test_robots_may_read_what_everyone_may_read(client, db) -> None:
    text = client.get("/robots.txt").content.decode()
    assert text.splitlines()[-1] == "Disallow: /"
    assert "Allow: /source/" in text


def _templates() -> list[str]:
    template = engines["django"].get_template("public/base.html")
    folder = re.sub(r"base\.html$", "", template.origin.name)
    return [f"public/{path.name}" for path in sorted(Path(folder).glob("*.html"))]


def _cards(lang: str) -> str:
    request = RequestFactory().get("/sign-in/")
    return (
        engines["django"]
        .get_template("public/sign_in_cards.html")
        .template.render(Context({"lang": lang, "request": request}))
    )
