"""Forms of actions: shown with the entry they would write, performed once, kept with what was typed when refused."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from taizhang.basis.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, disclosure, reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import BoundAction, installed
from taizhang.frame.declare import Module, Record
from taizhang.frame.gates import possible_moves
from taizhang.frame.models import Draft
from taizhang.frame.perform import Outcome, perform
from taizhang.frame.rights import apart, check_right
from taizhang.frame.writing import journal
from taizhang.registers import evidence
from taizhang.surfaces.entrance import language

from .door import signed_in
from .form import MOST_OPTIONS, Form, options, prefilled, read, typed_of
from .layout import Link, page
from .record import crumbs, record_of
from .values import enumerated, page_of

#: Where somebody chooses what an action is done to: more rows or places than these are found by typing.
_PLACE, _MOST_ROWS, _MOST_PLACES = "registers.place", 50, 60

#: More chosen rows than this are a batch, not a click.
MOST_CHOSEN = 500
#: Forms that one person keeps begun and not submitted.
MOST_DRAFTS = 50


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one of many chosen rows."""

    title: str
    href: str
    entry: str = ""
    reason: str = ""
    remedy: str = ""


def action_of(key: str) -> BoundAction:
    """The action of a key that people may do through a form. Raises NotFound."""
    bound = installed().actions.get(key)
    if bound is None or bound.action.machine:
        raise NotFound(Text("没有这个操作：{k}", "There is no action {k}").with_(k=key[:80]), code="no_action")
    return bound


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: HttpRequest, kind: str, key: int, action: str) -> HttpResponse:
    """The form of an action on a record."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    record, bound = record_of(kind), action_of(action)
    if bound.action.on is None or bound.action.on.kind != kind:
        raise NotFound(Text("这类{l}没有这个操作", "This kind of {l} has no such action").with_(l=record.label), code="no_action")
    with _journalled(request, bound, key):
        row = reading.one(actor, record, key)
    if request.method == "GET":
        disclosure.looked(actor, record, (key,), "form")
    return _Filling(request, bound, record, row).answer()


@require_http_methods(["GET", "POST"])
@signed_in
def act_alone(request: HttpRequest, action: str) -> HttpResponse:
    """The form of an action that has no target."""
    bound = action_of(action)
    if bound.action.on is not None:
        return HttpResponseRedirect(reverse("pages:start", args=[action]))
    return _Filling(request, bound, None, None).answer()


@contextmanager
def _journalled(request: HttpRequest, bound: BoundAction, key: int | None) -> Iterator[None]:
    """Whoever is turned away at the door of a submission is on record as they would be by `perform`; looking is not."""
    try:
        yield
    except (NotAllowed, NotFound) as refused:
        if request.method == "POST":
            journal(bound, key, request.actor, refused)  # type: ignore[attr-defined]
        raise


class _Filling:
    """One visit to a form: opened, saved as a draft, or submitted."""

    def __init__(self, request: HttpRequest, bound: BoundAction, record: Record | None, row: Any) -> None:
        self.request, self.bound, self.record, self.row = request, bound, record, row
        self.actor: Actor = request.actor  # type: ignore[attr-defined]
        self.lang = language(request)

    @property
    def key(self) -> int | None:
        return self.row.pk if self.row is not None else None

    def answer(self) -> HttpResponse:
        """The page or the redirect that this visit leads to."""
        with _journalled(self.request, self.bound, self.key):
            check_right(self.bound, self.actor)
        if self.request.method != "POST":
            return self._opened()
        typed = typed_of(self.request.POST, self.bound)
        problems = self._receive_files(typed)
        if "save_draft" in self.request.POST:
            return self._saved(typed)
        return self._submitted(typed, problems)

    def _opened(self) -> HttpResponse:
        draft = self._draft()
        typed = {k: list(v) for k, v in draft.raw.items()} if draft else prefilled(self.bound, self.row) | self._asked()
        return self._shown(Form(self.bound, self.actor, self.lang, typed, self._not_now()), draft=draft)

    def _asked(self) -> dict[str, list[str]]:
        """What the link to the form has filled in already, such as the month."""
        return {item.name: self.request.GET.getlist(item.name) for item in self.bound.inputs if item.name in self.request.GET}

    def _not_now(self) -> Refused | None:
        """Why the action would be refused whatever is typed: said before anything is typed."""
        if self.row is None:
            return None
        try:
            possible_moves(installed(), self.bound, self.row, clock.now())
        except Conflict as refused:
            return refused
        return apart(self.bound, self.row, self.actor)

    def _draft(self) -> Draft | None:
        asked = self.request.GET.get("draft", "")
        if whole(asked) is None:
            return None
        return self._drafts().filter(pk=int(asked)).first()

    def _drafts(self) -> Any:
        return Draft.objects.filter(person=self.actor.person or 0, action=self.bound.key, target=self.key)

    def _receive_files(self, typed: dict[str, list[str]]) -> list[Refused]:
        """Files sent with the form itself are uploads now: the way of a browser without scripts."""
        problems: list[Refused] = []
        for item in self.bound.inputs:
            for sent in self.request.FILES.getlist(f"{item.name}__file"):
                try:
                    upload = evidence.receive(self.actor, sent.name or "file", sent.chunks())
                except BadInput as refused:
                    problems.append(BadInput(refused.reason, code=refused.code, field=item.name, remedy=refused.remedy))
                    continue
                typed[item.name] = [*typed.get(item.name, ()), str(upload.pk)] if item.kind == "refs" else [str(upload.pk)]
        return problems

    def _saved(self, typed: dict[str, list[str]]) -> HttpResponse:
        before = self._draft()
        if before is None and (full := _too_many_drafts(self.actor)):
            return self._shown(Form(self.bound, self.actor, self.lang, typed, full), status=full.status)
        kept = before or Draft(person=self.actor.person or 0, action=self.bound.key, target=self.key)
        kept.raw, kept.saved_at = {k: [v[:20_000] for v in vs][:500] for k, vs in typed.items()}, clock.now()
        kept.save()
        return HttpResponseRedirect(reverse("pages:drafts") + f"?saved={kept.pk}")

    def _submitted(self, typed: dict[str, list[str]], problems: list[Refused]) -> HttpResponse:
        found = read(self.bound, typed)
        problems += found.problems
        if problems:
            return self._shown(Form(self.bound, self.actor, self.lang, typed, None, tuple(problems)), status=422)
        try:
            outcome = perform(
                self.bound.key,
                self.key,
                self.actor,
                found.raw,
                version=self.request.POST.get("version") or None,
                idempotency_key=self.request.POST.get("nonce", "")[:80] or None,
            )
        except (BadInput, Conflict) as refused:
            return self._shown(Form(self.bound, self.actor, self.lang, typed, refused), status=refused.status)
        draft = self._draft()
        if draft is not None:
            draft.delete()
        if outcome.given:
            return self._given(outcome)
        return HttpResponseRedirect(onward(outcome, self.record, self.key))

    def _given(self, outcome: Outcome) -> HttpResponse:
        """What is told this once, on a page of its own: behind an address it would be kept somewhere."""
        given, paper = [], ""
        for name, secret in outcome.given.items():
            field, printed_on = installed().said(self.bound.key, name)
            given.append((name, field.label if field else name, secret))
            paper = paper or printed_on.format(entry=outcome.entry)
        context = {"given": given, "paper": paper, "onward": onward(outcome, self.record, self.key)}
        label = self.bound.label.in_(self.lang)
        return page(self.request, "pages/given.html", context, title=label, crumbs=self._crumbs(label), module=self._module().key)

    def _shown(self, form: Form, *, draft: Draft | None = None, status: int = 200) -> HttpResponse:
        if self.row is not None and form.refusal is not None and form.refusal.code == "version":
            # What was typed stays; the next submission is against the row as it is now.
            self.row = reading.one(self.actor, self.record, self.row.pk)  # type: ignore[arg-type]
        label = self.bound.label.in_(self.lang)
        draft = draft or self._draft()
        boxes = form.boxes()
        grouped: dict[str, list[Any]] = {}
        for box in boxes:
            grouped.setdefault(box.group, []).append(box)
        context = {
            "bound": self.bound,
            "groups": tuple(grouped.items()),
            "has_files": any(b.kind == "file" for b in boxes),
            "refusal": form.refusal.in_(self.lang) if form.refusal else None,
            "problems": form.summary(),
            "law": self.bound.action.law.cite(self.lang) if self.bound.action.law else "",
            "law_unsure": bool(self.bound.action.law and self.bound.action.law.needs_confirmation),
            "help": self.bound.action.help.in_(self.lang) if self.bound.action.help else "",
            "confirm": self.bound.action.confirm.in_(self.lang) if self.bound.action.confirm else "",
            "nonce": self.request.POST.get("nonce") or uuid.uuid4().hex,
            "version": self.row.entry if self.row is not None else "",
            "target": self.record.name_of(self.row, self.lang) if self.record else "",
            "target_label": self.record.label.in_(self.lang) if self.record else "",
            "back": page_of(self.record, self.row.pk) if self.record else reverse("pages:module", args=[self.bound.module.key]),
            "now": clock.now(),
            "draft": draft,
            "closed": bool(form.refusal is not None and self.request.method == "GET"),
        }
        return page(self.request, "pages/form.html", context, title=label, crumbs=self._crumbs(label), module=self._module().key, status=status)

    def _module(self) -> Module:
        return self.bound.module

    def _crumbs(self, label: str) -> tuple[Link, ...]:
        module = self._module()
        if self.record is None:
            way: tuple[Link, ...] = (
                Link(module.heading.in_(self.lang)),
                Link(module.label.in_(self.lang), reverse("pages:module", args=[module.key])),
            )
        else:
            way = crumbs(self.actor, self.record, self.row, installed().module_of(self.record), self.lang)
            way = (*way[:-1], Link(way[-1].label, page_of(self.record, self.row.pk)))
        return (*way, Link(label, current=True))


def _too_many_drafts(actor: Actor) -> Conflict | None:
    """Why no further draft is kept; None while there is room. Of drafts without end the one that matters is not found."""
    if Draft.objects.filter(person=actor.person or 0).count() < MOST_DRAFTS:
        return None
    return Conflict(
        Text(
            "您已有{n}份草稿，没有再存；填写的内容还在本页",
            "You have {n} drafts: this one was not kept; what you typed is still on this page",
        ).with_(n=MOST_DRAFTS),
        code="too_many_drafts",
        remedy=Text("先提交或在“我的草稿”里丢弃一些", "Submit or discard some under “My drafts” first"),
    )


def onward(outcome: Outcome, record: Record | None, key: int | None) -> str:
    """The page after a success: what was made, or what it belongs to, or what it was done to."""
    told = {"done": outcome.entry}
    made = installed().records.get(outcome.kind or "")
    if outcome.created and made is not None and outcome.key is not None:
        if record is not None and made.parent and key is not None:
            above = made.model._meta.get_field(made.parent).related_model
            if above is record.model:
                return f"{page_of(record, key)}?{urlencode({**told, 'tab': made.kind})}"
        return f"{page_of(made, outcome.key)}?{urlencode(told)}"
    if record is not None and key is not None:
        return f"{page_of(record, key)}?{urlencode(told)}"
    return reverse("pages:entry", args=[outcome.entry])


# -- where an action begins that needs a record first ---------------------------------------------------------------------


@require_GET
@signed_in
def start(request: HttpRequest, action: str) -> HttpResponse:
    """The choice of the record on which an action is done; without a choice when there is only one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bound, lang = action_of(action), language(request)
    check_right(bound, actor)
    record = bound.action.on
    if record is None:
        return HttpResponseRedirect(reverse("pages:act_alone", args=[action]))
    words = request.GET.get("q", "").strip()[:100]
    reach = actor if bound.action.public else actor.with_right(bound.action.may)
    found = candidates(reach, record, lang, words)
    if len(found) == 1 and not words:
        return HttpResponseRedirect(reverse("pages:act", args=[record.kind, found[0][0], action]))
    own = _of_posts(reach, record, [int(k) for k, _ in found]) if not words else frozenset()
    linked = tuple((label.strip("　"), reverse("pages:act", args=[record.kind, k, action])) for k, label in found if int(k) in own)
    context = {
        "bound": bound,
        "words": words,
        "of": record.label.in_(lang),
        "own": linked,
        "candidates": tuple((label, reverse("pages:act", args=[record.kind, k, action])) for k, label in found if int(k) not in own),
        "cut": len(found) >= (_MOST_PLACES if record.kind == _PLACE else _MOST_ROWS),
        "law": bound.action.law.cite(lang) if bound.action.law else "",
    }
    label = bound.label.in_(lang)
    way = (
        Link(bound.module.heading.in_(lang)),
        Link(bound.module.label.in_(lang), reverse("pages:module", args=[bound.module.key])),
        Link(label, current=True),
    )
    return page(request, "pages/start.html", context, title=label, crumbs=way, module=bound.module.key)


