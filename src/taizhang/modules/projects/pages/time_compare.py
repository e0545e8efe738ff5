"""Two days of the portfolio side by side: what is new, gone, slipped, moved earlier or costs otherwise, with the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports.xlsx import Head, workbook
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from .. import queries, time_rules
from ..declared.records import RECORDS
from ..terms.time import BECAME_WORDS
from ..time_rules import Became, Compared, Stand, Turn
from .drawing import MODULE, crumb, in_words, tenths, wan
from .time_rows import XLSX, in_wan, too_many
from .timeline import TITLE

COMPARE = Text("两个日期比较", "Two dates compared")
_PER_PAGE, _AT_ONCE = 50, 1000
_WORDS = dict(BECAME_WORDS)


@dataclass(frozen=True, slots=True)
class Days:
    """The two days, which planned date is looked at, which list, and whose rows are shown."""

    before: date
    after: date
    of: str
    list: int | None
    show: Became

    def query(self, **changed: Any) -> str:
        """These choices as an address's query, some of them otherwise."""
        chosen = {"from": self.before.isoformat(), "to": self.after.isoformat(), "of": self.of, "show": self.show}
        if self.list is not None:
            chosen["list"] = str(self.list)
        return urlencode(chosen | changed)


def _days(request: HttpRequest) -> Days:
    """What the address asks for: three months ago against today unless it says otherwise.

    Raises:
        BadInput: a day that is none, or the first not before the second.
    """
    after = layout.day_asked(request, "to") or clock.today()
    before = layout.day_asked(request, "from") or time_rules.some_months_back(after, 3)
    if before >= after:
        raise BadInput(
            Text("起始日期{a}须早于截止日期{b}", "The first day {a} has to be before the second {b}").with_(a=before.isoformat(), b=after.isoformat()),
            code="days_in_order",
            field="from",
            remedy=Text("换一个更早的起始日期", "Choose an earlier first day"),
        )
    of, show = request.GET.get("of", ""), request.GET.get("show", "")
    kinds: tuple[Became, ...] = get_args(Became)
    return Days(
        before,
        after,
        of if of in queries.DATES else "finish",
        whole(request.GET.get("list", "")),
        next((k for k in kinds if k == show), "slipped"),
    )


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Two days side by side: counts of each kind, the share, median and largest slip, and the rows of one kind, paged."""
    actor, lang, days = actor_of(request), language(request), _days(request)
    found = queries.compared(actor, RECORDS, days.before, days.after, of=days.of, project_list=days.list)
    turns = found.of(days.show)
    page = Paginator(turns, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "tab": "compare",
        "days": days,
        "kinds": [
            {"label": _WORDS[kind], "count": len(found.of(kind)), "href": f"?{days.query(show=kind)}", "on": kind == days.show}
            for kind in time_rules.BECAME
        ],
        "dated": found.dated,
        "slipped": len(found.slips),
        "share": tenths(found.slipped_tenths),
        "median": _months(found),
        "largest": found.slips[-1] if found.slips else None,
        "amount": in_words(abs(found.amount_change), lang),
        "amount_way": (Text("增加", "rose") if found.amount_change >= 0 else Text("减少", "fell")).in_(lang),
        "amount_count": len(found.of("amount")),
        "shown": _WORDS[days.show],
        "lines": _lines(actor, days, list(page), lang),
        "page": page,
        "count": len(turns),
        "quick": _quick(days),
        "lists": queries.lists_of(),
        "export": f"{reverse('projects:time-compare-xlsx')}?{days.query()}",
        **_figures(actor, days),
    }
    return layout.page(
        request,
        "projects/time_compare.html",
        context,
        title=COMPARE.in_(lang),
        crumbs=(layout.Link(TITLE.in_(lang), reverse("projects:time")), crumb(COMPARE.zh, COMPARE.en, request)),
        module=MODULE,
    )


def _months(found: Compared) -> str | None:
    middle = found.median_months
    if middle is None:
        return None
    return str(int(middle)) if middle.denominator == 1 else f"{float(middle):.1f}"


def _quick(days: Days) -> list[tuple[Text, str, bool]]:
    """A month ago, three months ago, the year's start: each against today."""
    today = clock.today()
    choices = (
        (Text("一个月前", "A month ago"), time_rules.some_months_back(today, 1)),
        (Text("三个月前", "Three months ago"), time_rules.some_months_back(today, 3)),
        (Text("年初", "The year's start"), date(today.year - 1, 12, 31)),
    )
    return [
        (words, f"?{days.query(**{'from': day.isoformat(), 'to': today.isoformat()})}", (days.before, days.after) == (day, today))
        for words, day in choices
    ]


