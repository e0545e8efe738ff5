"""Files: sent first, then named by the action that they prove something for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponse

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.registers import evidence
from taizhang.registers.models import Upload

from .answers import WrongType, answer
from .bodies import check_length
from .door import account_of, only_parameters
from .values import plain

#: Room for the boundaries and names around one file.
_AROUND_BYTES = 64 * 1024


def receive(request: HttpRequest) -> HttpResponse:
    """POST /api/evidence/: the file is kept for its sender for 24 hours, to be named as an input of an action.

    A telephone may state beside it when and where it took a picture that does not say so itself.
    """
    account_of(request)
    only_parameters(request, ())
    check_length(request, evidence.LIMIT_BYTES + _AROUND_BYTES)
    if request.content_type != "multipart/form-data":
        raise WrongType(
            Text("请以 multipart/form-data 发送，文件放在 file 项", "Send it as multipart/form-data, the file in the part “file”"),
            code="content_type",
            field="Content-Type",
        )
    sent = request.FILES.getlist("file")
    if len(sent) != 1 or len(request.FILES) != 1:
        raise BadInput(Text("请在 file 项发送一个文件", "Send one file in the part “file”"), code="missing", field="file")
    stated = stated_by(request.POST)
    upload = evidence.receive(request.actor, sent[0].name or "file", sent[0].chunks(), stated)  # type: ignore[attr-defined]
    return answer(_upload(upload), 201, Location=f"/api/records/registers.upload/{upload.pk}/")


#: What a device states of a picture, beside the file; the place comes whole or not at all.
_PLACE = ("latitude", "longitude", "accuracy_m")


def stated_by(parts: Mapping[str, Any]) -> evidence.Stated | None:
    """What the sender's device says of a picture; None when it says nothing of when it was taken.

    Raises:
        BadInput: an unknown part, a time without a zone, a place that is none.
    """
    unknown = next((name for name in parts if name not in ("taken_at", *_PLACE)), None)
    if unknown is not None:
        raise _bad(unknown[:40], Text("没有这一项", "There is no such part"))
    if "taken_at" not in parts:
        if any(name in parts for name in _PLACE):
            raise _bad("taken_at", Text("位置要连同拍摄时间一起给出", "A place comes with the time at which it was taken"))
        return None
    return evidence.Stated(_moment(str(parts["taken_at"])), *_place(parts))


def _moment(text: str) -> datetime:
    try:
        taken = datetime.fromisoformat(text)
        # A time at the edge of the calendar has no equal in another zone.
        return taken.astimezone(UTC) if taken.tzinfo is not None and 1949 < taken.year < 2200 else _no_moment()
    except ValueError:
        return _no_moment()


def _no_moment() -> NoReturn:
    raise _bad(
        "taken_at",
        Text("应为带时区的时间，如 2026-01-31T09:30:00+08:00", "A time with its zone, such as 2026-01-31T09:30:00+08:00"),
    )


def _place(parts: Mapping[str, Any]) -> tuple[int, int, int] | tuple[()]:
    if not any(name in parts for name in _PLACE):
        return ()
    latitude, longitude = (_number(parts, "latitude", 90), _number(parts, "longitude", 180))
    accuracy = _number(parts, "accuracy_m", 1_000_000)
    if accuracy < 0:
        raise _bad("accuracy_m", _NO_NUMBER)
    return round(latitude * 1_000_000), round(longitude * 1_000_000), math.ceil(accuracy)


_NO_NUMBER = Text("应为范围内的数字", "A number within its range")


def _number(parts: Mapping[str, Any], name: str, most: int) -> float:
    try:
        value = float(parts.get(name, ""))
    except ValueError:
        raise _bad(name, _NO_NUMBER) from None
    if not abs(value) <= most:
        raise _bad(name, _NO_NUMBER)
    return value


def _bad(name: str, reason: Text) -> BadInput:
    return BadInput(Text("“{n}”：{r}", "“{n}”: {r}").with_(n=name, r=reason), code="bad_statement", field=name)


def _upload(upload: Upload) -> dict[str, Any]:
    return {
        "ref": upload.pk,
        "name": upload.name,
        "media_type": upload.media_type,
        "size": upload.size,
        "sha256": upload.sha256,
        "taken_at": plain(upload.taken_at, "zh"),
        "located": upload.latitude_e6 is not None,
        "accuracy_m": upload.accuracy_m,
        "expires_at": plain(upload.at + timedelta(hours=24), "zh"),
    }
