"""Lights (红黄绿灯): computed from a dated rule and its inputs, never typed.

A light says which rule and article gave it, from which figures and whose, how far the next colour is, on which day it changes
when nothing happens, what the colour sets off, and which waiver hides it. A hidden light stays visible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from taizhang.basis.errors import BadInput
from taizhang.basis.law import Law
from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text, joined
from taizhang.kernels.casework import add_months
from taizhang.kernels.score import Figure, Reading, Threshold, number_text

from .. import rules
from .inputs import LightInputs, Moment, moment, moment_of
from .measures import Measured, day_after_months, measured
from .terms import (
    COLOURS,
    SITUATION_WORDS,
    STATE_WORDS,
    STRENGTH,
    Dimension,
    FollowUp,
    MonthsInColour,
    MonthsNotEntered,
    MonthsNotStarted,
    Part,
    RuleSet,
    Saying,
    State,
    Waiver,
)

#: How far ahead a change is looked for, and how far back consecutive months are counted.
MONTHS_AHEAD: Final = 36
MONTHS_BACK: Final = 60


@dataclass(frozen=True, slots=True)
class PartLight:
    """One part of a dimension: what was measured, how the table read it, and what it says."""

    part: Part
    found: Measured
    reading: Reading | None
    says: Saying

    @property
    def reason(self) -> Text:
        """Why it says so, with the figures."""
        if self.reading is not None and self.found.worked is not None:
            band = Text("{b} {o}", "{b} {o}").with_(b=self.part.table.name_of(self.reading.piece), o=self.reading.piece.over.words)
            return Text("{m}：{w}，{b}", "{m}: {w}; {b}").with_(m=self.part.measure.label, w=self.found.worked.shown, b=band)
        if self.found.situation in SITUATION_WORDS:
            return Text("{s}：{w}", "{s}: {w}").with_(s=SITUATION_WORDS[self.found.situation], w=_says_words(self.says))  # type: ignore[index]
        why = self.found.why or STATE_WORDS["no_data"]
        return Text("{w}（由{h}提供）", "{w} (held by: {h})").with_(w=why, h=self.found.holder) if self.found.holder else why

    @property
    def thresholds(self) -> tuple[Text, ...]:
        """The next colour in each direction and how far away it is, in words."""
        if self.reading is None:
            return ()
        # Months that have gone by do not come back.
        below = None if isinstance(self.part.measure, _ONLY_GROWING) else self.reading.below
        ways = ((below, _LESS, _BELOW, _ANY_LESS), (self.reading.above, _MORE, _ABOVE, _ANY_MORE))
        return tuple(self._threshold(t, far, at, at_once) for t, far, at, at_once in ways if t is not None)

    def _threshold(self, threshold: Threshold, far: Text, at: Text, at_once: Text) -> Text:
        beyond = self.part.table.name_of(threshold.beyond)
        if threshold.by == 0:
            return at_once.with_(b=beyond)
        edge = number_text(threshold.at) if threshold.takes_in else at.with_(n=number_text(threshold.at))
        return far.with_(b=beyond, e=edge, n=number_text(threshold.by), u=self.part.table.unit or "")


_ONLY_GROWING = (MonthsNotStarted, MonthsNotEntered, MonthsInColour)
_ANY_MORE = Text("只要再增加，即为“{b}”", "any more: {b}")
_ANY_LESS = Text("只要再减少，即为“{b}”", "any less: {b}")
_MORE = Text("再增加{n}{u}，到{e}即为“{b}”", "{n} {u} more, at {e}: {b}")
_LESS = Text("再减少{n}{u}，到{e}即为“{b}”", "{n} {u} less, at {e}: {b}")
_ABOVE = Text("{n}以上（不含）", "above {n}")
_BELOW = Text("{n}以下（不含）", "below {n}")


def _says_words(says: Saying) -> Text:
    return STATE_WORDS["not_defined"] if says == "silent" else STATE_WORDS[says]


@dataclass(frozen=True, slots=True)
class Change:
    """The first day on which a light is another one when nothing more is done; `to` is None when its rule ends that day."""

    on: date
    to: State | None
    why: Text


@dataclass(frozen=True, slots=True)
class Light:
    """One light of one subject on one day, with everything that made it.

    `state` is what the rule gives, hidden or not; `waiver` is what hides it. `months` counts how many months in a row, the
    present one included, it has had this colour (0 without a colour). `covered` is None when it is not known whether the rule
    is for this project.
    """

    subject: str
    rule_set: RuleSet
    dimension: Dimension
    at: Moment
    state: State
    parts: tuple[PartLight, ...]
    months: int
    covered: bool | None
    waiver: Waiver | None = None
    next_change: Change | None = None

    @property
    def rule(self) -> str:
        """The id under which the light is stored: rule set and dimension."""
        return f"{self.rule_set.key}/{self.dimension.key}"

    @property
    def law(self) -> Law:
        """The source with its article."""
        return self.dimension.law

    @property
    def hidden(self) -> bool:
        """True while a waiver switches it off."""
        return self.waiver is not None

    @property
    def decisive(self) -> tuple[PartLight, ...]:
        """The parts that gave the state: the strongest of them; all, when every part is silent."""
        return tuple(p for p in self.parts if p.says == self.state) or self.parts

    @property
    def reason(self) -> Text:
        """Why it is so, with the figures."""
        return joined(list(dict.fromkeys(p.reason for p in self.decisive)))

    @property
    def thresholds(self) -> tuple[Text, ...]:
        """The next colours and how far away they are."""
        return tuple(t for p in self.decisive for t in p.thresholds)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure that went in, each once, with its source."""
        return tuple(dict.fromkeys(f for p in self.parts for f in p.found.figures))

    @property
    def follow_up(self) -> tuple[FollowUp, ...]:
        """What the colour sets off now; nothing while a waiver hides it."""
        return () if self.hidden else self.rule_set.steps(self.state, self.months)

    def plain(self, language: str = "zh") -> dict[str, object]:
        """The light as plain data: what is stored, exported and answered by the API."""
        return {
            "subject": self.subject,
            "rule": self.rule,
            "example": self.rule_set.example,
            "city": self.rule_set.city.in_(language),
            "law": self.law.cite(language),
            "dimension": self.dimension.label.in_(language),
            "day": self.at.day.isoformat(),
            "period": self.at.period,
            "state": self.state,
            "words": STATE_WORDS[self.state].in_(language),
            "reason": self.reason.in_(language),
            "months": self.months,
            "covered": self.covered,
            "inputs": [
                {"name": f.name.in_(language), "value": f.shown.in_(language), "source": f.source.in_(language)} for f in self.figures
            ],
            "thresholds": [t.in_(language) for t in self.thresholds],
            "changes_on": self.next_change.on.isoformat() if self.next_change else None,
            "changes_to": self.next_change.to if self.next_change else None,
            "follow_up": [f.step.in_(language) for f in self.follow_up],
            "hidden_by": self.waiver.reason if self.waiver else None,
            "hidden_until": self.waiver.until.isoformat() if self.waiver else None,
        }


