"""Published projects as an OC4IDS package, for everyone and without signing in: from the public site and by the API.

All of them come from the file that is kept; a choice of them is made on the spot, as long as it is small.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, BinaryIO

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from taizhang.basis.errors import BadInput, NotFound, Refused
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.surfaces import public_page
from taizhang.surfaces.api.door import endpoint, only_parameters
from taizhang.surfaces.entrance import language

from ..open_data import kept, oc4ids, package
from .public import chosen

_FILTERS = ("q", "district", "stage")
_TYPE = "application/json"
#: Of so many projects a package is made on the spot: in a few tenths of a second.
MOST_CHOSEN = 1_000


def download(request: HttpRequest) -> HttpResponseBase:
    """公开项目 (OC4IDS): the projects that the public list shows under the same choice, as a file; 404 when there are none."""
    try:
        answer = _package(request)
    except Refused as refused:
        return _said(request, refused)
    if answer is None:
        return public_page.missing(request)
    called = "oc4ids-trial" if oc4ids.on_trial(settings.TAIZHANG_OC4IDS_PREFIX) else "oc4ids"
    answer["Content-Disposition"] = f'attachment; filename="{called}-{clock.today().isoformat()}.json"'
    return answer


def _said(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The refusal as a page, with the time after which one may ask again."""
    answer = public_page.answer(request, "public/later.html", {"refused": refused.in_(language(request))}, refused.status)
    if isinstance(refused, kept.BeingMade):
        answer["Retry-After"] = str(refused.retry_after_seconds)
        answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def _api(request: HttpRequest) -> Any:
    """公开项目 (OC4IDS) by the API: the same package; a parameter that is not known is refused."""
    only_parameters(request, _FILTERS)
    answer = _package(request)
    if answer is None:
        raise NotFound(Text("没有公开的项目", "No project is published"), code="nothing_published")
    return answer


api = endpoint(GET=_api)


def _package(request: HttpRequest) -> HttpResponseBase | None:
    """The package that the address asks for; None when no project is in it.

    Raises:
        BadInput: a choice of more projects than are put together on the spot. BeingMade: the whole package, at this moment.
    """
    if any(request.GET.get(name, "").strip() for name in _FILTERS):
        return _of_choice(request)
    found = kept.opened()
    if found is None:
        return None
    file, content = found
    opening = package.opening(request.build_absolute_uri(), file.changed_at).encode()
    tag = f'"{sha256(file.name.encode() + opening).hexdigest()[:32]}"'
    answer = _body(request, opening, content, get_conditional_response(request, tag, file.made, None))
    if answer.status_code == 200:
        answer["Content-Length"] = str(len(opening) + file.size)
    answer["ETag"], answer["Last-Modified"] = tag, http_date(file.made)
    # Whoever keeps a copy asks each time whether it still holds: a project may have been withdrawn.
    answer["Cache-Control"] = "public, no-cache"
    return answer


def _body(request: HttpRequest, opening: bytes, content: BinaryIO, unchanged: HttpResponseBase | None) -> HttpResponseBase:
    """The stream, or the answer without a body that the request asks for; then the file is closed."""
    if unchanged is None and request.method != "HEAD":
        return StreamingHttpResponse(_Joined(opening, content), content_type=_TYPE)
    content.close()
    return unchanged or HttpResponse(content_type=_TYPE)


class _Joined:
    """The beginning of a package and the file with its projects, as one stream; the file is closed with the answer."""

    def __init__(self, opening: bytes, file: BinaryIO) -> None:
        self.opening, self.file = opening, file

    def __iter__(self) -> Iterator[bytes]:
        yield self.opening
        yield from kept.blocks(self.file)

    def close(self) -> None:
        self.file.close()


def _of_choice(request: HttpRequest) -> HttpResponse | None:
    rows = chosen(request)
    if rows[: MOST_CHOSEN + 1].count() > MOST_CHOSEN:
        raise BadInput(
            Text("所选项目超过{n}个", "More than {n} projects are chosen").with_(n=f"{MOST_CHOSEN:,}"),
            code="too_many",
            remedy=Text("缩小范围，或者不带条件取全部", "Choose fewer, or take all of them without a condition"),
        )
    text = "".join(package.pieces(request.build_absolute_uri(), rows))
    return HttpResponse(text, content_type=_TYPE) if text else None
