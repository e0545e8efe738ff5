"""Files: sent first, then named by the action that they prove something for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

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
    """POST /api/evidence/: the file is kept for its sender for 24 hours, to be named as an input of an action."""
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
    upload = evidence.receive(request.actor, sent[0].name or "file", sent[0].chunks())  # type: ignore[attr-defined]
    return answer(_upload(upload), 201, Location=f"/api/records/registers.upload/{upload.pk}/")


def _upload(upload: Upload) -> dict[str, Any]:
    return {
        "ref": upload.pk,
        "name": upload.name,
        "media_type": upload.media_type,
        "size": upload.size,
        "sha256": upload.sha256,
        "expires_at": plain(upload.at + timedelta(hours=24), "zh"),
    }
