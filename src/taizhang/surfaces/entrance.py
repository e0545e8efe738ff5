"""Who stands at the door: the actor of a request, in which language, and how long they may stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from taizhang.basis.errors import Refused
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import PUBLIC, Actor, Post
from taizhang.frame.rights import acting_as
from taizhang.registers import people

#: Where the session keeps the moment of sign-in: the absolute limit of ASVS 7.3.2 counts from it.
SIGNED_IN_AT = "signed_in_at"
LAST_SEEN = "last_seen"
#: Under which of several posts the person works now: the one that entries name.
POST = "post"

_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; connect-src 'self'"
)


class EntranceMiddleware:
    """`request.actor` is the person with the posts of today; sign-ins end by idleness and by age; every page has a policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _too_long(request):
            # Before anything looks for a form in it: files of any size would be written to the disk first, for anybody.
            return _too_much(request)
        if request.user.is_authenticated:
            self._limit(request)
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", _POLICY)
        # A page that works with the camera or the place says so itself, in its view.
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if request.user.is_authenticated and not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response

    @staticmethod
    def _limit(request: HttpRequest) -> None:
        now = clock.now()
        begun = request.session.get(SIGNED_IN_AT)
        seen = request.session.get(LAST_SEEN)
        too_old = begun and now - datetime.fromisoformat(begun) > timedelta(hours=settings.TAIZHANG_SIGN_IN_HOURS)
        idle = seen and now - datetime.fromisoformat(seen) > timedelta(seconds=settings.SESSION_COOKIE_AGE)
        if too_old or idle:
            logout(request)
            return
        # Written at most once a minute: a read of a page should not be a write to the database.
        if not seen or now - datetime.fromisoformat(seen) > timedelta(seconds=60):
            request.session[LAST_SEEN] = now.isoformat()


def _too_long(request: HttpRequest) -> bool:
    """Whether a request announces more than any entrance takes; without an announcement nothing is read of it."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return announced.isascii() and announced.isdigit() and int(announced[:20]) > settings.TAIZHANG_LARGEST_REQUEST


class _TooMuch(Refused):
    status = 413


def _too_much(request: HttpRequest) -> HttpResponse:
    limit = settings.TAIZHANG_LARGEST_REQUEST // 1024 // 1024
    reason = Text("内容超过 {m} MB，没有读取", "More than {m} MB was sent; nothing of it was read").with_(m=limit)
    said = _TooMuch(reason, code="too_large").in_(language(request))
    if request.path.startswith("/api/"):
        return JsonResponse(said, status=413, json_dumps_params={"ensure_ascii": False})
    return HttpResponse(said["reason"], status=413, content_type="text/plain; charset=utf-8")


def _actor(request: HttpRequest) -> Actor:
    user: Any = request.user
    if not user.is_authenticated:
        return PUBLIC
    actor = people.actor_for(user)
    chosen = [i for i, post in enumerate(actor.posts) if post_key(post) == request.session.get(POST)]
    return acting_as(actor, chosen[0]) if chosen else actor


def post_key(post: Post) -> str:
    """A post as the session keeps it: it names the appointment's content, so that a revoked one is simply not found."""
    return f"{post.role}/{post.organ}/{post.place}/{post.acting_for or ''}"


def address_of(request: HttpRequest) -> str:
    """The address a request came from, '' where it cannot be known: behind a proxy that does not say, everybody has one.

    Of a proxy's list the last is what the proxy itself saw; those before it are what the caller claimed.
    """
    given = request.META.get("HTTP_X_FORWARDED_FOR", "")
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TAIZHANG_BEHIND_PROXY:
        return given.rpartition(",")[2].strip()[:80]
    return "" if given and direct in _LOOPBACK else direct


_LOOPBACK = ("127.0.0.1", "::1")


def language(request: HttpRequest) -> str:
    """'zh' or 'en', whichever the page is in."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every page knows: who it is for and in which language."""
    return {"actor": getattr(request, "actor", PUBLIC), "lang": language(request)}
