"""The picture of a schedule: where each bar, mark and line lies. Numbers alone; the template draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from taizhang.kernels.schedule import NodeDates

LEFT, WIDTH, ROW, HEAD = 190, 760, 30, 34
#: More links than this are a tangle, not a picture; they stay in the table.
_MOST_LINKS = 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One node. `done_x` to `done_to` has happened (solid), `left_x` to `left_to` is ahead (dashed); the ghost is the baseline."""

    key: str
    href: str
    title: str
    label: str
    spoken: str
    y: int
    done_x: float
    done_to: float
    left_x: float
    left_to: float
    ghost_x: float | None
    ghost_to: float | None
    milestone: bool
    critical: bool
    late: bool
    closed: bool
    begun: bool
    start: date
    finish: date

    @property
    def x(self) -> float:
        return min(self.done_x, self.left_x)

    @property
    def to(self) -> float:
        return max(self.done_to, self.left_to)

    @property
    def done_width(self) -> float:
        return round(self.done_to - self.done_x, 1)

    @property
    def left_width(self) -> float:
        return round(self.left_to - self.left_x, 1)

    @property
    def ghost_width(self) -> float | None:
        return None if self.ghost_x is None or self.ghost_to is None else round(max(self.ghost_to - self.ghost_x, 3), 1)

    @property
    def middle(self) -> int:
        return self.y + 10

    @property
    def ghost_y(self) -> int:
        return self.y + 19

    @property
    def diamond(self) -> str:
        """The corners of a milestone's mark."""
        x, y = self.to, self.middle
        return f"{x - 7},{y} {x},{y - 7} {x + 7},{y} {x},{y + 7}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn schedule: bars, the lines of months, of today and of the links, and the size of it all."""

    bars: Sequence[Bar]
    months: Sequence[tuple[float, str]]
    today_x: float | None
    links: Sequence[str]
    height: int
    width: int
    first: date
    per_day: float


def picture(
    rows: Mapping[str, Any],
    dates: Mapping[str, NodeDates],
    frozen: Mapping[str, Any],
    links: Sequence[Any],
    today: date,
    lang: str,
    late: frozenset[str],
    words: Mapping[str, str],
) -> Picture | None:
    """The schedule drawn to scale by the days of the calendar; None when there is nothing to draw.

    `words` are 'critical', 'to' and the words for each state, in the language of the page.
    """
    if not rows:
        return None
    days = [d for n in dates.values() for d in (n.start.date, n.finish.date)] + [d for f in frozen.values() for d in (f.start, f.finish)]
    first, last = min(days) - timedelta(days=3), max(days) + timedelta(days=25)
    per_day = WIDTH / max((last - first).days, 1)

    def at(day: date) -> float:
        return round(LEFT + (day - first).days * per_day, 1)

    bars = {}
    for place, (key, row) in enumerate(rows.items()):
        bars[row.id] = _bar(key, row, dates[key], frozen.get(str(row.id)), HEAD + place * ROW, today, at, lang, key in late, words)
    drawn = [link for link in links if link.node_id in bars and link.before_id in bars][:_MOST_LINKS]
    return Picture(
        tuple(bars.values()),
        month_marks(first, last, at, per_day),
        at(today) if first <= today <= last else None,
        tuple(_elbow(bars[k.before_id], bars[k.node_id], k.type) for k in drawn),
        HEAD + len(bars) * ROW + 8,
        LEFT + WIDTH + 10,
        first,
        per_day,
    )


def _bar(
    key: str, row: Any, days: NodeDates, then: Any, y: int, today: date, at: Any, lang: str, late: bool, words: Mapping[str, str]
) -> Bar:
    start, finish = days.start.date, days.finish.date
    after = finish + timedelta(days=1)
    finished = row.state in ("reported", "closed")
    begun = finished or (row.state in ("under_way", "returned") and row.started_on is not None)
    split = after if finished else min(max(today, start), after) if begun else start
    title = row.title_en if lang == "en" and row.title_en else row.title
    critical = f"（{words['critical']}）" if days.critical and lang != "en" else f" ({words['critical']})" if days.critical else ""
    return Bar(
        key=key,
        href=reverse("pages:record", args=["projects.node", row.id]),
        title=title if len(title) <= 15 or (lang == "en" and len(title) <= 27) else title[: 26 if lang == "en" else 14] + "…",
        label=f"{finish.isoformat()[5:]}{' ◆' if days.critical else ''}",
        spoken=f"{title}: {start.isoformat()} {words['to']} {finish.isoformat()}, {words[row.state]}{critical}",
        y=y,
        done_x=at(start),
        done_to=at(split),
        left_x=at(split),
        left_to=at(after),
        ghost_x=at(then.start) if then is not None else None,
        ghost_to=at(then.finish + timedelta(days=1)) if then is not None else None,
        milestone=not row.duration_working_days,
        critical=days.critical,
        late=late,
        closed=row.state == "closed",
        begun=begun,
        start=start,
        finish=finish,
    )


def month_marks(first: date, last: date, at: Any, per_day: float) -> tuple[tuple[float, str], ...]:
    """Where each month begins, with its name; every third month or year alone where they stand close."""
    step = 1 if per_day > 1.6 else 3 if per_day > 0.5 else 12
    found = []
    year, month = first.year, first.month
    while date(year, month, 1) <= last:
        day = date(year, month, 1)
        if day >= first and (month - 1) % step == 0:
            found.append((at(day), f"{year % 100:02d}-{month:02d}"))
        year, month = year + month // 12, month % 12 + 1
    return tuple(found)


def _elbow(before: Bar, after: Bar, kind: str) -> str:
    """A thin line from the end of one bar that is meant to that of the other."""
    x1 = before.to if kind[0] == "F" else before.x
    x2 = after.to if kind[1] == "F" else after.x
    turn = max(x1 + 4, x2 - 6) if x2 > x1 + 8 else x1 + 4
    return f"M{x1} {before.middle}H{turn:.1f}V{after.middle - 9 if x2 <= x1 + 8 else after.middle}H{x2}"
