"""What a page shows, taken away as a workbook: `?take=xlsx` on the page's own address, so that choice, order and scope are the page's.

Numbers stay numbers in the unit of the header, days are days, and all else is text, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import Any, Final

from django.http import FileResponse, HttpRequest

from taizhang.basis.errors import BadInput
from taizhang.basis.money import decimal_text
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.kernels.ledger import store
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports.xlsx import LIMIT_ROWS, Head, workbook

_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WAN = Text("万元", "10k CNY")


def asked(request: HttpRequest) -> bool:
    """Whether the table of the page is asked for as a workbook."""
    return request.GET.get("take") == "xlsx"


def address(request: HttpRequest) -> str:
    """The address of the page's table as a workbook, with everything that was chosen."""
    query = request.GET.copy()
    query.pop("page", None)
    query["take"] = "xlsx"
    return "?" + query.urlencode()


def head(label: Text, lang: str, *, unit: Text | None = None, numeric: bool = False, width: int = 18) -> Head:
    """A header; `unit` stands in brackets behind it, as the language writes them."""
    words = label.in_(lang)
    if unit is not None:
        words = f"{words} ({unit.in_(lang)})" if lang == "en" else f"{words}（{unit.in_(lang)}）"
    return Head(words, numeric or unit is not None, width)


def money(label: Text, lang: str) -> Head:
    """The header of a column of amounts in 万元."""
    return head(label, lang, unit=_WAN)


def wan(fen: int | None) -> Decimal | None:
    """An amount in 万元, exact to the fen; None stays None."""
    return None if fen is None else Decimal(decimal_text(fen, "万元"))


def sheet(
    request: HttpRequest, title: Text, heads: Sequence[Head], rows: Iterable[Sequence[Any]], totals: Sequence[Any] = (), about: Sequence[tuple[Text, str]] = ()
) -> FileResponse:
    """The table as a workbook, with a second sheet that says where it comes from.

    Raises:
        BadInput: more rows than a workbook is given.
    """
    lang, actor = language(request), _actor(request)
    each = iter(rows)
    first = list(islice(each, LIMIT_ROWS + 1))
    if len(first) > LIMIT_ROWS:
        raise BadInput(
            Text("超过{m}行，一次导不出来", "There are more than {m} rows").with_(m=LIMIT_ROWS),
            code="too_many_rows",
            remedy=Text("用筛选分几次导出", "Narrow the page and take it in parts"),
        )
    told = [
        (Text("页面", "Page").in_(lang), title.in_(lang)),
        (Text("行数", "Rows").in_(lang), f"{len(first):,}"),
        *((label.in_(lang), words) for label, words in about),
        (Text("地址", "Address").in_(lang), request.get_full_path()[:500]),
        (Text("导出人", "Exported by").in_(lang), f"{actor.name} ({actor.key})"),
        (Text("导出日期", "Exported on").in_(lang), clock.today().isoformat()),
        (Text("导出时存证数", "Entries in the ledger").in_(lang), f"{store.size():,}"),
    ]
    return answer(workbook(title.in_(lang), heads, chain(first, each), totals, told, Text("说明", "About").in_(lang)), title.in_(lang))


def answer(file: Any, name: str, day: str = "") -> FileResponse:
    """The workbook as a download that is called after its page and day."""
    return FileResponse(file, as_attachment=True, filename=f"{name}_{day or clock.today().isoformat()}.xlsx", content_type=_KIND)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
