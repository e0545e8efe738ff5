"""Bulletins against the ledger (通报与台账核对): what each printed figure is said to be, and whether the ledger says the same.

The arithmetic between printed figures is `briefing`'s; here each amount, count and rate is held against what was known on a
day. A figure whose words name nothing that the ledger sums is said to be that, and is never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from taizhang.basis.text import Text
from taizhang.kernels.score.printed.arithmetic import Checked, Printed, decimals_of, round_half_up
from taizhang.kernels.score.printed.figures import (
    FAMILY,
    PERCENT,
    QUANTITY,
    STOPS,
    Flat,
    any_of,
    number_of,
    paragraphs,
    printed_of,
)
from taizhang.kernels.score.printed.words import MONEY, MONTH_PATTERNS

#: What a figure may be, in the order in which its words are looked for: (key, words beside it, label). Amounts of money.
_AMOUNTS: Final[tuple[tuple[str, tuple[str, ...], Text], ...]] = (
    ("total", ("总投资",), Text("总投资", "total investment")),
    ("before", ("上年同期", "去年同期"), Text("上年同期投资", "investment of the same months last year")),
    ("certified", ("纳统", "统计部门", "入库投资"), Text("累计纳统数", "certified so far")),
    ("paid", ("支付", "已付", "拨付"), Text("累计已付", "paid so far")),
    ("workload", ("工作量",), Text("累计工作量", "workload so far")),
    ("month", ("当月", "本月"), Text("当月投资", "investment of the month")),
    ("plan", ("计划投资", "年度计划", "年计划", "计划完成"), Text("年度计划", "annual plan")),
    ("investment", ("完成", "投资", "累计", ""), Text("累计投资", "investment so far")),
)
_PLANNED: Final = ("investment_planned", Text("有年度计划的项目累计投资", "investment so far of projects with a plan"))
_PROJECTS: Final = ("projects", Text("项目数", "projects"))
#: Words that narrow a count to something that is not summed here.
_NARROWED: Final = ("开工", "竣工", "投产", "达产", "计划", "已报", "应报", "在库", "纳入", "其中", "逾期", "推迟", "新", "按时", "红灯", "黄灯")
_WHOLE: Final = ("共有", "全部", "总数", "总计", "合计", "共计", "台账")
_RATES: Final[Mapping[str, Text]] = {
    "share": Text("占年度计划的比例", "share of the annual plan"),
    "growth": Text("同比", "change against last year"),
    "points": Text("与序时进度之差", "distance to the time plan"),
}
_NAMES_NOTHING: Final = Text("词语没有指明台账里的哪个数", "its words name no sum of the ledger")
_NOT_KNOWN: Final = Text("到那一天台账里没有这个数", "the ledger had no such figure by that day")
_CUT: Final = Text("像是截去尾数，不是四舍五入", "looks cut off instead of rounded")
_YEAR: Final = re.compile(r"(20\d{2})年")
_DAY: Final = re.compile(r"(20\d{2})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """What the ledger knew on the day, in fen, by what it is: for everything, and by the name of each place."""

    over: Mapping[str, int | None]
    places: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    #: Share of the year that has passed at the end of the month, exact, in per cent.
    passed: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Held:
    """One printed figure against the ledger: where it stands, its sentence, what it is taken for, and what the check came to."""

    start: int
    end: int
    sentence: str
    printed: str
    place: str
    meant: Text | None
    checked: Checked
    shown: str = ""


def month_of_bulletin(text: str) -> tuple[int | None, int | None]:
    """The year and month up to which a bulletin speaks; None where it does not say.

    >>> month_of_bulletin("截至2026年10月底，累计完成投资3亿元。")
    (2026, 10)
    """
    year = _YEAR.search(text)
    months = [int(m.group(1)) for pattern in MONTH_PATTERNS for m in re.finditer(pattern, text)]
    found = [m for m in months if 1 <= m <= 12]
    return (int(year.group(1)) if year else None), (found[0] if found else None)


def against_ledger(text: str, facts: LedgerFacts) -> list[Held]:
    """Every amount, count and rate of a text in its order, held against the ledger; offsets are those of the text as given."""
    found: list[Held] = []
    for paragraph in paragraphs(text):
        for start, end in _sentences(paragraph.text):
            found += _of_sentence(paragraph, start, end, facts)
    return found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for n, char in enumerate(text):
        if char in STOPS:
            yield begin, n + 1
            begin = n + 1
    if begin < len(text):
        yield begin, len(text)


def _of_sentence(paragraph: Flat, start: int, end: int, facts: LedgerFacts) -> Iterator[Held]:
    said = paragraph.text[start:end]
    taken: list[tuple[int, int]] = []
    for match in sorted((*PERCENT.finditer(said), *QUANTITY.finditer(said)), key=lambda m: (m.start(), -m.end())):
        if any(match.start() < b and a < match.end() for a, b in taken):
            continue
        taken.append(match.span())
        place = _place_before(said[: match.start()], facts)
        known = facts.places[place] if place else facts.over
        left = re.split(r"[，,；;：:、]", said[: match.start()])[-1]
        if match.re is PERCENT:
            meant, checked, shown = _rate(match, left, said, known, facts)
        else:
            meant, checked, shown = _quantity(match, left, said, known)
        first, last = paragraph.at[start + match.start()], paragraph.at[start + match.end() - 1]
        yield Held(first, last + 1, said, match.group(), place, meant, checked, shown)


def _place_before(left: str, facts: LedgerFacts) -> str:
    """The place that was named last before a figure in its sentence; '' for all of them."""
    at, name = max(((left.rfind(name), name) for name in facts.places), default=(-1, ""))
    return name if at >= 0 else ""


# -- amounts and counts -------------------------------------------------------------------------------------------------


def _quantity(match: re.Match[str], left: str, said: str, known: Mapping[str, int | None]) -> tuple[Text | None, Checked, str]:
    unit = match.group("unit") or "亿元"
    if unit not in MONEY:
        return _count(match, left, said[match.end() :], known)
    printed = _printed_money(match, unit)
    names = _meant(left, said)
    if not names:
        return None, Checked("not_checkable", why=_NAMES_NOTHING), ""
    results = [(label, _held(printed, known.get(key)), known.get(key)) for key, label in names]
    label, checked, value = next((r for r in results if r[1].verdict in ("right", "rounding")), results[0])
    return label, checked, _money_like(value, unit, number_of(match.group("number")))


def _printed_money(match: re.Match[str], unit: str) -> Printed:
    wan = match.group("wan")
    if wan:
        small = printed_of(number_of(wan), "万元")
        return Printed(Fraction(number_of(match.group("number"))) * MONEY["亿元"] + small.value, small.half)
    return printed_of(number_of(match.group("number")), unit)


def _meant(left: str, said: str) -> list[tuple[str, Text]]:
    """What an amount may be by the words of its clause, the likeliest first."""
    if any_of(left, ("增加", "减少", "多", "少", "缺口", "贷款", "债券")):
        return []
    for key, words, label in _AMOUNTS:
        if any_of(left, tuple(w for w in words if w)) or (words[-1] == "" and not left.strip("0123456789年月至—-")):
            if key == "investment":
                own = (key, label)
                of_planned = any_of(said, ("年度计划", "计划投资")) and not any_of(said, ("全部", "共有"))
                return [_PLANNED, own] if of_planned else [own, _PLANNED]
            return [(key, label)]
    # A place and an amount in a list of parts: the same figure as the sentence is about.
    return [("investment", _AMOUNTS[-1][2]), _PLANNED] if "完成投资" in said else []


def _count(match: re.Match[str], left: str, right: str, known: Mapping[str, int | None]) -> tuple[Text | None, Checked, str]:
    # '20个项目已开工' is about twenty of them: only words of the whole make a count that of all projects.
    of_all = any_of(left, _WHOLE)
    of_projects = of_all and FAMILY.get(match.group("unit") or "") == FAMILY["个"] and (right.startswith("项目") or "项目" in left)
    if not of_projects or any_of(left, _NARROWED) or right.startswith(("项目中", "中")):
        return None, Checked("not_checkable", why=_NAMES_NOTHING), ""
    key, label = _PROJECTS
    value = known.get(key)
    return label, _held(Printed(Fraction(number_of(match.group("number")))), value), str(value) if value is not None else ""


def _held(printed: Printed, value: int | None) -> Checked:
    """Whether a printed number is what the ledger says, rounded as it is printed."""
    if value is None:
        return Checked("not_checkable", why=_NOT_KNOWN)
    if printed.value - printed.half <= value < printed.value + printed.half or printed.value == value:
        return Checked("right")
    cut = printed.value < value < printed.value + 2 * printed.half
    return Checked("wrong", why=_CUT if cut else None)


def _money_like(value: int | None, unit: str, printed: Decimal) -> str:
    """The ledger's amount, written with the unit and digits of the printed one."""
    if value is None:
        return ""
    return f"{round_half_up(Fraction(value, MONEY[unit]), max(decimals_of(printed), 1)):,f}{unit}"


