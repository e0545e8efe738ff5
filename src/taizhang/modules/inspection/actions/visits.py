"""A visit before anybody comes: logged for a cause, approved, notified; put off, its people changed, or cancelled, with the reason."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.law import Dated
from taizhang.basis.text import Text
from taizhang.frame import unguessable
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers import evidence as files
from taizhang.registers.models import Enterprise, Organ, Place, Upload

from .. import terms
from ..models import InspectionItem, Inspector, Visit, VisitInspector, VisitItem
from ..queries import visits as queries
from ..rules import visits as rules
from ..terms import visit_words as words
from .rosters import Reason, own_organ
from .visit_papers import issue

From = Annotated[date, Ask(Text("检查日期自", "Window from"), example="2099-01-05")]
To = Annotated[date, Ask(Text("检查日期至", "Window to"), example="2099-01-09")]
Firm = Annotated[Enterprise, Ask(Text("被检查企业", "Firm"), ref="registers.enterprise")]
Lead = Annotated[Inspector, Ask(Text("组长", "Lead"), ref="inspection.inspector")]
Leaving = Annotated[Inspector, Ask(Text("不再参加的人员", "Who does not come"), ref="inspection.inspector")]
Coming = Annotated[Inspector, Ask(Text("替换人员", "Who comes instead"), ref="inspection.inspector")]


def log_cause(
    place: Place,
    by: Hand,
    *,
    firm: Firm,
    items: Annotated[tuple[InspectionItem, ...], Ask(Text("检查事项", "Items"), ref="inspection.item")],
    lead: Lead,
    members: Annotated[tuple[Inspector, ...], Ask(Text("组员", "Members"), ref="inspection.inspector")],
    window_from: From,
    window_to: To,
    note: Annotated[
        str,
        Ask(
            Text("检查事由", "Cause"),
            multiline=True,
            longest=400,
            help=Text("线索来源和要查什么；只在审批表上，企业看不到", "The lead, and what it is about; on the form of approval alone, never shown to the firm"),
            example="示例：投诉食品过期",
        ),
    ],
    kind: Annotated[str, Ask(Text("检查类型", "Kind of visit"), choices=terms.VISIT_KINDS, example="cause")] = "cause",
    ground: Annotated[
        str,
        Ask(
            Text("豁免情形", "Ground outside the cap"),
            choices=terms.GROUNDS,
            help=Text("须附证明；留空的计入年度频次", "Needs its proof; without one the visit counts under the cap"),
        ),
    ] = "",
    proof: Annotated[Upload | None, Ask(Text("证明材料", "Proof"), ref="registers.upload", evidence="any")] = None,
) -> Visit:
    """A visit of the actor's own organ for a cause is there with its team and items, to be approved by another person.

    Raises:
        BadInput: a firm elsewhere, called random, a grid patrol, a ground without proof, an item or somebody who may not, an interest, bad days.
        Conflict: one visit more than the year's caps.
    """
    organ = own_organ(by)
    if not queries.is_of_place(firm, place):
        raise BadInput(
            Text("该企业不在{p}", "The firm is not in {p}").with_(p=place.name), code="elsewhere", field="firm", law=terms.DISCIPLINE,
            remedy=Text("由企业所在区划的部门检查", "The department of the firm's own place inspects it"),
        )  # fmt: skip
    check_window(window_from, window_to, by.today)
    rules.check_origin(kind, False, ground, proof is not None, note)
    exempt = rules.is_exempt(ground, proof is not None)
    for item in items:
        if item.organ_id != organ.pk:
            raise BadInput(
                Text("“{n}”是其他部门的事项", "“{n}” is an item of another department").with_(n=item.name), code="not_own_item", field="items",
                law=terms.DISCIPLINE, remedy=Text("只选本部门的事项", "Choose your own department's items"),
            )  # fmt: skip
    rules.check_items(queries.items_as_ruled(items, firm.pk, window_from.year), window_from, exempt=exempt)
    slots = [(lead, rules.LEAD), *((m, f"member {n}") for n, m in enumerate(members, 1))]
    check_people(slots, firm.pk, [organ.pk], window_from)
    check_year(organ, firm.pk, window_from, exempt=exempt)
    visit = Visit(
        number=number_of(by, organ), place=place, enterprise=firm, organ=organ, kind=kind, ground=ground, ground_note=note.strip()[:400],
        window_from=window_from, window_to=window_to, code=new_code(),
    )  # fmt: skip
    by.put(visit)
    if proof is not None:
        visit.ground_proof = files.keep(by, proof, f"inspection.visit:{visit.pk}")
        by.put(visit)
    for inspector, slot in slots:
        by.put(VisitInspector(visit=visit, inspector=inspector, slot=slot))
    for item in items:
        by.put(VisitItem(visit=visit, item=item, organ=item.organ))
    return visit


def approve_visit(
    visit: Visit, by: Hand, *, opinion: Annotated[str, Ask(Text("审批意见", "Opinion"), multiline=True, example="示例：同意")]
) -> None:
    """The visit is approved by somebody who neither logged it nor goes; the approval form is in the entry.

    Raises:
        Conflict: another organ's, the approver goes along, or one more than the caps allow. BadInput: the team or an item no longer will do.
    """
    of_own_organ(visit, by)
    if queries.own_inspector(visit.pk, by.actor.person) is not None:
        raise Conflict(
            Text("审批人不能是检查组成员", "Whoever approves does not go along"), code="goes_along", law=terms.DISCIPLINE,
            remedy=Text("由另一位负责人审批", "Another person in charge approves"),
        )  # fmt: skip
    check_whole(visit, max(visit.window_from, by.today))
    visit.approved_on = by.today
    by.put(visit)
    issue("approval", visit, visit.organ, by, opinion=opinion[:1000])


def give_notice(visit: Visit, by: Hand) -> None:
    """The notice is issued: why, by whom, for what, the code, the right to avoidance and how many visits there were this year.

    Raises:
        Conflict: another organ's. BadInput: the team or an item no longer will do.
    """
    of_own_organ(visit, by)
    check_whole(visit, max(visit.window_from, by.today))
    visit.notified_on = by.today
    by.put(visit)
    count = queries.number_in_year(visit.enterprise_id, visit.window_from.year) + 1
    issue("notice", visit, visit.organ, by, code=rules.shown_code(visit.code), count=count, year=visit.window_from.year)


def reschedule(visit: Visit, by: Hand, *, window_from: From, window_to: To, reason: Reason) -> None:
    """The visit has other days, for this reason; the firm is told by a new notice when it had one.

    Raises:
        Conflict: another organ's. BadInput: days that have passed, are out of order, or in which the team may not go.
    """
    of_own_organ(visit, by)
    check_window(window_from, window_to, by.today)
    visit.window_from, visit.window_to, visit.reason = window_from, window_to, reason[:400]
    check_whole(visit, window_from)
    by.put(visit)


def substitute(visit: Visit, by: Hand, *, leaving: Leaving, coming: Coming, reason: Reason) -> None:
    """Somebody else goes in the place of one of the team, for this reason; interests and certificates are looked at again.

    A visit that was approved is to be approved and notified anew: who goes is part of both.

    Raises:
        Conflict: another organ's. BadInput: not of the team, of another department, or somebody who may not.
    """
    of_own_organ(visit, by)
    replace(visit, by, leaving, coming, reason)


def cancel_visit(visit: Visit, by: Hand, *, reason: Reason) -> None:
    """The visit does not take place, for this reason, and counts nowhere: decided by whoever approves visits, never by who planned it alone."""
    of_own_organ(visit, by)
    visit.reason = reason[:400]
    by.put(visit)


# -- what the verbs have in common ------------------------------------------------------------------------------------------


def number_of(by: Hand, organ: Organ) -> str:
    """The next number of a visit of an organ."""
    # The series of those that a batch makes.
    return f"{organ.short or organ.name}〔{by.today.year}〕检查{by.number(organ.pk, 'inspection_visit')}号"[:60]


def new_code() -> str:
    """A code that nobody can guess."""
    return rules.code_of(unguessable.some_bytes(rules.CODE_LENGTH))


def dated(figure: Dated[int], day: date) -> int:
    """The figure of a day, or the earliest that was ever set: before a rule there was none that allowed more."""
    span = figure.on(day) or figure.spans[0]
    return span.value


def of_own_organ(visit: Visit, by: Hand) -> None:
    """Nothing, when the visit is of an organ in which the actor has a post.

    Raises:
        Conflict: it is another's.
    """
    if not by.actor.machine and visit.organ_id not in by.actor.organs:
        raise Conflict(
            Text("这是{o}的检查", "This is a visit of {o}").with_(o=visit.organ.name), code="not_yours", law=terms.DISCIPLINE,
            remedy=Text("请由发起部门办理", "Ask the initiating department"),
        )  # fmt: skip


def check_window(first: date, last: date, today: date) -> None:
    """Nothing, when a visit can take place in these days.

    Raises:
        BadInput: they have passed, are out of order, or lie in two years: caps are counted by the year.
    """
    if last < first or first < today:
        raise BadInput(
            Text("检查日期应为今天以后，且先后有序", "The days lie ahead, the first before the last"), code="window", field="window_from",
            remedy=Text("核对起止日期", "Check both days"),
        )  # fmt: skip
    if first.year != last.year:
        raise BadInput(
            Text("检查日期不跨年度（频次按年度计算）", "The days lie in one year: caps are counted by the year"), code="two_years", field="window_to",
            law=terms.CITED_FOR_CAPS,
        )  # fmt: skip


def check_people(slots: list[tuple[Inspector, str]], firm: int, organs: list[int], day: date) -> None:
    """Nothing, when these people may go to the firm together. Raises BadInput."""
    rules.check_team([queries.member(i, slot, day) for i, slot in slots], organs, day, dated(words.VISIT_TEAM, day))
    rules.check_interests([i.person.name for i in queries.barred([i.pk for i, _ in slots], firm, day)])


def check_year(organ: Organ, firm: int, day: date, *, exempt: bool, besides: int | None = None) -> None:
    """Nothing, when one more visit of the organ fits under the caps of the year. Raises Conflict."""
    counted = queries.visits_in_year(firm, day.year, besides=besides)
    each, together = dated(words.CAP_EACH, day), dated(words.CAP_TOGETHER, day)
    rules.check_cap(rules.level_of(organ.place.kind), organ.pk, counted, each, together, exempt=exempt)


def check_whole(visit: Visit, day: date) -> None:
    """Nothing, when the visit may take place on a day as it stands: its people, items and the caps. Raises BadInput, Conflict."""
    exempt = rules.is_exempt(visit.ground, visit.ground_proof_id is not None)
    rows = queries.items(visit.pk)
    rules.check_items(queries.items_as_ruled([r.item for r in rows], visit.enterprise_id, day.year, besides=visit.pk), day, exempt=exempt)
    check_team_of(visit, day)
    check_year(visit.organ, visit.enterprise_id, day, exempt=exempt, besides=visit.pk)


def check_team_of(visit: Visit, day: date) -> None:
    """Nothing, when the team of a visit may go to its firm on a day. Raises BadInput."""
    # Divisions of one bureau (internal comprehensive) come as one: whoever of them comes looks at all items.
    organs = [] if queries.is_internal(visit) else queries.organs_of(visit.pk)
    check_people([(r.inspector, r.slot) for r in queries.team(visit.pk)], visit.enterprise_id, organs, day)


def replace(visit: Visit, by: Hand, leaving: Inspector, coming: Inspector, reason: str) -> None:
    """`coming` stands in the slot of `leaving`. Raises BadInput."""
    row = VisitInspector.objects.filter(visit=visit, inspector=leaving, replaced_why="").first()
    if row is None:
        raise BadInput(
            Text("{n}不在检查组内", "{n} is not in the team").with_(n=leaving.person.name), code="not_in_team", field="leaving",
            remedy=Text("从检查组成员中选择", "Choose somebody of the team"),
        )  # fmt: skip
    if VisitInspector.objects.filter(visit=visit, inspector=coming).exists():
        raise BadInput(
            Text("{n}已在检查组内或已被替换", "{n} is in the team or was replaced").with_(n=coming.person.name), code="in_team", field="coming",
            remedy=Text("另选一人", "Choose another one"),
        )  # fmt: skip
    if coming.organ_id != leaving.organ_id:
        raise BadInput(
            Text("替换人员应属于同一部门", "Whoever comes instead is of the same department"), code="other_organ", field="coming", law=terms.DISCIPLINE,
            remedy=Text("从同一部门的名录中选择", "Choose from the same department's roster"),
        )  # fmt: skip
    row.replaced_why = reason[:200]
    by.put(row)
    by.put(VisitInspector(visit=visit, inspector=coming, slot=row.slot))
    check_team_of(visit, max(visit.window_from, by.today))
