"""The list and the rosters of a place at a glance, their versions and how two differ, and files for a provincial platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from taizhang.basis.errors import BadInput, NotAllowed, NotFound, Refused
from taizhang.basis.text import Text, verbatim
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record
from taizhang.registers.models import Place
from taizhang.registers.records import PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout

from .. import terms
from ..declared.rosters import INSPECTOR, INTEREST, ITEM, OBJECT, VERSION
from ..models import RosterVersion
from ..queries import exchange as sending
from ..queries import rosters as queries
from ..rules import exchange, roster_sheets, rosters
from . import roster_reading

TITLE = Text("一单两库", "List and rosters")
#: Rows of a version that its page shows; the file has them all.
_SHOWN = 200
_LISTS = {
    "items": "inspection.items", "objects": "inspection.objects", "inspectors": "inspection.inspectors", "interests": "inspection.interests",
}  # fmt: skip
_NEW = {
    "items": "inspection.enter_item", "objects": "inspection.enter_object", "inspectors": "inspection.enter_inspector", "interests": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One list or roster of a place: what holds today and its newest version."""

    kind: str
    label: Text
    size: int
    said: Text
    version: RosterVersion | None
    listed: str
    entered: str


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What each list and roster holds today, its newest version, and where to enter, import and freeze."""
    actor = regulator(request)
    lang, places = language(request), places_of(actor)
    place = _chosen(places, request.GET.get("place", ""))
    context = {
        "place": place,
        "place_name": PLACE.name_of(place, lang) if place else "",
        "places": [(p.pk, PLACE.name_of(p, lang), p == place) for p in places],
        "cards": _cards(actor, place) if place else (),
        "may_keep": actor.may(terms.ROSTER),
        "classes": _classes(place) if place else (),
        "versions": reverse("pages:list", args=["inspection.versions"]),
    }
    return _page(request, "rosters.html", context, TITLE)


def regulator(request: HttpRequest) -> Actor:
    """Whoever inspects, plans or approves.

    Raises:
        NotAllowed: somebody else.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not any(actor.may(right) for right in queries.REGULATORS):
        raise NotAllowed(
            Text("名录仅供监管人员使用", "The rosters are for those who inspect"), code="no_right", law=terms.DOUBLE_RANDOM,
            remedy=Text("可由双随机经办人、检查审批人、执法检查人员查看", "They are for clerks, approvers and inspectors of random inspections"),
        )  # fmt: skip
    return actor


def places_of(actor: Actor) -> list[Place]:
    """Places of the posts in which somebody inspects, plans or approves."""
    paths = {post.place_path for right in queries.REGULATORS for post in actor.with_right(right).posts if post.place_path}
    return list(reading.rows(actor, PLACE).filter(path__in=paths).order_by("path"))


def _chosen(places: list[Place], key: str) -> Place | None:
    return next((p for p in places if str(p.pk) == key), places[0] if places else None)


def _cards(actor: Actor, place: Place) -> list[Card]:
    today = clock.today()
    inspectors = list(queries.inspectors_on(place, today))
    certified = len(queries.certified_on(place, today))
    sizes = {
        "items": (queries.items_on(place, today).count(), Text("已公布、施行中的事项", "items published and in force")),
        "objects": (queries.objects_on(place, today).count(), Text("户经营主体", "firms")),
        "inspectors": (len(inspectors), Text("人，其中持证可执法 {n} 人", "people, of whom {n} may inspect").with_(n=certified)),
    }
    if any(actor.may(right) for right in queries.WITH_INTERESTS):
        own = queries.interests_on(place, today).filter(queries.visible_interest(actor)).count()
        sizes["interests"] = (own, Text("条本部门回避事由", "interests declared in the department"))
    return [
        Card(kind, label, *sizes[kind], queries.latest_version(place, kind), reverse("pages:list", args=[_LISTS[kind]]), _NEW[kind])
        for kind, label in terms.ROSTERS
        if kind in sizes
    ]