def _figures(actor: Actor, days: Days) -> dict[str, Any]:
    """The same sums of one year as each day knew them: what a later report or correction changed."""
    last = time_rules.month_before(days.after)
    then, now = (queries.portfolio(actor, last, at=day) for day in (days.before, days.after))
    lines = [
        (Text("项目数", "Projects"), then.projects, now.projects, now.projects - then.projects),
        *(
            (label, wan(then.of(name)), wan(now.of(name)), _change(then.of(name), now.of(name)))
            for name, label in (
                ("total", Text("总投资", "Total investment")),
                ("plan", Text("年度计划", "Annual plan")),
                ("investment", Text("累计投资量", "Investment so far")),
                ("certified", Text("累计纳统数", "Certified so far")),
            )
        ),
    ]
    return {"sums": lines, "sums_last": last}


def _change(then: int | None, now: int | None) -> str:
    if then is None or now is None:
        return "—"
    return f"{'+' if now > then else ''}{wan(now - then)}" if now != then else "0"


def _lines(actor: Actor, days: Days, turns: Sequence[Turn], lang: str) -> list[dict[str, Any]]:
    named = _named(actor, days, [turn.project for turn in turns])
    return [
        {
            "key": turn.project,
            "name": _name(named.get(turn.project), lang),
            "organ": _organ(named.get(turn.project), lang),
            "planned": _pair(turn, lambda s: s.planned),
            "months": f"{turn.months:+d}" if turn.months else "",
            "total": _pair(turn, lambda s: wan(s.total)),
            "plan": _pair(turn, lambda s: wan(s.plan) if s.plan is not None else ""),
            "change": _change(turn.before.total if turn.before else None, turn.after.total if turn.after else None),
        }
        for turn in turns
    ]


def _named(actor: Actor, days: Days, keys: Sequence[int]) -> Mapping[int, Any]:
    """What projects were called on the later day, or on the earlier one where they are gone."""
    return {**queries.names_of(actor, RECORDS, keys, at=days.before), **queries.names_of(actor, RECORDS, keys, at=days.after)}


def _name(row: Any, lang: str) -> str:
    return (row.name_en if lang == "en" and row.name_en else row.name) if row is not None else "—"


def _organ(row: Any, lang: str) -> str:
    organ = row.organ if row is not None else None
    return (organ.name_en if lang == "en" and organ.name_en else organ.name) if organ is not None else ""


def _pair(turn: Turn, say: Any) -> tuple[str, str]:
    def said(stand: Stand | None) -> str:
        return (say(stand) or "—") if stand is not None else "—"

    return said(turn.before), said(turn.after)


@require_GET
def compare_xlsx(request: HttpRequest) -> FileResponse:
    """The rows of one kind as a workbook.

    Raises:
        BadInput: more rows than a workbook is given.
    """
    actor, lang, days = actor_of(request), language(request), _days(request)
    turns = queries.compared(actor, RECORDS, days.before, days.after, of=days.of, project_list=days.list).of(days.show)
    too_many(len(turns))
    shown = _WORDS[days.show].in_(lang)
    yuan = "（万元）" if lang == "zh" else " (10,000 CNY)"
    heads = [Head(Text("项目", "Project").in_(lang), width=36), Head(Text("责任单位", "Organ").in_(lang))]
    for day in (days.before, days.after):
        heads.append(Head(f"{Text('计划日期', 'Planned date').in_(lang)} {day.isoformat()}"))
        heads.append(Head(f"{Text('总投资', 'Total investment').in_(lang)}{yuan} {day.isoformat()}", numeric=True))
    heads.append(Head(Text("推迟月数", "Months later").in_(lang), numeric=True))
    about = ((COMPARE.in_(lang), f"{days.before.isoformat()} – {days.after.isoformat()}"), (Text("种类", "Kind").in_(lang), shown))
    file = workbook(shown, heads, _sheet(actor, days, turns, lang), (), about, Text("说明", "About").in_(lang))
    name = f"{shown}_{days.before.isoformat()}_{days.after.isoformat()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _sheet(actor: Actor, days: Days, turns: Sequence[Turn], lang: str) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(turns), _AT_ONCE):
        some = turns[start : start + _AT_ONCE]
        named = _named(actor, days, [turn.project for turn in some])
        for turn in some:
            row = named.get(turn.project)
            stands = (turn.before, turn.after)
            cells = [cell for s in stands for cell in ((s.planned, in_wan(s.total)) if s is not None else ("", None))]
            yield (_name(row, lang), _organ(row, lang), *cells, turn.months)


__all__ = ["compare", "compare_xlsx"]
