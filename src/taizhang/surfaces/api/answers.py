"""What the API sends: JSON in UTF-8, and every refusal in the one shape of `Refused.in_`."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse

from taizhang.basis.errors import NotFound, Refused
from taizhang.basis.text import Text, joined, verbatim
from taizhang.frame.away import Away

JSON = "application/json"


class Malformed(Refused):
    """What was sent is not a request that can be read."""

    status = 400


class Unknown(Refused):
    """Nobody has signed in, and this needs somebody."""

    status = 401


class WrongMethod(Refused):
    """The address exists and does not take this method."""

    status = 405

    def __init__(self, allowed: tuple[str, ...]) -> None:
        names = verbatim(", ".join(allowed))
        super().__init__(Text("此地址只接受：{m}", "This address takes only: {m}").with_(m=names), code="method")
        self.allowed = allowed


class TooLarge(Refused):
    """More was sent than is taken."""

    status = 413


class WrongType(Refused):
    """The content is not of a type that is taken here."""

    status = 415


class NeedsVersion(Refused):
    """The record would be changed by somebody who does not say which version of it they have seen."""

    status = 428


def answer(content: Any, status: int = 200, **headers: str) -> HttpResponse:
    """The content as JSON, Chinese left as it is; never kept by a cache."""
    body = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    response = HttpResponse(body.encode(), content_type=JSON, status=status)
    response["Cache-Control"] = "no-store"
    # Two languages share an address, and so do two people.
    response["Vary"] = "Accept-Language, Authorization, Cookie"
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def refusal(refused: Refused, language: str) -> HttpResponse:
    """The refusal with its status, and the headers that go with it."""
    response = answer(refused.in_(language), refused.status)
    if isinstance(refused, WrongMethod):
        response["Allow"] = ", ".join(refused.allowed)
    if isinstance(refused, Unknown):
        response["WWW-Authenticate"] = 'Bearer realm="taizhang"'
    if isinstance(refused, Away):
        response["Retry-After"] = str(refused.retry_after_seconds)
        # Whoever answers with it has written one line to the log; Django would add another for each request of an outage.
        response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def sign_in_first(refused: Refused | None = None) -> Unknown:
    """The refusal for the public where a person is needed; keeps the law and who may do it."""
    reasons = [Text("请先登录，或随请求附上令牌", "Sign in first, or send a token with the request")]
    if refused is not None:
        reasons.append(refused.reason)
    return Unknown(
        joined(reasons),
        code="sign_in",
        law=refused.law if refused else None,
        remedy=Text(
            "在请求头写 Authorization: Bearer <令牌>；令牌在登录后签发",
            "Send the header Authorization: Bearer <token>; a token is issued after signing in",
        ),
    )


def no_address(path: str) -> NotFound:
    """The refusal for an address that the API does not have."""
    return NotFound(
        Text("接口没有这个地址：{p}", "The API has no such address: {p}").with_(p=path[:200]),
        code="no_address",
        remedy=Text("全部地址见 /api/", "All addresses are listed at /api/"),
    )
