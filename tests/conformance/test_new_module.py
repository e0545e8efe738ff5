"""`taizhang new-module`, followed step by step as docs/how-to/add-a-module.md tells it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("tests/__init__.py", "tests/conftest.py", "tests/examples.py", "tests/kept_rows.py", "tests/settings.py", "tests/migrated.py", "tests/city_fixture.py", "tests/draw_fixture.py", "tests/access/__init__.py", "tests/access/draws_stage.py", "tests/access/visits_stage.py", "tests/conformance", "tests/trials", "tests/planted", "pyproject.toml")

#: Not the one of the page: whoever follows the page runs this test too.
NAME = "example_permits"

#: Takes one thing away from the new module's value and prints which rules say so.
TAKE_AWAY = """
import django, json
from dataclasses import replace
django.setup()
from taizhang.basis.text import Text
from taizhang.frame import conformance
from taizhang.frame.catalogue import Catalogue
from taizhang.frame.declare import nobody
from taizhang.site.installed import MODULES
new = MODULES[-1]

def action(**changed):
    return replace(new, actions=(*new.actions[:1], replace(new.actions[1], **changed), *new.actions[2:]))

record = replace(new.records[0], visible=nobody)
hidden = replace(new, records=(record,), listings=(), actions=tuple(
    replace(a, on=record if a.on is new.records[0] else a.on, creates=record if a.creates else None) for a in new.actions))
cases = {"nothing": new, "right": action(may=""), "law": action(law=None), "English": action(label=Text("责任单位", "责任单位")), "visible": hidden}
print(json.dumps({name: sorted({f.rule for f in conformance.check(Catalogue((*MODULES[:-1], m))) if f.level == "error"}) for name, m in cases.items()}))
"""


class Copy:
    """A working copy of the product in which a stranger follows the steps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "src/taizhang", folder / "src/taizhang", ignore=shutil.ignore_patterns("__pycache__", "static"))
        for name in NEEDED:
            source, target = ROOT / name, folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        (folder / "docs").mkdir()

    def run(self, *command: str) -> str:
        """What a command printed; the test fails with it when the command does."""
        environment = {k: v for k, v in os.environ.items() if k not in ("PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "TAIZHANG_DB")}
        environment |= {
            "PYTHONPATH": f"{self.folder / 'src'}{os.pathsep}{self.folder}",
            "TAIZHANG_VAR": str(self.folder / "var"),
            "DJANGO_SETTINGS_MODULE": "taizhang.site.settings",
        }
        done = subprocess.run([sys.executable, *command], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def taizhang(self, *words: str) -> str:
        return self.run("-m", "taizhang.site.cli", *words)

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / "src/taizhang" / name
        text = path.read_text("utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    made = Copy(tmp_path_factory.mktemp("stranger"))
    said = made.taizhang("new-module", NAME, "--label-zh", "示例许可", "--label-en", "Example permits")
    assert "site/installed.py" in said and f"makemigrations {NAME}" in said
    people = "from taizhang.registers import people"
    made.edit("site/installed.py", people, f"from taizhang.modules.{NAME}.module import MODULE as NEW\n{people}")
    made.edit("site/installed.py", ")\nCATALOGUE", ", NEW)\nCATALOGUE")
    made.edit("site/settings.py", '    "taizhang.modules.projects",\n', f'    "taizhang.modules.projects",\n    "taizhang.modules.{NAME}",\n')
    made.taizhang("manage", "makemigrations", NAME)
    made.taizhang("docs")
    frozen = made.run("-m", "tests.conformance.freeze")
    assert f"{NAME}.matter matter/1" in frozen
    return made


@pytest.mark.long
def test_a_stranger_who_follows_the_steps_has_a_module_that_passes(copy):
    said = copy.run("-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/modules/test_{NAME}.py", "tests/conformance/test_declared.py", "tests/conformance/test_documented.py")
    assert " passed" in said and "failed" not in said
    assert (copy.folder / f"docs/modules/{NAME}.md").exists()


@pytest.mark.long
def test_taking_away_right_law_english_or_scope_fails_the_rule_of_that_name(copy):
    assert json.loads(copy.run("-c", TAKE_AWAY)) == {
        "nothing": [],
        "right": ["right_named"],
        "law": ["law_named"],
        "English": ["both_languages"],
        "visible": ["visible_declared"],
    }


def test_the_steps_of_the_how_to_page_are_the_ones_that_were_followed():
    for name in ("add-a-module.md", "add-a-module.zh-CN.md"):
        page = (ROOT / "docs/how-to" / name).read_text("utf-8")
        for step in ("taizhang new-module permits", "site/installed.py", "INSTALLED_APPS", "taizhang manage makemigrations permits", "taizhang docs", "python -m tests.conformance.freeze", "pytest tests/modules/test_permits.py tests/conformance"):
            assert step in page, (name, step)
