"""`taizhang account`, `taizhang password`, `taizhang token`: how people and programs get in, for whoever runs the machine."""

from __future__ import annotations

import argparse

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text
from taizhang.frame.actor import MACHINE
from taizhang.registers import accounts, people, tokens
from taizhang.registers.models import Account, Person

from .speech import print_json, say, words


def create(username: str, person: int) -> tuple[Account, str]:
    """The person can sign in with the password given, and has to choose their own at once.

    Raises:
        NotFound: no such person. Conflict: they have an account, or the name is taken. BadInput: a name of another form.
    """
    holder = Person.objects.filter(pk=person).first()
    if holder is None:
        raise NotFound(Text("没有人员 {p}", "There is no person {p}").with_(p=person), code="no_person")
    return accounts.open_by_operator(holder, username)


def account_named(username: str) -> Account:
    """The account of a sign-in name. Raises NotFound."""
    account = people.find(username)
    if account is None:
        raise NotFound(Text("没有账号“{u}”", "There is no account “{u}”").with_(u=username), code="no_account")
    return account


def show_password(username: str, password: str) -> None:
    """The one-time password is on the screen, and nowhere else."""
    say(
        Text(
            "账号 {u} 的一次性密码：{p}（首次登录须修改，仅此显示一次）",
            "One-time password of {u}: {p} (to be changed at the first sign-in; shown this once)",
        ).with_(u=username, p=password)
    )


def add_account(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang account`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    made = verbs.add_parser("create", help=words(Text("建立账号", "make an account")))
    made.add_argument("username")
    made.add_argument("--person", type=int, required=True, metavar="ID", help=words(Text("人员编号", "key of the person")))


def account(arguments: argparse.Namespace) -> int:
    """The account exists and its one-time password is printed."""
    made, password = create(arguments.username, arguments.person)
    show_password(made.username, password)
    return 0


def add_password(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang password`."""
    parser.add_argument("username")


def password(arguments: argparse.Namespace) -> int:
    """The account has a new one-time password."""
    show_password(arguments.username, accounts.reset_by_operator(account_named(arguments.username)))
    return 0


def add_token(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang token`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    issued = verbs.add_parser("issue", help=words(Text("签发接口令牌", "issue an API token")))
    issued.add_argument("username")
    issued.add_argument("--label", default="cli", metavar="TEXT", help=words(Text("用途", "what it is for")))
    issued.add_argument("--days", type=int, default=tokens.DEFAULT_DAYS)
    issued.add_argument("--json", dest="as_json", action="store_true")
    shown = verbs.add_parser("list", help=words(Text("列出令牌", "list the tokens")))
    shown.add_argument("username")
    ended = verbs.add_parser("revoke", help=words(Text("吊销令牌", "revoke a token")))
    ended.add_argument("username")
    ended.add_argument("key", type=int, metavar="ID")


def token(arguments: argparse.Namespace) -> int:
    """A token is issued, listed or revoked."""
    holder = account_named(arguments.username)
    if arguments.verb == "issue":
        made, secret = tokens.issue(holder, arguments.label, arguments.days, MACHINE)
        if arguments.as_json:
            print_json({"id": made.pk, "secret": secret, "expires_at": made.expires_at.isoformat()})
        else:
            print(secret)
    elif arguments.verb == "revoke":
        tokens.revoke(holder, arguments.key, MACHINE)
        say(Text("已吊销", "Revoked"))
    else:
        for one in tokens.of(holder):
            print(f"{one.pk:>6} {one.expires_at:%Y-%m-%d} {'revoked' if one.revoked else 'valid':8} {one.label}")
    return 0
