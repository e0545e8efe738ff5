"""The language in which a city's rule of lights (红黄绿灯) is said: measures, tables of colours, steps that follow, waivers.

A rule set is a value with issuer, dates and source. What it does not say stays unsaid: a number in a gap of its table is 'not
defined', a month without data is 'no data', and neither is green.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from taizhang.basis.civil_dates import CivilDate
from taizhang.basis.law import Law
from taizhang.basis.text import Text
from taizhang.kernels.score import Table, band

Colour = Literal["green", "yellow", "red"]
State = Literal["green", "yellow", "red", "not_defined", "no_data", "not_due"]
#: What a part may say of a measure: a state, or nothing, which leaves the word to the other parts of its dimension.
Saying = Literal["green", "yellow", "red", "not_defined", "no_data", "not_due", "silent"]
SILENT: Final = "silent"

#: From weakest to strongest: a dimension has the strongest of what its parts say. A red is red whatever else is unknown; an
#: unknown part may be hiding a red, so it stands above yellow; a gap stands above green, for what is not said is not green.
STRENGTH: Final[tuple[Saying, ...]] = ("silent", "not_due", "green", "not_defined", "yellow", "no_data", "red")
COLOURS: Final[tuple[Colour, ...]] = get_args(Colour)

#: Which of several lights stands for a project: the worst colour that is shown, and only without any colour what is known instead.
_WORST: Final = ("red", "yellow", "green", "not_defined", "no_data", "not_due")


def worst_of(states: Iterable[str]) -> str:
    """The light that stands for several; '' for none.

    >>> worst_of(["green", "no_data", "yellow"]), worst_of(["not_due", "no_data"]), worst_of([])
    ('yellow', 'no_data', '')
    """
    return min((s for s in states if s), key=_WORST.index, default="")


STATE_WORDS: Final[Mapping[str, Text]] = {
    "green": Text("绿灯", "green"),
    "yellow": Text("黄灯", "yellow"),
    "red": Text("红灯", "red"),
    "not_defined": Text("规则未规定", "not defined in the rule"),
    "no_data": Text("无数据", "no data"),
    "not_due": Text("未到期", "not due yet"),
}
_BAND_WORDS: Final[Mapping[str, Text]] = {
    "green": Text("绿", "green"),
    "yellow": Text("黄", "yellow"),
    "red": Text("红", "red"),
    SILENT: Text("不据此亮灯", "says nothing"),
}

# -- measures ---------------------------------------------------------------------------------------------------------------

#: Which of the quantities kept apart is meant; `certified` is what the statistics office certifies.
Quantity = Literal["investment", "certified", "workload", "paid"]
QUANTITY_WORDS: Final[Mapping[Quantity, Text]] = {
    "investment": Text("上报完成投资", "reported investment"),
    "certified": Text("统计认定投资", "certified investment"),
    "workload": Text("工作量", "workload"),
    "paid": Text("已支付资金", "money paid"),
}


@dataclass(frozen=True, slots=True)
class LagInPoints:
    """How far the year's quantity is behind the time schedule, in points of the annual plan: 100 (PV − EV) ÷ BAC."""

    quantity: Quantity = "investment"

    @property
    def label(self) -> Text:
        return Text("滞后序时进度的百分点（占年度计划）", "points of the annual plan behind the time schedule")


@dataclass(frozen=True, slots=True)
class RelativeLag:
    """How far the year's quantity is behind the time schedule, in per cent of what is due by now: 100 (1 − EV ÷ PV)."""

    quantity: Quantity = "investment"

    @property
    def label(self) -> Text:
        return Text("相对滞后（占应完成数的百分比）", "per cent of what is due by now that is missing")


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth of the year's quantity over the same months of last year, in per cent; or the points by which it differs from a
    growth planned, or from the city's average.
    """

    against: Literal["last_year", "plan", "city_average"]
    quantity: Quantity = "certified"

    @property
    def label(self) -> Text:
        return {
            "last_year": Text("比上年同期增长（%）", "growth over the same months of last year (%)"),
            "plan": Text("增速高于计划的百分点", "points of growth above plan"),
            "city_average": Text("增速高于全市平均的百分点", "points of growth above the city's average"),
        }[self.against]


@dataclass(frozen=True, slots=True)
class PaymentShortfall:
    """By how much the money paid this year is below a line, in fen or in per cent of the line; below zero when it is above."""

    against: Literal["plan", "requirement"]
    unit: Literal["fen", "percent"] = "fen"

    @property
    def label(self) -> Text:
        return {
            "plan": Text("支付少于计划", "payment below plan"),
            "requirement": Text("支付少于国家或自治区要求", "payment below what the state or the region requires"),
        }[self.against]


@dataclass(frozen=True, slots=True)
class MonthsNotStarted:
    """How many months that are over, the planned one first, have ended without the start that was due.

    Situations: `in_time`, `late` (it has started); not due while the planned month is not over.
    """

    label = Text("到期未开工的月数", "months due and not started")


@dataclass(frozen=True, slots=True)
class MonthsNotEntered:
    """How many months have gone by since the start without entry into the statistics library; broken months count by days.

    Situation: `entered`; not due before the start.
    """

    label = Text("开工后未入统计库的月数", "months since the start without entry into the statistics library")


@dataclass(frozen=True, slots=True)
class BondUseLag:
    """How far the use of a bond is behind a line that rises evenly over N months from the month after issue, in points of the
    amount; of several bonds the one that is furthest behind.
    """

    months: int

    @property
    def label(self) -> Text:
        return Text("债券使用滞后{n}个月均匀线的百分点", "points behind an even line of {n} months of bond use").with_(n=self.months)


@dataclass(frozen=True, slots=True)
class MonthsInColour:
    """How many months in a row, the present one included, a light has had a colour: by the parts that stand before this one
    in its own dimension, or another dimension of the same rule.
    """

    colour: Colour
    dimension: str = ""

    @property
    def label(self) -> Text:
        return Text("连续{c}的月数", "consecutive months in {c}").with_(c=STATE_WORDS[self.colour])


Measure = (
    LagInPoints | RelativeLag | Growth | PaymentShortfall | MonthsNotStarted | MonthsNotEntered | BondUseLag | MonthsInColour
)
#: Facts that a measure finds instead of a number, so far as a rule speaks of them.
Situation = Literal["in_time", "late", "entered"]
SITUATION_WORDS: Final[Mapping[Situation, Text]] = {
    "in_time": Text("按计划开工", "started as planned"),
    "late": Text("已开工，晚于计划", "started, later than planned"),
    "entered": Text("已入统计库", "entered in the statistics library"),
}

# -- a rule set -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A measure with the table that reads it, and what the rule says of facts that are no number."""

    measure: Measure
    table: Table
    situations: tuple[tuple[Situation, Saying], ...] = ()

    def __post_init__(self) -> None:
        if wrong := [b.key for b in self.table.bands if b.key not in (*COLOURS, SILENT)]:
            raise ValueError(f"{self.table.key}: {', '.join(wrong)} is no colour")

    def of_situation(self, situation: Situation) -> Saying:
        """What the rule says of a fact; 'not defined' when it says nothing."""
        return dict(self.situations).get(situation, "not_defined")


