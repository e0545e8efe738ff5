"""The published files of a sample check: anybody who has them draws again with `verify/draw_verify.py`."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from taizhang.frame import reading
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports import sent
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from ..declared.spot import SECRET_TITLE, SPOT
from .drawing import MODULE, crumbs


@require_GET
def frame(request: HttpRequest, key: int) -> HttpResponse:
    """The list that is drawn from, byte by byte as it was committed."""
    return sent.attachment(_row(request, key).frame, f"frame-{key}.csv", "text/csv; charset=utf-8")


@require_GET
def manifest(request: HttpRequest, key: int) -> HttpResponse:
    """What was committed, with what was revealed once it was drawn."""
    row = _row(request, key)
    document: dict[str, Any] = {"manifest": json.loads(row.manifest), "manifest_sha256": row.commitment}
    if row.revealed:
        document["revealed"] = json.loads(row.revealed)
    return sent.attachment(json.dumps(document, ensure_ascii=False, indent=1), f"manifest-{key}.json", "application/json")


@require_GET
def secret(request: HttpRequest) -> HttpResponse:
    """Where a party makes its secret, in its own browser: nothing of it comes here."""
    lang = language(request)
    posts = layout.standings(actor_of(request), lang)
    context = {"organ": posts[0].organ if posts else ""}
    return layout.page(request, "commitments/secret.html", context, title=SECRET_TITLE.in_(lang), crumbs=crumbs(SECRET_TITLE, request), module=MODULE)


def _row(request: HttpRequest, key: int) -> Any:
    return reading.one(actor_of(request), SPOT, key)
