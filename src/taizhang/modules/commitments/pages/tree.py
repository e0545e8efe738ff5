"""责任树: from a document or a leader to the organs that lead, to their tasks, to the parts that others do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import reading
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout, taken
from taizhang.surfaces.pages.door import actor_of

from .. import queries, terms
from ..declared.records import TASK
from ..queries import counting, weeks
from . import drawing
from .drawing import Moment

TITLE: Final = Text("责任树", "Tree of responsibilities")
#: Lines of one level that a page or an opened branch shows; the rest has pages of its own.
_TOPS, _LINES = 50, 100
#: Whoever has a part need not see what it is a part of.
_UNSEEN_TASK: Final = Text("（任务不在您的工作范围内）", "(a task outside your scope)")
_Chosen = Mapping[str, int | None]


@require_GET
def tree(request: HttpRequest) -> HttpResponseBase:
    """The first level with its counts; what stands below is fetched when it is opened."""
    actor, lang, moment = actor_of(request), language(request), drawing.moment_of(request)
    way, chosen = _way(request), drawing.chosen_of(request)
    rows = counting.narrowed(drawing.task_rows(actor, moment), chosen)
    if taken.asked(request):
        return _sheet(request, actor, rows, moment)
    tallies = counting.counted(rows, moment.today, way)[way]
    page = _paged(request, drawing.ordered(tallies), _TOPS)
    names = drawing.names_of(actor, {way: [key for key, _ in page["lines"]]})
    nodes = [_node(moment, chosen | {way: key}, way, key, tally, names, lang) for key, tally in page["lines"]]
    over = counting.summed(tallies.values())
    context = {
        "moment": moment,
        "way": way,
        "ways": [(key, words) for key, words in drawing.WAY_WORDS.items()],
        "choices": _choices(actor, rows, chosen, lang),
        "chosen": drawing.query_of(chosen),
        "nodes": nodes,
        "over": over,
        "over_parts": drawing.parts(over, moment, chosen, lang),
        "over_href": drawing.rows_href(moment, chosen),
        "page": page,
        "query": urlencode(drawing.query_of(chosen) | _at(moment) | {"by": way}),
        # One line alone stands open, so that the tree can be walked without a script too.
        "inner": _branch(request, actor, moment, chosen | {way: page["lines"][0][0]}, lang)
        if len(nodes) == 1
        else None,
    }
    return layout.page(
        request, "commitments/tree.html", context, title=TITLE.in_(lang), crumbs=drawing.crumbs(TITLE, request), module=drawing.MODULE,
        as_of=True, take=taken.address(request),
    )  # fmt: skip


@require_GET
def branch(request: HttpRequest) -> HttpResponse:
    """What stands below one line: its organs, the tasks of an organ, or the parts of a task."""
    actor, lang, moment = actor_of(request), language(request), drawing.moment_of(request)
    inner = _branch(request, actor, moment, drawing.chosen_of(request), lang)
    return render(request, "commitments/tree_branch.html", {"inner": inner, "moment": moment, "lang": lang})


def _branch(request: HttpRequest, actor: Any, moment: Moment, chosen: _Chosen, lang: str) -> dict[str, Any]:
    rows = drawing.task_rows(actor, moment)
    above = whole(request.GET.get("task", ""))
    if above is not None:
        return _tasks(
            request,
            rows,
            counting.alive(rows).filter(parent=reading.one(actor, TASK, above, at=moment.at).id),
            moment,
            lang,
        )
    rows = counting.narrowed(rows, chosen)
    if "lead" in chosen:
        return _tasks(request, drawing.task_rows(actor, moment), counting.alive(rows), moment, lang)
    tallies = counting.counted(rows, moment.today, "lead")["lead"]
    page = _paged(request, drawing.ordered(tallies), _LINES)
    names = drawing.names_of(actor, {"lead": [key for key, _ in page["lines"]]})
    nodes = [_node(moment, {**chosen, "lead": key}, "lead", key, tally, names, lang) for key, tally in page["lines"]]
    return {"nodes": nodes, "page": page, "more": _more(request, moment, chosen, page)}


def _node(
    moment: Moment, chosen: _Chosen, way: str, key: int | None, tally: counting.Tally, names: Any, lang: str
) -> dict[str, Any]:
    """One line of a level, with the address of what stands below it."""
    query = drawing.query_of(chosen) | _at(moment)
    return {
        "name": drawing.named(names, way, key, lang),
        "absent": key is None,
        "all": tally.all,
        "parts": drawing.parts(tally, moment, chosen, lang),
        "rows": drawing.rows_href(moment, chosen),
        "below": f"{reverse('commitments:branch')}?{urlencode(query)}",
        "alone": f"{reverse('commitments:tree')}?{urlencode(query | {'by': _first(chosen)})}",
    }


def _tasks(request: HttpRequest, every: Any, rows: Any, moment: Moment, lang: str) -> dict[str, Any]:
    """The tasks themselves, the nearest deadline first, with how their parts stand."""
    number = max(whole(request.GET.get("page", "")) or 1, 1)
    first = (number - 1) * _LINES
    keys = list(rows.order_by("due", "id").values_list("id", flat=True)[first : first + _LINES + 1])
    shown = keys[:_LINES]
    found = list(every.filter(id__in=shown).select_related(None).select_related("lead", "person").order_by("due", "id"))
    below = counting.parts_of(every, shown, moment.today)
    above = _above(every, found)
    tasks = [_task(row, above.get(row.parent_id), below.get(row.id), moment, lang) for row in queries.with_standing(found, moment.at)]
    page = {"number": number, "before": number > 1, "after": len(keys) > _LINES}
    return {"tasks": tasks, "page": page, "more": _more(request, moment, drawing.chosen_of(request), page)}


def _above(every: Any, rows: Sequence[Any]) -> Mapping[int, str]:
    """What the tasks are called that some are parts of: those that the reader sees."""
    keys = {row.parent_id for row in rows if row.parent_id is not None}
    return weeks.titles(every, keys)


def _task(row: Any, above: str | None, below: counting.Tally | None, moment: Moment, lang: str) -> dict[str, Any]:
    query = {"task": str(row.id)} | _at(moment)
    return {
        "row": row,
        "key": row.id,
        "title": row.title,
        "standing": row.standing,
        "word": dict(queries.STANDING_SHOWN)[row.standing].in_(lang),
        "lead": _called(row.lead, lang),
        "person": _called(row.person, lang),
        "part_of": above,
        "parts": drawing.parts(below, moment, {}, lang) if below is not None else [],
        "parts_all": below.all if below is not None else 0,
        "below": f"{reverse('commitments:branch')}?{urlencode(query)}",
    }


def _called(row: Any, lang: str) -> str:
    if row is None:
        return ""
    return str((row.name_en if lang == "en" else "") or row.name)


def _choices(actor: Any, rows: Any, chosen: _Chosen, lang: str) -> list[dict[str, Any]]:
    """The three choices above the tree; what is chosen stays in its list."""
    found, offered = [], counting.choices(rows, drawing.documents_of(actor))
    for key, label in drawing.WAY_WORDS.items():
        options = [(str(k), en if lang == "en" else zh) for k, zh, en in offered[key]]
        found.append({"key": key, "label": label, "options": [*options, (drawing.NONE, drawing.NONE_WORDS[key].in_(lang))],
                      "value": drawing.query_of(chosen).get(key, "")})  # fmt: skip
    return found


def _way(request: HttpRequest) -> str:
    asked = request.GET.get("by", "")
    return asked if asked in counting.WAYS else counting.WAYS[0]


def _first(chosen: _Chosen) -> str:
    return next(way for way in counting.WAYS if way in chosen)


def _at(moment: Moment) -> dict[str, str]:
    return {"at": moment.at.isoformat()} if moment.at is not None else {}


def _paged(request: HttpRequest, lines: list[Any], size: int) -> dict[str, Any]:
    pages = max(1, -(-len(lines) // size))
    number = min(max(whole(request.GET.get("page", "")) or 1, 1), pages)
    first = (number - 1) * size
    return {
        "lines": lines[first : first + size],
        "number": number,
        "pages": pages,
        "before": number > 1,
        "after": number < pages,
        "count": len(lines),
    }


def _more(request: HttpRequest, moment: Moment, chosen: _Chosen, page: Mapping[str, Any]) -> str:
    """The address of the next lines of a branch, '' when these were the last."""
    if not page["after"]:
        return ""
    query = drawing.query_of(chosen) | _at(moment) | {"page": str(page["number"] + 1)}
    if task := request.GET.get("task", ""):
        query["task"] = task
    return f"{reverse('commitments:branch')}?{urlencode(query)}"


# -- taken away -------------------------------------------------------------------------------------------------------------


def _sheet(request: HttpRequest, actor: Any, rows: Any, moment: Moment) -> HttpResponseBase:
    """The whole tree as a workbook, one task a line, in the order of document, organ and place in the text."""
    lang = language(request)
    none = terms.NOT_STATED.in_(lang)
    heads = [
        taken.head(Text("文件", "Document"), lang, width=30),
        taken.head(Text("责任领导", "Leader in charge"), lang),
        taken.head(Text("牵头单位", "Leading organ"), lang, width=24),
        taken.head(Text("任务", "Task"), lang, width=60),
        taken.head(Text("上级任务", "Part of"), lang, width=40),
        taken.head(Text("责任人", "Person who answers for it"), lang),
        taken.head(Text("办结时限", "Deadline"), lang),
        taken.head(Text("进度状态", "Standing"), lang),
        taken.head(Text("最新进展", "Newest progress"), lang, width=50),
    ]
    return taken.sheet(
        request,
        TITLE,
        heads,
        _cells(actor, rows, moment, lang, none),
        (),
        ((Text("截至", "As of"), moment.today.isoformat()),),
    )


def _cells(actor: Any, rows: Any, moment: Moment, lang: str, none: str) -> Iterator[list[Any]]:
    every = drawing.task_rows(actor, moment)
    words = dict(terms.STANDINGS)
    order = ("source", "lead", "start", "id")
    keys = list(counting.alive(rows).order_by(*order).values_list("id", flat=True))
    for first in range(0, len(keys), 1000):
        these = rows.filter(id__in=keys[first : first + 1000]).select_related(None)
        some = list(these.select_related("leader", "lead", "person").order_by(*order))
        names, above = drawing.names_of(actor, {"source": {row.source_id for row in some}}), _above(every, some)
        for row in queries.with_standing(some, moment.at):
            yield [
                drawing.named(names, "source", row.source_id, lang),
                _called(row.leader, lang) or none,
                _called(row.lead, lang) or none,
                row.title,
                above.get(row.parent_id, _UNSEEN_TASK.in_(lang)) if row.parent_id is not None else "",
                _called(row.person, lang) or none,
                row.due or none,
                words[row.standing].in_(lang),
                row.said,
            ]
