"""How a firm comes in: proposed for a defect or on a ground, admitted with a period of its own, or not."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from taizhang.basis.errors import BadInput
from taizhang.basis.predicate import Known
from taizhang.basis.text import Text
from taizhang.frame import batches
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand, not_future
from taizhang.frame.models import Batch, Intake
from taizhang.registers import calendar as days
from taizhang.registers.models import Organ, Place
from taizhang.registers.questions import FIRM_RISK_CLASS

from .. import rules, terms
from ..models import Member
from ..queries import facts
from .inputs import Facts, Firm, Reason, in_place, not_there

Sheet = Annotated[Intake, Ask(Text("待受理的表", "Sheet to be accepted"), ref="frame.intake")]
_TRIGGER_HELP = Text(
    "年报：6月30日；即时信息：责令公示期满之日；隐瞒：查实之日；无法联系：第二次信函退回之日。自次日起算",
    "Report: 30 June; immediate information: the end of the ordered period; concealment: the day it was established; unreachable: the day the second "
    "letter came back. The term begins on the day after",
)
_AROSE_HELP = Text(
    "即时信息未按期公示的必填：公示时限从这一天起算",
    "Needed where immediate information was not disclosed in time: the term to disclose it begins with this day",
)


def find_defect(
    place: Place,
    by: Hand,
    *,
    enterprise: Firm,
    defect: Annotated[str, Ask(Text("公示缺陷", "Defect of disclosure"), choices=terms.DEFECTS)],
    triggered_on: Annotated[date, Ask(Text("法定时限起算事由发生日", "Day that sets off the term of the law"), help=_TRIGGER_HELP, example="2026-06-30")],
    report_year: Annotated[int | None, Ask(Text("年报年度", "Year of the report"), example=2025)] = None,
    arose_on: Annotated[
        date | None, Ask(Text("即时信息产生日", "Day on which the information arose"), help=_AROSE_HELP, example="2026-05-20")
    ] = None,
    words: Facts = "",
) -> Member:
    """The firm is on file as eligible for the sandbox of disclosed information, with the day by which the law asks for a decision to list.

    Raises:
        Conflict: it is on file for this defect already.
        BadInput: a firm elsewhere, a day to come, or a day on which the defect cannot have been one yet.
    """
    in_place(enterprise, place)
    not_future(triggered_on, by, "triggered_on")
    not_there(enterprise.pk, terms.DISCLOSURE_SCHEME, defect)
    check_trigger(defect, triggered_on, report_year, arose_on)
    return by.put(proposed(by, enterprise.place or place, _office(by, place), enterprise.pk, defect, triggered_on, report_year, arose_on, words))


def proposed(
    by: Hand, place: Place, organ: Organ, firm: int, defect: str, triggered_on: date, report_year: int | None, arose_on: date | None, words: str
) -> Member:
    """A firm of the first scheme as it is put on file, not written yet."""
    due = rules.listing_due(triggered_on, days.calendar())
    return Member(
        number=_number(by, organ), place=place, organ=organ, enterprise_id=firm, scheme=terms.DISCLOSURE_SCHEME,
        lifecycle=terms.SCHEMES[terms.DISCLOSURE_SCHEME].lifecycle, defect=defect, facts=words, report_year=report_year,
        arose_on=arose_on, triggered_on=triggered_on, listing_due=due.date if due else None,
        listing_provisional=bool(due and due.provisional), found_on=by.today,
        returning=rules.came_back(facts.outs_of(firm, terms.DISCLOSURE_SCHEME, defect), by.today, days.calendar()),
    )  # fmt: skip


def propose_firm(
    place: Place,
    by: Hand,
    *,
    enterprise: Firm,
    ground: Annotated[str, Ask(Text("入盒条件", "Ground of entry"), choices=terms.GROUNDS)],
    words: Facts = "",
) -> Member:
    """The firm is on file as eligible for the sandbox of new business; whether the ground holds is asked when it is admitted.

    Raises:
        Conflict: it is on file already. BadInput: a firm elsewhere.
    """
    in_place(enterprise, place)
    not_there(enterprise.pk, terms.INNOVATION_SCHEME, "")
    organ = _office(by, place)
    earlier = facts.outs_of(enterprise.pk, terms.INNOVATION_SCHEME, "")
    return by.put(
        Member(
            number=_number(by, organ), place=enterprise.place or place, organ=organ, enterprise=enterprise, scheme=terms.INNOVATION_SCHEME,
            lifecycle=terms.SCHEMES[terms.INNOVATION_SCHEME].lifecycle, ground=ground, facts=words, found_on=by.today,
            returning=rules.came_back(earlier, by.today, days.calendar()),
        )
    )  # fmt: skip


def admit(member: Member, by: Hand) -> None:
    """The firm is in the sandbox from today until the end of its scheme's period; the clock of the law runs on."""
    _enter(member, by)


