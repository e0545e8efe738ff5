"""API tokens: issued once, kept as a hash, good until a day, revoked by whoever holds the account."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.frame.content import plain
from taizhang.frame.noting import note

from . import people
from .models import Account, Token

#: How the secret begins, so that a scanner of logs and repositories can tell one when it sees it.
PREFIX = "tz_"
DEFAULT_DAYS, MOST_DAYS = 90, 366
#: A use is noted at most this often: a read through the API should not be a write to the database.
_NOTED = timedelta(minutes=1)


def issue(account: Account, label: str, days: int = DEFAULT_DAYS, by: Actor | None = None) -> tuple[Token, str]:
    """The account has one more token, with an entry; the secret is given here and never again. `by`: else its holder.

    Raises:
        BadInput: without a label, or for less than a day or more than a year.
    """
    label = label.strip()
    if not label or len(label) > 80:
        raise BadInput(
            Text("请写明令牌的用途（80字以内）", "Say what the token is for (80 characters at most)"), code="missing", field="label"
        )
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(
            Text("有效期应为1至{m}天", "A token is valid for 1 to {m} days").with_(m=MOST_DAYS), code="bad_days", field="days"
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    with transaction.atomic():
        token = Token.objects.create(
            account=account, sha256=_hash(secret), label=label, created_at=now, expires_at=now + timedelta(days=days)
        )
        _noted(account, "token_issued", stated(token), by)
    return token, secret


def stated(token: Token) -> dict[str, Any]:
    """What the entry holds of a token that was issued, in its restricted part; the hash of a secret shows nothing of it."""
    return {"token": token.pk, "sha256": token.sha256, "label": token.label, "expires_at": plain(token.expires_at)}


def _noted(account: Account, what: str, restricted: dict[str, Any], by: Actor | None) -> None:
    person = f"registers.person:{account.person_id}"
    actor = by or people.actor_of(account.person)
    note(actor, f"registers.person.{what}", subject=person, matter=person, restricted=restricted)


def account_of(secret: str) -> Account | None:
    """The account behind a token that is known, not expired, not revoked, and whose account may sign in."""
    now = clock.now()
    found = Token.objects.select_related("account__person").filter(sha256=_hash(secret)).first()
    if found is None or found.revoked or found.expires_at <= now or not found.account.is_active:
        return None
    if found.last_used_at is None or now - found.last_used_at > _NOTED:
        Token.objects.filter(pk=found.pk).update(last_used_at=now)
    return found.account


def of(account: Account) -> Sequence[Token]:
    """All tokens of an account, newest first."""
    return list(Token.objects.filter(account=account).order_by("-created_at", "-id"))


def revoke(account: Account, key: int, by: Actor | None = None) -> Token:
    """The token opens nothing any more, and an entry says so.

    Raises:
        NotFound: the account has no such token.
    """
    token = Token.objects.filter(account=account, pk=key).first()
    if token is None:
        raise NotFound(Text("没有这个令牌", "There is no such token"), code="no_token")
    if token.revoked:
        return token
    with transaction.atomic():
        token.revoked = True
        token.save(update_fields=["revoked"])
        _noted(account, "token_revoked", {"token": token.pk}, by)
    return token


def revoke_all(account: Account) -> int:
    """No token of the account opens anything any more; gives how many that were. The entry is that of the account's own act."""
    return Token.objects.filter(account=account, revoked=False).update(revoked=True)


def _hash(secret: str) -> str:
    # 256 random bits need no salt and no slow hash: there is nothing to guess.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
