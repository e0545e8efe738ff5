"""One Chromium for all, a blank installation and a loaded example city, each served by processes of its own."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

from .chromium import ARGUMENTS, CHROME  # noqa: E402
from .town import Town  # noqa: E402

#: Milliseconds: a machine that runs other suites beside this one is slow.
PATIENCE = 30_000


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of two processes one begins with the journeys of the blank city: neither waits while the other loads the whole one."""
    blank = [item for item in items if "full" not in getattr(item, "fixturenames", ())]
    if all(item.path.parent == Path(__file__).parent for item in items):
        others = [item for item in items if item not in blank]
        half = len(items) // 2
        items[:] = [*others[:half], *blank, *others[half:]]


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
    folder = blank_city(tmp_path_factory)
    yield from served(folder, "--blank")


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The whole example city, loaded once for all processes of the run; TAIZHANG_CITY may name a folder with one."""
    ready, folder = os.environ.get("TAIZHANG_CITY"), tmp_path_factory.mktemp("full")
    if "PYTEST_XDIST_WORKER" in os.environ:
        # Beside its own folder each process has that of the run. What one process does to the city is not for the others.
        city = Path(ready) if ready else loaded_once(tmp_path_factory.getbasetemp().parent / "city", "--check")
        shutil.copytree(city, folder, dirs_exist_ok=True)
        ready = None
    yield from served(Path(ready) if ready else folder)


def blank_city(factory: pytest.TempPathFactory) -> Path:
    """A new folder with a city of organs and people only, of which the run has loaded one."""
    folder, alone = factory.mktemp("blank"), "PYTEST_XDIST_WORKER" not in os.environ
    city = loaded_once((factory.getbasetemp() if alone else factory.getbasetemp().parent) / "blank-city", "--blank", "--check")
    shutil.copytree(city, folder, dirs_exist_ok=True)
    return folder


def loaded_once(folder: Path, *words: str) -> Path:
    """The folder, in which the first process that comes here has loaded the city and stopped it again."""
    loaded = folder.with_suffix(".loaded")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not loaded.exists():
            folder.mkdir(exist_ok=True)
            town = Town(folder)
            done = town.taizhang("demo", *words)
            assert done.returncode == 0, done.stdout + done.stderr
            loaded.touch()
    return folder


def served(folder: Path, *words: str) -> Iterator[Town]:
    town = Town(folder)
    town.serve(*words)
    yield town
    town.stop()
