"""上报: what is reported from the site. The page works without a network: it is a shell without anybody's data, kept by the
browser together with what the person has begun; what is sent goes through the API's own addresses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.money import FEN_PER
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import BoundAction, installed
from taizhang.frame.declare import Errand
from taizhang.surfaces.entrance import language

from . import field_words
from .device import tag
from .door import signed_in
from .form import Box, Form
from .layout import Link, page, standings
from .work import left_until

_STATIC = Path(__file__).resolve().parent.parent / "static" / "report"


def errands_of(actor: Actor, today: date) -> list[Errand]:
    """Everything that the person may report from the site, what has a date first, the earliest first."""
    found = [
        errand
        for module in installed().modules
        if module.fieldwork is not None and module.fieldwork.rights & actor.rights
        for errand in module.fieldwork.errands(actor, today)
    ]
    return sorted(found, key=lambda e: (e.due is None, e.due or today))


@require_GET
@signed_in
def report(request: HttpRequest) -> HttpResponse:
    """What this person's organ must report, each with the way to its form; a browser with scripts makes it work without a network."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang, today = language(request), clock.today()
    context = {"groups": grouped(errands_of(actor, today), today, lang), "words": field_words.all_in(lang)}
    title = field_words.REPORT.in_(lang)
    return on_the_spot(page(request, "pages/report.html", context, title=title, crumbs=(Link(title, current=True),)))


def on_the_spot(response: HttpResponse) -> HttpResponse:
    """The page may ask for the camera and for where the device is; no other page of the product may."""
    response["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()"
    return response


def grouped(errands: Sequence[Errand], today: date, lang: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """Errands by what they belong to, or else by what is done, in the order in which they came."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for errand in errands:
        groups.setdefault(_group(errand, lang) or _label(errand).in_(lang), []).append(_line(errand, today, lang))
    return list(groups.items())


def _group(errand: Errand, lang: str) -> str:
    return errand.group.in_(lang) if isinstance(errand.group, Text) else errand.group


def _label(errand: Errand) -> Text:
    return errand.label or installed().action(errand.action).label


def _line(errand: Errand, today: date, lang: str) -> dict[str, Any]:
    known = "&".join(f"{name}={value}" for name, value in errand.fixed.items())
    form = reverse("pages:act", args=[errand.kind, errand.key, errand.action])
    return {
        "id": f"{errand.action}:{errand.key}:{known}",
        "title": errand.title.in_(lang) if isinstance(errand.title, Text) else errand.title,
        "why": errand.why.in_(lang),
        "due": errand.due.isoformat() if errand.due else "",
        "left": left_until(errand.due, today).in_(lang) if errand.due else "",
        "late": bool(errand.due and errand.due < today),
        "href": f"{form}?{known}",
        "url": f"/api/records/{errand.kind}/{errand.key}/{errand.action}/",
        "fixed": dict(errand.fixed),
        "known": [_said(errand, name, value, lang) for name, value in errand.fixed.items()],
        "form": _form_key(errand),
        "group": _group(errand, lang),
        "label": _label(errand).in_(lang),
    }


def _said(errand: Errand, name: str, value: str, lang: str) -> tuple[str, str]:
    """An input that is not asked, in words: what it is called and what it is."""
    item = installed().action(errand.action).inputs.get(name)
    if item is None:
        raise KeyError(f"{errand.action} has no input {name}, which its errand fixes")
    word = dict(item.ask.choices).get(value)
    return item.ask.label.in_(lang), word.in_(lang) if word else value


def _form_key(errand: Errand) -> str:
    return f"{errand.action}:{errand.photo}"


# -- what the browser asks for while there is a network -------------------------------------------------------------------


@require_GET
@signed_in
def errands(request: HttpRequest) -> JsonResponse:
    """Whose browser this is, what there is to report, and the forms for it: all that the page needs without a network."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang, today = language(request), clock.today()
    found = errands_of(actor, today)
    posts = standings(actor, lang)
    user: Any = request.user
    body = {
        "who": tag(actor),
        "token": get_token(request),
        "person": user.person.name_en if lang == "en" and user.person.name_en else user.person.name,
        "post": f"{posts[0].organ} · {posts[0].role}" if posts else "",
        "groups": grouped(found, today, lang),
        "forms": {_form_key(e): _form(e, actor, lang) for e in {_form_key(e): e for e in found}.values()},
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _form(errand: Errand, actor: Actor, lang: str) -> dict[str, Any]:
    """One form as data: its boxes in the order of the errand, and what is agreed to by sending it."""
    bound = installed().action(errand.action)
    action = bound.action
    return {
        "label": _label(errand).in_(lang),
        "law": action.law.cite(lang) if action.law else "",
        "confirm": action.confirm.in_(lang) if action.confirm else "",
        "photo": errand.photo,
        "day": errand.day,
        "scan": errand.scan,
        "drawn": errand.drawn,
        "buttons": errand.buttons,
        "boxes": list(_boxes(errand, bound, actor, lang)),
    }


def _boxes(errand: Errand, bound: BoundAction, actor: Actor, lang: str) -> Iterator[dict[str, Any]]:
    boxes = {box.name: box for box in Form(bound, actor, lang, {}).boxes()}
    asked = errand.asks or tuple(n for n in boxes if n not in errand.fixed and n != errand.day)
    for name in asked:
        item = bound.inputs.get(name)
        if item is None:
            raise KeyError(f"{bound.key} has no input {name}, which its errand asks for")
        yield _box(boxes[name]) | {"fen": FEN_PER.get(item.ask.unit, 0) if item.kind == "fen" else 0}  # type: ignore[call-overload]


def _box(box: Box) -> dict[str, Any]:
    kept = ("name", "label", "kind", "required", "unit", "help", "multiline", "many", "numeric", "options")
    return {name: value for name, value in asdict(box).items() if name in kept}


# -- what the browser keeps -----------------------------------------------------------------------------------------------


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The page without anything of anybody: what a browser shows of it when there is no network."""
    lang = language(request)
    context = {"title": field_words.REPORT.in_(lang), "words": field_words.all_in(lang)}
    return on_the_spot(render(request, "pages/report_shell.html", context))


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the page when there is no network; looked for anew each time, so that it never lags behind."""
    response = HttpResponse((_STATIC / "worker.js").read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
