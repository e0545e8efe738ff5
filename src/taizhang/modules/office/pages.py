"""What cannot be derived: parameters and laws, lifecycles as pictures, what needs attention, the journal, jobs, organs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import BadInput, NotAllowed
from taizhang.basis.text import Text, joined, verbatim
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import Catalogue, installed
from taizhang.frame.models import Job
from taizhang.frame.perform import perform
from taizhang.frame.rights import holds_right
from taizhang.frame.writing import PAGE
from taizhang.kernels.casework import Lifecycle, Track, mermaid, svg
from taizhang.registers.records import PERSON
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.names import Names
from taizhang.surfaces.pages.values import page_of

from . import attention, declarations, queries, terms

MODULE_KEY = "office"


def actor_of(request: HttpRequest, right: str = "") -> Actor:
    """Who stands at the door of an office page.

    Raises:
        NotAllowed: they do not hold the right, with the roles that carry it.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if right and not actor.may(right):
        catalogue = installed()
        holders = [role for role, rights in catalogue.rights_of_role.items() if right in rights]
        raise NotAllowed(
            Text("这个页面不在您的岗位权限之内", "This page is not within the rights of your post"),
            code="no_right",
            law=terms.THREE_ADMINISTRATORS,
            remedy=Text("可由以下岗位查看：{w}", "It is for: {w}").with_(w=declarations.role_words(catalogue, holders)),
        )
    return actor


def answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    title: Text,
    *before: layout.Link,
    status: int = 200,
) -> HttpResponse:
    """An office page inside the frame; `before` are the steps of the way between the work page and this one."""
    words = title.in_(language(request))
    crumbs = (*before, layout.Link(words, "", True))
    return layout.page(
        request, f"office/{template}", context, title=words, crumbs=crumbs, module=MODULE_KEY, status=status
    )


def number_asked(request: HttpRequest, name: str) -> int | None:
    """A whole number of the address, None when it is absent or is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isdigit() and len(text) <= 15 else None


# -- parameters and laws --------------------------------------------------------------------------------------------------


@require_GET
def parameters(request: HttpRequest) -> HttpResponse:
    """Every dated parameter and every law with its source and how sure it is, those to be confirmed first."""
    actor_of(request)
    catalogue, today = installed(), clock.today()
    found, laws = declarations.parameters(catalogue, today), declarations.sources(catalogue)
    context = {
        "parameters": found,
        "sources": laws,
        "open_parameters": sum(p.law.needs_confirmation for p in found),
        "open_sources": sum(s.law.needs_confirmation for s in laws),
        "marks": list(terms.MARK_WORDS.items()),
    }
    return answer(request, "parameters.html", context, Text("参数与依据", "Parameters and laws"))


# -- lifecycles -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LifecycleLine:
    """One lifecycle in the table of all of them."""

    kind: str
    key: str
    label: Text
    tracks: Text
    moves: int
    errors: int
    warnings: int


_LIFECYCLES = Text("流程", "Lifecycles")


@require_GET
def lifecycles(request: HttpRequest) -> HttpResponse:
    """Every lifecycle of every record, with what its check finds."""
    actor_of(request)
    catalogue, held = installed(), queries.held_roles(clock.today())
    lines = [_lifecycle_line(catalogue, *each, held) for each in declarations.lifecycles(catalogue)]
    return answer(request, "lifecycles.html", {"lines": lines}, _LIFECYCLES)


def _lifecycle_line(
    catalogue: Catalogue, record: Any, key: str, lifecycle: Lifecycle, held: frozenset[str]
) -> LifecycleLine:
    found = declarations.findings(catalogue, lifecycle, held)
    errors = sum(f.level == "error" for f in found)
    tracks = joined([t.label for t in lifecycle.tracks], "、", ", ")
    return LifecycleLine(record.kind, key, record.label, tracks, len(lifecycle.moves), errors, len(found) - errors)


@dataclass(frozen=True, slots=True)
class TrackPage:
    """One track: its picture in the page's language, its moves in words, and its mermaid text."""

    key: str
    label: Text
    version: int
    total: Text | None
    picture: SafeString
    moves: list[declarations.MoveLine]
    mermaid: str


