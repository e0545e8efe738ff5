"""从何而来: from a figure to the sentences of documents that state it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from taizhang.basis.errors import BadInput
from taizhang.basis.money import decimal_text
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import reading
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from .. import queries, rules, terms
from ..declared.records import FIGURE, SOURCE, TASK
from ..queries import figures
from . import drawing

TITLE: Final = Text("数字从何而来", "Where a figure comes from")
_ROLES: Final = dict(terms.FIGURE_ROLES)
_UNITS: Final = ("亿元", "万元", "元", "个", "家", "项", "公里", "%")


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The sentences in which a figure stands, marked, with their documents and what became of them."""
    actor, lang = actor_of(request), language(request)
    sought = _sought(request)
    documents = reading.rows(actor, SOURCE).select_related(None)
    found = figures.stating(reading.rows(actor, FIGURE), sought, documents)
    tasks = figures.tasks_with(reading.rows(actor, TASK), found)
    shown = {
        row.id: row for row in queries.with_standing({t.id: t for some in tasks.values() for t in some}.values(), None)
    }
    context = {
        "sought": sought,
        "amount": _amount(sought),
        "units": _UNITS,
        "roles": terms.FIGURE_ROLES,
        "found": [_found(row, [shown[t.id] for t in tasks[row.id]], lang) for row in found],
        "documents": len({row.source_id for row in found}),
        "most": figures.MOST if len(found) >= figures.MOST else 0,
    }
    return layout.page(
        request,
        "commitments/figures.html",
        context,
        title=TITLE.in_(lang),
        crumbs=drawing.crumbs(TITLE, request),
        module=drawing.MODULE,
    )


def _sought(request: HttpRequest) -> figures.Sought:
    """What the address asks for.

    Raises:
        BadInput: a value that is no number, or an amount that is no whole number of fen.
    """
    asked = request.GET
    value, fen = asked.get("value", "").strip().replace(",", "").replace("，", ""), asked.get("fen", "").strip()
    unit = asked.get("unit", "").strip()[:20]
    amount = whole(fen) if fen else None
    if (value and not _is_number(value)) or (fen and amount is None):
        raise BadInput(
            Text("“{v}”不是一个数", "“{v}” is no number").with_(v=(value or fen)[:20]), code="no_number", field="value",
            remedy=Text("只填数字，单位另选", "Give the digits alone; the unit is chosen beside it"),
        )  # fmt: skip
    # An amount of yuan is the same in whatever unit a document writes it.
    if value and amount is None:
        amount = rules.fen(Decimal(value), unit)
    role = asked.get("role", "")
    period = asked.get("period", "").strip()[:7]
    return figures.Sought(value, unit, amount, role if role in _ROLES else "", whole(asked.get("place", "")), period)


def _is_number(text: str) -> bool:
    try:
        return len(text) <= 40 and Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _amount(sought: figures.Sought) -> str:
    """What is looked for, as a person writes it."""
    if sought.value:
        return f"{sought.value}{sought.unit}"
    if sought.fen is None:
        return ""
    return (
        decimal_text(sought.fen, "亿元") + "亿元"
        if abs(sought.fen) >= 10**10
        else decimal_text(sought.fen, "万元") + "万元"
    )


def _found(row: Any, tasks: list[Any], lang: str) -> dict[str, Any]:
    """One sentence in three pieces, the figure between them."""
    text = row.source.text
    begin, stop = rules.sentence_around(text, row.start, row.end)
    words = dict(queries.STANDING_SHOWN)
    return {
        "row": row,
        "source": row.source,
        "before": text[begin : row.start].lstrip(),
        "figure": text[row.start : row.end],
        "fragment": rules.fragment(text[begin:stop]),
        "after": text[row.end : stop].rstrip(),
        "role": _ROLES.get(row.role, Text(row.role, row.role)).in_(lang),
        "rounded": row.how == "rounded",
        "genre": dict(terms.GENRES).get(row.source.genre, Text("其他文件", "Other document")).in_(lang),
        "tasks": [
            {"key": t.id, "title": t.title, "standing": t.standing, "word": words[t.standing].in_(lang)} for t in tasks
        ],
    }
