"""Doing actions: the body is the inputs, the address is the target, headers carry version and submission key."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse

from taizhang.basis.errors import BadInput, NotAllowed
from taizhang.basis.text import Text
from taizhang.frame.catalogue import BoundAction, installed
from taizhang.frame.perform import Outcome, perform
from taizhang.frame.rights import check_right
from taizhang.frame.writing import journal

from .answers import NeedsVersion, answer, no_address, sign_in_first
from .bodies import read_object
from .door import only_parameters
from .openapi import changes_its_target

_SUBMISSION = re.compile(r"[\x21-\x7e]{1,80}")
_CLIENT = re.compile(r"[\x21-\x7e]{16,80}")
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
    inputs, version = read_object(request), _version(request)
    if actor.is_public:
        actor = replace(actor, client=_client(request))
    try:
        if version is None and changes_its_target(bound):
            _needs_version(request, bound, target)
        outcome = perform(
            bound.key, target, actor, inputs, version=version, idempotency_key=_submission(request)
        )
    except NotAllowed as refused:
        # The refusal is in the journal either way; the public is told to sign in rather than that it may not.
        raise (sign_in_first(refused) if actor.is_public else refused) from None
    return answer(outcome_of(outcome), 201 if outcome.created else 200, **_location(outcome))


def _needs_version(request: HttpRequest, bound: BoundAction, target: int | None) -> None:
    """Nothing, when somebody says outright that they act on whatever the record says now.

    Raises:
        NotAllowed: first of all, for those without the right. NeedsVersion: for everybody else.
    """
    if request.headers.get("If-Match") is not None:
        return
    actor: Any = request.actor  # type: ignore[attr-defined]
    try:
        check_right(bound, actor)
    except NotAllowed as refused:
        journal(bound, target, actor, refused)
        raise
    raise NeedsVersion(
        Text("这个操作会改变记录，请说明您看到的是哪个版本", "This changes the record: say which version of it you have seen"),
        code="version_needed",
        field="If-Match",
        law=bound.action.law,
        remedy=Text(
            "先读取该记录，把它的 version（即 ETag）放在请求头 If-Match 里；不论版本都要办的写 If-Match: *",
            "Read the record and send its version (the ETag) as the header If-Match; to act on whatever it says now, send If-Match: *",
        ),
    )


def outcome_of(outcome: Outcome) -> dict[str, Any]:
    """What a success did, as data."""
    subject = {"kind": outcome.kind, "id": outcome.key} if outcome.kind else None
    said = {"entry": outcome.entry, "subject": subject, "created": outcome.created, "repeated": outcome.repeated}
    return said | ({"given": dict(outcome.given)} if outcome.given else {})


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


def _client(request: HttpRequest) -> str:
    """By which random key of its own a caller who has not signed in is the same one again, '' where none is given."""
    given = request.headers.get("Client-Key", "")
    if given and not _CLIENT.fullmatch(given):
        raise BadInput(
            Text("客户端编号应为16至80个可见的 ASCII 字符", "A client key is 16 to 80 visible ASCII characters"),
            code="bad_client_key",
            field="Client-Key",
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
