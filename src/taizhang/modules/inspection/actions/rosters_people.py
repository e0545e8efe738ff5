"""The roster of inspectors and the list of avoidance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Enterprise, Person, Place

from .. import terms
from ..models import Inspector, Interest
from ..rules import rosters as rules
from .rosters import OnDay, Reason, check_in, day_of, own_organ

Certificate = Annotated[
    str,
    Ask(
        Text("执法证号", "Certificate no."),
        visibility="personal",
        longest=40,
        help=Text("写入检查通知书告知企业；名单上脱敏显示", "Told to the firm on the notice; masked in lists"),
        example="410100-0001",
    ),
]
Who = Annotated[Person, Ask(Text("人员", "Person"), ref="registers.person")]
Firm = Annotated[Enterprise, Ask(Text("经营主体", "Firm"), ref="registers.enterprise")]
Until = Annotated[date | None, Ask(Text("证件有效期至", "Certificate valid until"), example="2099-12-31")]


@dataclass(frozen=True, slots=True)
class InspectorWords:
    """What the roster says of somebody, beside the certificate."""

    standing: Annotated[
        str,
        Ask(
            Text("人员身份", "Employed as"),
            choices=terms.STANDINGS,
            help=Text("只有持证执法人员计为检查人员；网格员等只登记、不计入", "Only officers with a certificate count as inspectors; others never do"),
            example="official",
        ),
    ] = "official"
    may_lead: Annotated[bool, Ask(Text("可任组长", "May lead"))] = False
    fields: Annotated[str, Ask(Text("业务领域", "Fields"), longest=200, help=Text("用空格分开", "Separated by blanks"))] = ""


def enter_inspector(
    place: Place,
    by: Hand,
    *,
    person: Who,
    words: InspectorWords,
    certificate: Certificate = "",
    certificate_until: Until = None,
    listed_from: OnDay = None,
) -> Inspector:
    """Somebody is in the roster of the actor's own organ from a day on; whether they may inspect follows from standing and certificate.

    Raises:
        Conflict: they are in it. BadInput: a certificate without its expiry, a lead who is no officer, a day that has passed.
    """
    organ = own_organ(by)
    if Inspector.objects.filter(person=person, organ=organ, listed_to__isnull=True).exists():
        raise Conflict(
            Text("{n}已在名录库中", "{n} is in the roster").with_(n=person.name), code="known", field="person",
            remedy=Text("换证的，用“更新执法证”", "For a new certificate, renew it"),
        )  # fmt: skip
    row = Inspector(person=person, organ=organ, place=place, listed_from=day_of(by, listed_from, "listed_from"))
    say(row, words)
    certify(row, certificate, certificate_until)
    return by.put(row)


def renew_certificate(row: Inspector, by: Hand, *, certificate: Certificate, certificate_until: Until) -> None:
    """The inspector has this certificate, until this day.

    Raises:
        Conflict: they were taken out. BadInput: no expiry, or one that has passed.
    """
    check_in(row.listed_to, by)
    if certificate_until is not None and certificate_until < by.today:
        raise BadInput(
            Text("证件 {d} 已过期", "The certificate expired on {d}").with_(d=certificate_until.isoformat()), code="past", field="certificate_until",
            law=terms.DISCIPLINE, remedy=Text("填新证的有效期", "Give the expiry of the new one"),
        )  # fmt: skip
    certify(row, certificate, certificate_until)
    by.put(row)


def change_inspector(row: Inspector, by: Hand, *, words: InspectorWords, reason: Reason) -> None:
    """The roster says this of the person.

    Raises:
        Conflict: they were taken out. BadInput: a lead who is no officer.
    """
    check_in(row.listed_to, by)
    say(row, words)
    by.put(row)


def take_out_inspector(row: Inspector, by: Hand, *, from_day: OnDay = None, reason: Reason) -> None:
    """The person is not in the roster from a day on and is in no team then.

    Raises:
        Conflict: they were taken out before. BadInput: a day that has passed.
    """
    check_in(row.listed_to, by)
    row.listed_to = day_of(by, from_day, "from_day")
    by.put(row)


def declare_interest(
    inspector: Inspector,
    by: Hand,
    *,
    firm: Firm,
    kind: Annotated[str, Ask(Text("回避事由", "Why"), choices=terms.INTEREST_KINDS, example="relative")],
    since: OnDay = None,
    note: Annotated[str, Ask(Text("说明", "Note"), longest=200)] = "",
) -> Interest:
    """The inspector must not meet the firm from a day on.

    Raises:
        Conflict: it is declared. BadInput: a day that has passed.
    """
    check_in(inspector.listed_to, by)
    day = day_of(by, since, "since")
    known = Interest.objects.filter(inspector=inspector, enterprise=firm, kind=kind).exclude(until__lte=day)
    if known.exists():
        raise Conflict(Text("这一回避事由已经登记", "This interest is declared"), code="known", field="firm")
    return by.put(Interest(inspector=inspector, enterprise=firm, kind=kind, note=note.strip(), since=day))


def end_interest(interest: Interest, by: Hand, *, from_day: OnDay = None, reason: Reason) -> None:
    """The inspector may meet the firm again from a day on.

    Raises:
        Conflict: it has ended. BadInput: a day that has passed.
    """
    check_in(interest.until, by)
    interest.until = day_of(by, from_day, "from_day")
    by.put(interest)


def say(row: Inspector, words: InspectorWords) -> None:
    """The row says what is given.

    Raises:
        BadInput: a lead who is no officer.
    """
    if words.may_lead and words.standing != "official":
        raise BadInput(
            Text("只有执法人员可任组长", "Only an officer leads a team"), code="not_an_officer", field="may_lead", law=terms.DISCIPLINE,
            remedy=Text("去掉“可任组长”", "Leave it unchosen"),
        )  # fmt: skip
    row.standing, row.may_lead, row.fields = words.standing, words.may_lead, " ".join(rules.words(words.fields))


def certify(row: Inspector, certificate: str, until: date | None) -> None:
    """The row has a certificate with its expiry, or none.

    Raises:
        BadInput: one without the other.
    """
    if bool(certificate) != (until is not None):
        raise BadInput(
            Text("执法证号和有效期应一并填写", "A certificate is given with its expiry"), code="half",
            field="certificate_until" if certificate else "certificate", law=terms.DISCIPLINE,
            remedy=Text("没有执法证的，两项都留空", "Leave both empty where there is none"),
        )  # fmt: skip
    row.certificate, row.certificate_until = certificate, until
