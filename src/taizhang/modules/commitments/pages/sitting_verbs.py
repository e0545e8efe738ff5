"""What is done on the page of a document: tasks confirmed, found to be none, made of chosen words, given out; the document read through."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from taizhang.basis.errors import BadInput, Refused
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.perform import perform
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import holder_of
from taizhang.surfaces.pages.form import read as read_form
from taizhang.surfaces.pages.form import typed_of

from ..actions.confirming import MOST_AT_ONCE
from ..declared.records import SOURCE
from ..declared.verbs import REGISTER
from ..queries import sitting
from ..queries.sitting import Line
from . import drawing
from .sitting import Answer, Told, deadline_of, lines, name_of, shown

CONFIRMED: Final = Text("确认任务", "Confirm tasks")
GIVEN: Final = Text("交办", "Give out")
DENIED: Final = Text("不是任务", "Not a task")
MADE: Final = Text("选中的字作为任务", "Chosen words made a task")
SETTLED: Final = Text("分解完毕", "Read through")
_GIVING: Final = Text("按建议交办", "Give to the proposed organs")
_BACK: Final = Text("原文与任务", "Text and tasks")
#: Places that one request may be about; a document of 30,000 characters has some 400.
_MOST: Final = 1000


class _Sitting:
    """One request: who asks for what of which document, and its places as they stand."""

    def __init__(self, request: HttpRequest, key: int) -> None:
        self.request, self.lang = request, language(request)
        self.actor: Actor = holder_of(request, REGISTER)
        self.source = reading.one(self.actor, SOURCE, key)
        self.nonce = request.POST.get("nonce", "")[:40]
        self.chosen = tuple(dict.fromkeys(request.POST.getlist("ids")[:_MOST]))

    def lines(self) -> dict[str, Line]:
        """The places by how an input names them, as they are now."""
        return {line.span: line for line in lines(self.actor, self.source, drawing.Moment(None, clock.today()))[1]}

    def picked(self) -> list[Line]:
        """The chosen places, in the order of the text.

        Raises:
            BadInput: none was chosen.
        """
        there = self.lines()
        found = [line for span, line in there.items() if span in self.chosen]
        if not found:
            raise BadInput(
                Text("没有选中任何任务", "No task was chosen"), code="nothing_chosen",
                remedy=Text("勾选任务，或用 x 键选中，再办理", "Tick some, or choose them with the x key, then do it"),
            )  # fmt: skip
        return found

    def done(self, action: str, target: int, title: str, raw: Mapping[str, Any], version: str | None = None) -> Told:
        """The action on one row; a refusal is told and stops nothing else."""
        said = hashlib.sha256(f"{action} {target} {sorted(raw.items())}".encode()).hexdigest()[:24]
        try:
            outcome = perform(
                action, target, self.actor, raw, version=version, idempotency_key=f"{self.nonce}-{said}" if self.nonce else None
            )  # fmt: skip
        except Refused as refused:
            reasons = [each.reason.in_(self.lang) for each in refused.details] or [refused.reason.in_(self.lang)]
            return Told(title, "", ("; " if self.lang == "en" else "；").join(reasons))
        return Told(title, outcome.entry)


@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, key: int) -> HttpResponseBase:
    """What the pressed button says is done to what was chosen: entry by entry, and what was refused is listed with its reason.

    Whoever comes back to this address (by choosing the other language) is led to the page.
    """
    if request.method == "GET":
        return HttpResponseRedirect(reverse("commitments:sitting", args=[key]))
    sitting_now = _Sitting(request, key)
    verb = _VERBS.get(request.POST.get("do", ""))
    try:
        if verb is None:
            raise BadInput(Text("没有这个操作", "There is no such thing to do"), code="no_verb")
        return verb(sitting_now)
    except Refused as refused:
        sitting_now.source.refresh_from_db()
        typed = typed_of(request.POST, installed().actions["commitments.assign"])
        answer = Answer(None, (), refused, frozenset(sitting_now.chosen), typed, request.POST.get("words", "")[:2000])
        return shown(request, sitting_now.source, answer)


def _confirm(now: _Sitting) -> HttpResponseBase:
    return _again(now, CONFIRMED, _confirmed(now, [line for line in now.picked() if line.task is None]))


def _confirmed(now: _Sitting, picked: Sequence[Line]) -> list[Told]:
    """The chosen places are tasks of the register, so many to an entry as one can hold."""
    if not picked:
        raise BadInput(Text("选中的都已在台账中", "All of them are in the register already"), code="known")
    told = []
    for part in _apart(picked):
        title = Text("{n}项任务：{w}", "{n} task(s): {w}").with_(n=len(part), w=_short(part[0].words)).in_(now.lang)
        told.append(now.done("commitments.confirm_tasks", now.source.pk, title, {"spans": "\n".join(line.span for line in part)}))
    return told


def _apart(picked: Sequence[Line]) -> list[list[Line]]:
    """Parts that one call can take: places that do not overlap, at most so many."""
    parts: list[list[Line]] = []
    for line in picked:
        for part in parts:
            if len(part) < MOST_AT_ONCE and part[-1].end <= line.start:
                part.append(line)
                break
        else:
            parts.append([line])
    return parts


def _deny(now: _Sitting) -> HttpResponseBase:
    """The reader was wrong here: kept as an example, so that the next reading can be held against it."""
    picked = [line for line in now.picked() if line.is_waiting]
    if not picked:
        raise BadInput(
            Text("选中的已在台账中", "What was chosen is in the register"), code="known",
            remedy=Text("打开任务，由分管领导撤销", "Open the task; a leader drops it"),
        )  # fmt: skip
    told = [now.done("commitments.correct", now.source.pk, _short(line.words), {"span": line.span, "kind": "not_a_task"}) for line in picked]
    return _again(now, DENIED, told)


def _make(now: _Sitting) -> HttpResponseBase:
    """The words that somebody chose are a task; that the reader missed it is kept as an example."""
    start, end = _place(now.source.text, now.request.POST.get("span", ""), now.request.POST.get("words", ""))
    words = _short("".join(now.source.text[start:end].split()))
    told = now.done("commitments.confirm_tasks", now.source.pk, words, {"spans": f"{start}-{end}"})
    if told.entry:
        now.done("commitments.correct", now.source.pk, words, {"span": f"{start}-{end}", "kind": "missed"})
    return _again(now, MADE, [told], f"{start}-{end}")


def _place(text: str, span: str, words: str) -> tuple[int, int]:
    """The one place that is meant, without the blanks at its ends.

    Raises:
        BadInput: the words stand nowhere, or in more than one place.
    """
    start, mark, end = span.strip().partition("-")
    if mark and (a := whole(start)) is not None and (b := whole(end)) is not None and a < b <= len(text):
        chosen = text[a:b]
        a, b = a + len(chosen) - len(chosen.lstrip()), b - len(chosen) + len(chosen.rstrip())
        if a < b:
            return a, b
    found = sitting.place_of_words(text, words)
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadInput(
            Text("原文里没有“{w}”", "“{w}” does not stand in the text").with_(w=_short(words)), code="no_words", field="words",
            remedy=Text("照原文填，或写“开头……结尾”", "Give the words as they are printed, or the first and the last with … between"),
        )  # fmt: skip
    raise BadInput(
        Text("“{w}”在原文中出现{n}次", "“{w}” stands in the text {n} times").with_(w=_short(words), n=len(found)), code="many_places", field="words",
        remedy=Text("前后多写几个字", "Give a few more words before or behind"),
    )  # fmt: skip


def _assign(now: _Sitting) -> HttpResponseBase:
    """The chosen tasks are given out to one organ; those that nobody has confirmed are confirmed with it."""
    bound = installed().actions["commitments.assign"]
    found = read_form(bound, typed_of(now.request.POST, bound))
    if found.problems:
        raise BadInput(Text("交办没有填完", "Giving out lacks something"), code="inputs", details=found.problems)
    bound.inputs.read(found.raw)
    picked = now.picked()
    told = _refusals(_confirmed(now, fresh)) if (fresh := [line for line in picked if line.task is None]) else []
    there = now.lines()
    for line in picked:
        task = there[line.span].task
        if task is not None:
            told.append(now.done("commitments.assign", task.pk, _short(line.words), found.raw, task.entry))
    return _again(now, GIVEN, told)


def _propose(now: _Sitting) -> HttpResponseBase:
    """The chosen tasks beside the organs proposed for them, to be looked at once before they are given out."""
    picked = [line for line in now.picked() if not line.is_given]
    given = [line for line in picked if line.proposed is not None and line.proposed.organ is not None]
    organs: dict[int, list[Line]] = {}
    for line in given:
        organs.setdefault(line.proposed.organ.pk, []).append(line)  # type: ignore[union-attr]
    context = {
        "source": now.source,
        "rows": [
            {
                "line": line, "lead": line.proposed.organ, "name": name_of(line.proposed.organ, now.lang), "reason": line.proposed.reason.in_(now.lang),
                "due": deadline_of(line),
            }
            for line in given if line.proposed is not None
        ],
        "left": [(line, line.proposed.reason.in_(now.lang) if line.proposed else "") for line in picked if line not in given],
        "organs": len(organs),
        "fresh": sum(line.task is None for line in given),
        "nonce": uuid.uuid4().hex,
        "show": now.request.POST.get("show", ""),
    }  # fmt: skip
    title = _GIVING.in_(now.lang)
    back = layout.Link(_BACK.in_(now.lang), reverse("commitments:sitting", args=[now.source.pk]))
    return layout.page(now.request, "commitments/giving.html", context, title=title, crumbs=(back, layout.Link(title, current=True)), module=drawing.MODULE)


def _give(now: _Sitting) -> HttpResponseBase:
    """Each chosen task is given to the organ that was shown beside it."""
    picked = now.picked()
    leads = {line.span: whole(now.request.POST.get(f"lead-{line.span}", "")) for line in picked}
    told = _refusals(_confirmed(now, fresh)) if (fresh := [line for line in picked if line.task is None]) else []
    there = now.lines()
    for line in picked:
        task = there[line.span].task
        if task is not None and leads[line.span] is not None:
            told.append(now.done("commitments.assign", task.pk, _short(line.words), {"lead": leads[line.span]}, task.entry))
    return _again(now, GIVEN, told)


def _settle(now: _Sitting) -> HttpResponseBase:
    return _again(now, SETTLED, [now.done("commitments.settle_source", now.source.pk, now.source.title, {})])


def _refusals(told: Sequence[Told]) -> list[Told]:
    """What could not be confirmed; what could is told of when it is given out."""
    return [each for each in told if not each.entry]


def _again(now: _Sitting, verb: Text, told: Sequence[Told], at: str = "") -> HttpResponseBase:
    now.source.refresh_from_db()
    return shown(now.request, now.source, Answer(verb, told, at=at))


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39]}…"


_VERBS: Final[Mapping[str, Callable[[_Sitting], HttpResponseBase]]] = {
    "confirm": _confirm, "deny": _deny, "make": _make, "assign": _assign, "propose": _propose, "give": _give, "settle": _settle,
}  # fmt: skip
