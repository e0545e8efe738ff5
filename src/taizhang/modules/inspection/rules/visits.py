"""Visits as rules: who may come, for which items, how often a year, on which ground, what may follow, until when the result is public.

Every refusal names the rule and what would change the answer. Whatever depends on the year is an argument.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text

from .. import terms
from ..terms import visit_words as words
from .rosters import certified, holds

LEAD: Final = "lead"
#: Letters and digits of a visit's code: none that can be read as another.
CODE_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH: Final = 12
_PATROL = re.compile("网格员?(?:日常)?(?:巡查|巡防|走访|排查|检查)|日常走访|巡查走访")
_MONITORED: Final = ("city", "county")


# -- the team -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a team: in which slot, of which organ, and what the roster says of them on the day."""

    inspector: int
    name: str
    slot: str
    organ: int
    standing: str
    certificate: str
    until: date | None
    may_lead: bool
    listed: bool = True


def check_team(members: Sequence[Member], organs: Collection[int], day: date, least: int) -> None:
    """Nothing, when these people may go together: enough officers certified on the day, one lead, somebody of each department.

    `organs` are the departments whose items are inspected.

    Raises:
        BadInput: naming who may not inspect and why, or what the team lacks.
    """
    for member in members:
        _check_member(member, day)
    if len({m.inspector for m in members}) < least:
        raise BadInput(
            Text("持证执法人员不得少于{n}人，现有{m}人", "At least {n} certified officers come; there are {m}").with_(n=least, m=len(members)),
            code="too_few", field="members", law=words.TWO_OFFICERS, remedy=Text("补派持证执法人员", "Add certified officers"),
        )  # fmt: skip
    leads = [m for m in members if m.slot == LEAD]
    if not leads or len({m.organ for m in leads}) < len(leads):
        raise BadInput(
            Text("检查组应有一名组长", "A team has one lead"), code="lead", field="lead", law=terms.DOUBLE_RANDOM,
            remedy=Text("指定一名可任组长的执法人员", "Name one officer who may lead"),
        )  # fmt: skip
    for lead in leads:
        if not lead.may_lead:
            raise BadInput(
                Text("{n}不能任组长", "{n} may not lead").with_(n=lead.name), code="may_not_lead", field="lead", law=terms.DOUBLE_RANDOM,
                remedy=Text("换一名名录中“可任组长”的人员", "Choose one whom the roster lets lead"),
            )  # fmt: skip
    if set(organs) - {m.organ for m in members}:
        raise BadInput(
            Text("有的部门列了事项却没有派人", "A department has items in it and nobody in the team"), code="nobody_of_a_department", field="members",
            law=terms.DISCIPLINE, remedy=Text("由该部门派出执法人员，或撤下其事项", "That department sends an officer, or its items are left out"),
        )  # fmt: skip


def _check_member(member: Member, day: date) -> None:
    if certified(member.standing, member.certificate, member.until, day) and member.listed:
        return
    if member.standing == "grid_worker":
        reason = Text("{n}是网格员，网格巡查不是涉企行政检查", "{n} is a grid worker; a grid patrol is no inspection of a firm")
        code = "grid_worker"
    elif member.standing != "official":
        reason = Text("{n}不是执法人员（辅助、临时、外聘人员不得检查）", "{n} is no officer: auxiliaries, temporary staff and specialists do not inspect")
        code = "not_an_officer"
    elif not member.listed:
        reason, code = Text("{n}已移出名录库", "{n} was taken out of the roster"), "not_listed"
    elif not member.certificate or member.until is None:
        reason, code = Text("{n}没有执法证", "{n} has no certificate"), "no_certificate"
    else:
        reason, code = Text("{n}的执法证已过期", "The certificate of {n} has expired"), "expired"
    raise BadInput(
        reason.with_(n=member.name), code=code, field="members", law=terms.DISCIPLINE,
        remedy=Text("换派当天持有效执法证的执法人员", "Send an officer whose certificate is in force on the day"),
    )  # fmt: skip


def check_interests(barred: Collection[str]) -> None:
    """Nothing, when nobody of the team has an interest in the firm; `barred` names those who have, never why.

    Raises:
        BadInput: somebody has.
    """
    if barred:
        raise BadInput(
            Text("{n}与该企业有回避事由", "{n} must not meet this firm").with_(n=sorted(barred)[0]), code="interest", field="members",
            law=words.AVOIDANCE, remedy=Text("换派没有回避事由的执法人员", "Send an officer without an interest"),
        )  # fmt: skip


# -- what, why and how often ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """An item as the list has it: whose, since when public and in force, how often a year, and how often it was this year."""

    name: str
    organ: int
    published_on: date | None
    valid_from: date
    valid_to: date | None
    yearly_limit: int | None = None
    times: int = 0


