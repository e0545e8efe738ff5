"""Whether accounts and API tokens are what entries say of them. Passwords are no business of the ledger, nor of this."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from taizhang.basis.text import Text
from taizhang.frame.fsck import Findings
from taizhang.frame.fsck.snapshot import stream
from taizhang.kernels.ledger import parse_text

from . import tokens
from .accounts import NAME, SIGNS_IN, TOKENS_ENDED
from .models import Account, Token

Progress = Callable[[str, int], None]

_TOLD = (
    "SELECT e.key, e.action, e.subject, p.payload FROM ledger_entry e LEFT JOIN ledger_payload p ON p.entry = e.key"
    " WHERE e.subject LIKE 'registers.person:%%' AND (p.payload LIKE %s OR p.payload LIKE %s OR e.action LIKE %s)"
    " ORDER BY e.key, p.part"
)


@dataclass(slots=True)
class _Told:
    """What entries say of one person: their account as it was left last, and their tokens."""

    entry: str = ""
    name: str | None = None  # None too when the payload that told it was erased
    signs_in: bool | None = None
    tokens: dict[int, dict[str, Any]] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    erased: int = 0  # tokens whose entry says nothing any more


def check_accounts(found: Findings, progress: Progress) -> None:
    """Every account has the name, the person and the standing that its last entry gave it; so has every token."""
    told = _told()
    for number, account in enumerate(Account.objects.order_by("person_id").iterator(chunk_size=2000), 1):
        _check(found, account, told.get(account.person_id, _Told()))
        if number % 2048 == 0:
            progress("accounts", number)
    there = set(Account.objects.values_list("person_id", flat=True))
    for person in sorted(p for p, said in told.items() if said.signs_in is not None and p not in there):
        found.add("account_missing", _where(person), Text("账号不见了，条目说它在", "The account is gone; the entries say it is there"))
    _check_tokens(found, told)


def _told() -> dict[int, _Told]:
    people: dict[int, _Told] = {}
    for key, action, subject, payload in stream(_TOLD, [f'%"{NAME}":%', f'%"{SIGNS_IN}":%', "registers.person.token%"]):
        person = subject.partition(":")[2]
        if person.isdigit():
            _hear(people.setdefault(int(person), _Told()), key, action, _read(payload))
    return people


def _read(payload: str | None) -> dict[str, Any] | None:
    try:
        said = parse_text(payload) if payload is not None else None
    except (TypeError, ValueError):
        return None  # the check of payloads names it
    return said if isinstance(said, dict) else None


def _hear(person: _Told, key: str, action: str, said: dict[str, Any] | None) -> None:
    verb = action.rpartition(".")[2]
    if verb == "token_issued":
        if said is None:
            person.erased += 1
        else:
            person.tokens[said["token"]] = said
    elif verb == "token_revoked":
        person.ended |= {said["token"]} if said else set()
    elif said is not None and (NAME in said or SIGNS_IN in said):
        if person.entry != key:
            person.entry, person.name = key, None
        person.name = said.get(NAME, person.name)
        person.signs_in = said.get(SIGNS_IN, person.signs_in)
        if said.get(TOKENS_ENDED):
            person.ended |= set(person.tokens)


def _check(found: Findings, account: Account, told: _Told) -> None:
    where = _where(account.person_id)
    if told.signs_in is None:
        found.add("account_unexplained", where, Text("没有条目说明这个账号从何而来", "No entry explains this account"))
        return
    differing = [
        column
        for column, now, said in (("username", account.username, told.name), ("is_active", account.is_active, told.signs_in))
        if said is not None and now != said
    ]
    if differing:
        text = Text("账号的{c}与条目{e}不符", "The account's {c} is not what entry {e} says")
        found.add("account", where, text.with_(c=", ".join(differing), e=told.entry))


def _check_tokens(found: Findings, told: dict[int, _Told]) -> None:
    seen: dict[int, set[int]] = {}
    for token in Token.objects.select_related("account").order_by("id").iterator(chunk_size=2000):
        person = token.account.person_id
        said = told.get(person, _Told())
        seen.setdefault(person, set()).add(token.pk)
        where, issued = f"{_where(person)} token {token.pk}", said.tokens.get(token.pk)
        if issued is None:
            if said.erased:
                said.erased -= 1
            else:
                found.add("token_unexplained", where, Text("没有条目说明这个令牌从何而来", "No entry explains this token"))
        elif any(issued.get(name) != value for name, value in tokens.stated(token).items()):
            found.add("token", where, Text("令牌与签发它的条目不符", "The token is not the one its entry issued"))
        elif token.revoked != (token.pk in said.ended):
            found.add("token", where, _NOT_REVOKED if token.revoked else _REVOKED)
    for person, gone in _missing(told, seen):
        found.add("token_missing", f"{_where(person)} token {gone}", Text("令牌不见了", "A token that was issued is gone"))


_REVOKED = Text("令牌已吊销，又能用了", "The token was revoked and opens again")
_NOT_REVOKED = Text("没有条目吊销过这个令牌", "No entry revoked this token")


def _missing(told: dict[int, _Told], seen: dict[int, set[int]]) -> Iterator[tuple[int, int]]:
    for person, said in sorted(told.items()):
        for token in sorted(set(said.tokens) - seen.get(person, set())):
            yield person, token


def _where(person: int) -> str:
    return f"registers.person:{person}"
