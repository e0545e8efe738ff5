"""`taizhang docs`: the page of every module, made from its declarations in both languages."""

from __future__ import annotations

import argparse
import inspect
import json
from collections.abc import Iterator
from pathlib import Path

import taizhang
from taizhang.basis.text import Text
from taizhang.frame import conformance
from taizhang.frame.catalogue import BoundAction, Catalogue, installed
from taizhang.frame.declare import Module, Record
from taizhang.kernels.casework.picture import mermaid

from .speech import fault, say, words

FOLDER = Path(taizhang.__file__).parent.parent.parent / "docs" / "modules"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang docs`."""
    parser.add_argument("--check", action="store_true", help=words(Text("只检查是否最新", "only say whether they are current")))
    parser.add_argument("--into", type=Path, default=FOLDER, help=words(Text("写到哪里", "where to write them")))


def run(arguments: argparse.Namespace) -> int:
    """Every page is as the declarations have it; with --check, 1 when one is not."""
    stale = [path for path, text in pages(installed(), arguments.into) if not path.exists() or path.read_text("utf-8") != text]
    if arguments.check:
        for path in stale:
            fault(Text("{p} 不是最新的；运行 taizhang docs", "{p} is not current; run taizhang docs").with_(p=path))
        return 1 if stale else 0
    arguments.into.mkdir(parents=True, exist_ok=True)
    for path, text in pages(installed(), arguments.into):
        path.write_text(text, "utf-8")
    say(Text("已更新{n}页", "{n} page(s) brought up to date").with_(n=len(stale)))
    return 0


def pages(catalogue: Catalogue, folder: Path) -> Iterator[tuple[Path, str]]:
    """(path, text) for every module."""
    for module in catalogue.modules:
        yield folder / f"{module.key}.md", page(catalogue, module)


def page(catalogue: Catalogue, module: Module) -> str:
    """One module: what it is, its records with their lifecycles, its actions with their examples."""
    lines = [f"# {_both(module.label)}", "", "<!-- taizhang docs -->", ""]
    if module.about:
        lines += [module.about.zh, "", module.about.en, ""]
    for record in module.records:
        lines += _record(catalogue, record)
    lines += ["## 操作 / Actions", ""]
    for bound in catalogue.actions.values():
        if bound.module is module:
            lines += _action(catalogue, bound)
    return "\n".join(lines).rstrip() + "\n"


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _record(catalogue: Catalogue, record: Record) -> list[str]:
    lines = [f"## {_both(record.label)}", "", f"`{record.kind}`", "", "| 字段 / field | 名称 / label | 可见 / seen by |", "|---|---|---|"]
    lines += [f"| `{f.name}` | {_cell(_both(f.label))} | {f.visibility}{f' · {f.unit}' if f.unit else ''} |" for f in record.fields]
    lines.append("")
    labels = {key: bound.label for key, bound in catalogue.actions.items()}
    for key, lifecycle in record.lifecycles.items():
        for track in lifecycle.tracks:
            picture = mermaid(lifecycle, track.key, "zh", labels)
            lines += [f"`{key}` {_both(track.label)}", "", "```mermaid", picture.rstrip(), "```", ""]
    return lines


def _action(catalogue: Catalogue, bound: BoundAction) -> list[str]:
    action = bound.action
    lines = [f"### {_both(action.label)}", "", f"`{bound.key}`", "", inspect.getdoc(action.run) or "", ""]
    lines += [f"- 对象 / on: `{bound.on.kind}`" if bound.on else "- 对象 / on: —"]
    lines += [f"- 权限 / right: {_who(catalogue, bound)}"]
    if action.law:
        lines.append(f"- 依据 / law: {action.law.cite('zh')} / {action.law.cite('en')}")
    lines.append("")
    if bound.inputs.items:
        lines += ["| 输入 / input | 名称 / label | 种类 / kind |", "|---|---|---|"]
        for item in bound.inputs:
            need = "必填 / needed" if item.required else "可选 / optional"
            lines.append(f"| `{item.name}` | {_cell(_both(item.ask.label))} | {item.kind}, {need} |")
        lines.append("")
    shown = json.dumps(conformance.example(bound), ensure_ascii=False)
    return [*lines, "```json", shown, "```", ""]


def _who(catalogue: Catalogue, bound: BoundAction) -> str:
    action = bound.action
    if action.machine:
        return "系统 / the machine"
    if action.public:
        return "任何人 / everyone"
    roles = [key for key, rights in catalogue.rights_of_role.items() if action.may in rights]
    where = "；最高一级区划 / over the topmost place" if action.topmost else ""
    return f"`{action.may}` ({', '.join(sorted(roles))}){where}"
