"""周例会: organ by organ what changed, what is stuck and on whom, what falls due; one organ on a sheet of A4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import reading
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports.xlsx import LIMIT_ROWS
from taizhang.surfaces.pages import layout, taken
from taizhang.surfaces.pages.door import actor_of

from .. import queries, terms
from ..declared.records import TASK
from ..queries import counting, weeks
from . import drawing
from .drawing import Moment

TITLE: Final = Text("周例会", "Weekly meeting")
#: Organs on one page, and lines of one kind that fit on an organ's sheet.
_ORGANS, _LINES = 20, 8
_DAYS, _MOST_DAYS = 7, 92
_DAYS_LABEL: Final = Text("期间", "Days")
_CHANGE_WORDS: Final = {
    "given": Text("交办", "Given out"),
    "signed": Text("签收", "Signed for"),
    "reported": Text("报办结", "Reported done"),
    "closed": Text("销号", "Closed"),
    "returned": Text("核查退回", "Returned by the check"),
    "declined": Text("退回交办", "Sent back by the organ"),
    "extended": Text("延期", "Extended"),
    "ended": Text("并入或撤销", "Merged or dropped"),
}
_STUCK_WORDS: Final = {
    "overdue": Text("逾期", "Overdue"),
    "returned": Text("核查退回未再报", "Returned, not reported again"),
    "unsigned": Text("逾期未签收", "Not signed for in time"),
    "silent": Text("无反馈", "Nothing told"),
    "declined": Text("退回交办，待重新交办", "Sent back, to be given out anew"),
}


@require_GET
def meeting(request: HttpRequest) -> HttpResponseBase:
    """The week up to now or up to a past day, as it was known at the end of that day."""
    actor, lang, moment = actor_of(request), language(request), drawing.moment_of(request)
    week = weeks.Week(_since(request, moment), moment.today)
    silent = _silent(moment.today)
    rows = drawing.task_rows(actor, moment)
    organ = _organ(request)
    if organ:
        rows = counting.narrowed(rows, organ)
    counted = weeks.by_organ(rows, week, silent)
    changed, cut = weeks.changes(counting.narrowed(_history(actor, moment), organ), week)
    lines = _organs(counted, changed)
    names = drawing.names_of(actor, {"lead": [key for key, _ in lines]})
    if taken.asked(request):
        return _sheet(request, rows, lines, week, silent, names)
    page = _paged(request, lines)
    context = {
        "moment": moment,
        "week": week,
        "silent": silent,
        "law": span.law if (span := terms.SILENT_AFTER.on(moment.today)) else None,
        "over": _over(counted, changed, lang),
        "cut": weeks.MOST if cut else 0,
        "index": [
            {"name": drawing.named(names, "lead", key, lang), "key": key or drawing.NONE, **numbers}
            for key, numbers in page["lines"]
        ],
        "organs": _sections(rows, page["lines"], week, silent, changed, names, moment, lang),
        "page": page,
        "organ": organ,
        "query": urlencode({"since": week.since.isoformat()} | ({"at": moment.at.isoformat()} if moment.at else {})),
        "next": {"from": week.until.isoformat(), "until": week.next_until.isoformat()},
    }
    return layout.page(
        request, "commitments/meeting.html", context, title=TITLE.in_(lang), crumbs=drawing.crumbs(TITLE, request), module=drawing.MODULE,
        as_of=True, take=taken.address(request),
    )  # fmt: skip


def _since(request: HttpRequest, moment: Moment) -> date:
    """The first day looked at: what the address asks for, at most three months back, else the last seven days."""
    asked = layout.day_asked(request, "since")
    if asked is None:
        return moment.today - timedelta(days=_DAYS - 1)
    if asked > moment.today:
        raise BadInput(
            Text("起始日期 {d} 晚于截至日期", "The first day {d} lies after the last one").with_(d=asked.isoformat()), code="since", field="since",
            remedy=Text("选更早的起始日期", "Choose an earlier first day"),
        )  # fmt: skip
    return max(asked, moment.today - timedelta(days=_MOST_DAYS))


def _silent(day: date) -> int:
    span = terms.SILENT_AFTER.on(day)
    return span.value.n if span else _DAYS * 2


def _organ(request: HttpRequest) -> dict[str, int | None]:
    chosen = drawing.chosen_of(request)
    return {"lead": chosen["lead"]} if "lead" in chosen else {}


def _history(actor: Any, moment: Moment) -> Any:
    """Every version of the tasks that the actor sees now and saw at the moment."""
    seen = reading.rows(actor, TASK, at=moment.at).select_related(None).values("id")
    return TASK.history._default_manager.filter(TASK.visible(actor), erased=False, id__in=seen)


def _organs(
    counted: Mapping[int | None, Mapping[str, int]], changed: Sequence[weeks.Change]
) -> list[tuple[int | None, dict[str, int]]]:
    """The organs with anything to tell, the most stuck first, with their numbers."""
    happened: dict[int | None, set[int]] = {}
    for change in changed:
        happened.setdefault(change.lead, set()).add(change.task)
    found = []
    for key in {*counted, *happened}:
        numbers = {why: counted.get(key, {}).get(why, 0) for why in (*weeks.STUCK, "next")}
        numbers["stuck"] = sum(numbers[why] for why in weeks.STUCK)
        numbers["changed"] = len(happened.get(key, ()))
        if numbers["stuck"] or numbers["changed"] or numbers["next"]:
            found.append((key, numbers))
    return sorted(found, key=lambda p: (p[0] is None, -p[1]["stuck"], -p[1]["overdue"], -p[1]["changed"], p[0] or 0))


def _over(
    counted: Mapping[int | None, Mapping[str, int]], changed: Sequence[weeks.Change], lang: str
) -> dict[str, Any]:
    numbers = {why: sum(line.get(why, 0) for line in counted.values()) for why in (*weeks.STUCK, "next")}
    happened = {what: len({c.task for c in changed if c.what == what}) for what in weeks.CHANGES}
    return {
        "stuck": sum(numbers[why] for why in weeks.STUCK),
        "why": [(_STUCK_WORDS[why].in_(lang), numbers[why]) for why in weeks.STUCK if numbers[why]],
        "changed": len({c.task for c in changed}),
        "what": [(_CHANGE_WORDS[what].in_(lang), happened[what]) for what in weeks.CHANGES if happened[what]],
        "next": numbers["next"],
    }


def _sections(
    rows: Any,
    lines: Any,
    week: weeks.Week,
    silent: int,
    changed: Sequence[weeks.Change],
    names: Any,
    moment: Moment,
    lang: str,
) -> list[dict[str, Any]]:
    """One section for each organ of the page."""
    organs = [key for key, _ in lines]
    stuck = weeks.stuck_of(rows, organs, week, silent, _LINES)
    coming = weeks.due_of(rows, organs, week, _LINES)
    said = queries.latest_words([row.id for row in (*stuck, *coming)], week.until)
    happened = {key: _changes(changed, key, lang) for key in organs}
    titles = weeks.titles(rows, {key for each in happened.values() for key, _ in each})
    return [
        {
            "key": key or drawing.NONE,
            "name": drawing.named(names, "lead", key, lang),
            "numbers": numbers,
            "rows": drawing.rows_href(moment, {"lead": key}),
            "stuck": [_stuck_line(row, said.get(row.id), week.until, lang) for row in stuck if row.lead_id == key],
            "stuck_left": max(0, numbers["stuck"] - _LINES),
            "changed": [
                {"key": task, "title": titles[task], "what": what} for task, what in happened[key] if task in titles
            ],
            "changed_left": max(0, numbers["changed"] - _LINES),
            "next": [_due_line(row, said.get(row.id), lang) for row in coming if row.lead_id == key],
            "next_left": max(0, numbers["next"] - _LINES),
        }
        for key, numbers in lines
    ]


def _stuck_line(row: Any, said: Any, day: date, lang: str) -> dict[str, Any]:
    since = {"overdue": row.due, "unsigned": row.sign_by, "silent": said.said_on if said else row.signed_on}.get(
        row.why
    )
    # Who sent a task back waits for whoever gave it out.
    on_whom = Text("督查机构", "The supervision office").in_(lang) if row.why == "declined" else _who(row, lang)
    return {
        "key": row.id, "title": row.title, "why": _STUCK_WORDS[row.why].in_(lang), "days": (day - since).days if since else None,
        "who": on_whom, "due": row.due, "said": said, "reason": row.reason if row.why in ("returned", "declined") else "",
        "reminded": row.reminded,
    }  # fmt: skip


def _due_line(row: Any, said: Any, lang: str) -> dict[str, Any]:
    return {"key": row.id, "title": row.title, "due": row.due, "who": _who(row, lang), "said": said}


def _changes(changed: Sequence[weeks.Change], organ: int | None, lang: str) -> list[tuple[int, str]]:
    """What happened to the first of an organ's tasks, task by task, with the days."""
    by_task: dict[int, list[str]] = {}
    for change in changed:
        if change.lead == organ:
            by_task.setdefault(change.task, []).append(f"{_CHANGE_WORDS[change.what].in_(lang)} {change.on:%m-%d}")
    return [(key, ("; " if lang == "en" else "；").join(what)) for key, what in list(by_task.items())[:_LINES]]


