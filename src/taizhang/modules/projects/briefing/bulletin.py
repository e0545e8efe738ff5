"""The monthly bulletin (月度简报) as values: sentences, tables and charts made of figures that come in. Pure.

Every rate, growth, difference and sum that it prints is one that `reader` recomputes from the figures beside it, so the
bulletin can be checked like anybody else's. Amounts are printed in 亿元 with four digits after the point; rates follow from the
exact amounts, rounded half up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from taizhang.basis.text import Text
from taizhang.kernels.score.printed.arithmetic import round_half_up
from taizhang.kernels.score.printed.reader import Statement, read_bulletin

_YI: Final = 10**10
_MOST_LINES: Final = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One district or unit: its projects with an annual plan, the plan, and what of it is done; amounts in fen.

    `known` says how many of these projects have reported at all in the year: without any, nothing is done that we know of.
    """

    name: str
    name_en: str
    planned_projects: int = 0
    plan: int = 0
    done: int = 0
    known: int = 0

    @property
    def rate(self) -> Decimal | None:
        """Share of the plan in per cent, one digit; None without a plan or without any report."""
        return per_cent(self.done, self.plan) if self.known else None


@dataclass(frozen=True, slots=True)
class Late:
    """One node that is late: whose, which, by how many days, who answers for it."""

    project: str
    node: str
    days: int
    who: str


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a bulletin says of a month, as known on a day. Amounts in fen; `before` is None where there is no figure of last year."""

    period: str
    place: str
    place_en: str
    known_on: str
    over: Line
    month: int
    year: int
    before: int | None
    due: int
    reported: int
    in_time: int
    should_start: int
    started: int
    in_library: int
    projects: int
    districts: Sequence[Line] = field(default_factory=tuple)
    units: Sequence[Line] = field(default_factory=tuple)
    months: Sequence[tuple[str, int | None, int | None]] = field(default_factory=tuple)
    late: Sequence[Late] = field(default_factory=tuple)
    late_count: int = 0
    asked: Sequence[tuple[str, str]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading; every row says again what a sentence of `spoken` says."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its sentences, then perhaps a table. `spoken` are the table's rows as sentences, for the plain text.

    `quoted` are names and words that others wrote: shown, and no figures of this bulletin.
    """

    title: str
    sentences: Sequence[str]
    table: Table | None = None
    spoken: Sequence[str] = field(default_factory=tuple)
    quoted: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin in one language, ready to be set."""

    title: str
    under: str
    sections: Sequence[Section]

    def text(self) -> str:
        """Everything it says itself as plain text, the rows of tables as sentences: what the check reads."""
        parts = [self.title, self.under]
        for section in self.sections:
            parts += [section.title, *section.sentences, *section.spoken]
        return "\n".join(parts) + "\n"

    def checked(self) -> list[Statement]:
        """Every statement that the check of bulletins finds in it."""
        return read_bulletin(self.text())


def per_cent(part: int, whole: int) -> Decimal | None:
    """The share with one digit after the point, rounded half up; None where there is no whole.

    >>> per_cent(14, 20), per_cent(1, 0)
    (Decimal('70.0'), None)
    """
    return round_half_up(Fraction(100 * part, whole), 1) if whole > 0 else None


def yi(fen: int) -> str:
    """An amount in 亿元 with at most four digits after the point.

    >>> yi(221_045_000_000), yi(3 * 10**10)
    ('22.1045', '3')
    """
    rounded = round_half_up(Fraction(fen, _YI), 4)
    return f"{rounded:,f}".rstrip("0").rstrip(".")


def bulletin(figures: Figures, lang: str) -> Bulletin:
    """The bulletin in Chinese, or with `lang` 'en' in English."""
    return _english(figures) if lang == "en" else _chinese(figures)


def _month(figures: Figures) -> int:
    return int(figures.period[5:7])


def against_time(rate: Decimal, month: int) -> tuple[Decimal, bool]:
    """Points between a printed rate and the share of the year that has passed, and whether the rate is behind.

    >>> against_time(Decimal("57.8"), 10)
    (Decimal('25.5'), True)
    """
    apart = Fraction(rate) - Fraction(100 * month, 12)
    return round_half_up(abs(apart), 1), apart < 0


# -- Chinese --------------------------------------------------------------------------------------------------------------


def _chinese(f: Figures) -> Bulletin:
    year, month = f.period[:4], _month(f)
    until = f"截至{year}年{month}月底"
    sections = [
        Section("一、总体情况", tuple(s for s in (*_overall(f, until), _growth(f), *_counts(f, until)) if s)),
        _lines_zh("二、分区县情况", f.districts, "区县", until, month, sums=True),
        _lines_zh("三、分单位情况", f.units, "填报单位", until, month, sums=False),
        _troubles_zh(f),
    ]
    title = f"{f.place}项目建设月度简报（{year}年{month}月）"
    return Bulletin(title, f"数据来自台账，截至{f.known_on}系统所载", [s for s in sections if s.sentences or s.quoted or s.table])


def _overall(f: Figures, until: str) -> list[str]:
    said: list[str] = []
    if f.over.plan:
        share = per_cent(f.over.known, f.over.planned_projects)
        said.append(f"纳入年度计划的{f.over.planned_projects}个项目中，本年有月报数的{f.over.known}个，占比{share}%。")
    if f.over.rate is not None:
        said.append(_planned_zh(f.over, until, _month(f), f"纳入年度计划的{f.over.planned_projects}个项目"))
    said.append(f"{until}，全部项目累计完成投资{yi(f.year)}亿元；{_month(f)}月当月完成投资{yi(f.month)}亿元。")
    return said


def _planned_zh(line: Line, until: str, month: int, whose: str) -> str:
    rate = line.rate
    assert rate is not None
    points, behind = against_time(rate, month)
    side = f"，{'低于' if behind else '高于'}序时进度{points}个百分点" if points else "，与序时进度持平"
    return f"{until}，{whose}计划投资{yi(line.plan)}亿元，累计完成投资{yi(line.done)}亿元，占年度计划{rate}%{side}。"


def _growth(f: Figures) -> str:
    if not f.before or f.before <= 0:
        return ""
    change = round_half_up(100 * (Fraction(f.year, f.before) - 1), 1)
    word = "增长" if change >= 0 else "下降"
    return f"1—{_month(f)}月累计完成投资{yi(f.year)}亿元，上年同期{yi(f.before)}亿元，同比{word}{abs(change)}%。"


def _counts(f: Figures, until: str) -> list[str]:
    said: list[str] = []
    if f.due:
        said.append(f"应报月报的{f.due}个项目中，已报{f.reported}个，填报率{per_cent(f.reported, f.due)}%；其中按时报送{f.in_time}个。")
    if f.should_start:
        said.append(f"{until}，本年应开工项目{f.should_start}个，实际开工{f.started}个（按证据认定），开工率{per_cent(f.started, f.should_start)}%。")
    if f.projects:
        said.append(f"在库的{f.projects}个项目中，已纳入统计库的{f.in_library}个，占比{per_cent(f.in_library, f.projects)}%。")
    return said


def _lines_zh(title: str, lines: Sequence[Line], whose: str, until: str, month: int, *, sums: bool) -> Section:
    known, silent = _told(lines)
    said = []
    total = sum(line.done for line in known)
    if sums and len(known) > 1 and total:
        said.append(f"各{whose}累计完成投资{yi(total)}亿元，分别为：{'、'.join(f'{line.name}{yi(line.done)}亿元' for line in known)}。")
    if silent:
        named = "、".join(line.name for line in silent[:_MOST_LINES])
        said.append(f"有年度计划而本年还没有月报数的{whose}{len(silent)}个：{named}{'等' if len(silent) > _MOST_LINES else ''}。")
    if len(known) > _MOST_LINES:
        said.append(f"下表列出前{_MOST_LINES}位，另有{len(known) - _MOST_LINES}位未列。")
    if not known:
        return Section(title, said)
    shown = known[:_MOST_LINES]
    heads = (whose, "项目数", "年度计划（亿元）", "累计完成（亿元）", "占计划（%）", "比序时（百分点）")
    rows = [_row(line, line.name, month) for line in shown]
    spoken = [f"{line.name}：{_planned_zh(line, until, month, f'{line.planned_projects}个项目')}" for line in shown]
    return Section(title, said, Table(title.partition("、")[2], heads, rows), spoken)


def _told(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Those with a plan: first the ones that have reported, then the ones of which nothing is known."""
    planned = [line for line in lines if line.plan]
    return [line for line in planned if line.known], [line for line in planned if not line.known]


