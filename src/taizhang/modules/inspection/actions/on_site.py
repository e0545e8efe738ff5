"""The visit itself and its result: entered with the code, recorded item by item, signed or not, told, published or withheld."""

from __future__ import annotations

import hmac
from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.kernels.casework import Due
from taizhang.registers import evidence as files
from taizhang.registers.calendar import calendar
from taizhang.registers.models import Upload
from taizhang.registers.questions import VIOLATION_FOUND

from .. import terms
from ..models import Inspector, Visit, VisitItem
from ..queries import visits as queries
from ..rules import visits as rules
from ..terms import visit_words as words
from .rosters import Reason
from .visit_papers import issue
from .visits import check_team_of, dated, of_own_organ

Signature = Annotated[Upload, Ask(Text("企业签字", "Signature of the firm"), ref="registers.upload", evidence="photo")]
_SCAN = Text("扫通知书上的码，或照着输入", "Scan it from the notice, or type it")
_CERTIFICATE = Text("只写入存证，核对后不再显示", "Kept in the entry alone, to be compared")


def enter_visit(
    visit: Visit,
    by: Hand,
    *,
    code: Annotated[str, Ask(Text("检查码", "Code of the visit"), visibility="personal", longest=200, help=_SCAN, example="ABCD-EFGH-JKLM")],
    certificate_one: Annotated[
        str, Ask(Text("执法证号一", "First certificate"), visibility="personal", longest=40, help=_CERTIFICATE, example="410100-0001")
    ],
    certificate_two: Annotated[
        str, Ask(Text("执法证号二", "Second certificate"), visibility="personal", longest=40, help=_CERTIFICATE, example="410100-0002")
    ],
) -> None:
    """The inspectors are at the firm since now: the code was scanned and two certificates were shown. The time is the server's.

    Raises:
        Conflict: outside the days of the notice, or a request for avoidance is undecided. BadInput: a wrong code or certificate, somebody who may not.
    """
    own_in_team(visit, by)
    if not hmac.compare_digest(rules.plain_code(code).encode(), rules.plain_code(visit.code).encode()):
        raise BadInput(
            Text("检查码不对", "This is not the code of the visit"), code="wrong_code", field="code", law=terms.DISCIPLINE,
            remedy=Text("扫描或输入本次通知书上的检查码", "Scan or type the code on the notice of this visit"),
        )  # fmt: skip
    if not visit.window_from <= by.today <= visit.window_to:
        raise Conflict(
            Text("通知的检查日期是{a}至{b}", "The notice says {a} to {b}").with_(a=visit.window_from.isoformat(), b=visit.window_to.isoformat()),
            code="outside_window", law=terms.DISCIPLINE,
            remedy=Text("在通知日期内进企，或改期后重新通知", "Come on those days, or put the visit off and tell the firm"),
        )  # fmt: skip
    if queries.open_requests(visit.pk).exists():
        raise Conflict(
            Text("企业申请了回避，尚未决定", "The firm asked for avoidance; that is not decided"), code="avoidance_open", law=words.AVOIDANCE,
            remedy=Text("先由审批人作出决定", "The approver decides first"),
        )  # fmt: skip
    check_team_of(visit, by.today)
    rules.check_certificates((certificate_one, certificate_two), queries.members(visit.pk, by.today), by.today)
    visit.entered_at = by.now
    by.put(visit)


def record_item(
    row: VisitItem,
    by: Hand,
    *,
    outcome: Annotated[str, Ask(Text("检查结果", "Outcome"), choices=terms.OUTCOMES, example="none_found")],
    finding: Annotated[str, Ask(Text("检查情况", "What was found"), multiline=True, help=Text("发现问题的必须写明", "Needed where a problem was found"))] = "",
    photo: Annotated[Upload | None, Ask(Text("现场照片", "Photo"), ref="registers.upload", evidence="photo")] = None,
) -> None:
    """The item of one's own department has this outcome; whoever recorded it may do so anew until the record is signed.

    Raises:
        Conflict: the visit is not under way, the item is another department's, or a colleague recorded it. BadInput: a problem without words.
    """
    visit = row.visit
    inspector = own_in_team(visit, by)
    if visit.state not in queries.UNDER_WAY:
        raise Conflict(
            Text("进企后、签字前才能记录", "Items are recorded after entering and before signing"), code="not_under_way", law=terms.DISCIPLINE,
            remedy=Text("先扫码进企", "Enter with the code first"),
        )  # fmt: skip
    if inspector.organ_id != row.organ_id and not queries.is_internal(visit):
        raise Conflict(
            Text("这是{o}的事项，各部门结果分开记录", "This is an item of {o}; departments record their own").with_(o=row.organ.name),
            code="not_own_item", law=terms.DOUBLE_RANDOM, remedy=Text("由该部门的检查人员记录", "That department's inspector records it"),
        )  # fmt: skip
    if row.recorder is not None and row.recorder != inspector and queries.comes(visit.pk, row.recorder.pk):
        raise Conflict(
            Text("{n}已记录这一事项", "{n} has recorded this item").with_(n=row.recorder.person.name), code="recorded", law=terms.DISCIPLINE,
            remedy=Text("需要更正的，由记录人更正", "Whoever recorded it corrects it"),
        )  # fmt: skip
    if words.FOLLOWS[outcome] and not finding.strip():
        raise BadInput(
            Text("发现问题的，写明检查情况", "Say what was found where there is a problem"), code="no_finding", field="finding", law=terms.DISCIPLINE,
            remedy=Text("写明事实", "Write the facts"),
        )  # fmt: skip
    row.outcome, row.finding, row.recorded_at, row.recorder = outcome, finding.strip(), by.now, inspector
    if photo is not None:
        row.proof = files.keep(by, photo, f"inspection.visit_item:{row.pk}")
    by.put(row)


