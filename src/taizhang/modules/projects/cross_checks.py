"""Cross-checks (交叉核对) between the figures of one project: each finding is a question with its figures, and changes nothing.

A check compares what was reported with what was reported elsewhere. It never compares a unit's figures with a target and never
proposes a figure: whoever is asked answers, or corrects by a superseding row of their own. What nobody gave is not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Final, Literal

from taizhang.basis.law import Law
from taizhang.basis.money import FEN_PER
from taizhang.basis.predicate import Answer, Known, Unknown
from taizhang.basis.text import Text, verbatim
from taizhang.kernels.score import Figure, figure, number_text
from taizhang.registers import laws

from . import rules, terms
from .terms import cross_checks as limits
from .terms.law import NO_DOUBLE_SUPPORT, QUANTITIES_APART

Amount = Literal["workload", "investment", "certified", "paid"]
AMOUNT_WORDS: Final[dict[Amount, Text]] = {
    "workload": Text("工作量", "workload"),
    "investment": Text("投资量", "investment"),
    "certified": Text("统计认定投资", "certified investment"),
    "paid": Text("支付", "payment"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """One physical quantity of a month, in its own unit."""

    measure: str
    unit: str
    done: Decimal


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One reported month: four quantities apart, amounts in fen of that month alone, None where nobody gave them."""

    period: str
    workload_fen: int | None = None
    investment_fen: int | None = None
    paid_fen: int | None = None
    quantities: tuple[Done, ...] = ()
    source: Text | str = ""
    supersedes: bool = False


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A total since the start that somebody stated for the end of a month; `supersedes` when it corrects an earlier row."""

    amount: Amount
    period: str
    total_fen: int
    source: Text | str = ""
    supersedes: bool = False


@dataclass(frozen=True, slots=True)
class FundLine:
    """Money from one source: planned, allotted, received, paid; None where nobody gave it. `purpose` says for which part of
    the works.
    """

    source: str
    label: Text
    purpose: str = ""
    planned_fen: int | None = None
    allotted_fen: int | None = None
    received_fen: int | None = None
    paid_fen: int | None = None
    document: Text | str = ""


NOT_STATED: Final = Unknown(terms.OWNER)


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """What the checks look at: one project's months, totals, money, papers and approved amounts (fen)."""

    subject: str
    name: Text
    kind: str = "gov"
    months: tuple[MonthFigures, ...] = ()
    totals: tuple[StatedTotal, ...] = ()
    funds: tuple[FundLine, ...] = ()
    papers: tuple[rules.Paper, ...] = ()
    claimed_stage: str = ""
    claimed_start: date | None = None
    started_on: date | None = None
    feasibility_fen: Answer = NOT_STATED
    estimate_fen: Answer = NOT_STATED
    final_fen: Answer = NOT_STATED
    total_fen: Answer = NOT_STATED
    capital_fen: Answer = NOT_STATED
    industry: str = "general"


@dataclass(frozen=True, slots=True)
class Question:
    """What does not fit together, under which rule, with which figures and whose, and who is asked to explain it."""

    code: str
    text: Text
    law: Law
    values: tuple[Figure, ...]
    asks: Text
    period: str = ""


Check = Callable[[ProjectFile, date], Iterator[Question]]


def questions_of(file: ProjectFile, day: date, checks: Sequence[Check] = ()) -> list[Question]:
    """Every question that the figures of a project raise on a day, in the order of the checks."""
    return [question for check in checks or CHECKS for question in check(file, day)]


# -- the four quantities ----------------------------------------------------------------------------------------------------


def total_falls(file: ProjectFile, day: date) -> Iterator[Question]:
    """A total since the start is lower than the one before it, and no row supersedes that one."""
    for amount, words in AMOUNT_WORDS.items():
        stated = sorted((t for t in file.totals if t.amount == amount), key=lambda t: t.period)
        for before, after in pairwise(stated):
            if after.total_fen < before.total_fen and not after.supersedes:
                values = (_money(before.period, before.total_fen, before.source), _money(after.period, after.total_fen, after.source))
                yield _falls(words, values, after.period)
    for month in file.months:
        for words, fen in _amounts(month):
            if fen is not None and fen < 0 and not month.supersedes:
                yield _falls(words, (_money(month.period, fen, month.source),), month.period)


def _falls(words: Text, values: tuple[Figure, ...], period: str) -> Question:
    text = Text("累计{w}在{p}减少，没有更正记录说明", "The total of {w} falls in {p}, and no correction explains it")
    return Question(
        "total_falls", text.with_(w=words, p=period), QUANTITIES_APART, values, _holder(words), period
    )


