"""How each measure of a light comes to its number: pure functions of what is known and a day, with every figure shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from taizhang.basis.civil_dates import CivilDate
from taizhang.basis.money import FEN_PER
from taizhang.basis.predicate import Answer, Known, Unknown
from taizhang.basis.text import Text, verbatim
from taizhang.kernels.casework import add_months
from taizhang.kernels.score import Figure, Number, Worked, figure, number_text

from .. import rules, terms
from .inputs import NOBODY_SAYS, BondIssue, LightInputs, Moment, month_number, of_month, time_share
from .terms import (
    QUANTITY_WORDS,
    BondUseLag,
    Growth,
    LagInPoints,
    Measure,
    MonthsInColour,
    MonthsNotEntered,
    MonthsNotStarted,
    PaymentShortfall,
    Quantity,
    RelativeLag,
    Situation,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measure found: a calculation, or a fact instead of a number, or why there is neither.

    `situation` is '' when there is a calculation. `holder` is the office that has what is missing.
    """

    measure: Measure
    worked: Worked | None = None
    situation: Situation | Literal["", "not_due", "no_data"] = ""
    why: Text | None = None
    holder: Text | None = None
    figures: tuple[Figure, ...] = ()


def measured(measure: Measure, inputs: LightInputs, at: Moment, months_in: Callable[[MonthsInColour], int | None]) -> Measured:
    """The measure of a project or district at a moment; `months_in` answers for months in a colour (None: no data)."""
    if isinstance(measure, LagInPoints | RelativeLag):
        return _lag(measure, inputs, at)
    if isinstance(measure, Growth):
        return _growth(measure, inputs, at)
    if isinstance(measure, PaymentShortfall):
        return _shortfall(measure, inputs, at)
    if isinstance(measure, MonthsNotStarted):
        return _not_started(measure, inputs, at)
    if isinstance(measure, MonthsNotEntered):
        return _not_entered(measure, inputs, at)
    if isinstance(measure, BondUseLag):
        return _bond_use(measure, inputs, at)
    return _in_colour(measure, months_in(measure))


# -- the time schedule ------------------------------------------------------------------------------------------------------

_PV, _BAC = Text("应完成", "due by now"), Text("年度计划", "annual plan")
_NO_PLAN = Text("{y}年没有年度计划数", "There is no annual plan for {y}")
_PLAN_IS_ZERO = Text("{y}年年度计划为零，滞后无从计算", "The annual plan of {y} is zero: there is nothing to be behind")
_NOTHING_DUE = Text("到{p}应完成数为零，相对滞后无从计算", "Nothing is due by {p}: a relative lag has no value")
_NO_MONTH = Text("{p}没有{q}数据", "{p} has no figure of {q}")


def _lag(measure: LagInPoints | RelativeLag, inputs: LightInputs, at: Moment) -> Measured:
    plan = inputs.plans.get(at.year, NOBODY_SAYS["plan"])
    if isinstance(plan, Unknown) or plan.value is None:
        return _no_data(measure, _NO_PLAN.with_(y=at.year), plan)
    done = of_month(inputs, measure.quantity, at.period)
    if isinstance(done, Unknown) or done.value is None:
        return _no_data(measure, _missing(measure.quantity, at), done)
    share, line_source = time_share(inputs, at)
    due = plan.value * share
    pv = _money(_PV, due, line_source)
    ev = _money(QUANTITY_WORDS[measure.quantity], done.value, _source(done))
    bac = _money(_BAC, plan.value, _source(plan))
    if isinstance(measure, LagInPoints):
        if plan.value <= 0:
            return _no_data(measure, _PLAN_IS_ZERO.with_(y=at.year), None, (bac,))
        formula = Text("100 ×（{1} − {2}）÷ {3}", "100 × ({1} − {2}) ÷ {3}")
        return _number(measure, formula, (pv, ev, bac), 100 * (due - done.value) / plan.value)
    if due <= 0:
        return _no_data(measure, _NOTHING_DUE.with_(p=at.period), None, (pv,))
    formula = Text("100 ×（1 − {1} ÷ {2}）", "100 × (1 − {1} ÷ {2})")
    return _number(measure, formula, (ev, pv), 100 * (1 - Fraction(done.value) / due))


# -- growth, payment, bonds -------------------------------------------------------------------------------------------------


