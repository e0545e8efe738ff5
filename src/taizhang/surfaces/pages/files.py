"""Files: sent before the form that uses them, and served only through the record they prove something for."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import BadInput, NotFound, Refused
from taizhang.basis.text import Text
from taizhang.frame import clock, disclosure, reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.registers import evidence
from taizhang.registers.records import EVIDENCE
from taizhang.surfaces.entrance import language

from .door import signed_in

_INLINE = frozenset({"image/jpeg", "image/png", "image/webp"})


@require_POST
@signed_in
def upload(request: HttpRequest) -> HttpResponse:
    """A file is kept for its sender for 24 hours; the answer is its number for the form, or the reason why not."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise BadInput(Text("没有收到文件", "No file was received"), code="no_file")
        kept = evidence.receive(actor, sent.name or "file", sent.chunks())
    except Refused as refused:
        return _json(refused.in_(language(request)), refused.status)
    taken = kept.taken_at.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M") if kept.taken_at else None
    return _json(
        {
            "id": kept.pk,
            "name": kept.name,
            "size": kept.size,
            "sha256": kept.sha256,
            "media_type": kept.media_type,
            "taken_at": taken,
            "located": kept.latitude_e6 is not None,
        },
        201,
    )


def _json(body: object, status: int) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False}, safe=False)


@require_GET
@signed_in
def serve(request: HttpRequest, key: int) -> HttpResponse | FileResponse:
    """The file of a piece of evidence, for those who may see the record it belongs to."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = reading.one(actor, EVIDENCE, key)
    kind, _, subject = row.subject.rpartition(":")
    record = installed().records.get(kind)
    if record is None or not subject.isdigit() or not reading.rows(actor, record).filter(id=int(subject)).exists():
        raise reading.not_found(EVIDENCE, key)
    disclosure.looked(actor, record, (int(subject),), "file")
    path = evidence.path_of(row.sha256)
    if not path.exists():
        raise NotFound(
            Text("文件“{n}”不在存储中，记录仍在", "The file “{n}” is not in the store; its record is").with_(n=row.name),
            code="file_gone",
            remedy=Text("请系统管理员从备份恢复", "Ask the system administrator to restore it from a backup"),
        )
    inline = request.GET.get("inline") == "1" and row.media_type in _INLINE
    response = FileResponse(path.open("rb"), as_attachment=not inline, filename=row.name, content_type=row.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
