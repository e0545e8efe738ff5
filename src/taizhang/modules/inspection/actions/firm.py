"""What a firm asks about a visit, without signing in, and what it is told."""

from __future__ import annotations

from typing import Annotated, Final

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand

from ..models import FirmRequest, Inspector, Interest, Visit
from ..queries import firm as queries
from ..queries import visits
from ..terms import visit_words as words
from .visit_papers import issue
from .visits import of_own_organ, replace

#: More than this about one visit is no longer asking.
_MOST: Final = 10
CreditCode = Annotated[str, Ask(Text("统一社会信用代码", "Unified social credit code"), visibility="personal", longest=18, example="91410100MA00000000")]
Code = Annotated[str, Ask(Text("通知书上的检查码", "Code on the notice"), visibility="personal", longest=60, example="ABCD-EFGH-JKLM")]
Words = Annotated[str, Ask(Text("理由", "Reason"), multiline=True, longest=2000, visibility="personal", example="示例理由")]
Coming = Annotated[Inspector, Ask(Text("替换人员", "Who comes instead"), ref="inspection.inspector")]
Answered = Annotated[str, Ask(Text("答复", "Answer"), multiline=True, longest=400, example="示例答复")]


def ask_avoidance(
    by: Hand,
    *,
    credit_code: CreditCode,
    code: Code,
    member: Annotated[int, Ask(Text("申请回避的人员（通知书上的序号）", "Who should stay away (number on the notice)"), example=1)],
    words: Words,
) -> FirmRequest:
    """The firm has asked that somebody of the team stay away, before the visit; the approver decides before anybody comes.

    Raises:
        BadInput: no notice has this code, or nobody has this number. Conflict: the visit has begun, or it was asked before.
    """
    visit = _told(credit_code, code)
    if visit.state != "notified":
        raise Conflict(
            Text("检查已经开始或结束，可以投诉", "The visit has begun or is over; you can complain"), code="too_late",
            remedy=Text("在本页提出投诉", "Complain on this page"),
        )  # fmt: skip
    team = visits.team(visit.pk)
    if not 1 <= member <= len(team):
        raise BadInput(
            Text("通知书上没有第{n}名检查人员", "The notice has no inspector {n}").with_(n=member), code="no_member", field="member",
            remedy=Text("从名单中选择", "Choose from the list"),
        )  # fmt: skip
    inspector = team[member - 1].inspector
    if FirmRequest.objects.filter(visit=visit, kind="avoidance", inspector=inspector).exists():
        raise Conflict(
            Text("已经对这名人员申请过回避", "It was asked for this inspector before"), code="asked", remedy=Text("等待决定", "Wait for the decision")
        )
    return _received(by, visit, "avoidance", words, inspector)


def complain(by: Hand, *, credit_code: CreditCode, code: Code, words: Words) -> FirmRequest:
    """The firm's complaint about a visit is received, to be answered.

    Raises:
        BadInput: no notice has this code. Conflict: too many about one visit.
    """
    return _received(by, _told(credit_code, code), "complaint", words, None)


def grant_avoidance(
    request: FirmRequest,
    by: Hand,
    *,
    coming: Coming,
    answer: Answered,
) -> None:
    """The inspector stays away from the firm from now on, somebody else comes, and the firm is told.

    Raises:
        Conflict: another organ's, no request for avoidance, or the visit has begun. BadInput: somebody who may not come.
    """
    visit, inspector = _undecided(request, by)
    by.put(Interest(inspector=inspector, enterprise=visit.enterprise, kind="asked", note=answer.strip()[:200], since=by.today))
    replace(visit, by, inspector, coming, "企业申请回避")
    _answer(request, by, answer)
    said = {"asked": request.words[:1000], "answer": answer[:400]}
    issue("decision", visit, visit.organ, by, granted=True, who=inspector.person.name, coming=coming.person.name, **said)


def refuse_avoidance(request: FirmRequest, by: Hand, *, answer: Answered) -> None:
    """The inspector comes all the same, and the firm is told why.

    Raises:
        Conflict: another organ's, no request for avoidance, or the visit has begun.
    """
    visit, inspector = _undecided(request, by)
    _answer(request, by, answer)
    issue("decision", visit, visit.organ, by, granted=False, who=inspector.person.name, coming="", asked=request.words[:1000], answer=answer[:400])


def answer_complaint(request: FirmRequest, by: Hand, *, answer: Answered) -> None:
    """The complaint is answered; the firm reads it on its page.

    Raises:
        Conflict: another organ's, or no complaint.
    """
    of_own_organ(request.visit, by)
    if request.kind != "complaint":
        raise Conflict(
            Text("这是回避申请，由审批人决定", "This is a request for avoidance: the approver decides"), code="avoidance", law=words.AVOIDANCE,
            remedy=Text("作出同意或不同意的决定", "Grant or refuse it"),
        )  # fmt: skip
    _answer(request, by, answer)


def _told(credit_code: str, code: str) -> Visit:
    visit = queries.told(credit_code, code)
    if visit is None:
        # One sentence whatever is wrong: whether a firm is there, or has a visit ahead, is not told to whoever guesses.
        raise BadInput(
            Text("没有与信用代码和检查码都相符的通知书", "No notice fits both the credit code and the code"), code="no_notice", field="code",
            remedy=Text("照通知书核对两个代码", "Compare both with the notice"),
        )  # fmt: skip
    return visit


def _received(by: Hand, visit: Visit, kind: str, said: str, inspector: Inspector | None) -> FirmRequest:
    if FirmRequest.objects.filter(visit=visit).count() >= _MOST:
        raise Conflict(
            Text("这次检查的申请和投诉已有{n}件", "There are {n} requests about this visit").with_(n=_MOST), code="too_many",
            remedy=Text("请等待答复", "Wait for the answers"),
        )  # fmt: skip
    return by.put(FirmRequest(visit=visit, kind=kind, inspector=inspector, words=said.strip()[:2000], received_at=by.now))


def _undecided(request: FirmRequest, by: Hand) -> tuple[Visit, Inspector]:
    of_own_organ(request.visit, by)
    if request.kind != "avoidance" or request.inspector is None:
        raise Conflict(
            Text("这不是回避申请", "This is no request for avoidance"), code="complaint", law=words.AVOIDANCE, remedy=Text("答复投诉", "Answer the complaint")
        )
    if request.visit.state != "notified":
        raise Conflict(
            Text("检查已不在待进企状态", "The visit is no longer ahead"), code="too_late", law=words.AVOIDANCE, remedy=Text("核对检查状态", "Look at the visit")
        )
    return request.visit, request.inspector


def _answer(request: FirmRequest, by: Hand, answer: str) -> None:
    request.answer, request.answered_on = answer.strip()[:400], by.today
    by.put(request)
