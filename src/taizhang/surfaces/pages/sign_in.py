"""Signing in and out, the password, the language, and the post under which one works."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout, password_validation, update_session_auth_hash
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.registers import attempts, people
from taizhang.registers.models import Account
from taizhang.surfaces.entrance import POST, SIGNED_IN_AT, address_of, post_key

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class Attempt:
    """How an attempt to sign in ended: the account, or the sentence that says why not."""

    account: Account | None
    refusal: Text | None = None


def attempt(username: str, password: str, address: str = "") -> Attempt:
    """The account when name and password belong together and neither name nor address has failed too often.

    What is done and said is the same for a name that nobody has: counts are kept of what was typed, not of accounts.
    """
    standing = attempts.counted(username, address)
    account = people.find(username)
    held = account if account is not None and account.is_active else None
    right = check_password(password, held.password if held is not None else _nobodys())
    if standing.crowded and not (right and standing.known):
        return Attempt(None, _CROWDED)
    if standing.locked_until is not None:
        return Attempt(None, _locked(standing.locked_until))
    if right and held is not None:
        attempts.entered(username, address)
        return Attempt(held)
    return Attempt(None, _locked(attempts.locked(username)) if standing.last else _WRONG)


@cache
def _nobodys() -> str:
    """A password that nobody knows, kept as real ones are: looking at it takes as long."""
    return make_password(secrets.token_urlsafe(32))


_WRONG = Text(
    "用户名或密码不对。请核对后重试；忘记密码的，请本单位管理员重置。",
    "The name or the password is not right. Check both and try again; if you forgot the password, ask your administrator.",
)
_CROWDED = Text(
    "这个网络地址上有太多登录名接连失败，暂时不能从这里登录。请过一刻钟再试；之前在这里登录过的人，密码正确即可进入。",
    "Too many sign-in names have failed from this network address: nobody new signs in from here for now. Try again in a quarter "
    "of an hour; whoever has signed in from here before gets in with the right password.",
)


def _locked(until: datetime) -> Text:
    return Text(
        "连续{n}次密码不对，这个登录名已锁定到 {u}。到时再试，或请本单位安全管理员解锁。",
        "The password was wrong {n} times in a row: this sign-in name is locked until {u}. Try again then, or ask your security administrator to unlock it.",
    ).with_(n=settings.TAIZHANG_LOCK_AFTER, u=until.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M"))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; after it, the page that was asked for."""
    onward = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    username = request.POST.get("username", "").strip()
    refusal: Text | None = None
    if request.method == "POST":
        result = attempt(username, request.POST.get("password", ""), address_of(request))
        if result.account is not None:
            return _entered(request, result.account, onward)
        refusal = result.refusal
    elif request.user.is_authenticated:
        return HttpResponseRedirect(onward)
    context = {"username": username, "refusal": refusal, "next": onward, "sign_in_cards": _cards(request)}
    return render(request, "pages/sign_in.html", context, status=422 if refusal else 200)


def _entered(request: HttpRequest, account: Account, onward: str) -> HttpResponse:
    # `login` gives the session a new key, so a key that was planted before is worth nothing.
    login(request, account, backend=_BACKEND)
    request.session[SIGNED_IN_AT] = clock.now().isoformat()
    return HttpResponseRedirect(reverse("pages:password") if account.must_change else onward)


def _cards(request: HttpRequest) -> Any:
    """Cards of the example city, when the installation names a function that gives them."""
    path = getattr(settings, "TAIZHANG_SIGN_IN_CARDS", "")
    return import_string(path)(request) if path else ()


def _safe(request: HttpRequest, where: str) -> str:
    if where and url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure()):
        return where
    return reverse("pages:work")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session is gone from the server, and from the browser whatever it kept for this person: drafts, photos, pages."""
    logout(request)
    response = HttpResponseRedirect(reverse("pages:sign_in"))
    response["Clear-Site-Data"] = '"storage"'
    return response


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """The person's own password; every other session of the account ends when it changes."""
    user: Any = request.user
    if not user.is_authenticated:
        return HttpResponseRedirect(reverse("pages:sign_in"))
    complaints: list[Text] = []
    if request.method == "POST":
        complaints = _change(request, user)
        if not complaints:
            return HttpResponseRedirect(reverse("pages:work"))
    context = {"complaints": complaints, "forced": user.must_change}
    return render(request, "pages/password.html", context, status=422 if complaints else 200)


def _change(request: HttpRequest, user: Any) -> list[Text]:
    old, new = request.POST.get("old", ""), request.POST.get("new", "")
    standing = attempts.counted_for(_PRESENT, user.pk)
    if standing.locked_until is not None:
        return [_too_often(standing.locked_until)]
    if not user.check_password(old):
        return [_too_often(attempts.locked_for(_PRESENT, user.pk)) if standing.last else _NOT_PRESENT]
    attempts.cleared_for(_PRESENT, user.pk)
    if new != request.POST.get("again", ""):
        return [Text("两次输入的新密码不一样", "The two new passwords differ")]
    if new == old:
        return [Text("新密码与原密码相同", "The new password is the old one")]
    try:
        password_validation.validate_password(new, user)
    except ValidationError as error:
        return [_PASSWORD_RULES.get(e.code or "", _PASSWORD_RULES["password_too_common"]) for e in error.error_list]
    user.set_password(new)
    user.must_change = False
    user.save(update_fields=["password", "must_change"])
    update_session_auth_hash(request, user)
    return []


#: What wrong tries at the present password are counted under: somebody at an unattended desk is no better off than at the door.
_PRESENT = "present"
_NOT_PRESENT = Text("原密码不对", "The present password is not right")


def _too_often(until: datetime) -> Text:
    return Text(
        "原密码连续{n}次不对，{u} 之前不能修改。忘记密码的，请本单位安全管理员重置。",
        "The present password was wrong {n} times in a row: it cannot be changed before {u}. If you forgot it, ask your security administrator to reset it.",
    ).with_(n=settings.TAIZHANG_LOCK_AFTER, u=until.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M"))


_PASSWORD_RULES = {
    "password_too_short": Text("新密码至少10个字符", "The new password needs at least 10 characters"),
    "password_too_common": Text("新密码太常见，容易被猜到", "The new password is too common and easily guessed"),
    "password_entirely_numeric": Text("新密码不能全是数字", "The new password may not be all digits"),
}


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """From now on pages are in Chinese or in English, for this browser."""
    code = "en" if request.POST.get("language") == "en" else "zh-hans"
    response = HttpResponseRedirect(_safe(request, request.POST.get("next", "")))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_POST
def choose_post(request: HttpRequest) -> HttpResponse:
    """From now on the person works under another one of their posts; entries name its organ."""
    actor = request.actor  # type: ignore[attr-defined]
    wanted = request.POST.get("post", "")
    if any(post_key(post) == wanted for post in actor.posts):
        request.session[POST] = wanted
    return HttpResponseRedirect(_safe(request, request.POST.get("next", "")))


def front(request: HttpRequest) -> HttpResponse:
    """The front door: to one's work, or to what everyone may see."""
    return HttpResponseRedirect(reverse("pages:work") if request.user.is_authenticated else "/public/")
