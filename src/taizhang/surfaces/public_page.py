"""How a page that needs no sign-in is answered: in the language that was asked for, with the same frame everywhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from . import entrance

#: What `?lang=` may say, and the language of the page it gives.
_ASKED = {"zh": "zh-hans", "en": "en"}
_YEAR = 365 * 24 * 3600


def answer(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page; `?lang=en` or `?lang=zh` changes its language and is remembered in one cookie."""
    asked = _ASKED.get(request.GET.get("lang", ""))
    if asked:
        translation.activate(asked)
    response = render(request, template, {"lang": entrance.language(request), **(context or {})}, status=status)
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    if asked:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            asked,
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def missing(request: HttpRequest) -> HttpResponse:
    """The page that says what is not there and where to look; the same whether it never was or is not public."""
    return answer(request, "public/missing.html", status=404)