def admit_again(member: Member, by: Hand, *, reason: Reason) -> None:
    """The firm is in the sandbox once more, because the approver decided it for this reason."""
    member.reason = reason[:400]
    _enter(member, by)


def decline(member: Member, by: Hand, *, reason: Reason) -> None:
    """The firm does not come in, and why stays readable."""
    member.reason = reason[:400]
    by.put(member)


def accept_defects(
    place: Place,
    by: Hand,
    *,
    intake: Sheet,
) -> Batch:
    """The firms of the sheet go on file as eligible, chunk by chunk, under the actor's name.

    Raises:
        Conflict: it is empty, or was accepted before. BadInput: it is a sheet of another kind.
    """
    if intake.kind != DEFECTS_KIND:
        raise BadInput(Text("这份表不是公示缺陷名单", "The sheet is no list of defects"), code="other_kind", field="intake")
    return batches.accept(by, intake, place=place.pk, settings={"organ": _office(by, place).pk})


#: The kind of an intake of firms with defects.
DEFECTS_KIND = "sandbox.defects"


def recompute_clocks(by: Hand) -> None:
    """Firms whose clock of the law still runs have the end that the calendar now in force gives."""
    calendar, moved = days.calendar(), []
    rows = Member.objects.filter(listed_on__isnull=True, triggered_on__isnull=False).exclude(state__in=("out_good", "declined"))
    for member in rows.order_by("id"):
        due = rules.listing_due(member.triggered_on, calendar) if member.triggered_on else None
        if due is not None and (due.date, due.provisional) != (member.listing_due, member.listing_provisional):
            moved.append(member.pk)
            member.listing_due, member.listing_provisional = due.date, due.provisional
            by.put(member)
    by.say(calendar=calendar.version, moved=moved)


def check_trigger(defect: str, triggered_on: date, report_year: int | None, arose_on: date | None) -> None:
    """Nothing, when the defect became one on the day: for a report there is one such day, and nobody chooses it.

    Raises:
        BadInput: a report without its year or with another day than its deadline; information without the day on which it arose, or whose
            term was not over.
    """
    if defect == "late_report":
        if report_year is None:
            raise BadInput(Text("请填写年报年度", "Give the year of the report"), code="missing", field="report_year")
        if triggered_on != (deadline := date(report_year + 1, 6, 30)):
            raise BadInput(
                Text(
                    "{y}年度年报的公示期到{d}为止，法定时限从这一天起算，不论哪天发现",
                    "The report of {y} could be disclosed until {d}, and the term of the law begins with that day, whenever it was found",
                ).with_(y=report_year, d=deadline.isoformat()),
                code="not_the_deadline", field="triggered_on", law=terms.DISCLOSURE, remedy=Text("填{d}", "Give {d}").with_(d=deadline.isoformat()),
            )  # fmt: skip
    if defect == "undisclosed":
        if arose_on is None:
            raise BadInput(
                Text("请填写即时信息产生日", "Give the day on which the information arose"), code="missing", field="arose_on", law=terms.DISCLOSURE,
                remedy=Text("没有这一天，就不知道公示时限是否已过", "Without it nobody knows whether the time to disclose it was over"),
            )  # fmt: skip
        due = rules.disclosure_due(arose_on, days.calendar())
        if due is not None and triggered_on < due.date:
            raise BadInput(
                Text("公示时限到{d}为止", "It may be disclosed until {d}").with_(d=due.date.isoformat()), code="too_early", field="triggered_on",
                law=terms.DISCLOSURE, remedy=Text("核对日期", "Check the days"),
            )  # fmt: skip


def _enter(member: Member, by: Hand) -> None:
    end = rules.period_end(member.scheme, by.today, days.calendar())
    member.entered_on, member.period_ends = by.today, end.date if end else None
    if member.scheme == terms.INNOVATION_SCHEME:
        answer = by.ask(FIRM_RISK_CLASS, [member.enterprise_id])[member.enterprise_id]
        member.class_at_entry = answer.value if isinstance(answer, Known) and answer.value else ""
    by.put(member)


def _office(by: Hand, place: Place) -> Organ:
    """The organ in whose name the actor keeps firms of a place."""
    keys: list[Any] = [p.organ for p in by.actor.posts if p.place_path and place.path.startswith(p.place_path)]
    return Organ.objects.get(pk=(keys or by.actor.organs)[0])


def _number(by: Hand, organ: Organ) -> str:
    return f"{organ.short or organ.name}沙盒〔{by.today.year}〕{by.number(organ.pk, 'sandbox')}号"
