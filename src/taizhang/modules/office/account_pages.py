"""Accounts: opened, reset, unlocked and closed by a security administrator, each with an entry about the person.

A one-time password is made after the entry is written, in the same request, shown on the page that answers it, and kept
nowhere but as a hash. If the program stops in between, the account stays shut and is reset once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import NotFound, Refused
from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.perform import perform
from taizhang.registers import accounts, attempts
from taizhang.surfaces.entrance import language

from . import queries, terms
from .pages import actor_of, answer, number_asked

_TITLE = Text("账号", "Accounts")
#: What the page offers, and whether the account needs a one-time password afterwards.
_VERBS = {"open": True, "reset": True, "unlock": False, "close": False}
_INPUTS = {"open": "username", "reset": "reason", "close": "reason"}


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A person with their account, and what it is: none, open, locked, to be changed, closed."""

    person: Any
    account: Any
    state: str
    label: Text
    own: bool
    locked_until: datetime | None = None


_STATES = {
    "none": Text("没有账号", "None"),
    "closed": Text("已关闭", "Closed"),
    "locked": Text("已锁定", "Locked"),
    "shut": Text("待发一次性密码", "Needs a one-time password"),
    "change": Text("须改密码", "Has to choose a password"),
    "open": Text("正常", "Open"),
}


def _state(account: Any, locked_until: datetime | None) -> str:
    if account is None:
        return "none"
    if not account.is_active:
        return "closed"
    if locked_until is not None:
        return "locked"
    if not account.has_usable_password():
        return "shut"
    return "change" if account.must_change else "open"


@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The people whose accounts the reader administers."""
    return _page(request, actor_of(request, terms.SECURITY))


@never_cache
@require_POST
def act(request: HttpRequest, key: int, verb: str) -> HttpResponse:
    """The act is an entry about the person; where it needs a one-time password, the page that answers shows it once."""
    actor = actor_of(request, terms.SECURITY)
    if verb not in _VERBS:
        raise NotFound(Text("没有这个操作", "There is no such action"), code="no_action")
    raw = {name: request.POST.get(name, "") for name in (_INPUTS[verb],)} if verb in _INPUTS else {}
    try:
        perform(f"office.{verb}_account", key, actor, raw)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, actor, refusal=refused)
    if not _VERBS[verb]:
        return HttpResponseRedirect(f"{reverse('office:accounts')}?done={verb}")
    account = queries.account_of(key)
    return _page(request, actor, given=(account, accounts.give_password(account)) if account else None)


def _page(
    request: HttpRequest, actor: Actor, *, given: tuple[Any, str] | None = None, refusal: Refused | None = None
) -> HttpResponse:
    words, page = request.GET.get("q", "").strip()[:60], number_asked(request, "page") or 1
    people, count = queries.people_with_accounts(actor, words, page)
    locks = attempts.locks([p.account.username for p in people if getattr(p, "account", None)])
    context = {
        "lines": [_line(person, actor, locks) for person in people],
        "words": words,
        "count": count,
        "number": page,
        "next": page + 1 if page * queries.PAGE < count else None,
        "previous": page - 1 if page > 1 else None,
        "given": given,
        "refusal": refusal.in_(language(request)) if refusal else None,
        "done": request.GET.get("done", ""),
    }
    return answer(request, "accounts.html", context, _TITLE, status=refusal.status if refusal else 200)


def _line(person: Any, actor: Actor, locks: Mapping[str, datetime]) -> AccountLine:
    account = getattr(person, "account", None)
    until = locks.get(account.username) if account is not None else None
    state = _state(account, until)
    return AccountLine(person, account, state, _STATES[state], person.pk == actor.person, until)