# -- rates --------------------------------------------------------------------------------------------------------------


def _rate(
    match: re.Match[str], left: str, said: str, known: Mapping[str, int | None], facts: LedgerFacts
) -> tuple[Text | None, Checked, str]:
    printed = number_of(match.group("number"))
    plan, shares = known.get("plan"), []
    for key in ("investment_planned", "investment"):
        if plan and (done := known.get(key)) is not None:
            shares.append(Fraction(100 * done, plan))
    if match.group().endswith("百分点"):
        if "序时" not in left and "时间进度" not in left:
            return None, Checked("not_checkable", why=_NAMES_NOTHING), ""
        return _nearest(_RATES["points"], printed, [abs(share - facts.passed) for share in shares], "个百分点")
    if any_of(left, ("年度计划", "计划")) and any_of(left, ("占", "完成", "为")):
        return _nearest(_RATES["share"], printed, shares, "%")
    if "同比" in left:
        done, before = known.get("investment"), known.get("before")
        change = [abs(Fraction(100 * (done - before), before))] if done is not None and before else []
        return _nearest(_RATES["growth"], printed, change, "%")
    return None, Checked("not_checkable", why=_NAMES_NOTHING), ""


def _nearest(label: Text, printed: Decimal, values: Sequence[Fraction], unit: str) -> tuple[Text, Checked, str]:
    """Right when one of the ledger's values rounds to the printed one; a twentieth of a point more is rounding of its inputs."""
    if not values:
        return label, Checked("not_checkable", why=_NOT_KNOWN), ""
    digits = decimals_of(printed)
    value = next((v for v in values if round_half_up(v, digits) == printed), values[0])
    shown = round_half_up(value, digits)
    if shown == printed:
        return label, Checked("right", shown), f"{shown}{unit}"
    near = abs(value - Fraction(printed)) <= Fraction(1, 10**digits)
    return label, Checked("rounding" if near else "wrong", shown), f"{shown}{unit}"


def day_of_bulletin(text: str) -> tuple[int, int, int] | None:
    """The last day that a bulletin prints with year, month and day: that of its date; None where there is none."""
    found = _DAY.findall("".join(text.split()))
    return tuple(int(part) for part in found[-1]) if found else None  # type: ignore[return-value]