def colours(key: str, measure: Measure, unit: Text | None = None, **over: str) -> Table:
    """A table over a measure: `green="(-inf, 0]", yellow="[10, 30]"`; a second stretch of a colour is named `red_2`."""
    bands = tuple(band(c.partition("_")[0], _BAND_WORDS[c.partition("_")[0]], o) for c, o in over.items())
    return Table(key, measure.label, bands, unit, STATE_WORDS["not_defined"])


@dataclass(frozen=True, slots=True)
class Dimension:
    """One light of a rule set. `waivable` where the rule knows a justified reason (正当理由) that switches it off.

    `note` says how an unclear wording is read here.
    """

    key: str
    label: Text
    parts: tuple[Part, ...]
    law: Law
    waivable: bool = False
    of: Literal["project", "district"] = "project"
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a colour sets off: the step, from which consecutive month on, at which level, with which paper."""

    colour: Colour
    step: Text
    from_month: int = 1
    level: Text | None = None
    paper: Text | None = None


_MONTHLY: Final = Text("每月", "monthly")


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The lights of one city as published: who issued them, since when they hold, of what, and with which dimensions.

    `until` is the first day on which it no longer holds. `example` marks a set that no city has published.

    Raises:
        ValueError: on construction, for dimensions of one key, or consecutive months of a dimension that is not there.
    """

    key: str
    city: Text
    name: Text
    issuer: Text
    announced: date
    effective: CivilDate
    law: Law
    dimensions: tuple[Dimension, ...]
    follow_up: tuple[FollowUp, ...] = ()
    covers: tuple[tuple[str, Text], ...] = ()
    until: date | None = None
    cadence: Text = _MONTHLY
    example: bool = False

    def __post_init__(self) -> None:
        keys = [d.key for d in self.dimensions]
        if len(set(keys)) < len(keys):
            raise ValueError(f"{self.key}: two dimensions have one key")
        for at, dimension in enumerate(self.dimensions):
            for n, part in enumerate(dimension.parts):
                counted = part.measure.dimension if isinstance(part.measure, MonthsInColour) else None
                if (counted and counted not in keys[:at]) or (counted == "" and n == 0):
                    raise ValueError(f"{self.key}: {dimension.key} counts months of what does not stand before it")

    @property
    def label(self) -> Text:
        """City and name, with the mark of an example."""
        words = Text("【示例】{c}：{n}", "[example] {c}: {n}") if self.example else Text("{c}：{n}", "{c}: {n}")
        return words.with_(c=self.city, n=self.name)

    def dimension(self, key: str) -> Dimension:
        """The dimension of a key. Raises KeyError."""
        for dimension in self.dimensions:
            if dimension.key == key:
                return dimension
        raise KeyError(f"{self.key} has no dimension {key}")

    def covers_project(self, groups: frozenset[str] | None) -> bool | None:
        """Whether the rule is for a project of these groups; None when its groups are not known."""
        if not self.covers:
            return True
        return None if groups is None else not groups.isdisjoint(key for key, _ in self.covers)

    def steps(self, state: State, months: int) -> tuple[FollowUp, ...]:
        """What a colour that has lasted so many months sets off, in the order of the rule."""
        return tuple(f for f in self.follow_up if f.colour == state and f.from_month <= months)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A justified reason that switches a light off from a day until a day, both included; `rule` is 'rule set/dimension'."""

    rule: str
    reason: str
    approver: str
    given_on: date
    until: date
