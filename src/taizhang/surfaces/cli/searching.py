"""`taizhang search`: what somebody finds for some words. `taizhang rebuild`: stored derivations made anew."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from taizhang.basis.errors import BadInput, NotFound
from taizhang.basis.text import Text
from taizhang.frame.actor import PUBLIC
from taizhang.frame.catalogue import installed
from taizhang.frame.search import MOST
from taizhang.surfaces.pages.finding import Group, kinds, search

from .looking import AS, JSON
from .speech import language, print_json, say, words
from .verbs import actor_named

#: Hits of one kind beside others, and on a page of its own.
_FEW, _PAGE = 6, 20


def add_search(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang search`."""
    parser.add_argument("words", metavar="WORDS", nargs="+")
    parser.add_argument("--kind", metavar="KIND", help=", ".join(record.kind for record in kinds()))
    parser.add_argument("--page", type=int, default=1)
    parser.add_argument("--as", dest="as_", metavar="USERNAME", help=words(AS))
    parser.add_argument("--json", dest="as_json", action="store_true", help=words(JSON))


def run_search(arguments: argparse.Namespace) -> int:
    """The hits are printed kind by kind, as the named person may see them; 1 when there are none."""
    actor = actor_named(arguments.as_) if arguments.as_ else PUBLIC
    among = [record for record in kinds() if record.kind == arguments.kind] if arguments.kind else None
    if among == []:
        raise NotFound(
            Text("不能检索这一类：{k}", "This kind cannot be searched: {k}").with_(k=arguments.kind),
            code="no_such_kind",
            remedy=Text("有：{t}", "There are: {t}").with_(t=", ".join(record.kind for record in kinds())),
        )
    size = _FEW if among is None else _PAGE
    if not 1 <= arguments.page <= (1 if among is None else MOST // size):
        raise BadInput(
            Text("页码不对", "The page cannot be right"),
            code="bad_parameter",
            field="page",
            remedy=Text("翻页须同时指定 --kind", "Pages go with --kind"),
        )
    asked = " ".join(arguments.words)
    groups = search(actor, asked, language() or "zh", limit=size, offset=(arguments.page - 1) * size, among=among)
    if arguments.as_json:
        print_json({"q": asked, "groups": [asdict(group) for group in groups]})
    else:
        for group in groups:
            _print(group)
        if not groups:
            say(Text("没有找到", "Nothing found"))
    return 0 if groups else 1


def _print(group: Group) -> None:
    print(f"{group.label} {group.count:,}{'+' if group.common else ''}")
    for hit in group.hits:
        print(f"  {hit.kind}:{hit.key}  {hit.title}" + (f"  {hit.detail}" if hit.detail else ""))


def add_rebuild(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang rebuild`."""
    keys = Text("哪些；不写则全部：{k}", "which ones; all when left out: {k}").with_(k=", ".join(p.key for p in installed().projections))
    parser.add_argument("keys", metavar="PROJECTION", nargs="*", help=words(keys))


def run_rebuild(arguments: argparse.Namespace) -> int:
    """The named stored derivations, or all of them, are what the rows give; says how many rows had been otherwise."""
    known = {projection.key: projection for projection in installed().projections}
    for key in arguments.keys:
        if key not in known:
            raise NotFound(
                Text("没有这个派生数据：{k}", "There is no derivation {k}").with_(k=key),
                code="no_projection",
                remedy=Text("有：{t}", "There are: {t}").with_(t=", ".join(known)),
            )
    for key in arguments.keys or known:
        label = Text("{k} {l}：更正 {n} 行", "{k} {l}: {n} row(s) put right")
        say(label.with_(k=key, l=known[key].label, n=known[key].rebuild()))
    return 0