# -- one light --------------------------------------------------------------------------------------------------------------


def lights_of(rule_set: RuleSet, inputs: LightInputs, day: date, waivers: Iterable[Waiver] = ()) -> tuple[Light, ...]:
    """Every light of a project or district on a day; none when the rule is for other projects."""
    if rule_set.covers_project(inputs.groups) is False:
        return ()
    given = tuple(waivers)
    return tuple(light_of(rule_set, d, inputs, day, given) for d in rule_set.dimensions if d.of == inputs.of)


def light_of(
    rule_set: RuleSet, dimension: Dimension, inputs: LightInputs, day: date, waivers: Sequence[Waiver] = (), *, ahead: bool = True
) -> Light:
    """One light on a day. A past month's light is that of the first day after it. Without `ahead` no change is looked for."""
    at = moment(day)
    parts = _parts(rule_set, dimension, inputs, at)
    state = _strongest(p.says for p in parts)
    return Light(
        inputs.subject,
        rule_set,
        dimension,
        at,
        state,
        parts,
        _months_so(lambda m: state_of(rule_set, dimension, inputs, m), at, state) if state in COLOURS else 0,
        rule_set.covers_project(inputs.groups),
        waiver_on(waivers, rule_set, dimension, day) if state in ("yellow", "red") else None,
        next_change(rule_set, dimension, inputs, day) if ahead else None,
    )


