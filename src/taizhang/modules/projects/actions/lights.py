"""Verbs of lights: whose rule holds, and waivers that hide a light for a time. No verb sets a light."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers import evidence as files

from .. import terms
from ..lights import light as lights
from ..lights.terms import Waiver as Given
from ..models import LightChoice, Project, Waiver
from ..queries import lights as known
from .inputs import Note, Paper, Reason

Dimension = Annotated[str, Ask(Text("豁免哪一项灯", "Light to be waived"), choices=terms.LIGHT_WORDS, visibility="public", example="start")]
Until = Annotated[date, Ask(Text("豁免至", "Waived until"), visibility="public", example="2099-12-31")]


def choose_light_rule(
    by: Hand,
    *,
    city: Annotated[str, Ask(Text("采用哪个城市的规则", "Whose rule"), choices=terms.LIGHT_CITIES, visibility="public", example="yinchuan")],
    valid_from: Annotated[date, Ask(Text("自何日起", "From which day"), visibility="public", example="2099-01-01")],
    reason: Reason,
) -> LightChoice:
    """From the day on lights are computed by this rule; a choice that was made for the same day is replaced.

    Raises:
        BadInput: a day on which that city has no rule.
    """
    if known.rule_set_of(city, valid_from) is None:
        words = dict(terms.LIGHT_CITIES)[city]
        raise BadInput(
            Text("{d}没有{c}的规则", "On {d} there is no rule of {c}").with_(d=valid_from.isoformat(), c=words),
            code="no_rule",
            field="valid_from",
            remedy=Text("在“红黄绿灯规则”页查看各规则的起止日", "The page of the rules of lights shows when each holds"),
        )
    row = known.choice_from(valid_from) or LightChoice(valid_from=valid_from)
    row.city, row.reason, row.chosen_on = city, reason[:400], by.today
    return by.put(row)


def request_waiver(project: Project, by: Hand, *, dimension: Dimension, reason: Reason, valid_until: Until, file: Paper = None) -> Waiver:
    """A justified reason waits for somebody else's approval; until then the light counts as it is.

    Raises:
        BadInput: the rule knows no justified reason for that light, or the day is past. Conflict: one waits or holds already; no rule.
    """
    rule_set = known.choices().on(by.today)
    if rule_set is None:
        raise Conflict(Text("当前没有生效的亮灯规则", "No rule of lights is in force"), code="no_rule")
    rule = f"{rule_set.key}/{dimension}"
    lights.check_waiver(Given(rule, reason, "—", by.today, valid_until), rule_set)
    if known.waiver_there(project, rule):
        raise Conflict(
            Text("这一项已有待批或生效的豁免", "A waiver of this light waits or is in force"),
            code="waiver_there",
            remedy=Text("先终止原豁免", "End that one first"),
        )
    organ = by.actor.organs[0] if by.actor.organs else None
    row = Waiver(project=project, dimension=dimension, rule=rule, reason=reason[:400], valid_until=valid_until)
    row.requested_on, row.requested_by_id = by.today, organ
    by.put(row)
    if file is not None:
        row.proof = files.keep(by, file, f"projects.waiver:{row.pk}")
        by.put(row)
    return row


def approve_waiver(waiver: Waiver, by: Hand, *, note: Note = "") -> None:
    """The light is hidden until the day, and stays visible beside the waiver; another person approved it than asked for it.

    Raises:
        Conflict: its last day has passed.
    """
    if waiver.valid_until < by.today:
        raise Conflict(Text("申请的终止日已过", "The last day that was asked for has passed"), code="over")
    waiver.approved_on, waiver.approver_id, waiver.answer = by.today, by.actor.person, note[:400]
    by.put(waiver)


def refuse_waiver(waiver: Waiver, by: Hand, *, reason: Reason) -> None:
    """The light counts as it is, and whoever asked can read why."""
    waiver.answer = reason[:400]
    by.put(waiver)


def end_waiver(waiver: Waiver, by: Hand, *, reason: Reason) -> None:
    """The light counts again from today on."""
    waiver.ended_on, waiver.answer = by.today, reason[:400]
    by.put(waiver)


def lapse_waiver(waiver: Waiver, by: Hand) -> None:
    """The last day of the waiver has passed, and the light counts again; it has done so since the day after, whatever the hour."""
