"""通报核对: a bulletin's figures, held against each other and against the ledger as of its date. Nothing is kept or written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from taizhang.basis.errors import BadInput, Refused
from taizhang.basis.text import Text, joined
from taizhang.frame import clock
from taizhang.kernels.score.printed.arithmetic import VERDICT_WORDS, Verdict
from taizhang.kernels.score.printed.reader import KIND_WORDS, Statement, read_bulletin
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from .. import queries, rules, time_rules
from ..briefing.command import right_of
from ..briefing.file import LARGEST_BYTES, short_enough, text_of
from ..briefing.ledger import Held, against_ledger, day_of_bulletin, month_of_bulletin
from .drawing import MODULE, crumb

TITLE = Text("通报核对", "Check a bulletin")
_LEDGER = Text("与台账", "Against the ledger")
_MARKS: dict[Verdict, str] = {"right": "right", "rounding": "right", "wrong": "wrong", "not_checkable": "open"}
#: What the list holds at most; a bulletin has a tenth of it.
_MOST = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One printed figure and what its check came to."""

    start: int
    sentence: str
    printed: str
    check: Text
    right: str
    verdict: Text
    mark: str
    why: Text | None


@require_http_methods(["GET", "POST"])
def briefing(request: HttpRequest) -> HttpResponse:
    """A bulletin that was pasted or sent, figure by figure: sentence, recomputed figure, verdict."""
    lang = language(request)
    context: dict[str, Any] = {"text": "", "day": request.POST.get("day", ""), "last": request.POST.get("last", ""), "today": clock.today()}
    status = 200
    if request.method == "POST":
        try:
            context |= _checked(request)
        except Refused as refused:
            context |= {"refusal": refused.in_(lang), "text": request.POST.get("text", "")[:LARGEST_BYTES]}
            status = 422
    return layout.page(
        request,
        "projects/briefing.html",
        context,
        title=TITLE.in_(lang),
        crumbs=(crumb(TITLE.zh, TITLE.en, request),),
        module=MODULE,
        status=status,
    )


def _checked(request: HttpRequest) -> dict[str, Any]:
    text = _text(request)
    day = _day(request, text)
    last = _last(request, text, day)
    facts = queries.ledger_facts(actor_of(request), last, day if day < clock.today() else None)
    lines = sorted([*map(_of_ledger, against_ledger(text, facts)), *map(_of_arithmetic, read_bulletin(text))], key=lambda line: line.start)
    counts = {mark: sum(line.mark == mark for line in lines) for mark in ("right", "wrong", "open")}
    shown = sorted(lines, key=lambda line: (line.mark != "wrong", line.start)) if request.POST.get("wrong_first") else lines
    return {
        "text": text,
        "day": day.isoformat(),
        "last": last,
        "checked": True,
        "lines": shown[:_MOST],
        "more": max(0, len(lines) - _MOST),
        "count": len(lines),
        **counts,
    }


def _text(request: HttpRequest) -> str:
    """The file where there is one, else what was pasted.

    Raises:
        BadInput: neither, or nothing that can be read.
    """
    sent: Any = request.FILES.get("file")
    if sent is not None:
        if sent.size > LARGEST_BYTES:
            raise BadInput(Text("文件超过 5 MB", "The file is larger than 5 MB"), code="file_too_large", field="file")
        return text_of(sent.name or "", b"".join(sent.chunks()))
    text = short_enough(request.POST.get("text", ""))
    if not text.strip():
        raise BadInput(
            Text("请粘贴通报的文字，或选择文件", "Paste the text of a bulletin, or choose a file"), code="missing", field="text"
        )
    return text


def _day(request: HttpRequest, text: str) -> date:
    """The day whose knowledge the ledger is read with: the one given, the last date that the text prints, or today."""
    given = request.POST.get("day", "").strip()
    try:
        if given:
            return min(date.fromisoformat(given), clock.today())
    except ValueError:
        raise BadInput(Text("“{t}”不是日期", "“{t}” is not a date").with_(t=given[:20]), code="bad_day", field="day") from None
    printed = day_of_bulletin(text)
    try:
        return min(date(*printed), clock.today()) if printed else clock.today()
    except ValueError:
        return clock.today()


def _last(request: HttpRequest, text: str, day: date) -> str:
    """The month up to which it speaks: the one given, the one the text names, or the one before the day."""
    given = request.POST.get("last", "").strip()
    if given:
        return rules.period_of(given)
    year, month = month_of_bulletin(text)
    before = time_rules.month_before(day)
    return f"{year or int(before[:4]):04d}-{month:02d}" if month else before


def _of_ledger(held: Held) -> Line:
    words = VERDICT_WORDS[held.checked.verdict]
    what = joined([_LEDGER, held.meant], "：", ": ") if held.meant is not None else _LEDGER
    label = Text("{k}（{p}）", "{k} ({p})").with_(k=what, p=held.place) if held.place else what
    return Line(held.start, held.sentence, held.printed, label, held.shown, words, _MARKS[held.checked.verdict], held.checked.why)


def _of_arithmetic(statement: Statement) -> Line:
    checked = statement.checked
    why = checked.why
    if checked.implied is not None:
        implied = Text("总数应为{i}", "implies a total of {i}").with_(i=checked.implied)
        why = joined([why, implied], "，", ", ") if why is not None else implied
    check = Text("算术：{k}", "Arithmetic: {k}").with_(k=KIND_WORDS[statement.kind])
    return Line(
        statement.printed.start,
        statement.text,
        statement.printed.text,
        check,
        right_of(statement),
        VERDICT_WORDS[checked.verdict],
        _MARKS[checked.verdict],
        why,
    )