def state_of(rule_set: RuleSet, dimension: Dimension, inputs: LightInputs, at: Moment) -> State:
    """The bare state of a dimension at a moment."""
    return _strongest(p.says for p in _parts(rule_set, dimension, inputs, at))


def _strongest(sayings: Iterable[Saying]) -> State:
    """The strongest of what the parts say. When all are silent the rule has said nothing."""
    strongest = max(sayings, key=STRENGTH.index)
    return "not_defined" if strongest == "silent" else strongest


def _parts(rule_set: RuleSet, dimension: Dimension, inputs: LightInputs, at: Moment) -> tuple[PartLight, ...]:
    return tuple(
        _part(part, measured(part.measure, inputs, at, _counting(rule_set, dimension, n, inputs, at)))
        for n, part in enumerate(dimension.parts)
    )


def _part(part: Part, found: Measured) -> PartLight:
    if found.worked is not None:
        reading = part.table.read(found.worked.value)
        says: Saying = reading.key or "not_defined"  # type: ignore[assignment]
        return PartLight(part, found, reading, says)
    if found.situation in ("no_data", "not_due"):
        return PartLight(part, found, None, found.situation)
    return PartLight(part, found, None, part.of_situation(found.situation))  # type: ignore[arg-type]


def _counting(
    rule_set: RuleSet, dimension: Dimension, n: int, inputs: LightInputs, at: Moment
) -> Callable[[MonthsInColour], int | None]:
    """Answers how many months in a row, the present one included, a light has had a colour; None when it has no data now."""

    def counted(measure: MonthsInColour) -> int | None:
        base = rule_set.dimension(measure.dimension) if measure.dimension else replace(dimension, parts=dimension.parts[:n])
        state = state_of(rule_set, base, inputs, at)
        if state == "no_data":
            return None
        return _months_so(lambda m: state_of(rule_set, base, inputs, m), at, state) if state == measure.colour else 0

    return counted


def _months_so(state_at: Callable[[Moment], State], at: Moment, state: State) -> int:
    """For how many months in a row, the present one included, the state has been this one."""
    months, period = 1, at.period
    while months < MONTHS_BACK and state_at(moment_of(period := rules.period_before(period))) == state:
        months += 1
    return months


# -- waivers ----------------------------------------------------------------------------------------------------------------


def waiver_on(waivers: Iterable[Waiver], rule_set: RuleSet, dimension: Dimension, day: date) -> Waiver | None:
    """The waiver that hides a light on a day, the one that lasts longest; none where the rule knows no justified reason."""
    if not dimension.waivable:
        return None
    rule = f"{rule_set.key}/{dimension.key}"
    holding = [w for w in waivers if w.rule == rule and w.given_on <= day <= w.until]
    return max(holding, key=lambda w: w.until) if holding else None


