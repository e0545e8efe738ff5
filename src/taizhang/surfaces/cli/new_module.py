"""`taizhang new-module NAME`: a module that works, to be changed into the one that is wanted."""

from __future__ import annotations

import argparse
import keyword
import re
from pathlib import Path
from string import Template

import taizhang
from taizhang.basis.text import Text

from .speech import fault, say, words

_PACKAGE = Path(taizhang.__file__).parent
SCAFFOLD = _PACKAGE / "site" / "scaffold"
_NAME = re.compile(r"[a-z][a-z0-9_]{1,29}")
_CHINESE = re.compile(r"[\u3400-\u9fff]")

#: What is left to a person, in order; each is a line that somebody should have read.
STEPS = (
    Text(
        "site/installed.py：导入 MODULE 并列入 MODULES：from taizhang.modules.{n}.module import MODULE as {u}",
        "site/installed.py: import the module and list it in MODULES: from taizhang.modules.{n}.module import MODULE as {u}",
    ),
    Text('site/settings.py：INSTALLED_APPS 加一行 "taizhang.modules.{n}"', 'site/settings.py: a line "taizhang.modules.{n}" in INSTALLED_APPS'),
    Text("taizhang manage makemigrations {n}", "taizhang manage makemigrations {n}"),
    Text("taizhang docs", "taizhang docs"),
    Text("python -m tests.conformance.freeze", "python -m tests.conformance.freeze"),
    Text("pytest tests/modules/test_{n}.py tests/conformance", "pytest tests/modules/test_{n}.py tests/conformance"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang new-module`."""
    parser.add_argument("name", help=words(Text("小写英文名，如 permits", "lower-case English name, such as permits")))
    parser.add_argument("--label-zh", default="新事项", help=words(Text("中文名称", "Chinese label")))
    parser.add_argument("--label-en", default="New matters", help=words(Text("英文名称", "English label")))


def run(arguments: argparse.Namespace) -> int:
    """The module's files are written, and what is left to do has been said; nothing that exists is touched."""
    name = arguments.name
    wrong = _wrong(name, arguments.label_zh, arguments.label_en)
    if wrong is not None:
        return fault(wrong)
    values = {"name": name, "Name": name.title().replace("_", ""), "zh": arguments.label_zh, "en": arguments.label_en}
    for path in _write(name, values):
        print(f"+ {path}")
    say(Text("还要做：", "What is left:"))
    for number, step in enumerate(STEPS, 1):
        print(f"{number}. {words(step.with_(n=name, u=name.upper()))}")
    return 0


def _wrong(name: str, zh: str, en: str) -> Text | None:
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        return Text("名称应为小写英文字母、数字和下划线", "The name should be of lower-case letters, digits and underscores")
    if _folder(name).exists():
        return Text("已有模块“{n}”", "There is a module {n} already").with_(n=name)
    if any(c in zh + en for c in '"\\$\n'):
        return Text("名称里不能有引号、反斜杠和美元符号", "A label has no quotation mark, backslash or dollar sign")
    if not _CHINESE.search(zh) or _CHINESE.search(en) or not en.strip():
        return Text("请分别给出中文名称和英文名称", "Give one label in Chinese and one in English")
    return None


def _folder(name: str) -> Path:
    return _PACKAGE / "modules" / name


def _write(name: str, values: dict[str, str]) -> list[Path]:
    """Every file of the scaffold, filled in; gives the paths in order."""
    tests = _PACKAGE.parent.parent / "tests" / "modules"
    written = []
    for source in sorted(SCAFFOLD.glob("*.txt")):
        target = _folder(name) / source.stem
        if source.name == "test.py.txt":
            target = tests / f"test_{name}.py"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(source.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
        written.append(target)
    migrations = _folder(name) / "migrations" / "__init__.py"
    migrations.parent.mkdir()
    migrations.touch()
    return [*written, migrations]
