"""`taizhang do` and `taizhang actions`: one verb for each action, one flag for each of its inputs."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import BoundAction, installed
from taizhang.frame.inputs import Input
from taizhang.frame.perform import perform
from taizhang.frame.rights import check_right
from taizhang.registers import evidence, people
from taizhang.surfaces.api.actions import outcome_of
from taizhang.surfaces.api.openapi import people_do

from .speech import print_json, say, words

#: Flags that every verb has; an input of such a name gets '-value' behind its flag.
_TAKEN = frozenset({"as", "on", "json", "key", "version", "help"})
_YES_NO: dict[str, Any] = {"是": "true", "否": "false"}


def add_do(parser: argparse.ArgumentParser) -> None:
    """The parser knows a verb for every action that people do."""
    verbs = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for bound in people_do(installed()):
        add_verb(verbs.add_parser(bound.key, help=words(bound.label), description=_described(bound), allow_abbrev=False), bound)


def add_verb(parser: argparse.ArgumentParser, bound: BoundAction) -> None:
    """The parser has the flags of one action. None is required here: what is missing is refused like any other input."""
    parser.add_argument("--as", dest="as_", metavar="USERNAME", required=True, help=words(_AS))
    if bound.on is not None:
        parser.add_argument("--on", dest="target", metavar="ID", type=int, required=True, help=words(bound.on.label))
        parser.add_argument("--version", dest="version", metavar="VERSION", help=words(_VERSION))
    parser.add_argument("--key", dest="submission", metavar="KEY", help=words(_SUBMISSION))
    parser.add_argument("--json", dest="as_json", action="store_true", help=words(_JSON))
    for item in bound.inputs:
        parser.add_argument(
            flag_of(item),
            dest=f"input_{item.name}",
            metavar=_metavar(item),
            nargs="*" if item.kind == "refs" else None,
            # argparse reads '%' in a help text as a place to fill.
            help=_help(item).replace("%", "%%"),
        )


_AS = Text("以谁的名义（登录名）", "in whose name (sign-in name)")
_VERSION = Text("记录的版本，已被更新则拒绝", "version of the record; refused when it has changed")
_SUBMISSION = Text("提交编号，同号只办一次", "submission key: the same one is done once")
_JSON = Text("输出 JSON", "print JSON")


def flag_of(item: Input) -> str:
    """The flag of an input: '--total-investment-fen'."""
    name = item.name.replace("_", "-")
    return f"--{name}-value" if item.name in _TAKEN else f"--{name}"


def _metavar(item: Input) -> str:
    if item.ask.evidence:
        return "PATH"
    if item.ask.ref:
        return "ID"
    return {"boolean": "yes|no", "date": "YYYY-MM-DD", "fen": "FEN", "integer": "N"}.get(item.kind, "TEXT")


def _help(item: Input) -> str:
    parts = [words(item.ask.label)]
    if item.required:
        parts.append(words(Text("必填", "needed")))
    if item.ask.help is not None:
        parts.append(words(item.ask.help))
    if item.ask.choices:
        parts.append("; ".join(f"{key}={words(text)}" for key, text in item.ask.choices))
    return ". ".join(parts)


def _described(bound: BoundAction) -> str:
    law = bound.action.law
    cited = [words(Text(f"依据：{law.cite('zh')}", f"law: {law.cite('en')}"))] if law else []
    return "\n".join([words(bound.label), (bound.action.run.__doc__ or "").split("\n\n")[0].strip(), *cited]).replace("%", "%%")


def do(arguments: argparse.Namespace) -> int:
    """The action is done and its entry printed."""
    bound = installed().action(arguments.action)
    actor = actor_named(arguments.as_)
    raw = inputs_given(bound, actor, vars(arguments))
    outcome = perform(
        bound.key,
        arguments.target if bound.on is not None else None,
        actor,
        raw,
        version=arguments.version if bound.on is not None else None,
        idempotency_key=arguments.submission,
    )
    if arguments.as_json:
        print_json(outcome_of(outcome))
        return 0
    done = Text("已办理“{a}”：{s}，存证 {e}", "Done “{a}”: {s}, entry {e}")
    say(done.with_(a=bound.label, s=outcome.subject or "—", e=outcome.entry))
    for name, secret in outcome.given.items():
        label = installed().said(bound.key, name)[0]
        say(Text("{l}（只显示这一次）：{v}", "{l} (shown this once): {v}").with_(l=label.label if label else name, v=secret))
    return 0


def actor_named(username: str) -> Actor:
    """The actor of a sign-in name, with the posts of today.

    Raises:
        NotFound: no such account, or one that is closed.
    """
    account = people.find(username)
    if account is None or not account.is_active:
        raise NotFound(
            Text("没有可用的账号“{u}”", "There is no account “{u}” that may sign in").with_(u=username),
            code="no_account",
            remedy=Text("用 taizhang account create 建立", "Make one with taizhang account create"),
        )
    return people.actor_for(account)


def inputs_given(bound: BoundAction, actor: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs that were named, as the action takes them; files are received and become their refs."""
    raw: dict[str, Any] = {}
    for item in bound.inputs:
        value = given.get(f"input_{item.name}")
        if value is None:
            continue
        if item.ask.evidence:
            # Nobody without the right leaves a file behind.
            check_right(bound, actor)
            value = _received(actor, item, Path(value))
        raw[item.name] = _YES_NO.get(str(value), value) if item.kind == "boolean" else value
    return raw


def _received(actor: Actor, item: Input, path: Path) -> int:
    try:
        with path.open("rb") as file:
            return evidence.receive(actor, path.name, iter(lambda: file.read(1024 * 1024), b"")).pk
    except OSError as error:
        raise BadInput(
            Text("打不开文件 {p}：{e}", "The file {p} cannot be opened: {e}").with_(p=str(path), e=error.strerror or ""),
            code="no_file",
            field=item.name,
        ) from None


def add_actions(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang actions`."""
    parser.add_argument("--json", dest="as_json", action="store_true", help=words(_JSON))


def actions(arguments: argparse.Namespace) -> int:
    """Every action that people do is listed with its right and what it is done to."""
    listed = people_do(installed())
    if arguments.as_json:
        print_json(
            [
                {"key": b.key, "zh": b.label.zh, "en": b.label.en, "right": b.action.may, "on": b.on.kind if b.on else None}
                for b in listed
            ]
        )
        return 0
    for bound in listed:
        print(f"{bound.key:34} {bound.on.kind if bound.on else '—':24} {bound.action.may:20} {words(bound.label)}")
    return 0
