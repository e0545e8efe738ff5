"""Where a firm answers a guidance letter without signing in: the code on the letter opens one form, and nothing else is told.

Every code that is typed counts against the address that it came from: after too many wrong ones nothing is looked up for a while.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from taizhang.basis.errors import BadInput, Conflict, Refused
from taizhang.basis.text import Text
from taizhang.frame.actor import MACHINE, PUBLIC
from taizhang.frame.perform import perform
from taizhang.registers import attempts, evidence
from taizhang.surfaces import public_page
from taizhang.surfaces.entrance import address_of, language

from .. import rules, terms
from ..actions.guiding import CORRECTION_LONGEST
from ..queries import clocks

_PURPOSE: Final = "sandbox.reply"
_LARGEST: Final = 20 * 1024 * 1024
_TEMPLATE: Final = "sandbox/reply.html"
_WRONG: Final = Text("没有这个编码，或者它已经用过、失效", "There is no such code, or it was used or is no longer valid")


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest) -> HttpResponse:
    """A box for the code; with the right one, what the firm is asked and a form for its answer; afterwards, that it was received."""
    if request.method == "GET":
        return _answer(request, {})
    try:
        member = _opened(request)
        if request.POST.get("step") == "send":
            _send(request, member)
            return _answer(request, {"done": True})
        return _answer(request, _asked(request, member))
    except Refused as refused:
        found: dict[str, Any] = {"refusal": refused.in_(language(request))}
        if request.POST.get("step") == "send" and not isinstance(refused, _Locked) and refused.code != "wrong_code":
            found |= _asked(request, clocks.by_code(rules.read_code(request.POST.get("code", ""))))
        return _answer(request, found, refused.status)


class _Locked(Conflict):
    """Too many wrong codes came from an address."""

    status = 429


def _opened(request: HttpRequest) -> Any:
    """The firm whose letter shows the code that was typed.

    Raises:
        _Locked: too many wrong ones came from here. BadInput: it is none.
    """
    key = _address_key(request)
    stands = attempts.counted_for(_PURPOSE, key)
    if stands.locked_until is not None:
        raise _Locked(
            Text("尝试次数过多，请过一会儿再试", "Too many tries; try again in a while"), code="locked",
            remedy=Text("或按指导书上的电话联系", "Or call the number on the letter"),
        )  # fmt: skip
    member = clocks.by_code(rules.read_code(request.POST.get("code", "")))
    if member is None:
        if stands.last:
            attempts.locked_for(_PURPOSE, key)
        raise BadInput(
            _WRONG, code="wrong_code", field="code", remedy=Text("核对指导书上的16位编码", "Check the 16 characters on the letter")
        )
    attempts.cleared_for(_PURPOSE, key)
    return member


def _address_key(request: HttpRequest) -> int:
    """The address as a number; everybody's is the same where it cannot be known."""
    return int.from_bytes(sha256(address_of(request).encode()).digest()[:6], "big")


def _send(request: HttpRequest, member: Any) -> None:
    if member.state != "guided":
        # Before the file is kept: a code that was answered would take one after the other.
        raise Conflict(Text("现在不能提交自纠情况", "Nothing can be sent now"), code="wrong_state", law=terms.LENIENT)
    words = request.POST.get("correction", "").strip()
    if not words:
        raise BadInput(Text("请写明改正了什么", "Say what was corrected"), code="missing", field="correction")
    sent: Any = request.FILES.get("file")
    raw: dict[str, Any] = {"correction": words[:CORRECTION_LONGEST]}
    if sent is not None:
        if sent.size > _LARGEST:
            raise BadInput(Text("文件超过 20 MB", "The file is larger than 20 MB"), code="too_large", field="file")
        raw["upload"] = evidence.receive(PUBLIC, sent.name or "file", sent.chunks()).pk
    perform("sandbox.take_in_correction", member.pk, MACHINE, raw)


def _asked(request: HttpRequest, member: Any) -> dict[str, Any]:
    """What the letter told the firm already, and nothing beside it."""
    return {
        "firm": member.enterprise.name,
        "office": member.organ,
        "defect": dict(terms.DEFECTS)[member.defect],
        "demand": member.demand,
        "correct_by": member.correct_by,
        "listing_due": member.listing_due,
        "law": terms.LISTING,
        "open": member.state == "guided",
        "code": rules.written(rules.read_code(request.POST.get("code", ""))),
        "correction": request.POST.get("correction", ""),
        "longest": CORRECTION_LONGEST,
    }


def _answer(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = public_page.answer(request, _TEMPLATE, context, status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
