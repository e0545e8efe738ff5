"""What stands around every signed-in page: the menu of the city's own headings, the post, the day, the size of the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import Actor, Post
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Module, Role
from taizhang.kernels.ledger import store
from taizhang.surfaces.entrance import language, post_key

from .device import tag
from .field_words import REPORT

#: The headings of the source page, in its order; a module stands under the one that it names.
HEADINGS: tuple[tuple[Text, str], ...] = (
    (Text("抓项目促投资", "Projects and investment"), "target"),
    (Text("抓产业强支撑", "Industry"), "building-factory-2"),
    (Text("抓改革优环境", "Reform and business environment"), "scale"),
    (Text("抓规划谋长远", "Long-term planning"), "map"),
    (Text("文商旅体与生态", "Culture, tourism, sport and ecology"), "leaf"),
    (Text("治理与民生", "Governance and livelihood"), "heart-handshake"),
    (Text("督查与作风", "Supervision and conduct"), "gavel"),
    (Text("系统管理", "Administration"), "settings"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the menu or of the way back."""

    label: str
    href: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One module under a heading, with its lists and its own pages."""

    label: str
    href: str
    links: tuple[Link, ...]
    current: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the menu; without sections nothing is installed under it yet."""

    label: str
    icon: str
    sections: tuple[Section, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """One post of the person as the top bar offers it."""

    key: str
    organ: str
    role: str
    place: str
    acting: bool


@dataclass(frozen=True, slots=True)
class BarPlace:
    """One of the places in the bar at the foot of a telephone's page; `unsent` where it shows what is not sent yet."""

    label: str
    icon: str
    href: str
    current: bool = False
    unsent: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around the body of a page. `who` is the name under which the browser keeps what is this person's alone."""

    headings: tuple[Heading, ...]
    posts: tuple[Standing, ...]
    person: str
    ledger_size: int
    today: str
    at: str = ""
    at_fields: tuple[tuple[str, str], ...] = ()
    as_of: bool = False
    crumbs: tuple[Link, ...] = field(default=())
    bar: tuple[BarPlace, ...] = ()
    who: str = ""
    take: str = ""

    @property
    def post(self) -> Standing | None:
        """The post under which the person works now."""
        return self.posts[0] if self.posts else None

    @property
    def past(self) -> bool:
        """The page shows what was known at the end of an earlier day."""
        return bool(self.at)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    crumbs: Sequence[Link] = (),
    module: str = "",
    as_of: bool = False,
    take: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page inside the frame. `module` opens the menu there; `as_of` offers the choice of an earlier day, `take` its workbook."""
    frame = replace(frame_of(request, crumbs=crumbs, module=module, as_of=as_of), take=take)
    return render(request, template, {"frame": frame, "title": title, **context}, status=status)


def frame_of(request: HttpRequest, *, crumbs: Sequence[Link] = (), module: str = "", as_of: bool = False) -> Frame:
    """The frame for a request; two queries, whatever is installed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang = language(request)
    posts = standings(actor, lang)
    user: Any = request.user
    at = day_asked(request) if as_of else None
    start = Link(posts[0].place if posts else "台账", reverse("pages:work"))
    return Frame(
        headings=headings(actor, lang, module, request.path),
        posts=posts,
        person=(user.person.name_en if lang == "en" and user.person.name_en else user.person.name),
        ledger_size=store.size(),
        today=clock.today().isoformat(),
        at=at.isoformat() if at else "",
        at_fields=tuple((k, v) for k, vs in request.GET.lists() for v in vs if k not in ("at", "page", "done", "before")),
        as_of=as_of,
        crumbs=(start, *crumbs),
        bar=bar(actor, lang, request.path),
        who=tag(actor),
    )


def bar(actor: Actor, lang: str, path: str) -> tuple[BarPlace, ...]:
    """At most four places: what waits, what is reported from the site, the first place that a module offers, the person."""
    places = [(_MY_WORK, "clipboard-list", reverse("pages:work"))]
    if may_report(actor):
        places.append((REPORT, "camera", reverse("pages:report")))
    offered = (m.bar for m in installed().modules if m.bar is not None)
    places += [(b.label, b.icon, b.url) for b in offered if not b.right or actor.may(b.right)][:1]
    places.append((_ME, "user", reverse("pages:me")))
    return tuple(BarPlace(t.in_(lang), icon, href, path == href, t is REPORT) for t, icon, href in places)


def may_report(actor: Actor) -> bool:
    """Whether some module lets this person report from the site."""
    return any(m.fieldwork is not None and m.fieldwork.rights & actor.rights for m in installed().modules)


_MY_WORK, _ME = Text("待办", "My work"), Text("我的", "Me")


def day_asked(request: HttpRequest, name: str = "at") -> date | None:
    """The earlier day that the address asks for with `?at=` (or another name); None is the present.

    Raises:
        BadInput: it is not a day.
    """
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        asked = date.fromisoformat(text)
        if not 1949 <= asked.year <= 2200:
            raise ValueError(text)
    except ValueError:
        raise BadInput(
            Text("“{t}”不是日期", "“{t}” is not a date").with_(t=text[:20]),
            code="bad_day",
            field=name,
            remedy=Text("按 2026-01-31 的写法填写", "Write it as 2026-01-31"),
        ) from None
    return asked if asked < clock.today() else None


def headings(actor: Actor, lang: str, module: str, path: str) -> tuple[Heading, ...]:
    """The menu: every heading, those without an installed module too."""
    by_heading: dict[str, list[Module]] = {}
    for each in installed().modules:
        by_heading.setdefault(each.heading.zh, []).append(each)
    known = {text.zh for text, _ in HEADINGS}
    others = tuple((ms[0].heading, "category") for zh, ms in by_heading.items() if zh not in known)
    return tuple(
        Heading(
            text.in_(lang),
            picture,
            tuple(_section(m, actor, lang, module, path) for m in by_heading.get(text.zh, ())),
            any(m.key == module for m in by_heading.get(text.zh, ())),
        )
        for text, picture in (*HEADINGS, *others)
    )


def _section(module: Module, actor: Actor, lang: str, present: str, path: str) -> Section:
    lists = [(reverse("pages:list", args=[x.key]), x.label) for x in module.listings]
    own = [(p.url, p.label) for p in module.pages if not p.right or actor.may(p.right)]
    links = tuple(Link(label.in_(lang), href, path.startswith(href)) for href, label in (*own, *lists))
    return Section(module.label.in_(lang), reverse("pages:module", args=[module.key]), links, module.key == present)


def standings(actor: Actor, lang: str) -> tuple[Standing, ...]:
    """The posts in words, the present one first."""
    roles = installed().roles
    return tuple(_standing(post, roles.get(post.role), lang) for post in actor.posts)


def _standing(post: Post, role: Role | None, lang: str) -> Standing:
    organ, place = (name.in_(lang) if name else "" for name in (post.organ_name, post.organ_place))
    return Standing(post_key(post), organ, role.label.in_(lang) if role else post.role, place, post.acting_for is not None)