def _amounts(month: MonthFigures) -> Iterator[tuple[Text, int | None]]:
    yield AMOUNT_WORDS["workload"], month.workload_fen
    yield AMOUNT_WORDS["investment"], month.investment_fen
    yield AMOUNT_WORDS["paid"], month.paid_fen


def _holder(words: Text) -> Text:
    return terms.STAT_OFFICE if words is AMOUNT_WORDS["certified"] else terms.OWNER


def money_without_works(file: ProjectFile, day: date) -> Iterator[Question]:
    """Investment goes up for months in a row in which the physical quantities are reported and do not move."""
    span = limits.FLAT_MONTHS.on(day)
    if span is None:
        return
    run: list[MonthFigures] = []
    for month in [*_in_order(file.months), None]:
        follows = month is not None and (not run or month.period == rules.next_period(run[-1].period))
        if month is not None and _is_flat(month) and follows:
            run.append(month)
            continue
        if len(run) >= span.value.n:
            yield _flat(run, span.law)
        run = [month] if month is not None and _is_flat(month) else []


def _is_flat(month: MonthFigures) -> bool:
    return bool(month.quantities) and not any(q.done for q in month.quantities) and (month.investment_fen or 0) > 0


def _flat(run: list[MonthFigures], law: Law) -> Question:
    text = Text("{a}至{b}投资增加，实物量没有变化", "From {a} to {b} investment goes up and no physical quantity moves")
    values = [_money(m.period, m.investment_fen or 0, m.source) for m in run]
    values += [
        figure(Text("{p} {m}", "{p} {m}").with_(p=run[-1].period, m=q.measure), q.done, _said(run[-1].source)) for q in run[-1].quantities
    ]
    # Its month is the first of the run: while the run grows, it is the same finding.
    return Question(
        "money_without_works", text.with_(a=run[0].period, b=run[-1].period), law, tuple(values), terms.OWNER, run[0].period
    )


def investment_without_quantity(file: ProjectFile, day: date) -> Iterator[Question]:
    """A month has investment and no physical quantity at all."""
    for month in _in_order(file.months):
        if (month.investment_fen or 0) > 0 and not month.quantities:
            yield Question(
                "investment_without_quantity",
                Text("{p}有投资量，没有填报任何实物量", "{p} has investment and no physical quantity at all").with_(p=month.period),
                QUANTITIES_APART,
                (_money(month.period, month.investment_fen or 0, month.source),),
                terms.OWNER,
                month.period,
            )


def paid_above_done(file: ProjectFile, day: date) -> Iterator[Question]:
    """Money paid since the start is above the value of work done, by more than the limit; asked once, since when it is so."""
    span = limits.PAID_OVER_DONE_PERCENT.on(day)
    if span is None:
        return
    paid = done = 0
    since = ""
    for month in _in_order(file.months):
        if month.paid_fen is None or month.workload_fen is None:
            # From here on neither total is known, and what is not known is not compared.
            break
        paid, done = paid + month.paid_fen, done + month.workload_fen
        since = (since or month.period) if 100 * paid > (100 + span.value) * done else ""
        last = month
    if since:
        text = Text(
            "{s}以来累计支付超过累计工作量（如属预付款，请注明合同条款）",
            "Since {s} more has been paid than done (if it is an advance, name the clause of the contract)",
        )
        values = (
            _money(Text("累计支付", "paid since the start"), paid, last.source),
            _money(Text("累计工作量", "done since the start"), done, last.source),
        )
        yield Question("paid_above_done", text.with_(s=since), span.law, values, terms.OWNER, since)


# -- the chain of money -----------------------------------------------------------------------------------------------------

_LINKS: Final = (
    ("paid_above_received", "paid_fen", "received_fen", Text("支付大于到位", "more was paid than received")),
    ("received_above_allotted", "received_fen", "allotted_fen", Text("到位大于下达", "more was received than allotted")),
    ("allotted_above_planned", "allotted_fen", "planned_fen", Text("下达大于计划", "more was allotted than planned")),
)
_FUND_WORDS: Final = {
    "planned_fen": Text("计划", "planned"),
    "allotted_fen": Text("下达", "allotted"),
    "received_fen": Text("到位", "received"),
    "paid_fen": Text("支付", "paid"),
}


def chain_of_money(file: ProjectFile, day: date) -> Iterator[Question]:
    """On a line of money: paid above received, received above allotted, or allotted above planned."""
    for line in file.funds:
        for code, upper, lower, words in _LINKS:
            more, less = getattr(line, upper), getattr(line, lower)
            if more is not None and less is not None and more > less:
                values = (_money(_FUND_WORDS[upper], more, line.document), _money(_FUND_WORDS[lower], less, line.document))
                text = Text("{l}：{w}", "{l}: {w}").with_(l=line.label, w=words)
                yield Question(code, text, laws.MONEY_IN_PLACE, values, terms.FINANCE)


