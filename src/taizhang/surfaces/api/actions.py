"""Doing actions: the body is the inputs, the address is the target, headers carry version and submission key."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse

from taizhang.basis.errors import BadInput, NotAllowed
from taizhang.basis.text import Text
from taizhang.frame.catalogue import BoundAction, installed
from taizhang.frame.perform import Outcome, perform

from .answers import answer, no_address, sign_in_first
from .bodies import read_object
from .door import only_parameters

_SUBMISSION = re.compile(r"[\x21-\x7e]{1,80}")
_VERSION = re.compile(r'"?([0-9a-f]{32})"?')


def on_record(request: HttpRequest, kind: str, key: int, action: str) -> HttpResponse:
    """POST /api/records/{kind}/{id}/{action}/: the action is done to that row."""
    bound = exposed(request, action)
    if bound.on is None or bound.on.kind != kind:
        raise no_address(request.path)
    return _done(request, bound, key)


def without_target(request: HttpRequest, action: str) -> HttpResponse:
    """POST /api/actions/{action}/: an action that is done to no row."""
    bound = exposed(request, action)
    if bound.on is not None:
        raise no_address(request.path)
    return _done(request, bound, None)


def exposed(request: HttpRequest, action: str) -> BoundAction:
    """The action of a key, unless only the machine does it. Raises NotFound."""
    bound = installed().actions.get(action)
    if bound is None or bound.action.machine:
        raise no_address(request.path)
    return bound


def _done(request: HttpRequest, bound: BoundAction, target: int | None) -> HttpResponse:
    only_parameters(request, ())
    actor: Any = request.actor  # type: ignore[attr-defined]
    inputs = read_object(request)
    try:
        outcome = perform(
            bound.key, target, actor, inputs, version=_version(request), idempotency_key=_submission(request)
        )
    except NotAllowed as refused:
        # The refusal is in the journal either way; the public is told to sign in rather than that it may not.
        raise (sign_in_first(refused) if actor.is_public else refused) from None
    return answer(outcome_of(outcome), 201 if outcome.created else 200, **_location(outcome))


def outcome_of(outcome: Outcome) -> dict[str, Any]:
    """What a success did, as data."""
    subject = {"kind": outcome.kind, "id": outcome.key} if outcome.kind else None
    return {"entry": outcome.entry, "subject": subject, "created": outcome.created, "repeated": outcome.repeated}


def _location(outcome: Outcome) -> dict[str, str]:
    return {"Location": f"/api/records/{outcome.kind}/{outcome.key}/"} if outcome.created and outcome.kind else {}


def _submission(request: HttpRequest) -> str | None:
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    if not _SUBMISSION.fullmatch(given):
        raise BadInput(
            Text("提交编号应为1至80个可见的 ASCII 字符", "A submission key is 1 to 80 visible ASCII characters"),
            code="bad_idempotency_key",
            field="Idempotency-Key",
        )
    return given


def _version(request: HttpRequest) -> str | None:
    given = request.headers.get("If-Match")
    if given is None or given.strip() == "*":
        return None
    found = _VERSION.fullmatch(given.strip())
    if found is None:
        raise BadInput(
            Text("If-Match 应为记录的 version", "If-Match is the version of the record"), code="bad_version", field="If-Match"
        )
    return found[1]
