"""My work, and the page of a module."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.errors import NotFound
from taizhang.basis.law import Law
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import BoundAction, installed
from taizhang.frame.declare import Listing, Module, PageLink, Task
from taizhang.frame.models import Draft
from taizhang.frame.rights import holds_right
from taizhang.surfaces.entrance import language

from .door import signed_in
from .layout import HEADINGS, Link, page

#: What a law's mark says to a reader.
MARKS: dict[str, Text] = {
    "S": Text("已核对原文", "Seen in a public text"),
    "H": Text("通行", "Well known"),
    "M": Text("待确认", "To be confirmed"),
    "U": Text("使用前须确认", "Confirm before use"),
    "P": Text("本系统规则", "Rule of this product"),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Pages and lists side by side; `own` those of the modules in which the person may do something."""

    own: bool
    pages: tuple[PageLink, ...]
    listings: tuple[tuple[Module, Listing], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One task as the page shows it."""

    title: str
    why: str
    href: str
    module: str
    due: str
    left: str
    law: str
    button: str
    button_href: str


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one urgency."""

    key: str
    label: str
    icon: str
    lines: tuple[Line, ...]


def tasks(actor: Actor, today: date) -> list[tuple[str, Task]]:
    """Everything that waits, module by module, the earliest due first."""
    found = []
    for module in installed().modules:
        if module.worklist is not None:
            found += [(module.key, task) for task in module.worklist(actor, today)]
    return sorted(found, key=lambda pair: (pair[1].due is None, pair[1].due or today))


@require_GET
@signed_in
def work(request: HttpRequest) -> HttpResponse:
    """What is overdue, due today, waiting for me, and waiting for others."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang, today = language(request), clock.today()
    found = tasks(actor, today)
    groups = grouped(found, today, lang)
    roles = installed().roles
    cards = [roles[p.role] for p in actor.posts if p.role in roles]
    context = {
        "groups": groups,
        "total": sum(len(g.lines) for g in groups if g.key != "others"),
        "cards": tuple((r.label.in_(lang), r.card.in_(lang) if r.card else "") for r in dict.fromkeys(cards)),
        "drafts": Draft.objects.filter(person=actor.person or 0).count(),
        "shelves": (kept := shelves(actor)),
        "owns": any(shelf.own for shelf in kept),
        "now": clock.now(),
    }
    title = Text("我的工作", "My work").in_(lang)
    return page(request, "pages/work.html", context, title=title, crumbs=(Link(title, current=True),))


def shelves(actor: Actor) -> tuple[Shelf, ...]:
    """The pages and lists of the modules in which the person may do something, and apart from them those of all others."""
    own = {b.module.key for b in installed().actions.values() if b.action.may and actor.may(b.action.may)}
    found = []
    for mine in (True, False):
        modules = [m for m in in_order(installed().modules) if (m.key in own) == mine]
        pages = tuple(p for m in modules for p in m.pages if not p.right or actor.may(p.right))
        found.append(Shelf(mine, pages, tuple((m, x) for m in modules for x in m.listings)))
    return tuple(s for s in found if s.pages or s.listings)


def in_order(modules: Iterable[Module]) -> tuple[Module, ...]:
    """Modules in the order of the menu."""
    order = [text.zh for text, _ in HEADINGS]
    return tuple(sorted(modules, key=lambda m: order.index(m.heading.zh) if m.heading.zh in order else len(order)))


@require_GET
@signed_in
def count(request: HttpRequest) -> HttpResponse:
    """How many tasks wait for the person: the number in the top bar, fetched after the page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    waiting = sum(1 for _, task in tasks(actor, clock.today()) if task.waiting_for == "me")
    return HttpResponse(str(waiting) if waiting else "", content_type="text/plain; charset=utf-8")


def grouped(found: Sequence[tuple[str, Task]], today: date, lang: str) -> tuple[Group, ...]:
    """The four groups in their order; those without tasks are left out."""
    words = (
        ("overdue", Text("逾期", "Overdue"), "alert-triangle"),
        ("today", Text("今天到期", "Due today"), "clock"),
        ("me", Text("待我办", "Waiting for me"), "clipboard-list"),
        ("others", Text("等别人", "Waiting for others"), "hourglass"),
    )
    sorted_in: dict[str, list[Line]] = {}
    for module, task in found:
        sorted_in.setdefault(_urgency(task, today), []).append(line_of(module, task, today, lang))
    return tuple(
        Group(key, label.in_(lang), icon, tuple(sorted_in[key])) for key, label, icon in words if key in sorted_in
    )


def _urgency(task: Task, today: date) -> str:
    if task.waiting_for == "others":
        return "others"
    if task.due is None or task.due > today:
        return "me"
    return "today" if task.due == today else "overdue"


def line_of(module: str, task: Task, today: date, lang: str) -> Line:
    """A task in words, with its one button."""
    bound: BoundAction | None = installed().actions.get(task.action or "")
    href = task.url or reverse("pages:record", args=[task.kind, task.key])
    act = (
        reverse("pages:act", args=[task.kind, task.key, bound.key])
        if bound and bound.on and bound.on.kind == task.kind
        else ""
    )
    if act and task.query:
        act += f"?{task.query}"
    return Line(
        title=task.title.in_(lang) if isinstance(task.title, Text) else task.title,
        why=task.why.in_(lang),
        href=href,
        module=next((m.label.in_(lang) for m in installed().modules if m.key == module), module),
        due=task.due.isoformat() if task.due else "",
        left=left_until(task.due, today).in_(lang) if task.due else "",
        law=task.law.cite(lang) if task.law else "",
        button=bound.label.in_(lang) if bound and act else "",
        button_href=act,
    )


def left_until(due: date, today: date) -> Text:
    """How far away a day is, in words."""
    days = (due - today).days
    if days < 0:
        return Text("逾期{n}天", "{n} day(s) overdue").with_(n=-days)
    return Text("今天", "today") if days == 0 else Text("还有{n}天", "{n} day(s) left").with_(n=days)


# -- a module -------------------------------------------------------------------------------------------------------------


@require_GET
@signed_in
def module_page(request: HttpRequest, key: str) -> HttpResponse:
    """What a module is about: its lists, what can be begun in it, and the law it goes by."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang = language(request)
    module = next((m for m in installed().modules if m.key == key), None)
    if module is None:
        raise NotFound(Text("没有这个系统：{k}", "There is no system {k}").with_(k=key[:60]), code="no_module")
    bounds = [
        b
        for b in installed().actions.values()
        if b.module is module and b.action.shown and not b.action.machine and not b.action.batch
    ]
    begins = [b for b in bounds if (b.action.on is None or b.action.creates) and holds_right(b, actor)]
    top = {r.kind for r in module.records if r.parent is None}
    begins = [b for b in begins if b.action.on is None or (b.action.creates and b.action.creates.kind in top)]
    context = {
        "module": module,
        "lists": tuple(
            (x.label.in_(lang), reverse("pages:list", args=[x.key]), x.help.in_(lang) if x.help else "")
            for x in module.listings
        ),
        "pages": tuple((p.label.in_(lang), p.url) for p in module.pages if not p.right or actor.may(p.right)),
        "begins": tuple(
            (b.label.in_(lang), reverse("pages:start", args=[b.key]), b.action.law.cite(lang) if b.action.law else "")
            for b in begins
        ),
        "laws": tuple(_law(law, lang) for law in module.laws),
        "records": tuple(r.label.in_(lang) for r in module.records),
        "verbs": len(bounds),
    }
    label = module.label.in_(lang)
    way = (Link(module.heading.in_(lang)), Link(label, current=True))
    return page(request, "pages/module.html", context, title=label, crumbs=way, module=module.key)


def _law(law: Law, lang: str) -> tuple[str, str, str, str, bool]:
    return law.name.in_(lang), law.number, law.article_in(lang), MARKS[law.mark].in_(lang), law.needs_confirmation
