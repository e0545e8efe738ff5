"""Every fact that an action says in its entry has words: it is an input, a column, or declared as said; nobody reads a name of the program."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import taizhang.modules
from taizhang.frame.catalogue import installed
from taizhang.frame.noting import LABELS

_MODULES = Path(taizhang.modules.__file__ or "").parent
_KEYS = [module.key for module in installed().modules]


def said_by(folder: Path) -> Iterator[str]:
    """The names of facts that the hand of an action is told to say."""
    for file in sorted(folder.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("say", "say_restricted") and getattr(call.func.value, "id", "") == "by":
                yield from (word.arg for word in call.keywords if word.arg)


@pytest.mark.parametrize("key", _KEYS)
def test_each_fact_that_a_module_says_has_words(key):
    module = next(m for m in installed().modules if m.key == key)
    columns = {f.name for record in module.records for f in record.fields}
    inputs = {item.name for bound in installed().actions.values() if bound.module is module for item in bound.inputs}
    assert set(said_by(_MODULES / key)) - columns - inputs - LABELS.keys() - {f.name for f in module.says} == set()


def test_something_is_said_and_every_document_among_it_has_its_page():
    assert sum(len(set(said_by(_MODULES / key))) for key in _KEYS) > 20
    for module in installed().modules:
        assert module.papers.keys() <= {f.name for f in module.says}
        assert all("{entry}" in page for page in module.papers.values())
