"""Invented projects of Erqi District whose lists have exactly the counts and sums that the source page states.

Names, codes and amounts depend on the year alone, stages on the day. Everything invented is marked （示例）. The eight projects of Erqi that
the page names are among them with nothing but their names and what the page says of them: their cells are empty, and empty is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Final

from .named_projects import NAMED_PROJECTS, PAGE_TOTALS, ListKey, NamedProject
from .organs import RESPONSIBLE_UNITS
from .places import places

FEN_PER_WAN: Final = 10_000 * 100

#: How many projects stand on two lists: some industry and some renewal projects are key projects as well.
ALSO_KEY: Final[dict[ListKey, int]] = {"industry": 52, "renewal": 21}

_INDUSTRY_KINDS: Final = (
    "智能装备产业园",
    "研发中心",
    "冷链物流园",
    "厂房扩建",
    "数据服务基地",
    "食品加工园",
    "都市工业楼宇",
    "检测认证中心",
)
_KEY_KINDS: Final = (
    "道路改造工程",
    "学校迁建工程",
    "人才公寓",
    "变电站工程",
    "商业综合体提升",
    "社区卫生中心",
    "停车楼",
    "雨污分流工程",
)
_RENEWAL_KINDS: Final = ("老旧小区改造", "片区更新", "文化街区更新", "旧厂房更新", "背街小巷整治", "安置房建设")


@dataclass(frozen=True, slots=True)
class ExampleProject:
    """One project as a workbook row knows it; None is an empty cell. Amounts are whole multiples of 万元.

    `place` is the key of a street, `unit` the short name of the responsible unit as workbooks write it, `lists` all lists it stands on.
    Dates are the first of a month: the workbook gives months.
    """

    name: str
    code: str | None
    place: str | None
    unit: str | None
    lists: tuple[ListKey, ...]
    total_investment_fen: int | None
    annual_plan_fen: int | None
    planned_completion_fen: int | None
    starts_on: date | None
    finishes_on: date | None
    stage: str | None
    note: str


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A project at its place on one list; numbers begin at 1."""

    list_key: ListKey
    number: int
    project: ExampleProject


def example_workbook_rows(today: date) -> tuple[ExampleRow, ...]:
    """The rows of the three lists, list by list: 97, 378 and 68, of 470 distinct projects.

    The industry rows sum to 1124亿 total investment, the key rows to 382.5亿 planned for the year, the renewal rows to 210亿 planned to be
    completed, exactly in fen. Named projects come first on a list, then the others by responsible unit.
    """
    projects = example_projects(today)
    return tuple(
        ExampleRow(total.list_key, number, project)
        for total in PAGE_TOTALS
        for number, project in enumerate(_ordered(p for p in projects if total.list_key in p.lists), 1)
    )


def _ordered(projects: Iterable[ExampleProject]) -> list[ExampleProject]:
    return sorted(projects, key=lambda p: (p.unit is not None, p.unit or ""))


def example_projects(today: date) -> tuple[ExampleProject, ...]:
    """The distinct projects: the named ones first, then industry, renewal and key projects in the order in which they were invented."""
    chance = Random(f"taizhang example city {today.year}")  # noqa: S311 - invents examples, decides nothing
    named = tuple(_named(project) for project in NAMED_PROJECTS if project.place == "erqi")
    industry = _industry(chance, PAGE_TOTALS[0].count - _count(named, "industry"))
    renewal = _renewal(chance, PAGE_TOTALS[2].count - _count(named, "renewal"))
    planned_already = sum(p.annual_plan_fen or 0 for p in (*industry, *renewal) if "key" in p.lists)
    key_count = PAGE_TOTALS[1].count - _count((*named, *industry, *renewal), "key")
    key = _key(chance, key_count, PAGE_TOTALS[1].amount_fen - planned_already)
    return (*named, *_placed(chance, today, (*industry, *renewal, *key)))


def _count(projects: Sequence[ExampleProject], list_key: ListKey) -> int:
    return sum(list_key in project.lists for project in projects)


def _named(project: NamedProject) -> ExampleProject:
    """The page's own words and nothing else. A project that the page puts on no list is shown with the industry projects, and says so."""
    stage = {"planned": "谋划", "started": "开工"}.get(project.rung)
    note = f"名称见报道（“{project.verb}”），报道未载金额、日期"
    if not project.lists:
        note += "，也未载明列入哪张表"
    return ExampleProject(
        project.name.zh, None, None, None, project.lists or ("industry",), None, None, None, None, None, stage, note
    )


def _blank(kind: str, lists: tuple[ListKey, ...]) -> ExampleProject:
    return ExampleProject(kind, None, None, None, lists, None, None, None, None, None, None, "示例")


