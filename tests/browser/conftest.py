"""One Chromium for all, a blank installation and a loaded example city, each served by processes of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

from .chromium import ARGUMENTS, CHROME  # noqa: E402
from .town import Town  # noqa: E402

#: Milliseconds: a machine that runs other suites beside this one is slow.
PATIENCE = 30_000


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    if not CHROME:
        pytest.skip("no Chromium on this machine; name one with TAIZHANG_CHROME")
    with sync_api.sync_playwright() as playwright:
        sync_api.expect.set_options(timeout=PATIENCE)
        started = playwright.chromium.launch(executable_path=CHROME, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Organs and people only."""
    yield from served(tmp_path_factory.mktemp("blank"), "--blank")


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The whole example city; TAIZHANG_CITY may name a folder in which it is loaded already."""
    ready = os.environ.get("TAIZHANG_CITY")
    yield from served(Path(ready) if ready else tmp_path_factory.mktemp("full"))


def served(folder: Path, *words: str) -> Iterator[Town]:
    town = Town(folder)
    town.serve(*words)
    yield town
    town.stop()
