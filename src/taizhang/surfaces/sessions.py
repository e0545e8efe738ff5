"""Requests by session come from a page of this site: Django's check of the token, for views that make it themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

#: Methods that change nothing, and therefore need no token.
SAFE = ("GET", "HEAD")


class _Csrf(CsrfViewMiddleware):
    """Django's check, giving the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def foreign(request: HttpRequest) -> str:
    """Why a request was not sent from a page of the present sign-in; '' when it was. Reads the form, if the token is there."""
    check = _Csrf(lambda _: HttpResponse())
    check.process_request(request)
    return str(check.process_view(request, _unexempted, (), {}) or "")


def _unexempted(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