def _classes(place: Place) -> list[tuple[Text, int, str, Text]]:
    """Firms of each class with the share that is drawn of it by the figures of today: (class, firms, percent, mark)."""
    counts = queries.class_counts(place, clock.today())
    found = []
    for letter, label in terms.CLASSES:
        span = terms.RATIOS[letter].on(clock.today())
        found.append((label, counts.get(letter, 0), f"{span.value} %" if span else "—", span.law.name if span else verbatim("—")))
    return [*found, (terms.UNKNOWN_CLASS, counts.get("", 0), "—", verbatim("—"))]


# -- versions -------------------------------------------------------------------------------------------------------------


@require_GET
def version(request: HttpRequest, key: int) -> HttpResponse:
    """A version with its number and hash; its rows, and how it differs from another one, for those who may read them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = reading.one(actor, VERSION, key)
    readable = queries.may_read(actor, row)
    others = list(reading.rows(actor, VERSION).filter(place=row.place, kind=row.kind).exclude(pk=row.pk).order_by("-number")[:50])
    other = next((v for v in others if str(v.pk) == request.GET.get("with", "")), None)
    rows = rosters.rows_of(row.content) if readable else []
    context = {
        "version": row,
        "place_name": PLACE.name_of(row.place, language(request)),
        "kind": dict(terms.ROSTERS)[row.kind],
        "readable": readable,
        "public": row.kind in rosters.PUBLIC_VERSIONS,
        "headings": [_heading(row.kind, name) for name in rosters.COLUMNS[row.kind]],
        "rows": [_shown(row.kind, cells, language(request)) for cells in rows[:_SHOWN]],
        "more": max(len(rows) - _SHOWN, 0),
        "others": others,
        "other": other,
        "differs": _differs(row, other, language(request)) if other is not None and readable else None,
    }
    return _page(request, "version.html", context, Text(VERSION.title(row), VERSION.name_of(row, "en")), _here(request))


def _here(request: HttpRequest) -> layout.Link:
    return layout.Link(TITLE.in_(language(request)), reverse("inspection:rosters"))


def _heading(kind: str, name: str) -> Text:
    labels = {f.name: f.label for f in _record(kind).fields} | {
        "uscc": Text("统一社会信用代码", "Credit code"), "name": Text("名称", "Name"), "inspector": Text("检查人员编号", "Inspector no."),
    }  # fmt: skip
    return labels[name]


def _record(kind: str) -> Record:
    return {"items": ITEM, "objects": OBJECT, "inspectors": INSPECTOR, "interests": INTEREST}[kind]


def _shown(kind: str, cells: Any, lang: str) -> list[str]:
    words = {f.name: dict(f.choices) for f in _record(kind).fields if f.choices}
    flags = {"1": Text("是", "yes").in_(lang), "0": Text("否", "no").in_(lang)}
    found = []
    for name in rosters.COLUMNS[kind]:
        value = cells[name]
        word = words.get(name, {}).get(value)
        found.append(word.in_(lang) if word else flags.get(value, value) if name == "may_lead" else value)
    return found


def _differs(row: RosterVersion, other: RosterVersion, lang: str) -> dict[str, Any]:
    earlier, later = sorted((row, other), key=lambda v: v.number)
    found = rosters.difference(row.kind, earlier.content, later.content)
    names = rosters.COLUMNS[row.kind]
    changed = []
    for before, after in found.changed[:_SHOWN]:
        old, new = _shown(row.kind, before, lang), _shown(row.kind, after, lang)
        changed.append((new[: rosters.KEYS[row.kind]], [(_heading(row.kind, n), a, b) for n, a, b in zip(names, old, new, strict=True) if a != b]))
    return {
        "earlier": earlier,
        "later": later,
        "counts": (len(found.added), len(found.gone), len(found.changed)),
        "tables": (
            (Text("增加", "Added"), "added", [_shown(row.kind, cells, lang) for cells in found.added[:_SHOWN]]),
            (Text("减少", "Gone"), "gone", [_shown(row.kind, cells, lang) for cells in found.gone[:_SHOWN]]),
        ),
        "changed": changed,
    }


@require_GET
def version_file(request: HttpRequest, key: int, form: str) -> HttpResponse:
    """The version byte by byte as it was hashed, or as a file of the exchange.

    Raises:
        NotFound: it is not there, or somebody may not read it: its hash is all that they have.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = reading.one(actor, VERSION, key)
    if not queries.may_read(actor, row):
        raise reading.not_found(VERSION, key)
    name = f"{row.kind}-{row.number}"
    if form == "csv":
        return _download(row.content, "text/csv", f"{name}.csv")
    sent = sending.version_sent(row)
    if form == "exchange.json":
        return _download(sent.as_json(), "application/json", f"{name}.exchange.json")
    return _download(sent.as_csv(), "text/csv", f"{name}.exchange.csv")