def check_items(items: Sequence[Item], day: date, *, exempt: bool = False) -> None:
    """Nothing, when all of these may be inspected on the day: published, in force, and not more often than the list says.

    A visit on a ground of its own (`exempt`) does not count under the yearly limit of an item.

    Raises:
        BadInput: none, or one that may not, by name.
    """
    if not items:
        raise BadInput(Text("至少选一个抽查事项", "Choose at least one item"), code="no_items", field="items", law=terms.DISCIPLINE)
    for item in items:
        if item.published_on is None or item.published_on > day:
            raise BadInput(
                Text("“{n}”未公布，不得检查", "“{n}” is not published and may not be inspected").with_(n=item.name), code="unpublished", field="items",
                law=terms.DISCIPLINE, remedy=Text("先公布事项", "Publish the item first"),
            )  # fmt: skip
        if not holds(item.valid_from, item.valid_to, day):
            raise BadInput(
                Text("“{n}”在{d}不在施行期内", "“{n}” is not in force on {d}").with_(n=item.name, d=day.isoformat()), code="not_in_force", field="items",
                law=terms.DISCIPLINE, remedy=Text("换当日有效的事项", "Choose one in force on that day"),
            )  # fmt: skip
        if not exempt and item.yearly_limit is not None and item.times >= item.yearly_limit:
            raise BadInput(
                Text("“{n}”一年至多{m}次，本年已{k}次", "“{n}” is inspected {m} time(s) a year at most, and has been {k}").with_(
                    n=item.name, m=item.yearly_limit, k=item.times
                ),
                code="item_limit", field="items", law=terms.DISCIPLINE, remedy=Text("撤下该事项", "Leave the item out"),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """A visit of the year to a firm: of which level and organ, on which day, and whether a ground keeps it out of the count."""

    level: str
    organ: int
    day: date
    exempt: bool = False


def level_of(place_kind: str) -> str:
    """The level under which an organ's visits count: below the county all count as the county's.

    >>> level_of("street"), level_of("city")
    ('county', 'city')
    """
    return place_kind if place_kind in ("nation", "province", "city") else "county"


def check_cap(level: str, organ: int, counted: Iterable[Counted], each: int, together: int, *, exempt: bool = False) -> None:
    """Nothing, when one more visit of a level fits under the caps of the year, or a ground with proof exempts it.

    A visit that several departments make together counts once.

    Raises:
        Conflict: with what was counted, the rule, and what would change it.
    """
    if exempt:
        return
    under = [c for c in counted if not c.exempt]
    same = sum(c.level == level for c in under)
    mine = sum(c.organ == organ for c in under)
    if same >= each:
        raise _over(_OVER_LEVEL.with_(l=_level_words(level), n=same, m=mine, c=each))
    both = sum(c.level in _MONITORED for c in under)
    if level in _MONITORED and both >= together:
        raise _over(_OVER_TOGETHER.with_(n=both, c=together))


_OVER_LEVEL: Final = Text(
    "本年{l}已检查该企业{n}次（其中本部门{m}次），上限{c}次",
    "This year the {l} has visited the firm {n} time(s), {m} by this organ; {c} at most",
)
_OVER_TOGETHER: Final = Text(
    "本年市县两级已检查该企业{n}次，上限{c}次", "This year city and county have visited the firm {n} time(s); {c} at most"
)


def _level_words(level: str) -> Text:
    return {"city": Text("市级", "city"), "county": Text("县（区）级", "county"), "province": Text("省级", "province")}.get(level, Text(level, level))


def _over(reason: Text) -> Conflict:
    return Conflict(
        reason, code="over_cap", law=terms.CITED_FOR_CAPS,
        remedy=Text(
            "有投诉举报、移送、复查等豁免情形的，选情形并附证明；否则改为书面、数据检查或下一年度",
            "With a ground such as a complaint, a transfer or a recheck choose it and attach the proof; else check papers or records, or wait for next year",
        ),
    )  # fmt: skip


def check_origin(kind: str, drawn: bool, ground: str, proved: bool, note: str) -> None:
    """Nothing, when a visit is called what it is: drawn ones random, others for a cause that is stated, grounds with their proof.

    Raises:
        BadInput: one called the other, a ground without proof, a cause without words, or a grid patrol.
    """
    if kind == "random" and not drawn:
        raise BadInput(
            Text("没有经过抽取，不得记为随机抽查", "It was not drawn and may not be logged as random"), code="not_drawn", field="kind",
            law=terms.DOUBLE_RANDOM, remedy=Text("记为有因检查并写明事由", "Log it as for a cause, and state the cause"),
        )  # fmt: skip
    if kind == "cause" and drawn:
        raise BadInput(
            Text("抽取产生的检查不得记为有因检查", "What was drawn may not be logged as for a cause"), code="drawn", field="kind",
            law=terms.DOUBLE_RANDOM, remedy=Text("有因检查另行登记", "Log the visit for a cause by itself"),
        )  # fmt: skip
    if _PATROL.search(note):
        raise BadInput(
            Text("网格巡查、走访不是涉企行政检查，不得在此登记", "A grid patrol or call is no inspection of a firm and is not logged here"),
            code="patrol", field="note", law=terms.DISCIPLINE, remedy=Text("网格巡查记入网格事件", "Enter it as an event of the grid"),
        )  # fmt: skip
    if kind == "cause" and not note.strip():
        raise BadInput(
            Text("有因检查应写明事由", "A visit for a cause states it"), code="no_cause", field="note", law=terms.DISCIPLINE,
            remedy=Text("写明线索来源和检查事由", "State the lead and what it is about"),
        )  # fmt: skip
    if ground and not proved:
        raise BadInput(
            Text("豁免情形须附证明材料", "A ground needs its proof"), code="no_proof", field="proof", law=terms.CITED_FOR_CAPS,
            remedy=Text("附上投诉单、移送函等材料", "Attach the complaint, the letter of transfer or the like"),
        )  # fmt: skip


def is_exempt(ground: str, proved: bool) -> bool:
    """Whether a visit stays out of the count: only a ground with its proof does that."""
    return bool(ground) and proved


# -- on the spot ------------------------------------------------------------------------------------------------------------


def code_of(chance: bytes) -> str:
    """A visit's code made of random bytes, each letter as likely as any other.

    >>> code_of(bytes(12))
    'AAAAAAAAAAAA'
    """
    return "".join(CODE_LETTERS[b % len(CODE_LETTERS)] for b in chance[:CODE_LENGTH])


def shown_code(code: str) -> str:
    """The code in groups of four.

    >>> shown_code("ABCDEFGHJKLM")
    'ABCD-EFGH-JKLM'
    """
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4)) if code.isalnum() and len(code) <= 16 else code