def candidates(actor: Actor, record: Record, lang: str, words: str) -> list[tuple[str, str]]:
    """Records an action may be done on. Of places only those below the person's posts: that is where the right holds."""
    if record.kind != _PLACE:
        return options(actor, record, lang, words, _MOST_ROWS)
    found = options(actor, record, lang, words, 2000)
    keys = [int(k) for k, _ in found]
    paths = {r.pk: r.path for r in reading.rows(actor, record).filter(id__in=keys)}
    return [(k, label) for k, label in found if any(paths[int(k)].startswith(p) for p in actor.place_paths)][:_MOST_PLACES]


def _of_posts(actor: Actor, record: Record, keys: Sequence[int]) -> frozenset[int]:
    """Which of some places are those of the person's posts: most often it is one of these that is meant."""
    if record.kind != _PLACE:
        return frozenset()
    return frozenset(reading.rows(actor, record).filter(id__in=keys, path__in=actor.place_paths).values_list("id", flat=True))


@require_GET
@signed_in
def choices(request: HttpRequest, action: str, name: str) -> HttpResponse:
    """Options of one input that match some words, as a fragment."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bound = action_of(action)
    item = bound.inputs.get(name)
    if item is None or not item.ask.ref:
        raise NotFound(Text("没有这一项", "There is no such input"), code="no_input")
    words = request.GET.get("q", "").strip()[:100]
    found = options(actor, installed().record(item.ask.ref), language(request), words, MOST_OPTIONS)
    return render(request, "pages/options.html", {"options": found, "required": item.required})


# -- one action on many records -------------------------------------------------------------------------------------------


@require_POST
@signed_in
def each(request: HttpRequest, action: str) -> HttpResponse:
    """One action on the chosen rows, one entry each: first the form with what was chosen, then what became of each."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bound, lang = action_of(action), language(request)
    record = bound.action.on
    if not bound.action.each or record is None:
        raise NotFound(Text("这个操作不能批量办理", "This action cannot be done on many rows at once"), code="not_each")
    with _journalled(request, bound, None):
        check_right(bound, actor)
    keys = _keys(request)
    rows = list(reading.rows(actor, record).filter(id__in=keys).order_by("id"))
    if not rows:
        raise BadInput(
            Text("没有勾选任何{l}", "No {l} was chosen").with_(l=record.label),
            code="nothing_chosen",
            remedy=Text("返回清单，勾选后再办理", "Go back to the list and choose some"),
        )
    typed = typed_of(request.POST, bound)
    form = Form(bound, actor, lang, typed or prefilled(bound, None))
    results: tuple[Result, ...] = ()
    if "confirmed" in request.POST:
        found = read(bound, typed)
        if found.problems:
            form.problems = found.problems
        else:
            try:
                bound.inputs.read(found.raw)
            except BadInput as refused:
                form.refusal = refused
            else:
                results = _done_each(bound, record, rows, actor, found.raw, request.POST.get("nonce", ""), lang)
    return _each_page(request, bound, record, rows, form, results)


