"""The door of the signed-in pages: who is not signed in is sent to sign in, and every refusal becomes a page that explains it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from taizhang.basis.errors import Refused

from .faults import refused_page

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """The view, for people who are signed in and have chosen their own password; refusals are shown as pages."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if not user.is_authenticated:
            return _sent(request, f"{reverse('pages:sign_in')}?{urlencode({'next': request.get_full_path()})}")
        if user.must_change:
            return _sent(request, reverse("pages:password"))
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return refused_page(request, refused)

    return guarded


def _sent(request: HttpRequest, where: str) -> HttpResponse:
    # A fragment would otherwise be replaced by the whole sign-in page.
    return HttpResponseClientRedirect(where) if getattr(request, "htmx", False) else HttpResponseRedirect(where)
