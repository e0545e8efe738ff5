"""What an outsider needs to check an entry: the bundle, whom to trust, and the program that checks."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from taizhang.basis.errors import NotFound, Refused
from taizhang.basis.text import Text
from taizhang.frame import proofs, signing

from .entrance import language

#: The stand-alone verifier, beside the program's source.
VERIFIER = Path(__file__).resolve().parents[3] / "verify" / "taizhang_verify.py"


@require_safe
def entry_bundle(request: HttpRequest, key: str) -> HttpResponse:
    """The entry's bundle as a file; 404 when it is not for this reader, 409 while there is no proof yet."""
    try:
        made = proofs.bundle(request.actor, key)  # type: ignore[attr-defined]
    except Refused as refused:
        return _refusal(request, refused)
    return _download(JsonResponse(made, json_dumps_params={"ensure_ascii": False}), f"entry-{key}.json")


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """The log's key and the witnesses: to be compared with what the witnesses themselves publish before it is trusted."""
    chosen = signing.policy()
    if chosen is None:
        return _refusal(request, NotFound(Text("尚未设定见证方", "No witnesses have been named yet"), code="no_policy"))
    return _download(HttpResponse(str(chosen), content_type="application/json"), "policy.json")


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint; with ?witness=NAME the largest that this witness signed, for one that lost its memory."""
    note = signing.newest_note(request.GET.get("witness", "")[:120])
    if note is None:
        return _refusal(request, NotFound(Text("还没有这样的检查点", "There is no such checkpoint yet"), code="no_checkpoint"))
    return _download(HttpResponse(str(note), content_type="text/plain; charset=utf-8"), "checkpoint.txt")


@require_safe
def verifier(request: HttpRequest) -> HttpResponseBase:
    """The program that checks a bundle: one file, standard library only."""
    return _program(request, VERIFIER)


@require_safe
def draw_verifier(request: HttpRequest) -> HttpResponseBase:
    """The program that draws again from published files."""
    return _program(request, VERIFIER.with_name("draw_verify.py"))


@require_safe
def teams_verifier(request: HttpRequest) -> HttpResponseBase:
    """The program that checks the certificate of drawn teams."""
    return _program(request, VERIFIER.with_name("teams_verify.py"))


def _program(request: HttpRequest, file: Path) -> HttpResponseBase:
    if not file.exists():
        return _refusal(request, NotFound(Text("此处没有核验程序", "The verifier is not installed here"), code="no_verifier"))
    return FileResponse(file.open("rb"), as_attachment=True, filename=file.name, content_type="text/x-python")


def _refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    return JsonResponse(
        {"error": refused.in_(language(request))}, status=refused.status, json_dumps_params={"ensure_ascii": False}
    )


def _download(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