def _growth(measure: Growth, inputs: LightInputs, at: Moment) -> Measured:
    now = of_month(inputs, measure.quantity, at.period)
    before_period = f"{at.year - 1:04d}-{at.month:02d}"
    before = of_month(inputs, measure.quantity, before_period)
    if isinstance(now, Unknown) or now.value is None:
        return _no_data(measure, _missing(measure.quantity, at), now)
    if isinstance(before, Unknown) or before.value is None:
        return _no_data(measure, _NO_MONTH.with_(p=before_period, q=QUANTITY_WORDS[measure.quantity]), before)
    words = QUANTITY_WORDS[measure.quantity]
    this = _money(words, now.value, _source(now))
    last = _money(Text("上年同期", "same months of last year"), before.value, _source(before))
    if before.value <= 0:
        return _no_data(measure, Text("上年同期为零，增速无从计算", "Last year's figure is zero: growth has no value"), None, (last,))
    growth = 100 * (Fraction(now.value, before.value) - 1)
    if measure.against == "last_year":
        return _number(measure, Text("100 ×（{1} ÷ {2} − 1）", "100 × ({1} ÷ {2} − 1)"), (this, last), growth)
    name, series, label = {
        "plan": ("growth_plan", inputs.growth_plan, Text("计划增速", "growth planned")),
        "city_average": ("city_growth", inputs.city_growth, Text("全市平均增速", "the city's average")),
    }[measure.against]
    other = series.get(at.period, NOBODY_SAYS[name])
    if isinstance(other, Unknown) or other.value is None:
        return _no_data(measure, Text("{p}没有{l}", "{p} has no figure: {l}").with_(p=at.period, l=label), other)
    line = figure(label, other.value, _source(other))
    formula = Text("100 ×（{1} ÷ {2} − 1）− {3}", "100 × ({1} ÷ {2} − 1) − {3}")
    return _number(measure, formula, (this, last, line), growth - line.value)


def _shortfall(measure: PaymentShortfall, inputs: LightInputs, at: Moment) -> Measured:
    name, series, label = {
        "plan": ("payment_plan", inputs.payment_plan, Text("计划支付", "payment planned")),
        "requirement": ("payment_required", inputs.payment_required, Text("要求支付", "payment required")),
    }[measure.against]
    line, paid = series.get(at.period, NOBODY_SAYS[name]), of_month(inputs, "paid", at.period)
    if isinstance(paid, Unknown) or paid.value is None:
        return _no_data(measure, _missing("paid", at), paid)
    if isinstance(line, Unknown) or line.value is None:
        return _no_data(measure, Text("{p}没有{l}数", "{p} has no figure: {l}").with_(p=at.period, l=label), line)
    due, done = _money(label, line.value, _source(line)), _money(QUANTITY_WORDS["paid"], paid.value, _source(paid))
    if measure.unit == "fen":
        return _number(measure, Text("{1} − {2}（分）", "{1} − {2} (fen)"), (due, done), Fraction(line.value - paid.value))
    if line.value <= 0:
        return _no_data(measure, Text("{l}为零，比例无从计算", "{l} is zero: a share has no value").with_(l=label), None, (due,))
    formula = Text("100 ×（{1} − {2}）÷ {1}", "100 × ({1} − {2}) ÷ {1}")
    return _number(measure, formula, (due, done), Fraction(100 * (line.value - paid.value), line.value))


def _bond_use(measure: BondUseLag, inputs: LightInputs, at: Moment) -> Measured:
    if inputs.bonds is None:
        return _no_data(measure, Text("有无债券不明", "Whether there are bonds is not known"), NOBODY_SAYS["bonds"])
    running = [b for b in inputs.bonds if b.issued_on <= rules.last_day(at.period) and b.amount_fen > 0]
    if not running:
        return Measured(measure, situation="not_due", why=Text("没有已发行的债券", "No bond has been issued"))
    worst: Measured | None = None
    for bond in running:
        found = _one_bond(measure, bond, at)
        if found.worked is None:
            return found
        if worst is None or worst.worked is None or found.worked.value > worst.worked.value:
            worst = found
    assert worst is not None
    return worst


def _one_bond(measure: BondUseLag, bond: BondIssue, at: Moment) -> Measured:
    used = bond.used.get(at.period, Unknown(terms.OWNER))
    if isinstance(used, Unknown) or used.value is None:
        return _no_data(measure, Text("{p}没有{b}的使用数", "{p} has no figure of use: {b}").with_(p=at.period, b=bond.name), used)
    gone = min(max(month_number(at.period) - month_number(rules.month_of(bond.issued_on)), 0), measure.months)
    amount = _money(bond.name, bond.amount_fen, bond.source)
    months = figure(Text("发行次月起的月数", "months from the month after issue"), gone, bond.source)
    whole = figure(Text("规则期数", "months of the rule"), measure.months, bond.source)
    spent = _money(Text("已使用", "used"), used.value, _source(used))
    formula = Text("100 ×（{1} × {2} ÷ {3} − {4}）÷ {1}", "100 × ({1} × {2} ÷ {3} − {4}) ÷ {1}")
    value = 100 * (Fraction(bond.amount_fen * gone, measure.months) - used.value) / bond.amount_fen
    return _number(measure, formula, (amount, months, whole, spent), value)


# -- starts and entries -----------------------------------------------------------------------------------------------------

_PLANNED, _STARTED = Text("计划开工", "planned start"), Text("认定开工", "start as proved")