def plain_code(typed: str) -> str:
    """What was typed or scanned, as codes are compared: of an address the last part, without blanks and dashes.

    >>> plain_code("https://example.org/public/firm/#code=abcd-efgh-jklm")
    'ABCDEFGHJKLM'
    """
    last = re.split(r"[/=?#&]", typed.strip().rstrip("/"))[-1]
    return "".join(c for c in last if c.isalnum()).upper()


def check_certificates(stated: Sequence[str], members: Sequence[Member], day: date) -> None:
    """Nothing, when the numbers stated are those of two certificates in force in the team.

    Raises:
        BadInput: a number twice, or one of nobody in the team.
    """
    fields = ("certificate_one", "certificate_two")
    known = {m.certificate for m in members if certified(m.standing, m.certificate, m.until, day)}
    for field, number in zip(fields, stated, strict=True):
        if number.strip() not in known:
            raise BadInput(
                Text("这不是检查组成员的有效执法证号", "No certificate in force in the team has this number"), code="wrong_certificate", field=field,
                law=words.TWO_OFFICERS, remedy=Text("出示并填写到场人员的执法证号", "Show and state the certificates of those who came"),
            )  # fmt: skip
    if len({n.strip() for n in stated}) < len(stated):
        raise BadInput(
            Text("应为两个人的执法证", "These are two people's certificates"), code="same_certificate", field=fields[1], law=words.TWO_OFFICERS,
            remedy=Text("填写第二名执法人员的证号", "State the second officer's"),
        )  # fmt: skip


def check_follow(outcome: str, kind: str) -> None:
    """Nothing, when an outcome can lead to this.

    Raises:
        BadInput: it cannot.
    """
    if kind not in words.FOLLOWS.get(outcome, ()):
        found = dict(terms.OUTCOMES).get(outcome, Text("未记录", "Not recorded"))
        raise BadInput(
            Text("“{o}”不对应“{k}”", "“{k}” does not follow from “{o}”").with_(o=found, k=dict(words.FOLLOW_KINDS)[kind]),
            code="does_not_follow", field="kind", law=terms.DOUBLE_RANDOM, remedy=Text("核对检查结果", "Look at what was found"),
        )  # fmt: skip


def result_standing(state: str, publish_by: date | None, today: date, soon: date) -> str:
    """How the publication of a result stands on a day; `soon` is the last day that is near.

    >>> result_standing("completed", date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 10))
    'overdue'
    """
    if state in ("published", "withheld", "cancelled"):
        return "done"
    if state != "completed" or publish_by is None:
        return "before"
    return "overdue" if publish_by < today else "soon" if publish_by <= soon else "running"
