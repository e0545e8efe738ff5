"""Pages for what did not go through: what happened, where, which rule, what to do, in that order."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from taizhang.basis.errors import NotAllowed, NotFound, Refused
from taizhang.basis.text import Text
from taizhang.frame.away import away, in_a_line, is_away, storage
from taizhang.surfaces.entrance import language

from .layout import page

_log = logging.getLogger(__name__)
HEADS: dict[int, Text] = {
    400: Text("请求读不懂", "The request cannot be read"),
    403: Text("没有权限", "Not allowed"),
    404: Text("没有找到", "Not found"),
    409: Text("现在还不能办", "Not possible now"),
    422: Text("填写有误", "Something needs correction"),
    500: Text("系统出错了", "The system failed"),
    503: Text("暂时不能使用", "Not available for the moment"),
}


def refused_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The refusal as a page with its own status: inside the frame for those who are signed in."""
    lang = language(request)
    head = HEADS.get(refused.status, HEADS[400]).in_(lang)
    context = {"head": head, "refused": refused.in_(lang), "status": refused.status, "where": request.path}
    user: Any = getattr(request, "user", None)
    if user is not None and user.is_authenticated and not user.must_change:
        return page(request, "pages/refused.html", context, title=head, status=refused.status)
    return render(request, "pages/refused_bare.html", {**context, "title": head}, status=refused.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what the browser sent is not a request of this site."""
    reason = Text("浏览器发来的内容不完整或过大", "What the browser sent is incomplete or too large")
    return refused_page(request, _BadRequest(reason, code="bad_request", remedy=_BACK))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a page that is not for this person."""
    reason = Text("这个页面不在您的岗位权限之内", "This page is not within the rights of your post")
    return refused_page(request, NotAllowed(reason, code="forbidden", remedy=_ASK))


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such address."""
    reason = Text("没有这个页面，或者它不在您的工作范围内", "There is no such page, or it is outside your scope")
    return refused_page(request, NotFound(reason, code="not_found", remedy=_BACK))


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form does not come from a page of this site, or the sign-in behind it has ended."""
    reasoned = Text(
        "这张表不是从本站当前登录的页面提交的，没有记录任何内容",
        "This form was not sent from a page of your present sign-in; nothing was recorded",
    )
    remedy = Text(
        "返回上一页刷新后重新提交；登录已过期的请重新登录",
        "Go back, reload the page and submit again; sign in again if your sign-in has ended",
    )
    return refused_page(request, NotAllowed(reasoned, code="csrf", remedy=remedy))


def failed(request: HttpRequest) -> HttpResponse:
    """500: a fault of the program; 503 while the database is away. Nothing here asks the database."""
    # Django calls this while it deals with the exception, from wherever it came: a view, a template, the session.
    error = sys.exc_info()[1]
    stuck = storage(error)
    if stuck is not None:
        _log.error("%s %s: %s: %s", request.method, request.path, stuck.code, in_a_line(error))
        return _unavailable(request, stuck)
    if is_away(error):
        return _not_available(request, error)
    lang = language(request)
    context = {"lang": lang, "title": HEADS[500].in_(lang), "head": HEADS[500].in_(lang), "status": 500, "where": request.path}
    return HttpResponse(render_to_string("pages/failed.html", context), status=500)


def _not_available(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    refused = away(wrote=request.method not in ("GET", "HEAD"), at_page=not request.path.startswith("/api/"))
    response = _unavailable(request, refused)
    response["Retry-After"] = str(refused.retry_after_seconds)
    _log.warning("%s %s: the database is away: %s", request.method, request.path, in_a_line(error))
    return response


def _unavailable(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The refusal without asking the database, as a page or for a program."""
    lang = language(request)
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse(refused.in_(lang), json_dumps_params={"ensure_ascii": False})
    else:
        head = HEADS[refused.status].in_(lang)
        context = {"lang": lang, "title": head, "head": head, "refused": refused.in_(lang), "status": refused.status, "where": request.path}
        response = HttpResponse(render_to_string("pages/away.html", context))
    response.status_code = refused.status
    # One line is enough: Django would add the whole trace, once for every request of an outage.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


class _BadRequest(Refused):
    """What was sent is not a request that can be answered."""

    status = 400


_BACK = Text("返回上一页，或从“我的工作”重新进入", "Go back, or start again from “My work”")
_ASK = Text("确需办理的，请本单位管理员核对您的任职", "If it is yours to do, ask your administrator to check your post")