def _keys(request: HttpRequest) -> list[int]:
    keys = [n for k in request.POST.getlist("ids") if (n := whole(k)) is not None]
    if len(keys) > MOST_CHOSEN:
        raise BadInput(
            Text("一次最多勾选{m}条", "At most {m} rows can be chosen at once").with_(m=MOST_CHOSEN),
            code="too_many",
            remedy=Text("分几次办理", "Do it in parts"),
        )
    return keys


def _done_each(
    bound: BoundAction, record: Record, rows: Sequence[Any], actor: Actor, raw: dict[str, Any], nonce: str, lang: str
) -> tuple[Result, ...]:
    results = []
    for row in rows:
        title, href = record.name_of(row, lang), page_of(record, row.pk)
        key = f"{nonce[:40]}-{row.pk}" if nonce else None
        try:
            outcome = perform(bound.key, row.pk, actor, raw, idempotency_key=key)
        except (NotAllowed, NotFound, Conflict, BadInput) as refused:
            lacking = enumerated((d.reason.in_(lang) for d in refused.details), lang)
            reason = refused.reason.in_(lang) + ((f" ({lacking})" if lang == "en" else f"（{lacking}）") if lacking else "")
            results.append(Result(title, href, "", reason, refused.remedy.in_(lang) if refused.remedy else ""))
        else:
            results.append(Result(title, href, outcome.entry))
    return tuple(results)