def _row(line: Line, name: str, month: int) -> tuple[str, ...]:
    rate = line.rate
    assert rate is not None
    points, behind = against_time(rate, month)
    return (name, str(line.planned_projects), yi(line.plan), yi(line.done), str(rate), f"{'−' if behind and points else '+' if points else ''}{points}")


def _troubles_zh(f: Figures) -> Section:
    said = [f"逾期节点{f.late_count}个；拖期最久的和需协调的事项如下。"] if f.late_count else []
    quoted = [f"逾期{x.days}天：{x.project}“{x.node}”（{x.who or '责任单位未明确'}）" for x in f.late]
    quoted += [f"需协调：{project}：{matter}" for project, matter in f.asked]
    return Section("四、存在问题和需协调事项", said, quoted=quoted)


# -- English --------------------------------------------------------------------------------------------------------------


def _english(f: Figures) -> Bulletin:
    month = _month(f)
    sections = [
        Section("1 Overall", _overall_en(f, month)),
        _lines_en("2 By district", f.districts, "District", month),
        _lines_en("3 By unit", f.units, "Reporting unit", month),
        _troubles_en(f),
    ]
    return Bulletin(
        f"{f.place_en}: projects under construction, {f.period}",
        f"From the ledger, as known on {f.known_on}",
        [s for s in sections if s.sentences or s.quoted or s.table],
    )


