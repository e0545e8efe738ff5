"""What changes in the example's portfolio over the year, so that two days differ; and two snapshots that another city published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import date, timedelta
from random import Random
from typing import Any

from taizhang.modules.projects.actions.inputs import Description
from taizhang.modules.projects.models import Project

Do = Callable[..., Any]
Step = tuple[date, Callable[[], None]]

#: Days before today on which a finish moves, and by how many months. Totals stay: those of the lists are the page's.
_MOVES = ((190, 2), (160, 3), (140, 6), (110, 1), (100, 12), (80, 3), (75, 4), (62, -2), (55, 2), (40, 5), (27, 3), (21, -1), (12, 6))
_REASONS = ("示例：征迁滞后，工期顺延", "示例：设计变更，工期调整", "示例：资金到位推迟", "示例：提前完成前期工作")
_GONE_DAYS = (66, 24)
#: Projects that no list holds: days before today on which each comes, and on which it turns out to cost more.
_NEW = ((200, 33), (180, 15), (65, 0), (35, 0))


def changes(do: Do, projects: Sequence[int], place: int, today: date) -> Iterator[Step]:
    """Projects that slip, come earlier, cost more, end, or are new, in the order of their days; `do(who, action, target, **inputs)`."""
    chance = Random(f"changes {today.year}")  # noqa: S311 - invents examples, decides nothing
    keys = iter(projects)
    for (days, months), key in zip(_MOVES, keys, strict=False):
        why = _REASONS[3] if months < 0 else _REASONS[chance.randrange(3)]
        yield today - timedelta(days=days), lambda key=key, months=months, why=why: _amended(do, key, months, why)  # type: ignore[misc]
    for days, key in zip(_GONE_DAYS, keys, strict=False):
        yield today - timedelta(days=days), lambda key=key: do("erqi-clerk", "projects.terminate", key, reason="示例：投资方退出")  # type: ignore[misc]
    for number, (came, dearer) in enumerate(_NEW, 1):
        yield today - timedelta(days=came), lambda number=number: _registered(do, place, number, today)  # type: ignore[misc]
        if dearer:
            yield today - timedelta(days=dearer), lambda number=number: _dearer(do, number)  # type: ignore[misc]


def _amended(do: Do, key: int, months: int, why: str) -> None:
    project = Project.objects.get(pk=key)
    said = {f.name: getattr(project, f"{f.name}_id" if f.name in ("organ", "lead") else f.name) for f in fields(Description)}
    # A workbook does not say it, and whoever corrects a project has to.
    said["year_class"] = project.year_class or "ongoing"
    if months and len(project.planned_finish) >= 7:
        number = int(project.planned_finish[:4]) * 12 + int(project.planned_finish[5:7]) - 1 + months
        said["planned_finish"] = f"{number // 12:04d}-{number % 12 + 1:02d}"
    elif months and project.planned_finish:
        said["planned_finish"] = str(int(project.planned_finish[:4]) + (1 if months > 0 else 0))
    do("erqi-clerk", "projects.amend", key, reason=why, **{name: value for name, value in said.items() if value is not None})


def _dearer(do: Do, number: int) -> None:
    project = Project.objects.get(name=_name(number))
    said = {"name": project.name, "name_en": project.name_en, "planned_finish": project.planned_finish}
    total = (project.total_investment_fen or 0) * 112 // 100 // 1_000_000 * 1_000_000
    do("erqi-clerk", "projects.amend", project.pk, total_investment_fen=total, reason="示例：概算批复高于估算", **said)


def _name(number: int) -> str:
    return f"示例新增项目{number}"


def _registered(do: Do, place: int, number: int, today: date) -> None:
    do(
        "erqi-clerk",
        "projects.register",
        place,
        name=_name(number),
        name_en=f"Example of a new project {number}",
        kind="gov",
        total_investment_fen=(8 + number) * 10_000 * 1_000_000,
        planned_finish=f"{today.year + 1}-0{4 + number}",
    )


#: (ID, project, agency, commitment, net change, date) of an invented city's plan, in its own currency; and how the next one differs.
_LINES = (
    ("W-0101", "Example water main renewal", "Water", 12_400_000, 0, "2026-09"),
    ("W-0102", "Example pumping station", "Water", 5_150_000, -850_000, "2027-03"),
    ("B-0201", "Example bridge deck", "Transport", 31_000_000, 1_200_000, "2027-06"),
    ("B-0202", "Example bus lane", "Transport", 2_300_000, 0, "2026-12"),
    ("S-0301", "Example school extension", "Schools", 18_750_000, 0, "2027-08"),
    ("S-0302", "Example sports hall", "Schools", 9_900_000, -2_100_000, "2028-02"),
    ("P-0401", "Example river park", "Parks", 4_600_000, 300_000, "2026-10"),
    ("H-0501", "Example clinic", "Health", 22_000_000, 0, "2027-11"),
)
_NEXT = {"W-0101": (13_150_000, 750_000, "2026-12"), "B-0201": (31_000_000, 0, "2027-12"), "P-0401": (4_100_000, -500_000, "2026-10"), "S-0302": None}


def snapshots() -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """(days before today, lines) of the two snapshots, amounts in hundredths."""
    yield 250, [_line(n, *line) for n, line in enumerate(_LINES, 2)]
    later = []
    for code, name, organ, amount, _, due in _LINES:
        changed = _NEXT.get(code, (amount, 0, due))
        if changed is not None:
            later.append((code, name, organ, *changed))
    yield 70, [_line(n, *line) for n, line in enumerate((*later, ("T-0601", "Example tram depot", "Transport", 7_700_000, 7_700_000, "2028-05")), 2)]


def _line(row: int, code: str, name: str, organ: str, amount: int, change: int, due: str) -> dict[str, Any]:
    return {"sheet": "CSV", "row": row, "code": code, "name": name, "organ": organ, "commitment": amount * 100, "net_change": change * 100, "due": due}
