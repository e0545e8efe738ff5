"""`taizhang show` and `taizhang list`: rows and cells as the named person may see them."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from django.http import QueryDict

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text
from taizhang.frame import disclosure, reading
from taizhang.frame.actor import PUBLIC, Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.covering import covered
from taizhang.frame.declare import Listing, Record
from taizhang.surfaces.api.values import row_of
from taizhang.surfaces.pages.listing import ListView

from .speech import language, print_json, say, words
from .verbs import actor_named

AS = Text("以谁的名义（登录名）；不写则为公众", "in whose name (sign-in name); the public when left out")
_AT = Text("截至该日当时所知", "as it was known at the end of that day")
JSON = Text("输出 JSON", "print JSON")
MOST_ROWS = 200


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="as_", metavar="USERNAME", help=words(AS))
    parser.add_argument("--at", type=date.fromisoformat, metavar="YYYY-MM-DD", help=words(_AT))
    parser.add_argument("--json", dest="as_json", action="store_true", help=words(JSON))


def add_show(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang show`."""
    parser.add_argument("kind", metavar="KIND", help="projects.project")
    parser.add_argument("key", metavar="ID", type=int)
    _common(parser)


def show(arguments: argparse.Namespace) -> int:
    """One row is printed; columns that are not for this person are only named."""
    record = _named(installed().records, arguments.kind, Text("记录", "record"))
    actor = _actor(arguments)
    at = _past(record, arguments)
    (row,) = covered(actor, record, [reading.one(actor, record, arguments.key, at=at)], at=at)
    disclosure.looked(actor, record, (arguments.key,), "shell")
    content = row_of(actor, record, row, language() or "zh")
    if arguments.as_json:
        print_json(content)
        return 0
    print(f"{record.kind}:{row.id} {content['title']} ({content['version']})")
    for name, value in content["cells"].items():
        print(f"  {words(record.field(name).label):32} {_shown(value)}")
    if content["hidden"]:
        say(Text("不可见：{h}", "hidden: {h}").with_(h=", ".join(content["hidden"])))
    return 0


def add_list(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang list`."""
    parser.add_argument("listing", metavar="LISTING", help=", ".join(installed().listings))
    parser.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--search", default="", metavar="TEXT")
    parser.add_argument("--sort", default="", metavar="KEY")
    parser.add_argument("--page", type=int, default=1)
    parser.add_argument("--size", type=int, default=50, metavar=f"N (<= {MOST_ROWS})")
    _common(parser)


def listed(arguments: argparse.Namespace) -> int:
    """A page of a list is printed, and how many rows there are."""
    listing: Listing = _named(installed().listings, arguments.listing, Text("清单", "list"))
    actor = _actor(arguments)
    view = ListView(listing, actor, _address(arguments, listing), language() or "zh", _past(listing.record, arguments))
    if not 1 <= arguments.size <= MOST_ROWS or not 1 <= arguments.page <= 1_000_000:
        raise BadInput(Text("页码或每页行数不对", "The page or its size cannot be right"), code="bad_parameter", field="page")
    if arguments.sort and view.sort != arguments.sort:
        raise BadInput(Text("不能按“{s}”排序", "It cannot be sorted by “{s}”").with_(s=arguments.sort), code="bad_parameter", field="sort")
    start = (arguments.page - 1) * arguments.size
    found = covered(actor, listing.record, view.ordered(view.filtered)[start : start + arguments.size], at=_past(listing.record, arguments))
    disclosure.looked(actor, listing.record, (row.id for row in found), "shell")
    rows = [row_of(actor, listing.record, row, language() or "zh") for row in found]
    _print(listing, rows, view.filtered.count(), arguments.as_json)
    return 0


def _print(listing: Listing, rows: list[dict[str, Any]], total: int, as_json: bool) -> None:
    if as_json:
        print_json({"listing": listing.key, "total": total, "rows": rows})
        return
    for row in rows:
        cells = " | ".join(_shown(row["cells"][name]) for name in listing.columns if name in row["cells"])
        print(f"{row['id']:>8}  {cells}")
    say(Text("共{n}条", "{n} in all").with_(n=total))


def _address(arguments: argparse.Namespace, listing: Listing) -> QueryDict:
    query = QueryDict(mutable=True)
    known = {f.key for f in listing.filters}
    for part in arguments.filter:
        key, _, value = part.partition("=")
        if key not in known:
            raise BadInput(
                Text("没有“{k}”这个筛选", "There is no filter “{k}”").with_(k=key),
                code="unknown_parameter",
                field=key,
                remedy=Text("可用：{f}", "There are: {f}").with_(f=", ".join(sorted(known)) or "—"),
            )
        query[key] = value
    query["q"], query["sort"] = arguments.search, arguments.sort
    return query


def _named(table: Any, key: str, what: Text) -> Any:
    if key not in table:
        raise NotFound(
            Text("没有这个{w}：{k}", "There is no {w} {k}").with_(w=what, k=key),
            code="no_such_kind",
            remedy=Text("有：{t}", "There are: {t}").with_(t=", ".join(table)),
        )
    return table[key]


def _actor(arguments: argparse.Namespace) -> Actor:
    return actor_named(arguments.as_) if arguments.as_ else PUBLIC


def _past(record: Record, arguments: argparse.Namespace) -> date | None:
    day: date | None = arguments.at
    if day is not None and record.history is None:
        raise BadInput(Text("{l}没有历史", "There is no past of {l}").with_(l=record.label), code="no_history", field="at")
    return day


def _shown(value: Any) -> str:
    if isinstance(value, dict) and "title" in value:
        return f"{value['title']} ({value['id']})"
    return "—" if value is None or value == "" else str(value).replace("\n", " ")