def check_waiver(waiver: Waiver, rule_set: RuleSet) -> None:
    """Nothing, for a waiver that the rule allows.

    Raises:
        BadInput: another rule's, or of a dimension that cannot be waived; without reason or approver; or it ends before it begins.
    """
    found = [d for d in rule_set.dimensions if f"{rule_set.key}/{d.key}" == waiver.rule]
    if not found:
        raise BadInput(Text("本规则没有这一项", "The rule has no such light"), code="no_such_light", field="rule", law=rule_set.law)
    if not found[0].waivable:
        reason = Text("“{d}”一项没有正当理由可言：规则未规定", "“{d}” cannot be waived: the rule knows no justified reason for it")
        raise BadInput(reason.with_(d=found[0].label), code="not_waivable", field="rule", law=found[0].law)
    if not waiver.reason.strip():
        raise BadInput(Text("请写明正当理由", "State the justified reason"), code="no_reason", field="reason", law=found[0].law)
    if not waiver.approver.strip():
        raise BadInput(Text("请写明批准人", "Name who approves it"), code="no_approver", field="approver", law=found[0].law)
    if waiver.until < waiver.given_on:
        raise BadInput(Text("终止日早于起始日", "It ends before it begins"), code="ends_before", field="until", law=found[0].law)


# -- the day on which it changes --------------------------------------------------------------------------------------------


def stand_still(inputs: LightInputs, period: str) -> LightInputs:
    """The same project when nothing more is done after a month: each later month is reported, and adds nothing."""
    later = _months_after(period)
    return replace(
        inputs,
        investment=_carried(inputs.investment, period, later),
        certified=_carried(inputs.certified, period, later),
        workload=_carried(inputs.workload, period, later),
        paid=_carried(inputs.paid, period, later),
        bonds=None if inputs.bonds is None else tuple(replace(b, used=_carried(b.used, period, later, by_year=False)) for b in inputs.bonds),
    )


def _months_after(period: str) -> list[str]:
    found = [rules.next_period(period)]
    while len(found) < MONTHS_AHEAD:
        found.append(rules.next_period(found[-1]))
    return found


_STILL = Text("假定不再有进展", "as if nothing more were done")


def _carried(series: Mapping[str, Answer], period: str, later: Sequence[str], *, by_year: bool = True) -> dict[str, Answer]:
    """The series with its last month carried on: the same total in the same year, nothing in a new one."""
    kept = {p: a for p, a in series.items() if p <= period}
    last = series.get(period)
    for month in later:
        if by_year and month[:4] != period[:4]:
            kept[month] = Known(0, _STILL)
        elif isinstance(last, Known):
            kept[month] = Known(last.value, _STILL)
    return kept


def next_change(rule_set: RuleSet, dimension: Dimension, inputs: LightInputs, day: date) -> Change | None:
    """The first day after `day` on which the light is another one if nothing more is done; None when it stays for three years."""
    at = moment(day)
    now, still = state_of(rule_set, dimension, inputs, at), stand_still(inputs, at.period)
    for turn in _turning_days(dimension, inputs, day):
        if rule_set.until is not None and day < rule_set.until <= turn:
            return Change(rule_set.until, None, Text("本规则到期", "The rule ends"))
        then = moment(turn)
        parts = _parts(rule_set, dimension, still, then)
        if (state := _strongest(p.says for p in parts)) != now:
            reasons = [p.reason for p in parts if p.says == state] or [STATE_WORDS["not_defined"]]
            return Change(turn, state, joined(reasons))
    return None


def _turning_days(dimension: Dimension, inputs: LightInputs, day: date) -> list[date]:
    """Every day within three years on which a light can change by time alone, in order."""
    last = add_months(day, MONTHS_AHEAD)
    first_of_month = date(day.year, day.month, 1)
    found = {add_months(first_of_month, n) for n in range(1, MONTHS_AHEAD + 1)}
    found |= {d for part in dimension.parts for d in _days_of(part, inputs)}
    for name in ("started_on", "entered_on"):
        known = getattr(inputs, name)
        if isinstance(known, Known) and isinstance(known.value, date):
            found.add(known.value)
    return sorted(d for d in found if day < d <= last)


def _days_of(part: Part, inputs: LightInputs) -> Iterator[date]:
    started = inputs.started_on
    if isinstance(part.measure, MonthsNotEntered) and isinstance(started, Known) and isinstance(started.value, date):
        for piece in part.table.pieces:
            if piece.over.upper is not None:
                yield from day_after_months(started.value, piece.over.upper)