def _who(row: Any, lang: str) -> str:
    if row.person is not None:
        return str((row.person.name_en if lang == "en" else "") or row.person.name)
    return Text("责任人未写明", "no person stated").in_(lang)


def _paged(request: HttpRequest, lines: list[Any]) -> dict[str, Any]:
    pages = max(1, -(-len(lines) // _ORGANS))
    number = min(max(whole(request.GET.get("page", "")) or 1, 1), pages)
    first = (number - 1) * _ORGANS
    return {
        "lines": lines[first : first + _ORGANS],
        "number": number,
        "pages": pages,
        "before": number > 1,
        "after": number < pages,
    }


def _sheet(request: HttpRequest, rows: Any, lines: Any, week: weeks.Week, silent: int, names: Any) -> HttpResponseBase:
    """What is stuck, organ by organ, as a workbook."""
    lang = language(request)
    heads = [
        taken.head(Text("牵头单位", "Leading organ"), lang, width=24),
        taken.head(Text("卡在哪里", "Why it is stuck"), lang),
        taken.head(Text("任务", "Task"), lang, width=60),
        taken.head(Text("责任人", "Person who answers for it"), lang),
        taken.head(Text("办结时限", "Deadline"), lang),
        taken.head(Text("天数", "Days"), lang, numeric=True),
        taken.head(Text("最新进展", "Newest progress"), lang, width=50),
    ]
    found = weeks.stuck_of(rows, [key for key, _ in lines], week, silent, LIMIT_ROWS)
    said = queries.latest_words([row.id for row in found], week.until)
    return taken.sheet(
        request,
        TITLE,
        heads,
        (_cells(row, said.get(row.id), names, week.until, lang) for row in found),
        (),
        ((_DAYS_LABEL, f"{week.since} – {week.until}"),),
    )


def _cells(row: Any, said: Any, names: Any, day: date, lang: str) -> list[Any]:
    line = _stuck_line(row, said, day, lang)
    due = row.due or terms.NOT_STATED.in_(lang)
    return [
        drawing.named(names, "lead", row.lead_id, lang),
        line["why"],
        row.title,
        line["who"],
        due,
        line["days"],
        said.progress if said else "",
    ]
