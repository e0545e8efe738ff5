"""docs/glossary.md says what the installed modules say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from taizhang.basis.text import Text
from taizhang.site.example_city.glossary_terms import TERMS
from taizhang.site.example_city.systems import SYSTEMS
from taizhang.site.installed import CATALOGUE

pytestmark = pytest.mark.once

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
_LINE = re.compile(r"^\| (?P<zh>.+?) \| (?P<en>.+?) \|(?: `(?P<identifier>[^`]+)` \|)?$")


def lines() -> list[tuple[str, str, str, str]]:
    """(kind of identifier, Chinese, English, identifier) of every line; the kind is the head of the third column."""
    found, kind = [], ""
    for line in GLOSSARY.splitlines():
        if line.startswith("| 中文 |"):
            kind = line.strip("| ").split(" | ")[-1]
        elif (match := _LINE.match(line)) and match["zh"] != "---":
            found.append((kind, match["zh"], match["en"], match["identifier"] or ""))
    return found


def declared(kind: str, identifier: str) -> Text:
    """The label that the code gives to an identifier. Raises KeyError or StopIteration when nothing has it."""
    if kind == "module":
        return next(s.name for s in SYSTEMS if s.module == identifier)
    if kind == "record":
        return CATALOGUE.record(identifier).label
    if kind == "action":
        return CATALOGUE.action(identifier).label
    if kind == "role":
        return CATALOGUE.roles[identifier].label
    record, name, version, track, state = re.fullmatch(r"([^/]+)/([^/]+)/([^/]+)/([^/]+)/([^/]+)", identifier).groups()  # type: ignore[union-attr]
    cycle = CATALOGUE.record(record).lifecycles[f"{name}/{version}"]
    return next(s.label for s in cycle.track(track).states if s.key == state)


@pytest.mark.parametrize(("kind", "zh", "en", "identifier"), [line for line in lines() if line[3]])
def test_each_pair_is_what_the_code_declares(kind, zh, en, identifier):
    label = declared(kind, identifier)
    assert (label.zh, label.en) == (zh, en)


def test_the_glossary_is_not_empty():
    assert {kind for kind, *_ in lines()} == {"module", "record", "state", "action", "role", "English"}


def test_the_words_explained_are_the_terms_of_the_site():
    words = [(zh, en) for kind, zh, en, identifier in lines() if not identifier]
    assert words == [(t.zh, t.en) for t in TERMS]
