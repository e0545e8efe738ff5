"""Published projects as an OC4IDS package, for everyone and without signing in: from the public site and by the API, as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import PUBLIC
from taizhang.registers.records import PLACE
from taizhang.surfaces import public_page
from taizhang.surfaces.api.door import endpoint, only_parameters

from .. import queries
from ..open_data import oc4ids
from .public import chosen

_EXAMPLE = Text("示例城市（生成数据）", "Example city (generated figures)")
_FILTERS = ("q", "district", "stage")


def download(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """公开项目 (OC4IDS): the projects that the public list shows under the same choice, as a file; 404 when there are none."""
    answer = _package(request)
    if answer is None:
        return public_page.missing(request)
    called = "oc4ids-trial" if oc4ids.on_trial(settings.TAIZHANG_OC4IDS_PREFIX) else "oc4ids"
    answer["Content-Disposition"] = f'attachment; filename="{called}-{clock.today().isoformat()}.json"'
    return answer


def _api(request: HttpRequest) -> Any:
    """公开项目 (OC4IDS) by the API: the same package; a parameter that is not known is refused."""
    only_parameters(request, _FILTERS)
    answer = _package(request)
    if answer is None:
        raise NotFound(Text("没有公开的项目", "No project is published"), code="nothing_published")
    return answer


api = endpoint(GET=_api)


def publisher() -> str:
    """Who publishes: what the installation says, else the topmost place; the example city never speaks for a real one."""
    if settings.TAIZHANG_OC4IDS_PUBLISHER:
        return str(settings.TAIZHANG_OC4IDS_PUBLISHER)
    if settings.TAIZHANG_EXAMPLE:
        return f"{_EXAMPLE.zh} / {_EXAMPLE.en}"
    top = reading.rows(PUBLIC, PLACE).filter(parent__isnull=True).order_by("id").first()
    return PLACE.name_of(top) if top else "Taizhang"


def pieces(uri: str, rows: Any) -> Iterator[str]:
    """The package of some rows as text, one project after another; nothing is held but the present few hundred.

    Yields nothing at all when there is no row: the standard knows no empty package.
    """
    changed = queries.changed_at(rows)
    if changed is None:
        return
    opening = json.dumps(oc4ids.head(uri, oc4ids.publisher(publisher(), settings.TAIZHANG_OC4IDS_PREFIX), changed), ensure_ascii=False)
    yield opening[:-1] + ', "projects": [\n'
    between = ""
    for found in queries.published(rows):
        yield between + json.dumps(oc4ids.project(found, settings.TAIZHANG_OC4IDS_PREFIX), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _package(request: HttpRequest) -> StreamingHttpResponse | None:
    written = pieces(request.build_absolute_uri(), chosen(request))
    first = next(written, None)
    if first is None:
        return None
    return StreamingHttpResponse(_on(first, written), content_type="application/json")


def _on(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
