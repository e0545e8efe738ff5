"""Personal data, opened for a purpose: each reading is an entry, and the person it is about sees who read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text
from taizhang.frame import disclosure, proofs, reading, restricted
from taizhang.frame.actor import Actor
from taizhang.kernels.ledger.models import Entry
from taizhang.registers.records import PERSON
from taizhang.surfaces.entrance import language

from .door import signed_in
from .layout import Link, page
from .names import Names
from .record import record_of
from .timeline import Payload, Said, told
from .values import page_of, shown

_PAGE = 50
_TITLE = Text("已查阅：{w}", "Opened: {w}")


@never_cache
@require_POST
@signed_in
def entry(request: HttpRequest, key: str) -> HttpResponse:
    """The restricted part of an entry with its personal data, or the proof that holds it; the reading is on record."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang, purpose = language(request), request.POST.get("purpose", "")
    if request.POST.get("as") == "bundle":
        made, _ = proofs.opened_bundle(actor, key, purpose)
        response = JsonResponse(made, json_dumps_params={"ensure_ascii": False})
        response["Content-Disposition"] = f'attachment; filename="entry-{key}.json"'
        return response
    opened = disclosure.open_entry(actor, key, purpose)
    found = Entry.objects.get(key=key)
    payload = Payload(found, {}, actor, lang)
    names = Names(actor, lang)
    names.learn([found.subject], [found.actor])
    title = _TITLE.with_(w=Text("存证", "entry")).in_(lang)
    back = reverse("pages:entry", args=[key])
    return _answer(request, title, payload.words(opened.values, names), opened.entry, purpose, back)


@never_cache
@require_POST
@signed_in
def record(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """The personal columns of one record; the reading is on record.

    Raises:
        NotFound: a kind that has none.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang, of, purpose = language(request), record_of(kind), request.POST.get("purpose", "")
    personal = [f for f in of.fields if f.visibility == "personal"]
    if not personal:
        raise NotFound(Text("这类记录没有个人信息", "This kind of record has no personal data"), code="nothing_personal")
    reading.one(actor, of, key)
    if not (actor.machine or restricted.may_open(actor, f"{kind}:{key}")):
        raise disclosure.not_yours()
    opened = disclosure.open_row(actor, of, key, purpose)
    values = tuple(_said(of, f, opened.row, lang) for f in personal)
    title = _TITLE.with_(w=of.name_of(opened.row, lang)).in_(lang)
    return _answer(request, title, values, opened.entry, purpose, page_of(of, key))


def _said(of: Any, field: Any, row: Any, lang: str) -> Said:
    value = shown(of, field, row, lang)
    return Said(field.label.in_(lang), value.text if not value.absent else "—", restricted=True)


def _answer(request: HttpRequest, title: str, said: tuple[Said, ...], entry: str, purpose: str, back: str) -> HttpResponse:
    context = {"said": said, "entry": entry, "purpose": purpose.strip(), "back": back}
    return page(request, "pages/opened.html", context, title=title, crumbs=(Link(title, current=True),))


@never_cache
@require_GET
@signed_in
def of_me(request: HttpRequest) -> HttpResponse:
    """What personal data is held of the reader, and who has opened it, for what purpose."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang = language(request)
    me = restricted.person_key(actor.person or 0)
    row = PERSON.model._default_manager.filter(id=actor.person or 0).first()
    held = tuple(_said(PERSON, f, row, lang) for f in PERSON.fields if f.visibility == "personal") if row is not None else ()
    readings = Entry.objects.filter(subject=me, action=f"{PERSON.kind}.{disclosure.VERB}").order_by("-key")
    before = request.GET.get("before", "")
    if len(before) == 32 and before.isalnum():
        readings = readings.filter(key__lt=before)
    found = list(readings[: _PAGE + 1])
    title = Text("我的个人信息", "My personal data").in_(lang)
    context = {
        "held": held,
        "moments": told(found[:_PAGE], actor, lang, own=me),
        "earlier": found[_PAGE - 1].key if len(found) > _PAGE else "",
    }
    return page(request, "pages/opened_of_me.html", context, title=title, crumbs=(Link(title, current=True),))