def _industry(chance: Random, count: int) -> list[ExampleProject]:
    totals = split_exactly(
        PAGE_TOTALS[0].amount_fen // FEN_PER_WAN, [chance.uniform(0.2, 1.8) for _ in range(count)], floor=3_000
    )
    made = []
    for n, total in enumerate(totals):
        lists: tuple[ListKey, ...] = ("industry", "key") if n < ALSO_KEY["industry"] else ("industry",)
        annual = total * chance.randint(10, 30) // 100
        blank = _blank(chance.choice(_INDUSTRY_KINDS), lists)
        made.append(replace(blank, total_investment_fen=total * FEN_PER_WAN, annual_plan_fen=annual * FEN_PER_WAN))
    return made


def _renewal(chance: Random, count: int) -> list[ExampleProject]:
    completions = split_exactly(
        PAGE_TOTALS[2].amount_fen // FEN_PER_WAN, [chance.uniform(0.2, 1.8) for _ in range(count)], floor=1_500
    )
    made = []
    for n, completion in enumerate(completions):
        also_key = n < ALSO_KEY["renewal"]
        blank = _blank(chance.choice(_RENEWAL_KINDS), ("key", "renewal") if also_key else ("renewal",))
        annual = completion * chance.randint(30, 60) // 100
        total = completion * chance.randint(110, 300) // 100
        made.append(
            replace(
                blank,
                total_investment_fen=total * FEN_PER_WAN,
                annual_plan_fen=annual * FEN_PER_WAN if also_key else None,
                planned_completion_fen=completion * FEN_PER_WAN,
            )
        )
    return made


def _key(chance: Random, count: int, annual_fen: int) -> list[ExampleProject]:
    plans = split_exactly(annual_fen // FEN_PER_WAN, [chance.uniform(0.2, 1.8) for _ in range(count)], floor=400)
    made = []
    for annual in plans:
        total = max(1_000, annual * chance.randint(130, 500) // 100)
        blank = _blank(chance.choice(_KEY_KINDS), ("key",))
        made.append(replace(blank, total_investment_fen=total * FEN_PER_WAN, annual_plan_fen=annual * FEN_PER_WAN))
    return made


def split_exactly(total: int, weights: Sequence[float], *, floor: int) -> list[int]:
    """Whole numbers in the order of the weights, none below `floor`, that sum to `total` exactly; what rounding leaves goes to the first.

    Raises:
        ValueError: when the floors alone exceed the total.
    """
    free = total - floor * len(weights)
    if free < 0:
        raise ValueError(f"{len(weights)} parts of at least {floor} do not fit into {total}")
    scale = sum(weights)
    parts = [floor + int(free * weight / scale) for weight in weights]
    parts[0] += total - sum(parts)
    return parts


def _placed(chance: Random, today: date, projects: Sequence[ExampleProject]) -> list[ExampleProject]:
    """The same projects with name, code, street, responsible unit, months and stage."""
    streets = [place for place in places() if place.kind == "street" and place.parent == "erqi"]
    units = sorted(unit for unit in RESPONSIBLE_UNITS if unit not in ("区财政局", "区行政审批局", "区自然资源局"))
    serials = chance.sample(range(100_000, 1_000_000), len(projects))
    placed = []
    for n, (project, serial) in enumerate(zip(projects, serials, strict=True), 1):
        street = chance.choice(streets)
        # Money planned for this year means that work begins this year at the latest.
        starts_on, finishes_on = _months(chance, today.year, latest=47 if project.annual_plan_fen else 59)
        code_year = min(starts_on.year, today.year) - chance.randint(0, 1)
        code = f"{code_year}-410103-{chance.randint(13, 90):02}-{chance.randint(1, 5):02}-{serial:06}"
        name = f"{street.name.zh.removesuffix('街道').removesuffix('镇')}{project.name}{n}号（示例）"
        placed.append(
            replace(
                project,
                name=name,
                code=code,
                place=street.key,
                unit=chance.choice(units),
                starts_on=starts_on,
                finishes_on=finishes_on,
                stage=_stage(starts_on, finishes_on, today),
            )
        )
    return placed


def _months(chance: Random, year: int, *, latest: int) -> tuple[date, date]:
    """First and last month: it starts at most `latest` months after three years ago, and is not finished before the year begins."""
    first = (year - 3) * 12 + chance.randint(0, latest)
    last = max(first + chance.randint(9, 40), year * 12 + chance.randint(0, 11))
    return date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, 1)


def _stage(starts_on: date, finishes_on: date, today: date) -> str:
    if finishes_on < today:
        return "竣工"
    if starts_on > today + timedelta(days=240):
        return "谋划"
    if starts_on > today:
        return "前期"
    return "开工" if today - starts_on < timedelta(days=92) else "在建"


def units_in_order(rows: Sequence[ExampleRow]) -> list[tuple[str | None, list[ExampleRow]]]:
    """The rows of one list in blocks of the same responsible unit, in the order of the rows."""
    breaks = [0, *(n for n, (a, b) in enumerate(pairwise(rows), 1) if a.project.unit != b.project.unit), len(rows)]
    return [(rows[a].project.unit, list(rows[a:b])) for a, b in pairwise(breaks) if a < b]