def items_recorded(visit: Visit, by: Hand) -> None:
    """Every item has an outcome: the record can be signed."""
    by.put(visit)


def sign_record(
    visit: Visit,
    by: Hand,
    *,
    signature: Signature,
    signer: Annotated[str, Ask(Text("签字人", "Signed by"), visibility="personal", longest=60, help=Text("姓名和职务", "Name and post"), example="示例负责人")],
) -> None:
    """The firm has signed the record, which is issued; the visit is completed and its result falls due for publication.

    Raises:
        Conflict: somebody outside the team, or a signature given before an item was recorded.
    """
    own_in_team(visit, by)
    if (last := queries.last_recorded(visit.pk)) is not None and signature.at < last:
        raise Conflict(
            Text("签字之后又记录了事项", "An item was recorded after the signature"), code="signed_before", field="signature", law=terms.DISCIPLINE,
            remedy=Text("请企业看过记录后重新签字", "Show the firm the record and have it signed anew"),
        )  # fmt: skip
    visit.signature = files.keep(by, signature, f"inspection.visit:{visit.pk}")
    _complete(visit, by, signer=signer[:60], refused="", witness="")


def refuse_signature(
    visit: Visit,
    by: Hand,
    *,
    refused_why: Annotated[str, Ask(Text("拒签理由", "Why it was refused"), longest=120, example="示例：对结论有异议")],
    witness: Annotated[str, Ask(Text("见证人", "Witness"), visibility="personal", longest=60, example="示例见证人")],
) -> None:
    """The firm refused to sign, for this reason, before a witness; the visit is completed all the same.

    Raises:
        Conflict: somebody outside the team.
    """
    own_in_team(visit, by)
    visit.refused_why = refused_why[:200]
    _complete(visit, by, signer="", refused=refused_why[:120], witness=witness[:60])


def _complete(visit: Visit, by: Hand, **said: str) -> None:
    due = publish_by(by.today)
    visit.left_at, visit.completed_on, visit.publish_by = by.now, by.today, due.date
    by.put(visit)
    by.say(publish_by=due.date.isoformat(), provisional=due.provisional)
    entered = visit.entered_at.isoformat() if visit.entered_at else ""
    issue("record", visit, visit.organ, by, entered=entered, left=by.now.isoformat(), **said)
    _tell_violations(visit, by)


def _tell_violations(visit: Visit, by: Hand) -> None:
    """Whatever else is kept of the firm learns of each violation that the signed record holds: in words, never who found it."""
    found = VisitItem.objects.filter(visit=visit).exclude(outcome__in=("", "none_found", "no_activity")).order_by("id")
    for outcome in found.values_list("outcome", flat=True):
        by.happened(VIOLATION_FOUND, visit.enterprise_id, what=dict(terms.OUTCOMES)[outcome].zh, outcome=outcome)


def publish_by(completed_on: date) -> Due:
    """The last day on which a result is published in time; provisional where the holidays of a year are not announced."""
    return calendar().add_working_days(completed_on, dated(words.PUBLISH_WITHIN, completed_on))


def tell_result(visit: Visit, by: Hand) -> None:
    """The firm is told what was found, item by item, and what it may do about it; the form is in the entry."""
    of_own_organ(visit, by)
    issue("result", visit, visit.organ, by)


def record_delivery(
    visit: Visit,
    by: Hand,
    *,
    paper: Annotated[str, Ask(Text("送达文书", "Paper"), choices=words.DELIVERED, example="notice")],
    way: Annotated[str, Ask(Text("送达方式", "Way"), choices=words.DELIVERY_WAYS, example="direct")],
    delivered_on: Annotated[date, Ask(Text("送达日期", "Delivered on"), example="2026-01-15")],
    received_by: Annotated[str, Ask(Text("收件人或见证人", "Received by, or witness"), visibility="personal", longest=60, example="示例收件人")],
) -> None:
    """It is on record, with a form of its own, that a paper reached the firm.

    Raises:
        BadInput: a day to come.
    """
    of_own_organ(visit, by)
    if delivered_on > by.today:
        raise BadInput(
            Text("{d} 还没有到", "{d} has not come yet").with_(d=delivered_on.isoformat()), code="future", field="delivered_on",
            remedy=Text("核对日期", "Check the day"),
        )  # fmt: skip
    issue("delivery", visit, visit.organ, by, paper_form=paper, way=way, delivered_on=delivered_on.isoformat(), received_by=received_by[:60])


def publish_visit(visit: Visit, by: Hand) -> None:
    """The outcome of each item is public: neither what was written of it, nor who inspected.

    Raises:
        Conflict: another organ's.
    """
    of_own_organ(visit, by)
    visit.published_on = by.today
    by.put(visit)


def withhold_visit(visit: Visit, by: Hand, *, reason: Reason) -> None:
    """The result is not published, for a reason that law gives and that stays on record.

    Raises:
        Conflict: another organ's.
    """
    of_own_organ(visit, by)
    visit.withheld_why = reason[:200]
    by.put(visit)


def own_in_team(visit: Visit, by: Hand) -> Inspector:
    """Who the actor is in the team of a visit.

    Raises:
        Conflict: they are not in it.
    """
    found = queries.own_inspector(visit.pk, by.actor.person)
    if found is None:
        raise Conflict(
            Text("您不在这次检查的检查组内", "You are not in the team of this visit"), code="not_in_team", law=terms.DISCIPLINE,
            remedy=Text("由检查组成员办理，或先替换人员", "Somebody of the team does it; or change the team first"),
        )  # fmt: skip
    return found