def _each_page(
    request: HttpRequest, bound: BoundAction, record: Record, rows: Sequence[Any], form: Form, results: tuple[Result, ...]
) -> HttpResponse:
    lang = language(request)
    label = bound.label.in_(lang)
    context = {
        "bound": bound,
        "boxes": form.boxes(),
        "problems": form.summary(),
        "rows": tuple((r.pk, record.name_of(r, lang)) for r in rows),
        "results": results,
        "succeeded": sum(1 for r in results if r.entry),
        "refused": sum(1 for r in results if not r.entry),
        "law": bound.action.law.cite(lang) if bound.action.law else "",
        "confirm": bound.action.confirm.in_(lang) if bound.action.confirm else "",
        "nonce": uuid.uuid4().hex,
        "now": clock.now(),
        "back": next((reverse("pages:list", args=[x.key]) for x in bound.module.listings if x.record is record), reverse("pages:work")),
    }
    way = (
        Link(bound.module.heading.in_(lang)),
        Link(bound.module.label.in_(lang), reverse("pages:module", args=[bound.module.key])),
        Link(label, current=True),
    )
    status = 422 if form.summary() else 200
    return page(request, "pages/each.html", context, title=label, crumbs=way, module=bound.module.key, status=status)


# -- drafts ---------------------------------------------------------------------------------------------------------------