#: Two lines of these sources for the same part of the works are two supports by the centre.
CENTRAL_SOURCES: Final = frozenset({"central", "ultra_long"})


def double_funding(file: ProjectFile, day: date) -> Iterator[Question]:
    """The same part of the works is paid from two different sources of the centre."""
    central = [line for line in file.funds if line.source in CENTRAL_SOURCES and line.purpose.strip()]
    for one, other in combinations(central, 2):
        if one.source != other.source and one.purpose.strip() == other.purpose.strip():
            text = Text("“{p}”同时列入{a}和{b}", "“{p}” is on two lines: {a} and {b}")
            values = tuple(_money(line.label, line.planned_fen, line.document) for line in (one, other) if line.planned_fen is not None)
            yield Question(
                "double_funding",
                text.with_(p=one.purpose.strip(), a=one.label, b=other.label),
                NO_DOUBLE_SUPPORT,
                values,
                terms.DRC,
            )


def capital_below_minimum(file: ProjectFile, day: date) -> Iterator[Question]:
    """The capital is a smaller share of the total investment than its industry needs."""
    dated = limits.CAPITAL_MINIMUM_PERCENT.get(file.industry, limits.CAPITAL_MINIMUM_PERCENT["general"])
    span, relief = dated.on(day), limits.CAPITAL_RELIEF_POINTS.on(day)
    capital, total = _amount(file.capital_fen), _amount(file.total_fen)
    if span is None or capital is None or not total or 100 * capital >= span.value * total:
        return
    share = Fraction(100 * capital, total)
    text = Text("资本金占总投资{s}%，低于{m}%", "Capital is {s} % of the total investment, below {m} %")
    lowered = Text("{t}；如按规定下调，请注明文件", "{t}; if it was lowered by decision, name the document")
    text = text.with_(s=number_text(share, 2), m=span.value)
    if relief is not None and share >= span.value - relief.value:
        text = lowered.with_(t=text)
    values = (
        _money(Text("资本金", "capital"), capital, _source(file.capital_fen)),
        _money(Text("总投资", "total investment"), total, _source(file.total_fen)),
    )
    yield Question("capital_below_minimum", text, span.law, values, terms.OWNER)


# -- the chain of estimates -------------------------------------------------------------------------------------------------


def estimate_above_feasibility(file: ProjectFile, day: date) -> Iterator[Question]:
    """The approved estimate is above the approved feasibility figure by more than the limit."""
    span = terms.ESTIMATE_EXCESS_PERCENT.on(day)
    feasibility, estimate = _amount(file.feasibility_fen), _amount(file.estimate_fen)
    if span is None or not feasibility or estimate is None or 100 * estimate <= (100 + span.value) * feasibility:
        return
    over = number_text(Fraction(100 * (estimate - feasibility), feasibility), 2)
    text = Text("概算比可研估算高{o}%，超过{m}%", "The estimate is {o} % above the feasibility figure, more than {m} %")
    values = (
        _money(Text("可研估算", "feasibility figure"), feasibility, _source(file.feasibility_fen)),
        _money(Text("概算", "approved estimate"), estimate, _source(file.estimate_fen)),
    )
    yield Question("estimate_above_feasibility", text.with_(o=over, m=span.value), span.law, values, terms.DRC)


def final_above_estimate(file: ProjectFile, day: date) -> Iterator[Question]:
    """The final accounts are above the approved estimate."""
    estimate, final = _amount(file.estimate_fen), _amount(file.final_fen)
    if estimate is not None and final is not None and final > estimate:
        values = (
            _money(Text("概算", "approved estimate"), estimate, _source(file.estimate_fen)),
            _money(Text("决算", "final accounts"), final, _source(file.final_fen)),
        )
        text = Text("决算大于概算", "The final accounts are above the approved estimate")
        yield Question("final_above_estimate", text, laws.NOT_ABOVE_ESTIMATE, values, terms.OWNER)


# -- the start --------------------------------------------------------------------------------------------------------------

#: What a unit may claim that presupposes a start.
_STARTED: Final = frozenset({"started", "building", "finished", "producing"})
_PROOFS: Final = (
    (("construction_permit", "start_report"), Text("施工许可证或开工报告", "construction permit or start report")),
    (("contract",), Text("施工合同", "construction contract")),
    (("works_photo",), Text("永久工程照片", "photo of permanent works")),
    (("first_payment", "supervision_log"), Text("首笔支付或监理日志", "first payment or supervision log")),
)


