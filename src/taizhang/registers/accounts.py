"""What becomes of an account: opened, given a one-time password, unlocked, closed. The ledger records that, never a password.

An account that was opened or reset has no usable password until `give_password` makes one, which is returned once to be
read out and is kept as a hash alone. If that never happens nobody can sign in with it: the account fails shut.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction

from taizhang.basis.errors import BadInput, Conflict, NotFound
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import MACHINE
from taizhang.frame.noting import note

from . import attempts, people, tokens
from .models import Account, Person

#: No letters or digits that look like one another: the password is read from a screen and typed once.
_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
LONGEST_NAME = 60
#: Under these names an entry about a person holds what their account is: the sign-in name in the restricted part, in the
#: public one whether anybody may sign in with it, and whether its tokens ended. The full check reads them.
NAME, SIGNS_IN, TOKENS_ENDED = "account", "signs_in", "tokens_ended"


def one_time_password() -> str:
    """Sixteen characters, more than 90 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))


def open_for(person: Person, username: str) -> Account:
    """The person has an account of that name in which nobody can sign in yet; a closed one of theirs is used again.

    Raises:
        BadInput: a name of another form. Conflict: they have an account, or the name is somebody else's.
    """
    if not (1 <= len(username) <= LONGEST_NAME and username.isprintable() and not any(c.isspace() for c in username)):
        raise BadInput(
            Text("登录名应为1至{n}个字符，没有空格", "A sign-in name is 1 to {n} characters without spaces").with_(
                n=LONGEST_NAME
            ),
            code="bad_username",
            field="username",
        )
    own, holder = Account.objects.filter(person=person).first(), people.find(username)
    if own is not None and own.is_active:
        raise Conflict(Text("此人已有账号", "This person has an account"), code="has_account")
    if holder is not None and holder.person_id != person.pk:
        raise Conflict(Text("登录名已被使用", "The sign-in name is taken"), code="account_taken")
    account = own or Account(person=person)
    account.username, account.is_active = username, True
    return _shut(account)


def of_person(person: Person) -> Account:
    """The account of a person that may sign in.

    Raises:
        NotFound: they have none, or it is closed.
    """
    account = Account.objects.filter(person=person, is_active=True).first()
    if account is None:
        raise NotFound(
            Text("此人没有可用的账号", "This person has no account that may sign in"),
            code="no_account",
            remedy=Text("先开通账号", "Open one first"),
        )
    return account


def reset(account: Account) -> Account:
    """The old password, every session and every token of the account are worth nothing; a lock is gone."""
    return _shut(account)


def close(account: Account) -> Account:
    """Nobody signs in with the account any more; its sessions and tokens have ended."""
    account.is_active = False
    return _shut(account)


def unlock(account: Account) -> Account:
    """The account may be tried again at once, with the password that it has.

    Raises:
        Conflict: it is not locked.
    """
    if not attempts.cleared(account.username):
        raise Conflict(Text("账号没有锁定", "The account is not locked"), code="not_locked")
    return account


def open_by_operator(person: Person, username: str) -> tuple[Account, str]:
    """Whoever runs the machine has opened an account for a person, with an entry; the password is given here, once.

    Raises:
        BadInput, Conflict: as `open_for`.
    """
    with transaction.atomic():
        account = open_for(person, username)
        _noted(account, "account_opened")
        return account, give_password(account)


def reset_by_operator(account: Account) -> str:
    """Whoever runs the machine has given the account another password, with an entry; it is given here, once."""
    with transaction.atomic():
        _noted(reset(account), "account_reset")
        return give_password(account)


def _noted(account: Account, what: str) -> None:
    person = f"registers.person:{account.person_id}"
    note(
        MACHINE,
        f"registers.person.{what}",
        subject=person,
        matter=person,
        public=stands(account) | {TOKENS_ENDED: True},
        restricted={NAME: account.username},
    )


def stands(account: Account) -> dict[str, Any]:
    """What the public part of an entry says of an account."""
    return {SIGNS_IN: account.is_active}


def give_password(account: Account) -> str:
    """The account opens with the password given here, once, and asks for the person's own at the first sign-in."""
    password = one_time_password()
    account.set_password(password)
    account.must_change = True
    account.save(update_fields=["password", "must_change"])
    return password


def _shut(account: Account) -> Account:
    # Sessions carry a hash of the password that they were begun with: another password ends them.
    account.set_unusable_password()
    account.must_change, account.shut_at = True, clock.now()
    account.save()
    attempts.cleared(account.username)
    tokens.revoke_all(account)
    return account