@require_GET
@signed_in
def drafts(request: HttpRequest) -> HttpResponse:
    """The person's forms that were begun and not submitted."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lang = language(request)
    lines = []
    for draft in Draft.objects.filter(person=actor.person or 0).order_by("-saved_at")[:100]:
        bound = installed().actions.get(draft.action)
        if bound is None:
            continue
        if bound.action.on is not None and draft.target is not None:
            row = reading.rows(actor, bound.action.on).filter(id=draft.target).first()
            target = bound.action.on.name_of(row, lang) if row is not None else "—"
            href = reverse("pages:act", args=[bound.action.on.kind, draft.target, bound.key])
        else:
            target, href = "", reverse("pages:act_alone", args=[bound.key])
        lines.append((draft, bound.label.in_(lang), target, f"{href}?draft={draft.pk}"))
    title = Text("草稿", "Drafts").in_(lang)
    context = {"lines": lines, "saved": request.GET.get("saved", "")}
    return page(request, "pages/drafts.html", context, title=title, crumbs=(Link(title, current=True),))


@require_POST
@signed_in
def discard(request: HttpRequest, key: int) -> HttpResponse:
    """The draft is gone; it was never in the ledger."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    Draft.objects.filter(person=actor.person or 0, pk=key).delete()
    return HttpResponseRedirect(reverse("pages:drafts"))