def bn(fen: int) -> str:
    """An amount in billion yuan with at most five digits after the point: as exact as `yi`."""
    return f"{round_half_up(Fraction(fen, 10 * _YI), 5):,f}".rstrip("0").rstrip(".")


def _overall_en(f: Figures, month: int) -> list[str]:
    said: list[str] = []
    if f.over.plan:
        rate = per_cent(f.over.known, f.over.planned_projects)
        said.append(f"Of the projects with an annual plan {f.over.known} of {f.over.planned_projects} have reported this year, {rate} %.")
    if f.over.rate is not None:
        said.append(_planned_en(f.over, month, f"{f.over.planned_projects} project(s) with an annual plan"))
    said.append(f"All projects together: {bn(f.year)} bn CNY by the end of the month, {bn(f.month)} bn CNY in the month itself.")
    if f.due:
        said.append(f"Reports: {f.reported} of {f.due} project(s) reported, {per_cent(f.reported, f.due)} %; {f.in_time} in time.")
    if f.should_start:
        said.append(f"Starts: {f.started} of {f.should_start} due this year proved by evidence, {per_cent(f.started, f.should_start)} %.")
    if f.projects:
        said.append(f"Statistics library: {f.in_library} of {f.projects} project(s), {per_cent(f.in_library, f.projects)} %.")
    return said


def _planned_en(line: Line, month: int, whose: str) -> str:
    rate = line.rate
    assert rate is not None
    passed = round_half_up(Fraction(100 * month, 12), 1)
    return f"{whose}: {bn(line.done)} bn of {bn(line.plan)} bn CNY planned was invested, {rate} %; {month} of 12 months of the year have passed, {passed} %."


def _lines_en(title: str, lines: Sequence[Line], whose: str, month: int) -> Section:
    known, silent = _told(lines)
    said = []
    if silent:
        named = ", ".join(line.name_en or line.name for line in silent[:_MOST_LINES])
        said.append(f"With an annual plan and without any report this year: {named}{' and others' if len(silent) > _MOST_LINES else ''}.")
    if len(known) > _MOST_LINES:
        said.append(f"The first {_MOST_LINES} are shown, and {len(known) - _MOST_LINES} more are not.")
    if not known:
        return Section(title, said)
    shown = known[:_MOST_LINES]
    heads = (whose, "Projects", "Plan (100m CNY)", "Invested (100m CNY)", "Of the plan (%)", "Against time (points)")
    rows = [_row(line, line.name_en or line.name, month) for line in shown]
    spoken = [_planned_en(line, month, f"{line.name_en or line.name}, {line.planned_projects} project(s)") for line in shown]
    return Section(title, said, Table(title.partition(" ")[2], heads, rows), spoken)


def _troubles_en(f: Figures) -> Section:
    said = [f"Late nodes: {f.late_count}. The longest overdue, and what is to be coordinated:"] if f.late_count else []
    quoted = [f"{x.days} day(s) late: {x.project}, “{x.node}” ({x.who or 'nobody named'})" for x in f.late]
    quoted += [f"To be coordinated: {project}: {matter}" for project, matter in f.asked]
    return Section("4 Problems, and what is to be coordinated", said, quoted=quoted)


NAMES: Final = {
    "rates": Text("各区县完成年度计划的比例（%）", "Share of the annual plan by district (%)"),
    "units": Text("各单位完成年度计划的比例（%）", "Share of the annual plan by unit (%)"),
    "months": Text("逐月完成投资（亿元）", "Investment by month (100m CNY)"),
    "this_year": Text("本年", "This year"),
    "last_year": Text("上年", "Last year"),
    "time": Text("序时", "Time"),
}