def start_not_proved(file: ProjectFile, day: date) -> Iterator[Question]:
    """A start is claimed, and not all four proofs of it are there; those that are missing are named."""
    facts = rules.document_facts(file.papers)
    if not (file.claimed_stage in _STARTED or file.claimed_start is not None) or rules.start_is_proved(facts):
        return

    def there(kind: str) -> bool:
        found = facts.get(f"document.{kind}")
        return isinstance(found, Known) and found.value is True

    missing = [words for kinds, words in _PROOFS if not any(map(there, kinds))]
    text = Text("自报已开工，缺：{m}", "A start is claimed; missing: {m}")
    words = Text("、".join(m.zh for m in missing), ", ".join(m.en for m in missing))
    values = (_day(Text("自报开工", "start as claimed"), file.claimed_start, terms.OWNER),) if file.claimed_start else ()
    yield Question("start_not_proved", text.with_(m=words), laws.DERIVED_START, values, terms.OWNER)


def start_without_permit(file: ProjectFile, day: date) -> Iterator[Question]:
    """The works began, or are said to have begun, on a day on which there was neither permit nor start report."""
    start = file.started_on or file.claimed_start
    if start is None:
        return
    permits = sorted((p for p in file.papers if p.kind in _PROOFS[0][0]), key=lambda p: p.dated)
    if permits and permits[0].dated <= start:
        return
    words = Text("认定开工", "start as proved") if file.started_on else Text("自报开工", "start as claimed")
    values = [_day(words, start, Text("项目材料", "documents of the project") if file.started_on else terms.OWNER)]
    values += [_day(Text("最早的许可或开工报告", "earliest permit or start report"), p.dated, p.number or p.kind) for p in permits[:1]]
    text = Text("{s}开工时没有施工许可证或开工报告", "On {s}, when the works began, there was neither permit nor start report")
    law = laws.START_CONDITIONS if file.kind == "gov" else terms.PERMIT
    yield Question("start_without_permit", text.with_(s=start), law, tuple(values), terms.OWNER)


def payment_before_start(file: ProjectFile, day: date) -> Iterator[Question]:
    """Money was paid in a month before the one in which the works began; asked once, with every such month."""
    if file.started_on is None:
        return
    began = rules.month_of(file.started_on)
    early = [m for m in _in_order(file.months) if (m.paid_fen or 0) > 0 and m.period < began]
    vouchers = [p for p in file.papers if p.kind == "first_payment" and p.dated < file.started_on]
    if not early and not vouchers:
        return
    values = [_money(m.period, m.paid_fen or 0, m.source) for m in early]
    values += [_day(Text("支付凭证", "voucher of payment"), p.dated, p.number or p.kind) for p in vouchers]
    values.append(_day(Text("认定开工", "start as proved"), file.started_on, Text("项目材料", "documents of the project")))
    text = Text(
        "认定开工之前已有支付（如属前期费用，请注明用途）",
        "Money was paid before the start (if it was for preparation, say what for)",
    )
    period = early[0].period if early else ""
    yield Question("payment_before_start", text, QUANTITIES_APART, tuple(values), terms.OWNER, period)


#: Every check, in the order in which its questions are shown.
CHECKS: Final[tuple[Check, ...]] = (
    total_falls,
    money_without_works,
    investment_without_quantity,
    paid_above_done,
    chain_of_money,
    double_funding,
    capital_below_minimum,
    estimate_above_feasibility,
    final_above_estimate,
    start_not_proved,
    start_without_permit,
    payment_before_start,
)


# -- figures ----------------------------------------------------------------------------------------------------------------


def _in_order(months: Iterable[MonthFigures]) -> list[MonthFigures]:
    return sorted(months, key=lambda m: m.period)


def _said(source: Text | str) -> Text:
    return source if isinstance(source, Text) else verbatim(source)


def _money(name: Text | str, fen: int, source: Text | str) -> Figure:
    words = number_text(Fraction(fen, FEN_PER["万元"]), 6)
    return figure(_said(name), fen, _said(source), Text(f"{words}万元", f"{words} × 10,000 yuan"))


def _day(name: Text, day: date, source: Text | str) -> Figure:
    return figure(name, day.toordinal(), _said(source), verbatim(day))


def _amount(answer: Answer) -> int | None:
    return int(answer.value) if isinstance(answer, Known) and answer.value is not None else None


def _source(answer: Answer) -> Text | str:
    return (answer.source or "") if isinstance(answer, Known) else ""
