"""Tokens of the account that asks: listed and revoked by anyone who holds it, issued only at a browser."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from taizhang.basis.errors import BadInput, NotAllowed
from taizhang.basis.text import Text
from taizhang.registers import tokens
from taizhang.registers.models import Token

from .answers import answer
from .bodies import read_object
from .door import account_of, by_session, only_parameters
from .values import plain


def listed(request: HttpRequest) -> HttpResponse:
    """GET /api/tokens/: the account's tokens, newest first; never a secret."""
    only_parameters(request, ())
    return answer({"tokens": [token_of(t) for t in tokens.of(account_of(request))]})


def issued(request: HttpRequest) -> HttpResponse:
    """POST /api/tokens/: a new token; its secret is in this answer and nowhere else."""
    account = account_of(request)
    only_parameters(request, ())
    if not by_session(request):
        raise NotAllowed(
            # Otherwise one stolen token would live for ever by issuing the next.
            Text("不能用令牌签发令牌", "A token cannot issue another"),
            code="session_only",
            remedy=Text("登录后签发，或由管理员运行 taizhang token issue", "Sign in to issue one, or run taizhang token issue"),
        )
    label, days = _wanted(read_object(request))
    token, secret = tokens.issue(account, label, days)
    return answer(token_of(token) | {"secret": secret}, 201)


def revoked(request: HttpRequest, key: int) -> HttpResponse:
    """DELETE /api/tokens/{id}/: the token opens nothing any more."""
    account = account_of(request)
    only_parameters(request, ())
    return answer(token_of(tokens.revoke(account, key)))


def _wanted(body: dict[str, Any]) -> tuple[str, int]:
    unknown = next((name for name in body if name not in ("label", "days")), None)
    if unknown is not None:
        raise BadInput(
            Text("没有“{n}”这一项", "There is no input “{n}”").with_(n=unknown), code="unknown_input", field=unknown
        )
    label, days = body.get("label", ""), body.get("days", tokens.DEFAULT_DAYS)
    if not isinstance(label, str) or "\x00" in label:
        raise BadInput(Text("label 应为文字", "label is text"), code="bad_label", field="label")
    if not isinstance(days, int) or isinstance(days, bool):
        raise BadInput(Text("days 应为整数", "days is a whole number"), code="bad_days", field="days")
    return label, days


def token_of(token: Token) -> dict[str, Any]:
    """A token as it may be shown."""
    return {
        "id": token.pk,
        "label": token.label,
        "created_at": plain(token.created_at, "zh"),
        "expires_at": plain(token.expires_at, "zh"),
        "last_used_at": plain(token.last_used_at, "zh"),
        "revoked": token.revoked,
    }