def _not_started(measure: MonthsNotStarted, inputs: LightInputs, at: Moment) -> Measured:
    planned, started = inputs.planned_start, inputs.started_on
    if isinstance(planned, Unknown) or not isinstance(planned.value, CivilDate):
        return _no_data(measure, Text("没有计划开工时间", "No planned start is stated"), planned)
    last = planned.value.last_day
    due = figure(_PLANNED, last.toordinal(), _source(planned), Text(planned.value.in_("zh"), planned.value.in_("en")))
    if isinstance(started, Unknown):
        return _no_data(measure, Text("开工情况不明", "Whether it has started is not known"), started, (due,))
    if started.value is not None and started.value <= at.day:
        begun = figure(_STARTED, started.value.toordinal(), _source(started), verbatim(started.value))
        in_time = started.value <= rules.last_day(rules.month_of(last))
        return Measured(measure, situation="in_time" if in_time else "late", figures=(due, begun))
    months = month_number(at.period) - month_number(rules.month_of(last)) + 1
    if months < 1:
        return Measured(measure, situation="not_due", why=Text("计划开工月份未过完", "The month of the planned start is not over"), figures=(due,))
    now = figure(Text("已过完的月份到", "months that are over, up to"), month_number(at.period), _source(started), verbatim(at.period))
    return _number(measure, Text("{1}起到{2}（首尾均计）", "from {1} to {2}, both counted"), (due, now), Fraction(months))


def _not_entered(measure: MonthsNotEntered, inputs: LightInputs, at: Moment) -> Measured:
    started, entered = inputs.started_on, inputs.entered_on
    if isinstance(entered, Known) and entered.value is not None and entered.value <= at.day:
        day = figure(Text("入库", "entered"), entered.value.toordinal(), _source(entered), verbatim(entered.value))
        return Measured(measure, situation="entered", figures=(day,))
    if isinstance(started, Unknown):
        return _no_data(measure, Text("开工情况不明", "Whether it has started is not known"), started)
    if started.value is None or started.value > at.day:
        return Measured(measure, situation="not_due", why=Text("尚未开工", "It has not started"))
    begun = figure(_STARTED, started.value.toordinal(), _source(started), verbatim(started.value))
    if isinstance(entered, Unknown):
        return _no_data(measure, Text("是否入库不明", "Whether it has been entered is not known"), entered, (begun,))
    today = figure(Text("到", "until"), at.day.toordinal(), _source(entered), verbatim(at.day))
    return _number(measure, Text("{1}起{2}的月数", "months from {1} {2}"), (begun, today), months_between(started.value, at.day))


def months_between(start: date, day: date) -> Fraction:
    """Months gone by from a day to a later one: whole on the day of the same number, broken months by their days.

    >>> months_between(date(2026, 1, 31), date(2026, 2, 28)), months_between(date(2026, 3, 1), date(2026, 3, 11))
    (Fraction(1, 1), Fraction(10, 31))
    """
    whole = (day.year - start.year) * 12 + day.month - start.month
    if add_months(start, whole) > day:
        whole -= 1
    since, until = add_months(start, whole), add_months(start, whole + 1)
    return whole + Fraction((day - since).days, (until - since).days)


def day_after_months(start: date, months: Fraction) -> tuple[date, date]:
    """The first day on which at least so many months have gone by, and the first on which more have."""
    whole = months.numerator // months.denominator
    since, until = add_months(start, whole), add_months(start, whole + 1)
    days = (months - whole) * (until - since).days
    reached = since + timedelta(days=-(-days.numerator // days.denominator))
    return reached, since + timedelta(days=days.numerator // days.denominator + 1)


def _in_colour(measure: MonthsInColour, months: int | None) -> Measured:
    if months is None:
        return _no_data(measure, Text("被计数的灯本月无数据", "The light that is counted has no data this month"), None)
    counted = figure(measure.label, months, Text("本规则逐月计算", "computed month by month under this rule"))
    return _number(measure, Text("{1}", "{1}"), (counted,), Fraction(months))


# -- what all of them share -------------------------------------------------------------------------------------------------


def _number(measure: Measure, formula: Text, figures: tuple[Figure, ...], value: Fraction) -> Measured:
    return Measured(measure, Worked(formula, figures, value), figures=figures)


def _no_data(measure: Measure, why: Text, answer: Answer | None, figures: tuple[Figure, ...] = ()) -> Measured:
    holder = answer.holder if isinstance(answer, Unknown) else None
    return Measured(measure, situation="no_data", why=why, holder=holder, figures=figures)


def _missing(quantity: Quantity, at: Moment) -> Text:
    return _NO_MONTH.with_(p=at.period, q=QUANTITY_WORDS[quantity])


_UNSOURCED = Text("未注明来源", "no source stated")


def _source(answer: Answer) -> Text:
    """Where a figure comes from; said when nobody says so."""
    if not isinstance(answer, Known) or answer.source is None:
        return _UNSOURCED
    return answer.source if isinstance(answer.source, Text) else verbatim(answer.source)


def _money(name: Text, fen: Number, source: Text) -> Figure:
    """An amount shown in 万元 with two decimals, marked with ≈ where it has more."""
    amount = Fraction(fen)
    shown = number_text(amount / FEN_PER["万元"], 2)
    return figure(name, amount, source, Text(f"{shown}万元", f"{shown} × 10,000 yuan"))
