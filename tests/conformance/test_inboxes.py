"""Every message to an organ is one that somebody reads: its kind is in the inbox of the module that sends it, and in no other's."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import taizhang.modules
from taizhang.frame.catalogue import installed

_MODULES = Path(taizhang.modules.__file__ or "").parent
_KEYS = [module.key for module in installed().modules]


def sent_by(folder: Path) -> Iterator[str]:
    """The kinds that are named where a message to an inbox is sent; one that is made of several words is told by its first."""
    for file in sorted(folder.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "send" and call.args and getattr(call.args[0], "value", "") == "inbox":
                kind = next(word.value for word in call.keywords if word.arg == "kind")
                if isinstance(kind, ast.Constant):
                    yield kind.value


@pytest.mark.parametrize("key", _KEYS)
def test_each_kind_that_a_module_sends_is_read_in_its_inbox(key):
    inbox = next(module.inbox for module in installed().modules if module.key == key)
    assert set(sent_by(_MODULES / key)) <= set(inbox.words if inbox is not None else ())


def test_no_kind_is_read_in_two_inboxes_and_each_leads_to_its_page():
    inboxes = [module.inbox for module in installed().modules if module.inbox is not None]
    assert len(inboxes) > 1
    assert [kind for kind, n in Counter(kind for inbox in inboxes for kind in inbox.words).items() if n > 1] == []
    assert all(inbox.papers.keys() <= inbox.words.keys() for inbox in inboxes)
