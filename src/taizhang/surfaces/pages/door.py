"""The door of the signed-in pages: who is not signed in is sent to sign in, and every refusal becomes a page that explains it.

That somebody was not allowed in is on record, as it is for an action: a page tells as much as an entry does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django_htmx.http import HttpResponseClientRedirect

from taizhang.basis.errors import NotAllowed, Refused
from taizhang.basis.text import Text, joined
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.writing import journal_page
from taizhang.surfaces.sessions import SAFE, foreign

from .faults import csrf, refused_page

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
            return _refused(request, refused)

    return guarded


def right_first(right: str, view: View) -> View:
    """As `signed_in`; of what is sent by somebody without the right nothing is read, not even its form."""
    inner = signed_in(view)

    # Django's own check reads the form to find its token, files and all; here it comes after the right.
    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if request.method in SAFE or not user.is_authenticated:
            return inner(request, *args, **kwargs)
        try:
            holder_of(request, right)
        except NotAllowed as refused:
            return _refused(request, refused)
        return csrf(request) if foreign(request) else inner(request, *args, **kwargs)

    return guarded


def actor_of(request: HttpRequest) -> Actor:
    """Who stands at the door of a page: the public too."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def holder_of(request: HttpRequest, right: str) -> Actor:
    """Whoever asks, when they hold a right.

    Raises:
        NotAllowed: naming the roles that carry it.
    """
    actor = actor_of(request)
    if actor.may(right):
        return actor
    catalogue = installed()
    holders = [catalogue.roles[key].label for key, held in catalogue.rights_of_role.items() if right in held and key in catalogue.roles]
    raise NotAllowed(
        Text("这个页面不在您的岗位权限之内", "This page is not within the rights of your post"),
        code="no_right",
        remedy=Text("可由以下岗位办理：{w}", "It is for: {w}").with_(w=joined(holders, "、", ", ")) if holders else None,
    )


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    if refused.status == NotAllowed.status and not refused.journalled:
        journal_page(request.actor, request.path, refused)  # type: ignore[attr-defined]
    return refused_page(request, refused)


def _sent(request: HttpRequest, where: str) -> HttpResponse:
    # A fragment would otherwise be replaced by the whole sign-in page.
    return HttpResponseClientRedirect(where) if getattr(request, "htmx", False) else HttpResponseRedirect(where)
