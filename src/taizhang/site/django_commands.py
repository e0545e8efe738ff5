"""`taizhang manage ...`: Django's own commands, for what has no word of its own here."""

from __future__ import annotations

import argparse

from django.core.management import execute_from_command_line

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text

#: These would open a connection that the ledger's guard holds, or write around it.
_INSTEAD = {"migrate": "taizhang migrate", "runserver": "taizhang serve"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything after `manage` belongs to Django."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...")


def run(arguments: argparse.Namespace) -> int:
    """Django has run the command.

    Raises:
        Conflict: there is a word here that does it with the ledger's guard.
    """
    instead = _INSTEAD.get(arguments.rest[0]) if arguments.rest else None
    if instead is not None:
        raise Conflict(Text("请用 {c}", "Use {c}").with_(c=instead), code="own_command")
    execute_from_command_line(["taizhang manage", *arguments.rest])
    return 0