@require_GET
def sent_file(request: HttpRequest, kind: str) -> HttpResponse:
    """What was drawn, or what was found, in a place of the actor's own, as a file of the exchange.

    Raises:
        NotFound: there is no such file.
    """
    actor = regulator(request)
    place = _chosen(places_of(actor), request.GET.get("place", ""))
    rows = {"draws": sending.drawn_rows, "results": sending.result_rows}.get(kind)
    if rows is None or place is None:
        raise NotFound(Text("没有这个文件", "There is no such file"), code="not_found")
    return _download(exchange.sent(kind, sending.name_of(place), clock.today(), rows(place)).as_json(), "application/json", f"{kind}.exchange.json")


def _download(text: str, media: str, name: str) -> HttpResponse:
    answer = HttpResponse(text.encode(), content_type=f"{media}; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


#: What a file of the exchange holds, under the name that the file gives it.
_EXCHANGED = {
    **dict(terms.ROSTERS),
    "scores": Text("信用风险分值", "Scores of risk"),
    "tasks": Text("抽查任务（并入拟制中的计划）", "Tasks, which become lines of the plan being drawn up"),
    "draws": Text("抽取结果", "What was drawn"),
    "results": Text("检查结果（已公示）", "Results (published)"),
}


# -- exchange -------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def exchanged(request: HttpRequest) -> HttpResponse:
    """A file of a provincial platform is read: to its preview, as with any sheet; or refused, and nothing was kept."""
    actor = regulator(request)
    places, refusal, status = places_of(actor), None, 200
    place = _chosen(places, request.POST.get("place", "") or request.GET.get("place", ""))
    if request.method == "POST" and place is not None:
        try:
            intake = _received(request, actor, place)
            return HttpResponseRedirect(reverse("inspection:roster-preview", args=[intake.pk]))
        except Refused as refused:
            refusal, status = refused.in_(language(request)), refused.status
    context = {
        "refusal": refusal,
        "places": [(p.pk, PLACE.name_of(p, language(request)), p == place) for p in places],
        "place": place,
        "may_keep": actor.may(terms.ROSTER),
        "received": [(_EXCHANGED[kind], kind, ", ".join(columns)) for kind, columns in exchange.RECEIVED.items()],
        "sent": [(_EXCHANGED[kind], kind, ", ".join(columns)) for kind, columns in exchange.SENT.items()],
        "versions": [(_EXCHANGED[kind], v) for kind, _ in terms.ROSTERS if place and (v := queries.latest_version(place, kind)) and queries.may_read(actor, v)],
    }
    return _page(request, "exchange.html", context, Text("与省平台交换", "Exchange with the province"), _here(request), status=status)


def _received(request: HttpRequest, actor: Actor, place: Place) -> Any:
    file = request.FILES.get("file")
    if file is None or not file.size or file.size > roster_reading.MOST_BYTES:
        raise BadInput(Text("请选择不超过32 MB的文件", "Choose a file of 32 MB at most"), code="missing", field="file")
    found = exchange.received(file.read())
    if found.place != sending.name_of(place):
        raise BadInput(
            Text("文件是“{a}”的，不是“{b}”的", "The file is of “{a}”, not of “{b}”").with_(a=found.place, b=sending.name_of(place)), code="elsewhere",
            field="file", remedy=Text("选择对应的区划", "Choose that place"),
        )  # fmt: skip
    table = roster_reading.table_of(found)
    return roster_reading.lay_ready(actor, roster_sheets.read(found.kind, [table]), (file.name or "exchange")[-80:], found.sha256, place)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], title: Text, *before: layout.Link, status: int = 200
) -> HttpResponse:
    words = title.in_(language(request))
    crumbs = (*before, layout.Link(words, "", True))
    return layout.page(request, f"inspection/{template}", context, title=words, crumbs=crumbs, module="inspection", status=status)