@require_GET
def lifecycle(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One lifecycle: a picture per track, the table of moves, mermaid text, fingerprint and findings."""
    actor_of(request)
    catalogue, lang = installed(), language(request)
    record, found = declarations.lifecycle_of(catalogue, kind, key)
    labels = {b.key: b.label for b in catalogue.actions.values()}
    context = {
        "record": record,
        "key": key,
        "tracks": [_track_page(catalogue, found, track, labels, lang) for track in found.tracks],
        "clocks": found.clocks,
        "fingerprint": found.fingerprint(),
        "findings": declarations.findings(catalogue, found, queries.held_roles(clock.today())),
        "labels": labels,
    }
    title = Text("{l} {k}", "{l} {k}").with_(l=record.label, k=key)
    up = layout.Link(_LIFECYCLES.in_(lang), reverse("office:lifecycles"))
    return answer(request, "lifecycle.html", context, title, up)


def _track_page(catalogue: Catalogue, found: Lifecycle, track: Track, labels: dict[str, Text], lang: str) -> TrackPage:
    # The picture escapes every label itself.
    picture = SafeString(svg(found, track.key, lang, labels=labels, name=f"picture-{track.key}"))
    total = track.legal_total.label if track.legal_total else None
    lines = declarations.moves(catalogue, found, track.key)
    return TrackPage(
        track.key, track.label, track.version, total, picture, lines, mermaid(found, track.key, lang, labels)
    )


# -- what needs attention -------------------------------------------------------------------------------------------------


@require_GET
def warnings(request: HttpRequest) -> HttpResponse:
    """What stands in the way of the installation, the worst first, each with what to do."""
    actor, catalogue = actor_of(request, terms.OVERVIEW), installed()
    found = [
        n if not n.action or holds_right(catalogue.action(n.action), actor) else replace(n, href="")
        for n in attention.notices(catalogue, clock.today())
    ]
    context = {"notices": found, "open": sum(n.level != "fact" for n in found)}
    return answer(request, "warnings.html", context, Text("待处理的提示", "What needs attention"))


# -- the journal of refusals ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """One line of the journal with names for its keys."""

    at: Any
    who: str
    actor: str
    action: Text
    target: str
    href: str
    code: str
    status: int
    law: str


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Who was refused what, when and by which rule; what was typed is never kept."""
    actor, lang = actor_of(request, terms.AUDIT), language(request)
    asked = queries.Asked(
        _day(request.GET.get("day", "")),
        request.GET.get("who", "").strip()[:60],
        request.GET.get("code", "").strip()[:60],
        number_asked(request, "before"),
    )
    rows, after = queries.refusals(actor, asked)
    names = Names(actor, lang)
    names.learn([r.target for r in rows], [r.actor for r in rows])
    # The journal cites in Chinese; a law that still has its English name is read in the reader's language.
    cited = {source.law.cite("zh")[:300]: source.law.cite(lang) for source in declarations.sources(installed())}
    context = {
        "lines": [_refusal_line(row, names, cited) for row in rows],
        "asked": asked,
        "codes": queries.refusal_codes(actor),
        "after": after,
        "today": clock.today(),
    }
    return answer(request, "journal.html", context, Text("拒绝记录", "Journal of refusals"))


_OPEN_A_PAGE = Text("打开页面", "Open a page")


def _refusal_line(row: Any, names: Names, cited: Mapping[str, str]) -> RefusalLine:
    page = row.action == PAGE
    bound, about = installed().actions.get(row.action), None if page else names.record(row.target)
    return RefusalLine(
        row.at,
        names.who(row.actor) or row.actor,
        row.actor,
        _OPEN_A_PAGE if page else bound.label if bound else verbatim(row.action),
        row.target if page else about.name if about else "",
        about.href if about and about.seen else "",
        row.code,
        row.status,
        cited.get(row.law, row.law),
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            Text("“{t}”不是日期", "“{t}” is not a date").with_(t=text[:20]),
            code="bad_day",
            field="day",
            remedy=Text("按 2026-01-31 的写法填写", "Write it as 2026-01-31"),
        ) from None


# -- jobs -----------------------------------------------------------------------------------------------------------------

JOB_STATES: dict[str, Text] = {
    "waiting": Text("等待", "Waiting"),
    "running": Text("进行中", "Running"),
    "done": Text("完成", "Done"),
    "cancelled": Text("已停止", "Stopped"),
    "refused": Text("被拒绝", "Refused"),
    "failed": Text("出错", "Failed"),
}


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """Work that outlives a request, for those who may begin some: how far it is, why it stopped, and how to stop it."""
    actor, lang = actor_of(request, terms.BATCHES), language(request)
    lines, after = queries.jobs_of(actor, number_asked(request, "before"))
    names = Names(actor, lang)
    names.learn([], [line.job.actor for line in lines])
    shown = [
        {
            "line": line,
            "state": JOB_STATES.get(line.job.state, verbatim(line.job.state)),
            "who": names.who(line.job.actor),
            "error": _fault(line.job, lang),
            "stop": _stop_link(line, actor),
        }
        for line in lines
    ]
    context = {"lines": shown, "after": after, "halted": request.GET.get("halted", "")}
    return answer(request, "jobs.html", context, Text("后台任务", "Jobs"))


def _fault(job: Job, lang: str) -> str:
    said = (job.error or {}).get(lang[:2]) or {}
    return str(said.get("reason", ""))


def _stop_link(line: queries.JobLine, actor: Actor) -> str:
    """'own' where the one who accepted the batch may stop it, 'halt' where somebody else may."""
    if not line.stoppable:
        return ""
    if line.mine and actor.may(terms.BATCHES):
        return "own"
    return "halt" if actor.may(terms.JOBS) and line.place is not None else ""


@require_POST
def halt(request: HttpRequest) -> HttpResponse:
    """Somebody else's batch has been stopped, with a reason and an entry."""
    actor, place, batch = actor_of(request), request.POST.get("place", ""), request.POST.get("batch", "")
    raw = {"batch": batch, "reason": request.POST.get("reason", "")}
    perform("office.halt_batch", int(place) if place.isdigit() else None, actor, raw)
    return HttpResponseRedirect(f"{reverse('office:jobs')}?halted=1")


# -- people and organs ----------------------------------------------------------------------------------------------------


@require_GET
def organs(request: HttpRequest) -> HttpResponse:
    """Organs under their places, with how many people hold posts there now."""
    actor = actor_of(request)
    words = request.GET.get("q", "").strip()[:60]
    branches = queries.organ_tree(actor, clock.today(), words)
    context = {
        "branches": branches,
        "words": words,
        "organs": sum(len(b.own) for b in branches),
        "people": sum(held.people for b in branches for held in b.own),
    }
    return answer(request, "organs.html", context, Text("机构树", "Organs by place"))


@require_GET
def person(request: HttpRequest, key: int) -> HttpResponse:
    """A person's posts with their dates, for whom they act, and who acts for them."""
    actor, lang, today = actor_of(request), language(request), clock.today()
    row = reading.one(actor, PERSON, key)
    posts = queries.posts_of(actor, key)
    context = {
        "person": row,
        "record_url": page_of(PERSON, row.pk),
        "groups": [
            (Text("任职", "Posts"), posts.own, ""),
            (Text("代行他人岗位", "Acting for others"), posts.acting, "for"),
            (Text("由他人代行", "Covered by others"), posts.covered, "by"),
        ],
        "roles": {role_key: role.label for role_key, role in installed().roles.items()},
        "today": today,
        "account": queries.account_of(key) if actor.may(terms.SECURITY) else None,
        "may_accounts": actor.may(terms.SECURITY),
    }
    title = Text(row.name, row.name_en or row.name)
    return answer(request, "person.html", context, title, layout.Link(PERSON.label.in_(lang), "/list/office.people/"))
