"""`taizhang appoint --first`: an empty installation has its topmost place, an organ, and somebody who can appoint the others."""

from __future__ import annotations

import argparse
import sys

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import MACHINE
from taizhang.frame.catalogue import installed
from taizhang.frame.inputs import Input
from taizhang.frame.perform import perform
from taizhang.registers.models import Appointment
from taizhang.registers.records import APPOINTMENT
from taizhang.surfaces.cli import accounts
from taizhang.surfaces.cli.speech import say, words
from taizhang.surfaces.cli.verbs import flag_of

ACTION = "office.establish"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang appoint`: one flag for each input of establishing an installation."""
    first = Text("建立系统并任命首任管理员", "establish the installation and appoint its first administrator")
    parser.add_argument("--first", action="store_true", required=True, help=words(first))
    parser.add_argument("--username", default="admin", help=words(Text("登录名", "sign-in name")))
    for item in installed().action(ACTION).inputs:
        parser.add_argument(flag_of(item), dest=f"input_{item.name}", help=words(item.ask.label))


def run(arguments: argparse.Namespace) -> int:
    """The installation is established, and the one-time password of its first administrator is printed.

    Raises:
        Conflict: it is established already. BadInput: something was neither given nor could be asked.
    """
    raw = {item.name: _given(item, arguments) for item in installed().action(ACTION).inputs}
    outcome = perform(ACTION, None, MACHINE, {name: value for name, value in raw.items() if value is not None})
    appointment: Appointment = reading.one(MACHINE, APPOINTMENT, int(outcome.key or 0))
    account, password = accounts.create(arguments.username, appointment.person_id)
    say(Text("系统已建立，存证 {e}", "The installation is established, entry {e}").with_(e=outcome.entry))
    accounts.show_password(account.username, password)
    return 0


def _given(item: Input, arguments: argparse.Namespace) -> str | None:
    given: str | None = getattr(arguments, f"input_{item.name}")
    if given is not None or not item.required:
        return given
    if not sys.stdin.isatty():
        raise BadInput(
            Text("请给出 {f}（{l}）", "Give {f} ({l})").with_(f=flag_of(item), l=item.ask.label), code="missing", field=item.name
        )
    choices = "，".join(f"{key}={words(text)}" for key, text in item.ask.choices)
    return input(f"{words(item.ask.label)}{f' [{choices}]' if choices else ''}: ").strip()
