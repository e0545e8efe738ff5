"""The door of the API: who asks, in which language, by which method; every way out is JSON in the one shape."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from taizhang.basis.errors import BadInput, NotAllowed, Refused
from taizhang.basis.text import Text
from taizhang.frame.actor import PUBLIC
from taizhang.frame.away import away, in_a_line, is_away, storage
from taizhang.frame.writing import journal_page
from taizhang.registers import people, tokens
from taizhang.registers.models import Account
from taizhang.surfaces.entrance import language as page_language
from taizhang.surfaces.sessions import SAFE, foreign

from .answers import Malformed, TooLarge, Unknown, WrongMethod, answer, no_address, refusal, sign_in_first

View = Callable[..., HttpResponse]

_log = logging.getLogger(__name__)
_BEARER = re.compile(r"Bearer +(tz_[A-Za-z0-9_-]{43})", re.IGNORECASE)


def endpoint(**methods: View) -> View:
    """One address of the API: a view for each method it takes."""
    allowed = tuple(methods) + (("HEAD",) if "GET" in methods else ())

    def answered(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            chosen = methods.get("GET" if request.method == "HEAD" else str(request.method))
            if chosen is None:
                raise WrongMethod(allowed)
            _enter(request)
            return chosen(request, **parts)
        except Refused as refused:
            _on_record(request, refused)
            return refusal(refused, language(request))
        except RequestDataTooBig:
            return refusal(TooLarge(Text("内容过大", "The content is too large"), code="too_large"), language(request))
        except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
            return refusal(Malformed(Text("请求读不懂", "The request cannot be read"), code="body"), language(request))
        except Exception as error:
            if is_away(error):
                _log.warning("%s %s: the database is away: %s", request.method, request.path, in_a_line(error))
                return refusal(away(wrote=request.method not in SAFE, at_page=False), language(request))
            stuck = storage(error)
            if stuck is not None:
                _log.error("%s %s: %s: %s", request.method, request.path, stuck.code, in_a_line(error))
                return refusal(stuck, language(request))
            # A program that calls an API must not be sent a page; the fault itself goes to the log.
            _log.exception("%s %s failed", request.method, request.path)
            return answer(_FAULT.in_(language(request)), 500)

    # Django's own check would answer with a page, and a token needs none: `_enter` checks sessions itself.
    @csrf_exempt
    def view(request: HttpRequest, **parts: Any) -> HttpResponse:
        response = answered(request, **parts)
        response["Content-Language"] = language(request)
        return response

    return view


_FAULT = Refused(
    Text("系统出错了，没有记录任何内容", "The system failed; nothing was recorded"),
    code="fault",
    remedy=Text("请稍后重试；仍然出错请告知系统管理员", "Try again later; if it fails again, tell the system administrator"),
)


def _on_record(request: HttpRequest, refused: Refused) -> None:
    """What an action refuses is journalled by `perform`; this is for the rest, and for people who are known."""
    actor = getattr(request, "actor", PUBLIC)
    if refused.status == NotAllowed.status and not refused.journalled and not actor.is_public:
        journal_page(actor, request.path, refused)


def language(request: HttpRequest) -> str:
    """'zh' or 'en': ?lang first, then what the client accepts."""
    asked = request.GET.get("lang", "")
    return asked if asked in ("zh", "en") else page_language(request)


def account_of(request: HttpRequest) -> Account:
    """Who has signed in, by session or by token.

    Raises:
        Unknown: nobody.
    """
    account: Account | None = getattr(request, "account", None)
    if account is None:
        raise sign_in_first()
    return account


def by_session(request: HttpRequest) -> bool:
    """True when a person sits at a browser, not a program with a token."""
    return "Authorization" not in request.headers


def only_parameters(request: HttpRequest, known: tuple[str, ...]) -> None:
    """Nothing, when the address has no parameter but these, each once and as text that can be stored.

    Raises:
        BadInput: naming the parameter. A mistyped filter must not answer with everything.
    """
    for name, values in request.GET.lists():
        if name not in known and name != "lang":
            raise BadInput(
                Text("没有“{n}”这个参数", "There is no parameter “{n}”").with_(n=_printable(name)),
                code="unknown_parameter",
                field=_printable(name),
            )
        if len(values) > 1 or "\x00" in values[0] or (name == "lang" and values[0] not in ("zh", "en")):
            raise bad_parameter(name, values[0])


def bad_parameter(name: str, value: str) -> BadInput:
    """The refusal of a parameter's value."""
    return BadInput(
        Text("参数“{n}”不能是“{v}”", "The parameter “{n}” cannot be “{v}”").with_(n=name, v=_printable(value)),
        code="bad_parameter",
        field=name,
    )


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text[:60])


def _enter(request: HttpRequest) -> None:
    """`request.actor` and `request.account` are whoever asks; PUBLIC and None when nobody has signed in."""
    if by_session(request):
        _enter_by_session(request)
        return
    found = _BEARER.fullmatch(request.headers["Authorization"])
    account = tokens.account_of(found[1]) if found else None
    if account is None:
        raise Unknown(
            Text("令牌无效、已过期或已吊销", "The token is not valid, has expired or was revoked"),
            code="bad_token",
            remedy=Text("重新签发令牌", "Issue a new token"),
        )
    request.account = account  # type: ignore[attr-defined]
    request.actor = people.actor_for(account)  # type: ignore[attr-defined]


def _enter_by_session(request: HttpRequest) -> None:
    user: Any = request.user
    request.account = user if user.is_authenticated else None  # type: ignore[attr-defined]
    if not user.is_authenticated:
        request.actor = PUBLIC  # type: ignore[attr-defined]
        return
    if request.method not in SAFE:
        _check_csrf(request)
    if user.must_change:
        raise NotAllowed(
            Text("请先设置自己的密码", "Choose your own password first"),
            code="password",
            remedy=Text("登录后修改密码", "Sign in and change it"),
        )


def _check_csrf(request: HttpRequest) -> None:
    if foreign(request):
        raise NotAllowed(
            Text("缺少或不符的 CSRF 令牌", "The CSRF token is absent or wrong"),
            code="csrf",
            remedy=Text("随请求附上 X-CSRFToken，或改用 Bearer 令牌", "Send X-CSRFToken with the request, or use a bearer token"),
        )


@csrf_exempt
def absent(request: HttpRequest, path: str = "") -> HttpResponse:
    """404 in JSON for whatever lies under the API and is not there."""
    return refusal(no_address(request.path), language(request))
